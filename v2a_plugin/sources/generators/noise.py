"""The noise a take starts from: its seed decides it, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float32
from torch import Tensor

from v2a_plugin.sources.generators.grid import Grid

__all__ = ["initial_noise", "next_seed"]

MAX_SEED = 2**63 - 1
_STRIDE = 0x9E3779B97F4A7C15  # odd, near 2**64 / golden ratio: never meets a neighbour take's seed


def initial_noise(seeds: Sequence[int], frames: int, grid: Grid) -> Float32[Tensor, "take channel frame band"]:
    """Standard normal latents, one row a seed.

    Each row has its own generator on the CPU, so a row does not depend on its neighbours, the device or the
    precision. Time is drawn first: a longer rendering of a seed starts from the same noise.

    Args:
        seeds: One a take, 0 to 2**63 - 1.
        frames: Latent frames.
        grid: Sizes of the generator.
    """
    rows = [
        torch.randn((frames, grid.channels, grid.latent_bands), generator=torch.Generator("cpu").manual_seed(seed))
        for seed in seeds
    ]
    return torch.stack(rows).transpose(1, 2).contiguous()


def next_seed(seed: int, times: int = 1) -> int:
    """The seed that follows in a take's own sequence, for further candidates and for retries.

    Takes of one batch are often numbered on, so seed + 1 would repeat the neighbour's sound.
    """
    return (seed + times * _STRIDE) & MAX_SEED
