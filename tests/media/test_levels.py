"""Loudness and peaks against signals whose levels are known by definition."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from v2a_plugin.media.levels import levels
from v2a_plugin.media.loudness import LoudnessMeter
from v2a_plugin.model.sound import Sound


def sine(decibels: float, seconds: float = 5.0, hertz: float = 997.0, rate: int = 48000, phase: float = 0.0) -> Sound:
    time = np.arange(round(seconds * rate)) / rate
    return Sound.mono((10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * time + phase)).astype(np.float32), rate)


@pytest.mark.parametrize("rate", [16000, 44100, 48000, 96000])
@pytest.mark.parametrize("decibels", [0.0, -23.0, -45.5])
def test_a_reference_sine(decibels: float, rate: int) -> None:
    """BS.1770-4: a 997 Hz sine at 0 dBFS in one channel reads -3.01 LKFS."""
    measured = levels(sine(decibels, rate=rate))
    assert measured.integrated_lufs == pytest.approx(decibels - 3.01, abs=0.05)
    assert measured.sample_peak_dbfs == pytest.approx(decibels, abs=0.01)
    assert measured.true_peak_dbtp == pytest.approx(decibels, abs=0.1)
    assert measured.rms_dbfs == pytest.approx(decibels - 3.01, abs=0.01)


def test_true_peak_lies_between_samples() -> None:
    """A quarter of the sample rate at 45°: every sample is 3 dB below the curve (EBU Tech 3341, test 16)."""
    steady = sine(-6.0, seconds=2, hertz=12000, phase=math.pi / 4)
    faded = Sound.mono((steady.samples[0] * np.hanning(len(steady)) ** 0.1).astype(np.float32), 48000)
    measured = levels(faded)
    assert measured.sample_peak_dbfs == pytest.approx(-9.01, abs=0.05)
    assert measured.true_peak_dbtp == pytest.approx(-6.0, abs=0.3)


def test_blocks_join_without_false_peaks() -> None:
    loud = levels(sine(-10.0, seconds=9))
    assert loud.true_peak_dbtp == pytest.approx(-10.0, abs=0.5)


def tones(decibels: Sequence[float | None], seconds: float = 5.0) -> Sound:
    silence = np.zeros(round(seconds * 48000), np.float32)
    return Sound(np.stack([silence if one is None else sine(one, seconds).samples[0] for one in decibels]), 48000)


@pytest.mark.parametrize(
    ("decibels", "expected"),
    [
        ((-20, -20), -20.0),
        ((-20, None), -23.01),
        ((-20, None, None, None, None, None), -23.01),
        ((None, None, -20, None, None, None), -23.01),
        ((None, None, None, -20, None, None), None),
        ((None, None, None, None, -20, None), -21.52),
        ((None, None, None, None, None, None, None, -20), -21.52),
        ((-28, -28, -24, -30, -30), -23.0),
    ],
)
def test_channels_weigh_as_the_standard_says(decibels: Sequence[float | None], expected: float | None) -> None:
    """Annex 1 of BS.1770-4: surround 1.41 times, no LFE; the last is signal 6 of EBU Tech 3341."""
    sound = tones(decibels)
    meter = LoudnessMeter(48000, sound.channels)
    meter.feed(np.ascontiguousarray(sound.samples.T))
    for measured in (levels(sound).integrated_lufs, meter.result().integrated):
        assert measured == (None if expected is None else pytest.approx(expected, abs=0.1))


def test_peaks_are_of_the_loudest_channel_and_powers_add_up() -> None:
    measured = levels(tones((-20, -20, None, None, None, -6)))
    assert measured.sample_peak_dbfs == pytest.approx(-6, abs=0.01)
    assert measured.true_peak_dbtp == pytest.approx(-6, abs=0.1)
    both = levels(tones((-20, -20)))
    assert both.rms_dbfs == pytest.approx(-20, abs=0.01)
    assert levels(sine(-20).stereo()).rms_dbfs == pytest.approx(levels(sine(-20)).rms_dbfs, abs=0.01)
    assert levels(sine(-20).stereo()).integrated_lufs == pytest.approx(levels(sine(-20)).integrated_lufs, abs=0.05)


@pytest.mark.parametrize("seconds", [0.01, 0.2, 0.39])
def test_too_short_for_a_loudness(seconds: float) -> None:
    measured = levels(sine(-12.0, seconds))
    assert measured.integrated_lufs is None
    assert measured.sample_peak_dbfs == pytest.approx(-12.0, abs=0.2)


def test_just_long_enough() -> None:
    assert levels(sine(-12.0, 0.4)).integrated_lufs == pytest.approx(-15.01, abs=0.3)


def test_below_the_gate_has_no_loudness_but_a_peak() -> None:
    measured = levels(sine(-80.0))
    assert measured.integrated_lufs is None
    assert measured.true_peak_dbtp == pytest.approx(-80.0, abs=0.1)


@pytest.mark.parametrize("count", [1, 48000])
def test_silence(count: int) -> None:
    measured = levels(Sound.mono(np.zeros(count, np.float32), 48000))
    assert measured.integrated_lufs is None
    assert {measured.true_peak_dbtp, measured.sample_peak_dbfs, measured.rms_dbfs} == {-math.inf}


def test_silence_after_a_sound_does_not_lower_its_loudness() -> None:
    """The relative gate of EBU R 128 leaves pauses out."""
    tone = sine(-20.0, 4)
    paused = Sound.mono(np.concatenate([tone.samples[0], np.zeros(4 * 48000, np.float32)]), 48000)
    assert levels(paused).integrated_lufs == pytest.approx(levels(tone).integrated_lufs, abs=0.3)
