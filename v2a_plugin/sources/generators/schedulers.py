"""The samplers, each made from the configuration in the model's folder.

DDIM: Song et al. 2021, eq. 12 with eta 0. DPM-Solver++(2M): Lu et al. 2022, algorithm 2. UniPC: Zhao et al. 2023.
All are deterministic, and all respect the folder's betas and prediction type.
"""

from __future__ import annotations

import warnings
from typing import Protocol

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, UniPCMultistepScheduler
from jaxtyping import Float
from torch import Tensor

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SamplerName

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


class _Diffusers:
    """A scheduler of diffusers, ready to walk its steps once."""

    def __init__(self, scheduler: DDIMScheduler, steps: int) -> None:
        self._scheduler = scheduler
        with warnings.catch_warnings():  # numpy 2 has advice for how diffusers reads its tables
            warnings.simplefilter("ignore", DeprecationWarning)
            scheduler.set_timesteps(steps, device="cpu")
        self.timesteps: Tensor = scheduler.timesteps
        self.first_scale = float(scheduler.init_noise_sigma)

    def scaled(self, latents: Tensor, timestep: Tensor) -> Tensor:
        scaled: Tensor = self._scheduler.scale_model_input(latents, timestep)
        return scaled

    def step(self, prediction: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        with torch.inference_mode():
            after: Tensor = self._scheduler.step(prediction, timestep, latents, return_dict=False)[0]
        return after


def make_sampler(name: SamplerName, folder_scheduler: DDIMScheduler, steps: int) -> Sampler:
    """A fresh sampler for one rendering.

    Args:
        name: Which one.
        folder_scheduler: The scheduler of the model's folder, of any class; only its configuration is used.
        steps: Denoising steps, at least 1.

    Raises:
        BadInput: More steps than the model was trained with.
    """
    trained = int(folder_scheduler.config.num_train_timesteps)
    if not 1 <= steps <= trained:
        raise BadInput(f"{steps} steps were asked for, but this generator has {trained}.", "Use 10 to 200 steps.")
    return _Diffusers(_CLASSES[name].from_config(folder_scheduler.config), steps)
