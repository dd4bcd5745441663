"""The cut that a project begins with: the shots of some files, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import PictureClip, Timeline, Track, TrackKind

__all__ = ["Reel", "cut_of"]

_STILL_RATE = Fraction(25)
_FIRST_HOUR = 3600
_TRACKS = (TrackKind.FEET, TrackKind.MOVES, TrackKind.PROPS, TrackKind.AMBIENCE, TrackKind.FX)


@dataclass(frozen=True, slots=True)
class Reel:
    """A media file and its regions that the cut shows, in order."""

    media: MediaFile
    regions: tuple[Region, ...]


def cut_of(reels: Sequence[Reel], name: str, rate: Fraction | None = None, start: Timecode | None = None) -> Timeline:
    """A timeline that shows regions back to back, with an empty track of each kind.

    Regions of one file keep their distance from each other, so that a whole clip plays as it is.

    Args:
        reels: At least one, in order.
        name: What a person calls the cut.
        rate: Frames a second; None for that of the first moving picture.
        start: Timecode of its first frame; None for that of the file when there is only one, else 01:00:00:00.
    """
    moving = [reel.media for reel in reels if not reel.media.still]
    rate = rate or (moving[0].rate if moving else _STILL_RATE)
    if start is None:
        own = reels[0].media.timecode if len(reels) == 1 else None
        start = own if own is not None and own.rate == rate else Timecode.at(Fraction(_FIRST_HOUR), rate)
    clips: list[PictureClip] = []
    record = Fraction(0)
    for reel in reels:
        first = (
            Fraction(0) if len(reels) == 1 else min((region.span.start for region in reel.regions), default=Fraction(0))
        )
        clips += [PictureClip(region, record + region.span.start - first) for region in reel.regions]
        record = clips[-1].span.end if clips else record
    tracks = tuple(Track(kind, kind.value.upper() if kind is TrackKind.FX else kind.value.title()) for kind in _TRACKS)
    return Timeline(rate, start, tuple(clips), tracks, name=name)
