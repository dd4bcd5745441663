"""Pooling frames: each way by its definition, and the steps of encoding a region."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.encoders.aggregate import aggregate, embed
from v2a_plugin.encoders.clip import load_open_clip
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.towers import tiny_open_clip_folder

NAMES = ("mean", "median", "medoid", "middle", "peak")

# Three frames alike and one that is not, third of four
FOUR = unit(np.array([[1, 0.1, 0], [1, -0.1, 0], [0, 0, 1], [1, 0.3, 0]], np.float32))


def test_the_paper_takes_the_mean() -> None:
    mean = FOUR.mean(axis=0)
    np.testing.assert_allclose(aggregate(FOUR), mean / np.linalg.norm(mean), atol=1e-6)


def test_the_median_ignores_the_odd_one_out() -> None:
    assert abs(aggregate(FOUR, "median")[2]) < 1e-6
    assert aggregate(FOUR, "mean")[2] > 0.2
    median = np.median(FOUR, axis=0)
    np.testing.assert_allclose(aggregate(FOUR, "median"), median / np.linalg.norm(median), atol=1e-6)


def test_medoid_and_peak_are_the_most_and_the_least_alike() -> None:
    np.testing.assert_allclose(aggregate(FOUR, "medoid"), FOUR[0], atol=1e-6)
    np.testing.assert_allclose(aggregate(FOUR, "peak"), FOUR[2], atol=1e-6)


def test_the_middle_is_the_middle() -> None:
    np.testing.assert_allclose(aggregate(FOUR, "middle"), FOUR[2], atol=1e-6)
    np.testing.assert_allclose(aggregate(FOUR[:3], "middle"), FOUR[1], atol=1e-6)


@given(st.integers(1, 12), st.sampled_from(NAMES), st.integers(0, 2**32 - 1))
def test_every_way_gives_a_unit_vector_that_ignores_order_and_copies(count: int, how: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = unit(rng.normal(size=(count, 8)).astype(np.float32))
    pooled = aggregate(vectors, how)
    assert pooled.shape == (8,)
    assert pooled.dtype == np.float32
    assert abs(np.linalg.norm(pooled) - 1) < 1e-5
    if how != "middle":
        np.testing.assert_allclose(aggregate(vectors[::-1], how), pooled, atol=1e-5)
    np.testing.assert_allclose(aggregate(np.repeat(vectors, 3, axis=0), how), pooled, atol=1e-5)
    np.testing.assert_allclose(aggregate(vectors[:1], how), vectors[0], atol=1e-6)


@pytest.mark.parametrize("how", NAMES)
def test_frames_that_cancel_out_still_give_a_direction(how: str) -> None:
    vectors = np.array([[1, 0], [-1, 0]], np.float32)
    assert abs(np.linalg.norm(aggregate(vectors, how)) - 1) < 1e-6


def test_an_unknown_way_lists_the_known() -> None:
    with pytest.raises(BadInput, match="'best'") as caught:
        aggregate(FOUR, "best")
    for name in NAMES:
        assert name in caught.value.hint


def test_no_frames_are_refused() -> None:
    with pytest.raises(BadInput, match="No frames"):
        aggregate(FOUR[:0])


@pytest.mark.parametrize("how", ["mean", "peak"])
def test_a_region_is_encoded_in_steps(tmp_path: Path, how: str) -> None:
    encoder = load_open_clip(PartSource("open_clip", tiny_open_clip_folder(tmp_path), space_out="seen"), Runtime())
    pixels = np.random.default_rng(0).integers(0, 256, (37, 32, 32, 3), dtype=np.uint8)
    frames = FrameBatch(pixels, tuple(Fraction(i, 25) for i in range(37)))
    progress = list(embed(encoder, frames, how))
    assert [(step.done, step.total) for step in progress] == [(0, 37), (16, 37), (32, 37), (37, 37)]
    embedding = finish(embed(encoder, frames, how))
    assert (embedding.clip_space, embedding.aggregation) == ("seen", how)
    np.testing.assert_allclose(embedding.vectors, encoder.embed_frames(frames), atol=1e-5)
    np.testing.assert_array_equal(embedding.pooled, aggregate(embedding.vectors, how))


def test_an_unknown_way_is_refused_before_the_work(tmp_path: Path) -> None:
    encoder = load_open_clip(PartSource("open_clip", tiny_open_clip_folder(tmp_path)), Runtime())
    frames = FrameBatch(np.zeros((1, 32, 32, 3), np.uint8), (Fraction(0),))
    with pytest.raises(BadInput):
        next(embed(encoder, frames, "best"))
