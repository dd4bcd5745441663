"""A GPU that is not there: tensors without values, which keep a device and refuse those of another.

Torch's `FakeTensorMode` runs no arithmetic, but it works out shape, type and device of each result, and raises where tensors
of two devices meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.torch
import torch
from diffusers import ModelMixin
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode, unset_fake_temporarily
from torch.utils._python_dispatch import TorchDispatchMode
from transformers import PreTrainedModel

from mini import seeing, spaces
from v2a_plugin.training import checkpoints

__all__ = ["Watch", "pretended_gpu"]

NETWORKS = frozenset([
    "conv1d", "conv2d", "convolution", "embedding", "group_norm", "layer_norm", "native_group_norm", "native_layer_norm",
])  # fmt: skip
"""Operations that only networks ask for; some have another name where no gradients are wanted."""
PRODUCTS = frozenset(["addmm", "linear", "mm"])


class Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Lets no network run on the CPU.

    Attributes:
        on_gpu: What networks did on the GPU.
        lessons: Backward passes.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.on_gpu = self.lessons = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Look, and pass on."""
        name = func.overloadpacket.__name__
        devices = {each.device.type for each in args if isinstance(each, torch.Tensor)}
        if name in NETWORKS:
            assert devices == {"cuda"}, f"{name} on {devices}"
        self.on_gpu += devices == {"cuda"} and name in NETWORKS | PRODUCTS
        return func(*args, **(kwargs or {}))

    def learn(self, loss: torch.Tensor) -> None:
        """What stands for the backward pass: zeros for each weight that the loss depends on."""
        assert loss.device.type == "cuda", "a loss on the CPU"
        left, known = [loss.grad_fn], set[Any]()
        while left:
            node = left.pop()
            if node is None or node in known:
                continue
            known.add(node)
            weight = getattr(node, "variable", None)
            if weight is not None:
                assert weight.device.type == "cuda", "a weight on the CPU"
                weight.grad = torch.zeros_like(weight)
            left += [before for before, _ in node.next_functions]
        self.lessons += 1


def _real(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same with values, for what a file holds."""

    def done(*args: Any, **kwargs: Any) -> Any:
        with unset_fake_temporarily():
            return work(*args, **kwargs)

    return done


def _noise(tensor: torch.Tensor, chance: np.random.Generator) -> np.ndarray:
    """What stands for `Tensor.numpy`, which takes tensors from the CPU only."""
    assert tensor.device.type == "cpu", "numpy of a tensor on the GPU"
    kind = np.dtype(str(tensor.dtype).removeprefix("torch."))
    return chance.normal(0, 1, tuple(tensor.shape)).astype(kind)


def _zeros(tensor: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """What safetensors writes of a tensor."""
    made = np.zeros(tensor.numel() * tensor.element_size(), dtype=np.uint8)
    return made, made


def _copied(tensor: torch.Tensor, memo: dict[int, torch.Tensor]) -> torch.Tensor:
    """`copy.deepcopy` of a tensor, which asks where its values lie."""
    if id(tensor) not in memo:
        made = tensor.detach().clone()
        is_weight = isinstance(tensor, torch.nn.Parameter)
        memo[id(tensor)] = torch.nn.Parameter(made, tensor.requires_grad) if is_weight else made
    return memo[id(tensor)]


def _moved(module: torch.nn.Module, change: Callable[[torch.Tensor], torch.Tensor], recurse: bool = True) -> Any:
    """`Module.to` and its like with new weights, since tensors without values cannot take each other's place."""
    for part in module.modules():
        for name, weight in part._parameters.items():
            if weight is not None:
                part._parameters[name] = torch.nn.Parameter(change(weight.detach()), weight.requires_grad)
        for name, tensor in part._buffers.items():
            part._buffers[name] = None if tensor is None else change(tensor)
    return module


@contextmanager
def pretended_gpu() -> Iterator[Watch]:
    """Within, tensors have no values, and "cuda" is a device; numbers read from tensors are 1."""
    numpy, chance = _real(torch.Tensor.numpy), np.random.default_rng(0)

    def array(tensor: torch.Tensor) -> Any:
        return _noise(tensor, chance) if isinstance(tensor, FakeTensor) else numpy(tensor)

    with pytest.MonkeyPatch.context() as patch:
        watch = Watch()
        patch.setattr(torch.Tensor, "backward", lambda loss: watch.learn(loss))
        patch.setattr(torch.Tensor, "numpy", array)
        for name, kind in (("item", float), ("__float__", float), ("__int__", int), ("__bool__", bool)):
            patch.setattr(torch.Tensor, name, lambda _, kind=kind: kind(1))
        patch.setattr(torch.Tensor, "__deepcopy__", _copied)
        patch.setattr(torch.nn.Module, "_apply", _moved)
        patch.setattr(safetensors.torch, "_to_ndarray", _zeros)
        patch.setattr(safetensors.torch, "_evaluate_tensors_for_save", lambda tensors: None)
        for module in (checkpoints, seeing, spaces):
            patch.setattr(module, "load_file", _real(safetensors.torch.load_file))
        for kind in (ModelMixin, PreTrainedModel):
            patch.setattr(kind, "from_pretrained", classmethod(_real(kind.from_pretrained.__func__)))
            patch.setattr(kind, "save_pretrained", lambda model, folder, **_: Path(folder).mkdir(exist_ok=True))
        patch.setattr(torch.cuda.amp.common, "amp_definitely_not_available", lambda: False)
        patch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
        with FakeTensorMode(allow_non_fake_inputs=True), watch:
            yield watch
