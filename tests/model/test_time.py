from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from v2a_plugin.model.errors import SpanError, TimecodeError
from v2a_plugin.model.time import Span, Timecode, clock, index_at, parse_position, parse_rate

F = Fraction
RATES = [F(24000, 1001), F(24), F(25), F(30000, 1001), F(30), F(48), F(50), F(60000, 1001), F(60)]
DROP_RATES = [F(30000, 1001), F(60000, 1001)]
times = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=90_000)


@given(times, st.sampled_from([*RATES, F(48000)]))
def test_index_is_the_nearest_and_ties_go_up(seconds: Fraction, rate: Fraction) -> None:
    distance = seconds * rate - index_at(seconds, rate)
    assert -F(1, 2) <= distance < F(1, 2)


@given(times, times, times)
def test_adjoining_spans_have_samples_that_add_up(a: Fraction, b: Fraction, c: Fraction) -> None:
    a, b, c = sorted((a, b, c))
    assume(a < b < c)
    assert Span(a, b).samples(48000) + Span(b, c).samples(48000) == Span(a, c).samples(48000)


@given(times, times, times, times)
def test_intersection_agrees_with_overlap(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> None:
    assume(a != b and c != d)
    one, two = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    common = one.intersection(two)
    assert (common is not None) == one.overlaps(two) == two.overlaps(one)
    if common is not None:
        assert one.covers(common)
        assert two.covers(common)


@pytest.mark.parametrize(("start", "end", "says"), [(2, 1, "ends before it starts"), (1, 1, "has no length")])
def test_a_span_needs_length(start: int, end: int, says: str) -> None:
    with pytest.raises(SpanError, match=says):
        Span(F(start), F(end))


def test_a_span_is_half_open() -> None:
    span = Span(F(1), F(2))
    assert F(1) in span
    assert F(2) not in span


@given(st.integers(0, 24 * 3600 * 60 - 1), st.sampled_from(RATES))
def test_timecode_reads_back(frame: int, rate: Fraction) -> None:
    code = Timecode(frame, rate)
    assert Timecode.parse(str(code), rate) == code
    assert Timecode.at(code.seconds, rate) == code


@given(st.integers(0, 24 * 3600 * 59), st.sampled_from(DROP_RATES))
def test_drop_frame_reads_back(frame: int, rate: Fraction) -> None:
    code = Timecode(frame, rate, drop=True)
    assert Timecode.parse(str(code), rate) == code


@given(st.integers(0, 24 * 3600 * 59), st.sampled_from(DROP_RATES))
def test_drop_frame_stays_near_the_clock(frame: int, rate: Fraction) -> None:
    hours, minutes, rest = str(Timecode(frame, rate, drop=True)).split(":")
    seconds, frames = rest.split(";")
    shown = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + F(int(frames)) / rate
    assert abs(shown - F(frame) / rate) < F(1, 5)


def test_known_timecodes() -> None:
    ntsc = F(30000, 1001)
    assert str(Timecode(107892, ntsc, drop=True)) == "01:00:00;00"
    assert str(Timecode(108000, ntsc)) == "01:00:00:00"
    assert str(Timecode(1799, ntsc, drop=True)) == "00:00:59;29"
    assert str(Timecode(1800, ntsc, drop=True)) == "00:01:00;02"
    assert str(Timecode(17982, ntsc, drop=True)) == "00:10:00;00"
    assert str(Timecode(3600, F(60000, 1001), drop=True)) == "00:01:00;04"
    assert Timecode.parse("01:00:00:00", F(25)).seconds == 3600


@pytest.mark.parametrize(
    ("text", "rate", "says"),
    [
        ("00:00:00;00", F(25), "Drop-frame timecode does not exist at 25"),
        ("00:00:00:25", F(25), "frames up to 24"),
        ("00:60:00:00", F(25), "does not exist"),
        ("00:01:00;00", F(30000, 1001), "skips 00:01:00;00"),
        ("00:01:00;01", F(30000, 1001), "next frame is 00:01:00;02"),
        ("banana", F(25), "not a timecode"),
    ],
)
def test_timecodes_that_do_not_exist(text: str, rate: Fraction, says: str) -> None:
    with pytest.raises(TimecodeError) as caught:
        Timecode.parse(text, rate)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("300f", F(12)),
        ("12.5", F(25, 2)),
        ("12.5s", F(25, 2)),
        (".5", F(1, 2)),
        ("1500ms", F(3, 2)),
        ("1:02.5", F(125, 2)),
        ("1:00:02", F(3602)),
        ("00:00:12:12", F(312, 25)),
        ("-2", F(-2)),
    ],
)
def test_positions_people_type(text: str, seconds: Fraction) -> None:
    assert parse_position(text, F(25)) == seconds


def test_a_timecode_counts_from_the_clips_own_start() -> None:
    start = Timecode.parse("01:00:00:00", F(25))
    assert parse_position("01:00:02:00", F(25), start) == 2
    assert parse_position("2", F(25), start) == 2


@pytest.mark.parametrize("text", ["", "soon", "1:2:3:4:5", "1/0", "NaN", "inf", "1e400"])
def test_positions_that_mean_nothing(text: str) -> None:
    with pytest.raises(TimecodeError):
        parse_position(text, F(25))


@pytest.mark.parametrize(("text", "rate"), [("25", F(25)), ("23.976", F(24000, 1001)), ("30000/1001", F(30000, 1001))])
def test_rates(text: str, rate: Fraction) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["0", "-25", "fast", "1/0"])
def test_rates_that_mean_nothing(text: str) -> None:
    with pytest.raises(TimecodeError):
        parse_rate(text)


def test_clock_labels() -> None:
    assert clock(F(125, 2)) == "1:02.500"
    assert clock(F(-1, 2)) == "-0:00.500"
    assert clock(F(-1, 10000)) == "0:00.000"
