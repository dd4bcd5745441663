"""The verdict on a trained mapper: against the one that ships and against an answer that knows nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import finish
from v2a_plugin.training.fit.pairs import Pairs, PairSet
from v2a_plugin.training.fit.verdict import CONSTANT, Outcome, Verdict, compare, verdict_on

WIDTH = 16


def some_mapper() -> RegressionMapper:
    return RegressionMapper(Regression(RegressionConfig(WIDTH, WIDTH, 1)), "clip", "clap")


def pairs_of(count: int, seed: int, spread: float = 1.0) -> Pairs:
    chance = np.random.default_rng(seed)
    sounds = unit(np.ones(WIDTH) + spread * chance.standard_normal((count, WIDTH)))
    pictures = unit(chance.standard_normal((count, WIDTH)))
    return Pairs(
        pictures, sounds, tuple(f"{seed}-{n // 2}" for n in range(count)), tuple(f"clip{n}" for n in range(count))
    )


def pair_set(train: Pairs, held: Pairs) -> PairSet:
    return PairSet(train, held, "clip", "clap", "0" * 64, "by hand")


def asked(monkeypatch: pytest.MonkeyPatch, answers_by: dict[int, dict[str, float]], held: Pairs, train: Pairs) -> None:
    """Let mappers answer as near to the right sound as the test says: by mapper and by set."""

    def answering(mapper: object, pictures: np.ndarray, _steps: int):  # type: ignore[no-untyped-def]
        yield from ()
        which = "held" if len(pictures) == len(held) and np.array_equal(pictures, held.pictures) else "train"
        right = (held if which == "held" else train).sounds
        chance = np.random.default_rng(sorted(answers_by).index(id(mapper)) + 5)
        return unit(right + answers_by[id(mapper)][which] * chance.standard_normal(right.shape))

    monkeypatch.setattr("v2a_plugin.training.fit.verdict.answers", answering)


def judged(
    monkeypatch: pytest.MonkeyPatch, mine: dict[str, float], theirs: dict[str, float], held: int = 40
) -> Verdict:
    train, aside = pairs_of(60, 1), pairs_of(held, 2)
    one, other = some_mapper(), some_mapper()
    asked(monkeypatch, {id(one): mine, id(other): theirs}, aside, train)
    found = finish(verdict_on(one, pair_set(train, aside), [other], 1))
    assert found is not None
    return found


def test_better_than_both_is_better(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch, {"held": 0.1, "train": 0.1}, {"held": 2.0, "train": 2.0})
    assert found.outcome is Outcome.BETTER
    assert [rival.outcome for rival in found.rivals] == [Outcome.BETTER, Outcome.BETTER]
    assert [rival.name for rival in found.rivals] == ["the mapper regression that ships", CONSTANT]
    assert not found.by_heart
    assert found.sources == 20
    assert found.held_out == tuple(f"clip{n}" for n in range(40))


def test_learned_by_heart_and_worse_than_the_mean_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch, {"held": 5.0, "train": 0.0}, {"held": 1.0, "train": 1.0})
    assert found.outcome is Outcome.WORSE
    assert found.by_heart
    assert found.learned == pytest.approx(1)
    assert found.rivals[1].difference < 0
    assert found.rivals[1].high < 0


def test_alike_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch, {"held": 0.2, "train": 0.2}, {"held": 0.2, "train": 0.2})
    assert found.rivals[0].outcome is Outcome.UNCLEAR
    assert found.rivals[0].low < 0 < found.rivals[0].high
    assert found.outcome is Outcome.UNCLEAR


def test_under_four_sources_there_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch, {"held": 0.1, "train": 0.1}, {"held": 9.0, "train": 9.0}, held=6)
    assert found.sources == 3
    assert found.outcome is Outcome.UNCLEAR
    assert all(math.isinf(rival.low) and math.isinf(rival.high) for rival in found.rivals)


def test_nothing_held_out_has_no_verdict() -> None:
    train = pairs_of(4, 1)
    assert finish(verdict_on(some_mapper(), pair_set(train, train.rows([])), [], 1)) is None


def test_the_constant_is_the_mean_of_the_training_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    train, held = pairs_of(60, 1), pairs_of(40, 2)
    one = some_mapper()
    asked(monkeypatch, {id(one): {"held": 0.1, "train": 0.1}}, held, train)
    found = finish(verdict_on(one, pair_set(train, held), [], 1))
    assert found is not None
    [rival] = found.rivals
    mean = train.sounds.mean(axis=0)
    assert rival.cosine == pytest.approx(float((held.sounds @ (mean / np.linalg.norm(mean))).mean()), abs=1e-6)
    assert rival.difference == pytest.approx(found.cosine - rival.cosine, abs=1e-6)


def test_the_interval_draws_whole_sources() -> None:
    """Twenty windows of each of five files say no more than the five files."""
    chance = np.random.default_rng(0)
    by_file = chance.normal(0.02, 0.1, 5)
    mine = np.repeat(by_file, 20).astype(np.float32)
    zero = np.zeros(100, np.float32)
    groups = [f"file{n // 20}" for n in range(100)]
    together = compare("other", mine, zero, groups)
    alone = compare("other", mine, zero, [str(n) for n in range(100)])
    assert together.high - together.low > 3 * (alone.high - alone.low)
    assert together.difference == pytest.approx(alone.difference)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    hits = 0
    for seed in range(200):
        values = np.random.default_rng(seed).normal(0.1, 0.2, 40).astype(np.float32)
        found = compare("other", values, np.zeros(40, np.float32), [str(n) for n in range(40)])
        hits += found.low <= 0.1 <= found.high
    assert 0.88 <= hits / 200 <= 0.99
