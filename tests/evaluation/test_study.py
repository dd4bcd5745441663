"""Parts of a study: the domain gap, ways between sounds, and how results become words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from v2a_plugin.evaluation.figures import _common
from v2a_plugin.evaluation.findings import findings
from v2a_plugin.evaluation.gap import Gap, measure_gap
from v2a_plugin.evaluation.interpolation import Moved, reel, scores_along, words_wanted
from v2a_plugin.evaluation.items import Item, Items, chosen, find_item
from v2a_plugin.evaluation.making import ItemDescriber, Maker, clip_path
from v2a_plugin.evaluation.measures import Measured
from v2a_plugin.evaluation.motion import moving_picture
from v2a_plugin.evaluation.pages import fill_page, gap_table, table_lines
from v2a_plugin.evaluation.plan import System
from v2a_plugin.evaluation.run_study import StudyResult
from v2a_plugin.evaluation.study import Compared, Row, Table
from v2a_plugin.generation.engine import Engine, load_engine
from v2a_plugin.judges.protocol import Heard
from v2a_plugin.judges.registry import ties
from v2a_plugin.judges.statistics import Comparison
from v2a_plugin.media.frames import frames_at, spread
from v2a_plugin.media.probe import probe
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.zoo.bundle import open_folder

RATE = 16_000


@pytest.fixture(scope="module")
def engine(tiny_folder: Path) -> Engine:
    bundle = open_folder(tiny_folder)
    return finish(load_engine(bundle, Runtime(), load_plugins(disabled=["*"])))


@pytest.fixture
def items(tmp_path: Path) -> Items:
    """Six pictures of one colour each, twelve sounds."""
    found, sounds = [], []
    chance = np.random.default_rng(0)
    for number in range(12):
        sounds.append(tmp_path / f"{number}.flac")
        soundfile.write(sounds[-1], 0.3 * chance.normal(size=RATE // 4).clip(-3, 3), RATE)
    for number in range(6):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (80, 60), (number * 40, 100, 200 - number * 30)).save(path)
        found.append(Item(str(number), path, ("even" if number % 2 else "odd",), "", tuple(sounds[:2])))
    return Items(tuple(found), tuple(sounds))


def test_the_gap_closes_when_pictures_map_to_sounds(engine: Engine, items: Items, tmp_path: Path) -> None:
    views = finish(measure_gap(engine, ItemDescriber(engine, tmp_path, items.items), items, ("none", "bridge"), 1))
    assert [view.gap.mapper for view in views] == ["none", "bridge", ""]
    bare, bridged, floor = (view.gap for view in views)
    assert (bare.pictures, bare.sounds, floor.pictures) == (6, 12, 6)
    assert bare.accuracy > 0.9  # random towers: pictures and sounds have nothing in common
    assert 0 <= floor.centroids < min(bare.centroids, bridged.centroids)
    assert views[0].pictures.shape == (6, 2)
    few = Items(items.items[:3], items.references)
    with pytest.raises(BadInput, match="at least 5 pictures"):
        finish(measure_gap(engine, ItemDescriber(engine, tmp_path, few.items), few, ("none",), 1))


def test_a_video_pans_and_shows_another_picture_for_a_quarter(items: Items, tmp_path: Path) -> None:
    path = finish(moving_picture(items.items[0], items.items[5], tmp_path / "videos", Fraction(4)))
    media = probe(path)
    assert (float(media.duration), media.picture.frames) == (4, 32)
    seen = finish(frames_at(media, spread(media.span, 32))).pixels.mean((1, 2))
    near = [int(np.linalg.norm(row - [0, 100, 200]) < 40) for row in seen]
    assert near == [1] * 20 + [0] * 8 + [1] * 4
    assert finish(moving_picture(items.items[0], items.items[5], tmp_path / "videos", Fraction(4))) == path
    longer = finish(moving_picture(items.items[0], items.items[5], tmp_path / "videos", Fraction("5.12")))
    assert probe(longer).duration >= Fraction("5.12")  # a clip of the study must fit into it


def test_systems_start_from_the_same_noise(engine: Engine, items: Items, tmp_path: Path) -> None:
    """The seed belongs to the item and the take; two systems with one conditioning make one sound."""
    maker = Maker(engine, ItemDescriber(engine, tmp_path, items.items), items.items, tmp_path / "clips", 48_000, 1)
    knobs = Settings(mapper="none", steps=1, guidance=1.0)
    one, other = (
        System("a", "mapper", knobs),
        System("b", "mapper", Settings(mapper="none", steps=1, guidance=1.0, frames=3)),
    )
    places = [finish(maker.make(system, items.items[2:4], 2)) for system in (one, other)]
    assert places[0] != places[1]
    for item in items.items[2:4]:
        first, second = (soundfile.read(clip_path(place, item, 1))[0] for place in places)
        assert len(first) == 48_000
        assert first == pytest.approx(second, abs=1e-4)
        assert not np.allclose(first, soundfile.read(clip_path(places[0], item, 2))[0], atol=1e-3)


def test_choosing_items(items: Items) -> None:
    assert [item.name for item in chosen(items.items, 3)] == ["0", "2", "4"]
    assert chosen(items.items, 0) == items.items
    assert find_item(items.items, "even").name == "1"
    assert find_item(items.items, "5").name == "5"
    with pytest.raises(BadInput, match="no item and no class 'whale'"):
        find_item(items.items, "whale")


class Loudness:
    """A judge of three classes that hears how loud a sound is."""

    name = "loudness"
    classes = ("Quiet", "Loud drum", "Any")

    def hear(self, sound: Sound) -> Heard:
        level = float(np.abs(sound.samples[0]).max())
        return Heard(np.ones((1, 2), np.float32), np.array([1 - level, level, 0.5], np.float32))


def test_the_ear_follows_a_way() -> None:
    sounds = [Sound.mono(np.full(RATE, level, np.float32), RATE) for level in np.linspace(0.1, 0.9, 10)]
    moved = scores_along("up", Loudness(), sounds, frozenset({0, 2}), frozenset({1, 2}))
    assert moved.rank == 1
    assert moved.end[-1] == pytest.approx(np.log(9))
    assert moved.start[0] == pytest.approx(np.log(9), rel=1e-3)
    assert scores_along("down", Loudness(), sounds[::-1], frozenset({0}), frozenset({1})).rank == -1
    assert words_wanted(Loudness(), " DRUM") == {1}
    assert len(reel(sounds)) == RATE * (10 * 1 + 9)


def number(metric: str, value: float, judge: str = "yamnet") -> Measured:
    return Measured(metric, judge, value, value - 0.1, value + 0.1, 84)


def result(share: float, kid: float) -> StudyResult:
    rows = (
        Row(
            "diffusion",
            (number("agreement", share), number("chance", 0.3), number("FD", 20), number("silent", 0.0, "")),
        ),
        Row(
            "without mapper",
            (number("agreement", 0.2), number("chance", 0.2), number("FD", 40), number("silent", 0.5, "")),
        ),
        Row("oracle", (number("agreement", 0.8), number("chance", 0.3), number("FD", 10), number("silent", 0.0, ""))),
    )
    clear = Comparison(kid, kid - 0.01, kid + 0.01, 0.001, 84)
    tests = (Compared("diffusion", "without mapper", "KID", "yamnet", clear),)
    table = Table("routes", "Routes", "bars", 84, 1, rows, tests, ("Mind the judge.",))
    gaps = (Gap("none", 84, 115, 1.2, 0.99), Gap("diffusion", 84, 115, 0.3, 0.7), Gap("", 57, 58, 0.1, 0.5))
    interpolations = (
        Moved("a to b", "yamnet", (1.0, 0.0), (0.0, 1.0), 0.9),
        Moved("c to d", "yamnet", (1.0, 0.0), (0.0, 1.0), 0.5),
    )
    return StudyResult("T", "mini", "ab" * 32, False, ("yamnet",), 84, 115, 5.12, (table,), gaps, interpolations)


def test_a_difference_is_clear_when_interval_and_test_say_so() -> None:
    assert Comparison(1, 0.5, 1.5, 0.01, 8).clear
    assert not Comparison(1, -0.5, 1.5, 0.01, 8).clear
    assert not Comparison(1, 0.5, 1.5, 0.25, 8).clear


def test_a_table_of_some_items_says_of_how_many() -> None:
    table = replace(result(0.7, 0).tables[0], items=16, takes=3, of=84)
    assert "16 of the 84 items, an even choice, 3 takes each; 95 % intervals in brackets." in table_lines(table)
    assert "84 items; 95 % intervals in brackets." in table_lines(replace(table, items=84, takes=1))


def test_samplers_and_captions_are_put_into_words() -> None:
    def row(name: str, seconds: float, kid: float, share: float) -> Row:
        return Row(name, (number("time", seconds, ""), number("KID", kid), number("agreement", share)))

    rows = (row("a", 1.5, 0.02, 0.5), row("b", 0.5, 0.01, 0.25))
    test = Compared("a", "captions", "agreement", "yamnet", Comparison(0.2, 0.1, 0.3, 0.01, 84))
    told = replace(result(0.7, 0), tables=(
        Table("presets", "", "time", 2, 1, rows, (), ()), Table("captioner", "", "", 2, 1, rows, (test,), ()),
    ))  # fmt: skip
    text = "\n".join(findings(told))
    assert "Quickest is b (0.50 s, KID 0.0100), slowest a (1.50 s, KID 0.0200), and best by KID b" in text
    assert "through words and without: a 50 %, b 25 %; a minus captions +0.20 (clear)." in text


def test_what_names_share_stands_once_in_a_figure() -> None:
    assert _common(["guidance 1.0", "guidance 3.5"]) == "guidance "
    assert _common(["scheduler ddim", "scheduler dpm++"]) == "scheduler "
    assert _common(["diffusion", "without mapper"]) == ""
    assert _common(["a b c", "a b d"]) == "a b "
    assert _common(["alone 1"]) == ""


def test_findings_follow_the_numbers() -> None:
    good, bad = "\n".join(findings(result(0.7, -0.05))), "\n".join(findings(result(0.5, -0.001)))
    assert (
        "With the mapper (diffusion) the class agrees in 70 % (chance 30 %): the goal of 60 % is reached. Without a mapper"
        in good
    )
    assert "agrees in 50 % (chance 30 %): the goal of 60 % is not reached" in bad
    assert "KID by yamnet with the mapper is clearly below" in good
    assert "KID by yamnet with the mapper is not clearly below" in bad
    assert "1 of 2 reach 0.8" in good
    assert "42 of 252 clips in the tables are silent" in good
    assert "after mapping: diffusion 0.30 and 70 %" in good


def test_tables_say_what_is_clear_and_who_judged(tmp_path: Path) -> None:
    lines = "\n".join(table_lines(result(0.7, -0.05).tables[0]))
    assert "| diffusion | 0.70 (0.60 to 0.80) | 0.30 | 20.0 (19.9 to 20.1) | 0.00 |" in lines
    assert "**-0.0500** (-0.0600 to -0.0400)" in lines
    assert "Mind the judge." in lines
    assert "**" not in "\n".join(table_lines(result(0.7, -0.001).tables[0])).replace("bold", "")
    assert "| as they are | 1.200 | 99.0 % |" in gap_table(result(0.7, 0).gaps)
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- study:gap -->\n<!-- /study -->\nb\n<!-- study:other -->\nkept\n<!-- /study -->\n")
    assert "interpolations" in fill_page(page, result(0.7, 0))
    text = page.read_text()
    assert "as they are" in text
    assert "kept" in text
    fill_page(page, result(0.7, 0))
    assert page.read_text() == text


def test_a_judge_that_is_no_stranger_is_named() -> None:
    assert "taught" in ties("yamnet", "mini")
    assert "not independent" in ties("clap", "mini")
    assert ties("yamnet", "audioldm-s") == ""
    assert ties("yamnet", "mini", mapped=False) == ""
