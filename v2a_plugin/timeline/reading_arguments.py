"""What a person writes for an argument of an edit: a cue, a time, a level."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span, Timecode, parse_position, parse_rate
from v2a_plugin.model.timeline import FadeShape, Timeline, TrackKind
from v2a_plugin.timeline.edits import Edge
from v2a_plugin.timeline.lookup import find_cues, find_marker, find_take

__all__ = ["Is", "read_argument", "read_shot", "read_time"]

Choice = TypeVar("Choice", bound=StrEnum)


class Is(StrEnum):
    """What an argument is; several are written with commas, or as `all`."""

    CUE = "cue"
    CUES = "cues"
    TAKE = "take"
    TAKES = "takes"
    TRACK = "track"
    TRACKS = "tracks"
    SHOT = "shot"
    SHOTS = "shots"
    MARKER = "marker"
    MARKERS = "markers"
    TIME = "time"
    """A place on the timeline: 01:00:02:12, 12.5, 300f."""
    LENGTH = "length"
    """Seconds or frames, below 0 for earlier: -0.5, 12f."""
    SPAN = "from..to"
    """Two places: 12.5..13."""
    TIMECODE = "timecode"
    RATE = "rate"
    """Frames a second: 25, 29.97, 24000/1001."""
    NUMBER = "number"
    COUNT = "count"
    SWITCH = "on|off"
    EDGE = "start|end"
    SHAPE = "equal-power|linear"
    KIND = "kind"
    TEXT = "text"


def read_argument(what: Is, text: str, timeline: Timeline) -> object:
    """The value for an argument.

    Args:
        what: What it is.
        text: As a person wrote it.
        timeline: Whose cues, tracks and times are meant.

    Raises:
        BadInput: It cannot be read so, or names nothing that is there.
    """
    return _READERS[what](text.strip(), timeline)


def read_time(text: str, timeline: Timeline) -> Fraction:
    """A place on the timeline, seconds; a timecode counts from the cut's own start."""
    sign, bare = (-1, text[1:]) if text.startswith("-") else (1, text)
    return sign * parse_position(bare, timeline.rate, timeline.start)


def _length(text: str, timeline: Timeline) -> Fraction:
    sign, bare = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    return sign * parse_position(bare, timeline.rate)


def _span(text: str, timeline: Timeline) -> Span:
    start, dots, end = text.partition("..")
    if not dots:
        raise BadInput(f"'{text}' is no stretch of time.", "Write where it begins and ends: 12.5..13.")
    return Span(read_time(start.strip(), timeline), read_time(end.strip(), timeline))


def _timecode(text: str, timeline: Timeline) -> Timecode:
    return Timecode.parse(text, timeline.rate)


def _rate(text: str, _: Timeline) -> Fraction:
    return parse_rate(text)


def _number(text: str, _: Timeline) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"'{text}' is no number.", "Write it as -3.5.")
    return value


def _count(text: str, _: Timeline) -> int:
    if not text.isascii() or not text.isdigit():
        raise BadInput(f"'{text}' is no whole number.", "Write it as 3.")
    return int(text)


def _switch(text: str, _: Timeline) -> bool:
    if text.casefold() not in ("on", "off"):
        raise BadInput(f"'{text}' is neither on nor off.", "Write on or off.")
    return text.casefold() == "on"


def _choice(kind: type[Choice], left_out: Sequence[str] = ()) -> Callable[[str, Timeline], Choice]:
    def read(text: str, _: Timeline) -> Choice:
        known = [one for one in kind if one not in left_out]
        for one in known:
            if text.casefold() == one.value:
                return one
        raise BadInput(f"'{text}' is not one of {', '.join(known)}.", "Write one of them.")

    return read


def _cues(text: str, timeline: Timeline) -> tuple[str, ...]:
    every = [cue.id for track in timeline.tracks for cue in track.cues]
    return tuple(one.cue.id for one in find_cues(timeline, _several(text, every)))


def _take(text: str, timeline: Timeline) -> str:
    return find_take(timeline, text).id


def _track(text: str, timeline: Timeline) -> str:
    for track in timeline.tracks:
        if text == track.id or text.casefold() == track.name.casefold():
            return track.id
    names = ", ".join(track.name for track in timeline.tracks) or "none"
    raise BadInput(f"No track is called '{text}'.", f"The tracks are: {names}.")


def read_shot(text: str, timeline: Timeline) -> str:
    """Id of the shot that a person means by its number, name or id."""
    for clip in timeline.picture:
        if text in (clip.region.id, clip.region.name):
            return clip.region.id
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(timeline.picture):
        return timeline.picture[int(text) - 1].region.id
    raise BadInput(f"No shot is called '{text}'.", "Give its number, name or id from 'v2a project shots list'.")


def _marker(text: str, timeline: Timeline) -> str:
    return find_marker(timeline, text)[1].id


def _each(read: Callable[[str, Timeline], str], every: Callable[[Timeline], Iterable[str]]) -> Callable[..., object]:
    def read_all(text: str, timeline: Timeline) -> tuple[str, ...]:
        return tuple(read(one, timeline) for one in _several(text, every(timeline)))

    return read_all


def _several(text: str, every: Iterable[str]) -> tuple[str, ...]:
    if text.casefold() == "all":
        return tuple(every)
    return tuple(stripped for one in text.split(",") if (stripped := one.strip()))


_READERS: dict[Is, Callable[[str, Timeline], object]] = {
    Is.CUE: lambda text, timeline: find_cues(timeline, text)[0].cue.id,
    Is.CUES: _cues,
    Is.TAKE: _take,
    Is.TAKES: _each(_take, lambda timeline: (take.id for take in timeline.takes)),
    Is.TRACK: _track,
    Is.TRACKS: _each(_track, lambda timeline: (track.id for track in timeline.tracks)),
    Is.SHOT: read_shot,
    Is.SHOTS: _each(read_shot, lambda timeline: (clip.region.id for clip in timeline.picture)),
    Is.MARKER: _marker,
    Is.MARKERS: _each(_marker, lambda timeline: (marker.id for marker in timeline.markers)),
    Is.TIME: read_time,
    Is.LENGTH: _length,
    Is.SPAN: _span,
    Is.TIMECODE: _timecode,
    Is.RATE: _rate,
    Is.NUMBER: _number,
    Is.COUNT: _count,
    Is.SWITCH: _switch,
    Is.EDGE: _choice(Edge),
    Is.SHAPE: _choice(FadeShape),
    Is.KIND: _choice(TrackKind, (TrackKind.UNMATCHED,)),
    Is.TEXT: lambda text, _: text,
}
