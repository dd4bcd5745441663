"""Outlines of sounds: the lowest and highest sample of short stretches, drawn as waveforms and kept on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from jaxtyping import Float32, Int16

from v2a_plugin.files import replacing
from v2a_plugin.model.errors import V2AError

__all__ = ["Peaks", "keep_peaks", "kept_peaks", "peaks_of"]

BIN = 256
"""Samples a peak: 5.3 ms, less than a pixel until one zooms far in."""
_SCALE = 16384
"""A peak of full scale; twice that fits, for masters that go beyond it."""


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """The outline of a sound: lowest and highest sample of each `BIN` samples, `_SCALE` for full scale.

    Attributes:
        bins: The samples.
        strikes: Where the single sounds lie that it was placed together from, samples.
    """

    bins: Int16[np.ndarray, "bin 2"]
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


def peaks_of(samples: Float32[np.ndarray, " sample"] | Float32[np.ndarray, "sample channel"]) -> Peaks:
    """The outline of samples, around all channels."""
    rows = samples.reshape(len(samples), -1)
    padded = np.pad(rows, ((0, -len(rows) % BIN), (0, 0))).reshape(-1, BIN * rows.shape[1])
    both = np.stack([padded.min(axis=1), padded.max(axis=1)], axis=1)
    return Peaks(np.clip(np.rint(both * _SCALE), -32768, 32767).astype(np.int16))


def kept_peaks(path: Path) -> Peaks | None:
    """The outline in a file; None when there is none that can be read."""
    try:
        bins = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    return Peaks(bins) if bins.ndim == 2 and bins.shape[1] == 2 and bins.dtype == np.int16 else None


def keep_peaks(path: Path, peaks: Peaks) -> None:
    """Write an outline to a file, if that can be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            np.save(temporary, peaks.bins)
    except (OSError, V2AError):
        return  # a cache only saves time
