"""Crossfades: a cue moved over its neighbour, and parts of several takes put together as one.

Cues of one track do not overlap, so two that fade into each other lie on two tracks that hold the same, as editors lay them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.regions import new_id
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, Fade, Timeline, TrackKind
from v2a_plugin.timeline.changes import apply
from v2a_plugin.timeline.edits import Edge, fitting, move
from v2a_plugin.timeline.lookup import Placed, exact, find_clips, find_cue, find_take, find_track
from v2a_plugin.timeline.operations import Change, CueChange, Operation
from v2a_plugin.timeline.placing import cue_for
from v2a_plugin.timeline.routing import Routing

__all__ = ["comp", "overlap"]

SEAM = Fraction(1, 50)
"""Seconds over which parts of takes fade into each other."""


def overlap(timeline: Timeline, cue: str, start: Fraction | int, track: str | None = None) -> Change:
    """Move a cue, and crossfade it with the neighbours that it comes to lie over.

    Where there is one, the cue goes to another track that holds the same, and both fade over the time they share.

    Args:
        timeline: The timeline as it is.
        cue: Its id.
        start: Where it begins then, seconds.
        track: Id of the track; None leaves it on its own.

    Raises:
        SpanError: One of the two would lie over the whole of the other.
        BadInput: The cue or its neighbour is locked.
    """
    placed, begin = find_cue(timeline, cue), exact(start)
    lane = placed.track if track is None else find_track(timeline, track)
    moved = replace(placed.cue, start=begin)
    others = [other for other in lane.cues if other.id != cue and other.span.overlaps(moved.span)]
    if not others:
        return move(timeline, cue, start=begin, track=track)
    operations: list[Operation] = []
    for other in others:
        if other.start < moved.start and other.end < moved.end:
            shared, edges = other.end - moved.start, (Edge.END, Edge.START)
        elif other.start > moved.start and other.end > moved.end:
            shared, edges = moved.end - other.start, (Edge.START, Edge.END)
        else:
            raise SpanError("One cue would lie over the whole of another.", "Move it less far, or to another track.")
        operations.append(CueChange(lane.id, other, _faded(other, edges[0], shared)))
        moved = _faded(moved, edges[1], shared)
    operations.append(CueChange(placed.track.id, placed.cue))
    routing = Routing(apply(Change("", tuple(operations)), timeline))
    routing.put_beside(lane, moved)
    return Change("Crossfade", (*operations, *routing.operations))


def comp(timeline: Timeline, take: str, span: Span, seam: Fraction = SEAM) -> Change:
    """Hear a take in a part of its shot, in the place of what is placed there; the parts fade into each other.

    Args:
        timeline: The timeline as it is.
        take: Its id.
        span: Which part, seconds on the timeline.
        seam: Seconds of the crossfades.

    Raises:
        BadInput: The cut does not show the take's shot there, or what is placed there is locked.
        SpanError: The take has no sound there.
    """
    kept = find_take(timeline, take)
    clip = next((clip for clip in find_clips(timeline, kept.region) if clip.span.overlaps(span)), None)
    whole = cue_for(kept, clip, Span(Fraction(0), kept.length)) if clip else None
    if clip is None or whole is None:
        raise BadInput("The cut does not show the shot of this take there.", "Give a part of its shot.")
    wanted, half = span.intersection(clip.span) or span, seam / 2
    operations: list[Operation] = []
    fades, gain, lane = [Fraction(0), Fraction(0)], 0.0, None
    for one in _placed(timeline, kept.region, wanted):
        cue, lane = one.cue, lane or one.track
        gain = cue.gain_db
        before, after = cue.span.start < wanted.start - half, cue.span.end > wanted.end + half
        rest: Cue | None = None
        if before:
            rest, fades[0] = _part(cue, cue.start, min(cue.end, wanted.start + half), Edge.END, seam), seam
        operations.append(CueChange(one.track.id, cue, rest))
        if after:
            new = replace(cue, id=new_id("cue"))
            last, fades[1] = _part(new, max(cue.start, wanted.end - half), cue.end, Edge.START, seam), seam
            operations.append(CueChange(one.track.id, None, last))
    part = Span(wanted.start - fades[0] / 2, wanted.end + fades[1] / 2).intersection(whole.span)
    if part is None:
        raise SpanError("The take has no sound there.", "Give another part of its shot.")
    cue = replace(whole, trim=part.shifted(-whole.start), start=part.start, gain_db=gain)
    for edge, length in zip((Edge.START, Edge.END), fades, strict=True):
        cue = _faded(cue, edge, min(length, cue.trim.duration / 2))
    routing = Routing(apply(Change("", tuple(operations)), timeline))
    if lane is None:
        routing.put(kept, cue)
    else:
        routing.put_beside(lane, cue)
    return Change("Comp", (*operations, *routing.operations))


def _placed(timeline: Timeline, region: str, span: Span) -> Iterable[Placed]:
    """The cues of a region that sound in a span; what is locked is among them, so that the edit is refused."""
    takes = {take.id for take in timeline.takes if take.region == region}
    for track in timeline.tracks:
        if track.kind is not TrackKind.UNMATCHED:
            yield from (Placed(track, cue) for cue in track.cues if cue.take in takes and cue.span.overlaps(span))


def _part(cue: Cue, start: Fraction, end: Fraction, edge: Edge, seam: Fraction) -> Cue:
    """What is left of a cue, with a seam at one end."""
    part = Span(start, end).shifted(cue.trim.start - cue.start)
    return _faded(fitting(cue, part, start), edge, min(seam, part.duration / 2))


def _faded(cue: Cue, edge: Edge, length: Fraction) -> Cue:
    """A cue with a fade of a length at one end; the other fade gives way."""
    start = edge is Edge.START
    other = cue.fade_out if start else cue.fade_in
    left = replace(other, length=min(other.length, cue.trim.duration - length))
    fade = Fade(length)
    return replace(cue, fade_in=fade, fade_out=left) if start else replace(cue, fade_in=left, fade_out=fade)
