"""What a conform does, for a person to read before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.conform.matching import ClipMatch, MatchKind
from v2a_plugin.model.regions import Region

__all__ = ["ConformReport", "MovedCue", "ReroutedCue", "UnmatchedCue"]


@dataclass(frozen=True, slots=True)
class MovedCue:
    """A cue that followed its picture.

    Attributes:
        cue: Its id.
        track: Name of its track.
        by: How far its sound moved on the timeline, seconds; of several pieces the first.
        trimmed: Seconds that were trimmed away, since the cut no longer shows their picture.
        pieces: How many cues it is now.
    """

    cue: str
    track: str
    by: Fraction
    trimmed: Fraction
    pieces: int


@dataclass(frozen=True, slots=True)
class UnmatchedCue:
    """A cue that could not follow and was put on a track of its own, at the time where it was.

    Attributes:
        cue: Its id.
        track: Name of the track it was on.
        region: Name of the region it belonged to, or lay on.
        start: Where it begins, seconds on the timeline.
        reason: In a few words.
    """

    cue: str
    track: str
    region: str
    start: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class ReroutedCue:
    """A cue, or a piece of one, that would have overlapped another and went to another track."""

    cue: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ConformReport:
    """What a conform does.

    Attributes:
        matches: Which clips show the same, and how that was found.
        moved: Cues that are elsewhere now, or shorter, or cut in two.
        unmatched: Cues on a track of their own now.
        rerouted: Cues on another track of their kind now.
        gone: Regions of the old cut that the new one does not show.
        new: Regions that only the new cut has; they have no takes yet.
        markers_left: Ids of markers whose picture is gone; they stay where they are.
        notes: What could not be compared and why.
    """

    matches: tuple[ClipMatch, ...]
    moved: tuple[MovedCue, ...]
    unmatched: tuple[UnmatchedCue, ...]
    rerouted: tuple[ReroutedCue, ...]
    gone: tuple[Region, ...]
    new: tuple[Region, ...]
    markers_left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The report in sentences, what needs attention first."""
        sentences = [
            f"The cue on {one.track} of {one.region} could not be matched: {one.reason}. It is kept on a track of its own."
            for one in self.unmatched
        ]
        sentences += [
            f"A cue of {one.source} went to {one.target}, since it would have overlapped." for one in self.rerouted
        ]
        sentences += [f"{region.name} is no longer in the cut." for region in self.gone]
        sentences += [f"{region.name} is new and has no takes." for region in self.new]
        by_picture = len({one.old for one in self.matches if one.kind is MatchKind.PICTURE})
        sentences += [f"{_count(by_picture, 'shot')} matched by picture."] if by_picture else []
        sentences += [f"{_count(len(self.moved), 'cue')} moved or trimmed with the picture."] if self.moved else []
        sentences += [f"{_count(len(self.markers_left), 'marker')} left in place."] if self.markers_left else []
        return (*sentences, *self.notes)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
