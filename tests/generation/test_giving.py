"""A source is given what it says that it needs: words of what was recognised and asked for, frames of the region."""

from __future__ import annotations

import copy
import runpy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

import v2a_resources
from v2a_plugin.generation.engine import Engine, load_engine
from v2a_plugin.generation.giving import given
from v2a_plugin.generation.pipeline import describe, propose, translate
from v2a_plugin.generation.requests import repeat
from v2a_plugin.media.probe import probe
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, Why
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.sound import Tag
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.sources.protocol import Needs, SoundGenerator
from v2a_plugin.zoo.bundle import open_folder

F = Fraction
EXAMPLE = Path(__file__).parents[1] / "hooks/example_plugin/v2a_example/motion.py"
SETTINGS = Settings(steps=2, guidance=2.0, mapper="bridge", frames=2)


@pytest.fixture(scope="module")
def plain(tiny_folder: Path) -> Engine:
    return finish(load_engine(open_folder(tiny_folder), Runtime(), load_plugins(disabled="*")))


@pytest.fixture(scope="module")
def motion(plain: Engine, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = copy.copy(plain)
    source = PartSource("motion", tmp_path_factory.mktemp("motion"), space_in=plain.generator.clap_space)
    engine.generator = runpy.run_path(str(EXAMPLE))["load_motion"](source, Runtime())
    return engine


def asked(**changes: object) -> GenerateRequest:
    clip = probe(v2a_resources.sample_path())
    request = GenerateRequest("Shot", clip, Span(F(1), F(3)), F(25), SETTINGS, seed=11, takes=1, handle=F(1, 5))
    return replace(request, **changes)  # type: ignore[arg-type]


def conditioning(engine: Engine, why: Why) -> Conditioning:
    vector = engine.audio.embed_text(["rain"])[0]
    return Conditioning(vector, vector, engine.audio.clap_space, why)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Why(prompt="rain", prompt_weight=1.0), "rain"),
        (Why("bridge", captions=(Tag("a dog", 0.5), Tag("a cat", 0.3), Tag("rain", 0.1))), "a dog, a cat"),
        (Why("bridge", prompt="thunder", prompt_weight=0.5, captions=(Tag("rain", 0.9),)), "thunder, rain"),
        (Why("bridge", prompt="thunder", prompt_weight=0.0, captions=(Tag("rain", 0.9),)), "rain"),
    ],
)
def test_words_are_what_was_recognised_and_asked_for(plain: Engine, why: Why, words: str) -> None:
    engine = copy.copy(plain)
    engine.generator = cast("SoundGenerator", SimpleNamespace(needs=Needs(words=True)))
    [one] = finish(given(engine, asked(), [conditioning(plain, replace(why, negative_prompt="music"))]))
    assert (one.words, one.unwanted) == (words, "music")


def test_where_no_caption_won_the_nearest_label_is_the_word(plain: Engine) -> None:
    engine = copy.copy(plain)
    engine.generator = cast("SoundGenerator", SimpleNamespace(needs=Needs(words=True)))
    [one] = finish(given(engine, asked(), [conditioning(plain, Why("diffusion"))]))
    assert one.words == plain.ranker.heard_as(one.positive[None], 1)[0][0].label


def test_a_source_of_vectors_is_given_neither(plain: Engine) -> None:
    request = asked()
    [one] = finish(given(plain, request, finish(translate(plain, request, finish(describe(plain, request))))))
    assert (one.words, one.frames) == ("", None)


def test_frames_are_those_of_the_rendered_span(motion: Engine) -> None:
    [one] = finish(given(motion, asked(), [conditioning(motion, Why())]))
    assert one.frames is not None
    assert one.frames.pixels.shape == (29, 32, 32, 3)  # 2.4 s at 12 a second
    assert one.frames.times[0] == F(4, 5) + F(12, 5) / 58
    frozen = TimeMap.of(((F(0), F(2)), (F(4), F(2))))
    [still] = finish(given(motion, asked(time_map=frozen), [conditioning(motion, Why())]))
    assert still.frames is not None
    assert not np.diff(still.frames.pixels.astype(int), axis=0).any()
    [words] = finish(
        given(motion, asked(media=None, settings=replace(SETTINGS, prompt="rain")), [conditioning(motion, Why())])
    )
    assert words.frames is None


def test_takes_of_frames_follow_the_picture_and_are_made_again(motion: Engine) -> None:
    request = asked()
    [take] = finish(propose(motion, request))
    [given_one] = finish(given(motion, request, [conditioning(motion, Why())]))
    assert given_one.frames is not None
    moved = np.abs(np.diff(given_one.frames.pixels.astype(float), axis=0)).mean(axis=(1, 2, 3))
    sound = take.sound.samples[0]
    level = np.sqrt([np.square(part).mean() for part in np.array_split(sound, len(moved))])
    assert np.corrcoef(level, moved)[0, 1] > 0.8
    [again] = finish(propose(motion, repeat(take.take.recipe, request.media, "again")))
    assert again.take.digest == take.take.digest
