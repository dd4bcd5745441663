"""From sound to the mel spectrogram that AudioLDM's autoencoder was trained on."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor
from torch.nn import functional

__all__ = ["BINS", "WINDOW", "log_mel", "mel_filters"]

WINDOW = 1024
"""Samples of the Hann window."""
BINS = WINDOW // 2 + 1
_FLOOR = 1e-5
_BLOCK = 1024  # frames transformed at a time


def mel_filters(sample_rate: int, bands: int) -> Float32[Tensor, "bin band"]:
    """Triangles of equal area, evenly spaced on the mel scale of Slaney's Auditory Toolbox (1998), which is linear up
    to 1 kHz; equal to `transformers.audio_utils.mel_filter_bank`, whose import takes a second.

    Args:
        sample_rate: Samples a second; the bands reach to half of it.
        bands: How many.
    """
    step = np.log(6.4) / 27
    top = 15 + np.log(sample_rate / 2000) / step if sample_rate >= 2000 else 3 * sample_rate / 400
    mels = np.linspace(0.0, top, bands + 2)
    edges = np.where(mels < 15, 200 * mels / 3, 1000 * np.exp(step * (mels - 15)))
    slopes = edges - np.linspace(0, sample_rate // 2, BINS)[:, None]
    widths = np.diff(edges)
    triangles = np.maximum(0.0, np.minimum(-slopes[:, :-2] / widths[:-1], slopes[:, 2:] / widths[1:]))
    return torch.from_numpy((triangles * (2 / (edges[2:] - edges[:-2]))).astype(np.float32))


@torch.inference_mode()
def log_mel(wave: Float32[Tensor, " sample"], sample_rate: int, hop: int, bands: int) -> Float32[Tensor, "frame band"]:
    """Natural logarithm of the amplitude in each band, not below ln 1e-5, a frame for each full hop.

    As AudioLDM's own code: a frame lies in the middle of its hop, and the sound is mirrored at its ends.

    Args:
        wave: Longer than half a window.
        sample_rate: Samples a second.
        hop: Samples a frame.
        bands: Mel bands.
    """
    filters, edge, window = mel_filters(sample_rate, bands), (WINDOW - hop) // 2, torch.hann_window(WINDOW)
    frames = functional.pad(wave[None], (edge, WINDOW - hop - edge), mode="reflect")[0].unfold(0, WINDOW, hop)
    blocks = (frames[first : first + _BLOCK] for first in range(0, len(frames), _BLOCK))
    spectra = [torch.fft.rfft(block * window).abs() @ filters for block in blocks]
    return torch.log(torch.cat(spectra).clamp(min=_FLOOR))
