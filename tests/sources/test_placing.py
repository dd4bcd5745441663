"""Takes along a guide: to the sample, as another detector hears them, without clicks, along a curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.fft import next_fast_len
from scipy.signal import butter, find_peaks, hilbert, sosfiltfilt

from v2a_plugin.guides.transients import find_transients
from v2a_plugin.model.guide import EnergyCurve, Guide, GuideEvent, GuideOrigin, Sync
from v2a_plugin.model.recipe import Precision, Recipe, Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.sources.finishing import loudest_moment
from v2a_plugin.sources.placing.follow import Followed, follow, follows
from v2a_plugin.sources.placing.singles import single_sounds
from v2a_plugin.testing.sounds import click_train

F = Fraction
RATE = 48_000


def recipe(guide: Guide, *, whole: bool = False, **knobs: object) -> Recipe:
    """Of a region somewhere in a film, with handles; or of all of a film."""
    start, handle = (F(0), F(0)) if whole else (F(7, 3), F(1, 2))
    used = Span(start, start + guide.length)
    settings = Settings(prompt="knocks", **knobs)  # type: ignore[arg-type]
    return Recipe(
        None, used, handle, F(25), None, settings, 1, "tiny", "", "", "cpu", Precision.FP32, 1, 1, RATE, (), guide=guide
    )


def knocks(rate: int = RATE, seed: int = 5) -> Sound:
    """Knocks of different pitch and level, as a generator renders them: not quite dry."""
    times = tuple(0.3 + 0.45 * place for place in range(12))
    levels = tuple(0.2 + 0.06 * (place * 7 % 12) for place in range(12))
    return click_train(times, levels, 6.0, rate, 0.0005, seed)


def surf(seconds: float = 4.0, seed: int = 2) -> Sound:
    """Noise that swells and ebbs: nothing in it strikes."""
    rng = np.random.default_rng(seed)
    swell = 0.6 + 0.4 * np.sin(np.arange(round(seconds * RATE)) / RATE * 4)
    return Sound.mono((0.1 * swell * rng.normal(0, 1, len(swell))).astype(np.float32), RATE)


def swelling(seed: int = 3) -> Sound:
    """Strikes that take a twentieth of a second to rise, as barks do."""
    rng = np.random.default_rng(seed)
    samples = rng.normal(0, 1e-4, 6 * RATE)
    since = np.arange(round(0.3 * RATE)) / RATE
    shape = np.minimum(since / 0.05, 1) ** 2 * np.exp(-since / 0.1)
    for place in range(9):
        begin = round((0.2 + 0.6 * place) * RATE)
        samples[begin : begin + len(since)] += 0.5 * shape * np.sin(2 * np.pi * (400 + 30 * place) * since)
    return Sound.mono(samples.astype(np.float32), RATE)


SOURCES: dict[str, Callable[[], Sound]] = {"knocks": knocks, "noise": surf, "swelling": swelling}


def scattered(count: int, seconds: int, seed: int) -> Guide:
    """Events between a quarter of a second and half a one apart, strong and weak."""
    rng = np.random.default_rng(seed)
    at = 0.1
    events: list[GuideEvent] = []
    while len(events) < count and at < seconds - 0.1:
        events.append(GuideEvent(F(int(at * 1e6), 10**6), float(rng.uniform(0.3, 1))))
        at += rng.uniform(0.25, 0.5)
    return Guide(GuideOrigin.MARKERS, F(seconds), tuple(events))


def independent_onsets(sound: Sound) -> np.ndarray:
    """Where the level of the analytic signal rises steepest, seconds: nothing of it is ours."""
    samples = np.concatenate([np.zeros(RATE // 10), sound.samples[0].astype(np.float64)])
    analytic = hilbert(samples, next_fast_len(len(samples)))[: len(samples)]
    envelope = sosfiltfilt(butter(2, 150, fs=RATE, output="sos"), np.abs(analytic))
    level, step = 20 * np.log10(np.maximum(envelope, 1e-4)), RATE // 250
    rise = np.zeros_like(level)
    rise[step // 2 : -step // 2] = level[step:] - level[:-step]
    places, _ = find_peaks(rise, height=4, distance=RATE // 20)
    onsets: np.ndarray = (places - RATE // 10) / RATE
    return onsets


@pytest.mark.parametrize(("count", "seconds"), [(70, 30), pytest.param(340, 140, marks=pytest.mark.soak)])
def test_transients_lie_on_their_events_and_are_heard_there(count: int, seconds: int) -> None:
    total = 0
    for seed, (name, make) in enumerate(SOURCES.items()):
        guide = scattered(count, seconds, seed)
        take = recipe(guide)
        followed = follow(make(), take, seed)
        first = index_at(take.rendered.start, RATE)
        for event, placed in zip(guide.events, followed.placed, strict=True):
            assert placed.event == take.used.start + event.at
            assert abs(index_at(placed.transient, RATE) - index_at(placed.event, RATE)) <= 1
        heard = independent_onsets(followed.sound)
        wanted = [float(placed.transient) - first / RATE for placed in followed.placed]
        away = np.array([np.abs(heard - at).min() for at in wanted])
        assert np.mean(away <= 0.005) >= 0.95, name
        assert followed.in_sync is not None
        assert followed.in_sync > 0.9, name
        total += len(away)
    assert total == 3 * count


def test_a_single_sound_strikes_on_the_sample_that_is_said() -> None:
    one = Guide(GuideOrigin.TAPS, F(3), (GuideEvent(F(1)),))
    followed = follow(knocks(), recipe(one, whole=True), 4)
    [strongest, *_] = find_transients(followed.sound)
    assert abs(int(strongest.at * RATE) - RATE) <= 96
    assert not followed.sound.samples[:, : RATE - 96].any()  # nothing sounds before it fades in


def test_no_sound_comes_twice_within_four_and_softer_events_are_softer() -> None:
    guide = scattered(60, 30, 8)
    followed = follow(knocks(), recipe(guide), 8)
    numbers = [placed.sound for placed in followed.placed]
    assert all(number not in numbers[max(0, place - 3) : place] for place, number in enumerate(numbers))
    assert len(set(numbers)) > 6
    soft = Guide(GuideOrigin.TAPS, F(4), (GuideEvent(F(1), 0.25), GuideEvent(F(2), 1.0)))
    samples = follow(knocks(), recipe(soft, whole=True), 8).sound.samples[0]
    low, high = (float(np.abs(samples[at : at + RATE // 4]).max()) for at in (RATE, 2 * RATE))
    assert 0.1 < low / high < 0.5


def test_few_sounds_are_varied_and_silence_places_nothing() -> None:
    short = Sound(knocks().samples[:, :RATE], RATE)
    assert len(single_sounds(short)) >= 5
    silence = Sound.mono(np.zeros(RATE, np.float32), RATE)
    assert single_sounds(silence) == ()
    followed = follow(silence, recipe(scattered(5, 3, 1)), 1)
    assert followed.placed == ()
    assert not followed.sound.samples.any()


@pytest.mark.parametrize(("name", "strikes"), [("knocks", True), ("noise", False)])
def test_only_sound_that_strikes_follows_a_guide_that_nobody_asked_for(name: str, strikes: bool) -> None:
    events = scattered(4, 3, 1)
    by_itself = replace(events, for_strikes=True)
    sound = SOURCES[name]()
    assert follows(sound, by_itself) is strikes
    assert follows(sound, events)
    assert not follows(sound, None)
    once = Sound.mono(knocks().samples[0, round(0.3 * RATE) : round(0.6 * RATE)], RATE)
    assert follows(once, by_itself)
    assert not follows(Sound.mono(np.zeros(RATE, np.float32), RATE), by_itself)


def test_only_what_is_meant_of_a_recording_is_used_and_what_sounds_like_it() -> None:
    rng = np.random.default_rng(7)
    samples = knocks().samples[0, : 4 * RATE].copy()
    hiss = 0.4 * rng.normal(0, 1, RATE // 5) * np.exp(-np.arange(RATE // 5) / (0.03 * RATE))
    others = [2.28, 2.73, 3.2]
    for at in others:
        samples[round(at * RATE) : round(at * RATE) + len(hiss)] += hiss.astype(np.float32)
    source = Sound.mono(samples, RATE)
    everywhere = [float(single.source) for single in single_sounds(source)]
    assert any(abs(place - at) < 0.05 for place in everywhere for at in others)
    for meant in (Span(F(1), F(2)), Span(F(3, 10), F(6, 10))):
        places = [float(single.source) for single in single_sounds(source, meant)]
        assert len(places) >= 5
        assert all(abs(place - at) > 0.05 for place in places for at in others)


def test_what_is_soft_is_turned_up_and_silence_is_not() -> None:
    guide = Guide(GuideOrigin.TAPS, F(4), (GuideEvent(F(1), 0.5), GuideEvent(F(2), 0.25)))
    for share, wanted in ((0.1, -26), (0.01, -60)):
        followed = follow(Sound(share * knocks().samples, RATE), recipe(guide, whole=True), 8)
        loud = 20 * np.log10(loudest_moment(followed.sound))
        assert abs(loud - wanted) < 1 if share > 0.05 else loud < wanted
    strong, weak = followed.placed
    assert strong.gain_db > weak.gain_db


def test_a_tail_ends_where_the_noise_beneath_begins() -> None:
    rng = np.random.default_rng(1)
    since = np.arange(RATE) / RATE
    strike = np.exp(-since / 0.03) * np.sin(2 * np.pi * 700 * since) + 0.02 * rng.normal(0, 1, RATE)
    swell = np.concatenate([np.zeros(RATE // 2), np.linspace(0, 0.3, RATE // 2)]) * np.sin(2 * np.pi * 300 * since)
    for beneath in (0, swell):
        samples = np.concatenate([0.02 * rng.normal(0, 1, RATE), *[strike + beneath] * 3])
        for single in single_sounds(Sound.mono((0.5 * samples).astype(np.float32), RATE)):
            assert len(single.samples[0]) - single.transient < 0.6 * RATE


def steepest(sound: Sound) -> float:
    """The greatest change of a spectrum above 12 kHz within a millisecond, against the median of those around."""
    fine = sosfiltfilt(butter(4, 12_000, "high", fs=RATE, output="sos"), sound.samples[0].astype(np.float64))
    power = np.square(fine)[: len(fine) // 48 * 48].reshape(-1, 48).mean(axis=1)
    return float(np.max(power))


def test_tails_and_ends_do_not_click() -> None:
    """A smooth low tone has nothing above 12 kHz; a step would."""
    since = np.arange(6 * RATE) / RATE
    hum = np.sin(2 * np.pi * 200 * since) * (0.05 + 0.4 * (np.sin(2 * np.pi * 0.8 * since) > 0.3))
    smooth = Sound.mono(sosfiltfilt(butter(2, 100, fs=RATE, output="sos"), hum).astype(np.float32), RATE)
    guide = scattered(40, 10, 6)
    loose = follow(smooth, recipe(guide, whole=True, sync=Sync.LOOSE, bed=-20.0), 6).sound
    step = np.zeros(RATE, np.float32)
    step[RATE // 2 :] = 0.1
    assert steepest(loose) < steepest(Sound.mono(step, RATE)) / 30


def test_loose_events_are_humanised_by_seed_within_20_ms() -> None:
    guide = scattered(60, 30, 3)
    takes = [follow(knocks(), recipe(guide, sync=Sync.LOOSE), seed) for seed in (1, 2, 1)]
    off = [[float(placed.transient - placed.event) for placed in take.placed] for take in takes]
    assert off[0] == off[2] != off[1]
    assert np.array_equal(takes[0].sound.samples, takes[2].sound.samples)
    assert 0.005 < np.abs(off[0]).max() <= 0.0201
    assert all(
        one.transient < other.transient for one, other in zip(takes[0].placed, takes[0].placed[1:], strict=False)
    )


def curves() -> dict[str, np.ndarray]:
    time = np.arange(400) / 50
    return {
        "waves": 0.5 - 0.5 * np.cos(time * 2),
        "steps": (np.floor(time) % 2) * 0.7 + 0.2,
        "a swell": np.clip(time / 8, 0, 1),
        "bursts": np.exp(-((time % 1) / 0.3)),
    }


@pytest.mark.parametrize("name", curves())
@pytest.mark.parametrize("source", [knocks(), surf(1.5), surf(12)], ids=["knocks", "short noise", "long noise"])
def test_continuous_sound_follows_a_curve(name: str, source: Sound) -> None:
    values = curves()[name]
    guide = Guide(GuideOrigin.PICTURE, F(8), curve=EnergyCurve(F(50), tuple(values.tolist())))
    take = recipe(guide)
    followed: Followed = follow(source, take, 3)
    heard = followed.sound.samples[0, RATE // 2 : RATE // 2 + 8 * RATE].astype(np.float64)
    level = np.sqrt(np.square(heard).reshape(400, -1).mean(axis=1))
    decibels = np.clip(1 + 20 * np.log10(np.maximum(level / level.max(), 1e-6)) / 30, 0, 1)
    assert np.corrcoef(decibels, values)[0, 1] >= 0.9
    assert followed.in_sync is not None
    assert followed.in_sync >= 0.9
    assert followed.placed == ()


def test_a_short_sound_goes_round_without_a_seam() -> None:
    flat = Guide(GuideOrigin.PICTURE, F(10), curve=EnergyCurve(F(1), (1.0, 1.0)))
    rng = np.random.default_rng(4)
    tone = 0.2 * np.sin(2 * np.pi * 331 * np.arange(RATE) / RATE) + rng.normal(0, 0.002, RATE)
    samples = follow(Sound.mono(tone.astype(np.float32), RATE), recipe(flat, whole=True), 1).sound.samples[0]
    inner = samples[RATE // 2 : -RATE // 2].astype(np.float64)
    level = np.sqrt(np.square(inner[: len(inner) // 480 * 480]).reshape(-1, 480).mean(axis=1))
    assert level.min() > 0.7 * level.max()
    assert np.abs(np.diff(inner)).max() < 0.06


def test_a_bed_lies_beneath_the_events() -> None:
    guide = scattered(8, 6, 2)
    bare, bedded = (follow(knocks(), recipe(guide, whole=True, bed=bed), 2).sound.samples[0] for bed in (None, -30.0))
    gap = slice(0, RATE // 20)
    assert not bare[gap].any()
    assert 0.001 < float(np.abs(bedded[gap]).max()) < 0.2 * float(np.abs(bedded).max())


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_sounds_lie_where_in_the_picture_their_events_do(channels: int) -> None:
    events = (GuideEvent(F(1), 1.0, 0.0, 0.04), GuideEvent(F(3), 1.0, 1.0, 0.01), GuideEvent(F(5), 1.0, 0.5, 0.02))
    guide = Guide(GuideOrigin.PICTURE, F(6), events)
    source = Sound(np.repeat(knocks().samples, channels, axis=0), RATE)
    made = follow(source, recipe(guide, whole=True, pan=True), 2)
    assert made.sound.channels == max(2, channels)
    assert [one.transient for one in made.placed] == [F(1), F(3), F(5)]
    left, right, middle = (
        np.sqrt(np.square(made.sound.samples[:, at * RATE : at * RATE + RATE // 10]).mean(axis=1)) for at in (1, 3, 5)
    )
    if channels > 2:
        assert np.allclose(left, left[0])  # nobody knows where its loudspeakers stand
        return
    assert left[0] > 3 * left[1]
    assert right[1] > 3 * right[0]
    assert middle[0] == pytest.approx(middle[1])
    gains = [one.gain_db for one in follow(source, recipe(guide, whole=True), 2).placed]
    louder = [one.gain_db - gain for one, gain in zip(made.placed, gains, strict=True)]
    assert [one - louder[2] for one in louder] == pytest.approx([3, -3, 0], abs=0.03)
