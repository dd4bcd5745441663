"""Hits: the moments of a region at which something strikes or flashes, found in its frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from jaxtyping import Float64

from v2a_plugin.guides.falls import busy_frames, falls_in
from v2a_plugin.guides.onsets import PictureCurve, picture_curve
from v2a_plugin.guides.peaks import peaks
from v2a_plugin.guides.rhythm import steady_period
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Marker, MarkerKind, Timeline
from v2a_plugin.timeline.lookup import find_clip, find_clips
from v2a_plugin.timeline.marker_edits import replace_hits
from v2a_plugin.timeline.operations import Change

__all__ = ["Hit", "HitKind", "find_hits", "hit_changes", "hits_in"]

_AROUND = Fraction(1)
"""Seconds on each side that a hit must stand out against."""
_APART = 4
"""Frames, of those that are compared, within which there is one hit."""
_SHARE = 0.25
"""Least share of the strongest change around that a hit has."""
_FACTOR = 4.0
"""How many deviations above the median a change of motion lies."""
_CHANGE = 2.5
"""Least change of motion, in steps of 8-bit luma (see `onsets`)."""
_HALF = 28.0
"""Change of motion that is a hit of half strength."""
_BUSY = (0.5, 0.4)
"""Shares of the frames around in which something ends above which that says nothing; the second where what is found by the
first is not steady, as steps are."""
_PLAIN = 0.5
"""Share of a plain stop of a fall that is a strike of half strength (see `falls`)."""
_FLASH = 10.0
"""Least jump of the mean luma that is a flash, of 255."""
_LONGEST_FLASH = Fraction(3, 10)
"""Seconds after which a flash has gone; a light that stays on longer is none."""
_GONE = 0.5
"""Share of its jump that a flash loses again."""


class HitKind(StrEnum):
    """What happens."""

    IMPACT = "impact"
    """Something strikes, bounces, stops short or starts with a jerk."""
    FLASH = "flash"
    """The picture gets bright for a moment."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment at which something happens.

    Attributes:
        at: Seconds from the media's first frame: the start of the frame that shows it.
        kind: What happens.
        strength: 0 to 1.
    """

    at: Fraction
    kind: HitKind
    strength: float


def find_hits(media: MediaFile, span: Span, *, sensitivity: float = 0.5) -> Steps[tuple[Hit, ...]]:
    """The hits of a stretch of picture, in order of time.

    Args:
        media: A probed file.
        span: Seconds from its first frame; within one shot, since a cut changes everything.
        sensitivity: 0 for few hits to 1 for many; a step of 0.5 multiplies or divides the thresholds by 4.

    Yields:
        Progress in seconds of picture.

    Raises:
        SpanError: The span begins outside the picture.
        NoSuchFile: The file is gone.
    """
    if media.still:
        return ()
    curve = yield from picture_curve(media, span)
    return hits_in(curve, media.rate, sensitivity)


def hits_in(curve: PictureCurve, rate: Fraction, sensitivity: float = 0.5) -> tuple[Hit, ...]:
    """The hits that curves of a picture show; otherwise as `find_hits`.

    Args:
        curve: What was measured.
        rate: Frames a second.
        sensitivity: As for `find_hits`.
    """
    strictness = 4 ** (1 - 2 * sensitivity)
    found: list[Hit] = []
    blinded = np.zeros(len(curve.times), bool)
    longest = max(1, round(_LONGEST_FLASH * rate))
    for flash in _flashes(curve.luma, longest, _FLASH * strictness):
        blinded[flash.begin - 1 : flash.end + 1] = True  # the frames that are compared with a bright one
        found.append(Hit(curve.times[flash.begin], HitKind.FLASH, _strength(flash.jump, 4 * _FLASH)))
    change = np.where(blinded, 0.0, curve.change)
    ends = _ends(change, float(rate), curve.step, strictness)
    for share in _BUSY:
        busy = busy_frames(change, float(rate), share)
        impacts = {place: _strength(change[place], _HALF) for place in ends if not busy[place]}
        stops = np.where(busy & ~blinded, curve.stops, 0.0)[: len(busy) - curve.step]
        for place, plain in falls_in(stops, float(rate), strictness):
            impacts.setdefault(place + curve.step, _strength(plain, _PLAIN))
        if steady_period(sorted(impacts)) is not None:
            break
    found += [Hit(curve.times[place], HitKind.IMPACT, strength) for place, strength in impacts.items()]
    return tuple(sorted(found, key=lambda hit: hit.at))


def _ends(change: Float64[np.ndarray, " time"], rate: float, step: int, strictness: float) -> list[int]:
    """Frames in which motion ends or turns more suddenly than around them.

    Args:
        change: As in `PictureCurve`, without flashes.
        rate: Frames a second.
        step: Frames between those that were compared.
        strictness: What thresholds are multiplied by.
    """
    apart = _APART * step
    around = max(apart, round(_AROUND * rate))
    return [
        place
        for place in peaks(change, around=around, apart=apart, factor=_FACTOR, least=_CHANGE * strictness)
        if change[place] >= _SHARE * change[max(0, place - around) : place + around + 1].max()
    ]


def hit_changes(timeline: Timeline, region: str, hits: Sequence[Hit]) -> Change:
    """Set the hits of a region as markers wherever the cut shows them, in the place of those found before.

    Args:
        timeline: The timeline as it is.
        region: Id of the region.
        hits: What was found in it.

    Raises:
        BadInput: The cut does not show the region.
    """
    find_clip(timeline, region)
    markers = [
        Marker(clip.on_timeline(hit.at), hit.kind.value.title(), MarkerKind.HIT, strength=hit.strength, region=region)
        for clip in find_clips(timeline, region)
        for hit in hits
        if hit.at in clip.region.span
    ]
    return replace_hits(timeline, region, markers)


def _strength(value: float, middle: float) -> float:
    """0 to 1; half at the middle."""
    return float(value / (value + middle))


@dataclass(frozen=True, slots=True)
class _Flash:
    """A bright moment: its first frame, the frame after its last, and the jump of the mean luma."""

    begin: int
    end: int
    jump: float


def _flashes(luma: Float64[np.ndarray, " time"], longest: int, least: float) -> list[_Flash]:
    """Where the picture jumps to bright and is back soon."""
    found: list[_Flash] = []
    for place, jump in enumerate(np.diff(luma), start=1):
        after = luma[place + 1 : place + longest + 1]
        gone = np.flatnonzero(luma[place] - after >= _GONE * jump)
        if jump >= least and len(gone) and not (found and place < found[-1].end):
            found.append(_Flash(place, place + 1 + int(gone[0]), float(jump)))
    return found
