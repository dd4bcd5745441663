"""Edits of cues: each looks at a timeline and gives the change that does it; `changes.apply` does it.

What would make cues overlap, or touch what is locked, is refused when the change is applied. Moving one end of a
cue, or slipping it, reaches as far as the sound of its take goes: `trim_within` and `slip_within` keep to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.regions import new_id
from v2a_plugin.model.time import Span, clock
from v2a_plugin.model.timeline import Cue, Fade, FadeShape, KeptTake, Timeline, Track
from v2a_plugin.timeline.changes import apply
from v2a_plugin.timeline.lookup import Cues, exact, find_cue, find_cues, find_track
from v2a_plugin.timeline.operations import Change, CueChange, Operation

__all__ = [
    "Edge",
    "delete",
    "duplicate",
    "fade",
    "fitting",
    "gain",
    "gain_by",
    "lock",
    "move",
    "mute",
    "note",
    "nudge",
    "rename",
    "set_category",
    "slip",
    "slip_within",
    "split",
    "together",
    "trim",
    "trim_within",
]

_NONE = Fade()


class Edge(StrEnum):
    """One end of a cue."""

    START = "start"
    END = "end"


def together(name: str, timeline: Timeline, edits: Iterable[Callable[[Timeline], Change]]) -> Change:
    """Several edits as one step of the history, each looking at the timeline that the one before leaves."""
    operations: list[Operation] = []
    for edit in edits:
        change = edit(timeline)
        operations += change.operations
        timeline = apply(change, timeline)
    return Change(name, tuple(operations))


def move(timeline: Timeline, cue: str, *, start: Fraction | int | None = None, track: str | None = None) -> Change:
    """Put a cue somewhere else.

    Args:
        timeline: The timeline as it is.
        cue: Its id.
        start: Where it begins then, seconds; None leaves it.
        track: Id of another track; None leaves it on its own.
    """
    placed = find_cue(timeline, cue)
    moved = placed.cue if start is None else replace(placed.cue, start=exact(start))
    if track is None or track == placed.track.id:
        return Change("Move", _swap(placed.track, placed.cue, moved))
    target = find_track(timeline, track)
    return Change("Move", (CueChange(placed.track.id, placed.cue), CueChange(target.id, None, moved)))


def nudge(timeline: Timeline, cues: Cues, by: Fraction | int) -> Change:
    """Move cues by some seconds, each on its track; below 0 is earlier."""
    offset = exact(by)
    return _each("Nudge", timeline, cues, lambda cue: replace(cue, start=cue.start + offset))


def trim_within(timeline: Timeline, cue: str, edge: Edge, to: Fraction | int) -> Fraction:
    """The time nearest to `to` that an end of a cue can be trimmed to.

    Bounded by the sound of its take and by its neighbour on the track; at least one frame of the cue is left.
    """
    placed = find_cue(timeline, cue)
    one, others = placed.cue, [other for other in placed.track.cues if other.id != cue]
    shortest = min(1 / timeline.rate, one.trim.duration)
    if edge is Edge.START:
        earliest = max([one.start - one.trim.start, *(other.end for other in others if other.end <= one.start)])
        return min(max(exact(to), earliest), one.end - shortest)
    latest = min([one.end + one.length - one.trim.end, *(other.start for other in others if other.start >= one.end)])
    return max(min(exact(to), latest), one.start + shortest)


def trim(timeline: Timeline, cue: str, edge: Edge, to: Fraction | int) -> Change:
    """Move one end of a cue; what it plays stays in step with the picture. Fades shrink when it gets too short.

    Args:
        timeline: The timeline as it is.
        cue: Its id.
        edge: Which end.
        to: Where that end lies then, seconds on the timeline.

    Raises:
        SpanError: The take has no sound there, or nothing would be left of the cue.
    """
    placed = find_cue(timeline, cue)
    one, time = placed.cue, exact(to)
    at = one.trim.start + (time - one.start)  # in the take's own time
    if not 0 <= at <= one.length:
        raise SpanError(
            f"The take of this cue has no sound at {clock(time)}: it reaches from "
            f"{clock(one.start - one.trim.start)} to {clock(one.start - one.trim.start + one.length)}.",
            "Trim it to inside that.",
        )
    if edge is Edge.START:
        return Change("Trim", _swap(placed.track, one, fitting(one, Span(at, one.trim.end), time)))
    return Change("Trim", _swap(placed.track, one, fitting(one, Span(one.trim.start, at), one.start)))


def slip_within(timeline: Timeline, cue: str, by: Fraction | int) -> Fraction:
    """The slip nearest to `by` that the sound of the take allows, seconds."""
    one = find_cue(timeline, cue).cue
    return min(max(exact(by), -one.trim.start), one.length - one.trim.end)


def slip(timeline: Timeline, cue: str, by: Fraction | int) -> Change:
    """Play another part of the take at the same place; above 0 plays what comes later in the take.

    Raises:
        SpanError: The take has no sound there.
    """
    placed = find_cue(timeline, cue)
    one = placed.cue
    part = one.trim.shifted(exact(by))
    if part.start < 0 or part.end > one.length:
        raise SpanError(
            f"This cue can be slipped by {clock(-one.trim.start)} to {clock(one.length - one.trim.end)} s.",
            "Its take has no more sound.",
        )
    return Change("Slip", _swap(placed.track, one, replace(one, trim=part)))


def split(timeline: Timeline, cue: str, at: Fraction | int) -> Change:
    """Cut a cue in two that play on without a seam; the first stays the old one.

    Raises:
        SpanError: The place lies not inside the cue.
    """
    placed = find_cue(timeline, cue)
    one, time = placed.cue, exact(at)
    if not one.start < time < one.end:
        raise SpanError(f"{clock(time)} lies not inside the cue, {one.span}.", "Split between its ends.")
    middle = one.trim.start + (time - one.start)
    first = fitting(replace(one, fade_out=_NONE), Span(one.trim.start, middle), one.start)
    second = fitting(replace(one, fade_in=_NONE, id=new_id("cue")), Span(middle, one.trim.end), time)
    return Change("Split", (CueChange(placed.track.id, one, first), CueChange(placed.track.id, None, second)))


def duplicate(timeline: Timeline, cue: str, *, start: Fraction | int | None = None, track: str | None = None) -> Change:
    """A second cue like a first, unlocked.

    Args:
        timeline: The timeline as it is.
        cue: Id of the first.
        start: Where the second begins, seconds; None puts it right behind the first.
        track: Id of its track; None takes the first one's.
    """
    placed = find_cue(timeline, cue)
    target = placed.track if track is None else find_track(timeline, track)
    begin = placed.cue.end if start is None else exact(start)
    copy = replace(placed.cue, start=begin, lock=False, id=new_id("cue"))
    return Change("Duplicate", (CueChange(target.id, None, copy),))


def delete(timeline: Timeline, cues: Cues) -> Change:
    """Take cues off their tracks; their takes are kept."""
    return Change("Delete", tuple(CueChange(one.track.id, one.cue) for one in find_cues(timeline, cues)))


def gain(timeline: Timeline, cues: Cues, db: float) -> Change:
    """Set the level of cues, dB."""
    return _each("Gain", timeline, cues, lambda cue: replace(cue, gain_db=float(db)))


def gain_by(timeline: Timeline, cues: Cues, db: float) -> Change:
    """Make cues louder or, below 0, softer by some dB."""
    return _each("Gain", timeline, cues, lambda cue: replace(cue, gain_db=cue.gain_db + float(db)))


def fade(
    timeline: Timeline,
    cues: Cues,
    edge: Edge,
    length: Fraction | int,
    shape: FadeShape = FadeShape.EQUAL_POWER,
) -> Change:
    """Fade cues in (at their start) or out (at their end) over some seconds; 0 takes the fade away.

    Raises:
        SpanError: Both fades together are longer than a cue.
    """
    ramp = Fade(exact(length), shape)
    if edge is Edge.START:
        return _each("Fade in", timeline, cues, lambda cue: replace(cue, fade_in=ramp))
    return _each("Fade out", timeline, cues, lambda cue: replace(cue, fade_out=ramp))


def mute(timeline: Timeline, cues: Cues, on: bool = True) -> Change:
    """Silence cues, or let them be heard again."""
    return _each("Mute" if on else "Unmute", timeline, cues, lambda cue: replace(cue, mute=on))


def lock(timeline: Timeline, cues: Cues, on: bool = True) -> Change:
    """Guard cues against edits, or let them be edited again."""
    return _each("Lock" if on else "Unlock", timeline, cues, lambda cue: replace(cue, lock=on))


def note(timeline: Timeline, cues: Cues, text: str) -> Change:
    """Write a note on cues; "" wipes it."""
    return _each("Note", timeline, cues, lambda cue: replace(cue, note=text))


def rename(timeline: Timeline, cues: Cues, name: str) -> Change:
    """Name cues; "" goes back to the name that follows from the region and take."""
    return _each("Rename", timeline, cues, lambda cue: replace(cue, name=name))


def set_category(timeline: Timeline, cues: Cues, category: str) -> Change:
    """Give cues a UCS CatID (`FOLYFeet`); "" goes back to the one that follows from the take's tags.

    Raises:
        BadInput: The text cannot be a CatID: they are letters and digits only.
    """
    if category and not (category.isascii() and category.isalnum()):
        raise BadInput(f"'{category}' is no UCS category.", "Give a CatID such as FOLYFeet.")
    return _each("Category", timeline, cues, lambda cue: replace(cue, category=category))


def fitting(cue: Cue, part: Span, start: Fraction, take: KeptTake | None = None) -> Cue:
    """A cue that plays another part from another place, perhaps of another take; fades too long for it shrink.

    Volume points stay on the sound; where the take is another one, they stay where they are on the timeline.
    """
    fades = cue.fade_in.length + cue.fade_out.length
    factor = part.duration / fades if fades > part.duration else Fraction(1)
    later = (part.start - start) - (cue.trim.start - cue.start) if take is not None else Fraction(0)
    return replace(
        cue,
        take=cue.take if take is None else take.id,
        length=cue.length if take is None else take.length,
        trim=part,
        start=start,
        fade_in=replace(cue.fade_in, length=cue.fade_in.length * factor),
        fade_out=replace(cue.fade_out, length=cue.fade_out.length * factor),
        volume=tuple(replace(point, at=point.at + later) for point in cue.volume) if later else cue.volume,
    )


def _each(name: str, timeline: Timeline, cues: Cues, edit: Callable[[Cue], Cue]) -> Change:
    """One edit done to many cues; those it leaves as they are do not count."""
    placed = find_cues(timeline, cues)
    return Change(name, tuple(step for one in placed for step in _swap(one.track, one.cue, edit(one.cue))))


def _swap(track: Track, before: Cue, after: Cue) -> tuple[Operation, ...]:
    return (CueChange(track.id, before, after),) if before != after else ()
