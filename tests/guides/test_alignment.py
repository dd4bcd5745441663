"""Transients lie on their samples, and an aligned take strikes on the frame of the hit."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.guides.alignment import align_to_hit, hit_under, hits_of
from v2a_plugin.guides.transients import Transient, find_transients
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Cue, KeptTake, Marker, MarkerKind, Timeline, Track, TrackKind
from v2a_plugin.testing.sounds import click_train
from v2a_plugin.timeline import edits
from v2a_plugin.timeline.changes import apply, inverse

RATE = Fraction(25)
FRAME = 1 / RATE
TIMES = (0.31, 0.74, 1.2004, 1.9, 2.55)
LEVELS = (0.3, 0.9, 0.5, 0.2, 0.7)


@pytest.mark.parametrize(("rate", "noise", "error"), [
    (16_000, 0.0, 0.001), (48_000, 0.0, 0.001), (16_000, 0.01, 0.003), (48_000, 0.03, 0.005),
])  # fmt: skip
def test_knocks_are_found_where_they_begin_and_the_strongest_comes_first(rate: int, noise: float, error: float) -> None:
    found = find_transients(click_train(TIMES, LEVELS, 3, rate, noise, seed=1))
    assert len(found) == len(TIMES)
    for time, transient in zip(TIMES, sorted(found, key=lambda one: one.at), strict=True):
        assert abs(float(transient.at) - time) <= error
    assert found[0].strength == 1
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)
    assert abs(float(found[0].at) - 0.74) <= error


def test_knocks_of_opposite_phase_are_found() -> None:
    mono = click_train(TIMES, LEVELS, 3, 48_000, 0.002, seed=1)
    both = Sound(np.stack([mono.samples[0], -mono.samples[0]]), mono.rate)
    assert find_transients(both) == find_transients(mono)


def test_what_is_even_has_no_transients() -> None:
    time = np.arange(48_000) / 16_000
    assert find_transients(Sound.mono(np.zeros(48_000, np.float32), 16_000)) == ()
    assert find_transients(Sound.mono(np.zeros(5, np.float32), 16_000)) == ()
    hiss = np.random.default_rng(0).normal(0, 0.1, 48_000).astype(np.float32)
    assert len(find_transients(Sound.mono(hiss, 16_000))) <= 1
    swell = 0.5 * np.sin(np.pi * time / 3) ** 2 * np.sin(2 * np.pi * 440 * time)
    assert len(find_transients(Sound.mono(swell.astype(np.float32), 16_000))) <= 1


def cut(start: Fraction, trim: Span, length: Fraction, *others: Cue, hits: tuple[Marker, ...] = ()) -> Timeline:
    cue = Cue("take", start, trim, length, id="cue")
    take = KeptTake("take", "region", length, trim, 16_000)
    track = Track(TrackKind.FEET, "Feet", tuple(sorted((cue, *others), key=lambda one: one.start)), id="feet")
    return Timeline(RATE, Timecode(0, RATE), (), (track,), (take,), hits)


def struck(timeline: Timeline, at: Fraction) -> Fraction:
    """When a moment of the take is heard."""
    [cue] = [cue for cue in timeline.tracks[0].cues if cue.id == "cue"]
    assert at in cue.trim, "the strike is not heard"
    return cue.start + at - cue.trim.start


def test_a_take_slips_so_that_its_sound_strikes_on_the_hit() -> None:
    """Measured on the samples that are heard, not on what was found in them."""
    rate = 16_000
    sound = click_train(TIMES, LEVELS, 3, rate, 0.01, seed=2)
    timeline = cut(Fraction(10), Span(Fraction(1, 2), Fraction(5, 2)), Fraction(3))
    hit = Fraction(10) + 7 * FRAME
    done = align_to_hit(timeline, "cue", hit, find_transients(sound), move=False)
    after = apply(done.change, timeline)
    cue = after.tracks[0].cues[0]
    assert cue.start == 10
    assert done.moved == 0
    heard = sound.samples[0][round(cue.trim.start * rate) : round(cue.trim.end * rate)]
    loudest = Fraction(int(np.argmax(np.abs(heard))), rate)
    assert abs(cue.start + loudest - hit) < FRAME
    assert abs(struck(after, Fraction(74, 100)) - hit) <= Fraction(3, 1000)
    assert apply(inverse(done.change), after) == timeline
    assert "slipped" in done.sentence


def test_the_chosen_transient_lands_there() -> None:
    timeline = cut(Fraction(0), Span(Fraction(1), Fraction(3)), Fraction(4))
    strong, weak = Transient(Fraction(3, 2), 1.0), Transient(Fraction(2), 0.3)
    done = align_to_hit(timeline, "cue", Fraction(6, 5), (strong, weak), chosen=weak)
    assert struck(apply(done.change, timeline), weak.at) == Fraction(6, 5)
    assert done.slipped == Fraction(-1, 5)


def test_of_the_transients_that_are_heard_the_strongest_is_taken() -> None:
    timeline = cut(Fraction(0), Span(Fraction(1), Fraction(2)), Fraction(4))
    outside, inside = Transient(Fraction(3), 1.0), Transient(Fraction(3, 2), 0.4)
    assert align_to_hit(timeline, "cue", Fraction(2, 5), (outside, inside)).transient == inside


def test_where_the_handles_do_not_reach_the_cue_moves_by_the_rest_or_it_is_said() -> None:
    timeline = cut(Fraction(0), Span(Fraction(1, 10), Fraction(11, 10)), Fraction(2))
    strike = Transient(Fraction(2, 10), 1.0)
    done = align_to_hit(timeline, "cue", Fraction(1, 2), (strike,))
    assert (done.slipped, done.moved) == (Fraction(-1, 10), Fraction(3, 10))
    assert struck(apply(done.change, timeline), strike.at) == Fraction(1, 2)
    assert "handles" in done.sentence
    with pytest.raises(BadInput, match="slip"):
        align_to_hit(timeline, "cue", Fraction(1, 2), (strike,), move=False)
    beside = Cue("take", Fraction(11, 10), Span(Fraction(0), Fraction(1)), Fraction(2), id="beside")
    full = cut(Fraction(0), Span(Fraction(1, 10), Fraction(11, 10)), Fraction(2), beside)
    with pytest.raises(BadInput, match="another"):
        align_to_hit(full, "cue", Fraction(1, 2), (strike,))


def test_what_cannot_be_aligned_says_so() -> None:
    timeline = cut(Fraction(0), Span(Fraction(0), Fraction(1)), Fraction(2))
    with pytest.raises(BadInput, match="no transient"):
        align_to_hit(timeline, "cue", Fraction(1, 2), ())
    with pytest.raises(BadInput, match="no hit"):
        hit_under(timeline, "cue")
    locked = apply(edits.lock(timeline, "cue"), timeline)
    done = align_to_hit(locked, "cue", Fraction(1, 2), (Transient(Fraction(9, 10), 1.0),))
    with pytest.raises(BadInput, match="lock"):
        apply(done.change, locked)


def test_the_strongest_hit_under_a_cue_is_the_one() -> None:
    def hit(at: Fraction, strength: float, kind: MarkerKind = MarkerKind.HIT) -> Marker:
        return Marker(at, "", kind, strength=strength)

    weak, strong = hit(Fraction(1, 5), 0.2), hit(Fraction(4, 5), 0.9)
    others = (hit(Fraction(1, 2), 1.0, MarkerKind.MARK), hit(Fraction(5), 1.0))
    timeline = cut(Fraction(0), Span(Fraction(0), Fraction(1)), Fraction(2), hits=(weak, others[0], strong, others[1]))
    assert hits_of(timeline, "cue") == (strong, weak)
    assert hit_under(timeline, "cue") == strong


@settings(max_examples=150, deadline=None)
@given(
    length=st.integers(2, 200), first=st.integers(0, 199), played=st.integers(1, 200), strike=st.integers(0, 199),
    hit=st.integers(-100, 300), start=st.integers(-50, 50),
)  # fmt: skip
def test_whatever_the_handles_the_strike_lands_on_the_hit_and_is_heard(
    length: int, first: int, played: int, strike: int, hit: int, start: int
) -> None:
    """All in hundredths of a second."""
    first, strike = first % length, strike % length
    end = min(length, first + played)
    trim = Span(Fraction(first, 100), Fraction(end, 100))
    timeline = cut(Fraction(start, 100), trim, Fraction(length, 100))
    at = Fraction(strike, 100)
    done = align_to_hit(timeline, "cue", Fraction(hit, 100), (Transient(at, 1.0),))
    after = apply(done.change, timeline)
    assert struck(after, at) == Fraction(hit, 100)
    assert after.tracks[0].cues[0].trim.duration == trim.duration
    assert apply(inverse(done.change), after) == timeline
