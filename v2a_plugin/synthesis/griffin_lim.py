"""Sound from a mel spectrogram without a trained vocoder: fast Griffin-Lim (Perraudin, Balazs, Søndergaard 2013)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Complex64, Float32
from torch import Tensor
from transformers.audio_utils import mel_filter_bank

from v2a_plugin.model.progress import Progress, Steps

__all__ = ["GriffinLim"]

_WINDOW = 1024  # samples
_CHUNK = 1024  # mel frames
_SHARED = 64  # mel frames that neighbouring chunks share
_ROUNDS = 32
_MOMENTUM = 0.99
_REFINEMENTS = 20

Spectrum = Complex64[Tensor, "take bin frame"]


class GriffinLim:
    """The vocoder of bundles that have none of their own.

    The mel is AudioLDM's: natural logarithm of the amplitude in Slaney bands from 0 Hz to half the sample rate, of a
    1024-sample Hann window. Long sounds are done in chunks; a chunk takes over the phases of the one before it.
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
        filters = mel_filter_bank(
            num_frequency_bins=_WINDOW // 2 + 1,
            num_mel_filters=bands,
            min_frequency=0.0,
            max_frequency=sample_rate / 2,
            sampling_rate=sample_rate,
            norm="slaney",
            mel_scale="slaney",
        )  # (bin, band)
        self._filters = torch.from_numpy(filters.T.astype(np.float32))  # (band, bin)
        self._inverse = torch.linalg.pinv(self._filters)  # (bin, band)
        self._window = torch.hann_window(_WINDOW)
        self._device = "cpu"

    def to(self, device: str) -> None:
        """Stay on the CPU, where the sound is wanted anyway."""

    def render(
        self, mel: Float32[Tensor, "take frame band"], seeds: Sequence[int]
    ) -> Steps[Float32[np.ndarray, "take sample"]]:
        """`frame * hop` samples a take; the seeds decide the first phases."""
        takes, frames, _ = mel.shape
        waves = np.zeros((takes, frames * self.hop), dtype=np.float32)
        generators = [torch.Generator("cpu").manual_seed(seed) for seed in seeds]
        starts = range(0, max(1, frames - _SHARED), _CHUNK - _SHARED)
        for chunk, start in enumerate(starts):
            stop = min(start + _CHUNK, frames)
            amplitude = self._amplitude(mel[:, start:stop])
            phase = _random_phase(amplitude, generators)
            before = waves[:, start * self.hop : stop * self.hop]
            yield from self._chunk(amplitude, phase, before, chunk, len(starts))
        waves[:, self.hop // 2 :] = waves[:, : -(self.hop // 2)].copy()  # a mel frame lies in the middle of its hop
        waves[:, : self.hop // 2] = 0
        return waves

    def _chunk(
        self,
        amplitude: Float32[Tensor, "take bin frame"],
        phase: Spectrum,
        waves: Float32[np.ndarray, "take sample"],
        chunk: int,
        chunks: int,
    ) -> Steps[None]:
        """Find the phases of one chunk, and put its sound into `waves`, whose beginning holds the one before."""
        held = _SHARED // 2 if chunk else 0  # frames whose spectrum the chunk before has settled
        settled = self._analysed(torch.from_numpy(waves))[..., :held] if held else None
        last = torch.zeros_like(phase)
        for done in range(_ROUNDS):
            yield Progress("finding phases", chunk * _ROUNDS + done, chunks * _ROUNDS)
            phase, last = self._round(amplitude, phase, last, settled)
        sound = self._synthesised(amplitude * phase, waves.shape[1]).numpy()
        if held:
            kept, edge = held * self.hop, _SHARED * self.hop
            ramp = np.linspace(0, 1, edge - kept, dtype=np.float32)
            waves[:, kept:edge] += ramp * (sound[:, kept:edge] - waves[:, kept:edge])
            waves[:, edge:] = sound[:, edge:]
        else:
            waves[:] = sound

    @torch.inference_mode()
    def _round(
        self, amplitude: Float32[Tensor, "take bin frame"], phase: Spectrum, last: Spectrum, settled: Spectrum | None
    ) -> tuple[Spectrum, Spectrum]:
        """One pass to sound and back: the new phases, and the spectrum that the momentum needs next time."""
        spectrum = amplitude * phase
        if settled is not None:
            spectrum[..., : settled.shape[-1]] = settled
        now = self._analysed(self._synthesised(spectrum, (amplitude.shape[-1]) * self.hop))
        phase = now - last * (_MOMENTUM / (1 + _MOMENTUM))
        return phase / phase.abs().clamp(min=1e-8), now

    @torch.inference_mode()
    def _amplitude(self, mel: Float32[Tensor, "take frame band"]) -> Float32[Tensor, "take bin frame"]:
        """Amplitudes of the bins that make up the bands, never negative.

        Starts from the pseudo-inverse and refines with multiplicative updates (Lee and Seung 2001, eq. 4), which
        brings the bands of the result within 0.03 (log) of what was asked; clamping alone leaves 0.10.
        """
        bands = torch.exp(mel.float().cpu() * self._scale + self._mean).transpose(1, 2)
        filters = self._filters
        amplitude: Tensor = (self._inverse @ bands).clamp(min=1e-7)
        wanted = filters.T @ bands
        for _ in range(_REFINEMENTS):
            amplitude = amplitude * wanted / (filters.T @ (filters @ amplitude)).clamp(min=1e-12)
        return amplitude

    @torch.inference_mode()
    def _synthesised(self, spectrum: Spectrum, samples: int) -> Float32[Tensor, "take sample"]:
        padded = torch.cat([spectrum, spectrum[..., -1:]], dim=-1)  # the frame centred on the very end
        wave: Tensor = torch.istft(padded, _WINDOW, self.hop, window=self._window, length=samples)
        return wave

    @torch.inference_mode()
    def _analysed(self, wave: Float32[Tensor, "take sample"]) -> Spectrum:
        spectrum = torch.stft(wave, _WINDOW, self.hop, window=self._window, pad_mode="constant", return_complex=True)
        return spectrum[..., :-1]


def _random_phase(amplitude: Float32[Tensor, "take bin frame"], generators: Sequence[torch.Generator]) -> Spectrum:
    """Unit phases, drawn a take at a time from its own generator."""
    _, bins, frames = amplitude.shape
    angle = torch.stack([torch.rand((bins, frames), generator=generator) for generator in generators])
    return torch.polar(torch.ones_like(angle), 2 * math.pi * angle)
