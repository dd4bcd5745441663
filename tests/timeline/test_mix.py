"""The mix: exact to the sample, and the same bytes however it is read."""

from __future__ import annotations

import math
import tracemalloc
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.model.errors import NoSuchFile
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, Fade, FadeShape, Timeline, Track, TrackKind, VolumePoint
from v2a_plugin.testing.cuts import MemoryTakes
from v2a_plugin.testing.sounds import impulse
from v2a_plugin.timeline.mix import Masters, mix

F = Fraction
RATES = (F(24000, 1001), F(24), F(25), F(30000, 1001), F(30), F(48), F(50), F(60000, 1001), F(60))


def cut(*tracks: Track) -> Timeline:
    return Timeline(F(25), Timecode(0, F(25)), tracks=tracks)


def track(*cues: Cue, **settings: object) -> Track:
    return Track(TrackKind.FX, "fx", cues, **settings)  # type: ignore[arg-type]


def noise(seconds: float, rate: int = 16_000, seed: int = 0) -> Sound:
    samples = np.random.default_rng(seed).uniform(-0.5, 0.5, round(seconds * rate))
    return Sound.mono(samples.astype(np.float32), rate)


def whole(timeline: Timeline, takes: MemoryTakes, span: Span, **settings: int) -> np.ndarray:
    return np.concatenate(list(mix(timeline, takes, span, **settings)))


def cue(take: str, start: Fraction, length: Fraction, **settings: object) -> Cue:
    return Cue(take, start, Span(F(0), length), length, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("samples_a_second", [48_000, 96_000])
def test_an_impulse_lands_on_its_sample_at_every_rate(rate: Fraction, samples_a_second: int) -> None:
    takes = MemoryTakes()
    takes.add("click", impulse(F(1, 10), rate=samples_a_second))
    frames = (0, 1, 7, 251, 1002)
    cues = [cue("click", frame / rate, F(1, 100)) for frame in frames]
    mixed = whole(cut(track(*cues)), takes, Span(F(0), 1010 / rate), rate=samples_a_second, channels=1)
    assert list(np.flatnonzero(mixed[:, 0])) == [index_at(frame / rate, samples_a_second) for frame in frames]
    assert len(mixed) == index_at(1010 / rate, samples_a_second)


moments = st.fractions(F(-1), F(3), max_denominator=48_000)
points = st.sets(st.fractions(F(0), F(2), max_denominator=999), max_size=4)
lengths = st.fractions(F(1, 50), F(1), max_denominator=1001)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Up to three tracks of cues with everything that a cue can have."""
    lanes = []
    for lane in range(draw(st.integers(1, 3))):
        cues, at = [], draw(moments)
        for number in range(draw(st.integers(1, 3))):
            length = draw(lengths)
            offset = (F(2) - length) * draw(st.fractions(F(0), F(1), max_denominator=1000))
            rise = draw(st.fractions(F(0), length / 2, max_denominator=100_000))
            shape = draw(st.sampled_from(FadeShape))
            cues.append(
                Cue(
                    draw(st.sampled_from(["16k", "44k", "48k"])), at, Span(offset, offset + length), F(2),
                    gain_db=draw(st.floats(-20, 6)), fade_in=Fade(rise, shape), fade_out=Fade(length / 3, shape),
                    mute=draw(st.booleans()), id=f"{lane}-{number}",
                    volume=tuple(VolumePoint(at, draw(st.floats(-60, 24))) for at in sorted(draw(points))),
                )
            )  # fmt: skip
            at += length + draw(st.fractions(F(0), F(1, 3), max_denominator=777))
        lanes.append(track(*cues, pan=draw(st.floats(-1, 1)), gain_db=draw(st.floats(-6, 6)), id=str(lane)))
    return cut(*lanes)


@pytest.fixture(scope="module")
def three_rates() -> MemoryTakes:
    takes = MemoryTakes()
    takes.add("16k", noise(2, 16_000, 1))
    takes.add("44k", noise(2, 44_100, 2))
    takes.add("48k", noise(2, 48_000, 3))
    return takes


@given(timeline=timelines(), block=st.integers(150, 40_000), channels=st.sampled_from([1, 2]))
@settings(max_examples=60)
def test_the_size_of_the_blocks_changes_no_byte(
    three_rates: MemoryTakes, timeline: Timeline, block: int, channels: int
) -> None:
    span = Span(F(-1), F(3, 2))
    once = whole(timeline, three_rates, span, channels=channels, block=1 << 20)
    assert once.dtype == np.float32
    assert whole(timeline, three_rates, span, channels=channels, block=block).tobytes() == once.tobytes()


@given(timeline=timelines(), at=st.fractions(F(-1), F(1), max_denominator=999))
@settings(max_examples=30)
def test_where_reading_begins_changes_no_byte(three_rates: MemoryTakes, timeline: Timeline, at: Fraction) -> None:
    everything = whole(timeline, three_rates, Span(F(-1), F(3, 2)))
    late = whole(timeline, three_rates, Span(at, F(3, 2)))
    assert everything[-len(late) :].tobytes() == late.tobytes()


@given(start=moments, at=st.fractions(F(1, 1000), F(999, 1000), max_denominator=9973))
@settings(max_examples=60)
def test_a_split_cue_sounds_like_the_whole(three_rates: MemoryTakes, start: Fraction, at: Fraction) -> None:
    """Wherever it is split, to less than a sample: no click at the join."""
    trim, point = Span(F(1, 3), F(4, 3)), F(1, 3) + at
    one = Cue("16k", start, trim, F(2))
    left = Cue("16k", start, Span(trim.start, point), F(2))
    right = Cue("16k", start + at, Span(point, trim.end), F(2))
    span = Span(F(-2), F(5))
    unsplit = whole(cut(track(one)), three_rates, span)
    assert whole(cut(track(left, right)), three_rates, span).tobytes() == unsplit.tobytes()
    assert unsplit.any()


def test_the_level_follows_the_volume_points_straight_in_db_and_stays_beyond_them() -> None:
    takes = MemoryTakes()
    takes.add("one", Sound.mono(np.ones(48_000, np.float32), 48_000))
    points = (VolumePoint(F(1, 4), -12.0), VolumePoint(F(3, 4), 6.0))
    line = Cue("one", F(0), Span(F(1, 10), F(1)), F(1), gain_db=-3.0, volume=points)
    mixed = whole(cut(track(line)), takes, Span(F(0), F(9, 10)), channels=1)[:, 0]
    seconds = np.arange(len(mixed)) / 48_000 + 0.1
    wanted = np.interp(seconds, [0.25, 0.75], [-12.0, 6.0]) - 3
    assert 20 * np.log10(mixed) == pytest.approx(wanted, abs=1e-4)


def test_gain_adds_up_and_pan_keeps_the_power() -> None:
    takes = MemoryTakes()
    takes.add("one", Sound.mono(np.ones(4800, np.float32), 48_000))
    loud = cue("one", F(0), F(1, 10), gain_db=-4.0)
    for pan in (-1.0, -0.3, 0.0, 1.0):
        left, right = whole(cut(track(loud, gain_db=-2.0, pan=pan)), takes, Span(F(0), F(1, 10)))[100]
        assert math.hypot(left, right) == pytest.approx(10 ** (-6 / 20), abs=1e-6)
        assert math.atan2(right, left) == pytest.approx((pan + 1) * math.pi / 4, abs=1e-6)
    mono = whole(cut(track(loud, gain_db=-2.0, pan=-1.0)), takes, Span(F(0), F(1, 10)), channels=1)
    assert mono[100, 0] == pytest.approx(10 ** (-6 / 20), abs=1e-6)


def test_mute_and_solo() -> None:
    takes = MemoryTakes()
    for number in range(4):
        takes.add(str(number), Sound.mono(np.full(480, 10.0**number, np.float32), 48_000))
    lanes = [track(cue(str(number), F(0), F(1, 100)), id=str(number)) for number in range(4)]

    def heard(*lanes: Track) -> float:
        return float(whole(cut(*lanes), takes, Span(F(0), F(1, 100)), channels=1)[0, 0])

    assert heard(*lanes) == 1111
    assert heard(lanes[0], replace(lanes[1], mute=True), *lanes[2:]) == 1101
    assert heard(lanes[0], replace(lanes[1], solo=True), replace(lanes[2], solo=True), lanes[3]) == 110
    assert heard(replace(lanes[0], solo=True, mute=True), *lanes[1:]) == 0
    assert heard(lanes[0], replace(lanes[1], cues=(replace(lanes[1].cues[0], mute=True),)), *lanes[2:]) == 1101


def test_fades_have_their_shape_and_length() -> None:
    takes = MemoryTakes()
    takes.add("one", Sound.mono(np.ones(48_000, np.float32), 48_000))
    at = (np.arange(9600) + 0.5) / 9600
    for shape, rise in ((FadeShape.LINEAR, at), (FadeShape.EQUAL_POWER, np.sin(at * np.pi / 2))):
        faded = cue("one", F(1), F(1), fade_in=Fade(F(1, 5), shape), fade_out=Fade(F(1, 5), shape))
        mixed = whole(cut(track(faded)), takes, Span(F(0), F(3)), channels=1)[:, 0]
        assert np.array_equal(np.flatnonzero(mixed), np.arange(48_000, 96_000))
        assert mixed[48_000:57_600] == pytest.approx(rise, abs=1e-7)
        np.testing.assert_allclose(mixed[86_400:96_000], rise[::-1], rtol=0, atol=1e-7)
        assert (mixed[57_600:86_400] == 1).all()


def test_an_equal_power_crossfade_keeps_the_power() -> None:
    takes = MemoryTakes()
    takes.add("one", Sound.mono(np.ones(48_000, np.float32), 48_000))
    fade = Fade(F(1, 3))
    out = whole(cut(track(cue("one", F(0), F(1), fade_out=fade))), takes, Span(F(0), F(2)), channels=1)
    into = whole(cut(track(cue("one", F(2, 3), F(1), fade_in=fade))), takes, Span(F(0), F(2)), channels=1)
    assert (out**2 + into**2)[:79_000, 0] == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("native", "rate"), [(16_000, 48_000), (16_000, 96_000), (44_100, 48_000), (48_000, 96_000)])
def test_resampling_in_chunks_is_exact_in_length_and_has_no_seams(native: int, rate: int) -> None:
    takes, seconds = MemoryTakes(), 25
    takes.add("long", noise(seconds, native))
    read = Masters(takes, rate).read("long", -10, seconds * rate + 10)[:, 0]
    assert not read[:10].any()
    assert not read[-10:].any()
    expected = soxr.resample(takes.sounds["long"].samples[0], native, rate, quality="VHQ")
    assert np.abs(read[10 : 10 + len(expected)] - expected[: seconds * rate]).max() < 2e-6


def test_a_tone_keeps_its_phase_through_resampling() -> None:
    takes = MemoryTakes()
    time = np.arange(16_000 * 12) / 16_000
    takes.add("tone", Sound.mono((0.5 * np.sin(2 * np.pi * 997 * time)).astype(np.float32), 16_000))
    mixed = whole(cut(track(cue("tone", F(1, 4), F(12)))), takes, Span(F(0), F(13)), channels=1)[:, 0]
    there = np.arange(12 * 48_000) / 48_000
    heard = mixed[12_000 : 12_000 + 12 * 48_000]
    assert np.abs(heard - 0.5 * np.sin(2 * np.pi * 997 * there))[500:-500].max() < 1e-5


def test_what_was_forgotten_is_read_again_the_same(three_rates: MemoryTakes) -> None:
    """With room for one master only, cues that alternate make it forget all the time."""
    cues = [cue(("16k", "44k", "48k")[n % 3], F(n, 10), F(1, 10), id=str(n)) for n in range(12)]
    roomy, tight = Masters(three_rates, 48_000), Masters(three_rates, 48_000, budget=1)
    for each in cues:
        assert tight.read(each.take, 0, 4800).tobytes() == roomy.read(each.take, 0, 4800).tobytes()


def test_memory_does_not_grow_with_the_timeline() -> None:
    """Ten hours with two hundred takes of a megabyte each, twenty blocks of it read."""
    takes = MemoryTakes()
    shared = noise(16)
    for number in range(200):
        takes.sounds[str(number)] = Sound.mono(shared.samples[0].copy(), 16_000)
    cues = [cue(str(number), F(number * 180), F(16), id=str(number)) for number in range(200)]
    timeline = cut(track(*cues))
    tracemalloc.start()
    for number in range(0, 200, 10):
        start = F(number * 180)
        for block in mix(timeline, takes, Span(start, start + 16), channels=1):
            assert block.any()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 << 20


def test_a_take_that_is_gone_is_named() -> None:
    takes = MemoryTakes()
    with pytest.raises(NoSuchFile, match="take gone is gone"):
        whole(cut(track(cue("gone", F(0), F(1)))), takes, Span(F(0), F(1)))
