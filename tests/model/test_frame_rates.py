"""What rate a timeline gets, and which rates are refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.frame_rates import LOW, STANDARD, check_standard, named_rate, rate_label, standard_rate

F = Fraction


@given(st.fractions(F(1, 10), 1000))
def test_every_rate_goes_to_a_standard_one(rate: Fraction) -> None:
    found = standard_rate(rate)
    assert found in STANDARD
    assert found >= rate * F(199, 200) or found == 120


@given(st.sampled_from([rate for rate in LOW if rate not in (7, 9, 11, 13, 14, 16, 17, 18, 19, 21, 22, 23)]))
def test_low_rates_go_to_a_multiple(rate: Fraction) -> None:
    times = standard_rate(rate) / rate
    assert abs(times - round(times)) < F(1, 100)


@pytest.mark.parametrize(
    ("low", "rate"),
    [
        *[
            ("12", "24"),
            ("15", "30"),
            ("12.5", "25"),
            ("10", "30"),
            ("20", "60"),
            ("8", "24"),
            ("5", "25"),
            ("1", "24"),
        ],
        *[("15000/1001", "30000/1001"), ("12000/1001", "24000/1001"), ("14.98", "30000/1001"), ("16", "48")],
        *[("17", "24000/1001"), ("40", "48000/1001"), ("72", "100"), ("240", "120")],
        *[("499/20", "25"), ("239/10", "24000/1001")],
    ],
)
def test_what_an_editor_gets(low: str, rate: str) -> None:
    assert standard_rate(F(low)) == F(rate)


@given(st.sampled_from(STANDARD), st.integers(2, 8))
def test_a_written_rate_is_the_one_it_stands_for(rate: Fraction, digits: int) -> None:
    assert named_rate(F(f"{float(rate):.{digits}f}")) == rate
    assert named_rate(F(round(rate * 100), 100)) == rate


def test_other_rates_stay() -> None:
    assert named_rate(F(239, 10)) == F(239, 10)
    assert named_rate(F("26.5")) == F("26.5")


@given(st.sampled_from(STANDARD))
def test_standard_rates_are_let_through(rate: Fraction) -> None:
    assert check_standard(rate, "The cut") == rate


@pytest.mark.parametrize("rate", ["499/20", "12", "6400000/106663", "239/10", "500"])
def test_odd_rates_are_refused_in_a_sentence(rate: str) -> None:
    with pytest.raises(BadInput, match=r"The cut runs at .* frames a second, which is no standard rate") as caught:
        check_standard(F(rate), "The cut")
    assert rate_label(F(rate)) in caught.value.message
    assert "23.976" in caught.value.hint
