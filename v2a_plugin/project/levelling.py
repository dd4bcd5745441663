"""The level of a cue: left as it is, matched to the production sound under it, or its peak brought to a target.

Measured is what the cue plays of its take, before fades and before the gain of the cue and its track. The result is
always a change of the cue's gain, which a person sees and can undo; the samples of a take are never touched.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from v2a_plugin.media.levels import levels
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.sound import Levels, Sound
from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import Cue, Timeline
from v2a_plugin.timeline.edits import gain
from v2a_plugin.timeline.lookup import find_cue
from v2a_plugin.timeline.operations import Change
from v2a_plugin.timeline.volume import sampled, volume_line

__all__ = ["LevelMode", "level_cue"]

_RATE = 48000
_FLOOR = -70.0
"""LUFS, or dBFS of RMS, below which there is nothing to match: the absolute gate of BS.1770-4."""


class LevelMode(StrEnum):
    """What to do with the level of a cue."""

    LEAVE = "leave"
    MATCH = "match"
    """As loud as the production sound under it."""
    PEAK = "peak"
    """Its highest sample at a target."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """A level that was found.

    Attributes:
        change: Sets the cue's gain; empty when it has it already.
        gain_db: The gain that the cue gets.
        measured: What it plays, before any gain; None when it is left as it is.
        reference: The production sound under it; None when that was not requested.
        peak_dbtp: True peak of what it plays with that gain, dB; above 0 it may clip. None when it was not measured.
    """

    change: Change
    gain_db: float
    measured: Levels | None = None
    reference: Levels | None = None
    peak_dbtp: float | None = None


def level_cue(
    timeline: Timeline,
    cue: str,
    sound: Sound,
    mode: LevelMode = LevelMode.LEAVE,
    *,
    media: Sequence[MediaFile] = (),
    target_dbfs: float = -6.0,
    offset_db: float = 0.0,
) -> Steps[Levelled]:
    """Find the gain of a cue.

    Args:
        timeline: The timeline as it is.
        cue: Id of the cue.
        sound: The whole sound of its take.
        mode: What is wanted; to leave it is the default.
        media: The files of the picture, for their production sound.
        target_dbfs: Where the highest sample is to lie, when peaks are wanted.
        offset_db: How much louder than the production sound it is to be, below 0 softer, when that is matched.

    Raises:
        BadInput: The cue is silent, or there is no production sound under it, or its file is not at hand.
        NoSuchFile: A file of the picture is gone.
    """
    one = find_cue(timeline, cue).cue
    if mode is LevelMode.LEAVE:
        return Levelled(Change("Level", ()), one.gain_db)
    measured = levels(played(one, sound))
    reference: Levels | None = None
    if mode is LevelMode.PEAK:
        db = peak_gain(measured, target_dbfs)
    else:
        under = yield from production_under(timeline, one, media)
        reference = levels(under)
        db = match_gain(measured, reference) + offset_db
    name = "Match level" if mode is LevelMode.MATCH else "Peak level"
    change = Change(name, gain(timeline, cue, db).operations)
    return Levelled(change, db, measured, reference, measured.true_peak_dbtp + db)


def played(cue: Cue, sound: Sound) -> Sound:
    """What a cue plays of its take's sound along its volume points, before its gain and fades."""
    begin, end = index_at(cue.trim.start, sound.rate), index_at(cue.trim.end, sound.rate)
    part = sound.cut(begin, end)
    if not cue.volume:
        return part
    factors = volume_line(sampled(cue, sound.rate), np.arange(begin, begin + part.samples.shape[1], dtype=np.float64))
    return replace(part, samples=part.samples * factors.astype(np.float32))


def production_under(timeline: Timeline, cue: Cue, media: Sequence[MediaFile], rate: int = _RATE) -> Steps[Sound]:
    """The production sound of the picture that a cue lies on, mono or in stereo; without picture, nothing.

    Raises:
        BadInput: The file of a clip is not at hand, or the cue lies on no picture.
        NoSuchFile: A file is gone.
    """
    files = {file.fingerprint: file for file in media}
    parts: list[Sound] = []
    for clip in timeline.picture:
        both = clip.span.intersection(cue.span)
        if both is None:
            continue
        file = files.get(clip.region.media)
        if file is None:
            raise BadInput(f"The file of {clip.region.name} is not at hand.", "Relink it, or choose another level.")
        if clip.region.time_map:  # at another speed it is not heard
            parts.append(Sound(np.zeros((1, both.samples(rate)), np.float32), rate))
            continue
        heard = yield from sound_of(file, both.shifted(clip.region.span.start - clip.record), rate)
        parts.append(heard)
    if not parts:
        raise BadInput("There is no picture under this cue, so no production sound.", "Choose another level.")
    if any(part.channels > 1 for part in parts):
        parts = [part.stereo() for part in parts]
    return Sound(np.concatenate([part.samples for part in parts], axis=1), rate)


def match_gain(measured: Levels, reference: Levels) -> float:
    """The gain in dB that makes one sound as loud as another.

    Compared is the gated programme loudness (EBU R 128); where one of them is too short for that, under 0.4 s, the
    RMS of both.

    Raises:
        BadInput: One of them is silent.
    """
    if measured.integrated_lufs is not None and reference.integrated_lufs is not None:
        return reference.integrated_lufs - measured.integrated_lufs
    if reference.rms_dbfs < _FLOOR:
        raise BadInput(
            "There is no production sound under this cue.", "Leave its level, or bring its peak to a target."
        )
    if measured.rms_dbfs < _FLOOR:
        raise BadInput("This cue is silent; no gain makes it as loud as the production sound.", "Choose another take.")
    return reference.rms_dbfs - measured.rms_dbfs


def peak_gain(measured: Levels, target_dbfs: float) -> float:
    """The gain in dB that brings the highest sample to a target.

    Raises:
        BadInput: The sound is digital silence, or the target is above full scale.
    """
    if not math.isfinite(target_dbfs) or target_dbfs > 0:
        raise BadInput(f"A peak at {target_dbfs} dBFS is not possible.", "Give 0 or less, such as -6.")
    if not math.isfinite(measured.sample_peak_dbfs):
        raise BadInput("This cue is silent; no gain brings its peak to a target.", "Choose another take.")
    return target_dbfs - measured.sample_peak_dbfs
