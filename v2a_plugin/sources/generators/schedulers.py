"""The samplers, each made from the configuration in the model's folder.

DDIM: Song et al. 2021, eq. 12 with eta 0. DPM-Solver++(2M): Lu et al. 2022, algorithm 2. UniPC: Zhao et al. 2023.
All are deterministic, and all respect the folder's betas and prediction type.

A walk is trailing (Lin et al. 2024, table 2): it begins at the noisiest level that the model was trained on, which is
what the noise it starts from looks like, and spreads its steps evenly down to the data. The leading walk, which older
recipes were rendered with, is what diffusers makes of the folder's own configuration; with few or many steps it begins
far from the noise, and some counts it cannot walk at all. UniPC and leading DDIM are diffusers' own; the others are
computed here, for importing diffusers takes longer than rendering a short shot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import torch
from jaxtyping import Float
from torch import Tensor

from v2a_hooks import Lazy
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SamplerName, Spacing
from v2a_plugin.sources.generators.noise_schedule import Schedule

__all__ = ["Sampler", "check_walk", "make_sampler"]

_LIBRARY = "v2a_plugin.sources.generators.diffusers_schedulers"


class Sampler(Protocol):
    """What the loop asks of a scheduler."""

    timesteps: Tensor
    """Noise levels to visit, falling."""
    first_scale: float
    """Standard deviation of the noise it starts from."""
    kept: tuple[float, ...]
    """Share of the data's power in the latents at each of `timesteps`, and 1 for what the last step gives."""

    def scaled(self, latents: Float[Tensor, "*shape"], timestep: Tensor) -> Float[Tensor, "*shape"]:
        """Latents as the model wants to see them at a noise level."""

    def step(
        self, prediction: Float[Tensor, "*shape"], timestep: Tensor, latents: Float[Tensor, "*shape"]
    ) -> Float[Tensor, "*shape"]:
        """Latents at the next noise level.

        Args:
            prediction: What the model says of the latents.
            timestep: The noise level they are at, one of `timesteps` in order.
            latents: As they are.
        """


def trailing(trained: int, steps: int) -> tuple[int, ...]:
    """The noise levels of a trailing walk, falling: from `trained - 1`, evenly, the last one nearest to the data.

    Args:
        trained: Noise levels that the model was trained on.
        steps: How many to visit, 1 to `trained`, which visits every one.
    """
    return tuple(trained - 1 - number * trained // steps for number in range(steps))


def make_sampler(
    name: SamplerName, schedule: Any, steps: int, spacing: Spacing = Spacing.TRAILING, strength: float = 1.0
) -> Sampler:
    """A fresh sampler for one rendering.

    Args:
        name: Which one.
        schedule: `Schedule` of the model's folder, or a scheduler of diffusers of any class: what is used are its
            configuration and how much of the data each noise level keeps.
        steps: Denoising steps, at least 1.
        spacing: How they lie between noise and data; below a strength of 1 always trailing.
        strength: Share of the noise levels that are visited, above 0 to 1: the walk begins at that share of them, with
            that share of the steps (SDEdit, Meng et al. 2022, algorithm 1, t0).

    Raises:
        BadInput: More steps than the model was trained with, or more than the scheduler can walk so spaced.
    """
    trained = int(schedule.config.num_train_timesteps)
    if not 1 <= steps <= trained:
        raise BadInput(f"{steps} steps were asked for, but this generator has {trained}.", "Use 10 to 200 steps.")
    if spacing is Spacing.LEADING and strength == 1:
        if (
            name is SamplerName.DPMPP
            and isinstance(schedule, Schedule)
            and schedule.config.timestep_spacing == "leading"
        ):
            gap = trained // (steps + 1)
            walk = [gap * number + schedule.config.steps_offset for number in range(steps, 0, -1)]
            check_walk(name, walk, steps, trained)
            return _DpmSolver(schedule, walk, torch.float32)
        led: Sampler = Lazy(f"{_LIBRARY}:leading")(name, schedule.config, steps)
        return led
    share = max(1, math.floor(trained * strength + 0.5))
    levels = trailing(share, min(share, max(1, math.floor(steps * strength + 0.5))))
    if name is SamplerName.DDIM:
        return _Ddim(schedule, levels)
    if name is SamplerName.DPMPP and not schedule.config.thresholding:
        return _DpmSolver(schedule, levels)
    multistep: Sampler = Lazy(f"{_LIBRARY}:multistep")(name, schedule.config, levels)
    return multistep


def check_walk(name: SamplerName, walk: Sequence[int], steps: int, trained: int) -> None:
    """Nothing when a walk visits as many noise levels as were asked for, each once, all of them trained.

    Raises:
        BadInput: It does not.
    """
    if len(walk) != steps or len({*walk}) < steps or not 0 <= min(walk) <= max(walk) < trained:
        raise BadInput(
            f"The scheduler {name.value} cannot walk {steps} steps spaced as the recipe has them.",
            "Render a new take, which spaces them anew, or use fewer steps.",
        )


class _Walk:
    """What walks have in common whose latents need no scaling."""

    def __init__(self, schedule: Any, levels: Sequence[int]) -> None:
        self._kind: str = schedule.config.prediction_type
        self.timesteps = torch.tensor(levels)
        self.first_scale = 1.0
        self.kept = (*schedule.alphas_cumprod.double()[list(levels)].tolist(), 1.0)

    def scaled(self, latents: Tensor, timestep: Tensor) -> Tensor:  # noqa: ARG002
        return latents


class _DpmSolver(_Walk):
    """DPM-Solver++(2M) in the midpoint form; the first step, and the last, which leads to no noise at all, are of
    first order. The operations and their order are those of diffusers, so that both give the same bits."""

    def __init__(self, schedule: Any, levels: Sequence[int], precision: torch.dtype = torch.float64) -> None:
        super().__init__(schedule, levels)
        kept = schedule.alphas_cumprod.to(precision)[list(levels)]
        sigmas = torch.cat((((1 - kept) / kept).sqrt(), torch.zeros(1))).float()
        self._signal = 1 / (sigmas**2 + 1) ** 0.5
        self._spread = sigmas * self._signal
        self._log_ratio = torch.log(self._signal) - torch.log(self._spread)
        self._step, self._before = 0, torch.tensor(0.0)

    @torch.inference_mode()
    def step(self, prediction: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:  # noqa: ARG002
        here = self._step
        signal, spread = self._signal[here], self._spread[here]
        if self._kind == "epsilon":
            clean = (latents - spread * prediction) / signal
        elif self._kind == "sample":
            clean = prediction
        else:  # v_prediction, Salimans and Ho 2022
            clean = signal * latents - spread * prediction
        length = self._log_ratio[here + 1] - self._log_ratio[here]
        shrink = self._signal[here + 1] * (torch.exp(-length) - 1.0)
        moved: Tensor = (self._spread[here + 1] / spread) * latents - shrink * clean
        if 0 < here < len(self.timesteps) - 1:
            ratio = (self._log_ratio[here] - self._log_ratio[here - 1]) / length
            moved = moved - 0.5 * shrink * ((1.0 / ratio) * (clean - self._before))
        self._step, self._before = here + 1, clean
        return moved


class _Ddim(_Walk):
    """DDIM over given noise levels.

    diffusers takes every step for equally long, which they are only where their number divides that of the trained
    levels; elsewhere its walk ends before the data.
    """

    def __init__(self, schedule: Any, levels: Sequence[int]) -> None:
        super().__init__(schedule, levels)
        kept = self.kept[:-1]
        after = [*kept[1:], float(schedule.final_alpha_cumprod)]
        self._jumps = dict(zip(levels, zip(kept, after, strict=True), strict=True))
        self._clip: float | None = schedule.config.clip_sample_range if schedule.config.clip_sample else None

    @torch.inference_mode()
    def step(self, prediction: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        kept, after = self._jumps[int(timestep)]
        signal, spread = kept**0.5, (1 - kept) ** 0.5
        if self._kind == "epsilon":
            clean, noise = (latents - spread * prediction) / signal, prediction
        elif self._kind == "sample":
            clean, noise = prediction, (latents - signal * prediction) / spread
        else:  # v_prediction, Salimans and Ho 2022
            clean, noise = signal * latents - spread * prediction, signal * prediction + spread * latents
        if self._clip is not None:
            clean = clean.clamp(-self._clip, self._clip)
        moved: Tensor = after**0.5 * clean + (1 - after) ** 0.5 * noise
        return moved
