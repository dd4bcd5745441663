"""AudioLDM's autoencoder: diffusers' `AutoencoderKL` in the one form that AudioLDM has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from v2a_plugin.sources.generators.blocks import Attention, Images, Resampled, Residual, Stage, stages

__all__ = ["Vae"]

_FORM = {
    "act_fn": "silu",
    "latents_mean": None,
    "latents_std": None,
    "shift_factor": None,
    "use_post_quant_conv": True,
    "use_quant_conv": True,
}
_EPS = 1e-6


def _middle(config: Mapping[str, Any]) -> Stage:
    groups, top = config["norm_num_groups"], config["block_out_channels"][-1]
    seeing = [Attention(top, 1, groups)] if config.get("mid_block_add_attention", True) else []
    return Stage([Residual(top, top, groups, _EPS) for _ in range(2)], seeing)


class _Encoder(nn.Module):
    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        widths: list[int] = config["block_out_channels"]
        groups, layers, top = config["norm_num_groups"], config["layers_per_block"], widths[-1]
        self.conv_in = nn.Conv2d(config["in_channels"], widths[0], 3, padding=1)
        self.down_blocks = nn.ModuleList()
        for before, width, after in zip([widths[0], *widths], widths, [*widths[1:], 0], strict=False):
            resnets = [Residual(width if number else before, width, groups, _EPS) for number in range(layers)]
            self.down_blocks.append(Stage(resnets, down=Resampled(width, 2, padding=0) if after else None))
        self.mid_block = _middle(config)
        self.conv_norm_out = nn.GroupNorm(groups, top, _EPS)
        self.conv_out = nn.Conv2d(top, 2 * config["latent_channels"], 3, padding=1)

    def forward(self, mel: Images) -> Images:
        """Means and variances of latents."""
        x = self.conv_in(mel)
        for block in stages(self.down_blocks):
            x = block.steps(x, None)[-1]
            for scaled in block.downsamplers:
                x = scaled(functional.pad(x, (0, 1, 0, 1)))
        x = self.mid_block.steps(x, None)[-1]
        moments: Tensor = self.conv_out(functional.silu(self.conv_norm_out(x)))
        return moments


class _Decoder(nn.Module):
    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        widths: list[int] = list(reversed(config["block_out_channels"]))
        groups, layers, top = config["norm_num_groups"], config["layers_per_block"] + 1, widths[0]
        self.conv_in = nn.Conv2d(config["latent_channels"], top, 3, padding=1)
        self.mid_block = _middle(config)
        self.up_blocks = nn.ModuleList()
        for before, width, after in zip([top, *widths], widths, [*widths[1:], 0], strict=False):
            resnets = [Residual(width if number else before, width, groups, _EPS) for number in range(layers)]
            self.up_blocks.append(Stage(resnets, up=Resampled(width, 1) if after else None))
        self.conv_norm_out = nn.GroupNorm(groups, widths[-1], _EPS)
        self.conv_out = nn.Conv2d(widths[-1], config["out_channels"], 3, padding=1)

    def forward(self, latents: Images) -> Images:
        """Mel frames as an image of one channel."""
        x = self.mid_block.steps(self.conv_in(latents), None)[-1]
        for block in stages(self.up_blocks):
            x = block.steps(x, None)[-1]
            for scaled in block.upsamplers:
                x = scaled(x, [2 * side for side in x.shape[2:]])
        mel: Tensor = self.conv_out(functional.silu(self.conv_norm_out(x)))
        return mel


@dataclass(frozen=True, slots=True, eq=False)
class _Normal:
    """A normal distribution."""

    moments: Images

    def mode(self) -> Images:
        """Where it is densest: its mean."""
        return self.moments.chunk(2, dim=1)[0]


@dataclass(frozen=True, slots=True, eq=False)
class _Encoded:
    """What encoding gives, as diffusers names it."""

    latent_dist: _Normal


class Vae(nn.Module):
    """Turns mel frames into latents and back; weights have diffusers' names.

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
        self.encoder = _Encoder(config)
        self.quant_conv = nn.Conv2d(2 * config["latent_channels"], 2 * config["latent_channels"], 1)
        self.post_quant_conv = nn.Conv2d(config["latent_channels"], config["latent_channels"], 1)
        self.decoder = _Decoder(config)

    @staticmethod
    def covers(config: Mapping[str, Any]) -> bool:
        """Whether a configuration is of the form that is here."""
        kinds = {*config.get("up_block_types", ["?"]), *config.get("down_block_types", ["?"])}
        return kinds == {"UpDecoderBlock2D", "DownEncoderBlock2D"} and all(
            config.get(name, value) == value for name, value in _FORM.items()
        )

    @property
    def dtype(self) -> torch.dtype:
        """Of its weights."""
        return self.post_quant_conv.weight.dtype

    def encode(self, mel: Images) -> _Encoded:
        """The distribution of the latents of mel frames."""
        return _Encoded(_Normal(self.quant_conv(self.encoder(mel))))

    def decode(self, latents: Images, **_: object) -> tuple[Images]:
        """Mel frames of latents, as an image of one channel."""
        return (self.decoder(self.post_quant_conv(latents)),)
