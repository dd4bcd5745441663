"""What an edit is made of: a named change of a few primitive operations, each of which knows its inverse.

Every operation says what was there before and what is there after; None before is an insertion, None after a
removal. So the inverse swaps the two, and an operation that meets another state than it was made for is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import Cue, KeptTake, Marker, PictureClip, Production, Timeline, Track

__all__ = [
    "Change",
    "ChangeKind",
    "ClipChange",
    "CueChange",
    "Header",
    "HeaderChange",
    "MarkerChange",
    "Operation",
    "TakeChange",
    "TrackChange",
    "TrackMove",
    "group",
    "inverse",
    "swapped",
]


@dataclass(frozen=True, slots=True)
class Header:
    """What a timeline says of itself; fields as in `Timeline`."""

    name: str
    rate: Fraction
    start: Timecode
    production: Production = field(default=Production())

    @classmethod
    def of(cls, timeline: Timeline) -> Header:
        """The header of a timeline."""
        return cls(timeline.name, timeline.rate, timeline.start, timeline.production)


@dataclass(frozen=True, slots=True)
class CueChange:
    """A cue is put on a track, taken off it, or replaced by one with the same id.

    Attributes:
        track: Id of the track.
        before: The cue as it was.
        after: The cue as it becomes.
    """

    track: str
    before: Cue | None = None
    after: Cue | None = None

    def __post_init__(self) -> None:
        _check_pair(self.before, self.after)


@dataclass(frozen=True, slots=True)
class ClipChange:
    """A clip of the picture track comes, goes or is replaced; its place follows from its record time."""

    before: PictureClip | None = None
    after: PictureClip | None = None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise _nothing()


@dataclass(frozen=True, slots=True)
class TakeChange:
    """A kept take comes, goes or is replaced by one with the same id and length; `index` is its place in the list."""

    index: int
    before: KeptTake | None = None
    after: KeptTake | None = None

    def __post_init__(self) -> None:
        _check_pair(self.before, self.after)
        if self.before and self.after and self.before.length != self.after.length:
            raise BadInput(f"The sound of take {self.before.id} cannot change its length.", "Add another take.")


@dataclass(frozen=True, slots=True)
class MarkerChange:
    """A marker comes, goes or is replaced; `index` is its place in the list."""

    index: int
    before: Marker | None = None
    after: Marker | None = None

    def __post_init__(self) -> None:
        _check_pair(self.before, self.after)


@dataclass(frozen=True, slots=True)
class TrackChange:
    """A track comes or goes with its cues, or its header (everything but its cues) is replaced.

    Attributes:
        index: Its place among the tracks.
        before: The track as it was; without cues when only the header changes.
        after: The track as it becomes; likewise.
    """

    index: int
    before: Track | None = None
    after: Track | None = None

    def __post_init__(self) -> None:
        _check_pair(self.before, self.after)
        if self.before and self.after and (self.before.cues or self.after.cues):
            raise BadInput("The header of a track was given with cues.", "Change the cues one by one.")


@dataclass(frozen=True, slots=True)
class TrackMove:
    """A track goes from one place among the tracks to another; the others keep their order."""

    track: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """The timeline's name, rate or start, or how its production sound is listened to, becomes another."""

    before: Header
    after: Header


Operation: TypeAlias = CueChange | ClipChange | TakeChange | MarkerChange | TrackChange | TrackMove | HeaderChange


class ChangeKind(StrEnum):
    """What a change is to the history."""

    EDIT = "edit"
    """Done by a person; can be undone."""
    UNDO = "undo"
    """Takes the last edit back."""
    REDO = "redo"
    """Does the last undone edit again."""
    LASTING = "lasting"
    """Stays: undo passes over it. For takes that arrive while a person edits."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the history: what a person sees as one edit.

    Attributes:
        name: What the undo menu shows: "Trim", "Ripple delete".
        operations: In the order they are done; only what stands at the end must be a valid timeline.
        kind: An edit, or how it moves through the history.
    """

    name: str
    operations: tuple[Operation, ...]
    kind: ChangeKind = ChangeKind.EDIT

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.operations)


_OPPOSITE = {
    ChangeKind.EDIT: ChangeKind.UNDO,
    ChangeKind.UNDO: ChangeKind.REDO,
    ChangeKind.REDO: ChangeKind.UNDO,
    ChangeKind.LASTING: ChangeKind.UNDO,
}


def inverse(change: Change) -> Change:
    """The change that takes another back: of an edit its undo, of an undo its redo."""
    backwards = tuple(swapped(operation) for operation in reversed(change.operations))
    return Change(change.name, backwards, _OPPOSITE[change.kind])


def group(name: str, *changes: Change) -> Change:
    """Several changes as one step of the history, each made for the timeline that the one before leaves."""
    return Change(name, tuple(operation for change in changes for operation in change.operations))


def swapped(operation: Operation) -> Operation:
    """The inverse of one operation."""
    return replace(operation, before=operation.after, after=operation.before)  # type: ignore[arg-type]


def _check_pair(before: Cue | KeptTake | Marker | Track | None, after: Cue | KeptTake | Marker | Track | None) -> None:
    if before is None and after is None:
        raise _nothing()
    if before is not None and after is not None and before.id != after.id:
        raise BadInput(f"{before.id} cannot become {after.id}.", "Remove the one and insert the other.")


def _nothing() -> BadInput:
    return BadInput("An operation has neither a before nor an after.")
