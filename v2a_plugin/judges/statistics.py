"""Intervals, paired tests, rank correlation and simple projections: what the tables say beside a number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int64

__all__ = [
    "FEWEST",
    "Comparison",
    "Interval",
    "binomial_test",
    "bootstrap_mean",
    "linear_accuracy",
    "paired_test",
    "principal_axes",
    "spearman",
    "spread_interval",
]

ROUNDS = 2_000
_TAILS = (0.025, 0.975)
_CLEAR = 0.05
"""p below which a difference counts as clear, as in intervals of 95 %."""
FEWEST = 4
"""Items below which no comparison has a verdict: two or three, drawn with replacement, are nearly always the same."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the same items.

    Attributes:
        difference: Mean of the first minus mean of the second.
        low: Lower end of the difference's 95 % interval.
        high: Upper end.
        p: Two-sided p-value of the null that the two may be swapped in every item.
        items: How many.
    """

    difference: float
    low: float
    high: float
    p: float
    items: int

    @property
    def verdict(self) -> bool:
        """Whether there are enough items to say anything."""
        return self.items >= FEWEST

    @property
    def clear(self) -> bool:
        """Whether the interval excludes zero and the test agrees: of few items one of them alone says little."""
        return self.verdict and (self.low > 0 or self.high < 0) and self.p < _CLEAR


def resamples(count: int, rounds: int, seed: int = 0) -> Int64[np.ndarray, "rounds count"]:
    """Rows drawn with replacement: one resample a round (Efron 1979)."""
    return np.random.default_rng(seed).integers(0, count, (rounds, count))


def bootstrap_mean(values: Sequence[float] | Float[np.ndarray, " item"], seed: int = 0) -> Interval:
    """The mean with its percentile bootstrap interval; of one value the interval is that value.

    Raises:
        ValueError: No values.
    """
    data = np.asarray(values, dtype=np.float64)
    if not len(data):
        raise ValueError("no values have no mean")
    means = data[resamples(len(data), ROUNDS, seed)].mean(1)
    low, high = np.quantile(means, _TAILS)
    return Interval(float(data.mean()), float(low), float(high))


def spread_interval(
    value: float, again: Callable[[np.random.Generator], float], rounds: int, seed: int = 0
) -> Interval:
    """A value ± 1.96 standard deviations of its resampled versions.

    For measures whose resamples are biased (a resample repeats clips, so its Fréchet distance is larger), the spread
    is still right where percentiles are not.
    """
    chance = np.random.default_rng(seed)
    spread = float(np.std([again(chance) for _ in range(rounds)], ddof=1))
    return Interval(value, value - 1.96 * spread, value + 1.96 * spread)


def paired_test(
    first: Sequence[float] | Float[np.ndarray, " item"],
    second: Sequence[float] | Float[np.ndarray, " item"],
    seed: int = 0,
) -> Comparison:
    """Difference of two systems on the same items: bootstrap interval, sign-flip permutation test (Fisher 1935).

    Raises:
        ValueError: The two do not pair up, or there is nothing to compare.
    """
    if len(first) != len(second) or not len(first):
        raise ValueError(f"{len(first)} and {len(second)} items do not pair up")
    difference = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    interval = bootstrap_mean(difference, seed)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), (10_000, len(difference)))
    chance = np.abs((signs * difference).mean(1))
    beyond = int((chance >= abs(interval.value) - 1e-12).sum())
    return Comparison(interval.value, interval.low, interval.high, (beyond + 1) / (len(chance) + 1), len(difference))


def binomial_test(successes: int, trials: int) -> float:
    """Two-sided exact p-value of so many successes when both sides are equally likely; 1 for no trials."""
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes in {trials} trials")
    farther = max(successes, trials - successes)
    tail = sum(math.comb(trials, k) for k in range(farther, trials + 1))
    return min(1.0, float(2 * tail / 2**trials))


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Rank correlation, -1 to 1 (Spearman 1904); ties share their mean rank; 0 when one side is constant."""
    one, other = _ranks(first), _ranks(second)
    one, other = one - one.mean(), other - other.mean()
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other / length) if length else 0.0


def _ranks(values: Sequence[float]) -> np.ndarray:
    data = np.asarray(values, dtype=np.float64)
    _, place, count = np.unique(data, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place])


def principal_axes(vectors: Float[np.ndarray, "row width"], axes: int = 2) -> Float[np.ndarray, "row axes"]:
    """Coordinates along the directions of largest variance (Pearson 1901)."""
    centred = vectors - vectors.mean(0)
    _, _, turn = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ turn[:axes].T)


def linear_accuracy(
    first: Float[np.ndarray, "one width"], second: Float[np.ndarray, "other width"], folds: int = 5, seed: int = 0
) -> float:
    """How often a linear classifier tells two clouds apart, 0 to 1: each cloud counts half, so 0.5 is chance.

    Ridge regression on labels ±1, weighted by class, held-out folds. The ridge is a hundredth of the mean variance.

    Raises:
        ValueError: A cloud has fewer rows than there are folds.
    """
    if min(len(first), len(second)) < folds:
        raise ValueError(f"{folds} folds need as many rows on each side")
    chance = np.random.default_rng(seed)
    rows = np.concatenate([first, second]).astype(np.float64)
    side = np.concatenate([np.ones(len(first)), -np.ones(len(second))])
    fold = np.concatenate([chance.permutation(len(part)) % folds for part in (first, second)])
    right = {1.0: 0, -1.0: 0}
    for held in range(folds):
        train, test = fold != held, fold == held
        weight = np.where(side == 1, 1 / (side[train] == 1).sum(), 1 / (side[train] == -1).sum())[train]
        centre = np.average(rows[train], axis=0, weights=weight)
        known = rows[train] - centre
        square = (known * weight[:, None]).T @ known
        ridge = 1e-2 * np.trace(square) / len(square) + 1e-12
        normal = np.linalg.solve(square + ridge * np.eye(len(square)), known.T @ (weight * side[train]))
        sides = np.sign((rows[test] - centre) @ normal)
        for name in right:
            right[name] += int((sides[side[test] == name] == name).sum())
    return (right[1.0] / len(first) + right[-1.0] / len(second)) / 2
