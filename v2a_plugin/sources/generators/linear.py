"""Matrix products on the CPU through oneDNN.

torch hands fp32 `Linear` layers to MKL, which on AMD processors reaches half of what oneDNN does (measured: 98 against
220 GFLOP/s a core); the UNet spends 40 % of its time there. On Intel processors both are alike.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["use_onednn"]


class _OneDnnLinear(nn.Linear):
    """The same layer with the same weights; off the CPU, in other formats or in training it is torch's own."""

    def forward(self, input: Tensor) -> Tensor:
        if input.device.type != "cpu" or input.dtype != torch.float32 or torch.is_grad_enabled():
            return super().forward(input)
        product: Tensor = torch.ops.mkldnn._linear_pointwise(input, self.weight, self.bias, "none", [], "")
        return product


def use_onednn(model: nn.Module) -> None:
    """Let every `Linear` of a model compute through oneDNN where this torch can; its weights stay as they are."""
    if not torch._C._has_mkldnn or not hasattr(torch.ops.mkldnn, "_linear_pointwise"):
        return
    for module in model.modules():
        if type(module) is nn.Linear:
            module.__class__ = _OneDnnLinear
