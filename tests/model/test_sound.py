"""What a sound is: 1 to 8 channels, finite, folded without cancelling."""

from __future__ import annotations

import numpy as np
import pytest

from v2a_plugin.model.sound import Sound

RATE = 48_000


def sine(seconds: float, hertz: float) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def power(samples: np.ndarray) -> float:
    return float(np.mean(np.square(samples, dtype=np.float64)))


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(10, np.float32),
        np.zeros((0, 10), np.float32),
        np.zeros((9, 10), np.float32),
        np.zeros((2, 0), np.float32),
        np.zeros((2, 10)),
        np.array([[0, np.nan]], np.float32),
        np.array([[0], [-np.inf]], np.float32),
    ],
)
def test_what_is_no_sound_is_refused(samples: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a Sound"):
        Sound(samples, RATE)


def test_mono_folds_to_itself_and_stereo_to_the_mean() -> None:
    one, other = sine(1, 440), sine(1, 660)
    np.testing.assert_array_equal(Sound.mono(one, RATE).folded(), one)
    np.testing.assert_allclose(Sound(np.stack([one, other]), RATE).folded(), (one + other) / 2, atol=1e-7)


@pytest.mark.parametrize("sides", [(1, -1), (1, -1, 0, 0, 0, 0), (0, 0, 0, 1, 1, -1), (0, 0, 0, 1, 0, 0)])
def test_opposite_phases_and_a_lone_lfe_are_kept(sides: tuple[int, ...]) -> None:
    tone = sine(1, 440)
    folded = Sound(np.stack([np.float32(side) * tone for side in sides]), RATE).folded()
    assert power(folded) > 0.15 * power(tone)


def test_only_where_channels_cancel_another_one_speaks() -> None:
    one, other = sine(2, 440), sine(2, 660)
    other[RATE:] = -one[RATE:]
    folded = Sound(np.stack([one, other]), RATE).folded()
    assert np.abs(folded[:40_000] - (one + other)[:40_000] / 2).max() < 1e-6
    assert power(folded[56_000:]) == pytest.approx(power(one[56_000:]), rel=0.05)
    assert np.abs(np.diff(folded)).max() < 0.06  # no click where it changes


def test_the_lfe_is_left_out_of_the_fold_of_surround() -> None:
    tones = np.stack([sine(1, hertz) for hertz in (300, 400, 500, 60, 600, 700)])
    np.testing.assert_allclose(Sound(tones, RATE).folded(), np.delete(tones, 3, axis=0).mean(axis=0), atol=1e-6)


def test_a_digest_depends_on_samples_alone() -> None:
    frames = np.random.default_rng(1).uniform(-1, 1, (100, 2)).astype(np.float32)
    assert Sound(frames.T, RATE).digest == Sound(np.ascontiguousarray(frames.T), RATE).digest
    assert Sound(frames.T, RATE).digest != Sound(frames.T[::-1], RATE).digest
    assert (Sound(frames.T, RATE).channels, len(Sound(frames.T, RATE))) == (2, 100)
