"""The kernel distance KID: unbiased for any number of clips, so that small sets can be compared."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from v2a_plugin.judges.frechet import check_finite
from v2a_plugin.judges.statistics import FEWEST, Comparison, Interval
from v2a_plugin.model.errors import BadInput

__all__ = ["kernel_interval", "kernel_test"]

_ROUNDS = 1_000
_TAILS = (0.025, 0.975)
Rows = Float[np.ndarray, "row width"]


class Kernels:
    """Products of two clouds under the kernel, kept so that resampling costs no embedding."""

    def __init__(self, within: np.ndarray, across: np.ndarray, within_other: np.ndarray) -> None:
        self.within, self.across, self.within_other = within, across, within_other

    def distance(self, weights: np.ndarray, weights_other: np.ndarray) -> np.ndarray:
        """One squared distance a round; weights are (round, row) counts. A row is never paired with itself."""
        inner = _off_diagonal(self.within, weights)
        outer = _off_diagonal(self.within_other, weights_other)
        shared = np.einsum("ri,ij,rj->r", weights, self.across, weights_other, optimize=True)
        return np.asarray(inner + outer - 2 * shared / (weights.sum(1) * weights_other.sum(1)))


def _off_diagonal(products: np.ndarray, weights: np.ndarray) -> np.ndarray:
    total = ((weights @ products) * weights).sum(1) - (weights**2) @ np.diag(products)
    return np.asarray(total / (weights.sum(1) ** 2 - (weights**2).sum(1)))


def kernels(one: Rows, other: Rows) -> Kernels:
    """Products under (x·y / width + 1)³ (Bińkowski et al. 2018, section 4).

    Raises:
        BadInput: Fewer than two rows in a cloud, different widths, or a value that is not a number.
    """
    for rows in (one, other):
        check_finite(rows)
        if len(rows) < 2:
            raise BadInput("A kernel distance needs at least two clips on each side.", "Give more clips.")
    if one.shape[1] != other.shape[1]:
        raise BadInput(
            f"Embeddings of {one.shape[1]} and of {other.shape[1]} numbers cannot be compared.",
            "Make both with the same network.",
        )
    a, b = one.astype(np.float64), other.astype(np.float64)
    width = a.shape[1]
    return Kernels((a @ a.T / width + 1) ** 3, (a @ b.T / width + 1) ** 3, (b @ b.T / width + 1) ** 3)


def kernel_interval(one: Rows, other: Rows, seed: int = 0) -> Interval:
    """KID with its percentile bootstrap interval, both clouds resampled.

    Raises:
        BadInput: As for `kernels`.
    """
    found = kernels(one, other)
    value = float(found.distance(np.ones((1, len(one))), np.ones((1, len(other))))[0])
    chance = np.random.default_rng(seed)
    rounds = found.distance(_counts(chance, len(one)), _counts(chance, len(other)))
    low, high = np.quantile(rounds, _TAILS)
    return Interval(value, float(low), float(high))


def kernel_test(first: Rows, second: Rows, reference: Rows, seed: int = 0) -> Comparison:
    """KID of one system minus KID of another against one reference, row by row on the same items.

    Both systems and the reference are resampled together, so what they share cancels. Under `FEWEST` items or real
    clips there is no verdict: p is 1 and the interval has no ends.

    Raises:
        BadInput: The systems do not have the same items, or as for `kernels`.
    """
    if len(first) != len(second):
        raise BadInput(f"{len(first)} and {len(second)} clips do not pair up.", "Compare systems on the same items.")
    mine, theirs = kernels(first, reference), kernels(second, reference)
    ones, ones_reference = np.ones((1, len(first))), np.ones((1, len(reference)))
    value = float((mine.distance(ones, ones_reference) - theirs.distance(ones, ones_reference))[0])
    items = min(len(first), len(reference))
    if items < FEWEST:
        return Comparison(value, -math.inf, math.inf, 1.0, items)
    chance = np.random.default_rng(seed)
    counts, counts_reference = _counts(chance, len(first)), _counts(chance, len(reference))
    rounds = mine.distance(counts, counts_reference) - theirs.distance(counts, counts_reference)
    low, high = np.quantile(rounds, _TAILS)
    p = min(1.0, 2 * (1 + min(int((rounds >= 0).sum()), int((rounds <= 0).sum()))) / (1 + _ROUNDS))
    return Comparison(value, float(low), float(high), p, len(first))


def _counts(chance: np.random.Generator, rows: int) -> np.ndarray:
    """How often each row is drawn, a resample a round; at least two different rows."""
    counts = chance.multinomial(rows, np.full(rows, 1 / rows), _ROUNDS).astype(np.float64)
    single = (counts > 0).sum(1) < 2
    counts[single] = 1
    return counts
