"""From sound to the mel spectrogram that AudioLDM's autoencoder was trained on."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor
from torch.nn import functional
from transformers.audio_utils import mel_filter_bank

__all__ = ["BINS", "WINDOW", "log_mel", "mel_filters"]

WINDOW = 1024
"""Samples of the Hann window."""
BINS = WINDOW // 2 + 1
_FLOOR = 1e-5
_BLOCK = 1024  # frames transformed at a time


def mel_filters(sample_rate: int, bands: int) -> Float32[Tensor, "bin band"]:
    """Slaney bands from 0 Hz to half the sample rate."""
    filters = mel_filter_bank(
        num_frequency_bins=BINS,
        num_mel_filters=bands,
        min_frequency=0.0,
        max_frequency=sample_rate / 2,
        sampling_rate=sample_rate,
        norm="slaney",
        mel_scale="slaney",
    )
    return torch.from_numpy(filters.astype(np.float32))


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
