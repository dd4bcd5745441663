"""From mel spectrogram to samples, in chunks, so that memory does not grow with the length."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor

from v2a_plugin.model.progress import Progress, Steps

if TYPE_CHECKING:
    from transformers import SpeechT5HifiGan

__all__ = ["HifiGan", "Vocoder"]

_CHUNK = 512  # mel frames

Waves = Float32[np.ndarray, "take sample"]


class Vocoder(Protocol):
    """Turns the decoder's mel frames into samples."""

    sample_rate: int
    hop: int
    """Samples a mel frame."""
    bands: int

    def render(self, mel: Float32[Tensor, "take frame band"], seeds: Sequence[int]) -> Steps[Waves]:
        """`frame * hop` samples a take; what a seed decides is this take's only."""

    def decoded(self, mel: Float32[Tensor, "frame band"]) -> Float32[Tensor, "frame band"]:
        """What the decoder should give for a natural logarithm of the amplitude."""

    def to(self, device: str) -> None:
        """Move to a device."""


class HifiGan:
    """HiFi-GAN (Kong et al. 2020) as transformers holds it, with its own normalisation.

    The network is a stack of convolutions, so a chunk rendered with its context is, sample for sample, the same as
    the whole. Takes go through one by one: a batch is no faster on a CPU and needs its multiple of memory.
    """

    def __init__(self, model: SpeechT5HifiGan) -> None:
        self._model = model
        config = model.config
        self.sample_rate: int = int(config.sampling_rate)
        self.hop: int = math.prod(config.upsample_rates)
        self.bands: int = int(config.model_in_dim)
        self.context: int = _context(config)

    def to(self, device: str) -> None:
        """Move to a device."""
        self._model.to(device)

    def decoded(self, mel: Float32[Tensor, "frame band"]) -> Float32[Tensor, "frame band"]:
        """The same: AudioLDM's decoder gives the logarithm as it is."""
        return mel

    def render(self, mel: Float32[Tensor, "take frame band"], seeds: Sequence[int]) -> Steps[Waves]:
        """`frame * hop` samples a take; the seeds decide nothing here."""
        del seeds
        takes, frames, _ = mel.shape
        waves = np.empty((takes, frames * self.hop), dtype=np.float32)
        starts = range(0, frames, _CHUNK)
        for take in range(takes):
            for chunk, start in enumerate(starts):
                yield Progress("vocoding", take * len(starts) + chunk, takes * len(starts))
                stop = min(start + _CHUNK, frames)
                waves[take, start * self.hop : stop * self.hop] = self._chunk(mel[take], start, stop)
        return waves

    @torch.inference_mode()
    def _chunk(self, mel: Float32[Tensor, "frame band"], start: int, stop: int) -> Float32[np.ndarray, " sample"]:
        first, last = max(0, start - self.context), min(len(mel), stop + self.context)
        part = mel[first:last].to(self._model.device, self._model.dtype)
        wave = self._model(part[None])[0, (start - first) * self.hop :][: (stop - start) * self.hop]
        samples: Float32[np.ndarray, " sample"] = wave.float().cpu().numpy()
        return samples


def _context(config: Any) -> int:
    """Mel frames on either side that a sample can depend on, from the sizes of the convolutions."""
    reach, rate = 3.0, 1  # the first convolution is 7 frames wide
    widest = max(
        sum((kernel - 1) / 2 * (dilation + 1) for dilation in dilations)
        for kernel, dilations in zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True)
    )
    for up, kernel in zip(config.upsample_rates, config.upsample_kernel_sizes, strict=True):
        reach += kernel / up / rate
        rate *= up
        reach += widest / rate
    return math.ceil(reach + 3 / rate) + 1
