"""A guide from the picture: what strikes, flashes and repeats in it, what comes and goes, and how much moves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from v2a_plugin.guides.hits import HitKind, hits_in
from v2a_plugin.guides.onsets import PictureCurve, picture_curve
from v2a_plugin.guides.rhythm import between_crossings, find_rhythm, steady_ones, steady_period, with_missing
from v2a_plugin.guides.shown import as_shown
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import FAINT, EnergyCurve, Guide, GuideEvent, GuideOrigin
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import Span, clock, index_at

__all__ = ["is_sure", "picture_guide", "sure_guide"]

_OTHER = "Give markers, a sound or a table as the guide, or none."
_SWING = 0.12
"""Share of steady changes that turn back sideways from which on limbs cross there."""
_STROBE = 4
"""Flashes a second from which on they are the light and no events."""
_JUMP = 10.0
"""Change of the mean luma at either end of a flash, of 255."""
_CURVE_RATE = Fraction(25)
_RANGE_DB = 30.0
_STILL = 0.02
"""Widths a second: what is slower stands still."""
_SURE = 0.5
"""Strength of an event that nobody doubts. Of 48 clips in which little strikes 24 have one, and 27 have one of 0.4; of 64 in which
something does, 55 and 59."""
_PAUSE = 1.0
"""Seconds of stillness before something comes, and after it has gone."""


def picture_guide(media: MediaFile, span: Span, name: str) -> Steps[Guide]:
    """When something happens in a stretch of picture, from its start, and how much moves.

    Args:
        media: A probed file.
        span: Seconds from its first frame; within one shot, or nothing is said of the moment of the cut.
        name: What a person calls it.

    Yields:
        Progress in seconds of picture.

    Raises:
        BadInput: Nothing moves in it.
        SpanError: The span begins outside the picture.
        NoSuchFile: The file is gone.
    """
    if media.still:
        raise BadInput(f"{name} is a single picture: nothing moves in it.", _OTHER)
    curve = yield from picture_curve(media, span)
    if len(curve.times) < 3:
        raise BadInput(f"The picture of {name} has fewer than three frames: nothing moves in it.", _OTHER)
    notices = [
        f"There is a cut at {clock(curve.times[cut] - span.start)} in {name}: it is no event." for cut in curve.cuts
    ]
    if _strobes(curve, media.rate):
        notices.append(f"The light of {name} flashes all the time: its flashes are no events.")
    if notices:
        yield Progress("finding hits", 1, 1, notices=tuple(notices))
    return _guide_of(curve, media.rate, span, name)


def is_sure(guide: Guide) -> bool:
    """Whether a guide from the picture has events that are worth following: plain ones, or steady ones."""
    return guide.period is not None or any(event.strength >= _SURE for event in guide.events)


def sure_guide(media: MediaFile | None, region: Region) -> Steps[Guide | None]:
    """The guide that a region's picture gives where nobody says what to follow, for sound that strikes; None where it has
    nothing that is worth following for sure.

    Raises:
        SpanError: The region begins outside the picture.
        NoSuchFile: The file is gone.
    """
    if media is None or media.still:
        return None
    try:
        found = as_shown((yield from picture_guide(media, region.source_span, region.name)), region)
    except BadInput:
        return None
    return replace(found, for_strikes=True) if is_sure(found) else None


def _guide_of(curve: PictureCurve, rate: Fraction, span: Span, name: str) -> Guide:
    """The guide that measured motion gives; otherwise as `picture_guide`.

    Args:
        curve: What was measured.
        rate: Frames a second.
        span: The stretch.
        name: What a person calls it.
    """
    hits = hits_in(curve, rate)
    if _strobes(curve, rate):
        hits = tuple(hit for hit in hits if hit.kind is not HitKind.FLASH)
    numbers = {time: number for number, time in enumerate(curve.times)}
    strengths = {numbers[hit.at]: hit.strength for hit in hits}
    frames = sorted(strengths)
    if float(curve.speed.max()) < _STILL and not frames:
        raise BadInput(f"Nothing moves in {name}: there is nothing to follow.", _OTHER)
    period = steady_period(frames)
    if period is not None and float(np.mean(curve.swing[frames])) > _SWING:
        frames = list(between_crossings(steady_ones(frames), period, len(curve.times) - 1))
    elif period is not None:
        frames = list(with_missing(frames, period, curve.speed))
    elif not frames and (rhythm := find_rhythm(curve.speed, float(rate))) is not None:
        frames, period = list(rhythm.turns), rhythm.period
    passing = not frames
    frames = frames or _comings_and_goings(curve, float(rate))
    loudest = float(curve.speed.max()) or 1.0
    events = []
    for frame in frames:
        if curve.times[frame] not in span or any(abs(frame - cut) <= 2 * curve.step for cut in curve.cuts):
            continue
        before = slice(max(0, frame - 3 * curve.step), frame + 1)
        moved = float(curve.speed[before].max()) / loudest
        at = frame - curve.step if curve.size[frame] == 0 else frame
        events.append(
            GuideEvent(
                curve.times[frame] - span.start,
                FAINT if passing else round(strengths.get(frame, min(1.0, max(0.1, moved))), 3),
                round(float(np.clip(curve.across[max(0, at)], 0, 1)), 3),
                round(float(np.clip(curve.size[before].max(), 0, 1)), 4),
            )
        )
    energy = _energy(curve, span)
    return Guide(
        GuideOrigin.PICTURE, span.duration, tuple(events), energy,
        None if period is None else Fraction(round(period * 1000), 1000) / rate,
    )  # fmt: skip


def _strobes(curve: PictureCurve, rate: Fraction) -> bool:
    """Whether the light flashes so often that no flash says anything."""
    jumps = int(np.sum(np.abs(np.diff(curve.luma)) > _JUMP))
    return jumps > 2 * _STROBE * len(curve.luma) / float(rate)


def _comings_and_goings(curve: PictureCurve, rate: float) -> list[int]:
    """Frames at which something comes into a still picture or begins to move, and at which it has gone or stopped."""
    moving = np.concatenate([[False], curve.speed > _STILL, [False]])
    edges = np.flatnonzero(np.diff(moving.astype(np.int8)))
    begins, ends, pause = edges[::2], edges[1::2], round(_PAUSE * rate)
    found = []
    for begin, end in zip(begins, ends, strict=True):
        if end - begin < pause:
            continue
        if begin > pause and not moving[begin + 1 - pause : begin + 1].any():
            found.append(int(begin))
        if end < len(curve.times) - pause and not moving[end + 1 : end + 1 + pause].any():
            found.append(int(end))
    return found


def _energy(curve: PictureCurve, span: Span) -> EnergyCurve | None:
    """How much moves, 25 times a second; None where too little does."""
    if float(curve.energy.max()) <= 0 or float(curve.speed.max()) < _STILL:
        return None
    smooth = np.convolve(curve.energy, np.ones(3) / 3, "same")
    times = np.array([float(time - span.start) for time in curve.times])
    grid = np.arange(index_at(span.duration, _CURVE_RATE) + 1) / float(_CURVE_RATE)
    level = np.interp(grid, times, smooth)
    values = np.clip(1 + 20 * np.log10(np.maximum(level / smooth.max(), 1e-6)) / _RANGE_DB, 0, 1)
    return EnergyCurve(_CURVE_RATE, tuple(np.round(values, 3).tolist()))
