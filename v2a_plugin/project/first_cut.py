"""The cut that a project begins with: the shots of some files, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.model.frame_rates import standard_rate
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import PictureClip, Timeline, Track, TrackKind

__all__ = ["Reel", "cut_of"]

_STILL_RATE = Fraction(25)
_FIRST_HOUR = "01:00:00:00"
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
        rate: Frames a second; None for that of the first moving picture. The cut gets the standard rate that belongs
            to it.
        start: Timecode of its first frame, whose label counts at the rate of the cut; None for that of the file when
            there is only one, else 01:00:00:00.
    """
    moving = [reel.media for reel in reels if not reel.media.still]
    rate = standard_rate(rate or (moving[0].rate if moving else _STILL_RATE))
    start = start or (reels[0].media.timecode if len(reels) == 1 else None) or Timecode.parse(_FIRST_HOUR, rate)
    start = start if start.rate == rate else start.counted_at(rate)
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
