"""A mel spectrogram to look at: level over time and pitch as an image."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, UInt8

from v2a_plugin.model.sound import Sound

__all__ = ["mel_image", "peaks"]

_WINDOW = 1024
_RANGE_DB = 80.0
_MAP = np.array(  # dark violet over red and orange to pale yellow; lightness rises all the way
    [
        [6, 5, 18],
        [44, 17, 84],
        [104, 28, 109],
        [164, 48, 98],
        [216, 79, 68],
        [246, 129, 40],
        [251, 186, 70],
        [252, 244, 190],
    ],
    dtype=np.float32,
)


def _mel(hertz: np.ndarray) -> np.ndarray:
    return 2595 * np.log10(1 + hertz / 700)


def _filters(rows: int, rate: int, top: float) -> np.ndarray:
    """Triangles evenly spaced in mel (O'Shaughnessy's formula), (rows, bins)."""
    edges = 700 * (10 ** (np.linspace(0, _mel(np.array(top)), rows + 2) / 2595) - 1)
    bins = np.linspace(0, rate / 2, _WINDOW // 2 + 1)
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    width = rate / _WINDOW  # a triangle never gets narrower than one bin
    rising = (bins - low) / np.maximum(centre - low, width)
    falling = (high - bins) / np.maximum(high - centre, width)
    return np.clip(np.minimum(rising, falling), 0, None)


def mel_image(sound: Sound, width: int, height: int, top: float | None = None) -> UInt8[np.ndarray, "height width 3"]:
    """Draw a sound; low pitches at the bottom, 80 dB from black to pale.

    Args:
        sound: What to draw.
        width: Pixels across, the whole sound.
        height: Pixels down.
        top: Highest frequency shown, hertz; half the rate when None.
    """
    samples = np.pad(sound.folded().astype(np.float64), _WINDOW // 2)
    starts = np.linspace(0, len(samples) - _WINDOW, max(2, width)).astype(int)
    taper = np.hanning(_WINDOW)
    filters = _filters(height, sound.rate, top or sound.rate / 2)
    columns = [
        filters @ np.abs(np.fft.rfft(samples[block[:, None] + np.arange(_WINDOW)] * taper)).T ** 2
        for block in np.array_split(starts, max(1, width // 200))
    ]
    power = np.concatenate(columns, axis=1)[::-1]
    level = 10 * np.log10(np.maximum(power, 1e-12))
    reference = max(float(level.max()), -20.0)
    shade = np.clip((level - reference + _RANGE_DB) / _RANGE_DB, 0, 1) * (len(_MAP) - 1)
    index = np.minimum(shade.astype(int), len(_MAP) - 2)
    blend = (shade - index)[..., None]
    return np.asarray(_MAP[index] * (1 - blend) + _MAP[index + 1] * blend + 0.5, dtype=np.uint8)[:, :width]


def peaks(samples: Float32[np.ndarray, " sample"], columns: int) -> Float32[np.ndarray, "columns 2"]:
    """Lowest and highest sample of each column, for drawing a waveform."""
    edges = np.linspace(0, len(samples), columns + 1).astype(int)
    starts = np.minimum(edges[:-1], max(0, len(samples) - 1))
    low, high = np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
    return np.stack([low, high], axis=1).astype(np.float32)
