"""Whether clips sound when the filmed thing did: onsets against the film's own, and what a system of a study follows."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.evaluation.items import read_items
from v2a_plugin.evaluation.plan import ItemPlan
from v2a_plugin.evaluation.plan_file import read_plan
from v2a_plugin.evaluation.synchrony import guide_for, own_onsets, synchrony
from v2a_plugin.media.encode import write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span
from v2a_plugin.testing.sounds import click_train

KNOCKS = (0.4, 1.1, 1.5)
RATE = 48_000


def film(folder: Path) -> Path:
    """Two seconds of a still scene with three knocks."""
    grey = np.full((36, 64, 3), 90, np.uint8)
    knocks = click_train(KNOCKS, (0.5, 0.4, 0.6), 2.0, RATE, 0.0005, 1)
    return finish(write_clip(folder / "knock.mov", [grey] * 50, sound=knocks))


def test_onsets_are_paired_with_those_of_the_film(tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    film(films)
    items = read_items(ItemPlan("films", films), None, tmp_path / "none.csv").items
    assert items[0].sounds == (items[0].picture,)
    own = finish(own_onsets(items, Fraction(2)))
    assert own["knock"] == pytest.approx(KNOCKS, abs=0.005)
    late, other = tmp_path / "late.flac", tmp_path / "other.flac"
    for path, times in ((late, (0.43, 1.13, 1.53)), (other, (0.1, 1.12, 1.8))):
        soundfile.write(path, click_train(times, (0.5,) * 3, 2.0, RATE, 0.0005, 2).samples[0], RATE)
    (score, apart), each = synchrony(own, items, [late], 1)
    assert (score.value, list(each)) == (1, [1])
    assert apart.value == pytest.approx(30, abs=5)
    assert synchrony(own, items, [other], 1)[0][0].value == pytest.approx(1 / 3)
    assert synchrony(own, items, [late, other], 2)[1] == pytest.approx([2 / 3])


def test_a_system_follows_the_film_s_own_sound_or_its_picture(tmp_path: Path) -> None:
    media = probe(film(tmp_path))
    oracle = finish(guide_for("oracle", media, media.span, "knock"))
    assert oracle is not None
    assert [float(event.at) for event in oracle.events] == pytest.approx(KNOCKS, abs=0.005)
    assert finish(guide_for("picture", media, media.span, "knock")) is None  # nothing moves in it
    assert finish(guide_for("", media, media.span, "knock")) is None
    with pytest.raises(BadInput, match="'words' has no sound of its own"):
        finish(guide_for("oracle", None, Span(Fraction(0), Fraction(1)), "words"))


def test_a_plan_names_what_its_systems_follow(tmp_path: Path) -> None:
    plan = tmp_path / "sync.toml"
    text = '[items]\nkind = "films"\n[[system]]\nname = "a"\nguide = "{}"\n[[table]]\nname = "t"\nsystems = ["a"]\n'
    plan.write_text(text.format("oracle"))
    assert read_plan(plan).tables[0].systems[0].guide == "oracle"
    plan.write_text(text.format("ears"))
    with pytest.raises(BadInput, match=r"follows 'ears', and there is picture, oracle"):
        read_plan(plan)
