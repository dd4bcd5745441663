"""Ripple edits: time is taken out of tracks, or put in, and what comes later on them moves along.

The picture and the markers stay: they are the editor's. Without a choice of tracks all of them ripple but the
locked ones; a locked cue on a track that ripples refuses the edit when it is applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.regions import new_id
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, Fade, Timeline, Track
from v2a_plugin.timeline.edits import fitting
from v2a_plugin.timeline.lookup import exact, find_cue, find_track
from v2a_plugin.timeline.operations import Change, CueChange, Operation

__all__ = ["ripple_cut", "ripple_delete", "ripple_insert"]


def ripple_delete(timeline: Timeline, cue: str, tracks: Sequence[str] | None = ()) -> Change:
    """Delete a cue and close the gap.

    Args:
        timeline: The timeline as it is.
        cue: Its id.
        tracks: Ids of further tracks that lose the same stretch of time; None is all unlocked ones.
    """
    placed = find_cue(timeline, cue)
    others = [track.id for track in _chosen(timeline, tracks)] if tracks != () else []
    return replace(ripple_cut(timeline, placed.cue.span, [placed.track.id, *others]), name="Ripple delete")


def ripple_cut(timeline: Timeline, span: Span, tracks: Sequence[str] | None = None) -> Change:
    """Take a stretch of time out of tracks; cues that reach into it are trimmed, or cut in two.

    Args:
        timeline: The timeline as it is.
        span: What goes, seconds on the timeline.
        tracks: Ids of the tracks; None is all unlocked ones.
    """
    operations: list[Operation] = []
    gap = Span(exact(span.start), exact(span.end))
    for track in _chosen(timeline, tracks):
        for cue in track.cues:
            if cue.end > gap.start:
                operations += _replacing(track, cue, _without(cue, gap))
    return Change("Ripple cut", tuple(operations))


def ripple_insert(
    timeline: Timeline, at: Fraction | int, length: Fraction | int, tracks: Sequence[str] | None = None
) -> Change:
    """Put time into tracks; a cue that plays there is cut in two.

    Args:
        timeline: The timeline as it is.
        at: Where, seconds on the timeline.
        length: How much, seconds, above 0.
        tracks: Ids of the tracks; None is all unlocked ones.

    Raises:
        SpanError: The length is not above 0.
    """
    place, more = exact(at), exact(length)
    if more <= 0:
        raise SpanError(f"{float(more):.3f} s cannot be inserted.", "Give more than 0.")
    operations: list[Operation] = []
    for track in _chosen(timeline, tracks):
        for cue in track.cues:
            if cue.start >= place:
                operations += _replacing(track, cue, [replace(cue, start=cue.start + more)])
            elif cue.end > place:
                tail = _tail(cue, place)
                operations += _replacing(track, cue, [_head(cue, place), replace(tail, start=tail.start + more)])
    return Change("Ripple insert", tuple(operations))


def _chosen(timeline: Timeline, tracks: Iterable[str] | None) -> list[Track]:
    if tracks is None:
        return [track for track in timeline.tracks if not track.lock]
    return [find_track(timeline, track) for track in dict.fromkeys(tracks)]


def _without(cue: Cue, gap: Span) -> list[Cue]:
    """What is left of a cue that ends after the start of a gap, when the gap is closed; the first keeps its id."""
    if cue.start >= gap.end:
        return [replace(cue, start=cue.start - gap.duration)]
    parts = [_head(cue, gap.start)] if cue.start < gap.start else []
    if cue.end > gap.end:
        tail = replace(_tail(cue, gap.end), start=gap.start)
        parts.append(tail if parts else replace(tail, id=cue.id))
    return parts


def _head(cue: Cue, at: Fraction) -> Cue:
    """A cue up to a time inside it."""
    cut = replace(cue, fade_out=Fade())
    return fitting(cut, Span(cue.trim.start, cue.trim.start + at - cue.start), cue.start)


def _tail(cue: Cue, at: Fraction) -> Cue:
    """A cue from a time inside it, as a cue of its own."""
    cut = replace(cue, fade_in=Fade(), id=new_id("cue"))
    return fitting(cut, Span(cue.trim.start + at - cue.start, cue.trim.end), at)


def _replacing(track: Track, cue: Cue, parts: Sequence[Cue]) -> list[Operation]:
    """The operations that put some cues in the place of one; one of them may carry its id."""
    first = next((part for part in parts if part.id == cue.id), None)
    operations: list[Operation] = [CueChange(track.id, cue, first)]
    return operations + [CueChange(track.id, None, part) for part in parts if part is not first]
