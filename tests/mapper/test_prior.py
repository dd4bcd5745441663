"""Properties of the diffusion prior: the schedule, the network fed in pieces, and sampling."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from v2a_plugin.mapper.diffusion import DiffusionMapper, corrupt, prior_loss, sample
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.mapper.protocol import Mapped, Mapper
from v2a_plugin.mapper.schedule import (
    cosine_schedule,
    ddim_step,
    ddpm_step,
    jumps,
    noise_of,
    noised,
    posterior,
)
from v2a_plugin.model.embeddings import VisualEmbedding, unit
from v2a_plugin.model.errors import SpaceMismatch
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import Settings

# Every width differs from every other, so that none can stand in for another unnoticed.
SMALL = PriorConfig(
    clip_width=20,
    clap_width=24,
    width=32,
    depth=2,
    heads=3,
    head_width=8,
    learned_tokens=5,
    timesteps=60,
    dropout=0.0,
)
LEVELS = cosine_schedule(SMALL.timesteps)


@pytest.fixture(autouse=True)
def _same_chance() -> Iterator[None]:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


@pytest.fixture
def prior() -> DiffusionPrior:
    """Random weights, those that lead the noised sound in enlarged: what a seed draws then tells in the answer."""
    network = DiffusionPrior(SMALL).eval()
    assert isinstance(network.from_sound, torch.nn.Linear)
    torch.nn.init.normal_(network.from_sound.weight)
    return network


def unit_rows(rows: int, width: int) -> Tensor:
    return torch.nn.functional.normalize(torch.randn(rows, width), dim=-1)


def picture(width: int = SMALL.clip_width, space: str = "clip") -> VisualEmbedding:
    vectors = unit(np.random.default_rng(0).standard_normal((2, width)).astype(np.float32))
    return VisualEmbedding(vectors, vectors[0], space)


# --- the schedule -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("timesteps", [10, 60, 1000])
def test_schedule_follows_the_closed_form(timesteps: int) -> None:
    """All but the last steps, where one step would add more noise than allowed."""

    def closed(step: int) -> float:
        return math.cos((step / timesteps + 0.008) / 1.008 * math.pi / 2) ** 2

    for step, level in enumerate(cosine_schedule(timesteps).tolist()[:-1]):
        assert level == pytest.approx(closed(step + 1) / closed(0), rel=1e-9)


def test_schedule_falls_from_clean_to_noise() -> None:
    levels = cosine_schedule(1000)
    assert (levels.diff() < 0).all()
    assert 0.9999 < levels[0] < 1
    assert 0 < levels[-1] < 1e-5
    assert levels[-1] / levels[-2] == pytest.approx(0.001)  # the most that one step may take away is 0.999


@given(st.integers(0, 59), st.integers(0, 2**31))
def test_noise_is_found_again(step: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    clean, noise = torch.randn(2, 3, 8, generator=generator, dtype=torch.float64)
    level = float(LEVELS[step])
    x = noised(clean, noise, level)
    torch.testing.assert_close(noise_of(x, clean, level), noise, atol=1e-6, rtol=1e-6)


@given(st.integers(1, 59))
def test_posterior_is_bayes_rule(step: int) -> None:
    """The product of the two normal densities it is made of, multiplied out."""
    level, before = float(LEVELS[step]), float(LEVELS[step - 1])
    alpha = level / before
    x, clean = torch.tensor([[1.7]], dtype=torch.float64), torch.tensor([[-0.4]], dtype=torch.float64)
    precision = alpha / (1 - alpha) + 1 / (1 - before)
    mean = (math.sqrt(alpha) * x / (1 - alpha) + math.sqrt(before) * clean / (1 - before)) / precision
    found = posterior(x, clean, level, before)
    assert found.variance == pytest.approx(1 / precision, rel=1e-6)
    torch.testing.assert_close(found.mean, mean, atol=1e-6, rtol=1e-6)


@given(st.integers(0, 59), st.integers(0, 2**31))
def test_ddim_with_all_noise_fresh_is_ddpm(step: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    x, clean, noise = torch.randn(3, 2, 8, generator=generator, dtype=torch.float64)
    level, before = float(LEVELS[step]), float(LEVELS[step - 1]) if step else 1.0
    torch.testing.assert_close(
        ddim_step(x, clean, level, before, noise, eta=1.0),
        ddpm_step(x, clean, level, before, noise),
        atol=1e-6,
        rtol=1e-6,
    )


@given(st.integers(1, 60), st.floats(0, 1))
def test_a_perfect_network_is_followed_to_the_clean_vector(count: int, eta: float) -> None:
    clean = torch.randn(2, 8, dtype=torch.float64)
    x = torch.randn(2, 8, dtype=torch.float64)
    for jump in jumps(LEVELS, count):
        x = ddim_step(x, clean, jump.alpha_bar, jump.alpha_bar_next, torch.randn_like(x), eta)
    torch.testing.assert_close(x, clean)


@given(st.integers(1, 60), st.floats(0, 1), st.integers(0, 2**31))
def test_a_step_keeps_the_noise_at_its_level(step: int, eta: float, seed: int) -> None:
    """Coefficients of old and fresh noise make up the level that is landed on."""
    generator = torch.Generator().manual_seed(seed)
    level, landing = float(LEVELS[step - 1]), float(LEVELS[int(torch.randint(step, (), generator=generator))])
    old, fresh = torch.eye(2, dtype=torch.float64)[:, None]
    x = noised(torch.zeros_like(old), old, level)
    landed = ddim_step(x, torch.zeros_like(old), level, landing, fresh, eta)
    assert float(landed.square().sum()) == pytest.approx(1 - landing, abs=1e-9)


@given(st.integers(1, 60))
def test_walks_are_even_and_end_clean(count: int) -> None:
    walk = jumps(LEVELS, count)
    steps = [jump.step for jump in walk]
    assert len(walk) == count
    assert steps[0] == 59
    assert walk[-1].alpha_bar_next == 1
    gaps = [before - after for before, after in zip(steps, [*steps[1:], -1], strict=True)]
    assert min(gaps) >= 1
    assert max(gaps) - min(gaps) <= 1
    assert all(jump.alpha_bar == LEVELS[jump.step] for jump in walk)


@pytest.mark.parametrize("count", [0, 61])
def test_impossible_walks_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="60 steps"):
        jumps(LEVELS, count)


# --- the network --------------------------------------------------------------------------------------------


def test_the_sequence_may_be_fed_in_pieces(prior: DiffusionPrior) -> None:
    transformer = prior.transformer
    tokens = torch.randn(3, SMALL.tokens, SMALL.width)
    with torch.no_grad():
        whole, memory = transformer(tokens, transformer.blank())
        pieces, grown = [], transformer.blank()
        for start, end in pairwise((0, 5, 6, 8, 9)):
            out, grown = transformer(tokens[:, start:end], grown)
            pieces.append(out)
    torch.testing.assert_close(torch.cat(pieces, dim=1), whole, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(grown[-1].keys, memory[-1].keys, atol=1e-5, rtol=1e-5)


def test_memory_kept_over_steps_equals_reading_everything_each_time(prior: DiffusionPrior) -> None:
    seen = unit_rows(4, SMALL.clip_width)
    with torch.no_grad():
        memory = prior.remember(seen)
        for step in (59, 30, 0):
            sound, steps = torch.randn(4, SMALL.clap_width), torch.full((4,), step)
            sequence = torch.stack((prior.from_picture(seen), prior.time(steps), prior.from_sound(sound)), dim=1)
            query = prior.query.expand(4, 1, -1)
            tokens = torch.cat((prior.learned_tokens.expand(4, -1, -1), sequence, query), dim=1)
            whole, _ = prior.transformer(tokens, prior.transformer.blank())
            plain = prior.transformer.read(whole[:, -1])
            torch.testing.assert_close(prior.denoise(sound, steps, memory), plain, atol=1e-5, rtol=1e-5)


def test_later_tokens_are_not_seen(prior: DiffusionPrior) -> None:
    tokens = torch.randn(1, SMALL.tokens, SMALL.width)
    other = torch.cat((tokens[:, :6], torch.randn(1, 3, SMALL.width)), dim=1)
    with torch.no_grad():
        a, _ = prior.transformer(tokens, prior.transformer.blank())
        b, _ = prior.transformer(other, prior.transformer.blank())
    torch.testing.assert_close(a[:, :6], b[:, :6])
    assert not torch.allclose(a[:, 6:], b[:, 6:], atol=1e-3)


def test_every_parameter_learns(prior: DiffusionPrior) -> None:
    """Nothing is declared and left out, the dropped picture and sound included."""
    loss = prior_loss(prior, unit_rows(64, 20), unit_rows(64, 24), corrupt(SMALL, 64, drop=0.5))
    loss.backward()  # type: ignore[no-untyped-call]
    idle = [n for n, weight in prior.named_parameters() if weight.grad is None or not weight.grad.abs().max() > 0]
    assert idle == []


def test_equal_widths_add_no_layer() -> None:
    same = DiffusionPrior(PriorConfig(clip_width=32, clap_width=32, width=32, depth=1, timesteps=5))
    assert not [name for name, _ in same.named_parameters() if name.startswith("from_")]


@pytest.mark.parametrize("wrong", [{"depth": 0}, {"head_width": 7}, {"dropout": 1.0}, {"width": 10**6}])
def test_impossible_sizes_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PriorConfig(**wrong)


# --- training -----------------------------------------------------------------------------------------------


def test_corruption_drops_at_its_rate_and_independently() -> None:
    drawn = corrupt(SMALL, 20_000, torch.Generator().manual_seed(1), drop=0.1)
    picture_gone, sound_gone = ~drawn.keep_picture, ~drawn.keep_sound
    assert picture_gone.float().mean() == pytest.approx(0.1, abs=0.01)
    assert sound_gone.float().mean() == pytest.approx(0.1, abs=0.01)
    assert (picture_gone & sound_gone).float().mean() == pytest.approx(0.01, abs=0.004)
    assert drawn.step.min() == 0
    assert drawn.step.max() == SMALL.timesteps - 1


def test_corruption_repeats_with_its_generator() -> None:
    one, two = (corrupt(SMALL, 8, torch.Generator().manual_seed(3)) for _ in range(2))
    torch.testing.assert_close(one.noise, two.noise, atol=0, rtol=0)
    torch.testing.assert_close(one.step, two.step)


def test_it_learns_a_mapping_of_two() -> None:
    """Two pictures, two sounds: after a short training each picture draws its own sound, whatever the seed."""
    network = DiffusionPrior(SMALL)
    seen, heard = unit_rows(2, 20), unit_rows(2, 24)
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3)
    generator = torch.Generator().manual_seed(0)
    for _ in range(150):
        optimiser.zero_grad()
        loss = prior_loss(network, seen.repeat(64, 1), heard.repeat(64, 1), corrupt(SMALL, 128, generator))
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    network.eval()
    for steps in (10, 60):
        drawn = finish(sample(network, seen.repeat(3, 1), range(6), steps, guidance=1.5))
        nearest = (torch.nn.functional.normalize(drawn, dim=-1) @ heard.T).argmax(dim=1)
        assert nearest.tolist() == [0, 1] * 3


# --- sampling -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [1, 7, 60])
@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_an_answer_does_not_depend_on_its_neighbours(prior: DiffusionPrior, steps: int, guidance: float) -> None:
    seen = unit_rows(1, 20)
    seeds = [7, 0, 2**63 - 1, 12]
    together = finish(sample(prior, seen, seeds, steps, guidance))
    assert min((one - other).abs().max() for one, other in combinations(together, 2)) > 0.001
    shuffled = finish(sample(prior, seen, seeds[::-1], steps, guidance))
    torch.testing.assert_close(shuffled.flip(0), together, atol=1e-5, rtol=0)
    for row, seed in enumerate(seeds):
        torch.testing.assert_close(
            finish(sample(prior, seen, [seed], steps, guidance))[0], together[row], atol=1e-5, rtol=0
        )


@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_each_row_may_have_its_own_picture(prior: DiffusionPrior, guidance: float) -> None:
    seen = unit_rows(3, 20)
    together = finish(sample(prior, seen, [4, 4, 4], 5, guidance))
    for row in range(3):
        alone = finish(sample(prior, seen[row : row + 1], [4], 5, guidance))
        torch.testing.assert_close(alone[0], together[row], atol=1e-5, rtol=0)
    assert min((one - other).abs().max() for one, other in combinations(together, 2)) > 0.001


def test_seeds_differ_and_repeat(prior: DiffusionPrior) -> None:
    seen = unit_rows(1, 20)
    one, again, other = (finish(sample(prior, seen, [seed], 10)) for seed in (5, 5, 6))
    torch.testing.assert_close(one, again, atol=0, rtol=0)
    assert (one - other).abs().max() > 0.001


def test_global_chance_is_neither_used_nor_moved(prior: DiffusionPrior) -> None:
    seen = unit_rows(1, 20)
    torch.manual_seed(1)
    one = finish(sample(prior, seen, [5], 10))
    after = torch.rand(1)
    torch.manual_seed(1)
    assert torch.rand(1) == after
    torch.testing.assert_close(finish(sample(prior, seen, [5], 10)), one, atol=0, rtol=0)


def test_guidance_moves_from_nothing_through_the_picture(prior: DiffusionPrior) -> None:
    """In one step the answer is the network's, so the three lie on a line; guidance 1 is no guidance at all."""
    seen = unit_rows(1, 20)
    none, off, double = (finish(sample(prior, seen, [1], 1, guidance)) for guidance in (0.0, 1.0, 2.0))
    torch.testing.assert_close(double - off, off - none, atol=1e-5, rtol=1e-5)
    almost = finish(sample(prior, seen, [1], 20, 1 + 1e-7))
    torch.testing.assert_close(finish(sample(prior, seen, [1], 20, 1.0)), almost, atol=1e-5, rtol=1e-5)
    blind = finish(sample(prior, unit_rows(1, 20), [1], 1, 0.0))
    torch.testing.assert_close(none, blind, atol=1e-6, rtol=0)


def test_progress_counts_the_steps_and_leaves_gradients_on(prior: DiffusionPrior) -> None:
    seen = []
    for progress in sample(prior, unit_rows(1, 20), [1], 5):
        assert torch.is_grad_enabled()
        seen.append(progress)
    assert seen == [Progress("mapping", done, 5) for done in range(5)]


def test_more_steps_than_the_schedule_are_all_of_them(prior: DiffusionPrior) -> None:
    seen = unit_rows(1, 20)
    torch.testing.assert_close(
        finish(sample(prior, seen, [1], 1000)), finish(sample(prior, seen, [1], 60)), atol=0, rtol=0
    )


def test_mapper_gives_unit_vectors_and_its_seeds(prior: DiffusionPrior) -> None:
    mapper = DiffusionMapper(prior, "clip", "clap", "abc")
    assert isinstance(mapper, Mapper)
    answers: tuple[Mapped, ...] = finish(mapper.map(picture(), Settings(mapper_steps=4), [3, 9]))
    assert [answer.seed for answer in answers] == [3, 9]
    for answer in answers:
        assert answer.vector.dtype == np.float32
        assert answer.vector.shape == (24,)
        assert np.linalg.norm(answer.vector) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("width", "space"), [(20, "other"), (21, "clip")])
def test_mapper_refuses_pictures_from_elsewhere(prior: DiffusionPrior, width: int, space: str) -> None:
    with pytest.raises(SpaceMismatch, match="mapper takes pictures"):
        finish(DiffusionMapper(prior, "clip", "clap").map(picture(width, space), Settings(), [0]))
