"""Takes between two others, and takes much like one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.generation.derived_takes import between_takes
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import repeat
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput, BundleError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import MediaReference, Recipe, Settings
from v2a_plugin.model.request import GenerateRequest, like_take
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.shots.regions import undivided
from v2a_resources import sample_path

USED = Span(Fraction(1), Fraction(2))


@pytest.fixture(scope="module")
def clip() -> MediaFile:
    return probe(sample_path())


@pytest.fixture(scope="module")
def ends(engine: Engine, clip: MediaFile) -> tuple[RenderedTake, RenderedTake]:
    request = GenerateRequest(
        "Shot", clip, USED, clip.rate, Settings(steps=2, mapper_steps=2, frames=2), seed=5, takes=1
    )
    [first] = finish(propose(engine, request))
    [second] = finish(propose(engine, replace(request, seed=90, used=USED.shifted(Fraction(2)))))
    return first, second


def test_the_ends_of_the_way_are_the_takes_and_the_middle_is_neither(
    engine: Engine, ends: tuple[RenderedTake, RenderedTake]
) -> None:
    start, end = (take.take.recipe for take in ends)
    at = {position: finish(between_takes(engine, start, end, position)) for position in (0.0, 0.5, 1.0)}
    np.testing.assert_allclose(at[0.0].sound.samples[0], ends[0].sound.samples[0], atol=1e-4)
    digests = {at[position].take.digest for position in at} | {ends[1].take.digest}
    assert len(digests) == 4  # the far end keeps this one's noise
    other = finish(between_takes(engine, end, start, 0.0))
    np.testing.assert_allclose(other.sound.samples[0], ends[1].sound.samples[0], atol=1e-4)
    assert np.abs(at[0.5].sound.samples[0] - ends[0].sound.samples[0]).max() > 1e-3


def test_the_recipe_makes_it_again_also_of_one_in_between(
    engine: Engine, clip: MediaFile, ends: tuple[RenderedTake, RenderedTake]
) -> None:
    middle = finish(between_takes(engine, ends[0].take.recipe, ends[1].take.recipe, 0.4, seed=7))
    deeper = finish(between_takes(engine, middle.take.recipe, ends[1].take.recipe, 0.5))
    for made in (middle, deeper):
        read = from_json(Recipe, to_json(made.take.recipe))
        assert read == made.take.recipe
        [again] = finish(propose(engine, repeat(read, clip, "Shot")))
        assert again.take.digest == made.take.digest
    assert middle.take.recipe.between is not None
    assert (middle.take.recipe.seed, middle.take.recipe.between.position) == (7, 0.4)


def test_takes_like_one_differ_and_say_where_they_come_from(
    engine: Engine, clip: MediaFile, ends: tuple[RenderedTake, RenderedTake]
) -> None:
    recipe = ends[0].take.recipe
    ways = like_take(recipe, 3)
    assert [way.end.seed for way in ways] == [6, 7, 8]
    assert all(way.start == recipe for way in ways)
    made = []
    for way in ways[:2]:
        request = replace(repeat(recipe, clip, "Shot"), seed=way.end.seed, between=way)
        made.append(finish(propose(engine, request))[0].take.digest)
    assert len({*made, ends[0].take.digest}) == 3


def test_what_cannot_be_between(engine: Engine, ends: tuple[RenderedTake, RenderedTake], tmp_path: Path) -> None:
    start, end = (take.take.recipe for take in ends)
    with pytest.raises(BadInput, match="outside"):
        finish(between_takes(engine, start, end, 1.5))
    with pytest.raises(BundleError, match="changed"):
        finish(between_takes(engine, start, replace(end, lock_digest="0" * 64), 0.5))
    assert start.media is not None
    other = replace(end, media=MediaReference(start.media.path, "f" * 64))
    with pytest.raises(BadInput, match="not the file"):
        finish(between_takes(engine, start, other, 0.5))


def test_a_project_keeps_no_folder_of_the_ends_and_finds_their_media_again(
    engine: Engine, clip: MediaFile, ends: tuple[RenderedTake, RenderedTake], tmp_path: Path
) -> None:
    made = finish(between_takes(engine, ends[0].take.recipe, ends[1].take.recipe, 0.5))
    region = undivided(clip)
    with create_project(tmp_path / "film.v2a", cut_of([Reel(clip, (region,))], "film"), [clip]) as project:
        project.add_take(made, region)
        text = project.layout.recipe(made.take.id).read_text(encoding="utf-8")
    assert str(clip.path.parent) not in text
    with open_project(tmp_path / "film.v2a") as project:
        assert project.take(made.take.id).recipe == made.take.recipe
