"""At which offset two stretches of picture show the same, and whether they do at all.

For every offset the mean squared distance of the frames that meet is found at once, by cross-correlation in the
frequency domain: |a - b|² = |a|² + |b|² - 2 a·b. The offset is that of the least distance; where nothing moves many
are equally good, and the one that leaves the starts together is taken.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Float64

__all__ = ["align"]

_SHORTEST = 6
"""Frames that must meet, or the whole of the shorter stretch."""
_SHARE = 0.2
"""Share of the shorter stretch that must meet."""
_ALIKE = 0.94
"""Least mean cosine of frames that meet; other codecs, sizes and grades stay above 0.98, burnt-in text above 0.95."""
_STILL_ALIKE = 0.985
"""The same where nothing moves, since then nothing else tells two pictures apart."""
_MOVING = 1e-3
"""Mean squared change from the stretch's mean frame from which there is movement to compare."""
_MOVES_ALIKE = 0.6
"""Least correlation of the changes in both: another take of the same set-up moves differently."""
_WORTH_A_LOOK = 0.6
"""Likeness from which a second look is worth its time."""
_LEFT_OUT = 0.2
"""Share of the picture that the second look leaves out."""
_AS_GOOD = 1.02
"""Distances within this factor of the least are as good."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two stretches lie to each other.

    Attributes:
        offset: Frame `i` of the second meets frame `i + offset` of the first; may be below 0.
        frames: How many meet.
        likeness: Mean cosine of the frames that meet, -1 to 1.
        movement: Correlation of what changes in both, -1 to 1; None where nothing moves.
    """

    offset: int
    frames: int
    likeness: float
    movement: float | None

    @property
    def same(self) -> bool:
        """Whether both show the same picture."""
        if self.movement is None:
            return self.likeness >= _STILL_ALIKE
        return self.likeness >= _ALIKE and self.movement >= _MOVES_ALIKE


def align(first: Float32[np.ndarray, "a vector"], second: Float32[np.ndarray, "b vector"]) -> Alignment:
    """The best offset of two stretches of frames, each frame a comparable vector (`PictureSignature.sampled`).

    A second look leaves out the part of the picture that differs most: a burnt-in timecode, a logo.
    """
    found = _aligned(first, second)
    if found.likeness < _WORTH_A_LOOK or found.likeness >= _STILL_ALIKE:
        return found
    low = max(found.offset, 0)
    one = first[low : low + found.frames]
    other = second[low - found.offset : low - found.offset + found.frames]
    differs = ((one - other) ** 2).mean(axis=0)
    kept = differs <= np.quantile(differs, 1 - _LEFT_OUT)
    again = _aligned(_comparable(first[:, kept]), _comparable(second[:, kept]))
    return again if again.same else found


def _comparable(frames: Float32[np.ndarray, "time vector"]) -> Float32[np.ndarray, "time vector"]:
    """Frames brought back to zero mean and unit length."""
    centred = frames - frames.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    unit: Float32[np.ndarray, "time vector"] = np.where(lengths > 0, centred / np.maximum(lengths, 1e-6), 0)
    return unit


def _aligned(first: Float32[np.ndarray, "a vector"], second: Float32[np.ndarray, "b vector"]) -> Alignment:
    shorter = min(len(first), len(second))
    least = min(shorter, max(_SHORTEST, round(shorter * _SHARE)))
    offsets = np.arange(-(len(second) - least), len(first) - least + 1)
    begin, end = np.maximum(offsets, 0), np.minimum(offsets + len(second), len(first))
    energies = _sums(first, begin, end) + _sums(second, begin - offsets, end - offsets)
    distances = np.maximum(energies - 2 * _products(first, second, offsets), 0) / (end - begin)
    best = _placed(distances <= distances.min() * _AS_GOOD + 1e-7, offsets, end - begin)
    found = _judged(first, second, best)
    if found.movement is None:
        best = _placed(distances <= distances.min() + 2 * _MOVING, offsets, end - begin)
        found = _judged(first, second, best)
    return found


def _placed(as_good: np.ndarray, offsets: np.ndarray, overlaps: np.ndarray) -> int:
    """Of offsets that are equally good, one where most frames meet, and of those the one nearest to 0."""
    longest = as_good & (overlaps == overlaps[as_good].max())
    return int(min(offsets[longest], key=abs))


def _judged(first: Float32[np.ndarray, "a vector"], second: Float32[np.ndarray, "b vector"], offset: int) -> Alignment:
    low, high = max(offset, 0), min(offset + len(second), len(first))
    one, other = first[low:high], second[low - offset : high - offset]
    return Alignment(offset, high - low, float((one * other).sum(axis=1).mean()), _movement(one, other))


def _sums(frames: Float32[np.ndarray, "time vector"], begin: np.ndarray, end: np.ndarray) -> Float64[np.ndarray, " k"]:
    """Squared lengths of frames summed over half-open stretches."""
    running = np.concatenate([[0.0], np.cumsum((frames.astype(np.float64) ** 2).sum(axis=1))])
    summed: Float64[np.ndarray, " k"] = running[end] - running[begin]
    return summed


def _products(
    first: Float32[np.ndarray, "a vector"], second: Float32[np.ndarray, "b vector"], offsets: np.ndarray
) -> Float64[np.ndarray, " k"]:
    """Dot products of the frames that meet, summed, at every offset."""
    size = 1 << (len(first) + len(second) - 1).bit_length()
    spectrum = _spectrum(first, size) * np.conj(_spectrum(second, size))
    correlation = np.fft.irfft(spectrum.sum(axis=1), size)
    products: Float64[np.ndarray, " k"] = correlation[offsets % size]
    return products


def _spectrum(frames: Float32[np.ndarray, "time vector"], size: int) -> np.ndarray:
    spectrum: np.ndarray = np.fft.rfft(frames.astype(np.float64), size, axis=0)
    return spectrum


def _movement(one: Float32[np.ndarray, "time vector"], other: Float32[np.ndarray, "time vector"]) -> float | None:
    moves, moves_too = one - one.mean(axis=0), other - other.mean(axis=0)
    energy, energy_too = float((moves**2).sum()), float((moves_too**2).sum())
    if max(energy, energy_too) / len(one) < _MOVING:
        return None
    return float((moves * moves_too).sum()) / max(math.sqrt(energy * energy_too), 1e-12)
