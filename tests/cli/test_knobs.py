"""The knobs of rendering on the command line: kept in the recipe, or refused in a sentence before the work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

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


def clips(folder: Path) -> Path:
    """Two pictures, one of the same name in a folder of its own, a broken one, and what is no picture."""
    (folder / "b").mkdir(parents=True)
    for name, colour in (("a.png", "red"), ("b/a.png", "blue")):
        Image.new("RGB", (40, 30), colour).save(folder / name)
    (folder / "broken.mov").write_bytes(b"no film at all")
    (folder / "a.txt").write_text("a sidecar", encoding="utf-8")
    (folder / ".hidden.png").write_bytes(b"")
    return folder


KNOBS = ("--duration", "0.5", "--takes", "2", "--bundle", "tiny", "--steps", "1", "--frames", "1", "--seed", "7",
         "--mapper", "regression", "--guidance", "2.5")  # fmt: skip


def test_a_folder_gets_takes_file_by_file_and_a_bad_one_is_left_out(v2a: Command, tmp_path: Path) -> None:
    done = v2a.json("generate", clips(tmp_path / "in"), *KNOBS, "--out", tmp_path / "out")
    assert done["exit"] == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "a-2"]
    for region in done["regions"]:
        recipes = [take["take"]["recipe"] for take in region["takes"]]
        assert sorted(recipe["seed"] for recipe in recipes) == [7, 8]
        assert {(recipe["settings"]["guidance"], recipe["settings"]["mapper"]) for recipe in recipes} == {
            (2.5, "regression")
        }
    [left] = done["left_out"]
    assert Path(left["file"]).name == "broken.mov"
    assert v2a.err.count("broken.mov is left out: ") == 1
    alone = v2a.json("generate", tmp_path / "in" / "a.png", *KNOBS, "--out", tmp_path / "alone")
    assert alone["exit"] == 0
    for number in (1, 2):
        one, other = (tmp_path / folder / f"take-{number}.wav" for folder in ("out/a", "alone"))
        assert one.read_bytes() == other.read_bytes()


def test_several_files_where_none_or_all_can_be_used(v2a: Command, tmp_path: Path) -> None:
    folder = clips(tmp_path / "in")
    assert v2a("generate", folder / "a.png", folder / "b", *KNOBS, "--out", tmp_path / "out") == 0
    assert v2a.out.count("take-1.wav") == 2
    missing = folder / "missing.mov"
    assert v2a("generate", folder / "broken.mov", missing, *KNOBS, "--out", tmp_path / "none") == 2
    assert "None of the 2 files got a take" in v2a.err
    (tmp_path / "empty").mkdir()
    assert v2a("generate", tmp_path / "empty", *KNOBS, "--out", tmp_path / "none") == 2
    assert "holds no video and no picture" in v2a.err


def test_a_watched_folder_takes_the_knobs_too(v2a: Command, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    Image.new("RGB", (40, 30), "red").save(folder / "a.png")
    knobs = [knob for knob in KNOBS if knob not in ("--duration", "0.5")]
    more = ("--mapper-guidance", "1.5", "--candidates", "2")
    assert v2a("watch", folder, "--out", tmp_path / "out", "--settle", 0, "--once", *knobs, *more) == 0
    recipes = [json.loads(path.read_text()) for path in (tmp_path / "out").rglob("takes/**/*.recipe.json")]
    found = sorted((each["seed"], each["settings"]["guidance"], each["settings"]["mapper"]) for each in recipes)
    assert [each[1:] for each in found] == [(2.5, "regression")] * 2
    assert {each["settings"]["mapper_guidance"] for each in recipes} == {1.5}
    assert found[0][0] == 7
