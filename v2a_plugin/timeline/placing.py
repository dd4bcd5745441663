"""Putting takes on tracks: one where a person wants it, or the best of every region where the cut shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, KeptTake, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.timeline.changes import apply
from v2a_plugin.timeline.lookup import exact, find_clips, find_take, find_track
from v2a_plugin.timeline.operations import Change, CueChange, group
from v2a_plugin.timeline.routing import Routing
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
    timeline: Timeline,
    take: str,
    track: str | None = None,
    *,
    start: Fraction | int | None = None,
    trim: Span | None = None,
) -> Change:
    """Put a take on a track.

    Args:
        timeline: The timeline as it is.
        take: Its id.
        track: Id of the track; None for the one that holds what the take sounds like.
        start: Where it begins, seconds on the timeline; None puts it in step with its region in the cut.
        trim: Which part of it plays, seconds from its first sample; None is what it plays by default (in step with
            its region: as much of that as the cut shows).

    Raises:
        BadInput: The cut does not show the take's region, and no start was given.
        SpanError: The part reaches outside the take.
    """
    kept = find_take(timeline, take)
    if start is not None:
        cue = Cue(kept.id, exact(start), trim or kept.used, kept.length, region=kept.region)
    else:
        cue = _in_step(timeline, kept, trim)
    if track is not None:
        return Change("Place", (CueChange(find_track(timeline, track).id, None, cue),))
    routing = Routing(timeline)
    routing.put(kept, cue)
    return Change("Place", tuple(routing.operations))


def _in_step(timeline: Timeline, take: KeptTake, trim: Span | None = None) -> Cue:
    """A cue of a take in step with its region, where the cut shows that first."""
    clips = find_clips(timeline, take.region)
    if not clips:
        raise BadInput(f"The cut does not show the region of take {take.id}.", "Say where it is to begin.")
    found = cue_for(take, clips[0], trim)
    if found is None:
        raise SpanError(f"The take {take.id} has no sound for what the cut shows of {clips[0].region.name}.")
    return found


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


def place_chosen(timeline: Timeline, take: str, layer: bool = False, track: str | None = None) -> Change:
    """Choose a take for its region, and hear it there in the place of the one that was placed.

    The cue that plays another take of the region plays this one, with its fades, gain and trim. Where there is none, a
    cue comes on the track that holds what the take sounds like, in step with the region.

    Args:
        timeline: The timeline as it is.
        take: Its id.
        layer: Put another cue beside those that are there.
        track: Id of a track to put another cue on; None for the one that holds what the take sounds like.

    Raises:
        BadInput: Nothing says what it sounds like and no track is open, or the cut does not show its region.
        SpanError: The track that was given has a cue there.
    """
    kept = find_take(timeline, take)
    chosen = choose(timeline, kept.region, take)
    timeline = apply(chosen, timeline)
    if track is None and not layer and (swapped := _swapped(timeline, kept)) is not None:
        return group("Swap take", chosen, swapped)
    return group("Place", chosen, place(timeline, take, track))


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


def place_best(timeline: Timeline, track: str | None = None, regions: Iterable[str] | None = None) -> Placement:
    """Put the chosen take of each region, or else its best one, on a track where the cut shows the region.

    Passed over are regions without a usable take, and places where there is a cue already: on the track that was
    given, or else a cue of the region on any. Nothing that was placed before is touched.

    Args:
        timeline: The timeline as it is.
        track: Id of the track; None puts each take on the one that holds what it sounds like.
        regions: Ids of the regions; None is all that the cut shows.

    Raises:
        BadInput: The track is locked, or a region is not in the cut.
    """
    lane = None if track is None else find_track(timeline, track)
    if lane is not None and lane.lock:
        raise BadInput(f"Track {lane.name} is locked.", "Unlock it first.")
    wanted = None if regions is None else set(regions)
    if wanted and (missing := sorted(wanted - {clip.region.id for clip in timeline.picture})):
        raise BadInput(f"The cut does not show the region {missing[0]}.", "Take the ids from the list of shots.")
    routing = Routing(timeline)
    skipped: list[Skipped] = []
    placed: list[str] = []
    best, there = _best_takes(timeline), {} if lane else _spans_by_region(timeline)
    for clip in timeline.picture:
        region = clip.region
        if wanted is not None and region.id not in wanted:
            continue
        take = best.get(region.id)
        cue = cue_for(take, clip) if take else None
        if take is None or cue is None:
            skipped.append(Skipped(region.id, region.name, "no usable take" if take is None else "no sound"))
        elif lane is not None and not routing.put_on(lane, cue):
            skipped.append(Skipped(region.id, region.name, "the track already has a cue there"))
        elif lane is None and any(cue.span.overlaps(one) for one in there.get(region.id, ())):
            skipped.append(Skipped(region.id, region.name, "the shot already has a cue there"))
        else:
            if lane is None:
                routing.put(take, cue)
            placed.append(region.id)
    return Placement(Change("Place best takes", tuple(routing.operations)), tuple(placed), tuple(skipped))


def _spans_by_region(timeline: Timeline) -> dict[str, list[Span]]:
    """Where takes of each region sound."""
    regions = {take.id: take.region for take in timeline.takes}
    found: dict[str, list[Span]] = {}
    for track in timeline.tracks:
        for cue in track.cues:
            found.setdefault(regions[cue.take], []).append(cue.span)
    return found


def _best_takes(timeline: Timeline) -> dict[str, KeptTake]:
    """The take of each region to place: the chosen one, or else the best scored that is neither rejected nor silent."""
    takes = {take.id: take for take in timeline.takes}
    best: dict[str, KeptTake] = {}
    for take in timeline.takes:
        if not take.rejected and not take.silent:
            known = best.get(take.region)
            best[take.region] = take if known is None or take.score > known.score else known
    return best | {clip.region.id: takes[clip.chosen] for clip in timeline.picture if clip.chosen in takes}
