"""Stable Audio (Evans et al. 2024) as a sound generator: words and seconds in, stereo at 44.1 kHz out.

The walk is that of diffusers' own pipeline, take for take, with a seed for each, progress, a place to stop before every
pass, and windows beyond the length that the model was trained on: each window is told at which second it begins, and
where they overlap their predictions are averaged (MultiDiffusion, Bar-Tal et al. 2023, eq. 5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from diffusers.models.embeddings import get_1d_rotary_pos_embed
from jaxtyping import Float, Float32
from torch import Tensor

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import BadInput, OutOfMemory, SpaceMismatch
from v2a_plugin.model.finite import check_numbers
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import SamplerName, Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.memory import ran_out
from v2a_plugin.sources.generators.stable_audio_parts import StableParts, Wanted, load_stable_parts
from v2a_plugin.sources.generators.windows import Plan
from v2a_plugin.sources.protocol import Needs

__all__ = ["load_stable_audio"]

_SHARED = 4
"""Windows overlap by one part in so many."""
_CHUNK, _CONTEXT = 128, 16
"""Latent frames decoded at once, and those beside them that are decoded too: more than the decoder sees."""

Latents = Float32[Tensor, "take channel frame"]


def load_stable_audio(source: PartSource, runtime: Runtime) -> StableAudio:
    """Load a generator from its diffusers folder.

    Raises:
        BundleError: A part is missing, corrupt or of another kind.
    """
    return StableAudio(load_stable_parts(source, runtime), source.space_in, runtime.device)


class StableAudio:
    """Renders stereo sound from words; a `SoundGenerator` that needs `Conditioning.words`."""

    needs = Needs(words=True)

    def __init__(self, parts: StableParts, clap_space: str, device: str = "cpu") -> None:
        """Take the parts to a device.

        Args:
            parts: As loaded.
            clap_space: Id of the space of the bundle's conditionings, in which takes are ranked.
            device: A torch device.
        """
        self.clap_space = clap_space
        self.sample_rate = int(parts.vae.config.sampling_rate)
        self.parts = parts
        self._device = device
        parts.to(device)

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
            conditionings: One a sound; their words count.
            seeds: One a sound.
            samples: Length of each at `sample_rate`, at least 1.
            settings: Steps and guidance are used; the scheduler is dpm++.
            noise: Standard normal latents to start from instead of the seeds' own; for comparisons.

        Raises:
            SpaceMismatch: A conditioning lives in another space.
            OutOfMemory: The device cannot hold it.
            NotFinite: A stage gave numbers that are none.
            BadInput: Nothing is asked for, or another scheduler.
        """
        self._check(conditionings, seeds, samples, settings)
        frames = max(self.parts.window, math.ceil(samples / self.parts.hop))
        plan = Plan(frames, self.parts.window, self.parts.window // _SHARED)
        own = self._noise(seeds, frames) if noise is None else noise
        try:
            latents = yield from self._denoised(conditionings, own, samples, settings, plan)
            return (yield from self._heard(latents, samples))
        except (RuntimeError, MemoryError) as error:
            if not ran_out(error):
                raise
            raise OutOfMemory(
                f"{self._device} has not enough memory for this model.",
                "Close other programs, or choose a smaller bundle.",
            ) from error

    def _denoised(
        self, conditionings: Sequence[Conditioning], noise: Latents, samples: int, settings: Settings, plan: Plan
    ) -> Steps[Latents]:
        scheduler = self.parts.walk(settings.steps)
        latents = noise * scheduler.init_noise_sigma
        guided = settings.guidance != 1
        wanted = {
            (take, index): self._wanted(each, window.start, samples)
            for index, window in enumerate(plan.windows)
            for take, each in enumerate(conditionings)
        }
        total, done = len(scheduler.timesteps) * len(wanted), 0
        yield Progress("reading the words", 0, 1)
        states = {row: self.parts.states([each], guided, self._device) for row, each in wanted.items()}
        weights = plan.weights[:, None, :]  # (window, 1, frame)
        for step, timestep in enumerate(scheduler.timesteps, 1):
            seen = scheduler.scale_model_input(latents, timestep)
            blended = torch.zeros_like(latents)
            for take, index in wanted:
                yield Progress("sampling", done, total)
                window = plan.windows[index]
                row = seen[take : take + 1, :, window.start : window.stop]
                predicted = self._guided(row, timestep, *states[take, index], settings.guidance)
                check_numbers(predicted.numpy(), f"The transformer, at denoising step {step} of {settings.steps},")
                blended[take, :, window.start : window.stop] += weights[index] * predicted[0]
                done += 1
            latents = scheduler.step(blended, timestep, latents, return_dict=False)[0]
        return latents  # type: ignore[no-any-return]

    @torch.inference_mode()
    def _guided(
        self,
        row: Float32[Tensor, "1 channel frame"],
        timestep: Tensor,
        states: Float[Tensor, "half token width"],
        seconds: Float[Tensor, "half 1 global"],
        guidance: float,
    ) -> Float32[Tensor, "1 channel frame"]:
        """What the transformer predicts for a row, guided, on the CPU in fp32."""
        transformer = self.parts.transformer
        kind = transformer.dtype
        rotary = get_1d_rotary_pos_embed(
            transformer.config.attention_head_dim // 2,
            row.shape[2] + seconds.shape[1],
            use_real=True,
            repeat_interleave_real=False,
        )
        predicted = transformer(
            row.repeat(len(states), 1, 1).to(self._device, kind),
            timestep.to(self._device, kind).unsqueeze(0),
            encoder_hidden_states=states.to(kind),
            global_hidden_states=seconds.to(kind),
            rotary_embedding=tuple(part.to(self._device) for part in rotary),
            return_dict=False,
        )[0].to("cpu", torch.float32)
        if len(predicted) == 1:
            return predicted  # type: ignore[no-any-return]
        away, towards = predicted.chunk(2)
        guided: Tensor = away + guidance * (towards - away)
        return guided

    def _heard(self, latents: Latents, samples: int) -> Steps[tuple[Sound, ...]]:
        """The sounds of latents, some seconds at a time."""
        needed, hop = math.ceil(samples / self.parts.hop), self.parts.hop
        starts = range(0, needed, _CHUNK)
        sounds = []
        for take, row in enumerate(latents):
            parts = []
            for number, start in enumerate(starts):
                yield Progress("decoding", take * len(starts) + number, len(latents) * len(starts))
                first, last = max(0, start - _CONTEXT), min(latents.shape[2], start + _CHUNK + _CONTEXT)
                with torch.inference_mode():
                    wave = self.parts.vae.decode(row[None, :, first:last].to(self._device)).sample[0]
                parts.append(wave[:, (start - first) * hop :][:, : _CHUNK * hop].to("cpu", torch.float32).numpy())
            joined = np.concatenate(parts, axis=1)[:, :samples]
            check_numbers(joined, "The decoder")
            sounds.append(Sound(np.ascontiguousarray(joined), self.sample_rate))
        return tuple(sounds)

    def _wanted(self, conditioning: Conditioning, frame: int, samples: int) -> Wanted:
        return Wanted(
            conditioning.words,
            conditioning.unwanted,
            frame * self.parts.hop / self.sample_rate,
            samples / self.sample_rate,
        )

    def _noise(self, seeds: Sequence[int], frames: int) -> Latents:
        """Standard normal latents; time is drawn first, so that a longer rendering of a seed starts from the same."""
        channels = self.parts.transformer.config.in_channels
        rows = [torch.randn((frames, channels), generator=torch.Generator("cpu").manual_seed(seed)) for seed in seeds]
        return torch.stack(rows).transpose(1, 2).contiguous()

    def _check(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int, settings: Settings
    ) -> None:
        if not seeds or len(seeds) != len(conditionings):
            raise BadInput(f"{len(conditionings)} takes were asked for with {len(seeds)} seeds.", "Ask for 1 or more.")
        if samples < 1:
            raise BadInput(f"A sound of {samples} samples was asked for.", "Ask for a longer span.")
        if settings.scheduler is not SamplerName.DPMPP:
            raise BadInput("This generator has one scheduler.", "Use dpm++.")
        for each in conditionings:
            if each.clap_space != self.clap_space:
                raise SpaceMismatch(
                    f"The conditioning lives in '{each.clap_space}', but this generator's bundle in "
                    f"'{self.clap_space}'.",
                    "Use the mapper and the encoders of the generator's own bundle.",
                )
