"""Edits of the guides of shots: events that come, move and go, on the clock of the cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import EnergyCurve, Guide, GuideEvent, GuideOrigin
from v2a_plugin.model.time import Span, clock, index_at
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.timeline.lookup import exact, find_clip, find_clips
from v2a_plugin.timeline.operations import Change, ClipChange, group

__all__ = [
    "add_event", "carried", "clear_guide", "edited_guide", "move_event", "part_of", "remove_event", "set_guide", "tap",
]  # fmt: skip


def set_guide(timeline: Timeline, region: str, guide: Guide | None, name: str = "Guide") -> Change:
    """Give a region a guide of its own wherever the cut shows it; None takes it away.

    Raises:
        BadInput: The cut does not show the region, or the guide is longer than it.
    """
    length = find_clip(timeline, region).region.span.duration
    if guide is not None and guide.length > length:
        raise BadInput(
            f"The guide is {float(guide.length):.3f} s long, and the shot {float(length):.3f} s.", "Cut it to the shot."
        )
    clips = [clip for clip in find_clips(timeline, region) if clip.guide != guide]
    return Change(name, tuple(ClipChange(clip, replace(clip, guide=guide)) for clip in clips))


def clear_guide(timeline: Timeline, region: str) -> Change:
    """Take away the guide that a shot was given by hand."""
    return set_guide(timeline, region, None, "Clear guide")


def add_event(timeline: Timeline, at: Fraction | int, strength: float = 1.0) -> Change:
    """Set an event in the guide of the shot under a time; one that is there already gets the strength."""
    clip = _clip_at(timeline, exact(at))
    event = GuideEvent(exact(at) - clip.record, strength)
    return set_guide(timeline, clip.region.id, edited_guide(clip.guide, clip, (), (event,)), "Add event")


def move_event(timeline: Timeline, event: Fraction | int, to: Fraction | int) -> Change:
    """Move the event at a time to another time within its shot."""
    clip, old = _event_at(timeline, exact(event))
    moved = replace(old, at=exact(to) - clip.record)
    return set_guide(timeline, clip.region.id, edited_guide(clip.guide, clip, (old.at,), (moved,)), "Move event")


def remove_event(timeline: Timeline, event: Fraction | int) -> Change:
    """Take away the event at a time."""
    clip, old = _event_at(timeline, exact(event))
    return set_guide(timeline, clip.region.id, edited_guide(clip.guide, clip, (old.at,)), "Remove event")


def tap(timeline: Timeline, taps: Iterable[GuideEvent]) -> Change:
    """Set taps, at times of the cut, in the guides of the shots they fall on; what was found in a picture or a sound goes.

    Raises:
        BadInput: Too many in a second.
    """
    changes = []
    events = tuple(taps)
    for region in dict.fromkeys(clip.region.id for clip in timeline.picture if any(e.at in clip.span for e in events)):
        clip = find_clip(timeline, region)
        own = clip.guide if clip.guide and clip.guide.origin in (GuideOrigin.TAPS, GuideOrigin.MARKERS) else None
        new = [replace(event, at=event.at - clip.record) for event in events if event.at in clip.span]
        changes.append(set_guide(timeline, region, edited_guide(own, clip, (), new, GuideOrigin.TAPS)))
    return group("Tap", *changes)


def edited_guide(
    guide: Guide | None,
    clip: PictureClip,
    gone: Iterable[Fraction],
    new: Iterable[GuideEvent] = (),
    origin: GuideOrigin = GuideOrigin.MARKERS,
) -> Guide | None:
    """A guide without some events and with others; None when nothing is left of it.

    Args:
        guide: As it is; None for none.
        clip: Whose guide it is.
        gone: Times of events, from the start of the region.
        new: Events to set; one at a time where there is one takes its place.
        origin: Of a guide that there was none of.

    Raises:
        BadInput: An event lies outside of the shot, or too many in a second.
    """
    away = set(gone)
    events = {event.at: event for event in guide.events if event.at not in away} if guide else {}
    events |= {event.at: event for event in new}
    if guide is None and not events:
        return None
    base = guide or Guide(origin, clip.region.span.duration, tuple(events.values())[:1])
    if not events and base.curve is None:
        return None
    return replace(base, events=tuple(events[at] for at in sorted(events)), period=None)


def carried(old: Sequence[PictureClip], new: PictureClip) -> PictureClip:
    """A clip with what the guides of other clips say of the part of their media that it shows."""
    span = new.region.span
    parts = [
        (clip, clip.guide)
        for clip in old
        if clip.guide is not None
        and (clip.region.media, clip.region.time_map) == (new.region.media, new.region.time_map)
        and clip.region.span.intersection(span) is not None
    ]
    if not parts:
        return replace(new, guide=None)
    by = {clip.region.id: clip.region.span.start - span.start for clip, _ in parts}
    moved = [replace(event, at=event.at + by[clip.region.id]) for clip, guide in parts for event in guide.events]
    events = {event.at: event for event in moved if 0 <= event.at < span.duration}
    curves = [(float(by[clip.region.id]), guide.curve) for clip, guide in parts if guide.curve is not None]
    curve = _joined(curves, span.duration) if curves else None
    guide = parts[0][1]
    if not events and curve is None:
        return replace(new, guide=None)
    inside = tuple(events[at] for at in sorted(events))
    return replace(new, guide=replace(guide, length=span.duration, events=inside, curve=curve))


def part_of(clip: PictureClip, span: Span) -> PictureClip:
    """A part of a clip, with what its guide says of it.

    Args:
        clip: The clip.
        span: The part, seconds on the clock of its region.
    """
    region = replace(clip.region, span=span)
    return carried((clip,), replace(clip, region=region, record=clip.on_timeline(span.start)))


def _joined(curves: Sequence[tuple[float, EnergyCurve]], length: Fraction) -> EnergyCurve:
    """Curves that begin at some seconds as one, at the rate of the first; 0 where none of them is."""
    rate = curves[0][1].rate
    values = []
    for place in range(index_at(length, rate) + 1):
        heard = [_value(curve, (place / float(rate) - begin) * float(curve.rate)) for begin, curve in curves]
        values.append(max(heard))
    return EnergyCurve(rate, tuple(values))


def _value(curve: EnergyCurve, place: float) -> float:
    low, last = int(place // 1), len(curve.values) - 1
    if not 0 <= low <= last:
        return 0.0
    before, after = curve.values[low], curve.values[min(low + 1, last)]
    return before + (after - before) * (place - low)


def _clip_at(timeline: Timeline, at: Fraction) -> PictureClip:
    clip = next((clip for clip in timeline.picture if at in clip.span), None)
    if clip is None:
        raise BadInput(f"There is no picture at {clock(at)}.", "Give a time inside a shot.")
    return clip


def _event_at(timeline: Timeline, at: Fraction) -> tuple[PictureClip, GuideEvent]:
    """The event within half a frame of a time."""
    clip = _clip_at(timeline, at)
    events = clip.guide.events if clip.guide else ()
    near = min(events, key=lambda event: abs(event.at + clip.record - at), default=None)
    if near is None or abs(near.at + clip.record - at) > 1 / (2 * timeline.rate):
        raise BadInput(
            f"The guide of {clip.region.name} has no event at {clock(at)}.",
            "'v2a guide PROJECT --from shot' lists them.",
        )
    return clip, near
