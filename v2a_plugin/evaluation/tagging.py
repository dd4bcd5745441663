"""Measures on a judge's class scores: KL, inception score, class agreement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Float64

from v2a_plugin.judges.statistics import Interval, spread_interval

__all__ = ["HEARD", "WANTED", "agreement", "best_tags", "chance_agreement", "divergence", "inception_score"]

WANTED, HEARD = 3, 10
"""A clip agrees when one of the three best tags of the reference is among its own ten best."""
_LEAST = 1e-7
Scores = Float[np.ndarray, "clip class"]


def shares(scores: Scores) -> Float64[np.ndarray, "clip class"]:
    """Scores of independent classes as a distribution: each row scaled to sum 1."""
    positive = scores.astype(np.float64).clip(_LEAST)
    return np.asarray(positive / positive.sum(1, keepdims=True))


def divergence(reference: Scores, generated: Scores) -> Float64[np.ndarray, " pair"]:
    """KL(reference ‖ generated) of each pair in nats, 0 when the judge hears the same (Kullback and Leibler 1951).

    Args:
        reference: Scores of the real sounds, one row a pair, not below 0.
        generated: Scores of the generated ones, likewise.
    """
    p, q = shares(reference), shares(generated)
    return np.asarray((p * np.log(p / q)).sum(1))


def inception_score(scores: Scores, seed: int = 0) -> Interval:
    """exp of the mean KL between a clip's classes and those of all clips (Salimans et al. 2016, equation 1).

    From 1 (every clip sounds like the average) to the number of classes (each clip clear, all classes present).
    """
    p = shares(scores)

    def score(rows: np.ndarray) -> float:
        return float(np.exp((rows * np.log(rows / rows.mean(0))).sum(1).mean()))

    return spread_interval(score(p), lambda chance: score(p[chance.integers(0, len(p), len(p))]), 200, seed)


def best_tags(scores: Scores, count: int) -> tuple[tuple[int, ...], ...]:
    """Indices of the highest scores of each row, best first."""
    return tuple(tuple(int(i) for i in row) for row in np.argsort(-scores, axis=1, kind="stable")[:, :count])


def agreement(wanted: Sequence[frozenset[int]], scores: Scores, top: int = HEARD) -> Float64[np.ndarray, " clip"]:
    """1 for each clip whose `top` best classes hold one that is wanted, else 0.

    Args:
        wanted: Classes that would be right, a set a clip.
        scores: The judge's, a row a clip.
        top: How many of the best classes count.
    """
    heard = best_tags(scores, top)
    return np.array([float(bool(right & set(tags))) for right, tags in zip(wanted, heard, strict=True)])


def chance_agreement(
    wanted: Sequence[frozenset[int]], scores: Scores, top: int = HEARD
) -> Float64[np.ndarray, " clip"]:
    """The same against what other clips should sound like: the share one would get without looking; 0 with one set."""
    heard = [set(tags) for tags in best_tags(scores, top)]
    fits = np.array([[bool(right & tags) for right in wanted] for tags in heard])
    other = np.array([[a != b for b in wanted] for a in wanted])
    return np.asarray((fits & other).sum(1) / np.maximum(other.sum(1), 1), dtype=np.float64)
