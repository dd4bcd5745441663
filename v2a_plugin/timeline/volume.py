"""Volume points: the level of a cue as a line through points, in dB over time, and the edits of it.

The points lie on the sound of the take, so trimming, splitting, slipping and moving a cue leave each at the sample it
was set at. Before the first and after the last the line goes on level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from jaxtyping import Float64

from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.time import clock, index_at
from v2a_plugin.model.timeline import Cue, Timeline, VolumePoint
from v2a_plugin.timeline.lookup import Cues, exact, find_cue, find_cues
from v2a_plugin.timeline.operations import Change, CueChange

__all__ = [
    "add_volume_point",
    "clear_volume",
    "move_volume_point",
    "point_time",
    "remove_volume_point",
    "sampled",
    "volume_db",
    "volume_line",
]

_NEAR = Fraction(1, 1000)
"""Seconds within which a time means a point, and that two that are moved keep between them."""


def volume_line(
    points: Sequence[tuple[float, float]], at: Float64[np.ndarray, " sample"]
) -> Float64[np.ndarray, " sample"]:
    """The level at some places of a take, as factors.

    Args:
        points: (place, dB) in order, at least one.
        at: The places, in the unit of those of the points.
    """
    places, levels = np.array(points, np.float64).T
    factors: Float64[np.ndarray, " sample"] = 10 ** (np.interp(at, places, levels) / 20)
    return factors


def sampled(cue: Cue, rate: int) -> tuple[tuple[int, float], ...]:
    """(sample of the take, dB) of the volume points of a cue, in order."""
    return tuple((index_at(point.at, rate), point.db) for point in cue.volume)


def point_time(cue: Cue, point: VolumePoint) -> Fraction:
    """Where a volume point of a cue lies, seconds on the timeline."""
    return point.at - cue.trim.start + cue.start


def volume_db(cue: Cue, at: Fraction) -> float:
    """What the points of a cue add to its level at a time of the timeline, dB; 0 for one without points."""
    if not cue.volume:
        return 0.0
    place = float(at - cue.start + cue.trim.start)
    return float(np.interp(place, [float(one.at) for one in cue.volume], [one.db for one in cue.volume]))


def add_volume_point(timeline: Timeline, cue: str, at: Fraction | int, db: float | None = None) -> Change:
    """Give the level of a cue a point at a time of the timeline; one that is there is set anew.

    Args:
        timeline: The timeline as it is.
        cue: Its id.
        at: Seconds on the timeline, on the cue.
        db: Level there against the cue's own; None puts the point on the line as it is.

    Raises:
        SpanError: The time lies not on the cue, or the level is out of range.
    """
    time, one = exact(at), find_cue(timeline, cue).cue
    place = _place(one, time)
    point = VolumePoint(place, volume_db(one, time) if db is None else float(db))
    others = (other for other in one.volume if other.at != place)
    return _with("Volume point", timeline, cue, tuple(sorted((*others, point), key=lambda each: each.at)))


def move_volume_point(timeline: Timeline, cue: str, point: Fraction | int, to: Fraction | int, db: float) -> Change:
    """Move a volume point, no further than its neighbours and the ends of the cue.

    Args:
        timeline: The timeline as it is.
        cue: Id of the cue.
        point: Where the point is, seconds on the timeline.
        to: Where it goes, likewise.
        db: Its new level against the cue's own.

    Raises:
        SpanError: There is no point at that time, or the level is out of range.
    """
    one = find_cue(timeline, cue).cue
    index = _index(one, exact(point))
    before, after = one.volume[:index], one.volume[index + 1 :]
    low = max((one.trim.start, *(other.at + _NEAR for other in before[-1:])))
    high = min((one.trim.end, *(other.at - _NEAR for other in after[:1])))
    wanted = exact(to) - one.start + one.trim.start
    place = max(low, min(high, wanted)) if low <= high else one.volume[index].at
    return _with("Move volume point", timeline, cue, (*before, VolumePoint(place, float(db)), *after))


def remove_volume_point(timeline: Timeline, cue: str, point: Fraction | int) -> Change:
    """Take a volume point away.

    Raises:
        SpanError: There is none at that time.
    """
    one = find_cue(timeline, cue).cue
    index = _index(one, exact(point))
    return _with("Remove volume point", timeline, cue, (*one.volume[:index], *one.volume[index + 1 :]))


def clear_volume(timeline: Timeline, cues: Cues) -> Change:
    """Take all volume points of cues away, so that each has one level again."""
    steps = [
        CueChange(placed.track.id, placed.cue, replace(placed.cue, volume=()))
        for placed in find_cues(timeline, cues)
        if placed.cue.volume
    ]
    return Change("Remove volume points", tuple(steps))


def _place(cue: Cue, time: Fraction) -> Fraction:
    if not cue.start <= time <= cue.end:
        raise SpanError(f"{clock(time)} lies not on the cue, {cue.span}.", "Give a time between its ends.")
    return time - cue.start + cue.trim.start


def _index(cue: Cue, time: Fraction) -> int:
    place = time - cue.start + cue.trim.start
    index = min(range(len(cue.volume)), key=lambda each: abs(cue.volume[each].at - place), default=None)
    if index is not None and abs(cue.volume[index].at - place) <= _NEAR:
        return index
    there = ", ".join(clock(point_time(cue, point)) for point in cue.volume) or "none"
    raise SpanError(f"The cue has no volume point at {clock(time)}.", f"It has: {there}.")


def _with(name: str, timeline: Timeline, cue: str, points: tuple[VolumePoint, ...]) -> Change:
    placed = find_cue(timeline, cue)
    after = replace(placed.cue, volume=points)
    return Change(name, (CueChange(placed.track.id, placed.cue, after),) if after != placed.cue else ())
