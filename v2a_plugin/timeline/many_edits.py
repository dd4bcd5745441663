"""Edits of many cues at once: split under a time, paste, ripple delete. One step of the history each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.regions import new_id
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline import edits, ripple
from v2a_plugin.timeline.lookup import Cues, Placed, exact, find_cues, find_take, find_track
from v2a_plugin.timeline.operations import Change, CueChange, group

__all__ = ["duplicate_all", "paste", "ripple_delete_all", "split_at"]


def split_at(timeline: Timeline, at: Fraction | int, cues: Iterable[str] | None = None) -> Change:
    """Split the cues that play at a time.

    Args:
        timeline: The timeline as it is.
        at: Seconds on the timeline.
        cues: Ids of the only ones that may be split; None or none at all for every one.
    """
    time, among = exact(at), frozenset(cues or ())
    under = [
        cue.id
        for track in timeline.tracks
        for cue in track.cues
        if cue.start < time < cue.end and (not among or cue.id in among)
    ]
    return group("Split", *(edits.split(timeline, cue, time) for cue in under))


def duplicate_all(timeline: Timeline, cues: Cues) -> Change:
    """A second cue right behind each."""
    steps = [partial(edits.duplicate, cue=one.cue.id) for one in find_cues(timeline, cues)]
    return edits.together("Duplicate", timeline, steps)


def ripple_delete_all(timeline: Timeline, cues: Cues) -> Change:
    """Delete cues and close the gaps, each on its own track."""
    placed = sorted(find_cues(timeline, cues), key=lambda one: one.cue.start, reverse=True)
    steps = [partial(ripple.ripple_delete, cue=one.cue.id) for one in placed]
    return edits.together("Ripple delete", timeline, steps)


def paste(timeline: Timeline, copied: Sequence[Placed], at: Fraction | int) -> Change:
    """Put copies of cues on the tracks they came from, the first at a time and the others as far from it as they were.

    Args:
        timeline: The timeline as it is; the cues need not be on it any more.
        copied: The cues and their tracks.
        at: Where the earliest begins, seconds on the timeline.

    Raises:
        BadInput: Nothing was copied, or a take or a track is gone.
    """
    if not copied:
        raise BadInput("Nothing was copied.", "Copy cues first.")
    by = exact(at) - min(one.cue.start for one in copied)
    steps = []
    for one in copied:
        track, take = find_track(timeline, one.track.id), find_take(timeline, one.cue.take)
        cue = replace(one.cue, take=take.id, start=one.cue.start + by, lock=False, id=new_id("cue"))
        steps.append(CueChange(track.id, None, cue))
    return Change("Paste", tuple(steps))
