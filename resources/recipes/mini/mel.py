"""The generator's picture of sound, as AudioLDM's vocoder expects it.

64 Slaney mel bands from 0 to 8 kHz of a 1024-sample Hann window every 160 samples at 16 kHz, natural logarithm of the
amplitude, not below ln 1e-5.
"""

from __future__ import annotations

import math

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from v2a_plugin.sources.generators.mel_analysis import WINDOW, mel_filters

__all__ = ["BANDS", "FLOOR", "FRAME", "FRAMES_PER_SECOND", "log_mel"]

BANDS = 64
FRAME = 160  # samples
FRAMES_PER_SECOND = 100
FLOOR = math.log(1e-5)


def log_mel(sound: Float[Tensor, " samples"]) -> Float[Tensor, "frames 64"]:
    """One row for each full 10 ms of sound."""
    frames = sound.shape[-1] // FRAME
    edge = (WINDOW - FRAME) // 2
    how = "reflect" if sound.shape[-1] > edge else "constant"
    padded = functional.pad(sound[None, None], (edge, edge), mode=how)[0, 0]
    spectrum = torch.stft(
        padded, WINDOW, FRAME, window=torch.hann_window(WINDOW, device=sound.device), center=False, return_complex=True
    ).abs()
    filters = mel_filters(16_000, BANDS).T.to(sound.device)
    return torch.log((filters @ spectrum).clamp(min=1e-5)).T[:frames]
