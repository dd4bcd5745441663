"""Which stretches of the input are meant: what a person typed, as spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.cli.console import watch
from v2a_plugin.generation.requests import WORDS_RATE
from v2a_plugin.generation.shot_finding import find_shots
from v2a_plugin.media.file_kinds import pictures_inside
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode, parse_position
from v2a_plugin.plugins.facade import Plugins

__all__ = ["Where", "files_of", "handle_of", "regions_of"]

_STILL_SECONDS = Fraction(5)


@dataclass(frozen=True, slots=True)
class Where:
    """What the person typed; "" or None for nothing."""

    shot: int | None
    start: str
    end: str
    duration: str
    detector: str

    def __post_init__(self) -> None:
        if self.shot is not None and (self.start or self.end or self.duration):
            raise BadInput("--shot and a span were both given.", "Give one of them.")
        if self.end and self.duration:
            raise BadInput("--to and --duration were both given.", "Give one of them.")


def files_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that are meant: those named, and of folders the videos and pictures inside.

    Raises:
        BadInput: A folder holds none.
    """
    files: list[Path] = []
    for path in paths:
        inside = pictures_inside(path) if path.is_dir() else (path,)
        if not inside:
            raise BadInput(f"{path} holds no video and no picture.", "Give a folder of clips.")
        files += inside
    return tuple(dict.fromkeys(files))


def regions_of(media: MediaFile | None, where: Where, plugins: Plugins, quiet: bool) -> tuple[Region, ...]:
    """The regions that are meant: one shot, one segment, or every shot.

    Raises:
        BadInput: No such shot, or a span that is not inside the clip.
    """
    if media is None or media.still:
        return (_timeless(media, where),)
    if where.start or where.end or where.duration:
        return (_segment(media, where),)
    shots = watch(find_shots(media, plugins, where.detector), quiet)
    if where.shot is None:
        return shots
    if not 1 <= where.shot <= len(shots):
        raise BadInput(
            f"{media.path.name} has {len(shots)} shot{'s' if len(shots) != 1 else ''}, and shot {where.shot} was asked for.",
            f"Give a number from 1 to {len(shots)}; 'v2a shots' lists them.",
        )
    return (shots[where.shot - 1],)


def handle_of(text: str, media: MediaFile | None) -> Fraction:
    """Length of a handle in seconds.

    Raises:
        BadInput: Not a length, or below zero.
    """
    handle = parse_position(text, _rate(media))
    if not 0 <= handle <= 60:
        raise BadInput(f"Handles of {text} were asked for.", "Give 0 to 60 seconds; 12f is twelve frames.")
    return handle


def _rate(media: MediaFile | None) -> Fraction:
    return WORDS_RATE if media is None or media.still else media.rate


def _timeless(media: MediaFile | None, where: Where) -> Region:
    """A picture, or words alone: they last as long as one likes."""
    if where.shot is not None or where.start or where.end:
        raise BadInput("A picture or words have no time of their own.", "Say how long it should sound with --duration.")
    length = parse_position(where.duration, WORDS_RATE) if where.duration else _STILL_SECONDS
    span = Span(Fraction(0), length)
    if media is None:
        return Region(span, "", RegionKind.SEGMENT, "Words")
    return Region.within(media, span, RegionKind.SEGMENT, media.path.stem)


def _segment(media: MediaFile, where: Where) -> Region:
    first = media.timecode or Timecode(0, media.timeline_rate)
    start = parse_position(where.start, media.rate, first) if where.start else Fraction(0)
    if where.end:
        end = parse_position(where.end, media.rate, first)
    elif where.duration:
        end = start + parse_position(where.duration, media.rate)
    else:
        end = media.duration
    return Region.within(media, Span(start, end), RegionKind.SEGMENT, "Segment")
