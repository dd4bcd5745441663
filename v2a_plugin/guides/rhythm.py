"""Motion that repeats: its period, and the moments at which it turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Float64

__all__ = ["between_crossings", "find_rhythm", "steady_ones", "steady_period", "with_missing"]

_SHORTEST, _LONGEST = 0.16, 1.25
"""Seconds of a period: from typing to slow steps."""
_LEAST = 0.45
"""Least autocorrelation at a period, of 1."""
_SHARE = 0.85
"""A shorter period counts as soon as its autocorrelation comes so near to the highest."""
_TURNS = 4
"""Periods that must be seen."""
_SEEN = 0.75
"""Share of those periods in which something moves at least."""
_WAY = 0.015
"""Widths of the picture that something goes in a period at least."""
_UNSTEADY, _MOSTLY = 0.15, 0.8
"""Share of a period by which a step may be off, and the share of steps that are not."""
_FARTHEST = 3
"""Periods from one to the next at most."""
_SLOW = 1.5
"""Seconds over which the level of motion is taken out."""
_REACH = 0.25
"""Share of a period by which a turn may lie off the grid."""
_ACTIVE = 0.2
"""Share of the usual motion below which nothing turns."""

Curve = Float64[np.ndarray, " time"]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Motion that repeats.

    Attributes:
        period: Frames from turn to turn; no whole number.
        turns: Frames at which it turns or stops.
        sure: Autocorrelation at the period, 0 to 1.
    """

    period: float
    turns: tuple[int, ...]
    sure: float


def find_rhythm(speed: Curve, rate: float) -> Rhythm | None:
    """The rhythm of motion; None where it does not repeat.

    The period is that of the autocorrelation of the speed. Where limbs turn or a tool strikes the speed falls, most
    steeply at a strike; the turns are the lowest places that follow such falls, one a period.

    Args:
        speed: How fast something moves towards each frame, widths of the picture a second.
        rate: Frames a second.
    """
    if len(speed) < _TURNS * _SHORTEST * rate or speed.max(initial=0) <= 0:
        return None
    motion = _smoothed(np.sqrt(speed), max(1, round(rate / 25)))
    slow = _smoothed(motion, max(3, round(_SLOW * rate)))
    wave = motion - slow
    longest = int(min(_LONGEST * rate, len(speed) / _TURNS))
    found = _period(wave, max(2, round(_SHORTEST * rate)), longest)
    if found is None:
        return None
    period, sure = found
    if np.mean(motion > _ACTIVE * np.percentile(motion, 95)) * len(motion) < _SEEN * _TURNS * period:
        return None  # something that merely passes
    if np.percentile(speed, 90) * period / rate < _WAY:
        return None  # grain, and the turns of a codec through its kinds of frames
    turns = _turns(motion, wave, period)
    if len(turns) < _TURNS:
        return None
    return Rhythm(steady_period(turns) or period, turns, sure)


def steady_period(frames: Sequence[int]) -> float | None:
    """Frames from one to the next where they follow each other steadily, some missing; None where they do not.

    Args:
        frames: In order.
    """
    steady = steady_ones(frames)
    if not steady:
        return None
    usual = float(np.median(np.diff(frames)))
    turns = np.maximum(1, np.round(np.diff(steady) / usual))
    return float(np.polyfit(np.concatenate([[0], np.cumsum(turns)]), steady, 1)[0])


def steady_ones(frames: Sequence[int]) -> tuple[int, ...]:
    """Those of them that follow each other steadily, up to two missing at a time; () where too few do.

    Args:
        frames: In order.
    """
    gaps = np.diff(frames)
    if len(gaps) < _TURNS - 1 or gaps.min() <= 0:
        return ()
    usual = float(np.median(gaps))
    chains: list[tuple[int, int]] = []  # to each frame the most steady steps, and the place of the one before it
    for place, frame in enumerate(frames):
        best = (0, -1)
        for other in range(place - 1, -1, -1):
            turns = (frame - frames[other]) / usual
            if turns >= 1 - _UNSTEADY and round(turns) <= _FARTHEST:
                steady_step = abs(turns - round(turns)) <= _UNSTEADY * round(turns)
                best = max(best, (chains[other][0] + steady_step, other))
            elif turns > _FARTHEST:
                break
        chains.append(best)
    place = max(range(len(frames)), key=lambda place: chains[place])
    if chains[place][0] < max(_TURNS - 1, _MOSTLY * len(gaps)):
        return ()
    steady = []
    while place >= 0:
        steady.append(frames[place])
        place = chains[place][1]
    return tuple(reversed(steady))


def with_missing(frames: Sequence[int], period: float, speed: Curve) -> tuple[int, ...]:
    """Steady moments with those put in that were missed: where speed falls most, near where one is due."""
    found = list(frames)
    for one, other in pairwise(frames):
        for number in range(1, round((other - one) / period)):
            due = one + number * period
            places = np.arange(round(due - 0.15 * period), round(due + 0.15 * period) + 1)
            near = max(1, round(0.1 * period))
            falls = [
                float(speed[place - near : place + 1].max() - speed[place + 1 : place + near + 1].mean())
                for place in places
            ]
            found.append(int(places[int(np.argmax(falls))]))
    return tuple(sorted(found))


def between_crossings(frames: Sequence[int], period: float, last: int) -> tuple[int, ...]:
    """Where limbs turn that cross at some moments: halfway between, and half a period before the first and after the last."""
    ends = (frames[0] - period / 2, *((a + b) / 2 for a, b in pairwise(frames)), frames[-1] + period / 2)
    return tuple(round(end) for end in ends if 0 <= end <= last)


def _period(wave: Curve, shortest: int, longest: int) -> tuple[float, float] | None:
    """The period of a curve in frames, and how sure it is."""
    count = len(wave)
    spectrum = np.fft.rfft(wave, 2 * count)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: longest + 2] / np.arange(count, count - longest - 2, -1)
    likeness = likeness / max(likeness[0], 1e-12)
    peaks = [
        lag
        for lag in range(shortest, longest + 1)
        if likeness[lag] >= max(likeness[lag - 1], likeness[lag + 1]) and likeness[lag] >= _LEAST
    ]
    if not peaks:
        return None
    best = max(likeness[lag] for lag in peaks)
    lag = next(lag for lag in peaks if likeness[lag] >= _SHARE * best)
    left, middle, right = likeness[lag - 1 : lag + 2]
    bend = left - 2 * middle + right
    return lag + (0.5 * (left - right) / bend if bend < 0 else 0.0), float(min(1.0, middle))


def _turns(motion: Curve, wave: Curve, period: float) -> tuple[int, ...]:
    """One frame a period at which motion has fallen: those of the phase whose falls are deepest in all."""
    count, near = len(motion), max(1, round(_REACH * period))
    fall = np.zeros(count)
    for place in range(1, count - 1):
        before = motion[max(0, place - near) : place]
        fall[place] = max(0.0, float(before.max()) - float(motion[place]))
    grids = np.arange(0, period, 0.5)
    best = max(grids, key=lambda phase: float(fall[np.arange(phase, count - 0.5, period).round().astype(int)].mean()))
    usual = float(np.median(np.maximum.reduceat(motion, np.arange(0, count, max(1, round(period))))))
    turns: list[int] = []
    expected = float(best)
    while expected < count - 0.5:
        middle = round(expected)
        low, high = max(0, middle - near), min(count, middle + near + 1)
        place = low + int(np.argmin(wave[low:high]))
        active = motion[max(0, middle - round(period)) : min(count, middle + round(period))].max() >= _ACTIVE * usual
        if active and (not turns or place - turns[-1] > period / 2):
            turns.append(place)
            expected = expected + 0.5 * (place - expected) + period  # a grid that follows a tempo that changes
        else:
            expected += period
    return tuple(turns)


def _smoothed(curve: Curve, width: int) -> Curve:
    """The mean around each value; at the ends of as many as there are."""
    width = min(width | 1, len(curve) - 1 | 1)
    kernel = np.ones(width)
    smooth: Curve = np.convolve(curve, kernel, "same") / np.convolve(np.ones(len(curve)), kernel, "same")
    return smooth
