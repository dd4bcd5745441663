"""Sound from a mel spectrogram without a trained vocoder: fast Griffin-Lim (Perraudin, Balazs, Søndergaard 2013)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Complex64, Float32
from torch import Tensor

from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.generators.mel_analysis import BINS, WINDOW, mel_filters

__all__ = ["GriffinLim"]

_BLOCK = 1024  # mel frames transformed at a time
_ROUNDS = 32
_MOMENTUM = 0.99
_REFINEMENTS = 20

Spectrum = Complex64[Tensor, "frame bin"]
Wave = Float32[Tensor, " sample"]


class GriffinLim:
    """The vocoder of bundles that have none of their own.

    The mel is AudioLDM's: natural logarithm of the amplitude in Slaney bands from 0 Hz to half the sample rate, of a
    1024-sample Hann window. A sound is transformed block by block, so it is found as one, without joins, and needs
    0.7 MB of memory a second; takes are done one after the other.
    """

    def __init__(
        self, sample_rate: int = 16_000, hop: int = 160, bands: int = 64, mean: float = 0.0, scale: float = 1.0
    ) -> None:
        """Prepare the inverse of the mel bands.

        Args:
            sample_rate: Samples a second.
            hop: Samples a mel frame.
            bands: Mel bands.
            mean: Log-mel that the decoder's 0 stands for.
            scale: Log-mel that the decoder's 1 lies above its 0.
        """
        self.sample_rate = sample_rate
        self.hop = hop
        self.bands = bands
        self._mean, self._scale = mean, scale
        self._filters = mel_filters(sample_rate, bands)  # (bin, band)
        self._inverse = torch.linalg.pinv(self._filters)  # (band, bin)
        self._window = torch.hann_window(WINDOW)

    def to(self, device: str) -> None:
        """Stay on the CPU, where the sound is wanted anyway."""

    def log_mel(self, decoded: Float32[Tensor, "take frame band"]) -> Float32[Tensor, "take frame band"]:
        """Natural logarithm of the amplitude in each band, of what the decoder gives."""
        return decoded.float().cpu() * self._scale + self._mean

    def decoded(self, mel: Float32[Tensor, "frame band"]) -> Float32[Tensor, "frame band"]:
        """What the decoder should give for a natural logarithm of the amplitude."""
        return (mel - self._mean) / self._scale

    def render(
        self, mel: Float32[Tensor, "take frame band"], seeds: Sequence[int]
    ) -> Steps[Float32[np.ndarray, "take sample"]]:
        """`frame * hop` samples a take; the seeds decide the first phases."""
        takes, frames, _ = mel.shape
        waves = np.empty((takes, frames * self.hop), dtype=np.float32)
        blocks = [slice(first, min(first + _BLOCK, frames)) for first in range(0, frames, _BLOCK)]
        total = takes * len(blocks) * (_ROUNDS + 1)
        done = 0
        for take, seed in enumerate(seeds):
            amplitude = torch.empty(frames, BINS)
            last = torch.zeros(frames, BINS, dtype=torch.complex64)
            random = torch.Generator("cpu").manual_seed(seed)
            wave = None
            for _ in range(_ROUNDS + 1):
                summed = torch.zeros(frames * self.hop + WINDOW)
                for block in blocks:
                    yield Progress("finding phases", done, total)
                    done += 1
                    if wave is None:
                        amplitude[block] = self._amplitude(mel[take, block])
                        phase = _random_phase(amplitude[block], random)
                    else:
                        phase = self._phase(wave, block, last)
                    self._add(summed, amplitude[block] * phase, block)
                wave = summed / self._overlap(frames)
            assert wave is not None
            waves[take] = wave[self._edge : self._edge + frames * self.hop].numpy()
        return waves

    @property
    def _edge(self) -> int:
        """Samples before the sound that the first window sees: a mel frame lies in the middle of its hop."""
        return (WINDOW - self.hop) // 2

    @torch.inference_mode()
    def _phase(self, wave: Wave, block: slice, last: Spectrum) -> Spectrum:
        """Unit phases of some frames of a sound, pushed on by the change since the round before.

        The sound carries `_edge` samples before its start and as many after its end. `last` is brought up to date.
        """
        heard = wave[block.start * self.hop : (block.stop - 1) * self.hop + WINDOW]
        now = torch.fft.rfft(heard.unfold(0, WINDOW, self.hop) * self._window)
        pushed = now - last[block] * (_MOMENTUM / (1 + _MOMENTUM))
        last[block] = now
        phase: Tensor = pushed / pushed.abs().clamp(min=1e-8)
        return phase

    @torch.inference_mode()
    def _add(self, summed: Wave, spectrum: Spectrum, block: slice) -> None:
        """Overlap and add the frames of a block, windowed once more (Griffin and Lim 1984, eq. 6, numerator)."""
        frames = torch.fft.irfft(spectrum, n=WINDOW) * self._window
        self._overlap_add(summed[block.start * self.hop :], frames)

    @torch.inference_mode()
    def _overlap(self, frames: int) -> Wave:
        """Sum of the squared windows at every sample (the denominator of the same equation)."""
        summed = torch.zeros(frames * self.hop + WINDOW)
        self._overlap_add(summed, self._window.square().expand(frames, WINDOW))
        return summed.clamp(min=1e-3)

    def _overlap_add(self, summed: Wave, frames: Float32[Tensor, "frame sample"]) -> None:
        """Add frames to where they begin, a hop apart, one hop-wide column of all frames at a time."""
        count, hop = len(frames), self.hop
        for first in range(0, WINDOW, hop):
            column = frames[:, first : first + hop]
            target = summed[first : first + count * hop].view(count, hop)
            target[:, : column.shape[1]] += column

    @torch.inference_mode()
    def _amplitude(self, mel: Float32[Tensor, "frame band"]) -> Float32[Tensor, "frame bin"]:
        """Amplitudes of the bins that make up the bands, never negative.

        Starts from the pseudo-inverse and refines with multiplicative updates (Lee and Seung 2001, eq. 4), which
        brings the bands of the result within 0.03 (log) of what was asked; clamping alone leaves 0.10.
        """
        bands = torch.exp(self.log_mel(mel))
        filters = self._filters
        amplitude: Tensor = (bands @ self._inverse).clamp(min=1e-7)
        wanted = bands @ filters.T
        for _ in range(_REFINEMENTS):
            amplitude = amplitude * wanted / (amplitude @ filters @ filters.T).clamp(min=1e-12)
        return amplitude


def _random_phase(amplitude: Float32[Tensor, "frame bin"], random: torch.Generator) -> Spectrum:
    """Unit phases."""
    return torch.polar(torch.ones_like(amplitude), 2 * math.pi * torch.rand(amplitude.shape, generator=random))
