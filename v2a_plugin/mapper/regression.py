"""The paper's simpler mapper: one answer a picture, from a small network trained on the distance to the sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float32
from torch import Tensor, nn
from torch.nn import functional

from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.mapper.spaces import Spaces
from v2a_plugin.model.embeddings import VisualEmbedding, unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings

__all__ = ["Regression", "RegressionConfig", "RegressionMapper", "regression_loss"]


@dataclass(frozen=True, slots=True)
class RegressionConfig:
    """Sizes of the network; at 512 and 512 it has 2,103,808 parameters.

    Attributes:
        clip_width: Components of a picture vector.
        clap_width: Components of a sound vector.
        expansion: The hidden layer is so many times as wide as the picture vector.
    """

    clip_width: int = 512
    clap_width: int = 512
    expansion: int = 4

    def __post_init__(self) -> None:
        for name in ("clip_width", "clap_width", "expansion"):
            if not 1 <= getattr(self, name) <= 8192:
                raise ValueError(f"{name} must be from 1 to 8192, not {getattr(self, name)}")


class Regression(nn.Module):
    """Linear, SiLU, LayerNorm, Linear."""

    def __init__(self, config: RegressionConfig) -> None:
        super().__init__()
        self.config = config
        inner = config.expansion * config.clip_width
        self.to_inner = nn.Linear(config.clip_width, inner)
        self.norm = nn.LayerNorm(inner)
        self.to_out = nn.Linear(inner, config.clap_width)

    def forward(self, picture: Float32[Tensor, "batch visual"]) -> Float32[Tensor, "batch audio"]:
        """A sound vector of any length for each unit picture vector."""
        out: Tensor = self.to_out(self.norm(functional.silu(self.to_inner(picture))))
        return out


def regression_loss(
    network: Regression, picture: Float32[Tensor, "batch visual"], sound: Float32[Tensor, "batch audio"]
) -> Float32[Tensor, ""]:
    """Mean square distance to the unit vectors of the sounds (Wang et al. 2024)."""
    return functional.mse_loss(network(picture), sound)


class RegressionMapper:
    """The same answer for every seed."""

    name = "regression"

    def __init__(self, network: Regression, clip_space: str, clap_space: str, digest: str = "") -> None:
        self.network = network.eval()
        self.clip_space, self.clap_space, self.digest = clip_space, clap_space, digest
        self._spaces = Spaces(clip_space, clap_space, network.config.clip_width, network.config.clap_width)

    def map(self, picture: VisualEmbedding, settings: Settings, seeds: Sequence[int]) -> Steps[tuple[Mapped, ...]]:  # noqa: ARG002
        """One answer, repeated for each seed.

        Raises:
            SpaceMismatch: The picture lives in another space.
        """
        self._spaces.check(picture)
        yield Progress("mapping", 0, 1)
        with torch.no_grad():
            row = torch.from_numpy(picture.pooled)[None].to(self.network.norm.weight.device)
            vector = unit(self.network(row)[0].cpu().numpy())
        return tuple(Mapped(vector) for _ in seeds)
