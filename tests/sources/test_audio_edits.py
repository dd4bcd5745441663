"""Edits of a take through pydub."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.media.levels import levels
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import Precision, Recipe, Settings, SoundEdit, SoundEditKind
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span
from v2a_plugin.sources.audio_edits import audible, edited, faded, gained, preview_mix

RATE = 48_000
SECOND = Fraction(1)


def tone(seconds: float, gain: float = 0.5, rate: int = RATE) -> Sound:
    time = np.arange(round(seconds * rate)) / rate
    return Sound.mono((gain * np.sin(2 * np.pi * 440 * time)).astype(np.float32), rate)


def take(sound: Sound, handle: Fraction = Fraction(1, 4)) -> RenderedTake:
    """A take of a shot that begins in the middle of a sample."""
    start = Fraction(10, 3)
    rendered = Span(start, start + sound.duration)
    used = Span(rendered.start + handle, rendered.end - handle)
    recipe = Recipe(
        media=None, used=used, handle=handle, rate=Fraction(24), timecode=None, settings=Settings(prompt="steps"), seed=1,
        bundle="mini", lock_digest="", mapper_digest="", device="cpu", precision=Precision.FP32, threads=1, batch=1,
        generator_rate=16_000, versions=(),
    )  # fmt: skip
    return RenderedTake(Take("take", "0" * 64, RATE, rendered, used, 0.5, (), levels(sound), recipe), sound)


def only(kind: SoundEditKind, value: float) -> list[SoundEdit]:
    return [SoundEdit(kind, value)]


def test_the_sound_that_is_edited_stays_as_it_was() -> None:
    master = tone(1.0)
    kept = master.samples[0].copy()
    for sound in (faded(master, 0.1, 0.2), gained(master, -6), preview_mix([master, master], [Fraction(0)] * 2)):
        assert not np.shares_memory(sound.samples[0], master.samples[0])
    assert np.array_equal(master.samples[0], kept)


def test_what_is_audible_is_found_to_the_millisecond() -> None:
    padded = Sound.mono(
        np.concatenate([np.zeros(24_000), tone(0.5).samples[0], np.zeros(4_800)]).astype(np.float32), RATE
    )
    found = audible(padded)
    assert found is not None
    assert abs(found[0] - 24_000) <= 48
    assert abs(found[1] - 48_000) <= 48
    assert audible(Sound.mono(np.zeros(4_800, dtype=np.float32), RATE)) is None


def test_fades_and_gain() -> None:
    sound = faded(Sound.mono(np.full(RATE, 0.5, dtype=np.float32), RATE), 0.25, 0.5)
    assert abs(sound.samples[0][0]) < 0.01
    assert abs(sound.samples[0][-1]) < 0.01
    np.testing.assert_allclose(sound.samples[0][14_000:22_000], 0.5, atol=1e-5)
    assert bool((np.diff(sound.samples[0][:11_000].astype(np.float64)) >= -1e-6).all())
    np.testing.assert_allclose(gained(tone(0.1), -6).samples[0], tone(0.1, 0.5 * 10 ** (-6 / 20)).samples[0], atol=1e-6)
    with pytest.raises(BadInput, match="does not fit"):
        faded(tone(0.1), 0.2)


@pytest.mark.parametrize(("channels", "rate"), [(2, 44_100), (6, 48_000), (8, 192_000)])
def test_every_channel_is_edited_alike(channels: int, rate: int) -> None:
    chance = np.random.default_rng(3)
    rows = [chance.uniform(-1.5, 1.5, rate).astype(np.float32) for _ in range(channels)]
    sound = Sound(np.stack(rows), rate)
    edits: list[Callable[[Sound], Sound]] = [
        lambda one: faded(one, 0.1, 0.2),
        lambda one: gained(one, 5),
        lambda one: preview_mix([one, one], [Fraction(0), Fraction(1, 3)]),
    ]
    for edit in edits:
        apart = [edit(Sound.mono(row, rate)).samples[0] for row in rows]
        np.testing.assert_allclose(edit(sound).samples, np.stack(apart), atol=1e-6)


@given(st.floats(-40, 40), st.floats(0.01, 8))
def test_a_gain_never_clips(gain_db: float, peak: float) -> None:
    sound = tone(0.05, peak)
    wanted = sound.samples[0].astype(np.float64) * 10 ** (gain_db / 20)
    np.testing.assert_allclose(
        gained(sound, gain_db).samples[0], wanted, rtol=1e-4, atol=1e-6 * max(1, np.abs(wanted).max())
    )


def test_a_preview_mix_adds_each_sound_at_its_sample_and_does_not_clip() -> None:
    start = Fraction(36_001, RATE)
    mix = preview_mix([tone(1.0, 0.9), tone(0.5, 0.8)], [Fraction(0), start])
    expected = np.zeros(60_001)
    expected[:48_000] += tone(1.0, 0.9).samples[0]
    expected[36_001:] += tone(0.5, 0.8).samples[0]
    assert np.abs(expected).max() > 1
    np.testing.assert_allclose(mix.samples[0], expected, atol=1e-6)
    with pytest.raises(BadInput, match="one sample rate"):
        preview_mix([tone(0.1), tone(0.1, rate=16_000)], [Fraction(0)] * 2)
    with pytest.raises(BadInput, match="starts"):
        preview_mix([tone(0.1)], [-SECOND])


def test_a_trim_moves_the_ends_and_keeps_the_sound_as_handles() -> None:
    samples = np.zeros(2 * RATE, np.float32)
    samples[40_000:60_000] = 0.5
    before = take(Sound.mono(samples, RATE))
    after = edited(before, only(SoundEditKind.TRIM, -50))
    assert after.take.rendered == before.take.rendered
    assert np.array_equal(after.sound.samples[0], samples)
    first = after.take.used.samples(RATE)
    assert abs(first - 20_000) <= 96
    assert before.take.used.covers(after.take.used)
    with pytest.raises(BadInput, match="nothing above -50 dBFS"):
        edited(take(Sound.mono(np.zeros(2 * RATE, np.float32), RATE)), only(SoundEditKind.TRIM, -50))


def test_fades_end_where_the_used_part_ends() -> None:
    before = take(Sound.mono(np.full(2 * RATE, 0.5, np.float32), RATE))
    after = edited(before, [SoundEdit(SoundEditKind.FADE_IN, 0.1), SoundEdit(SoundEditKind.FADE_OUT, 0.2)])
    assert after.take.rendered == after.take.used == before.take.used
    assert abs(after.sound.samples[0][0]) < 0.01
    assert abs(after.sound.samples[0][-1]) < 0.01
    assert after.take.levels.rms_dbfs < before.take.levels.rms_dbfs
    assert after.take.digest != before.take.digest
    one_side = edited(before, only(SoundEditKind.FADE_OUT, 0.2))
    assert one_side.take.rendered == Span(before.take.rendered.start, before.take.used.end)
    with pytest.raises(BadInput, match="does not fit"):
        edited(before, only(SoundEditKind.FADE_IN, 1.6))


def test_a_loop_goes_round_without_a_step() -> None:
    before = take(tone(2.0))
    after = edited(before, only(SoundEditKind.LOOP, 0.25))
    wave = after.sound.samples[0]
    assert len(wave) == before.take.used.samples(RATE) - RATE // 4
    assert after.take.rendered == after.take.used
    assert after.take.used.start == before.take.used.start
    round_ = np.concatenate([wave, wave])
    assert np.abs(np.diff(round_)).max() <= 1.1 * np.abs(np.diff(before.sound.samples[0])).max()
    first = (len(before.sound) - before.take.used.samples(RATE)) // 2
    assert np.array_equal(wave[RATE // 4 :], before.sound.samples[0, first + RATE // 4 :][: len(wave) - RATE // 4])
    with pytest.raises(BadInput, match="does not fit"):
        edited(before, only(SoundEditKind.LOOP, 0.8))


@given(st.lists(st.sampled_from(SoundEditKind), max_size=4), st.integers(0, 9))
def test_any_edits_give_the_same_take_twice_and_a_recipe_that_is_read_back(
    kinds: list[SoundEditKind], seed: int
) -> None:
    values = {
        SoundEditKind.TRIM: -30.0, SoundEditKind.GAIN: 9.0, SoundEditKind.FADE_IN: 0.05, SoundEditKind.FADE_OUT: 0.02,
        SoundEditKind.LOOP: 0.03,
    }  # fmt: skip
    noise = np.random.default_rng(seed).standard_normal(RATE).astype(np.float32)
    before, edits = take(Sound.mono(noise, RATE)), [SoundEdit(kind, values[kind]) for kind in kinds]
    after = edited(before, edits)
    assert after.take == edited(before, edits).take
    assert after.take.recipe == replace(before.take.recipe, edits=tuple(edits))
    assert from_json(Recipe, to_json(after.take.recipe)) == after.take.recipe


def test_an_old_recipe_has_no_edits() -> None:
    old = to_json(take(tone(1)).take.recipe)
    assert '"edits"' not in old or from_json(Recipe, old).edits == ()


@pytest.mark.parametrize(
    ("kind", "value"), [(SoundEditKind.GAIN, 61), (SoundEditKind.FADE_IN, -1), (SoundEditKind.TRIM, 1)]
)
def test_a_value_out_of_range_is_refused(kind: SoundEditKind, value: float) -> None:
    with pytest.raises(BadInput, match=f"A {kind} of {value}"):
        SoundEdit(kind, value)
    with pytest.raises(BadInput):
        SoundEdit(kind, float("nan"))
