"""What every mapper keeps, whatever network is behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

import v2a_resources
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.diffusion import DiffusionMapper
from v2a_plugin.mapper.mapper_store import load_mapper, save_mapper
from v2a_plugin.mapper.passthrough import PassthroughMapper
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.mapper.protocol import Mapped, Mapper
from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import VisualEmbedding, unit
from v2a_plugin.model.errors import SpaceMismatch
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings

CLIP, CLAP = 16, 24
KNOBS = Settings(mapper_steps=3, mapper_guidance=1.5)
PRIOR = PriorConfig(CLIP, CLIP, width=CLIP, depth=1, heads=2, head_width=8, learned_tokens=2, timesteps=20)


def rows(count: int, width: int, seed: int = 0) -> np.ndarray:
    return unit(np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32))


def diffusion() -> Mapper:
    torch.manual_seed(0)
    return DiffusionMapper(DiffusionPrior(PRIOR), "pictures", "sounds")


def regression() -> Mapper:
    torch.manual_seed(0)
    return RegressionMapper(Regression(RegressionConfig(CLIP, CLAP)), "pictures", "sounds")


MAPPERS: dict[str, Callable[[], Mapper]] = {
    "none": lambda: PassthroughMapper("pictures", "sounds", CLIP, CLAP),
    "bridge": lambda: BridgeMapper(("rain", "a door", "steps"), rows(3, CLIP), rows(3, CLAP, 1), "pictures", "sounds"),
    "regression": regression,
    "diffusion": diffusion,
}
"""Add yours, and it is tested."""
MINI = v2a_resources.bundle_path("mini") / "mappers"
for folder in sorted(MINI.glob("*/config.json")):
    MAPPERS[f"mini {folder.parent.name}"] = lambda place=folder.parent: load_mapper(  # type: ignore[misc]
        PartSource(place.name, place, space_in="", space_out=""), Runtime()
    )


@pytest.fixture(scope="module", params=MAPPERS)
def mapper(request: pytest.FixtureRequest) -> Mapper:
    return MAPPERS[request.param]()


def picture(mapper: Mapper, seed: int = 5, space: str = "") -> VisualEmbedding:
    """What a region shows, as wide as the mapper's own pictures."""
    for width in (CLIP, 128, 256, 512, 768):
        vector = rows(1, width, seed)[0]
        found = VisualEmbedding(vector[None], vector, mapper.clip_space)
        try:
            finish(mapper.map(found, KNOBS, [0]))
        except SpaceMismatch:
            continue
        return VisualEmbedding(vector[None], vector, space or mapper.clip_space)
    raise AssertionError(f"{mapper.name} takes pictures of no width tried here")


def answers(mapper: Mapper, seeds: list[int], seed: int = 5) -> tuple[Mapped, ...]:
    return finish(mapper.map(picture(mapper, seed), KNOBS, seeds))


def test_it_says_what_it_is(mapper: Mapper) -> None:
    assert isinstance(mapper, Mapper)
    assert mapper.name
    assert mapper.clip_space
    assert mapper.clap_space
    assert re.fullmatch(r"([0-9a-f]{64})?", mapper.digest)


def test_there_is_one_unit_vector_a_seed(mapper: Mapper) -> None:
    found = answers(mapper, [3, 7, 2**40])
    assert len(found) == 3
    for each in found:
        assert each.vector.dtype == np.float32
        assert each.vector.ndim == 1
        assert np.linalg.norm(each.vector) == pytest.approx(1, abs=1e-5)
    assert len({each.vector.shape for each in found}) == 1


def test_an_answer_depends_on_its_seed_and_on_no_other(mapper: Mapper) -> None:
    together = answers(mapper, [11, 4, 9])
    np.testing.assert_allclose(answers(mapper, [4])[0].vector, together[1].vector, atol=1e-4)
    np.testing.assert_allclose(answers(mapper, [9, 11])[1].vector, together[0].vector, atol=1e-4)
    chance = [each.seed for each in together]
    assert chance in ([None] * 3, [11, 4, 9])
    if chance[0] is None:
        assert np.array_equal(together[0].vector, together[2].vector)
    else:
        assert np.abs(together[0].vector - together[2].vector).max() > 1e-4


def test_the_same_question_has_the_same_answer_and_another_picture_another(mapper: Mapper) -> None:
    first, second = answers(mapper, [1]), answers(mapper, [1])
    assert np.array_equal(first[0].vector, second[0].vector)
    assert first[0].captions == second[0].captions
    assert np.abs(answers(mapper, [1], seed=6)[0].vector - first[0].vector).max() > 1e-6


def test_captions_come_best_first(mapper: Mapper) -> None:
    scores = [tag.score for tag in answers(mapper, [0])[0].captions]
    assert scores == sorted(scores, reverse=True)


def test_a_picture_of_another_space_is_refused(mapper: Mapper) -> None:
    foreign = picture(mapper, space="elsewhere")
    with pytest.raises(SpaceMismatch):
        finish(mapper.map(foreign, KNOBS, [0]))


def test_it_can_be_stopped_at_any_step(mapper: Mapper) -> None:
    steps = mapper.map(picture(mapper), KNOBS, [1, 2])
    next(steps)
    steps.close()
    assert len(answers(mapper, [1, 2])) == 2


@pytest.mark.parametrize("name", ["none", "bridge", "regression", "diffusion"])
def test_it_is_saved_and_loaded_as_it_was(name: str, tmp_path: Path) -> None:
    before = MAPPERS[name]()
    assert isinstance(before, PassthroughMapper | BridgeMapper | RegressionMapper | DiffusionMapper)
    digest = save_mapper(before, tmp_path / "Käse")
    after = load_mapper(PartSource(name, tmp_path / "Käse", space_in="pictures", space_out="sounds"), Runtime())
    assert (after.name, after.clip_space, after.clap_space) == (before.name, before.clip_space, before.clap_space)
    assert after.digest in (digest, "")  # "none" has weights of no use
    np.testing.assert_allclose(answers(after, [5])[0].vector, answers(before, [5])[0].vector, atol=1e-6)
