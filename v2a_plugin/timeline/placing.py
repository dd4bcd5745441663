"""Putting takes on tracks: one where a person wants it, or the best of every region where the cut shows it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.model.errors import BadInput, SpanError, V2AError
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, KeptTake, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.timeline.changes import apply
from v2a_plugin.timeline.lookup import exact, find_clips, find_take, find_track
from v2a_plugin.timeline.operations import Change, CueChange, group
from v2a_plugin.timeline.take_edits import choose, offset_between, replace_take

__all__ = ["Skipped", "cue_for", "cues_placed", "place", "place_best", "place_chosen", "place_near"]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A region that got no cue, and why in a few words."""

    region: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Placement:
    """What `place_best` would do.

    Attributes:
        change: Puts the cues on the track.
        placed: Ids of the regions that get one.
        skipped: Those that do not.
    """

    change: Change
    placed: tuple[str, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A cue and the track it was put on."""

    track: Track
    cue: Cue


def cues_placed(before: Timeline, after: Timeline, change: Change) -> tuple[PlacedCue, ...]:
    """The cues that a change put on tracks, in the order it did; one that was moved or cut in two was there already.

    Args:
        before: The timeline before the change.
        after: The timeline after it.
        change: What was done.
    """
    steps = [step for step in change.operations if isinstance(step, CueChange)]
    new = [step for step in steps if step.before is None and step.after is not None]
    if not new:
        return ()
    known = {cue.id for track in before.tracks for cue in track.cues}
    shortened = [step.before for step in steps if step.before is not None and step.before != step.after]
    tracks = {track.id: track for track in after.tracks}
    return tuple(
        PlacedCue(tracks[step.track], step.after)
        for step in new
        if step.after is not None
        and step.track in tracks
        and step.after.id not in known
        and not any(cue.take == step.after.take and cue.span.covers(step.after.span) for cue in shortened)
    )


def place(
    timeline: Timeline, take: str, track: str, *, start: Fraction | int | None = None, trim: Span | None = None
) -> Change:
    """Put a take on a track.

    Args:
        timeline: The timeline as it is.
        take: Its id.
        track: Id of the track.
        start: Where it begins, seconds on the timeline; None puts it in step with its region in the cut.
        trim: Which part of it plays, seconds from its first sample; None is what it plays by default (in step with
            its region: as much of that as the cut shows).

    Raises:
        BadInput: The cut does not show the take's region, and no start was given.
        SpanError: The part reaches outside the take.
    """
    kept, lane = find_take(timeline, take), find_track(timeline, track)
    if start is not None:
        cue = Cue(kept.id, exact(start), trim or kept.used, kept.length, region=kept.region)
        return Change("Place", (CueChange(lane.id, None, cue),))
    clips = find_clips(timeline, kept.region)
    if not clips:
        raise BadInput(f"The cut does not show the region of take {take}.", "Say where it is to begin.")
    found = cue_for(kept, clips[0], trim)
    if found is None:
        raise SpanError(f"The take {take} has no sound for what the cut shows of {clips[0].region.name}.")
    return Change("Place", (CueChange(lane.id, None, found),))


def place_near(timeline: Timeline, take: str, track: str, at: Fraction, reach: Fraction) -> Change:
    """Put a take on a track where it was dropped, or in step with its region when that is within reach.

    Args:
        timeline: The timeline as it is.
        take: Its id.
        track: Id of the track.
        at: Where it was dropped, seconds on the timeline.
        reach: From how far it catches, seconds.
    """
    clips = find_clips(timeline, find_take(timeline, take).region)
    cue = cue_for(find_take(timeline, take), clips[0]) if clips else None
    near = cue is not None and abs(cue.start - at) <= reach
    return place(timeline, take, track) if near else place(timeline, take, track, start=at)


def place_chosen(timeline: Timeline, take: str, layer: bool = False) -> Change:
    """Choose a take for its region, and hear it there in the place of the one that was placed.

    The cue that plays another take of the region plays this one, with its fades, gain and trim. Where there is none, a
    cue comes on the first open track that has room, in step with the region.

    Args:
        timeline: The timeline as it is.
        take: Its id.
        layer: Put another cue on a track that has room, beside those that are there.

    Raises:
        BadInput: No track is open, or the cut does not show its region.
        SpanError: Every open track has a cue there.
    """
    kept = find_take(timeline, take)
    chosen = choose(timeline, kept.region, take)
    timeline = apply(chosen, timeline)
    if not layer and (swapped := _swapped(timeline, kept)) is not None:
        return group("Swap take", chosen, swapped)
    refused: V2AError = BadInput("There is no track that is open.", "Add one, or unlock one.")
    for track in timeline.tracks:
        if track.lock or track.kind is TrackKind.UNMATCHED:
            continue
        placed = place(timeline, take, track.id)
        try:
            apply(placed, timeline)
        except BadInput as error:
            refused = error
        else:
            return group("Place", chosen, placed)
    raise refused


def _swapped(timeline: Timeline, take: KeptTake) -> Change | None:
    """Plays a take in the first cue that a take of its region has there, unless it would leave most of that silent."""
    takes = {one.id: one for one in timeline.takes}
    shown = [clip.span for clip in find_clips(timeline, take.region)]
    for track in timeline.tracks:
        for cue in track.cues:
            old = takes[cue.take]
            if old.region != take.region or cue.lock or track.lock or track.kind is TrackKind.UNMATCHED:
                continue
            if not any(cue.span.overlaps(span) for span in shown):
                continue  # it was put somewhere else on purpose
            if old.id == take.id:
                return Change("Swap take", ())
            heard = take.used.intersection(cue.trim.shifted(offset_between(old, take)))
            if heard is not None and heard.duration * 2 >= cue.trim.duration:
                return replace_take(timeline, cue.id, take.id)
    return None


def cue_for(take: KeptTake, clip: PictureClip, trim: Span | None = None) -> Cue | None:
    """A cue of a take in step with its region where the cut shows it; None when the cut shows none of its sound.

    Args:
        take: A take of the clip's region.
        clip: Where the cut shows the region.
        trim: Which part of the take plays; None is the part of `used` that the clip shows.
    """
    shown = clip.region.span
    origin = take.origin if take.origin is not None else shown.start - take.used.start
    part = trim if trim is not None else take.used.intersection(shown.shifted(-origin))
    if part is None:
        return None
    return Cue(take.id, clip.on_timeline(origin + part.start), part, take.length, region=take.region)


def place_best(timeline: Timeline, track: str, regions: Iterable[str] | None = None) -> Placement:
    """Put the chosen take of each region, or else its best one, on a track where the cut shows the region.

    Passed over are regions without a usable take, and places where the track already has a cue: nothing that was
    placed before is touched.

    Args:
        timeline: The timeline as it is.
        track: Id of the track.
        regions: Ids of the regions; None is all that the cut shows.

    Raises:
        BadInput: The track is locked, or a region is not in the cut.
    """
    lane = find_track(timeline, track)
    if lane.lock:
        raise BadInput(f"Track {lane.name} is locked.", "Unlock it first.")
    wanted = None if regions is None else set(regions)
    if wanted and (missing := sorted(wanted - {clip.region.id for clip in timeline.picture})):
        raise BadInput(f"The cut does not show the region {missing[0]}.", "Take the ids from the list of shots.")
    taken = [cue.span for cue in lane.cues]
    cues: list[Cue] = []
    skipped: list[Skipped] = []
    best = _best_takes(timeline)
    for clip in timeline.picture:
        if wanted is not None and clip.region.id not in wanted:
            continue
        take = best.get(clip.region.id)
        cue = cue_for(take, clip) if take else None
        if cue is None:
            skipped.append(Skipped(clip.region.id, clip.region.name, "no usable take" if take is None else "no sound"))
        elif (index := _place_for(cue.span, taken)) is None:
            skipped.append(Skipped(clip.region.id, clip.region.name, "the track already has a cue there"))
        else:
            cues.append(cue)
            taken.insert(index, cue.span)
    change = Change("Place best takes", tuple(CueChange(lane.id, None, cue) for cue in cues))
    return Placement(change, tuple(cue.region for cue in cues if cue.region), tuple(skipped))


def _best_takes(timeline: Timeline) -> dict[str, KeptTake]:
    """The take of each region to place: the chosen one, or else the best scored that is neither rejected nor silent."""
    takes = {take.id: take for take in timeline.takes}
    best: dict[str, KeptTake] = {}
    for take in timeline.takes:
        if not take.rejected and not take.silent:
            known = best.get(take.region)
            best[take.region] = take if known is None or take.score > known.score else known
    return best | {clip.region.id: takes[clip.chosen] for clip in timeline.picture if clip.chosen in takes}


def _place_for(span: Span, taken: Sequence[Span]) -> int | None:
    """Where a span goes among spans in order; None when it overlaps one."""
    place = bisect_left(taken, span.start, key=lambda one: one.start)
    return None if any(span.overlaps(one) for one in taken[max(0, place - 1) : place + 1]) else place
