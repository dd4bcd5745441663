"""A timeline while it is being changed: lists instead of tuples, and checks of what was touched only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter

from v2a_plugin.model.errors import BadInput, SpanError, V2AError
from v2a_plugin.model.time import clock
from v2a_plugin.model.timeline import Cue, PictureClip, Timeline
from v2a_plugin.timeline.draft_parts import START, Lane, Stale, check_exact, check_locks, find_cue_at, put
from v2a_plugin.timeline.operations import (
    Change,
    ChangeKind,
    ClipChange,
    CueChange,
    Header,
    HeaderChange,
    MarkerChange,
    Operation,
    TakeChange,
    TrackChange,
    TrackMove,
    swapped,
)

__all__ = ["Draft"]

_record = attrgetter("record")


class Draft:
    """Applies changes to a timeline, one after another, and gives the timeline that results.

    A change is applied whole or not at all. After each, the timeline is valid: what was touched is checked.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._header = Header.of(timeline)
        self._picture = list(timeline.picture)
        self._lanes = [Lane(track) for track in timeline.tracks]
        self._takes = list(timeline.takes)
        self._markers = list(timeline.markers)
        self._stale: set[str] = set()
        """Fields of the timeline that differ from `_timeline`."""
        self._places: dict[str, tuple[str, Fraction]] | None = None
        """Track and start of each cue, by its id."""
        self._lengths: dict[str, Fraction] | None = None

    def timeline(self) -> Timeline:
        """The timeline as it is now; what did not change is shared with the one before."""
        if self._stale:
            was = self._timeline
            self._timeline = Timeline(
                rate=self._header.rate,
                start=self._header.start,
                picture=tuple(self._picture) if "picture" in self._stale else was.picture,
                tracks=tuple(lane.frozen() for lane in self._lanes) if "tracks" in self._stale else was.tracks,
                takes=tuple(self._takes) if "takes" in self._stale else was.takes,
                markers=tuple(self._markers) if "markers" in self._stale else was.markers,
                name=self._header.name,
                production=self._header.production,
            )
            self._stale = set()
        return self._timeline

    def find(self, cue: str) -> tuple[int, int] | None:
        """Which of the tracks has a cue, and which of its cues it is; None when none has. Takes no step a cue."""
        found = self._ids().get(cue)
        if found is None:
            return None
        for index, lane in enumerate(self._lanes):
            if lane.header.id == found[0]:
                return index, find_cue_at(lane.cues, found[1], cue)
        return None

    def apply(self, change: Change) -> None:
        """Do a change, or leave everything as it is.

        Raises:
            BadInput: The timeline is not the one that the change was made for, a lock forbids it (undo and redo
                pass over locks: they restore what was), or it would leave a cue without its take.
            SpanError: Cues or clips would overlap, or a time is no exact number.
        """
        guarded = change.kind in (ChangeKind.EDIT, ChangeKind.LASTING)
        done: list[Operation] = []
        try:
            for operation in change.operations:
                self._do(operation, guarded)
                done.append(operation)
            self._check(change.operations)
        except V2AError as error:
            for operation in reversed(done):
                self._do(swapped(operation), guarded=False)
            if isinstance(error, Stale):
                raise BadInput(
                    f"'{change.name}' was made for another state of the timeline: {error.message}.",
                    "Make the edit again on the timeline as it is.",
                ) from error
            raise

    def _do(self, operation: Operation, guarded: bool) -> None:
        match operation:
            case CueChange():
                self._cue(operation, guarded)
            case ClipChange():
                self._clip(operation)
            case TakeChange():
                self._take(operation)
            case MarkerChange():
                self._marker(operation)
            case TrackChange():
                self._track(operation, guarded)
            case TrackMove(track, before, after):
                self._move(track, before, after)
            case HeaderChange(before, after):
                if self._header != before:
                    raise Stale("its name, rate or start is another")
                if after.start.rate != after.rate:
                    raise SpanError(f"The start timecode {after.start} does not count at the cut's own rate.")
                self._header = after
                self._stale.add("header")

    def _cue(self, change: CueChange, guarded: bool) -> None:
        lane = self._lane(change.track)
        before, after = change.before, change.after
        if guarded:
            check_locks(lane.header, before, after)
        if after is not None:
            check_exact(f"cue {after.id}", after.start)
        ids = self._ids()
        place = -1
        if before is not None:
            place = find_cue_at(lane.cues, before.start, before.id)
            if place < 0 or lane.cues[place] != before:
                raise Stale(f"cue {before.name or before.id} on {lane.header.name} is not as it was")
            if after is not None and after.start == before.start:
                lane.cues[place] = after
            else:
                del lane.cues[place]
                ids.pop(before.id, None)
        if after is not None and (before is None or after.start != before.start):
            if after.id in ids:
                raise Stale(f"there is already a cue {after.id}")
            lane.cues.insert(bisect_left(lane.cues, after.start, key=START), after)
            ids[after.id] = (change.track, after.start)
        lane.track = None
        self._stale.add("tracks")

    def _clip(self, change: ClipChange) -> None:
        before, after = change.before, change.after
        if after is not None:
            check_exact(after.region.name, after.record, after.region.span.start, after.region.span.end)
        if before is not None:
            place = bisect_left(self._picture, before.record, key=_record)
            while place < len(self._picture) and self._picture[place].record == before.record:
                if self._picture[place] == before:
                    break
                place += 1
            else:
                raise Stale(f"{before.region.name} is not where it was in the cut")
            if after is not None and after.record == before.record:
                self._picture[place] = after
            else:
                del self._picture[place]
        if after is not None and (before is None or after.record != before.record):
            self._picture.insert(bisect_left(self._picture, after.record, key=_record), after)
        self._stale.add("picture")

    def _take(self, change: TakeChange) -> None:
        index, before, after = change.index, change.before, change.after
        lengths = self._take_lengths()
        if before is None and after is not None and after.id in lengths:
            raise Stale(f"there is already a take {after.id}")
        if after is not None:
            check_exact(f"take {after.id}", after.length, after.used.start, after.used.end)
        put(self._takes, index, before, after)
        if before is not None:
            del lengths[before.id]
        if after is not None:
            lengths[after.id] = after.length
        self._stale.add("takes")

    def _marker(self, change: MarkerChange) -> None:
        index, before, after = change.index, change.before, change.after
        if after is not None:
            check_exact(f"marker {after.name}", after.at)
            following = self._markers[index + (before is not None) :][:1] if index >= 0 else []
            near = [marker.at for marker in (*self._markers[:index][-1:], after, *following)]
            if near != sorted(near):
                raise BadInput(f"Marker {after.name} is out of order.", "Insert it where its time belongs.")
        put(self._markers, index, before, after)
        self._stale.add("markers")

    def _track(self, change: TrackChange, guarded: bool) -> None:
        index, before, after = change.index, change.before, change.after
        if not 0 <= index <= len(self._lanes):
            raise Stale(f"there is no track {index + 1}")
        self._stale.add("tracks")
        if before is not None:
            lane = self._lanes[index] if index < len(self._lanes) else None
            if lane is None or (lane.header if after else lane.frozen()) != before:
                raise Stale(f"track {before.name} is not as it was")
            if after is not None:
                lane.header, lane.track = after, None
                return
            if guarded and (before.lock or any(cue.lock for cue in before.cues)):
                raise BadInput(f"Track {before.name} is locked, or holds a locked cue.", "Unlock it first.")
            ids = self._ids()
            for cue in before.cues:
                ids.pop(cue.id, None)
            del self._lanes[index]
        elif after is not None:
            places = {cue.id: (after.id, cue.start) for cue in after.cues}
            if any(lane.header.id == after.id for lane in self._lanes) or len(places) < len(after.cues):
                raise Stale(f"track {after.name} or a cue on it is there twice")
            if places.keys() & self._ids().keys():
                raise Stale(f"a cue of track {after.name} is already there")
            self._ids().update(places)
            self._lanes.insert(index, Lane(after))

    def _move(self, track: str, before: int, after: int) -> None:
        count = len(self._lanes)
        if not (0 <= before < count and 0 <= after < count) or self._lanes[before].header.id != track:
            raise Stale(f"track {track} is not at place {before + 1}, or there is no place {after + 1}")
        self._lanes.insert(after, self._lanes.pop(before))
        self._stale.add("tracks")

    def _check(self, operations: Sequence[Operation]) -> None:
        """What stands at the end of a change, around what it touched."""
        gone: set[str] = set()
        for operation in operations:
            match operation:
                case CueChange(track, _, after) if after is not None:
                    self._check_cue(track, after)
                case ClipChange(_, after) if after is not None:
                    self._check_picture(after)
                case TakeChange(_, before, None) if before is not None:
                    gone.add(before.id)
                case TrackChange(_, None, after) if after is not None:
                    for cue in after.cues:
                        self._check_cue(after.id, cue)
        if gone := gone - self._take_lengths().keys() if gone else gone:
            self._check_unused(gone)

    def _check_cue(self, track: str, cue: Cue) -> None:
        lane = next((lane for lane in self._lanes if lane.header.id == track), None)
        place = find_cue_at(lane.cues, cue.start, cue.id) if lane else -1
        if lane is None or place < 0 or lane.cues[place] is not cue:
            return  # a later operation took it away
        check_exact(f"cue {cue.id}", cue.start, cue.trim.start, cue.trim.end, cue.length)
        check_exact(f"a fade of cue {cue.id}", cue.fade_in.length, cue.fade_out.length)
        check_exact(f"a volume point of cue {cue.id}", *(point.at for point in cue.volume))
        lengths = self._take_lengths()
        if cue.take not in lengths:
            raise BadInput(
                f"The cue {cue.name or cue.id} plays the take {cue.take}, which is not kept.", "Add the take first."
            )
        if lengths[cue.take] != cue.length:
            raise BadInput(f"The cue {cue.name or cue.id} has another length than its take {cue.take}.")
        for one, following in pairwise(lane.cues[max(0, place - 1) : place + 2]):
            if one.end > following.start:
                raise SpanError(
                    f"Two cues would overlap on {lane.header.name} at {clock(following.start)}.",
                    "Use another track, or trim one of them.",
                )

    def _check_picture(self, clip: PictureClip) -> None:
        place = bisect_left(self._picture, clip.record, key=_record)
        for one, following in pairwise(self._picture[max(0, place - 1) : place + 2]):
            if one.span.end > following.record:
                raise SpanError(
                    f"{one.region.name} and {following.region.name} overlap in the cut at {clock(following.record)}.",
                    "Shorten the one or move the other.",
                )
        standing = place < len(self._picture) and self._picture[place] is clip
        if standing and clip.chosen is not None and clip.chosen not in self._take_lengths():
            raise BadInput(f"{clip.region.name} chose the take {clip.chosen}, which is not kept.", "Add it first.")

    def _check_unused(self, gone: set[str]) -> None:
        for lane in self._lanes:
            for cue in lane.cues:
                if cue.take in gone:
                    raise BadInput(f"A cue on {lane.header.name} plays the take {cue.take}.", "Delete the cue first.")
        for clip in self._picture:
            if clip.chosen in gone:
                raise BadInput(f"{clip.region.name} chose the take {clip.chosen}.", "Choose another first.")

    def _lane(self, track: str) -> Lane:
        for lane in self._lanes:
            if lane.header.id == track:
                return lane
        raise Stale(f"there is no track {track}")

    def _ids(self) -> dict[str, tuple[str, Fraction]]:
        if self._places is None:
            self._places = {cue.id: (lane.header.id, cue.start) for lane in self._lanes for cue in lane.cues}
        return self._places

    def _take_lengths(self) -> dict[str, Fraction]:
        if self._lengths is None:
            self._lengths = {take.id: take.length for take in self._takes}
        return self._lengths
