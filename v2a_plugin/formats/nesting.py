"""What a container shows of what lies in it: nested sequences, compound clips, angles, and clips at another speed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from v2a_plugin.formats.cut import CutClip
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap, TimePoint

__all__ = ["DEEPEST", "seen_through", "shown_from"]

DEEPEST = 40
"""How deep a container may lie in others."""


def shown_from(clips: Iterable[CutClip], record: Span, start: Fraction) -> list[CutClip]:
    """What of some clips is seen through a container at normal speed.

    Args:
        clips: On the container's own clock.
        record: Where the container lies.
        start: Where its clock stands at its first frame.
    """
    by = record.start - start
    window = record.shifted(-by)
    parts = [(clip, both) for clip in clips if (both := clip.record.intersection(window))]
    return [(clip if both == clip.record else clip.within(both)).shifted(by) for clip, both in parts]


def seen_through(clips: Sequence[CutClip], record: Span, time_map: TimeMap) -> list[CutClip]:
    """What of some clips is seen through a container that changes the speed.

    Args:
        clips: On the container's own clock, without overlaps.
        record: Where the container lies.
        time_map: From the container's record time to its own clock.
    """
    seen: list[tuple[CutClip, CutClip]] = []
    for before, after in time_map.pieces(record):
        for inner, part in _piece(clips, before, after):
            last = seen[-1] if seen else None
            if last and last[0] is inner and last[1].record.end == part.record.start:
                seen[-1] = (inner, _joined(last[1], part))
            else:
                seen.append((inner, part))
    return [part for _, part in seen]


def _piece(clips: Sequence[CutClip], before: TimePoint, after: TimePoint) -> list[tuple[CutClip, CutClip]]:
    """What is seen while the container goes straight from one point to another, in record order."""
    if before.source == after.source:
        frozen = next((clip for clip in clips if before.source in clip.record), None)
        if frozen is None:
            return []
        held, record = frozen.shown().source(before.source), Span(before.at, after.at)
        return [(frozen, frozen.retimed(record, TimeMap.steady(record, held, Fraction(0))))]
    slope = (after.source - before.source) / (after.at - before.at)
    window = Span(*sorted((before.source, after.source)))
    found = []
    for clip in clips:
        if both := clip.record.intersection(window):
            ends = sorted(before.at + (edge - before.source) / slope for edge in (both.start, both.end))
            record = Span(*ends)
            outer = TimeMap.steady(record, before.source + (record.start - before.at) * slope, slope)
            found.append((clip, clip.retimed(record, outer.then(clip.shown()))))
    return sorted(found, key=lambda pair: pair[1].record)


def _joined(one: CutClip, other: CutClip) -> CutClip:
    """Two parts of one clip that follow each other, as one."""
    pairs = {(point.at, point.source) for part in (one, other) for point in part.shown().points}
    steady = dict(sorted(pairs))
    record = Span(one.record.start, other.record.end)
    return one.retimed(record, TimeMap.of(steady.items()))
