"""What the networks of an AudioLDM are built of, with the names that diffusers gives the weights.

Importing diffusers costs twice what importing torch does, and four times what a short shot takes to load; so AudioLDM's
own architecture is here, and equals diffusers' to the last bit. A folder of another one is loaded by diffusers.
Rombach et al. 2022 (latent diffusion), He et al. 2016 (residual blocks), Vaswani et al. 2017 (attention).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Attention", "Images", "Resampled", "Residual", "SpatialTransformer", "Stage", "stages"]

Images = Float[Tensor, "row channel height width"]
Tokens = Float[Tensor, "row token channel"]


class Residual(nn.Module):
    """Two convolutions beside a shortcut; a vector, if there is one, is added between them."""

    def __init__(self, into: int, out: int, groups: int, eps: float, vector: int = 0) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, into, eps)
        self.conv1 = nn.Conv2d(into, out, 3, padding=1)
        self.time_emb_proj = nn.Linear(vector, out) if vector else None
        self.norm2 = nn.GroupNorm(groups, out, eps)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(into, out, 1) if into != out else None

    def forward(self, x: Images, vector: Tensor | None = None) -> Images:
        """Images of `out` channels."""
        inner = self.conv1(functional.silu(self.norm1(x)))
        if self.time_emb_proj is not None and vector is not None:
            inner = inner + self.time_emb_proj(functional.silu(vector))[:, :, None, None]
        inner = self.conv2(functional.silu(self.norm2(inner)))
        shortcut = x if self.conv_shortcut is None else self.conv_shortcut(x)
        mixed: Tensor = shortcut + inner
        return mixed


class Attention(nn.Module):
    """Every token looks at every other; with groups, at the places of a normalised image, beside a shortcut."""

    def __init__(self, width: int, heads: int, groups: int = 0) -> None:
        super().__init__()
        self.heads = heads
        self.group_norm = nn.GroupNorm(groups, width, 1e-6) if groups else None
        self.to_q, self.to_k, self.to_v = (nn.Linear(width, width, bias=bool(groups)) for _ in range(3))
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, x: Tensor) -> Tensor:
        """As it came in: tokens, or an image."""
        tokens = x
        if self.group_norm is not None:
            tokens = self.group_norm(x.flatten(2)).transpose(1, 2)
        split = (
            part(tokens).unflatten(2, (self.heads, -1)).transpose(1, 2) for part in (self.to_q, self.to_k, self.to_v)
        )
        seen = self.to_out[0](functional.scaled_dot_product_attention(*split).transpose(1, 2).flatten(2))
        found: Tensor = seen
        if self.group_norm is not None:
            found = seen.transpose(1, 2).reshape(x.shape) + x  # laid out as the first is, which chooses later kernels
        return found


class _Gated(nn.Module):
    """GEGLU (Shazeer 2020)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = nn.Linear(width, 8 * width)

    def forward(self, x: Tokens) -> Tokens:
        """Tokens four times as wide."""
        inner, gate = self.proj(x).chunk(2, dim=-1)
        widened: Tensor = inner * functional.gelu(gate)
        return widened


class _Forward(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.net = nn.Sequential(_Gated(width), nn.Identity(), nn.Linear(4 * width, width))

    def forward(self, x: Tokens) -> Tokens:
        """Each token by itself."""
        out: Tensor = self.net(x)
        return out


class _Layer(nn.Module):
    """Two attentions and a feed-forward network; AudioLDM has no text to look at, so both look at the image."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.attn1, self.attn2 = (Attention(width, heads) for _ in range(2))
        self.ff = _Forward(width)

    def forward(self, x: Tokens) -> Tokens:
        """As many tokens."""
        x = self.attn1(self.norm1(x)) + x
        x = self.attn2(self.norm2(x)) + x
        mixed: Tensor = self.ff(self.norm3(x)) + x
        return mixed


class SpatialTransformer(nn.Module):
    """A transformer over the places of an image, beside a shortcut."""

    def __init__(self, width: int, heads: int, groups: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(groups, width, 1e-6)
        self.proj_in, self.proj_out = (nn.Conv2d(width, width, 1) for _ in range(2))
        self.transformer_blocks = nn.ModuleList([_Layer(width, heads)])

    def forward(self, x: Images) -> Images:
        """An image of the same size."""
        inner = self.proj_in(self.norm(x))
        tokens = self.transformer_blocks[0](inner.permute(0, 2, 3, 1).flatten(1, 2))
        seen: Tensor = self.proj_out(tokens.unflatten(1, x.shape[2:]).permute(0, 3, 1, 2).contiguous())
        return seen + x


class Resampled(nn.Module):
    """Half the size, by a strided convolution; or a given size, the nearest pixel and then a convolution."""

    def __init__(self, width: int, stride: int, padding: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, stride, padding)

    def forward(self, x: Images, size: Sequence[int] | None = None) -> Images:
        """An image of the size, or of half of its own."""
        scaled: Tensor = self.conv(x if size is None else functional.interpolate(x, list(size)))
        return scaled


class Stage(nn.Module):
    """Residual blocks of one size, each followed by a transformer where there are any, and what leads to the next."""

    def __init__(
        self,
        resnets: Sequence[Residual],
        attentions: Sequence[nn.Module] = (),
        *,
        down: Resampled | None = None,
        up: Resampled | None = None,
    ) -> None:
        super().__init__()
        self.resnets = nn.ModuleList(resnets)
        self.attentions = nn.ModuleList(attentions)
        self.downsamplers = nn.ModuleList([down] if down else [])
        self.upsamplers = nn.ModuleList([up] if up else [])

    def steps(self, x: Images, vector: Tensor | None, beside: list[Images] | None = None) -> list[Images]:
        """The image after each block.

        Args:
            x: Goes in.
            vector: Goes into each block.
            beside: Images that are taken off the end and laid beside what goes into each block.
        """
        found = []
        for place, resnet in enumerate(self.resnets):
            x = resnet(x if beside is None else torch.cat((x, beside.pop()), dim=1), vector)
            if place < len(self.attentions):
                x = self.attentions[place](x)
            found.append(x)
        return found


def stages(modules: nn.ModuleList) -> Sequence[Stage]:
    """The stages that a list holds."""
    return cast("Sequence[Stage]", modules)
