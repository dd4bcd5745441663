"""What is trained: a network, its loss, and the mapper it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from jaxtyping import Float32
from torch import Tensor, nn

from v2a_plugin.mapper.diffusion import Corruption, DiffusionMapper, corrupt, prior_loss
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper, regression_loss

__all__ = ["Chance", "DiffusionTask", "RegressionTask", "Task", "Trainable"]

Trainable = DiffusionMapper | RegressionMapper


@dataclass(frozen=True, slots=True)
class Chance:
    """The random numbers of one step: they depend on the seed and the step alone, so that a step can be repeated.

    Attributes:
        seed: Of the training.
        step: Number of the step, from 0.
    """

    seed: int
    step: int

    def generator(self, stream: int = 0) -> torch.Generator:
        """Numbers for one purpose."""
        return torch.Generator().manual_seed(self.number(stream))

    def number(self, stream: int = 0) -> int:
        """A seed for one purpose: distinct for every step below 2^40 and stream below 2^8."""
        return (self.seed * 0x9E3779B97F4A7C15 + (self.step << 8) + stream) % 2**63


class Task(Protocol):
    """One kind of mapper in training."""

    module: nn.Module
    """Called with pictures, sounds, the step's chance and the rows of the whole batch that these are; gives the loss."""

    @property
    def network(self) -> nn.Module:
        """Its weights: what is averaged, kept and saved."""

    def mapper(self, network: nn.Module, clip_space: str, clap_space: str) -> Trainable:
        """The mapper that a network of this kind is."""


class _DiffusionLoss(nn.Module):
    def __init__(self, prior: DiffusionPrior, drop: float) -> None:
        super().__init__()
        self.prior, self.drop = prior, drop

    def forward(self, picture: Tensor, sound: Tensor, chance: Chance, rows: slice, batch: int) -> Float32[Tensor, ""]:
        whole = corrupt(self.prior.config, batch, chance.generator(), self.drop)
        part = Corruption(whole.step[rows], whole.noise[rows], whole.keep_picture[rows], whole.keep_sound[rows])
        return prior_loss(self.prior, picture, sound, part)


class DiffusionTask:
    """The paper's mapper."""

    def __init__(self, config: PriorConfig, drop: float, prior: DiffusionPrior | None = None) -> None:
        self.prior = prior or DiffusionPrior(config)
        self.module: nn.Module = _DiffusionLoss(self.prior, drop)

    @property
    def network(self) -> nn.Module:
        """The transformer."""
        return self.prior

    def mapper(self, network: nn.Module, clip_space: str, clap_space: str) -> DiffusionMapper:
        """A diffusion mapper."""
        assert isinstance(network, DiffusionPrior)
        return DiffusionMapper(network, clip_space, clap_space)


class _RegressionLoss(nn.Module):
    def __init__(self, regression: Regression) -> None:
        super().__init__()
        self.regression = regression

    def forward(
        self,
        picture: Tensor,
        sound: Tensor,
        chance: Chance,  # noqa: ARG002  # nothing is left to it here
        rows: slice,  # noqa: ARG002
        batch: int,  # noqa: ARG002
    ) -> Float32[Tensor, ""]:
        return regression_loss(self.regression, picture, sound)


class RegressionTask:
    """The paper's simpler mapper."""

    def __init__(self, config: RegressionConfig, regression: Regression | None = None) -> None:
        self.regression = regression or Regression(config)
        self.module: nn.Module = _RegressionLoss(self.regression)

    @property
    def network(self) -> nn.Module:
        """The perceptron."""
        return self.regression

    def mapper(self, network: nn.Module, clip_space: str, clap_space: str) -> RegressionMapper:
        """A regression mapper."""
        assert isinstance(network, Regression)
        return RegressionMapper(network, clip_space, clap_space)
