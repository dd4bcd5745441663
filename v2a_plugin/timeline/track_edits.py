"""Edits of whole tracks, of the picture track and of the timeline's header."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.frame_rates import check_standard
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import PictureClip, Production, Timeline, Track, TrackKind
from v2a_plugin.timeline.lookup import find_clips, find_track, index_of_track
from v2a_plugin.timeline.operations import (
    Change,
    ChangeKind,
    ClipChange,
    Header,
    HeaderChange,
    Operation,
    TrackChange,
    TrackMove,
)

__all__ = [
    "add_track",
    "lock_track",
    "move_track",
    "mute_track",
    "pan_track",
    "remove_track",
    "rename_region",
    "rename_timeline",
    "rename_track",
    "set_picture",
    "set_production",
    "set_rate",
    "set_start",
    "set_track_gain",
    "set_track_kind",
    "solo_track",
    "unused_name",
]


def add_track(timeline: Timeline, kind: TrackKind, name: str = "", index: int | None = None) -> Change:
    """Add an empty track.

    Args:
        timeline: The timeline as it is.
        kind: What it is to hold.
        name: What to call it; "" names it after its kind: "Feet", "Feet 2".
        index: Its place from the top, from 0; None adds it at the bottom.
    """
    place = len(timeline.tracks) if index is None else min(max(index, 0), len(timeline.tracks))
    return Change("Add track", (TrackChange(place, None, Track(kind, name or unused_name(timeline, kind))),))


def unused_name(timeline: Timeline, kind: TrackKind) -> str:
    """A name for another track of a kind: "Feet", "Feet 2" …"""
    taken = {track.name for track in timeline.tracks}
    base = "FX" if kind is TrackKind.FX else kind.value.capitalize()
    number = 1
    while (name := base if number == 1 else f"{base} {number}") in taken:
        number += 1
    return name


def remove_track(timeline: Timeline, track: str) -> Change:
    """Take a track away with its cues; their takes are kept."""
    index = index_of_track(timeline, track)
    return Change("Remove track", (TrackChange(index, timeline.tracks[index]),))


def move_track(timeline: Timeline, track: str, to: int) -> Change:
    """Give a track another place among the tracks, counted from 0 at the top."""
    index = index_of_track(timeline, track)
    target = min(max(to, 0), len(timeline.tracks) - 1)
    return Change("Move track", (TrackMove(track, index, target),) if target != index else ())


def rename_track(timeline: Timeline, track: str, name: str) -> Change:
    """Call a track something else."""
    return _header("Rename track", timeline, replace(find_track(timeline, track), name=name))


def set_track_kind(timeline: Timeline, track: str, kind: TrackKind) -> Change:
    """Say that a track holds something else."""
    return _header("Track kind", timeline, replace(find_track(timeline, track), kind=kind))


def mute_track(timeline: Timeline, track: str, on: bool = True) -> Change:
    """Silence a track, or let it be heard again."""
    return _header("Mute track" if on else "Unmute track", timeline, replace(find_track(timeline, track), mute=on))


def solo_track(timeline: Timeline, track: str, on: bool = True) -> Change:
    """Hear only this and other soloed tracks, or no longer."""
    return _header("Solo track" if on else "Unsolo track", timeline, replace(find_track(timeline, track), solo=on))


def set_track_gain(timeline: Timeline, track: str, db: float) -> Change:
    """Set the level of everything on a track, dB."""
    return _header("Track gain", timeline, replace(find_track(timeline, track), gain_db=float(db)))


def pan_track(timeline: Timeline, track: str, pan: float) -> Change:
    """Place a track between left (-1) and right (1)."""
    return _header("Pan track", timeline, replace(find_track(timeline, track), pan=float(pan)))


def lock_track(timeline: Timeline, track: str, on: bool = True) -> Change:
    """Guard the cues of a track against edits, or let them be edited again."""
    return _header("Lock track" if on else "Unlock track", timeline, replace(find_track(timeline, track), lock=on))


def rename_region(timeline: Timeline, region: str, name: str) -> Change:
    """Call a region something else, wherever the cut shows it.

    Raises:
        BadInput: The cut does not show it.
    """
    clips = find_clips(timeline, region)
    if not clips:
        raise BadInput(f"The cut does not show the region {region}.", "Take the ids from the list of shots.")
    pairs = [(clip, replace(clip, region=replace(clip.region, name=name))) for clip in clips]
    return Change("Rename shot", tuple(ClipChange(old, new) for old, new in pairs if old != new))


def rename_timeline(timeline: Timeline, name: str) -> Change:
    """Call the cut something else."""
    header = Header.of(timeline)
    return Change("Rename cut", _headers(header, replace(header, name=name)))


def set_start(timeline: Timeline, start: Timecode) -> Change:
    """Give time 0 another timecode; a timecode of another rate makes that the cut's rate."""
    header = Header.of(timeline)
    return Change("Start timecode", _headers(header, replace(header, rate=start.rate, start=start)))


def set_rate(timeline: Timeline, rate: Fraction) -> Change:
    """Count frames at another standard rate: cues and clips stay at their times, the start keeps its label.

    Raises:
        BadInput: It is no standard rate.
    """
    header = Header.of(timeline)
    start = timeline.start.counted_at(check_standard(rate, "The cut"))
    return Change("Frame rate", _headers(header, replace(header, rate=rate, start=start)))


def set_production(
    timeline: Timeline,
    mute: bool | None = None,
    solo: bool | None = None,
    db: float | None = None,
    duck: float | None = None,
) -> Change:
    """Listen to the production sound in another way; undo passes over this, since nothing that is delivered changes.

    Args:
        timeline: The timeline as it is.
        mute: Silence it, or let it be heard.
        solo: Hear only it and soloed tracks, or no longer.
        db: Its level, -60 to 24 dB.
        duck: Added to that while takes are auditioned, -60 to 0 dB.

    Raises:
        SpanError: A level is out of range.
    """
    header, was = Header.of(timeline), timeline.production
    now = Production(
        was.mute if mute is None else mute,
        was.solo if solo is None else solo,
        was.gain_db if db is None else float(db),
        was.duck_db if duck is None else float(duck),
    )
    return Change("Production sound", _headers(header, replace(header, production=now)), ChangeKind.LASTING)


def set_picture(timeline: Timeline, clips: Iterable[PictureClip]) -> Change:
    """Put other clips on the picture track and leave the cues where they are; see `conform` for cues that follow."""
    new = tuple(sorted(clips, key=lambda clip: clip.record))
    kept = set(timeline.picture) & set(new)
    operations: list[Operation] = [ClipChange(before=clip) for clip in timeline.picture if clip not in kept]
    operations += [ClipChange(after=clip) for clip in new if clip not in kept]
    return Change("Picture", tuple(operations))


def _headers(before: Header, after: Header) -> tuple[Operation, ...]:
    return (HeaderChange(before, after),) if before != after else ()


def _header(name: str, timeline: Timeline, track: Track) -> Change:
    index = index_of_track(timeline, track.id)
    before, after = replace(timeline.tracks[index], cues=()), replace(track, cues=())
    return Change(name, (TrackChange(index, before, after),) if before != after else ())
