"""Peaks of a curve that stand out against what is around them."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float64

__all__ = ["peaks"]

_TO_SIGMA = 1.4826
"""Median absolute deviation to standard deviation, for a normal distribution."""


def peaks(curve: Float64[np.ndarray, " time"], *, around: int, apart: int, factor: float, least: float) -> list[int]:
    """Places where a curve is highest nearby and far above its median around there.

    Args:
        curve: Values in order of time.
        around: How many values on each side count for the median and the deviation.
        apart: Within so many values there is one peak: the highest, of equals the first.
        factor: How many deviations (1.48 times the median absolute one) above the median a peak lies.
        least: What it must be above the median at least.
    """
    if not len(curve):
        return []
    middle = _medians(curve, around)
    spread = _TO_SIGMA * _medians(np.abs(curve - middle), around)
    high = np.flatnonzero(curve > middle + np.maximum(factor * spread, least))
    found: list[int] = []
    for place in high:
        near = curve[max(0, place - apart) : place + apart + 1]
        if curve[place] < near.max() or (found and place - found[-1] <= apart):
            continue
        found.append(int(place))
    return found


def _medians(curve: Float64[np.ndarray, " time"], around: int) -> Float64[np.ndarray, " time"]:
    """The median of every value's surroundings; at the ends of as many values as there are."""
    padded = np.pad(curve, around, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * around + 1)
    medians = np.empty(len(curve))
    inner = slice(around, max(around, len(curve) - around))
    for at in range(inner.start, inner.stop, 4096):  # nothing is missing there, and a plain median is ten times quicker
        medians[at : min(at + 4096, inner.stop)] = np.median(windows[at : min(at + 4096, inner.stop)], axis=1)
    for ends in (slice(0, inner.start), slice(inner.stop, len(curve))):
        if len(windows[ends]):
            medians[ends] = np.nanmedian(windows[ends], axis=1)
    return medians
