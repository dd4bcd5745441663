"""Finding things on a timeline by their id; what is not there is one sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress, count
from operator import attrgetter

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, KeptTake, Marker, PictureClip, Timeline, Track
from v2a_plugin.timeline.changes import recent

__all__ = [
    "Cues",
    "Placed",
    "cues_between",
    "exact",
    "find_clip",
    "find_clips",
    "find_cue",
    "find_cues",
    "find_marker",
    "find_take",
    "find_track",
    "index_of_take",
    "index_of_track",
    "place_among",
    "takes_of",
]

_ID = attrgetter("id")
Cues = str | Iterable[str]
"""The id of one cue, or the ids of many."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue and the track it is on."""

    track: Track
    cue: Cue


def exact(time: Fraction | int) -> Fraction:
    """A time that a person's code gave, exact.

    Raises:
        SpanError: It is a float, whose last digits nobody meant.
    """
    if isinstance(time, (Fraction, int)):
        return Fraction(time)
    raise SpanError(f"The time {time} is not exact.", "Give it as a Fraction.")


def place_among(span: Span, taken: Sequence[Span]) -> int | None:
    """Where a span goes among others, which are in order and apart; None where it would overlap one."""
    place = bisect_left(taken, span.start, key=lambda one: one.start)
    return None if any(span.overlaps(one) for one in taken[max(0, place - 1) : place + 1]) else place


def cues_between(track: Track, start: Fraction, end: Fraction) -> tuple[Cue, ...]:
    """The cues of a track that lie between two times, in part or whole; all of them are in order and apart."""
    first = bisect_right(track.cues, start, key=lambda cue: cue.end)
    return track.cues[first : bisect_left(track.cues, end, key=lambda cue: cue.start)]


def find_cue(timeline: Timeline, cue: str) -> Placed:
    """A cue and its track.

    Raises:
        BadInput: No track has it.
    """
    return find_cues(timeline, cue)[0]


def find_cues(timeline: Timeline, cues: Cues) -> tuple[Placed, ...]:
    """Cues and their tracks, in the order of the ids, each once.

    Raises:
        BadInput: An id that no cue has, or no id at all.
    """
    wanted = dict.fromkeys([cues] if isinstance(cues, str) else cues)
    found = _indexed(timeline, wanted) or {
        track.cues[place].id: Placed(track, track.cues[place])
        for track in timeline.tracks
        for place in compress(count(), map(wanted.__contains__, map(_ID, track.cues)))  # no step of Python's own a cue
    }
    if not wanted:
        raise BadInput("No cue was given.", "Select a cue.")
    if missing := [cue for cue in wanted if cue not in found]:
        raise BadInput(f"There is no cue {missing[0]}.", "Take the ids from the list of cues.")
    return tuple(found[cue] for cue in wanted)


def _indexed(timeline: Timeline, cues: Iterable[str]) -> dict[str, Placed]:
    """The cues that the index of the last change knows; none for another timeline than that change gave."""
    draft = recent(timeline)
    places = {cue: draft.find(cue) for cue in cues} if draft else {}
    return {
        cue: Placed(timeline.tracks[place[0]], timeline.tracks[place[0]].cues[place[1]])
        for cue, place in places.items()
        if place is not None
    }


def index_of_track(timeline: Timeline, track: str) -> int:
    """Place of a track among the tracks.

    Raises:
        BadInput: There is none with this id.
    """
    for index, one in enumerate(timeline.tracks):
        if one.id == track:
            return index
    raise BadInput(f"There is no track {track}.", "Take the ids from the list of tracks.")


def find_track(timeline: Timeline, track: str) -> Track:
    """A track by its id.

    Raises:
        BadInput: There is none.
    """
    return timeline.tracks[index_of_track(timeline, track)]


def index_of_take(timeline: Timeline, take: str) -> int:
    """Place of a take among the kept takes.

    Raises:
        BadInput: It is not kept.
    """
    for index, one in enumerate(timeline.takes):
        if one.id == take:
            return index
    raise BadInput(f"There is no take {take}.", "Take the ids from the list of takes.")


def find_take(timeline: Timeline, take: str) -> KeptTake:
    """A kept take by its id.

    Raises:
        BadInput: It is not kept.
    """
    return timeline.takes[index_of_take(timeline, take)]


def takes_of(timeline: Timeline, region: str) -> tuple[KeptTake, ...]:
    """All takes kept of a region, in the order they came."""
    return tuple(take for take in timeline.takes if take.region == region)


def find_clips(timeline: Timeline, region: str) -> tuple[PictureClip, ...]:
    """Where the cut shows a region; mostly once, () when it was cut out."""
    return tuple(clip for clip in timeline.picture if clip.region.id == region)


def find_clip(timeline: Timeline, region: str) -> PictureClip:
    """Where the cut shows a region first.

    Raises:
        BadInput: The cut does not show it.
    """
    for clip in timeline.picture:
        if clip.region.id == region:
            return clip
    raise BadInput(f"The cut does not show the region {region}.", "Take the ids from the list of shots.")


def find_marker(timeline: Timeline, marker: str) -> tuple[int, Marker]:
    """A marker's place among the markers, and the marker.

    Raises:
        BadInput: There is none.
    """
    for index, one in enumerate(timeline.markers):
        if one.id == marker:
            return index, one
    raise BadInput(f"There is no marker {marker}.", "Take the ids from the list of markers.")
