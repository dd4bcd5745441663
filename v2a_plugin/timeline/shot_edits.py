"""Editing the shots that a cut shows: split, merge, mark, find again. Ids and takes stay with what they were made for.

Shots that follow one another both in their file and in the cut are edited as `v2a_plugin.shots.region_edits` does; a shot that
stands alone is a run of one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.regions import Region, RegionKind, new_id
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip, ShotSettings, Timeline
from v2a_plugin.shots import region_edits as edits
from v2a_plugin.timeline.guide_edits import carried
from v2a_plugin.timeline.lookup import find_clips, index_of_take
from v2a_plugin.timeline.operations import Change, ChangeKind, ClipChange, TakeChange
from v2a_plugin.timeline.track_edits import set_picture

__all__ = ["mark_segment", "merge_shots", "recut_shots", "run_around", "set_shot_settings", "show_shots", "split_shot"]


def run_around(timeline: Timeline, region: str) -> tuple[PictureClip, ...]:
    """The clips around a region that follow one another without gap both in their file and in the cut.

    Raises:
        BadInput: The cut does not show it, or more than once: then its parts would be shown twice too.
    """
    found = find_clips(timeline, region)
    if len(found) != 1:
        how = "does not show" if not found else "shows more than once"
        raise BadInput(f"The cut {how} the region {region}.", "Edit shots that are shown once.")
    place = timeline.picture.index(found[0])
    first = last = place
    while first > 0 and _touch(timeline.picture[first - 1], timeline.picture[first]):
        first -= 1
    while last + 1 < len(timeline.picture) and _touch(timeline.picture[last], timeline.picture[last + 1]):
        last += 1
    return timeline.picture[first : last + 1]


def split_shot(timeline: Timeline, at: Fraction) -> Change:
    """Cut the shot under a time in two; the first part stays the old shot, with its takes.

    Args:
        timeline: The timeline as it is.
        at: Seconds on the timeline; the first frame of the new shot.

    Raises:
        BadInput: There is no picture.
        SpanError: There is a cut already.
    """
    clip = next((clip for clip in timeline.picture if at in clip.span), None)
    if clip is None:
        raise BadInput("There is no picture there.", "Put the playhead inside a shot.")
    run = run_around(timeline, clip.region.id)
    source = at - clip.record + clip.region.span.start
    return _recut(timeline, run, edits.split([one.region for one in run], source), "Split shot")


def merge_shots(timeline: Timeline, regions: Collection[str]) -> Change:
    """Join shots that follow one another into the first of them; the takes of all are its takes.

    Raises:
        BadInput: They do not follow one another, or are fewer than two.
    """
    chosen = [clip for clip in timeline.picture if clip.region.id in regions]
    if len(chosen) < 2:
        raise BadInput("Merging takes two shots or more.", "Select shots that follow one another.")
    run = run_around(timeline, chosen[0].region.id)
    places = [run.index(clip) for clip in chosen if clip in run]
    if len(places) < len(chosen) or places != list(range(places[0], places[0] + len(places))):
        raise BadInput("These shots do not follow one another.", "Select shots without a gap between them.")
    first, last = chosen[0].region.id, chosen[-1].region.id
    change = _recut(timeline, run, edits.merge([one.region for one in run], first, last), "Merge shots")
    joined = {clip.region.id for clip in chosen[1:]}
    moved = tuple(
        TakeChange(index_of_take(timeline, take.id), take, replace(take, region=first))
        for take in timeline.takes
        if take.region in joined
    )
    return Change(change.name, change.operations + moved)


def set_shot_settings(timeline: Timeline, regions: Collection[str], settings: ShotSettings | None) -> Change:
    """Ask for the takes of some shots with these settings; None forgets what was said."""
    pairs = [(clip, replace(clip, settings=settings)) for clip in timeline.picture if clip.region.id in regions]
    return Change("Shot settings", tuple(ClipChange(old, new) for old, new in pairs if old != new))


def mark_segment(timeline: Timeline, span: Span, name: str = "") -> Change:
    """Make a region of its own of a part of a shot; what lies before and after it stay shots too.

    Args:
        timeline: The timeline as it is.
        span: Seconds on the timeline; what reaches out of the shot it begins in is left out.
        name: What to call it; "" counts: "Segment 2".

    Raises:
        BadInput: There is no picture where it begins, or it is the whole shot.
    """
    clip = next((clip for clip in timeline.picture if span.start in clip.span), None)
    part = clip.span.intersection(span) if clip else None
    if clip is None or part is None:
        raise BadInput("There is no picture where the segment begins.", "Begin it inside a shot.")
    if part == clip.span:
        raise BadInput(f"The segment is the whole of {clip.region.name}.", "Mark a part of the shot.")
    by = clip.region.span.start - clip.record
    count = sum(other.region.kind is RegionKind.SEGMENT for other in timeline.picture) + 1
    cut_out = partial(replace, clip.region)
    segment = cut_out(
        span=part.shifted(by), kind=RegionKind.SEGMENT, name=name or f"Segment {count}", id=new_id("region")
    )
    pieces = [PictureClip(segment, part.start, settings=clip.settings)]
    if clip.span.start < part.start:
        before = replace(clip.region, span=Span(clip.span.start, part.start).shifted(by))
        pieces.insert(0, replace(clip, region=before))
    if part.end < clip.span.end:
        rest = Span(part.end, clip.span.end).shifted(by)
        shorter = replace(clip.region, span=rest)
        after = cut_out(span=rest, name=f"{clip.region.name} (after)", id=new_id("region"))
        keeps = len(pieces) == 1
        chosen = clip.chosen if keeps else None
        pieces.append(PictureClip(shorter if keeps else after, part.end, chosen, settings=clip.settings))
    others = [other for other in timeline.picture if other is not clip]
    return replace(set_picture(timeline, [*others, *(carried([clip], piece) for piece in pieces)]), name="Segment")


def show_shots(timeline: Timeline, media: str, regions: Sequence[Region]) -> Change:
    """Show the shots that detection found in a file, numbered, in the place of what the cut shows of that file.

    Undo passes over it: this is how a cut begins, not an edit of it.

    Args:
        timeline: The timeline as it is.
        media: Fingerprint of the file.
        regions: Its shots in order, from its first frame.
    """
    own = [clip for clip in timeline.picture if clip.region.media == media]
    if not own:
        return Change("Picture", (), ChangeKind.LASTING)
    by = own[0].record - own[0].region.span.start
    clips = [clip for clip in timeline.picture if clip.region.media != media]
    for number, region in enumerate(regions, 1):
        named = replace(region, name=f"Shot {number}")
        clips.append(_shown(named, by, own))
    return replace(set_picture(timeline, clips), kind=ChangeKind.LASTING)


def recut_shots(timeline: Timeline, run: Sequence[PictureClip], regions: Sequence[Region]) -> Change:
    """Show other shots in the place of a run: those that detection found anew.

    Args:
        timeline: The timeline as it is.
        run: What `run_around` gave.
        regions: Shots in order that cover the same time of the file.
    """
    return _recut(timeline, run, regions, "Find shots again")


def _recut(timeline: Timeline, run: Sequence[PictureClip], regions: Sequence[Region], name: str) -> Change:
    by = run[0].record - run[0].region.span.start
    clips = [_shown(region, by, run) for region in regions]
    others = [clip for clip in timeline.picture if clip not in run]
    return replace(set_picture(timeline, [*others, *clips]), name=name)


def _shown(region: Region, by: Fraction, before: Sequence[PictureClip]) -> PictureClip:
    """A clip of a region with the choice of the one that showed it, and the settings and guides of those it came from."""
    same = next((clip for clip in before if clip.region.id == region.id), None)
    source = same or next((clip for clip in before if region.span.start in clip.region.span), None)
    chosen, settings = same.chosen if same else None, source.settings if source else None
    return carried(before, PictureClip(region, region.span.start + by, chosen, settings=settings))


def _touch(before: PictureClip, after: PictureClip) -> bool:
    return (
        before.region.media == after.region.media
        and before.region.time_map == after.region.time_map
        and before.span.end == after.record
        and before.region.span.end == after.region.span.start
    )
