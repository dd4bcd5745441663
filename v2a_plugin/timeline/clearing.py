"""Letting takes go: the ones a person discards, all but favourites, and the oldest beyond a limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.timeline import KeptTake, Timeline
from v2a_plugin.timeline.operations import Change, ClipChange, Operation
from v2a_plugin.timeline.take_edits import remove_takes

__all__ = ["beyond_limit", "clear_but_favourites", "discard"]


def discard(timeline: Timeline, takes: Iterable[str]) -> Change:
    """Keep some takes no longer; a region that chose one of them has no choice any more.

    Raises:
        BadInput: A cue plays one of them, or one is not there.
    """
    gone = set(takes)
    placed = _placed(timeline)
    if playing := sorted(gone & placed):
        raise BadInput(f"The take {playing[0]} is on the timeline.", "Delete its cue first.")
    unchosen: tuple[Operation, ...] = tuple(
        ClipChange(clip, replace(clip, chosen=None)) for clip in timeline.picture if clip.chosen in gone
    )
    removed = remove_takes(timeline, gone)
    name = "Discard take" if len(gone) == 1 else "Discard takes"
    return Change(name, unchosen + removed.operations)


def clear_but_favourites(timeline: Timeline, regions: Iterable[str] | None = None) -> Change:
    """Let every take go that is not starred, chosen or placed.

    Args:
        timeline: The timeline as it is.
        regions: Ids of the regions whose takes may go; None for all.
    """
    used = _in_use(timeline)
    among = None if regions is None else set(regions)
    gone = [
        take.id
        for take in timeline.takes
        if not take.star and take.id not in used and (among is None or take.region in among)
    ]
    return replace(remove_takes(timeline, gone), name="Clear all but favourites")


def beyond_limit(timeline: Timeline, most: int) -> Change:
    """Let the oldest takes of each region go that are beyond a number; starred, chosen and placed ones stay.

    Args:
        timeline: The timeline as it is; its takes are in the order they came.
        most: How many takes a region may have, at least 1.
    """
    used, by_region = _in_use(timeline), defaultdict[str, list[KeptTake]](list)
    for take in timeline.takes:
        by_region[take.region].append(take)
    gone: list[str] = []
    for takes in by_region.values():
        free = [take.id for take in takes if not take.star and take.id not in used]
        gone += free[: max(0, len(takes) - max(1, most))]
    return replace(remove_takes(timeline, gone), name="Let old takes go")


def _placed(timeline: Timeline) -> set[str]:
    return {cue.take for track in timeline.tracks for cue in track.cues}


def _in_use(timeline: Timeline) -> set[str]:
    return _placed(timeline) | {clip.chosen for clip in timeline.picture if clip.chosen}
