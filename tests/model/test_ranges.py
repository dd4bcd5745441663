"""Numbers that a person can choose lie in ranges that are declared once."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

import pytest

from v2a_plugin.model import ranges
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.ranges import Range
from v2a_plugin.model.recipe import Settings
from v2a_plugin.zoo.cards import Defaults

RANGES = {
    "steps": ranges.STEPS,
    "mapper_steps": ranges.MAPPER_STEPS,
    "mapper_guidance": ranges.MAPPER_GUIDANCE,
    "frames": ranges.FRAMES,
    "candidates": ranges.CANDIDATES,
    "prompt_weight": ranges.PROMPT_WEIGHT,
}


def given(name: str, value: float) -> dict[str, Any]:
    return {name: value}


def test_every_number_of_the_settings_has_a_range() -> None:
    numbers = {field.name for field in fields(Settings) if type(field.default) in (int, float)}
    assert numbers == {*RANGES, "guidance"}


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("value", [10**9, -1, -(10**9), math.nan, math.inf, -math.inf])
def test_what_lies_outside_is_refused_with_the_range(name: str, value: float) -> None:
    limits: Range = RANGES[name]
    with pytest.raises(BadInput, match=f"{limits.name} is {value}.*from {limits.least:g} to {limits.most:g}"):
        Settings(**given(name, value))


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_are_inside(name: str) -> None:
    for value in (RANGES[name].least, RANGES[name].most):
        assert getattr(Settings(**given(name, value)), name) == value


@pytest.mark.parametrize("value", [0, 0.99, 101, 10**9, math.nan])
def test_guidance_is_refused_where_it_is_typed(value: float) -> None:
    with pytest.raises(BadInput, match="from 1 to 100"):
        Defaults().settings(guidance=value)
    assert Defaults().settings(guidance=1).guidance == 1
