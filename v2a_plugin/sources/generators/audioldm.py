"""AudioLDM (Liu et al. 2023) as a sound generator: noise, denoising, decoding, vocoding."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.finite import check_numbers
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.memory import Workplace, at_most, free_bytes, ran_out
from v2a_plugin.sources.generators.noise import initial_noise
from v2a_plugin.sources.generators.parts import Parts, load_parts
from v2a_plugin.sources.generators.sampler import Latents, denoise
from v2a_plugin.sources.generators.schedulers import make_sampler

__all__ = ["load_audioldm"]

_BEYOND = 32  # mel frames vocoded after the cut, so that the last samples have their context


def load_audioldm(source: PartSource, runtime: Runtime) -> AudioLDM:
    """Load a generator from its diffusers folder; the options are those of `parts.load_parts`.

    Raises:
        BundleError: A part is missing, corrupt or of another kind.
    """
    return AudioLDM(load_parts(source, runtime), source.space_in, runtime.device, runtime.memory)


class AudioLDM:
    """Renders sound from conditionings; a `SoundGenerator`."""

    def __init__(self, parts: Parts, clap_space: str, device: str = "cpu", memory: int | None = None) -> None:
        """Take the parts to a device.

        Args:
            parts: As loaded.
            clap_space: Id of the space of its conditionings.
            device: A torch device.
            memory: Most bytes that one rendering may take besides the weights; None for what the device has.
        """
        self.clap_space = clap_space
        self.sample_rate = parts.grid.sample_rate
        self.parts = parts
        self.place = Workplace(parts, device, free_bytes if memory is None else at_most(memory))

    def render(
        self,
        conditionings: Sequence[Conditioning],
        seeds: Sequence[int],
        samples: int,
        settings: Settings,
        noise: Latents | None = None,
    ) -> Steps[tuple[Sound, ...]]:
        """One sound of exactly `samples` samples a conditioning.

        Args:
            conditionings: One a sound.
            seeds: One a sound.
            samples: Length of each at `sample_rate`, at least 1.
            settings: Steps, their spacing, guidance and scheduler are used.
            noise: Latents to start from instead of the seeds' own; for comparisons.

        Raises:
            SpaceMismatch: A conditioning lives in another space.
            OutOfMemory: The device cannot hold it, even alone.
            NotFinite: A stage gave numbers that are none; the sentence names it.
            BadInput: Nothing is asked for, or more steps than the model has.
        """
        self._check(conditionings, seeds, samples)
        grid = self.parts.grid
        frames = grid.latent_frames(samples)
        if noise is not None:
            frames = noise.shape[2]
        sampler = make_sampler(settings.scheduler, self.parts.scheduler, settings.steps, settings.spacing)
        self.place.admit(len(seeds), frames, 1 if settings.guidance == 1 else 2, samples)
        latents = yield from denoise(
            self.place,
            sampler,
            initial_noise(seeds, frames, grid) if noise is None else noise,
            torch.from_numpy(np.stack([each.positive for each in conditionings])),
            torch.from_numpy(np.stack([each.negative for each in conditionings])),
            settings.guidance,
            grid.plan(frames),
        )
        mel = (yield from self._decoded(latents))[:, : math.ceil(samples / grid.hop) + _BEYOND]
        waves = yield from self.parts.vocoder.render(mel, seeds)
        check_numbers(waves, "The vocoder")
        return tuple(Sound.mono(np.ascontiguousarray(wave[:samples]), grid.sample_rate) for wave in waves)

    def _check(self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int) -> None:
        if not seeds or len(seeds) != len(conditionings):
            raise BadInput(f"{len(conditionings)} takes were asked for with {len(seeds)} seeds.", "Ask for 1 or more.")
        if samples < 1:
            raise BadInput(f"A sound of {samples} samples was asked for.", "Ask for a longer span.")
        for each in conditionings:
            if each.clap_space != self.clap_space:
                raise SpaceMismatch(
                    f"The conditioning lives in '{each.clap_space}', but this generator hears '{self.clap_space}'.",
                    "Use the mapper and the encoders of the generator's own bundle.",
                )
            if len(each.positive) != self.parts.width:
                raise SpaceMismatch(
                    f"The conditioning is {len(each.positive)} wide, but this generator takes {self.parts.width}.",
                    "Use the mapper and the encoders of the generator's own bundle.",
                )

    def _decoded(self, latents: Latents) -> Steps[Float32[Tensor, "take frame band"]]:
        """Mel frames of all takes, decoded window by window and blended where windows meet."""
        grid = self.parts.grid
        plan = grid.plan(latents.shape[2])
        weights = plan.weights.repeat_interleave(grid.factor, dim=1)[..., None]  # (window, frame, 1)
        mel = torch.zeros(len(latents), latents.shape[2] * grid.factor, grid.bands)
        done, total, note = 0, len(latents) * len(plan.windows), ""
        while done < total:
            yield Progress("decoding", done, total, note)
            take, index = divmod(done, len(plan.windows))
            window = plan.windows[index]
            try:
                part = self._decode(latents[take, :, window.start : window.stop])
            except (RuntimeError, MemoryError) as error:
                if not ran_out(error):
                    raise
                note = self.place.relieve(error)
                continue
            check_numbers(part.numpy(), "The decoder of the VAE")
            mel[take, window.start * grid.factor : window.stop * grid.factor] += weights[index] * part
            done, note = done + 1, ""
        return mel

    @torch.inference_mode()
    def _decode(self, latents: Float32[Tensor, "channel frame band"]) -> Float32[Tensor, "melframe melband"]:
        vae = self.parts.vae
        self.place.bring(vae)
        scaled = latents[None].to(self.place.device, vae.dtype) / vae.config.scaling_factor
        mel: Tensor = vae.decode(scaled, return_dict=False)[0][0, 0]
        return mel.to("cpu", torch.float32)
