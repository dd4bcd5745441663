"""AudioLDM's denoiser (Liu et al. 2023): diffusers' `UNet2DConditionModel` in the one form that AudioLDM has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from v2a_plugin.sources.generators.blocks import Images, Resampled, Residual, SpatialTransformer, Stage, stages

__all__ = ["Unet"]

_FORM = {
    "act_fn": "silu", "addition_embed_type": None, "center_input_sample": False, "class_embed_type": "simple_projection",
    "class_embeddings_concat": True, "conv_in_kernel": 3, "conv_out_kernel": 3, "cross_attention_norm": None,
    "downsample_padding": 1, "dual_cross_attention": False, "encoder_hid_dim": None, "encoder_hid_dim_type": None,
    "flip_sin_to_cos": True, "freq_shift": 0, "mid_block_only_cross_attention": None, "mid_block_scale_factor": 1,
    "mid_block_type": "UNetMidBlock2DCrossAttn", "num_attention_heads": None, "num_class_embeds": None,
    "only_cross_attention": False, "resnet_out_scale_factor": 1.0, "resnet_skip_time_act": False,
    "resnet_time_scale_shift": "default", "time_cond_proj_dim": None, "time_embedding_act_fn": None,
    "time_embedding_dim": None, "time_embedding_type": "positional", "timestep_post_act": None,
    "transformer_layers_per_block": 1, "use_linear_projection": False,
}  # fmt: skip
"""What every AudioLDM's configuration says; where one says otherwise, diffusers computes something else."""
_WITH_ATTENTION = {"DownBlock2D": False, "UpBlock2D": False, "CrossAttnDownBlock2D": True, "CrossAttnUpBlock2D": True}


class _Embedding(nn.Module):
    def __init__(self, into: int, out: int) -> None:
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(into, out), nn.Linear(out, out)

    def forward(self, x: Tensor) -> Tensor:
        """The vector of a noise level."""
        out: Tensor = self.linear_2(functional.silu(self.linear_1(x)))
        return out


class Unet(nn.Module):
    """Predicts the noise in latents; weights have diffusers' names.

    Attributes:
        config: What `config.json` says.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        """Layers with weights that are still to be loaded.

        Args:
            config: As diffusers writes it; one that `covers`.
        """
        super().__init__()
        self.config = SimpleNamespace(**config)
        widths: list[int] = config["block_out_channels"]
        groups, eps, layers = config["norm_num_groups"], config["norm_eps"], config["layers_per_block"]
        heads: int = config["attention_head_dim"]  # diffusers calls their number so
        first, last = widths[0], widths[-1]
        vector = 4 * first
        self.conv_in = nn.Conv2d(config["in_channels"], first, 3, padding=1)
        self.time_embedding = _Embedding(first, vector)
        self.class_embedding = nn.Linear(config["projection_class_embeddings_input_dim"], vector)

        def stage(blocks: list[tuple[int, int]], kind: str, **ends: Resampled | None) -> Stage:
            resnets = [Residual(into, out, groups, eps, 2 * vector) for into, out in blocks]
            seeing = [SpatialTransformer(out, heads, groups) for _, out in blocks] if _WITH_ATTENTION[kind] else []
            return Stage(resnets, seeing, **ends)

        self.down_blocks, self.up_blocks = nn.ModuleList(), nn.ModuleList()
        beside, before = [first], first
        for level, (width, kind) in enumerate(zip(widths, config["down_block_types"], strict=True)):
            blocks = [(before if number == 0 else width, width) for number in range(layers)]
            final = level == len(widths) - 1
            self.down_blocks.append(stage(blocks, kind, down=None if final else Resampled(width, 2)))
            beside += [width] * (layers if final else layers + 1)
            before = width
        self.mid_block = Stage(
            [Residual(last, last, groups, eps, 2 * vector) for _ in range(2)], [SpatialTransformer(last, heads, groups)]
        )
        for level, (width, kind) in enumerate(zip(reversed(widths), config["up_block_types"], strict=True)):
            blocks = [((before if number == 0 else width) + beside.pop(), width) for number in range(layers + 1)]
            final = level == len(widths) - 1
            self.up_blocks.append(stage(blocks, kind, up=None if final else Resampled(width, 1)))
            before = width
        self.conv_norm_out = nn.GroupNorm(groups, first, eps)
        self.conv_out = nn.Conv2d(first, config["out_channels"], 3, padding=1)

    @staticmethod
    def covers(config: Mapping[str, Any]) -> bool:
        """Whether a configuration is of the form that is here."""
        kinds = [*config.get("down_block_types", ["?"]), *config.get("up_block_types", ["?"])]
        return (
            all(config.get(name) == value for name, value in _FORM.items())
            and set(kinds) <= set(_WITH_ATTENTION)
            and isinstance(config.get("attention_head_dim"), int)
            and isinstance(config.get("layers_per_block"), int)
            and config.get("cross_attention_dim") == config.get("block_out_channels")
        )

    @property
    def dtype(self) -> torch.dtype:
        """Of its weights."""
        return self.conv_in.weight.dtype

    def forward(
        self, rows: Images, timestep: Tensor, class_labels: Float[Tensor, "row audio"], **_: object
    ) -> tuple[Images]:
        """What is noise in each row.

        Args:
            rows: Noisy latents.
            timestep: Their noise level, a scalar.
            class_labels: The conditioning of each.
        """
        vector = torch.cat((self.time_embedding(self._waves(timestep, rows)), self.class_embedding(class_labels)), -1)
        x = self.conv_in(rows)
        beside = [x]
        for block in stages(self.down_blocks):
            beside += block.steps(beside[-1], vector)
            beside += [scaled(beside[-1]) for scaled in block.downsamplers]
        x = self.mid_block.resnets[0](beside[-1], vector)
        x = self.mid_block.resnets[1](self.mid_block.attentions[0](x), vector)
        for block in stages(self.up_blocks):
            x = block.steps(x, vector, beside)[-1]
            for scaled in block.upsamplers:
                x = scaled(x, beside[-1].shape[2:])
        return (self.conv_out(functional.silu(self.conv_norm_out(x))),)

    def _waves(self, timestep: Tensor, rows: Images) -> Float[Tensor, "row wave"]:
        """A noise level as cosines and sines of many periods (Vaswani et al. 2017, section 3.5)."""
        half = self.conv_in.out_channels // 2
        periods = torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float32, device=rows.device) / half)
        angles = timestep.to(rows.device).expand(len(rows))[:, None].float() * periods
        return torch.cat((torch.cos(angles), torch.sin(angles)), -1).to(rows.dtype)
