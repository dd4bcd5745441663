"""Room for cues that were moved all at once: each keeps its track if it can, or gets another of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, Timeline, Track, TrackKind
from v2a_plugin.timeline.lookup import place_among
from v2a_plugin.timeline.operations import CueChange, Operation, TrackChange
from v2a_plugin.timeline.track_edits import unused_name

__all__ = ["Lanes"]


@dataclass(frozen=True, slots=True)
class Rerouted:
    """A cue that found no room on its track, and where it went; the tracks are given without cues."""

    cue: Cue
    source: Track
    target: Track


@dataclass(frozen=True, slots=True)
class _Move:
    """Where a cue is to go.

    Attributes:
        cue: As it becomes.
        before: As it was; None for one that is new.
        track: Where it was.
        park: It goes to a track of unmatched cues.
    """

    cue: Cue
    before: Cue | None
    track: Track
    park: bool = False


@dataclass(slots=True)
class _Lane:
    """A track that is being filled: its header, the spans taken, in order, and whether it is new."""

    header: Track
    taken: list[Span]
    new: bool = False

    def place(self, span: Span) -> int | None:
        """Where a span would go; None when it would overlap."""
        return place_among(span, self.taken)


class Lanes:
    """Collects where cues are to go, then gives the operations that put them there without overlaps.

    Of two that would overlap the later goes to another track of its kind: one with room, or a new one below.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._lanes = [_Lane(replace(track, cues=()), []) for track in timeline.tracks]
        self._moves: list[_Move] = []
        self._gone: list[tuple[Track, Cue]] = []
        self.rerouted: list[Rerouted] = []

    def keep(self, track: Track, cue: Cue) -> None:
        """A cue stays where it is."""
        self._moves.append(_Move(cue, cue, track))

    def put(self, track: Track, before: Cue, cues: Sequence[Cue]) -> None:
        """Some cues come in the place of one; the one that carries its id is it."""
        for cue in cues:
            self._moves.append(_Move(cue, before if cue.id == before.id else None, track))

    def park(self, track: Track, cue: Cue) -> None:
        """A cue goes to a track of unmatched ones, at the time where it is."""
        self._moves.append(_Move(cue, cue, track, park=True))

    def operations(self) -> list[Operation]:
        """What puts every cue where it belongs; fills `rerouted`."""
        targets = {id(move): target for move, target in self._settled()}
        changes: list[Operation] = []
        arrivals: list[Operation] = []
        touched: set[str] = set()
        for move in self._moves:
            target = targets[id(move)].header
            if move.before == move.cue and target.id == move.track.id:
                continue
            touched |= {target.id} | ({move.track.id} if move.before else set())
            before = move.before
            if before is not None and before.lock:
                free = replace(before, lock=False)
                changes.append(CueChange(move.track.id, before, free))
                before = free
            if before is not None and target.id == move.track.id:
                changes.append(CueChange(target.id, before, move.cue))
            else:
                changes += [CueChange(move.track.id, before)] if before is not None else []
                arrivals.append(CueChange(target.id, None, move.cue))
        opened, closed = self._unlocked(touched)
        added: list[Operation] = [
            TrackChange(index, None, lane.header) for index, lane in enumerate(self._lanes) if lane.new
        ]
        return [*opened, *added, *changes, *arrivals, *closed]

    def _unlocked(self, touched: set[str]) -> tuple[list[Operation], list[Operation]]:
        """What opens the locked tracks that are touched, at their old places, and closes them, at their new ones."""
        opened: list[Operation] = []
        closed: list[Operation] = []
        places = {lane.header.id: index for index, lane in enumerate(self._lanes)}
        for index, track in enumerate(self._timeline.tracks):
            if track.lock and track.id in touched:
                shut, free = replace(track, cues=()), replace(track, cues=(), lock=False)
                opened.append(TrackChange(index, shut, free))
                closed.append(TrackChange(places[track.id], free, shut))
        return opened, closed

    def _settled(self) -> list[tuple[_Move, _Lane]]:
        """Each move with its lane."""
        settled: list[tuple[_Move, _Lane]] = []
        crowded: list[_Move] = []
        own = {lane.header.id: lane for lane in self._lanes}
        for move in sorted(self._moves, key=lambda move: (move.cue.start, move.cue != move.before)):
            lane = own[move.track.id]
            place = None if move.park else lane.place(move.cue.span)
            if place is None:
                crowded.append(move)
            else:
                lane.taken.insert(place, move.cue.span)
                settled.append((move, lane))
        for move in sorted(crowded, key=lambda move: move.cue.start):
            lane, place = self._room(move)
            lane.taken.insert(place, move.cue.span)
            settled.append((move, lane))
            self.rerouted.append(Rerouted(move.cue, own[move.track.id].header, lane.header))
        return settled

    def _room(self, move: _Move) -> tuple[_Lane, int]:
        """A track of the right kind with room for a cue: one that is there and not locked, or a new one."""
        kind = TrackKind.UNMATCHED if move.park else move.track.kind
        for lane in self._lanes:
            if lane.header.kind is kind and not lane.header.lock and (place := lane.place(move.cue.span)) is not None:
                return lane, place
        headers = tuple(lane.header for lane in self._lanes)
        name = unused_name(replace(self._timeline, tracks=headers), kind)
        likeness = Track(kind, name) if move.park else replace(move.track, cues=(), lock=False, name=name,
                                                               id=Track(kind, name).id)  # fmt: skip
        below = [index for index, lane in enumerate(self._lanes) if lane.header.kind is kind]
        index = below[-1] + 1 if below else len(self._lanes)
        self._lanes.insert(index, _Lane(likeness, [], new=True))
        return self._lanes[index], 0
