"""Where things catch while they are dragged: frames, clip edges, cue edges, hits and markers. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import MarkerKind, Timeline

__all__ = ["SnapPoint", "nearest", "snap", "snap_points", "snap_span"]


class SnapKind(StrEnum):
    """What a point is, the strongest first: of two points equally near the stronger catches."""

    HIT = "hit"
    MARKER = "marker"
    CUE = "cue"
    CLIP = "clip"
    PLAYHEAD = "playhead"


_STRENGTH = {kind: place for place, kind in enumerate(SnapKind)}


@dataclass(frozen=True, slots=True)
class SnapPoint:
    """A time that catches, seconds on the timeline, and what it is."""

    at: Fraction
    kind: SnapKind


def to_frame(timeline: Timeline, at: Fraction) -> Fraction:
    """The start of the frame nearest to a time, on the cut's grid of frames."""
    return index_at(at, timeline.rate) / timeline.rate


def snap_points(
    timeline: Timeline,
    kinds: Collection[SnapKind] = frozenset(SnapKind),
    *,
    without: Collection[str] = frozenset(),
    playhead: Fraction | None = None,
) -> tuple[SnapPoint, ...]:
    """The points of a timeline that catch, in order of time; of several at one time the strongest.

    Args:
        timeline: The timeline as it is.
        kinds: Which of them.
        without: Ids of cues and markers that do not count: those that are dragged.
        playhead: Where the playhead is, when that is to catch too.
    """
    points: list[SnapPoint] = []
    if SnapKind.CLIP in kinds:
        points += [SnapPoint(edge, SnapKind.CLIP) for clip in timeline.picture for edge in _edges(clip.span)]
    if SnapKind.CUE in kinds:
        cues = (cue for track in timeline.tracks for cue in track.cues if cue.id not in without)
        points += [SnapPoint(edge, SnapKind.CUE) for cue in cues for edge in (cue.start, cue.end)]
    for marker in timeline.markers:
        kind = SnapKind.HIT if marker.kind is MarkerKind.HIT else SnapKind.MARKER
        if kind in kinds and marker.id not in without:
            points.append(SnapPoint(marker.at, kind))
    if playhead is not None and SnapKind.PLAYHEAD in kinds:
        points.append(SnapPoint(playhead, SnapKind.PLAYHEAD))
    strongest: dict[Fraction, SnapPoint] = {}
    for point in sorted(points, key=lambda point: (point.at, _STRENGTH[point.kind])):
        strongest.setdefault(point.at, point)
    return tuple(strongest.values())


def nearest(at: Fraction, points: Sequence[SnapPoint], within: Fraction) -> SnapPoint | None:
    """The point nearest to a time, if it is no further than some seconds.

    Args:
        at: Seconds on the timeline.
        points: In order of time, as `snap_points` gives them.
        within: How far a point reaches, seconds: pixels of the screen at the present zoom.
    """
    place = bisect_left(points, at, key=lambda point: point.at)
    beside = [point for point in points[max(0, place - 1) : place + 1] if abs(point.at - at) <= within]
    return min(beside, key=lambda point: (abs(point.at - at), _STRENGTH[point.kind]), default=None)


def snap(timeline: Timeline, at: Fraction, points: Sequence[SnapPoint], within: Fraction) -> Fraction:
    """Where a dragged edge lands: on the nearest point in reach, or else on the nearest frame."""
    point = nearest(at, points, within)
    return to_frame(timeline, at) if point is None else point.at


def snap_span(
    timeline: Timeline, span: Span, points: Sequence[SnapPoint], within: Fraction, also: Iterable[Fraction] = ()
) -> Fraction:
    """Where a dragged cue begins: so that the one of its edges that is nearest to a point lies on it.

    Args:
        timeline: The timeline as it is.
        span: Where the cue would lie.
        points: As for `nearest`.
        within: As for `nearest`.
        also: Further times inside the cue that catch: its transients, seconds on the timeline.
    """
    found = [(abs(point.at - edge), point.at - edge) for edge in (*_edges(span), *also)
             if (point := nearest(edge, points, within)) is not None]  # fmt: skip
    return to_frame(timeline, span.start) if not found else span.start + min(found)[1]


def _edges(span: Span) -> tuple[Fraction, Fraction]:
    return span.start, span.end
