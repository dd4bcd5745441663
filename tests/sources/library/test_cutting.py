"""Recordings brought to an exact length."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.sources.library.cutting import Wanted, cut

RATE = 16_000


def bursts(
    seconds: float, at: tuple[float, ...], length: float = 0.1, channels: int = 1, rate: int = RATE
) -> np.ndarray:
    """Silence with decaying noise at some places."""
    samples = np.zeros((channels, round(seconds * rate)), np.float32)
    noise = np.random.default_rng(0)
    size = round(length * rate)
    for place in at:
        start = round(place * rate)
        decay = np.exp(-4 * np.arange(size) / size).astype(np.float32)
        samples[:, start : start + size] = noise.uniform(-0.5, 0.5, size).astype(np.float32) * decay
    return samples


def loud(samples: np.ndarray, rate: int = RATE) -> np.ndarray:
    """Hundredths of a second in which something sounds."""
    hop = rate // 100
    rows = samples[:, : samples.shape[1] // hop * hop].reshape(len(samples), -1, hop)
    on: np.ndarray = np.sqrt(np.square(rows).mean(axis=(0, 2))) > 1e-3
    return on


def runs(on: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(int)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


@given(
    seconds=st.floats(0.05, 4), at=st.lists(st.floats(0, 0.9), max_size=4), rate=st.sampled_from([8000, 44_100]),
    channels=st.integers(1, 3), before=st.integers(0, 9000), used=st.integers(1, 60_000), after=st.integers(0, 9000),
    find=st.floats(0, 1), seed=st.integers(0, 2**63 - 1),
)  # fmt: skip
def test_the_length_is_exact(
    seconds: float,
    at: list[float],
    rate: int,
    channels: int,
    before: int,
    used: int,
    after: int,
    find: float,
    seed: int,
) -> None:
    block = bursts(seconds, tuple(place * max(0, seconds - 0.1) for place in at), 0.05, channels, rate)
    start = round(find * (block.shape[1] - 1))
    sound = cut(block, rate, slice(start, block.shape[1]), Wanted(before, used, after), seed)
    assert sound.shape == (channels, before + used + after)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert np.abs(sound).max(initial=0) <= 0.5 * 10 ** (1.5 / 20) * 1.3


@pytest.mark.parametrize("place", [0.5, 2.0, 4.5])
def test_the_stretch_of_a_long_one_holds_the_find_and_cuts_through_nothing(place: float) -> None:
    block = bursts(6, (0.5, 2.0, 3.2, 4.5, 5.4), 0.3)
    start = round(place * RATE)
    sound = cut(block, RATE, slice(start, start + 4800), Wanted(0, 2 * RATE, 0), 0)
    wanted = block[0, start : start + 2000]
    fit = np.correlate(sound[0], wanted, "valid").max() / np.square(wanted).sum()
    assert fit == pytest.approx(1, abs=1e-3)
    on = loud(sound)
    assert not on[0]
    assert all(last - first >= 20 for first, last in runs(on)), "an event is cut"


def test_handles_are_what_lies_around_it() -> None:
    block = bursts(6, (1.0, 3.0, 5.0), 0.3)
    sound = cut(block, RATE, slice(3 * RATE, 3 * RATE + 4800), Wanted(2 * RATE, RATE, 2 * RATE), 0)
    assert len(runs(loud(sound))) >= 2
    middle = sound[0, 2 * RATE : 3 * RATE]
    assert np.abs(middle).max() > 0.3


def test_it_begins_where_the_wave_crosses_zero() -> None:
    at = np.arange(5 * RATE) / RATE
    block = (0.4 * np.sin(2 * np.pi * 110 * at))[None].astype(np.float32)
    sound = cut(block, RATE, slice(RATE + 37, 3 * RATE), Wanted(0, 2 * RATE, 0), 0)
    assert abs(float(sound[0, 0])) < 0.02


def test_a_short_one_is_repeated_each_time_a_little_other() -> None:
    block = bursts(0.4, (0.05,), 0.25)
    sound = cut(block, RATE, slice(0, 6400), Wanted(0, 4 * RATE, 0), 3)
    found = runs(loud(sound))
    assert len(found) >= 3
    pauses = [following[0] - one[1] for one, following in pairwise(found)]
    assert min(pauses) >= 25
    parts = [sound[0, first * 160 : first * 160 + 3000] for first, _ in found[:2]]
    assert np.abs(parts[0] - parts[1]).max() > 0.02
    assert not loud(sound)[-1], "the last one ends inside"
    again = cut(block, RATE, slice(0, 6400), Wanted(0, 4 * RATE, 0), 3)
    assert np.array_equal(sound, again)
    assert not np.array_equal(sound, cut(block, RATE, slice(0, 6400), Wanted(0, 4 * RATE, 0), 4))


def test_a_pause_is_shortened_when_one_more_then_fits() -> None:
    block = bursts(1.9, (0.05,), 1.8)
    for seed in range(6):
        sound = cut(block, RATE, slice(0, 30_000), Wanted(0, round(4.4 * RATE), 0), seed)
        assert len(runs(loud(sound))) == 2


def test_a_steady_one_is_looped_without_a_seam() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, (2, 2 * RATE)).astype(np.float32)
    sound = cut(noise, RATE, slice(0, 2 * RATE), Wanted(RATE, 9 * RATE, RATE), 0)
    tenths = np.sqrt(np.square(sound).reshape(2, -1, RATE // 10).mean(axis=(0, 2)))
    assert 20 * np.log10(tenths.max() / tenths.min()) < 2.5
    tone = (0.3 * np.sin(2 * np.pi * 100.3 * np.arange(2 * RATE) / RATE))[None].astype(np.float32)
    looped = cut(tone, RATE, slice(0, 2 * RATE), Wanted(0, 9 * RATE, 0), 0)
    assert np.abs(np.diff(looped[0], 2)).max() < 2 * np.abs(np.diff(tone[0], 2)).max()
    tenths = np.sqrt(np.square(looped).reshape(-1, RATE // 10).mean(axis=1))
    assert 20 * np.log10(tenths.max() / tenths.min()) < 1.5


def test_sides_stay_where_they_are() -> None:
    block = np.concatenate([np.zeros((1, 3 * RATE), np.float32), bursts(3, (1.0,), 0.2)])
    for used in (RATE, 6 * RATE):
        sound = cut(block, RATE, slice(RATE, RATE + 3200), Wanted(0, used, 0), 0)
        assert not sound[0].any()
        assert np.abs(sound[1]).max() > 0.3


def test_silence_stays_silent() -> None:
    silent = np.zeros((1, RATE), np.float32)
    assert not cut(silent, RATE, slice(0, RATE), Wanted(10, 3 * RATE, 10), 0).any()
