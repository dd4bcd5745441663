"""The nominal rate behind rounded clocks, lost frames and clocks of their own; what varies, and what it is conformed to."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from v2a_plugin.media.pacing import pace_of
from v2a_plugin.model.frame_rates import LOW, STANDARD

F = Fraction
ZERO = F(0)
CLOCKS = [
    F(1, n) for n in (1000, 90_000, 12_800, 15_360, 16_000, 24_000, 30_000, 600, 1_000_000, 48_000, 10_000, 10**9)
]


def shown(
    rate: Fraction, clock: Fraction, kept: list[int], first: Fraction = ZERO, earlier: Fraction | None = None
) -> list[int]:
    """Times of some frames on a clock, rounded; on an earlier clock before that, as after a copy between containers."""
    times = [first + number / rate for number in kept]
    if earlier is not None:
        times = [round(time / earlier) * earlier for time in times]
    return [round(time / clock) for time in times]


def survivors(count: int, runs: list[tuple[float, int]]) -> list[int]:
    """Numbers of the frames that are left when runs (place from 0 to 1, length) of at most 2 % in all are lost."""
    left, lost = count // 50, set[int]()
    for place, length in runs:
        length = min(length, left)
        start = 1 + int(place * (count - 2 - length))
        lost |= set(range(start, start + length))
        left -= length
    return [number for number in range(count) if number not in lost]


@settings(max_examples=100)
@given(
    st.sampled_from(STANDARD),
    st.sampled_from(CLOCKS),
    st.one_of(st.none(), st.sampled_from(CLOCKS)),
    st.integers(600, 1500),
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 60)), max_size=40),
    st.fractions(0, 100, max_denominator=1000),
)
@example(F(60), F(1, 16_000), F(1, 1000), 1200, [], F(0))
@example(F(25), F(1, 12_800), None, 600, [(0.16, 1)], F(0))
@example(F(120_000, 1001), F(1, 600), F(1, 1000), 600, [(0.5, 12)], F(0))
def test_a_standard_rate_comes_through_any_clock_and_any_loss(
    rate: Fraction,
    clock: Fraction,
    earlier: Fraction | None,
    count: int,
    runs: list[tuple[float, int]],
    first: Fraction,
) -> None:
    kept = survivors(count, runs)
    pace = pace_of([shown(rate, clock, kept, first, earlier)], clock, [F(len(kept)) / (count / rate)])
    assert (pace.rate, pace.variable) == (rate, False)


@given(st.sampled_from(STANDARD), st.sampled_from([F(1, 90_000), F(1, 24_000), F(1, 12_800)]), st.integers(3, 60))
def test_a_short_clip_on_a_fine_clock_has_its_rate(rate: Fraction, clock: Fraction, count: int) -> None:
    assert pace_of([shown(rate, clock, list(range(count)))], clock, [rate]).rate == rate


@given(st.sampled_from(STANDARD), st.integers(2, 30))
def test_the_header_decides_what_few_frames_leave_open(rate: Fraction, count: int) -> None:
    assert pace_of([shown(rate, F(1, 1000), list(range(count)))], F(1, 1000), [rate]).rate == rate


@given(st.sampled_from([rate for rate in LOW if rate >= 5]), st.sampled_from(CLOCKS), st.integers(300, 600))
def test_low_rates_are_themselves(rate: Fraction, clock: Fraction, count: int) -> None:
    pace = pace_of([shown(rate, clock, list(range(count)))], clock, [])
    assert (pace.rate, pace.variable) == (rate, False)


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("2997/100", "30000/1001"),
        ("239/10", "24000/1001"),
        ("2398/100", "24000/1001"),
        ("24975/1000", "25"),
        ("30015/1000", "30"),
    ],
)
def test_a_clock_that_runs_a_little_off_is_that_of_a_standard_rate(written: str, rate: str) -> None:
    times = shown(F(written), F(1, 90_000), list(range(900)))
    assert pace_of([times], F(1, 90_000), [F(written)]).rate == F(rate)


@given(st.integers(0, 1000), st.sampled_from([F(25), F(30), F(60), F(30_000, 1001)]))
def test_a_webcam_that_jitters_has_a_constant_rate_and_no_steady_pace(seed: int, rate: Fraction) -> None:
    chance = random.Random(seed)
    times = sorted(round((n / rate + F(chance.uniform(-0.25, 0.25)) / rate) * 90_000) for n in range(900))
    pace = pace_of([times], F(1, 90_000), [])
    assert (pace.variable, pace.steady) == (False, False)
    assert abs(pace.rate / rate - 1) <= F(1, 1000)


def test_a_telecined_film_has_the_rate_of_the_film() -> None:
    fields = [0, *itertools.accumulate(itertools.islice(itertools.cycle([2, 3]), 600))]
    times = [round(F(field * 1001, 60_000) * 90_000) for field in fields]
    assert pace_of([times], F(1, 90_000), []).rate == F(24_000, 1001)


@pytest.mark.parametrize("seconds", [[(24, 3), (60, 1), (24, 3)], [(30, 20), (60, 2)], [(15, 4), (60, 1), (7, 9)]])
@pytest.mark.parametrize("clock", [F(1, 1000), F(1, 90_000), F(1, 600)])
def test_a_variable_recording_goes_to_the_rate_of_its_densest_second(
    seconds: list[tuple[int, int]], clock: Fraction
) -> None:
    steps = [F(1, rate) for rate, length in seconds for _ in range(rate * length)]
    times = [round(time / clock) for time in itertools.accumulate(steps, initial=F(0))]
    pace = pace_of([times], clock, [])
    assert (pace.rate, pace.variable) == (F(60), True)


@pytest.mark.parametrize(
    ("densest", "rate"),
    [
        ("17", "24000/1001"),
        ("27", "30000/1001"),
        ("60000/1001", "60000/1001"),
        ("40", "48000/1001"),
        ("90", "100"),
        ("130", "120"),
    ],
)
def test_the_densest_second_goes_up_to_a_standard_rate(densest: str, rate: str) -> None:
    steps = [F(1, 7)] * 20 + [1 / F(densest)] * 200 + [F(1, 11)] * 60
    times = [round(time * 90_000) for time in itertools.accumulate(steps, initial=F(0))]
    pace = pace_of([times], F(1, 90_000), [])
    assert (pace.rate, pace.variable) == (F(rate), True)


def test_a_screen_recording_that_pauses_counts_its_frames() -> None:
    steps = ([F(1, 30)] * 40 + [F(7)]) * 5
    times = [round(time * 1000) for time in itertools.accumulate(steps, initial=F(0))]
    assert pace_of([times], F(1, 1000), []).rate == 30


@pytest.mark.parametrize(
    ("told", "rate"),
    [([], "25"), (["30000/1001"], "30000/1001"), (["499/20"], "25"), (["90000"], "25"), (["12"], "12")],
)
def test_one_frame_has_the_rate_of_the_header(told: list[str], rate: str) -> None:
    assert pace_of([[0]], F(1, 90_000), [F(one) for one in told]).rate == F(rate)
