"""Changes of speed: which moment of a source is shown when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.time import Span

__all__ = ["TimeMap", "TimePoint"]


@dataclass(frozen=True, slots=True)
class TimePoint:
    """At a time of what is shown, this time of the source is seen; both in seconds."""

    at: Fraction
    source: Fraction


@dataclass(frozen=True, slots=True)
class TimeMap:
    """Source time over shown time: straight between points, and on in the same direction beyond the outer ones.

    Slope 1 is normal speed, 1/2 slow motion, below 0 reverse, 0 a frozen frame; a ramp has several.

    Attributes:
        points: At least two; their shown times strictly increase.
    """

    points: tuple[TimePoint, ...]

    def __post_init__(self) -> None:
        if len(self.points) < 2 or any(after.at <= before.at for before, after in pairwise(self.points)):
            raise SpanError("A change of speed does not say where it begins and ends.", "Export the cut again.")

    @classmethod
    def of(cls, pairs: Iterable[tuple[Fraction, Fraction]]) -> TimeMap:
        """From pairs (shown time, source time)."""
        return cls(tuple(TimePoint(at, source) for at, source in pairs))

    @classmethod
    def steady(cls, span: Span, source: Fraction, speed: Fraction) -> TimeMap:
        """A constant speed over a span of shown time.

        Args:
            span: Shown time.
            source: Seen at its start.
            speed: Seconds of the source a second.
        """
        return cls.of(((span.start, source), (span.end, source + span.duration * speed)))

    @property
    def speed(self) -> Fraction | None:
        """Seconds of the source a shown second; None where it changes."""
        slopes = {_slope(before, after) for before, after in pairwise(self.points)}
        return slopes.pop() if len(slopes) == 1 else None

    def source(self, at: Fraction) -> Fraction:
        """The time of the source that is seen at a shown time."""
        place = bisect_right(self.points, at, key=lambda point: point.at)
        place = min(max(place, 1), len(self.points) - 1)
        before, after = self.points[place - 1], self.points[place]
        return before.source + (at - before.at) * _slope(before, after)

    def shown_at(self, source: Fraction) -> tuple[Fraction, ...]:
        """When a time of the source is seen between the outer points; not while it is frozen."""
        found = []
        for before, after in pairwise(self.points):
            low, high = sorted((before.source, after.source))
            if low <= source <= high and low < high:
                found.append(before.at + (source - before.source) / _slope(before, after))
        return tuple(sorted(set(found)))

    def within(self, span: Span) -> TimeMap:
        """The same over a span of shown time, with a point at each of its ends."""
        inner = [(point.at, point.source) for point in self.points if span.start < point.at < span.end]
        return TimeMap.of([(span.start, self.source(span.start)), *inner, (span.end, self.source(span.end))])

    def extent(self, span: Span) -> tuple[Fraction, Fraction]:
        """The first and the last time of the source that are seen during a span of shown time; equal when frozen."""
        seen = [point.source for point in self.within(span).points]
        return min(seen), max(seen)

    def shifted(self, at: Fraction = Fraction(0), source: Fraction = Fraction(0)) -> TimeMap:
        """The same with its clocks moved by some seconds."""
        return TimeMap(tuple(TimePoint(point.at + at, point.source + source) for point in self.points))

    def pieces(self, span: Span) -> Iterator[tuple[TimePoint, TimePoint]]:
        """The straight pieces over a span of shown time, in order."""
        yield from pairwise(self.within(span).points)

    def then(self, inner: TimeMap) -> TimeMap:
        """This map, whose source is what another map shows: one that leads to the other's source."""
        pairs: list[tuple[Fraction, Fraction]] = []
        for before, after in pairwise(self.points):
            slope = _slope(before, after)
            turns = []
            if slope:
                low, high = sorted((before.source, after.source))
                turns = [before.at + (p.at - before.source) / slope for p in inner.points if low < p.at < high]
            pairs += [(at, inner.source(self.source(at))) for at in (before.at, *sorted(turns))]
        last = self.points[-1]
        return TimeMap.of([*pairs, (last.at, inner.source(last.source))])


def _slope(before: TimePoint, after: TimePoint) -> Fraction:
    return (after.source - before.source) / (after.at - before.at)
