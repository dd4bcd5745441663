"""The noise schedule and the steps against it, as pure functions.

`alpha_bar` is the share of signal left (Ho et al. 2020): 1 is clean, 0 is noise. It is a number, or a column of one a
row. References: [DDPM] Ho, Jain, Abbeel 2020; [DDIM] Song, Meng, Ermon 2021; [improved] Nichol and Dhariwal 2021.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Float64
from torch import Tensor

__all__ = ["cosine_schedule", "ddim_step", "ddpm_step", "jumps", "noised"]

Rows = Float[Tensor, "batch width"]
Level = float | Float[Tensor, "batch 1"]


def cosine_schedule(timesteps: int, offset: float = 0.008, max_beta: float = 0.999) -> Float64[Tensor, " step"]:
    """alpha_bar of each step, falling from nearly 1 to nearly 0 along a squared cosine ([improved] equation 17).

    Args:
        timesteps: How many steps.
        offset: Keeps the first steps from being too small.
        max_beta: Most noise that one step may add; touches the last steps only.
    """
    time = torch.arange(timesteps + 1, dtype=torch.float64, device="cpu") / timesteps
    curve = torch.cos((time + offset) / (1 + offset) * (math.pi / 2)) ** 2
    beta = (1 - curve[1:] / curve[:-1]).clamp(0, max_beta)
    return torch.cumprod(1 - beta, dim=0)


def noised(clean: Rows, noise: Rows, alpha_bar: Level) -> Rows:
    """A clean vector with noise added ([DDPM] equation 4)."""
    return alpha_bar**0.5 * clean + (1 - alpha_bar) ** 0.5 * noise


def noise_of(x: Rows, clean: Rows, alpha_bar: Level) -> Rows:
    """The noise in `x`, when the clean vector is known ([DDPM] equation 4, solved)."""
    return (x - alpha_bar**0.5 * clean) / (1 - alpha_bar) ** 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """A normal distribution, the same variance in every component."""

    mean: Rows
    variance: float


def posterior(x: Rows, clean: Rows, alpha_bar: float, alpha_bar_next: float) -> Gaussian:
    """Where `x` was one (less noised) step before, when the clean vector is known ([DDPM] equations 6 and 7).

    Args:
        x: Vectors at `alpha_bar`.
        clean: What they are without noise.
        alpha_bar: Signal in `x`, below 1.
        alpha_bar_next: Signal one step before, larger; 1 at the end.
    """
    alpha = alpha_bar / alpha_bar_next
    beta = 1 - alpha
    of_clean = beta * math.sqrt(alpha_bar_next) / (1 - alpha_bar)
    of_x = (1 - alpha_bar_next) * math.sqrt(alpha) / (1 - alpha_bar)
    return Gaussian(of_clean * clean + of_x * x, beta * (1 - alpha_bar_next) / (1 - alpha_bar))


def ddpm_step(x: Rows, clean: Rows, alpha_bar: float, alpha_bar_next: float, noise: Rows) -> Rows:
    """A draw from the posterior ([DDPM] algorithm 2). The last step, to alpha_bar_next = 1, adds no noise.

    The arguments are those of `posterior`, and `noise` is fresh, of variance 1.
    """
    before = posterior(x, clean, alpha_bar, alpha_bar_next)
    return before.mean + math.sqrt(before.variance) * noise


def ddim_step(x: Rows, clean: Rows, alpha_bar: float, alpha_bar_next: float, noise: Rows, eta: float = 1.0) -> Rows:
    """A step over any distance ([DDIM] equations 12 and 16).

    Args:
        x: Vectors at `alpha_bar`.
        clean: What the network takes them for.
        alpha_bar: Where they are.
        alpha_bar_next: Where they go, larger; 1 at the end.
        noise: Fresh noise.
        eta: Share of fresh noise: 1 equals `ddpm_step`, 0 keeps the old noise alone.
    """
    fresh = eta**2 * (1 - alpha_bar_next) / (1 - alpha_bar) * (1 - alpha_bar / alpha_bar_next)
    kept = max(0.0, 1 - alpha_bar_next - fresh)
    old_noise = noise_of(x, clean, alpha_bar)
    return math.sqrt(alpha_bar_next) * clean + math.sqrt(kept) * old_noise + math.sqrt(fresh) * noise


@dataclass(frozen=True, slots=True)
class Jump:
    """One move of the sampler.

    Attributes:
        step: What the network is given, 0 to timesteps - 1.
        alpha_bar: Signal there.
        alpha_bar_next: Signal where the jump lands; 1 for the last.
    """

    step: int
    alpha_bar: float
    alpha_bar_next: float


def jumps(alpha_bar: Float64[Tensor, " step"], count: int) -> tuple[Jump, ...]:
    """`count` jumps from pure noise to clean, evenly spread over the steps of a schedule.

    Args:
        alpha_bar: The schedule.
        count: How many, 1 to the schedule's length, which visits every step.

    Raises:
        ValueError: Another count.
    """
    levels: Sequence[float] = alpha_bar.tolist()
    if not 1 <= count <= len(levels):
        raise ValueError(f"a schedule of {len(levels)} steps has no walk of {count}")
    steps = [len(levels) - 1 - i * len(levels) // count for i in range(count)]
    nexts = [levels[step] for step in steps[1:]] + [1.0]
    return tuple(Jump(step, levels[step], level) for step, level in zip(steps, nexts, strict=True))
