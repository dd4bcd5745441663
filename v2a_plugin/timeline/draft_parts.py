"""What a draft of a timeline is made of: tracks as lists, and the checks that need no more than what they are given."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter
from typing import TypeVar

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.timeline import Cue, KeptTake, Marker, Track

__all__ = ["START", "Lane", "Stale", "check_exact", "check_locks", "find_cue_at", "put"]

START = attrgetter("start")
"""What cues are in order of."""


class Lane:
    """One track being changed: its header (a track without cues) and its cues in order of start."""

    __slots__ = ("cues", "header", "track")

    def __init__(self, track: Track) -> None:
        self.header = replace(track, cues=())
        self.cues = list(track.cues)
        self.track: Track | None = track  # None once it differs

    def frozen(self) -> Track:
        """The track as it is now."""
        if self.track is None:
            self.track = replace(self.header, cues=tuple(self.cues), checked=True)
        return self.track


class Stale(BadInput):
    """The timeline is not the one that a change was made for; the message is a clause."""


def find_cue_at(cues: Sequence[Cue], start: Fraction, wanted: str) -> int:
    """Index of the cue with an id among those that begin at a time, -1 when there is none."""
    place = bisect_left(cues, start, key=START)
    while place < len(cues) and cues[place].start == start:
        if cues[place].id == wanted:
            return place
        place += 1
    return -1


_T = TypeVar("_T", KeptTake, Marker)


def put(items: list[_T], index: int, before: _T | None, after: _T | None) -> None:
    """Insert, remove or replace one item of a list."""
    if before is not None and not (0 <= index < len(items) and items[index] == before):
        raise Stale(f"{before.id} is not as it was")
    if after is not None and not 0 <= index <= len(items):
        raise Stale(f"there is no place {index + 1} for {after.id}")
    items[index : index + (before is not None)] = [] if after is None else [after]


def check_locks(track: Track, before: Cue | None, after: Cue | None) -> None:
    """Refuse to change what is locked; a lock itself may be opened.

    Raises:
        BadInput: The track or the cue is locked.
    """
    if track.lock:
        raise BadInput(f"Track {track.name} is locked.", "Unlock it first.")
    if before is not None and before.lock and (after is None or replace(before, lock=after.lock) != after):
        raise BadInput(f"The cue {before.name or before.id} on {track.name} is locked.", "Unlock it first.")


def check_exact(what: str, *times: object) -> None:
    """Refuse times that are no fractions.

    Raises:
        SpanError: One is a float, or anything else.
    """
    for time in times:
        if not isinstance(time, Fraction):
            raise SpanError(f"The time {time} of {what} is not exact.", "Give it as a Fraction.")
