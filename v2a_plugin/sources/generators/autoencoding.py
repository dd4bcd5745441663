"""Sound to latents, and latents to mel frames, window by window, blended where windows meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float32
from torch import Tensor
from torch.nn import functional

from v2a_plugin.model.finite import check_numbers
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.mel_analysis import log_mel
from v2a_plugin.sources.generators.memory import Workplace, ran_out
from v2a_plugin.sources.generators.sampler import Latents
from v2a_plugin.sources.generators.windows import Window

__all__ = ["Autoencoder"]


class Autoencoder:
    """The VAE of a generator, where it runs."""

    def __init__(self, place: Workplace) -> None:
        self._place, self._parts = place, place.parts

    def encoded(self, sounds: Sequence[Sound], frames: int) -> Steps[Latents]:
        """Latents of sounds, silent where these end before."""
        grid = self._parts.grid
        waves = [
            functional.pad(torch.from_numpy(sound.folded()), (0, frames * grid.latent_hop - len(sound)))
            for sound in sounds
        ]
        mels = [self._parts.vocoder.decoded(log_mel(wave, grid.sample_rate, grid.hop, grid.bands)) for wave in waves]

        def encode(take: int, window: Window) -> Tensor:
            return self._encode(mels[take][window.start * grid.factor : window.stop * grid.factor])

        latents = torch.zeros(len(sounds), frames, grid.channels, grid.latent_bands)
        yield from self._by_windows("encoding", "The encoder of the VAE", encode, latents, frames)
        return latents.transpose(1, 2).contiguous()

    def decoded(self, latents: Latents) -> Steps[Float32[Tensor, "take frame band"]]:
        """Mel frames of all takes."""
        grid = self._parts.grid
        mel = torch.zeros(len(latents), latents.shape[2] * grid.factor, grid.bands)

        def decode(take: int, window: Window) -> Tensor:
            return self._decode(latents[take, :, window.start : window.stop])

        yield from self._by_windows("decoding", "The decoder of the VAE", decode, mel, latents.shape[2])
        return mel

    def _by_windows(
        self, doing: str, who: str, convert: Callable[[int, Window], Tensor], into: Tensor, frames: int
    ) -> Steps[None]:
        """Convert all takes window by window, blended where windows meet.

        Args:
            doing: What progress says.
            who: What an error names.
            convert: Gives what a window of latent frames of a take becomes, (frame, …).
            into: Zeros, (take, frame, …), a multiple of the latent frames.
            frames: Latent frames of a take.
        """
        plan, factor = self._parts.grid.plan(frames), into.shape[1] // frames
        weights = plan.weights.repeat_interleave(factor, dim=1)  # (window, frame)
        done, total, note = 0, len(into) * len(plan.windows), ""
        while done < total:
            yield Progress(doing, done, total, note)
            take, index = divmod(done, len(plan.windows))
            window = plan.windows[index]
            try:
                part = convert(take, window)
            except (RuntimeError, MemoryError) as error:
                if not ran_out(error):
                    raise
                note = self._place.relieve(error)
                continue
            check_numbers(part.numpy(), who)
            weight = weights[index].reshape(-1, *[1] * (part.dim() - 1))
            into[take, window.start * factor : window.stop * factor] += weight * part
            done, note = done + 1, ""

    @torch.inference_mode()
    def _encode(self, mel: Float32[Tensor, "melframe melband"]) -> Float32[Tensor, "frame channel band"]:
        """The most likely latents of mel frames: the mean of what the encoder gives."""
        vae = self._parts.vae
        self._place.bring(vae)
        latents: Tensor = vae.encode(mel[None, None].to(self._place.device, vae.dtype)).latent_dist.mode()[0]
        scaled = latents * float(vae.config.scaling_factor)
        return scaled.to("cpu", torch.float32).transpose(0, 1)

    @torch.inference_mode()
    def _decode(self, latents: Float32[Tensor, "channel frame band"]) -> Float32[Tensor, "melframe melband"]:
        vae = self._parts.vae
        self._place.bring(vae)
        scaled = latents[None].to(self._place.device, vae.dtype) / vae.config.scaling_factor
        mel: Tensor = vae.decode(scaled, return_dict=False)[0][0, 0]
        return mel.to("cpu", torch.float32)
