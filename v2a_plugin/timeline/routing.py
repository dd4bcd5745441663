"""Which track a take belongs on: the one that holds what it sounds like.

What a category of the Universal Category System is laid on stands in `v2a_resources/ucs/tracks.csv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline, Track, TrackKind
from v2a_plugin.timeline.lookup import place_among
from v2a_plugin.timeline.operations import CueChange, Operation, TrackChange
from v2a_plugin.timeline.ucs_list import cat_ids, categories, category_of_label, list_path, shipped_table

__all__ = ["Routing", "category_of_take", "track_name_for"]

_NUMBER = re.compile(r"\s+\d+$")
_BY_KIND = frozenset((TrackKind.FEET, TrackKind.MOVES, TrackKind.AMBIENCE))
"""Kinds of which any track will do, whatever a person calls it; the others hold much and go by their names."""


def category_of_take(take: KeptTake) -> str:
    """The CatID of what a take sounds like; "" where nothing says so.

    What the file name of its recording begins with, where that follows the system; else what its names mean, the best
    first.
    """
    begin, named, _ = take.recording.partition("_")
    own = cat_ids(list_path()).get(begin.split("-")[0].strip().casefold(), "") if named else ""
    return own or next(filter(None, (category_of_label(name, list_path()) for name in take.names)), "")


def track_name_for(take: KeptTake) -> str:
    """What the track is called that a take belongs on: "Animals"; "FX" where nothing says what it sounds like."""
    return _belongs(category_of_take(take), list_path())[0]


class Routing:
    """Finds room for cues on the tracks where they belong, and adds the tracks that are not there."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._tracks = list(timeline.tracks)
        self._taken: dict[str, list[Span]] = {}
        self.operations: list[Operation] = []
        """What puts the cues there."""

    def put(self, take: KeptTake, cue: Cue) -> None:
        """Put a cue on the first open track with room that holds what its take sounds like, else on a new one.

        A take of which nothing says what it sounds like goes on the first open track with room, those for effects
        first and those for feet last.

        Raises:
            BadInput: Nothing says what it sounds like, and no track is open.
        """
        category = category_of_take(take)
        name, kind = _belongs(category, list_path())
        if category:
            self._lay(cue, [track for track in self._open() if _alike(track, name, kind)], name, kind)
            return
        fits = sorted(self._open(), key=lambda track: (track.kind is TrackKind.FEET, track.kind is not TrackKind.FX))
        if not fits:
            raise BadInput("There is no track that is open.", "Add one, or unlock one.")
        self._lay(cue, fits, name, kind)

    def put_beside(self, track: Track, cue: Cue) -> None:
        """Put a cue on a track or the first open one with room that holds the same, else on a new one."""
        name = _NUMBER.sub("", track.name)
        self._lay(cue, [each for each in self._open() if _alike(each, name, track.kind)], name, track.kind)

    def put_on(self, track: Track, cue: Cue) -> bool:
        """Put a cue on a track; whether it had room."""
        if not self._has_room(track, cue.span):
            return False
        self._lay(cue, (track,), track.name, track.kind)
        return True

    def _open(self) -> list[Track]:
        return [track for track in self._tracks if not track.lock and track.kind is not TrackKind.UNMATCHED]

    def _lay(self, cue: Cue, fits: Sequence[Track], name: str, kind: TrackKind) -> None:
        target = next((track for track in fits if self._has_room(track, cue.span)), None) or self._add(name, kind)
        spans = self._spans(target)
        spans.insert(bisect_left(spans, cue.start, key=lambda one: one.start), cue.span)
        self.operations.append(CueChange(target.id, None, cue))

    def _spans(self, track: Track) -> list[Span]:
        if track.id not in self._taken:
            self._taken[track.id] = [cue.span for cue in track.cues]
        return self._taken[track.id]

    def _has_room(self, track: Track, span: Span) -> bool:
        return place_among(span, self._spans(track)) is not None

    def _add(self, name: str, kind: TrackKind) -> Track:
        """A new track below the others of its kind."""
        names = {track.name.casefold() for track in self._tracks}
        numbered = (name if number == 1 else f"{name} {number}" for number in range(1, len(names) + 2))
        new = Track(kind, next(each for each in numbered if each.casefold() not in names))
        below = [index for index, track in enumerate(self._tracks) if track.kind is kind]
        index = below[-1] + 1 if below else len(self._tracks)
        self._tracks.insert(index, new)
        self.operations.append(TrackChange(index, None, new))
        return new


def _alike(track: Track, name: str, kind: TrackKind) -> bool:
    """Whether a track holds what one of a name and kind does: "Doors 2" what "Doors" does."""
    return track.kind is kind and (kind in _BY_KIND or _NUMBER.sub("", track.name).casefold() == name.casefold())


@cache
def _tracks() -> dict[str, tuple[str, TrackKind]]:
    """Name and kind of a track by CatID or by category."""
    return {row["Category"]: (row["Track"], TrackKind(row["Kind"])) for row in shipped_table("tracks.csv")}


@cache
def _belongs(category: str, path: Path) -> tuple[str, TrackKind]:
    """Name and kind of the track for a CatID of a list of categories."""
    family = next((each.category for each in categories(path) if each.cat_id == category), "")
    return _tracks().get(category) or _tracks().get(family) or ("FX", TrackKind.FX)
