"""Outlines of sounds: the lowest and highest sample of short stretches, and how bright they sound, kept on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from jaxtyping import Float32, Int16, UInt8

from v2a_gui.playback.mixer import RATE
from v2a_plugin.files import replacing
from v2a_plugin.model.errors import V2AError

__all__ = ["Peaks", "keep_peaks", "kept_peaks", "peaks_of"]

BIN = 256
"""Samples a peak: 5.3 ms, less than a pixel until one zooms far in."""
_FRAME = 1024
"""Samples over which the spectrum is taken: 21 ms."""
_LOWEST, _OCTAVES = 125.0, 6
"""Hz of what sounds darkest, and octaves up to the brightest."""
_SCALE = 16384
"""A peak of full scale; twice that fits, for masters that go beyond it."""


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """The outline of a sound: lowest and highest sample of each `BIN` samples, `_SCALE` for full scale.

    Attributes:
        bins: The samples.
        bright: Where the middle of their spectrum lies, from 0 at 125 Hz to 255 at 8 kHz, by octaves.
        strikes: Where the single sounds lie that it was placed together from, samples.
    """

    bins: Int16[np.ndarray, "bin 2"]
    bright: UInt8[np.ndarray, " bin"]
    strikes: tuple[int, ...] = ()
    FULL: ClassVar[int] = _SCALE

    def columns(self, first: float, end: float, count: int) -> Float32[np.ndarray, "column 2"]:
        """Lowest and highest sample of each of some columns, full scale ±1.

        Args:
            first: Where the first column begins, samples.
            end: Where the last one ends.
            count: How many columns.
        """
        if count < 1 or not len(self.bins):
            return np.zeros((max(0, count), 2), np.float32)
        edges = np.linspace(first / BIN, end / BIN, count + 1)
        starts = np.clip(edges[:-1].astype(np.int64), 0, len(self.bins) - 1)
        stops = np.clip(np.ceil(edges[1:]).astype(np.int64), starts + 1, len(self.bins))
        flat = np.stack([starts, np.minimum(stops, len(self.bins))], axis=1).ravel()
        first, last = int(starts[0]), int(stops[-1])  # only what shows is read
        near = np.append(self.bins[first:last], np.zeros((1, 2), np.int16), axis=0)
        low = np.minimum.reduceat(near[:, 0], flat - first)[::2]
        high = np.maximum.reduceat(near[:, 1], flat - first)[::2]
        return np.stack([low, high], axis=1).astype(np.float32) / _SCALE

    def brightness(self, first: float, end: float, count: int) -> UInt8[np.ndarray, " column"]:
        """How bright the middle of each of some columns sounds; arguments as of `columns`."""
        if not len(self.bright):
            return np.zeros(count, np.uint8)
        places = (np.linspace(first, end, count, endpoint=False) + (end - first) / (2 * max(1, count))) / BIN
        return self.bright[np.clip(places.astype(np.int64), 0, len(self.bright) - 1)]


def _brightness(rows: Float32[np.ndarray, "sample channel"], bins: int) -> UInt8[np.ndarray, " bin"]:
    """The power-weighted mean frequency of each stretch of `_FRAME` samples, as in `Peaks`, once for each bin of it."""
    mono = rows.mean(axis=1)
    frames = np.pad(mono, (0, -len(mono) % _FRAME)).reshape(-1, _FRAME) * np.hanning(_FRAME).astype(np.float32)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    middle = power @ np.fft.rfftfreq(_FRAME, 1 / RATE) / np.maximum(power.sum(axis=1), 1e-12)
    octaves = np.log2(np.maximum(middle, _LOWEST) / _LOWEST)
    return np.repeat(np.clip(octaves / _OCTAVES * 255, 0, 255).astype(np.uint8), _FRAME // BIN)[:bins]


def peaks_of(
    samples: Float32[np.ndarray, " sample"] | Float32[np.ndarray, "sample channel"], shaded: bool = True
) -> Peaks:
    """The outline of samples at the mixer's rate, around all channels; how bright they sound only where it is shown."""
    rows = samples.reshape(len(samples), -1)
    padded = np.pad(rows, ((0, -len(rows) % BIN), (0, 0))).reshape(-1, BIN * rows.shape[1])
    both = np.stack([padded.min(axis=1), padded.max(axis=1)], axis=1)
    bright = _brightness(rows, len(both)) if shaded else np.zeros(len(both), np.uint8)
    return Peaks(np.clip(np.rint(both * _SCALE), -32768, 32767).astype(np.int16), bright)


def kept_peaks(path: Path) -> Peaks | None:
    """The outline in a file; None when there is none that can be read."""
    try:
        kept = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    if kept.ndim != 2 or kept.shape[1] != 3 or kept.dtype != np.int16:
        return None
    return Peaks(kept[:, :2], kept[:, 2].astype(np.uint8))


def keep_peaks(path: Path, peaks: Peaks) -> None:
    """Write an outline to a file, if that can be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            np.save(temporary, np.column_stack([peaks.bins, peaks.bright.astype(np.int16)]))
    except (OSError, V2AError):
        return  # a cache only saves time
