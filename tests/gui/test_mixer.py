"""The mixer is exact to the sample and never clicks."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_gui.playback.mixer import RAMP, RATE, Mixer, Voice


def counting(length: int, first: int = 0) -> np.ndarray:
    """Samples that tell their own place, exactly in float32."""
    return (np.arange(first, first + length) / 2**22).astype(np.float32)


def sine(seconds: float, hertz: float, gain: float = 0.5) -> np.ndarray:
    return (gain * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def in_blocks(mixer: Mixer, total: int, sizes: list[int]) -> np.ndarray:
    out: list[np.ndarray] = []
    done = 0
    while done < total:
        size = min(sizes[len(out) % len(sizes)], total - done)
        out.append(mixer.render(size))
        done += size
    return np.concatenate(out)


def test_the_first_sample_out_is_the_sample_of_the_in_point_over_200_switches() -> None:
    mixer, chance = Mixer(), random.Random(4)
    mixer.put(*(Voice(str(take), counting(400_000, first=take * 400_000), -1000) for take in range(5)))
    for _ in range(200):
        take, point = chance.randrange(5), chance.randrange(0, 300_000)
        mixer.hear({str(take): 1.0})
        mixer.start_at(point)
        block = mixer.render(chance.choice([1, 17, 480, 1024]))
        expected = counting(len(block), take * 400_000 + point + 1000)
        assert (block[:, 0] == expected).all()
        assert (block[:, 1] == expected).all()


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=5))
def test_the_size_of_blocks_changes_nothing(sizes: list[int]) -> None:
    def prepared() -> Mixer:
        mixer = Mixer()
        mixer.put(Voice("a", sine(0.3, 220), 100), Voice("b", sine(0.3, 330), 2000, pan=0.5))
        mixer.hear({"a": 0.7, "b": 0.2})
        mixer.loop(0, 5000)
        return mixer

    at_once, parts = prepared().render(12_000), in_blocks(prepared(), 12_000, sizes)
    np.testing.assert_allclose(parts, at_once, atol=2e-7)


@pytest.mark.parametrize("event", ["switch", "jump", "loop", "speed"])
def test_nothing_clicks(event: str) -> None:
    mixer = Mixer()
    mixer.put(Voice("a", sine(2, 110), 0), Voice("b", -sine(2, 110), 0))
    mixer.hear({"a": 1.0})
    mixer.start_at(0)
    if event == "loop":
        mixer.loop(0, 12_109)  # ends at a crest
    before = mixer.render(12_109 - 700)
    if event == "switch":
        mixer.hear({"b": 1.0})
    elif event == "jump":
        mixer.locate(50_327)
    elif event == "speed":
        mixer.speed = 2.0
    after = mixer.render(4000)
    steps = np.abs(np.diff(np.concatenate([before, after])[:, 0]))
    steepest = 0.5 * 2 * np.pi * 110 * 2 / RATE
    assert steps.max() < steepest + 2 * 0.5 / RAMP


def test_a_loop_comes_back_to_its_first_sample() -> None:
    mixer = Mixer()
    mixer.put(Voice("a", counting(10_000), 0))
    mixer.hear({"a": 1.0})
    mixer.start_at(3000)
    mixer.loop(3000, 5000)
    out = mixer.render(6000)[:, 0]
    np.testing.assert_array_equal(out[:2000], counting(2000, 3000))
    np.testing.assert_array_equal(out[2000 + RAMP : 4000], counting(2000 - RAMP, 3000 + RAMP))
    assert mixer.position == 5000


def test_backwards_plays_backwards() -> None:
    mixer = Mixer()
    mixer.put(Voice("a", counting(10_000), 0))
    mixer.hear({"a": 1.0})
    mixer.speed = -1.0
    mixer.start_at(8000)
    out = mixer.render(3000)[:, 0]
    np.testing.assert_allclose(out, counting(3000, 5001)[::-1], atol=1e-7)
    assert mixer.position == 5000


def test_silence_outside_a_voice_and_both_sides_of_a_pan() -> None:
    mixer = Mixer()
    mixer.put(Voice("a", np.full(100, 0.5, np.float32), 50, pan=1.0))
    mixer.hear({"a": 1.0})
    mixer.start_at(0)
    out = mixer.render(200)
    assert not out[:, 0].any()
    assert (out[50:150, 1] == 0.5).all()
    assert not out[:50].any()
    assert not out[150:].any()


def test_a_voice_that_is_replaced_keeps_its_level_and_one_that_is_dropped_is_gone() -> None:
    mixer = Mixer()
    mixer.put(Voice("a", np.full(1000, 0.5, np.float32), 0))
    mixer.hear({"a": 1.0})
    mixer.start_at(0)
    mixer.put(Voice("a", np.full(1000, 0.25, np.float32), 0))
    assert (mixer.render(10) == 0.25).all()
    mixer.drop("a")
    assert not mixer.render(10).any()
