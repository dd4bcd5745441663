"""The simpler mappers, interpolation, and the words beside the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.mapper.bridge import BridgeMapper, build_bridge
from v2a_plugin.mapper.interpolate import between, slerp
from v2a_plugin.mapper.passthrough import PassthroughMapper
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.mapper.protocol import Mapped, Mapper
from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper, regression_loss
from v2a_plugin.model.embeddings import Conditioning, FrameBatch, VisualEmbedding, Why, unit
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound, Tag

CAPTIONS = ("a dog barking", "rain on a roof", "a train passing", "a door closing")


def rows(count: int, width: int, seed: int = 0) -> np.ndarray:
    return unit(np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32))


def seen(vector: np.ndarray, space: str = "clip", evidence: float | None = None) -> VisualEmbedding:
    return VisualEmbedding(vector[None], vector, space, evidence=evidence)


def bridge(temperature: float = 0.01) -> BridgeMapper:
    return BridgeMapper(CAPTIONS, rows(4, 16), rows(4, 24, seed=1), "clip", "clap", temperature)


class Hashing:
    """Both text towers: words become vectors by their letters, so that a test knows what was asked."""

    clip_space, clap_space, image_size = "clip", "clap", 8

    def __init__(self, width: int) -> None:
        self.width = width
        self.asked: list[str] = []

    def embed_text(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        seeds = (sum((i + 1) * ord(letter) for i, letter in enumerate(text)) for text in texts)
        return np.concatenate([rows(1, self.width, seed) for seed in seeds])

    def embed_frames(self, frames: FrameBatch) -> np.ndarray:
        raise NotImplementedError

    def embed_sounds(self, sounds: Sequence[Sound]) -> np.ndarray:
        raise NotImplementedError


# --- the bridge ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", range(4))
def test_a_picture_like_a_caption_is_told_so_first(index: int) -> None:
    mapper = bridge()
    (answer,) = finish(mapper.map(seen(mapper.in_clip[index]), Settings(), [0]))
    assert answer.captions[0].label == CAPTIONS[index]
    assert answer.captions[0].score > 0.99
    assert answer.vector @ mapper.in_clap[index] == pytest.approx(1, abs=1e-3)
    assert answer.seed is None


@given(st.integers(0, 2**31), st.floats(1e-4, 1e4))
def test_shares_sum_to_one_and_follow_similarity(seed: int, temperature: float) -> None:
    mapper, vector = bridge(temperature), rows(1, 16, seed)[0]
    share = mapper.weights(vector)
    assert share.sum() == pytest.approx(1, abs=1e-5)
    assert (share >= 0).all()
    order = np.argsort(mapper.in_clip @ vector)
    assert (np.diff(share[order]) >= -1e-6).all()


def test_temperature_leads_from_the_best_alone_to_the_mean_of_all() -> None:
    vector = rows(1, 16, seed=5)[0]
    cold, hot = bridge(1e-5), bridge(1e5)
    best = int(np.argmax(cold.in_clip @ vector))
    np.testing.assert_allclose(cold.weights(vector), np.eye(4)[best], atol=1e-6)
    np.testing.assert_allclose(hot.weights(vector), np.full(4, 0.25), atol=1e-4)
    (answer,) = finish(hot.map(seen(vector), Settings(), [0]))
    np.testing.assert_allclose(answer.vector, unit(hot.in_clap.mean(axis=0)), atol=1e-4)


def test_shares_are_the_softmax_of_the_cosines() -> None:
    mapper, vector = bridge(0.2), rows(1, 16, seed=6)[0]
    expected = torch.softmax(torch.from_numpy(mapper.in_clip @ vector) / 0.2, dim=0)
    np.testing.assert_allclose(mapper.weights(vector), expected.numpy(), atol=1e-6)
    (answer,) = finish(mapper.map(seen(vector), Settings(), [0]))
    assert sum(tag.score for tag in answer.captions) == pytest.approx(1, abs=1e-5)
    assert [tag.score for tag in answer.captions] == sorted((tag.score for tag in answer.captions), reverse=True)


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan"), float("inf")])
def test_impossible_temperatures_are_refused(temperature: float) -> None:
    with pytest.raises(ValueError, match="temperature"):
        bridge(temperature)


def test_captions_and_rows_must_pair_up() -> None:
    with pytest.raises(ValueError, match="4 captions"):
        BridgeMapper(CAPTIONS, rows(4, 16), rows(3, 24), "clip", "clap")
    with pytest.raises(ValueError, match="length 1"):
        BridgeMapper(CAPTIONS, rows(4, 16), 2 * rows(4, 24), "clip", "clap")


def test_a_picture_in_which_nothing_is_recognised_is_answered_by_ambience() -> None:
    ambience = np.array([False, True, True, False])
    wary = BridgeMapper(CAPTIONS, rows(4, 16), rows(4, 24, seed=1), "clip", "clap", 0.1, sure=0.9, ambience=ambience)
    sure, vague = wary.in_clip[0], unit(wary.in_clip.sum(0))
    (known,), (unknown,) = (finish(wary.map(seen(picture), Settings(), [1])) for picture in (sure, vague))
    assert known.guess is None
    assert known.captions[0].label == CAPTIONS[0]
    assert unknown.guess is not None
    assert 0 < unknown.guess.score < 0.9
    assert {tag.label for tag in unknown.captions} == {CAPTIONS[1], CAPTIONS[2]}
    assert sum(tag.score for tag in unknown.captions) == pytest.approx(1)
    np.testing.assert_array_equal(unknown.vector, wary.answer(vague))
    trusting = BridgeMapper(CAPTIONS, rows(4, 16), rows(4, 24, seed=1), "clip", "clap", 0.1, sure=0.9)
    assert len(finish(trusting.map(seen(vague), Settings(), [1]))[0].captions) == 4
    for wrong in ({"sure": 1.1}, {"ambience": ambience[1:]}):
        with pytest.raises(ValueError, match="do not fit"):
            BridgeMapper(CAPTIONS, rows(4, 16), rows(4, 24, seed=1), "clip", "clap", **wrong)


def test_a_picture_is_not_recognised_by_its_direction_alone() -> None:
    wary = BridgeMapper(CAPTIONS, rows(4, 16), rows(4, 24, seed=1), "clip", "clap", 0.1, sure=0.9)
    picture = wary.in_clip[0]
    for evidence, known in ((None, True), (9.0, True), (0.1, False)):
        [mapped] = finish(wary.map(seen(picture, evidence=evidence), Settings(), [1]))
        assert (mapped.guess is None) == known
        assert known or (mapped.guess and mapped.guess.label == CAPTIONS[0] and mapped.guess.score < 0.9)
        assert mapped.captions[0].label == CAPTIONS[0]  # without ambience the answer stays


def test_a_bridge_is_built_from_both_text_towers() -> None:
    visual, audio = Hashing(16), Hashing(24)
    build = build_bridge(
        ["a dog barking", " a dog barking ", "", *(f"caption {i}" for i in range(99))],
        visual,
        audio,
        picture_templates=("a photo of {}", "{}"),
    )
    assert [progress.done for progress in build] == [0, 64]
    mapper = finish(build_bridge(["a dog barking", "rain"], visual, audio, picture_templates=("a photo of {}", "{}")))
    assert mapper.captions == ("a dog barking", "rain")
    assert visual.asked[-4:] == ["a photo of a dog barking", "a photo of rain", "a dog barking", "rain"]
    assert audio.asked[-2:] == ["the sound of a dog barking", "the sound of rain"]
    expected = unit(visual.embed_text(["a photo of rain"])[0] + visual.embed_text(["rain"])[0])
    np.testing.assert_allclose(mapper.in_clip[1], expected, atol=1e-6)
    assert (mapper.clip_space, mapper.clap_space) == ("clip", "clap")


def test_a_built_bridge_is_told_from_another() -> None:
    def digest(*captions: str, temperature: float = 0.01) -> str:
        return finish(build_bridge(captions, Hashing(16), Hashing(24), temperature)).digest

    assert digest("a dog", "rain") == digest("a dog", "rain", "")
    assert len({digest("a dog", "rain"), digest("rain", "a dog"), digest("a dog", "rain", temperature=0.02)}) == 3


def test_no_captions_are_refused() -> None:
    with pytest.raises(BadInput, match="captions is empty"):
        finish(build_bridge([" ", ""], Hashing(16), Hashing(24)))


# --- regression and none ------------------------------------------------------------------------------------


def test_regression_has_the_papers_size_and_layers() -> None:
    network = Regression(RegressionConfig())
    assert sum(weight.numel() for weight in network.parameters()) == 2_103_808
    inner = torch.nn.functional.silu(network.to_inner(x := torch.randn(3, 512)))
    plain = (inner - inner.mean(1, keepdim=True)) / (inner.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
    torch.testing.assert_close(network(x), network.to_out(plain), atol=1e-5, rtol=1e-5)


def test_regression_learns_a_rotation() -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = Regression(RegressionConfig(8, 8))
        x = torch.nn.functional.normalize(torch.randn(256, 8), dim=-1)
        y = x.roll(1, dims=1)
        optimiser = torch.optim.AdamW(network.parameters(), lr=1e-2)
        first = float(regression_loss(network, x, y).detach())
        for _ in range(100):
            optimiser.zero_grad()
            loss = regression_loss(network, x, y)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    assert float(loss.detach()) < first / 20
    mapper = RegressionMapper(network, "clip", "clap")
    one, two = finish(mapper.map(seen(x[0].numpy()), Settings(), [1, 2]))
    np.testing.assert_array_equal(one.vector, two.vector)
    assert np.linalg.norm(one.vector) == pytest.approx(1, abs=1e-6)
    assert one.vector @ y[0].numpy() > 0.95


@pytest.mark.parametrize("width", [8, 16, 24])
def test_none_hands_the_picture_over(width: int) -> None:
    vector = rows(1, 16)[0]
    (answer,) = finish(PassthroughMapper("clip", "clap", 16, width).map(seen(vector), Settings(), [0]))
    padded = np.pad(vector, (0, max(0, width - 16)))[:width]
    np.testing.assert_allclose(answer.vector, unit(padded), atol=1e-6)


@pytest.mark.parametrize(
    "mapper",
    [
        bridge(),
        RegressionMapper(Regression(RegressionConfig(16, 24)), "clip", "clap"),
        PassthroughMapper("clip", "clap", 16, 24),
    ],
    ids=lambda mapper: mapper.name,
)
def test_every_mapper_keeps_to_its_space(mapper: Mapper) -> None:
    assert isinstance(mapper, Mapper)
    answers = finish(mapper.map(seen(rows(1, 16)[0]), Settings(), [1, 2, 3]))
    assert [answer.vector.shape for answer in answers] == [(24,)] * 3
    for stranger in (seen(rows(1, 16)[0], "other"), seen(rows(1, 15)[0])):
        with pytest.raises(SpaceMismatch, match="mapper takes pictures"):
            finish(mapper.map(stranger, Settings(), [0]))


# --- interpolation ------------------------------------------------------------------------------------------


@given(st.integers(0, 2**31), st.floats(0, 1))
def test_the_great_circle_is_walked_at_constant_speed(seed: int, position: float) -> None:
    start, end = rows(2, 12, seed)
    there = slerp(start, end, position)
    assert there.dtype == np.float32
    assert np.linalg.norm(there) == pytest.approx(1, abs=1e-5)
    whole = np.arccos(np.clip(start @ end, -1, 1))
    assert np.arccos(np.clip(there @ start, -1, 1)) == pytest.approx(position * whole, abs=2e-3)
    assert np.arccos(np.clip(there @ end, -1, 1)) == pytest.approx((1 - position) * whole, abs=2e-3)


def test_the_ends_are_exact() -> None:
    start, end = rows(2, 12)
    np.testing.assert_allclose(slerp(start, end, 0), start, atol=1e-7)
    np.testing.assert_allclose(slerp(start, end, 1), end, atol=1e-7)


@pytest.mark.parametrize("position", [0.0, 0.25, 0.5, 0.999, 1.0])
@pytest.mark.parametrize("sign", [1, -1])
def test_equal_and_opposite_ends_have_a_way(position: float, sign: int) -> None:
    (start,) = rows(1, 12)
    there = slerp(start, np.float32(sign) * start, position)
    assert np.linalg.norm(there) == pytest.approx(1, abs=1e-6)
    angle = 0 if sign > 0 else position * np.pi
    assert there @ start == pytest.approx(np.cos(angle), abs=1e-5)
    np.testing.assert_array_equal(there, slerp(start, np.float32(sign) * start, position))


@pytest.mark.parametrize("position", [-0.01, 1.01, float("nan")])
def test_positions_outside_are_refused(position: float) -> None:
    with pytest.raises(BadInput, match="position"):
        slerp(rows(1, 12)[0], rows(1, 12, seed=1)[0], position)


def test_between_two_conditionings() -> None:
    vectors = rows(4, 12)
    start = Conditioning(vectors[0], vectors[1], "clap", Why(mapper="diffusion", seed=3, prompt="rock"))
    end = Conditioning(vectors[2], vectors[3], "clap")
    half = between(start, end, 0.5, ("cat", "lion"))
    np.testing.assert_allclose(half.positive, unit(vectors[0] + vectors[2]), atol=1e-6)
    np.testing.assert_allclose(half.negative, unit(vectors[1] + vectors[3]), atol=1e-6)
    assert half.why == Why(mapper="diffusion", between=("cat", "lion"), position=0.5)
    with pytest.raises(SpaceMismatch, match="no way from"):
        between(start, Conditioning(vectors[2], vectors[3], "other"), 0.5)


# --- words --------------------------------------------------------------------------------------------------


def test_words_are_read_once_and_mixed_by_weight() -> None:
    encoder = Hashing(24)
    words = read_words(encoder, Settings(prompt=" a bell ", negative="music", prompt_weight=0.25))
    assert encoder.asked[-2:] == ["music", "a bell"]
    mapped = Mapped(rows(1, 24, seed=9)[0], (Tag("a dog", 0.7),), seed=4)
    made = condition(words, mapped, "diffusion")
    bell, music = encoder.embed_text(["a bell", "music"])
    np.testing.assert_allclose(made.positive, slerp(mapped.vector, bell, 0.25), atol=1e-6)
    np.testing.assert_allclose(made.negative, music, atol=1e-6)
    assert made.why == Why("diffusion", 4, "a bell", 0.25, "music", (Tag("a dog", 0.7),))


def test_without_words_the_picture_stands_alone() -> None:
    encoder = Hashing(24)
    mapped = Mapped(rows(1, 24, seed=9)[0])
    made = condition(read_words(encoder, Settings()), mapped, "bridge")
    np.testing.assert_array_equal(made.positive, mapped.vector)
    np.testing.assert_allclose(made.negative, encoder.embed_text([""])[0], atol=1e-6)
    assert made.why == Why("bridge", prompt_weight=0.0)


def test_without_a_picture_the_prompt_stands_alone() -> None:
    encoder = Hashing(24)
    made = condition(read_words(encoder, Settings(prompt="a bell", prompt_weight=0.1)))
    np.testing.assert_allclose(made.positive, encoder.embed_text(["a bell"])[0], atol=1e-6)
    assert made.why == Why(prompt="a bell", prompt_weight=1.0)


def test_nothing_to_go_by_is_refused() -> None:
    with pytest.raises(BadInput, match="neither a picture nor a prompt"):
        condition(read_words(Hashing(24), Settings(prompt="  ")))
