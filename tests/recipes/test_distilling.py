"""The mappers of version 4, taught by a bridge and by pairs, with small parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mini import both, eyes, judging_sources, mappers
from mini.distilling import Known, lessons
from mini.mappers import MapperPlan
from mini.workshop import CLAP_SPACE, CLIP_SPACE
from v2a_plugin.evaluation.corpus import Picture
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import finish

CLASSES = ("bell", "clock", "dog", "train")
WIDTH = 16
FOLDER = Path("corpus")


def known() -> Known:
    """Six sounds of each class, one of which is not sure, and a bridge over the classes' phrases."""
    chance = np.random.default_rng(0)
    said = {phrase: row for row, name in enumerate(CLASSES) for phrase in phrases(name)}
    kinds = np.array(list(said.values()))
    middles = np.eye(len(CLASSES), WIDTH, k=8, dtype=np.float32)
    bridge = BridgeMapper(
        list(said), np.eye(WIDTH, dtype=np.float32)[kinds], middles[kinds], CLIP_SPACE, CLAP_SPACE, temperature=0.05
    )
    rows = tuple(
        both.Row(FOLDER / f"{name}{take}.wav", (name,), "train", "a", take > 0, True)
        for name in CLASSES
        for take in range(6)
    )
    places = unit(np.repeat(middles, 6, axis=0) + chance.normal(0, 0.05, (24, WIDTH)).astype(np.float32))
    return Known(rows, places, CLASSES, middles, bridge)


def album() -> eyes.Album:
    """Three training pictures and one that does not train; the first has a recording of its very object."""
    shown = tuple(
        both.Shown(FOLDER / f"{i}.jpg", Picture(f"{i}.jpg", (), names, style, package, "CC0-1.0", sounds), trains)
        for i, (names, style, package, sounds, trains) in enumerate(
            (
                (("dog",), "photo", "somewhere/caltech-101", ("dog3.wav",), True),
                (("train", "bell"), "render", "tuxpaint-stamps", (), True),
                (("violin",), "photo", "somewhere/else", (), True),
                (("clock",), "photo", "gcompris-data", (), False),
            )
        )
    )
    none = np.zeros((2, WIDTH), np.float32)
    return eyes.Album(shown, np.zeros((4, 1280), np.float32), none, none[:, 0], none, CLASSES, np.eye(4, WIDTH))


def test_pictures_that_train_and_whose_class_sounds_are_seen_in_each_way() -> None:
    ways = np.stack([unit(np.random.default_rng(way).normal(0, 1, (4, WIDTH)).astype(np.float32)) for way in (1, 2)])
    pairs = lessons(FOLDER, known(), album(), ways, (0.2, 0.8))
    np.testing.assert_array_equal(pairs.pictures, np.concatenate((ways[0][:2], ways[1][:2])))
    assert pairs.own == ((15,), (), (15,), ())  # dog3.wav
    assert pairs.kinds == ((2,), (3, 0), (2,), (3, 0))
    assert pairs.weights == pytest.approx((0.2, 0.06, 0.8, 0.24))  # a render counts a third
    assert pairs.members[0] == (1, 2, 3, 4, 5)  # not the one whose class is not sure
    np.testing.assert_allclose(pairs.middles_seen, np.eye(4, WIDTH), atol=1e-6)


def test_a_mapper_learns_what_the_bridge_answers(tmp_path: Path) -> None:
    sounds = known()
    ways = unit(np.eye(WIDTH, dtype=np.float32)[[2, 3, 0, 1]] + 0.05)[None]
    plan = replace(
        MapperPlan(), clip_width=WIDTH, clap_width=WIDTH, batch=32, doubt=0.05, blur=0.01, regression_steps=200
    )
    pairs = lessons(FOLDER, sounds, album(), ways, (1.0,))
    mapper = finish(mappers.train_regression(plan, pairs, (CLIP_SPACE, CLAP_SPACE), tmp_path))
    between = unit(np.eye(WIDTH, dtype=np.float32)[:4] + 0.03 * np.eye(WIDTH, dtype=np.float32)[[1, 2, 3, 0]])
    found = finish(judging_sources.answers_of(mapper, between))
    assert ((found @ sounds.middles.T).argmax(1) == np.arange(4)).all()  # a clock too, of which no picture trains


def test_a_collection_is_known_by_what_its_package_is_called() -> None:
    packages = ("github:x/Homework2-Caltech101@1", "tuxpaint-stamps-default", "gcompris-qt-data", "scratch")
    assert [judging_sources.source_of(each) for each in packages] == ["caltech", "tuxpaint", "gcompris", "scratch"]
