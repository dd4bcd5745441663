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
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.autoencoding import Autoencoder
from v2a_plugin.sources.generators.memory import Workplace, at_most, free_bytes
from v2a_plugin.sources.generators.noise import initial_noise
from v2a_plugin.sources.generators.parts import Parts, load_parts
from v2a_plugin.sources.generators.sampler import Held, Latents, denoise
from v2a_plugin.sources.generators.schedulers import make_sampler
from v2a_plugin.sources.protocol import StartSound

__all__ = ["load_audioldm"]

_BEYOND = 32  # mel frames vocoded after the cut, so that the last samples have their context


def load_audioldm(source: PartSource, runtime: Runtime) -> AudioLDM:
    """Load a generator from its diffusers folder; the options are those of `parts.load_parts`.

    Raises:
        BundleError: A part is missing, corrupt or of another kind.
    """
    return AudioLDM(load_parts(source, runtime), source.space_in, runtime.device, runtime.memory)


class AudioLDM:
    """Renders sound from conditionings, or starts from one; a `StartsFromSound`."""

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
        self.autoencoder = Autoencoder(self.place)

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
        frames = self.parts.grid.latent_frames(samples) if noise is None else noise.shape[2]
        self._admit(len(seeds), frames, samples, settings)
        own = initial_noise(seeds, frames, self.parts.grid) if noise is None else noise
        latents = yield from self._denoised(conditionings, own, settings, 1.0)
        return (yield from self._heard(latents, seeds, samples))

    def render_from(
        self,
        conditionings: Sequence[Conditioning],
        seeds: Sequence[int],
        starts: Sequence[StartSound],
        settings: Settings,
    ) -> Steps[tuple[Sound, ...]]:
        """A sound a conditioning, as long as what it starts from (SDEdit, Meng et al. 2022).

        Raises:
            As `render`.
        """
        samples, strength = len(starts[0].sound), starts[0].strength
        self._check(conditionings, seeds, samples)
        frames = self.parts.grid.latent_frames(samples)
        self._admit(len(seeds), frames, samples, settings)
        clean = yield from self.autoencoder.encoded([start.sound for start in starts], frames)
        latents = clean
        if strength > 0:
            mask = torch.stack([self._mask(start, frames) for start in starts])
            held = Held(clean, initial_noise(seeds, frames, self.parts.grid), mask)
            latents = yield from self._denoised(conditionings, held.noise, settings, strength, held)
        return (yield from self._heard(latents, seeds, samples))

    def _admit(self, takes: int, frames: int, samples: int, settings: Settings) -> None:
        self.place.admit(takes, frames, 1 if settings.guidance == 1 else 2, samples)

    def _denoised(
        self,
        conditionings: Sequence[Conditioning],
        noise: Latents,
        settings: Settings,
        strength: float,
        held: Held | None = None,
    ) -> Steps[Latents]:
        """Latents of all takes, from noise, or from a sound with as much noise as the strength says."""
        sampler = make_sampler(settings.scheduler, self.parts.scheduler, settings.steps, settings.spacing, strength)
        if held is not None and strength < 1:
            noise = held.noised(sampler.kept[0])
        return (
            yield from denoise(
                self.place,
                sampler,
                noise,
                torch.from_numpy(np.stack([each.positive for each in conditionings])),
                torch.from_numpy(np.stack([each.negative for each in conditionings])),
                settings.guidance,
                self.parts.grid.plan(noise.shape[2]),
                held,
            )
        )

    def _heard(self, latents: Latents, seeds: Sequence[int], samples: int) -> Steps[tuple[Sound, ...]]:
        """The sounds of latents."""
        grid = self.parts.grid
        mel = (yield from self.autoencoder.decoded(latents))[:, : math.ceil(samples / grid.hop) + _BEYOND]
        waves = yield from self.parts.vocoder.render(mel, seeds)
        check_numbers(waves, "The vocoder")
        return tuple(Sound.mono(np.ascontiguousarray(wave[:samples]), grid.sample_rate) for wave in waves)

    def _mask(self, start: StartSound, frames: int) -> Float32[Tensor, "1 frame 1"]:
        """1 for each latent frame that lies within what is kept."""
        hop, mask = self.parts.grid.latent_hop, torch.zeros(1, frames, 1)
        for first, end in start.kept:
            mask[:, -(-first // hop) : end // hop] = 1
        return mask

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
