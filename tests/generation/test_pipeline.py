"""The sentence, end to end, with a tiny bundle of random weights and the shipped clip."""

from __future__ import annotations

import dataclasses
import re
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np
import pytest
from PIL import Image

import v2a_resources
from v2a_hooks import hookimpl
from v2a_plugin.generation.engine import Engine, load_engine
from v2a_plugin.generation.pipeline import describe, each_take, propose, translate
from v2a_plugin.generation.requests import repeat
from v2a_plugin.generation.shot_finding import find_shots
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.mapper_store import save_mapper
from v2a_plugin.media.probe import probe
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.embeddings import Why, unit
from v2a_plugin.model.errors import BadInput, BundleError, SpaceMismatch, SpanError, V2AError
from v2a_plugin.model.guide import Guide, GuideEvent, GuideOrigin
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps, finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.zoo.bundle import open_folder

F = Fraction
Result = TypeVar("Result")


@pytest.fixture(scope="module")
def clip() -> MediaFile:
    return probe(v2a_resources.sample_path())


def asked(clip: MediaFile | None, **changes: object) -> GenerateRequest:
    settings = Settings(steps=2, guidance=2.0, mapper_steps=3, frames=2, prompt="" if clip else "rain")
    request = GenerateRequest("Shot", clip, Span(F(5), F(13, 2)), F(25), settings, seed=11, takes=3, handle=F(1, 5))
    fields = {field.name for field in dataclasses.fields(Settings)}
    inside = {name: value for name, value in changes.items() if name in fields}
    outside = {name: value for name, value in changes.items() if name not in fields}
    return dataclasses.replace(request, settings=dataclasses.replace(settings, **inside), **outside)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def takes(engine: Engine, clip: MediaFile) -> tuple[RenderedTake, ...]:
    return finish(propose(engine, asked(clip)))


def test_a_shot_gets_takes_of_exact_length_best_first(takes: tuple[RenderedTake, ...]) -> None:
    assert sorted(item.take.recipe.seed for item in takes) == [11, 12, 13]
    assert [item.take.score for item in takes] == sorted((item.take.score for item in takes), reverse=True)
    for item in takes:
        assert len(item.sound) == 48000 * 19 // 10  # 1.5 s and two handles of 0.2 s
        assert item.take.used == Span(F(5), F(13, 2))
        assert np.isfinite(item.sound.samples[0]).all()
        assert item.take.levels.true_peak_dbtp > -90
        assert len(item.take.heard_as) == 3


def test_takes_differ(takes: tuple[RenderedTake, ...]) -> None:
    first, second = takes[0].sound.samples[0], takes[1].sound.samples[0]
    assert np.abs(first - second).max() > 1e-3


def test_a_recipe_makes_the_same_samples_again(
    engine: Engine, clip: MediaFile, takes: tuple[RenderedTake, ...]
) -> None:
    for item in takes[:2]:
        [again] = finish(propose(engine, repeat(item.take.recipe, clip, "again")))
        assert again.take.digest == item.take.digest
        assert again.take.recipe == item.take.recipe


def test_a_take_alone_is_the_take_among_others(
    engine: Engine, clip: MediaFile, takes: tuple[RenderedTake, ...]
) -> None:
    third = next(item for item in takes if item.take.recipe.seed == 13)
    [alone] = finish(propose(engine, asked(clip, seed=13, takes=1)))
    assert np.abs(alone.sound.samples[0] - third.sound.samples[0]).max() < 1e-3


def test_words_alone(engine: Engine) -> None:
    request = asked(None, used=Span(F(0), F(1)), takes=1, prompt="rain on a roof", negative="music")
    [item] = finish(propose(engine, request))
    assert item.take.recipe.media is None
    assert len(item.sound) == 48000 * 14 // 10


def test_words_beside_a_picture_change_the_sound(engine: Engine, clip: MediaFile) -> None:
    picture = finish(describe(engine, asked(clip)))
    plain = finish(translate(engine, asked(clip), picture))[0].positive
    rain = finish(translate(engine, asked(clip, prompt="rain", prompt_weight=0.5), picture))[0].positive
    none = finish(translate(engine, asked(clip, prompt="rain", prompt_weight=0.0), picture))[0].positive
    words = finish(translate(engine, asked(clip, prompt="rain", prompt_weight=1.0), picture))[0].positive
    assert np.allclose(none, plain, atol=1e-6)
    assert np.allclose(words, engine.audio.embed_text(["rain"])[0], atol=1e-5)
    assert np.abs(rain - plain).max() > 0.05


def test_the_bridge_says_why(engine: Engine, clip: MediaFile) -> None:
    request = asked(clip, mapper="bridge")
    why = finish(translate(engine, request, finish(describe(engine, request))))[0].why
    assert why.mapper == "bridge"
    assert {tag.label for tag in why.captions} <= set(engine.bundle.captions())
    assert why.captions[0].score == max(tag.score for tag in why.captions)


def test_a_picture_that_is_not_recognised_gives_ambience_or_what_the_prompt_says(
    engine: Engine, clip: MediaFile, tmp_path: Path
) -> None:
    captions = ("a dog", "a door", "wind")
    seen, heard = (unit(encoder.embed_text(captions)) for encoder in (engine.visual, engine.audio))
    never = BridgeMapper(
        captions, seen, heard, engine.visual.clip_space, engine.audio.clap_space, 1.0,
        sure=0.99, ambience=np.array([False, False, True]),
    )  # fmt: skip
    save_mapper(never, tmp_path)
    picture = finish(describe(engine, asked(clip)))
    said: list[str] = []

    def told(**words: Any) -> Why:
        steps = translate(engine, asked(clip, mapper=str(tmp_path), **words), picture)
        while True:
            try:
                said.extend(next(steps).notices)
            except StopIteration as end:
                why: Why = end.value[0].why
                return why

    assert [tag.label for tag in told().captions] == ["wind"]
    assert told().ambience
    struck = Guide(GuideOrigin.PICTURE, Fraction(3, 2), (GuideEvent(Fraction(1, 2)),))
    for guide in (struck, dataclasses.replace(struck, for_strikes=True)):
        made = finish(propose(engine, asked(clip, mapper=str(tmp_path), guide=guide, takes=1)))
        assert made[0].take.recipe.guide == (None if guide.for_strikes else guide)  # nobody asked ambience to strike
    assert re.fullmatch(r"Nothing in the picture .*“(a dog|a door|wind)” \(\d\d%\)\.", said[-2])
    assert said[-1].startswith("The takes are ambience:")
    assert told(prompt="rain") == Why(prompt="rain", prompt_weight=1.0)
    assert said[-1] == "The prompt alone decides what sounds."
    assert [tag.label for tag in told(prompt="rain", prompt_weight=0.0).captions] == ["wind"]


@pytest.mark.parametrize("mapper", ["regression", "none"])
def test_other_mappers(engine: Engine, clip: MediaFile, mapper: str) -> None:
    request = asked(clip, mapper=mapper)
    one, two, _ = finish(translate(engine, request, finish(describe(engine, request))))
    assert np.array_equal(one.positive, two.positive)
    assert one.why.mapper == mapper


def test_a_still_picture(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "стена 壁.png"
    Image.new("RGB", (50, 40), (200, 30, 30)).save(path)
    [item] = finish(propose(engine, asked(probe(path), used=Span(F(0), F(1)), takes=1)))
    assert item.take.recipe.media is not None
    assert item.take.recipe.media.path.name == path.name


def test_shots_of_the_shipped_clip(clip: MediaFile) -> None:
    shots = finish(find_shots(clip, load_plugins(disabled="*")))
    assert len(shots) >= 3
    assert shots[0].span.start == 0
    assert shots[-1].span.end == clip.duration


def test_cancelling_at_any_step_leaves_a_working_engine(engine: Engine, clip: MediaFile) -> None:
    total = sum(1 for _ in propose(engine, asked(clip, takes=1)))
    assert total > 4
    for stop in (1, total // 2, total - 1):
        steps = propose(engine, asked(clip, takes=1))
        for _ in range(stop):
            next(steps)
        steps.close()
    assert len(finish(propose(engine, asked(clip, takes=1)))) == 1


class _Veto:
    @hookimpl
    def before_generate(self, request: GenerateRequest) -> GenerateRequest:
        raise BadInput(f"{request.name} is locked.", "Unlock it.")


class _Witness:
    def __init__(self) -> None:
        self.seen: list[int] = []

    @hookimpl
    def before_generate(self, request: GenerateRequest) -> GenerateRequest:
        return dataclasses.replace(request, takes=2)

    @hookimpl
    def take_rendered(self, take: RenderedTake) -> None:
        self.seen.append(take.take.recipe.seed)


def test_plugins_may_veto_adjust_and_watch(tiny_folder: Path, clip: MediaFile) -> None:
    bundle = open_folder(tiny_folder)
    with_veto = finish(load_engine(bundle, Runtime(), load_plugins([_Veto()], disabled=())))
    with pytest.raises(BadInput, match="is locked"):
        finish(propose(with_veto, asked(clip)))
    witness = _Witness()
    watched = finish(load_engine(bundle, Runtime(), load_plugins([witness], disabled=())))
    assert len(finish(propose(watched, asked(clip)))) == 2
    assert sorted(witness.seen) == [11, 12]


def test_a_mapper_of_another_space_is_refused(engine: Engine, clip: MediaFile, tmp_path: Path) -> None:
    from v2a_plugin.mapper.mapper_store import save_mapper
    from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper

    save_mapper(RegressionMapper(Regression(RegressionConfig(32, 32)), "other-clip", "tiny-clap"), tmp_path / "alien")
    with pytest.raises(SpaceMismatch, match="other-clip"):
        finish(propose(engine, asked(clip, mapper=str(tmp_path / "alien"))))


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"takes": 0}, BadInput, "0 takes"),
        ({"takes": 65}, BadInput, "65 takes"),
        ({"used": Span(F(0), F(1, 10)), "handle": F(0)}, SpanError, "at least 0.2 s"),
        ({"used": Span(F(0), F(601))}, SpanError, "longer than 10 minutes"),
        ({"steps": 0}, BadInput, "steps is 0"),
        ({"media": None}, BadInput, "neither a picture nor a prompt"),
        ({"mapper": "difusion"}, BundleError, "Did you mean 'diffusion'"),
        ({"aggregation": "meen"}, BadInput, "meen"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    engine: Engine, clip: MediaFile, changes: dict[str, object], error: type[V2AError], says: str
) -> None:
    with pytest.raises(error, match=says):
        finish(propose(engine, asked(clip, **changes)))


def test_a_request_is_seen_once_by_plugins_looked_at_once_and_gives_each_take_when_it_is_finished(
    tiny_folder: Path, clip: MediaFile
) -> None:
    seen: list[str] = []
    plugin = SimpleNamespace(
        __name__="counting",
        before_generate=hookimpl(lambda request: seen.append(f"request for {request.takes}")),
        take_rendered=hookimpl(lambda take: seen.append(f"take {take.take.recipe.seed}")),
    )
    own = finish(load_engine(open_folder(tiny_folder), Runtime(), load_plugins([plugin], disabled=[])))
    steps, stages = propose(own, asked(clip, takes=4)), list[str]()

    def keep(take: RenderedTake) -> None:
        seen.append(f"kept {take.take.recipe.seed}")

    kept = each_take(steps, keep)
    result = finish_with(kept, stages)
    assert seen[0] == "request for 4"
    assert seen[1:] == [f"{what} {seed}" for seed in (11, 12, 13, 14) for what in ("take", "kept")]
    assert stages.count("looking") == 1
    assert stages.index("take finished") < len(stages) - 1 - stages[::-1].index(
        "sampling"
    )  # others were rendered after
    assert sorted(take.take.recipe.seed for take in result) == [11, 12, 13, 14]


def finish_with(steps: Steps[Result], stages: list[str]) -> Result:
    """Run steps to their end and note their stages."""
    while True:
        try:
            stages.append(next(steps).stage)
        except StopIteration as end:
            result: Result = end.value
            return result
