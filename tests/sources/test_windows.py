"""Windows that overlap, and the grid they lie on."""

from __future__ import annotations

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.recipe import SamplerName
from v2a_plugin.sources.generators.grid import Grid
from v2a_plugin.sources.generators.noise import MAX_SEED, initial_noise, next_seed
from v2a_plugin.sources.generators.windows import Plan

GRID = Grid(sample_rate=16_000, hop=160, bands=64, factor=4, channels=4, window=256)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    size = draw(st.integers(8, 300))
    return Plan(draw(st.integers(1, 2_000)), size, draw(st.integers(0, size - 1).map(lambda n: min(n, size * 3 // 4))))


@given(plans())
def test_windows_cover_everything_and_overlap_enough(plan: Plan) -> None:
    windows = plan.windows
    assert windows[0].start == 0
    assert windows[-1].stop == plan.length
    assert all(len(window) == min(plan.size, plan.length) for window in windows)
    for before, after in itertools.pairwise(windows):
        assert after.start > before.start
        assert before.stop - after.start >= plan.overlap


@given(plans())
def test_weights_sum_to_one_at_every_frame(plan: Plan) -> None:
    total = torch.zeros(plan.length)
    for window, weights in zip(plan.windows, plan.weights, strict=True):
        assert bool((weights > 0).all())
        total[window.start : window.stop] += weights
    torch.testing.assert_close(total, torch.ones(plan.length), atol=1e-5, rtol=0)


def test_no_more_windows_than_needed() -> None:
    assert len(Plan(256, 256, 64).windows) == 1
    assert len(Plan(257, 256, 64).windows) == 2
    assert len(Plan(448, 256, 64).windows) == 2
    assert len(Plan(449, 256, 64).windows) == 3


@pytest.mark.parametrize(("length", "size", "overlap"), [(0, 8, 2), (10, 8, 8), (10, 8, -1)])
def test_impossible_windows(length: int, size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="no windows"):
        Plan(length, size, overlap)


@given(st.integers(1, 10_000_000))
def test_the_grid_covers_the_samples(samples: int) -> None:
    frames = GRID.latent_frames(samples)
    assert frames * GRID.latent_hop >= samples
    assert frames == max(GRID.shortest, math.ceil(samples / 640))


def test_a_window_stretches_by_a_quarter_before_it_is_split() -> None:
    assert len(GRID.plan(320).windows) == 1
    assert len(GRID.plan(321).windows) == 2
    assert len(GRID.plan(321).windows[0]) == 256


def test_short_requests_are_rendered_for_two_seconds_or_the_window() -> None:
    assert GRID.latent_frames(1) == 50
    assert Grid(16_000, 160, 64, 4, 4, window=24).latent_frames(1) == 24


@given(st.lists(st.integers(0, MAX_SEED), min_size=1, max_size=4), st.integers(0, 3))
def test_noise_of_a_seed_ignores_its_neighbours(seeds: list[int], pick: int) -> None:
    index = pick % len(seeds)
    together, alone = initial_noise(seeds, 20, GRID), initial_noise([seeds[index]], 20, GRID)
    assert torch.equal(together[index], alone[0])


def test_a_longer_rendering_starts_from_the_same_noise() -> None:
    assert torch.equal(initial_noise([7], 500, GRID)[:, :, :64], initial_noise([7], 64, GRID))
    assert not torch.equal(initial_noise([7], 64, GRID), initial_noise([8], 64, GRID))


def test_noise_is_standard_normal() -> None:
    noise = initial_noise([3], 1000, GRID)
    assert abs(float(noise.mean())) < 0.02
    assert abs(float(noise.std()) - 1) < 0.02


@given(st.integers(0, MAX_SEED), st.integers(1, 1000))
def test_following_seeds_stay_in_range_and_away_from_neighbours(seed: int, times: int) -> None:
    following = next_seed(seed, times)
    assert 0 <= following <= MAX_SEED
    assert abs(following - seed) > 1000
    assert next_seed(seed, 0) == seed


def test_every_sampler_name_has_a_scheduler() -> None:
    from v2a_plugin.sources.generators.diffusers_schedulers import _CLASSES

    assert set(_CLASSES) == set(SamplerName)
