"""The rate behind the times at which frames are shown: times on a container's clock are rounded, and frames get lost.

A recording has a constant rate when its frames lie on the grid of one, whatever places of that grid are empty. All
times here are ticks of a clock, as float64 arrays that rise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from jaxtyping import Float64

from v2a_plugin.model.frame_rates import LOW, STANDARD, named_rate, standard_rate

__all__ = ["pace_of"]

_DEFAULT = Fraction(25)
_FASTEST = 1000
_KNOWN = tuple(sorted({*STANDARD, *LOW, *(Fraction(rate) for rate in (72, 90, 144, 240))}))
_IS_KNOWN = frozenset(_KNOWN)
_WITHIN = 0.03
"""Relative distance from the measured rate within which rates are tried."""
_LOST = 0.1
"""Share of places without a frame up to which a recording counts as one of constant rate."""
_COARSE = 0.001
"""Seconds a tick of Matroska's and FLV's clock: what was rounded to it once keeps that jitter in any other container."""
_ROUNDED = 1.02
"""Spread in ticks of times that were rounded to a clock once, and a little for floating point."""
_STEADY = 0.9
"""Share of a period that two frames of a steady pace lie apart at least."""
_PAUSE = 2.0
"""Seconds without a frame after which a recording is taken to begin again."""

Times = Float64[np.ndarray, " frame"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How frames follow each other.

    Attributes:
        rate: Frames a second: of a constant rate the nominal one, of a variable one the standard rate at or above the
            densest second.
        variable: The frames lie on no grid, or leave most of it empty.
        steady: No frame comes earlier than nine tenths of a period after the one before it.
    """

    rate: Fraction
    variable: bool
    steady: bool


@dataclass(frozen=True, slots=True)
class _Fit:
    """How times lie on the grid of a rate: the spread of their distances from it in ticks, and the share left empty."""

    rate: Fraction
    spread: float
    empty: float


def pace_of(stretches: Iterable[Sequence[int]], time_base: Fraction, declared: Sequence[Fraction]) -> Pace:
    """The pace of a picture stream.

    Args:
        stretches: Presentation times in ticks, rising; each stretch without a frame left out.
        time_base: Seconds a tick.
        declared: Rates that the file's header gives, the most trusted first; they decide where times leave it open.
    """
    named = [named_rate(rate) for rate in declared if rate and 0 < rate < _FASTEST]
    whole = [np.asarray(times, np.float64) for times in stretches if len(times) > 1]
    if not whole:
        known = [rate for rate in named if rate in _IS_KNOWN]
        return Pace(known[0] if known else standard_rate(named[0]) if named else _DEFAULT, variable=False, steady=True)
    tick = float(time_base)
    pieces = [piece for times in whole for piece in _unbroken(times, _PAUSE / tick)] or whole
    for declared_rate in dict.fromkeys(named):
        fit = _fit(pieces, declared_rate, tick) if declared_rate in _IS_KNOWN else None
        if fit and fit.spread <= _ROUNDED and fit.empty <= _LOST:  # what all below would come to
            return Pace(declared_rate, variable=False, steady=_steady(pieces, declared_rate, tick))
    period = _period(np.concatenate([np.diff(piece) for piece in pieces]))
    rate = _constant(pieces, period, tick, named)
    if rate is None and _regular(pieces, period):
        rate = _drifting(pieces, period, tick, named)
    densest, count = _densest(whole, tick)
    if rate is None or count > math.ceil(rate) * 1.1 + 1:
        return Pace(_conformed(densest, count, tick, named), variable=True, steady=False)
    return Pace(rate, variable=False, steady=_steady(pieces, rate, tick))


def _steady(pieces: Sequence[Times], rate: Fraction, tick: float) -> bool:
    return all(bool(np.diff(piece).min() * tick * float(rate) >= _STEADY) for piece in pieces)


def _unbroken(times: Times, pause: float) -> list[Times]:
    """Runs of at least two frames without a pause between them."""
    breaks = np.flatnonzero(np.diff(times) > pause) + 1
    return [piece for piece in np.split(times, breaks) if len(piece) > 1] if len(breaks) else [times]


def _period(steps: Times) -> float:
    """Ticks from frame to frame where none is lost."""
    middle = float(np.median(steps))
    return float(steps[steps <= max(1.6 * middle, middle + 1)].mean())


def _fit(pieces: Sequence[Times], rate: Fraction, tick: float) -> _Fit | None:
    """How frames lie on a grid; None when two claim one place."""
    period = 1 / (float(rate) * tick)
    spread, places, frames = 0.0, 0, 0
    for piece in pieces:
        at = (piece - piece[0]) / period
        few = at[:: max(1, len(at) // 256)]
        phase = np.angle(np.exp(2j * np.pi * few).mean()) / (2 * np.pi)
        at -= phase
        index = np.rint(at)
        if (index[1:] - index[:-1]).min() < 1:
            return None
        off = at - index
        spread = max(spread, float(off.max() - off.min()) * period)
        places += int(index[-1] - index[0]) + 1
        frames += len(piece)
    return _Fit(rate, spread, 1 - frames / places)


def _constant(pieces: Sequence[Times], period: float, tick: float, declared: Sequence[Fraction]) -> Fraction | None:
    """The rate on whose grid all frames lie as exactly as the clock can say."""
    measured = 1 / (period * tick)
    jitter = _COARSE / tick if tick < _COARSE else 0.0
    within = _WITHIN + (1 + jitter) / (period * sum(len(piece) - 1 for piece in pieces))
    near = {rate for rate in _KNOWN if abs(float(rate) / measured - 1) < within}
    near |= {Fraction(round(measured))} if measured > STANDARD[0] else set()
    fits = []
    for rate in near:
        fit = _fit(pieces, rate, tick)
        if fit and fit.empty <= _LOST and fit.spread <= min(_ROUNDED * (1 + jitter), 0.75 / (float(rate) * tick)):
            fits.append(fit)
    if not fits:
        return None
    best = min(fit.spread for fit in fits)
    grain = _ROUNDED if best <= _ROUNDED else max(best, jitter) * _ROUNDED
    alike = [fit.rate for fit in fits if fit.spread <= grain]
    return _preferred(alike, declared, _fitted(pieces, period, tick))


def _preferred(rates: Sequence[Fraction], declared: Sequence[Fraction], measured: float) -> Fraction:
    """The one of some equally good rates that the header gives, else a standard one, else the nearest."""
    told = [rate for rate in declared if rate in rates and rate in _IS_KNOWN]
    known = [rate for rate in rates if rate in _IS_KNOWN]
    return told[0] if told else min(known or rates, key=lambda rate: abs(float(rate) - measured))


def _counted(times: Times, period: float) -> Times:
    """The place of each frame, counted from the first, where frames may be lost but never come twice."""
    return np.concatenate([[0.0], np.cumsum(np.maximum(1, np.rint(np.diff(times) / period)))])


def _fitted(pieces: Sequence[Times], period: float, tick: float) -> float:
    """Frames a second of the longest piece, by least squares."""
    longest = max(pieces, key=len)
    return 1 / (_line(_counted(longest, period), longest - longest[0])[0] * tick)


def _line(index: Times, times: Times) -> tuple[float, float]:
    """Slope and start of the line nearest to points, by least squares."""
    middle, mean = index.mean(), times.mean()
    away = index - middle
    slope = float(away @ (times - mean) / (away @ away))
    return slope, float(mean - slope * middle)


def _regular(pieces: Sequence[Times], period: float) -> bool:
    """Whether frames follow a clock of their own that jitters: few are lost, and none strays far from its place."""
    places = frames = 0
    strays = []
    for piece in pieces:
        index = _counted(piece, period)
        slope, start = _line(index, piece - piece[0])
        strays.append(np.abs(piece - piece[0] - (start + slope * index)) / slope)
        places += int(index[-1]) + 1
        frames += len(piece)
    return bool(np.quantile(np.concatenate(strays), 0.95) <= 0.35 and 1 - frames / places <= _LOST)


def _drifting(pieces: Sequence[Times], period: float, tick: float, declared: Sequence[Fraction]) -> Fraction | None:
    """The known rate that a clock of its own runs at, which may be a little fast or slow; None when there is none."""
    measured = _fitted(pieces, period, tick)
    near = [rate for rate in (*STANDARD, *LOW) if abs(float(rate) / measured - 1) < 0.01]
    if not near:
        return None
    nearest = min(abs(float(rate) - measured) for rate in near)
    return _preferred([rate for rate in near if abs(float(rate) - measured) < 2 * nearest], declared, measured)


def _densest(stretches: Sequence[Times], tick: float) -> tuple[Times, int]:
    """The frames of the second that holds most of them, and how many those are."""
    length = 1 / tick - max(1.5, 0.0015 / tick)
    best, most = stretches[0][:1], 0
    for times in stretches:
        counts = np.searchsorted(times, times + length) - np.arange(len(times))
        at = int(counts.argmax())
        if counts[at] > most:
            most = int(counts[at])
            best = times[at : at + most + 1]
    return best, most


def _conformed(densest: Times, count: int, tick: float, declared: Sequence[Fraction]) -> Fraction:
    """The standard rate at or above that of some frames of one second."""
    if count > STANDARD[-1]:
        return STANDARD[-1]
    base = next(math.ceil(rate) for rate in STANDARD if math.ceil(rate) >= count)
    family = [rate for rate in STANDARD if math.ceil(rate) == base]
    if len(family) == 1 or base != count or len(densest) < 3:
        return family[0]
    fits = [fit for rate in family if (fit := _fit([densest], rate, tick)) is not None]
    if not fits:
        return family[0]
    best = min(fit.spread for fit in fits)
    return _preferred([fit.rate for fit in fits if fit.spread <= max(1.0, best) * _ROUNDED], declared, count)
