"""Strikes in a picture that is full of motion: where what goes down stops.

A hand with a drumstick, a hammer, a knife: much turns and stops all the time in such a picture, so that ends of motion as
such say little (see `onsets`). What strikes comes down fast and stops, what is lifted slows gently. So of each place in
the frame the speed downwards is followed, the camera's motion left out, and what is lost of it from one frame to the
next is summed over the few places that lose most.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Bool, Float32, Float64

__all__ = ["COLUMNS", "ROWS", "busy_frames", "fall_stops", "falls_in"]

ROWS, COLUMNS = 9, 16
"""Places of a frame."""
_FEW = 6
"""Places that count of a frame."""
_AROUND = 2.0
"""Seconds on each side whose falls a fall is compared with."""
_FASTEST = 95
"""Percentile of the stops around that is taken as a plain one."""
_SLOW = 0.015
"""Widths a second that a plain stop is above at least, in effect: what grain and codecs leave."""
_SHARE = 0.4
"""Share of a plain stop from which on one is a strike."""
_APART = 0.1
"""Seconds within which there is one strike."""
_TURNS = 3.0
"""Change of motion from which on something turns or ends, in steps of 8-bit luma."""


def fall_stops(down: Sequence[Float32[np.ndarray, "row column"]], step: int) -> Float64[np.ndarray, " time"]:
    """How much downward speed is lost right after each frame, mean over the places that lose most.

    Args:
        down: Flow towards each frame at each place of it, downwards above 0.
        step: Frames between those that are compared.
    """
    falling = np.maximum(np.asarray(down, np.float64).reshape(len(down), -1), 0)
    after = np.concatenate([falling[step:], np.zeros((min(step, len(falling)), falling.shape[1]))])
    lost = np.partition(np.maximum(falling - after, 0), -_FEW, axis=1)[:, -_FEW:]
    stops: Float64[np.ndarray, " time"] = lost.mean(axis=1)
    return stops


def busy_frames(change: Float64[np.ndarray, " time"], rate: float, share: float) -> Bool[np.ndarray, " time"]:
    """Frames around which something turns or ends much of the time, so that it says nothing.

    Args:
        change: As in `PictureCurve`.
        rate: Frames a second.
        share: Of the frames around in which it does, from which on one is busy.
    """
    around = np.ones(2 * round(_AROUND * rate) + 1)
    turning = np.convolve(change > _TURNS, around)[len(around) // 2 :][: len(change)]
    known = np.convolve(np.ones(len(change)), around)[len(around) // 2 :][: len(change)]
    busy: Bool[np.ndarray, " time"] = turning > share * known
    return busy


def falls_in(stops: Float64[np.ndarray, " time"], rate: float, strictness: float = 1.0) -> list[tuple[int, float]]:
    """Frames after which a fall ends, and how plainly: 1 for as much as the plain ones around.

    Args:
        stops: Speed lost after each frame, widths of the picture a second.
        rate: Frames a second.
        strictness: By how much more than usual a stop must stand out.
    """
    if not len(stops) or not stops.any():
        return []
    around, apart = round(_AROUND * rate), max(1, round(_APART * rate))
    padded = np.pad(stops, around, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * around + 1)
    plain = np.concatenate(
        [np.nanpercentile(windows[at : at + 4096], _FASTEST, axis=1) for at in range(0, len(stops), 4096)]
    )
    share = stops / (plain + _SLOW)
    found: list[tuple[int, float]] = []
    for place in np.flatnonzero(share > strictness * _SHARE).tolist():
        near = share[max(0, place - apart) : place + apart + 1]
        if share[place] == near.max() and not (found and place - found[-1][0] <= apart):
            found.append((place, float(share[place])))
    return found
