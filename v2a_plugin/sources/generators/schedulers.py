"""The samplers, each made from the configuration in the model's folder.

DDIM: Song et al. 2021, eq. 12 with eta 0. DPM-Solver++(2M): Lu et al. 2022, algorithm 2. UniPC: Zhao et al. 2023.
All are deterministic, and all respect the folder's betas and prediction type.

A walk is trailing (Lin et al. 2024, table 2): it begins at the noisiest level that the model was trained on, which is
what the noise it starts from looks like, and spreads its steps evenly down to the data. The leading walk, which older
recipes were rendered with, is what diffusers makes of the folder's own configuration; with few or many steps it begins
far from the noise, and some counts it cannot walk at all.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, UniPCMultistepScheduler
from jaxtyping import Float
from torch import Tensor

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SamplerName, Spacing

__all__ = ["Sampler", "make_sampler"]

_CLASSES = {
    SamplerName.DDIM: DDIMScheduler,
    SamplerName.DPMPP: DPMSolverMultistepScheduler,
    SamplerName.UNIPC: UniPCMultistepScheduler,
}


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
    name: SamplerName,
    folder_scheduler: DDIMScheduler,
    steps: int,
    spacing: Spacing = Spacing.TRAILING,
    strength: float = 1.0,
) -> Sampler:
    """A fresh sampler for one rendering.

    Args:
        name: Which one.
        folder_scheduler: The scheduler of the model's folder, of any class; only its configuration is used.
        steps: Denoising steps, at least 1.
        spacing: How they lie between noise and data; below a strength of 1 always trailing.
        strength: Share of the noise levels that are visited, above 0 to 1: the walk begins at that share of them, with
            that share of the steps (SDEdit, Meng et al. 2022, algorithm 1, t0).

    Raises:
        BadInput: More steps than the model was trained with, or more than the scheduler can walk so spaced.
    """
    trained = int(folder_scheduler.config.num_train_timesteps)
    if not 1 <= steps <= trained:
        raise BadInput(f"{steps} steps were asked for, but this generator has {trained}.", "Use 10 to 200 steps.")
    if spacing is Spacing.LEADING and strength == 1:
        return _leading(name, folder_scheduler, steps)
    share = max(1, math.floor(trained * strength + 0.5))
    levels = trailing(share, min(share, max(1, math.floor(steps * strength + 0.5))))
    if name is SamplerName.DDIM:
        return _Ddim(DDIMScheduler.from_config(folder_scheduler.config), levels)
    return _Multistep(_CLASSES[name].from_config(folder_scheduler.config), levels)


def _leading(name: SamplerName, folder_scheduler: DDIMScheduler, steps: int) -> Sampler:
    scheduler = _CLASSES[name].from_config(folder_scheduler.config)
    _set_timesteps(scheduler, steps)
    walk = scheduler.timesteps.tolist()
    trained = int(folder_scheduler.config.num_train_timesteps)
    if len(walk) != steps or len({*walk}) < steps or not 0 <= min(walk) <= max(walk) < trained:
        raise BadInput(
            f"The scheduler {name.value} cannot walk {steps} steps spaced as the recipe has them.",
            "Render a new take, which spaces them anew, or use fewer steps.",
        )
    return _Diffusers(scheduler)


def _set_timesteps(scheduler: Any, steps: int) -> None:
    with warnings.catch_warnings():  # numpy 2 has advice for how diffusers reads its tables
        warnings.simplefilter("ignore", DeprecationWarning)
        scheduler.set_timesteps(steps, device="cpu")


class _Diffusers:
    """A scheduler of diffusers whose steps are set, ready to walk them once."""

    def __init__(self, scheduler: Any) -> None:
        self._scheduler = scheduler
        self.timesteps: Tensor = scheduler.timesteps
        self.first_scale = float(scheduler.init_noise_sigma)
        self.kept = (*scheduler.alphas_cumprod[self.timesteps.long()].tolist(), 1.0)

    def scaled(self, latents: Tensor, timestep: Tensor) -> Tensor:
        scaled: Tensor = self._scheduler.scale_model_input(latents, timestep)
        return scaled

    def step(self, prediction: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        with torch.inference_mode():
            after: Tensor = self._scheduler.step(prediction, timestep, latents, return_dict=False)[0]
        return after


class _Multistep(_Diffusers):
    """DPM-Solver++ or UniPC over given noise levels; the last step leads to no noise at all.

    The levels and their sigmas are set from outside: diffusers counts its own with floats, and for some numbers of
    steps gets one too many or the same one twice.
    """

    def __init__(self, scheduler: Any, levels: Sequence[int]) -> None:
        _set_timesteps(scheduler, len(levels))
        kept = scheduler.alphas_cumprod.double()[list(levels)].numpy()
        sigmas = np.append(np.sqrt((1 - kept) / kept), 0.0)
        scheduler.timesteps = torch.tensor(levels)
        scheduler.sigmas = torch.from_numpy(sigmas.astype(np.float32))
        scheduler.num_inference_steps = len(levels)
        super().__init__(scheduler)


class _Ddim:
    """DDIM over given noise levels.

    diffusers takes every step for equally long, which they are only where their number divides that of the trained
    levels; elsewhere its walk ends before the data.
    """

    def __init__(self, scheduler: DDIMScheduler, levels: Sequence[int]) -> None:
        kept = scheduler.alphas_cumprod.double()[list(levels)].tolist()
        after = [*kept[1:], float(scheduler.final_alpha_cumprod)]
        self._jumps = dict(zip(levels, zip(kept, after, strict=True), strict=True))
        self._kind: str = scheduler.config.prediction_type
        self._clip: float | None = scheduler.config.clip_sample_range if scheduler.config.clip_sample else None
        self.timesteps = torch.tensor(levels)
        self.first_scale = 1.0
        self.kept = (*kept, 1.0)

    def scaled(self, latents: Tensor, timestep: Tensor) -> Tensor:  # noqa: ARG002
        return latents

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
