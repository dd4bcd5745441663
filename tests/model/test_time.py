from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from v2a_plugin.model.errors import SpanError, TimecodeError
from v2a_plugin.model.frame_rates import STANDARD
from v2a_plugin.model.time import Span, Timecode, clock, drop_exists, index_at, parse_position, parse_rate

F = Fraction
RATES = list(STANDARD)
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


@st.composite
def codes(draw: st.DrawFn) -> Timecode:
    """Any frame of a day, at any rate, counted in either way where there are two."""
    rate = draw(st.sampled_from(RATES))
    drop = drop_exists(rate) and draw(st.booleans())
    return Timecode(draw(st.integers(0, Timecode(0, rate, drop).frames_a_day - 1)), rate, drop)


@given(codes())
def test_timecode_reads_back(code: Timecode) -> None:
    assert Timecode.parse(str(code), code.rate) == code
    assert Timecode.at(code.seconds, code.rate, code.drop) == code


@given(codes(), st.integers(0, 3))
def test_midnight_starts_the_count_again(code: Timecode, days: int) -> None:
    day = code.frames_a_day
    assert str(Timecode(code.frame + days * day, code.rate, code.drop)) == str(code)
    assert code.moved(day - code.frame).fields == (0, 0, 0, 0)
    assert str(code.moved(-code.frame - 1)).startswith("23:59:59")


@given(codes(), st.integers(-(10**7), 10**7), st.integers(-(10**7), 10**7))
def test_moves_add_up(code: Timecode, one: int, other: int) -> None:
    assert code.moved(one).moved(other) == code.moved(one + other)
    assert code.moved(one).moved(-one) == code


@given(codes())
def test_the_next_label_is_one_frame_on(code: Timecode) -> None:
    """Labels count up by one; drop-frame passes over two, or four, at the start of nine minutes of ten (ST 12-1)."""
    hours, minutes, seconds, frames = code.fields
    frames += 1
    if frames == code.base:
        seconds, frames = seconds + 1, 0
    if seconds == 60:
        minutes, seconds = minutes + 1, 0
    if minutes == 60:
        hours, minutes = (hours + 1) % 24, 0
    if code.drop and minutes % 10 and seconds == 0 and frames == 0:
        frames = code.base // 15
    assert code.moved(1).fields == (hours, minutes, seconds, frames)


@given(codes())
def test_drop_frame_stays_near_the_clock(code: Timecode) -> None:
    hours, minutes, seconds, frames = code.fields
    shown = hours * 3600 + minutes * 60 + seconds + frames / code.rate
    assert not code.drop or abs(shown - code.seconds) < F(1, 5)


@given(codes(), st.sampled_from(RATES))
def test_a_label_stays_where_frames_are_counted_at_another_rate(code: Timecode, rate: Fraction) -> None:
    other = code.counted_at(rate)
    assert (other.rate, other.drop) == (rate, code.drop and drop_exists(rate))
    assert other.fields[:3] == code.fields[:3]
    assert abs(F(other.fields[3], other.base) - F(code.fields[3], code.base)) < F(1, min(other.base, code.base))
    assert code.counted_at(code.rate) == code


@pytest.mark.parametrize(
    ("label", "at", "rate", "then"),
    [
        ("10:00:00:12", "25", "50", "10:00:00:24"),
        ("01:00:00:00", "24000/1001", "24", "01:00:00:00"),
        ("01:00:00;00", "30000/1001", "60000/1001", "01:00:00;00"),
        ("00:01:00;02", "30000/1001", "60000/1001", "00:01:00;04"),
        ("01:00:00;10", "30000/1001", "25", "01:00:00:08"),
        ("01:00:00:00", "25", "120000/1001", "01:00:00:000"),
    ],
)
def test_labels_at_another_rate(label: str, at: str, rate: str, then: str) -> None:
    assert str(Timecode.parse(label, F(at)).counted_at(F(rate))) == then


@given(codes(), st.integers(-(3600 * 20), 3600 * 20))
def test_a_label_of_a_clip_is_read_where_it_stands(start: Timecode, frames: int) -> None:
    """Whatever the start, drop-frame or not, across midnight, and with ':' for either."""
    label = str(start.moved(frames))
    for text in (label, label.replace(";", ":")):
        assert parse_position(text, F(25), start) == frames / start.rate


def test_past_midnight() -> None:
    start = Timecode.parse("23:59:56:00", F(25))
    assert str(start.moved(100)) == "00:00:00:00"
    assert str(Timecode(start.frame + 100, F(25))) == "00:00:00:00"
    assert parse_position("00:00:01:00", F(25), start) == 5
    assert parse_position("23:59:55:00", F(25), start) == -1


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


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", F(25)),
        ("23.976", F(24000, 1001)),
        ("30000/1001", F(30000, 1001)),
        ("29.97002997", F(30000, 1001)),
        ("2997/100", F(30000, 1001)),
        ("23.98", F(24000, 1001)),
        ("14.985", F(15000, 1001)),
        ("12", F(12)),
        ("23.9", F(239, 10)),
    ],
)
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
