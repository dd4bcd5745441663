"""Levels are measured and told as a gain; samples are never touched."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.levels import levels
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Cue, KeptTake, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.project.levelling import LevelMode, level_cue, match_gain, played, production_under
from v2a_plugin.timeline.changes import apply

RATE = Fraction(25)
LOUD, SOFT = 0.5, 0.05  # amplitude of the production sound in its first and second half of two seconds


def tone(amplitude: float, seconds: float, rate: int) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 997 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    """Four seconds of grey with a loud tone, then a soft one."""
    path = tmp_path_factory.mktemp("level") / "take.mov"
    sound = Sound.mono(np.concatenate([tone(LOUD, 2, 48000), tone(SOFT, 2, 48000)]), 48000)
    grey = np.full((32, 32, 3), 90, np.uint8)
    finish(write_clip(path, [grey] * 100, Encoding(sound_codec="pcm_s24le"), sound))
    return probe(path)


def cut(clip: MediaFile, start: Fraction, trim: Span) -> Timeline:
    """The soft half of the clip before the loud one, and a cue of a take of three seconds."""
    clips = tuple(
        PictureClip(Region(span, clip.fingerprint, RegionKind.SHOT, f"Shot {number}", f"shot-{number}"), record)
        for number, (span, record) in enumerate(
            [(Span(Fraction(2), Fraction(4)), Fraction(0)), (Span(Fraction(0), Fraction(2)), Fraction(2))]
        )
    )
    take = KeptTake("take", "shot-0", Fraction(3), Span(Fraction(0), Fraction(3)), 16000)
    cue = Cue("take", start, trim, Fraction(3), region="shot-0", gain_db=1.0, id="cue")
    return Timeline(RATE, Timecode(0, RATE), clips, (Track(TrackKind.FEET, "Feet", (cue,)),), (take,))


QUIET = Sound.mono(np.concatenate([tone(0.8, 1, 16000), tone(0.1, 2, 16000)]), 16000)
"""A take: a loud second that the cues below do not play, then two at a tenth of full scale."""


@pytest.mark.parametrize(("start", "reference"), [(Fraction(0), SOFT), (Fraction(5, 2), LOUD)])
def test_a_cue_gets_the_loudness_of_the_production_sound_under_it(
    clip: MediaFile, start: Fraction, reference: float
) -> None:
    timeline = cut(clip, start, Span(Fraction(1), Fraction(5, 2)))
    before = QUIET.samples[0].copy()
    found = finish(level_cue(timeline, "cue", QUIET, LevelMode.MATCH, media=[clip]))
    expected = 20 * math.log10(reference / 0.1)  # both are the same tone
    assert found.gain_db == pytest.approx(expected, abs=0.1)
    assert apply(found.change, timeline).tracks[0].cues[0].gain_db == found.gain_db
    assert found.change.name == "Match level"
    assert found.peak_dbtp == pytest.approx(20 * math.log10(reference), abs=0.2)
    assert np.array_equal(QUIET.samples[0], before)
    softer = finish(level_cue(timeline, "cue", QUIET, LevelMode.MATCH, media=[clip], offset_db=-6))
    assert softer.gain_db == pytest.approx(found.gain_db - 6)


def test_what_is_under_a_cut_is_what_the_cut_shows(clip: MediaFile) -> None:
    timeline = cut(clip, Fraction(3, 2), Span(Fraction(1), Fraction(2)))
    under = finish(production_under(timeline, timeline.tracks[0].cues[0], [clip]))
    halves = under.samples[0].reshape(2, -1)
    assert len(under) == 48000
    peaks = np.abs(halves[:, 2000:-2000]).max(axis=1)
    assert peaks == pytest.approx([SOFT, LOUD], rel=0.02)


def test_short_cues_are_compared_by_their_rms(clip: MediaFile) -> None:
    timeline = cut(clip, Fraction(1), Span(Fraction(1), Fraction(6, 5)))
    found = finish(level_cue(timeline, "cue", QUIET, LevelMode.MATCH, media=[clip]))
    assert found.measured is not None
    assert found.measured.integrated_lufs is None
    assert found.gain_db == pytest.approx(20 * math.log10(SOFT / 0.1), abs=0.1)


@pytest.mark.parametrize("target", [0.0, -3.0, -20.0])
def test_a_peak_lands_on_its_target(clip: MediaFile, target: float) -> None:
    timeline = cut(clip, Fraction(0), Span(Fraction(1), Fraction(5, 2)))
    found = finish(level_cue(timeline, "cue", QUIET, LevelMode.PEAK, target_dbfs=target))
    part = played(timeline.tracks[0].cues[0], QUIET)
    heard = part.samples[0].astype(np.float64) * 10 ** (found.gain_db / 20)
    assert 20 * math.log10(np.abs(heard).max()) == pytest.approx(target, abs=1e-6)


def test_left_alone_by_default(clip: MediaFile) -> None:
    timeline = cut(clip, Fraction(0), Span(Fraction(0), Fraction(1)))
    found = finish(level_cue(timeline, "cue", QUIET))
    assert not found.change
    assert (found.gain_db, found.measured) == (1.0, None)


def test_silence_cannot_be_levelled(clip: MediaFile) -> None:
    silence = Sound.mono(np.zeros(48000, np.float32), 16000)
    timeline = cut(clip, Fraction(0), Span(Fraction(0), Fraction(1)))
    for mode in (LevelMode.MATCH, LevelMode.PEAK):
        with pytest.raises(BadInput, match="is silent"):
            finish(level_cue(timeline, "cue", silence, mode, media=[clip]))
    with pytest.raises(BadInput, match="not possible"):
        finish(level_cue(timeline, "cue", QUIET, LevelMode.PEAK, target_dbfs=3))
    with pytest.raises(BadInput, match="not at hand"):
        finish(level_cue(timeline, "cue", QUIET, LevelMode.MATCH))
    mute = dataclasses.replace(clip, sounds=())
    with pytest.raises(BadInput, match="no production sound under"):
        finish(level_cue(timeline, "cue", QUIET, LevelMode.MATCH, media=[mute]))
    late = cut(clip, Fraction(9), Span(Fraction(0), Fraction(1)))
    with pytest.raises(BadInput, match="no picture under"):
        finish(level_cue(late, "cue", QUIET, LevelMode.MATCH, media=[clip]))
    same = levels(QUIET)
    assert match_gain(same, same) == 0
