"""Guides: what they refuse, and that they come back as they were."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import EnergyCurve, Guide, GuideEvent, GuideOrigin
from v2a_plugin.model.serial import from_json, to_json

F = Fraction


def guide(*times: Fraction | int, length: Fraction | int = 4) -> Guide:
    return Guide(GuideOrigin.TAPS, F(length), tuple(GuideEvent(F(at)) for at in times))


@given(
    st.lists(st.fractions(0, 9, max_denominator=48_000), min_size=1, max_size=40, unique=True),
    st.floats(0.01, 1),
)
def test_a_guide_comes_back_from_its_file(times: list[Fraction], strength: float) -> None:
    events = tuple(GuideEvent(at, strength, 0.25, 0.5) for at in sorted(times))
    one = Guide(GuideOrigin.PICTURE, F(10), events, EnergyCurve(F(24_000, 1001), (0.0, strength)), F(1, 3))
    assert from_json(Guide, to_json(one)) == one


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (lambda: guide(5), "an event at 0:05.000, outside of its 4.000 s"),
        (lambda: guide(-1), "outside"),
        (lambda: guide(1, 1), "do not rise at 0:01.000"),
        (lambda: guide(*(F(place, 500) for place in range(500))), "500 events in the second from 0:00.000"),
        (lambda: guide(), "neither an event nor an energy curve"),
        (lambda: GuideEvent(F(1), 0.0), "strength of 0"),
        (lambda: GuideEvent(F(1), float("nan")), "strength of nan"),
        (lambda: EnergyCurve(F(50), (0.0, 1.5)), "range of 0 to 1"),
        (lambda: EnergyCurve(F(50), ()), "no values"),
    ],
)
def test_a_bad_guide_is_refused_in_a_sentence(bad, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput) as refused:
        bad()
    assert says in refused.value.message
    assert refused.value.hint


def test_the_strongest_events_stay_in_order_of_time() -> None:
    strengths = (0.2, 0.9, 0.5, 0.9)
    events = tuple(GuideEvent(F(at), strength) for at, strength in enumerate(strengths))
    one = Guide(GuideOrigin.SOUND, F(9), events)
    assert [event.at for event in one.at_most(3).events] == [1, 2, 3]
    assert [event.at for event in one.at_most(1).events] == [1]
    assert dataclasses.replace(one, events=one.at_most(9).events) == one
    with pytest.raises(BadInput, match="0 events"):
        one.at_most(0)
