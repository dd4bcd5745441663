"""The knobs of rendering on the command line: kept in the recipe, or refused in a sentence before the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from v2a_plugin.testing.command import Command

pytestmark = pytest.mark.usefixtures("own_store")

WORDS = ("generate", "--prompt", "a dog", "--duration", "0.5", "--takes", "1", "--bundle", "tiny", "--steps", "1")


def test_the_knobs_of_the_mapper_reach_the_recipe(v2a: Command, tmp_path: Path) -> None:
    done = v2a.json(*WORDS, "--mapper-steps", "7", "--mapper-guidance", "1.5", "--out", tmp_path)
    settings = done["regions"][0]["takes"][0]["take"]["recipe"]["settings"]
    assert (settings["mapper_steps"], settings["mapper_guidance"]) == (7, 1.5)
    assert (settings["spacing"], settings["reading"]) == ("trailing", "understood")


@pytest.mark.parametrize(
    ("option", "range_"),
    [
        ("--steps", "1 to 1000"),
        ("--mapper-steps", "1 to 1000"),
        ("--mapper-guidance", "0 to 100"),
        ("--guidance", "1 to 100"),
        ("--candidates", "1 to 100"),
        ("--frames", "1 to 1000"),
        ("--takes", "1 to 64"),
        ("--prompt-weight", "0 to 1"),
    ],
)
@pytest.mark.parametrize("value", ["1000000000", "-1"])
def test_a_number_out_of_range_is_refused_with_the_range(
    v2a: Command, tmp_path: Path, option: str, range_: str, value: str
) -> None:
    assert v2a(*WORDS, option, value, "--out", tmp_path / "takes") == 2
    assert range_ in v2a.err
    assert len(v2a.err.strip().splitlines()) == 1
    assert not list(tmp_path.rglob("*.wav"))


def test_what_the_words_do_not_do_is_said(v2a: Command, tmp_path: Path) -> None:
    assert v2a(*WORDS, "--guidance", "1", "--negative", "rain", "--out", tmp_path) == 0
    assert v2a.err.count("The negative prompt does nothing at a guidance of 1") == 1
    assert v2a(*WORDS, "--guidance", "2", "--negative", "rain", "--out", tmp_path) == 0
    assert "negative" not in v2a.err
