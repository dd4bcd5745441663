"""The samplers that are diffusers' own: UniPC, the walks of older recipes, and schedules of other kinds than AudioLDM's."""

from __future__ import annotations

import contextlib
import itertools
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler, UniPCMultistepScheduler
from torch import Tensor

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SamplerName, Spacing
from v2a_plugin.sources.generators.schedulers import check_walk, make_sampler

__all__ = ["read_scheduler"]

_CLASSES = {
    SamplerName.DDIM: DDIMScheduler,
    SamplerName.DPMPP: DPMSolverMultistepScheduler,
    SamplerName.UNIPC: UniPCMultistepScheduler,
}


def read_scheduler(folder: Path) -> DDIMScheduler:
    """The scheduler of a folder, of any class; one whose settings are none fails with whatever diffusers raises."""
    scheduler: DDIMScheduler = DDIMScheduler.from_pretrained(folder, local_files_only=True)
    steps = min(2, int(scheduler.config.num_train_timesteps))
    for name, spacing in itertools.product(SamplerName, Spacing):  # a setting that is none is met only while walking
        with contextlib.suppress(BadInput):  # so few steps cannot be walked: no fault of the file
            make_sampler(name, scheduler, steps, spacing)
    return scheduler


def leading(name: SamplerName, config: Mapping[str, Any], steps: int) -> DiffusersSampler:
    """The walk that diffusers makes of a folder's own configuration.

    Raises:
        BadInput: It cannot walk so many steps.
    """
    scheduler = _CLASSES[name].from_config(dict(config))
    _set_timesteps(scheduler, steps)
    check_walk(name, scheduler.timesteps.tolist(), steps, int(scheduler.config.num_train_timesteps))
    return DiffusersSampler(scheduler)


def multistep(name: SamplerName, config: Mapping[str, Any], levels: Sequence[int]) -> DiffusersSampler:
    """DPM-Solver++ or UniPC over given noise levels; the last step leads to no noise at all.

    The levels and their sigmas are set from outside: diffusers counts its own with floats, and for some numbers of
    steps gets one too many or the same one twice.
    """
    scheduler = _CLASSES[name].from_config(dict(config))
    _set_timesteps(scheduler, len(levels))
    kept = scheduler.alphas_cumprod.double()[list(levels)].numpy()
    sigmas = np.append(np.sqrt((1 - kept) / kept), 0.0)
    scheduler.timesteps = torch.tensor(levels)
    scheduler.sigmas = torch.from_numpy(sigmas.astype(np.float32))
    scheduler.num_inference_steps = len(levels)
    return DiffusersSampler(scheduler)


def _set_timesteps(scheduler: Any, steps: int) -> None:
    with warnings.catch_warnings():  # numpy 2 has advice for how diffusers reads its tables
        warnings.simplefilter("ignore", DeprecationWarning)
        scheduler.set_timesteps(steps, device="cpu")


class DiffusersSampler:
    """A scheduler of diffusers whose steps are set, ready to walk them once; a `Sampler`."""

    def __init__(self, scheduler: Any) -> None:
        self._scheduler = scheduler
        self.timesteps: Tensor = scheduler.timesteps
        self.first_scale = float(scheduler.init_noise_sigma)
        self.kept = (*scheduler.alphas_cumprod[self.timesteps.long()].tolist(), 1.0)

    def scaled(self, latents: Tensor, timestep: Tensor) -> Tensor:
        """Latents as the model wants to see them."""
        scaled: Tensor = self._scheduler.scale_model_input(latents, timestep)
        return scaled

    def step(self, prediction: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        """Latents at the next noise level."""
        with torch.inference_mode():
            after: Tensor = self._scheduler.step(prediction, timestep, latents, return_dict=False)[0]
        return after
