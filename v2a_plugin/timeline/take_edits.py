"""Edits of kept takes and of which take plays: per region all takes are kept, one is chosen, the rest one key away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline
from v2a_plugin.timeline.edits import fitting
from v2a_plugin.timeline.lookup import find_clips, find_cue, find_take, index_of_take, takes_of
from v2a_plugin.timeline.operations import Change, ChangeKind, ClipChange, CueChange, TakeChange

__all__ = [
    "add_takes",
    "choose",
    "next_choice",
    "next_take",
    "note_take",
    "offset_between",
    "previous_choice",
    "previous_take",
    "ranked",
    "reject",
    "remove_takes",
    "replace_take",
    "star",
]


def add_takes(timeline: Timeline, takes: Iterable[KeptTake], *, lasting: bool = False) -> Change:
    """Keep more takes.

    Args:
        timeline: The timeline as it is.
        takes: In the order they came.
        lasting: Undo passes over it: for takes that arrive while a person edits.
    """
    added = tuple(TakeChange(index, None, take) for index, take in enumerate(takes, len(timeline.takes)))
    return Change("Keep takes", added, ChangeKind.LASTING if lasting else ChangeKind.EDIT)


def remove_takes(timeline: Timeline, takes: Iterable[str]) -> Change:
    """Keep some takes no longer. A take that a cue plays or a region chose is refused when this is applied."""
    indices = sorted({index_of_take(timeline, take) for take in takes}, reverse=True)
    return Change("Remove takes", tuple(TakeChange(index, timeline.takes[index]) for index in indices))


def star(timeline: Timeline, take: str, on: bool = True) -> Change:
    """Mark a take as liked, or no longer."""
    return _take("Star" if on else "Unstar", timeline, take, lambda old: replace(old, star=on))


def reject(timeline: Timeline, take: str, on: bool = True) -> Change:
    """Mark a take as not wanted, or no longer; it is kept all the same."""
    return _take("Reject" if on else "Unreject", timeline, take, lambda old: replace(old, rejected=on))


def note_take(timeline: Timeline, take: str, text: str) -> Change:
    """Write a note on a take; "" wipes it."""
    return _take("Note", timeline, take, lambda old: replace(old, note=text))


def choose(timeline: Timeline, region: str, take: str | None) -> Change:
    """Choose the take of a region, or none. Cues that are placed stay as they are.

    Raises:
        BadInput: The cut does not show the region, or the take is of another region.
    """
    if take is not None and find_take(timeline, take).region != region:
        raise BadInput(f"The take {take} was made for another region.", "Choose one of this region's takes.")
    clips = find_clips(timeline, region)
    if not clips:
        raise BadInput(f"The cut does not show the region {region}.", "Take the ids from the list of shots.")
    pairs = [(clip, replace(clip, chosen=take)) for clip in clips if clip.chosen != take]
    return Change("Choose take", tuple(ClipChange(old, new) for old, new in pairs))


def next_choice(timeline: Timeline, region: str, by: int = 1) -> Change:
    """Choose the take after the chosen one, round and round; rejected ones are passed over."""
    clips = find_clips(timeline, region)
    chosen = clips[0].chosen if clips else None
    return choose(timeline, region, _beside(timeline, region, chosen, by))


def previous_choice(timeline: Timeline, region: str) -> Change:
    """Choose the take before the chosen one."""
    return next_choice(timeline, region, -1)


def next_take(timeline: Timeline, cue: str, by: int = 1) -> Change:
    """Play the next take of the cue's region instead, round and round; rejected ones are passed over.

    Where the cue played the chosen take, the choice goes along.

    Raises:
        BadInput: The cue belongs to no region with takes.
    """
    placed = find_cue(timeline, cue)
    region = find_take(timeline, placed.cue.take).region
    take = _beside(timeline, region, placed.cue.take, by)
    change = replace_take(timeline, cue, take)
    chosen = [clip for clip in find_clips(timeline, region) if clip.chosen == placed.cue.take and take != clip.chosen]
    follows = tuple(ClipChange(clip, replace(clip, chosen=take)) for clip in chosen)
    return Change("Next take" if by > 0 else "Previous take", change.operations + follows)


def previous_take(timeline: Timeline, cue: str) -> Change:
    """Play the take before it instead; as `next_take`."""
    return next_take(timeline, cue, -1)


def replace_take(timeline: Timeline, cue: str, take: str) -> Change:
    """Play another take in a cue, at the same place.

    Takes of one region line up: what is heard stays in step with the picture. Where the new take reaches less far
    the cue gets shorter. A take of another region begins with what it plays by default.

    Raises:
        SpanError: The new take has no sound where the cue lies.
    """
    placed = find_cue(timeline, cue)
    old, new = find_take(timeline, placed.cue.take), find_take(timeline, take)
    if old.id == new.id:
        return Change("Replace take", ())
    return Change("Replace take", (CueChange(placed.track.id, placed.cue, with_take(placed.cue, old, new)),))


def with_take(cue: Cue, old: KeptTake, new: KeptTake) -> Cue:
    """A cue that plays another take, as `replace_take`."""
    offset = offset_between(old, new) if old.region == new.region else new.used.start - cue.trim.start
    wanted = cue.trim.shifted(offset)
    part = wanted.intersection(Span(Fraction(0), new.length))
    if part is None:
        raise SpanError(f"The take {new.id} has no sound where this cue lies.", "Slip or trim the cue first.")
    return fitting(cue, part, cue.start + part.start - wanted.start, new)


def offset_between(old: KeptTake, new: KeptTake) -> Fraction:
    """What to add to a time in one take of a region to get the same moment in another take of it, seconds."""
    if old.origin is not None and new.origin is not None:
        return old.origin - new.origin
    return new.used.start - old.used.start


def ranked(timeline: Timeline, region: str) -> tuple[KeptTake, ...]:
    """The takes of a region, the best scored first; silent and rejected ones last."""
    return tuple(sorted(takes_of(timeline, region), key=lambda take: (take.rejected, take.silent, -take.score)))


def _beside(timeline: Timeline, region: str, take: str | None, by: int) -> str:
    """Id of the take some steps after another among a region's takes, rejected ones left out."""
    takes = takes_of(timeline, region)
    usable = [one.id for one in takes if not one.rejected or one.id == take]
    if not usable:
        raise BadInput(f"The region {region} has no take that is not rejected.", "Generate some, or take one back.")
    if take not in usable:
        return usable[0 if by > 0 else -1]
    return usable[(usable.index(take) + by) % len(usable)]


def _take(name: str, timeline: Timeline, take: str, edit: Callable[[KeptTake], KeptTake]) -> Change:
    index = index_of_take(timeline, take)
    old = timeline.takes[index]
    new = edit(old)
    return Change(name, (TakeChange(index, old, new),) if old != new else ())
