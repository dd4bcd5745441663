"""The Fréchet distance between two clouds of embeddings: FD and FAD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from v2a_plugin.judges.statistics import Interval, spread_interval
from v2a_plugin.model.errors import BadInput

__all__ = ["check_finite", "frechet", "frechet_interval"]

_LARGE = 600
"""Rows from which resampling takes long enough to do less of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """Mean and covariance of a cloud."""

    mean: Float[np.ndarray, " width"]
    covariance: Float[np.ndarray, "width width"]


def gaussian(rows: Float[np.ndarray, "row width"]) -> Gaussian:
    """Of a cloud of at least two rows; the covariance divides by one less than the rows."""
    rows = rows.astype(np.float64)
    return Gaussian(rows.mean(0), np.atleast_2d(np.cov(rows, rowvar=False)))


def frechet_of_gaussians(one: Gaussian, other: Gaussian) -> float:
    """|m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^½) (Dowson and Landau 1982, equation 7; Heusel et al. 2017, equation 6).

    The trace of the root is the sum of the roots of the eigenvalues of S1^½ S2 S1^½, which are real and not below zero.
    """
    values, vectors = np.linalg.eigh(one.covariance)
    root = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    shared = np.sqrt(np.linalg.eigvalsh(root @ other.covariance @ root).clip(0)).sum()
    apart = float(((one.mean - other.mean) ** 2).sum())
    return max(0.0, apart + float(np.trace(one.covariance) + np.trace(other.covariance) - 2 * shared))


def frechet(one: Float[np.ndarray, "row width"], other: Float[np.ndarray, "others width"]) -> float:
    """The Fréchet distance of two clouds, as if each were normal; 0 for equal clouds, in squared units of the embedding.

    With fewer rows than components no covariance is formed: for centred rows A and B, tr (S1 S2)^½ is the sum of the
    singular values of A Bᵀ over √((n - 1)(m - 1)), which is the same number.

    Raises:
        BadInput: Fewer than two rows in a cloud, different widths, or a value that is not a number.
    """
    for rows in (one, other):
        check_finite(rows)
        if len(rows) < 2:
            raise BadInput("A Fréchet distance needs at least two clips on each side.", "Give more clips.")
    if one.shape[1] != other.shape[1]:
        raise BadInput(
            f"Embeddings of {one.shape[1]} and of {other.shape[1]} numbers cannot be compared.",
            "Make both with the same network.",
        )
    if min(len(one), len(other)) > one.shape[1]:
        return frechet_of_gaussians(gaussian(one), gaussian(other))
    one, other = one.astype(np.float64), other.astype(np.float64)
    centre, centre_other = one.mean(0), other.mean(0)
    a, b = (one - centre) / np.sqrt(len(one) - 1), (other - centre_other) / np.sqrt(len(other) - 1)
    shared = np.linalg.svd(a @ b.T, compute_uv=False).sum()
    return max(0.0, float(((centre - centre_other) ** 2).sum() + (a**2).sum() + (b**2).sum() - 2 * shared))


def frechet_interval(
    one: Float[np.ndarray, "row width"],
    other: Float[np.ndarray, "others width"],
    seed: int = 0,
    counts: tuple[Sequence[int], Sequence[int]] = ((), ()),
) -> Interval:
    """The distance ± 1.96 standard deviations over resampled clouds; see `spread_interval` for why not percentiles.

    Args:
        one: A cloud.
        other: And another.
        seed: Of the resampling.
        counts: Rows of each clip, clip after clip, of both clouds: whole clips are then drawn, because windows of one
            clip are not independent. Empty where each row is a clip.

    Raises:
        BadInput: As for `frechet`.
    """
    clips = [_parted(rows, sizes) for rows, sizes in zip((one, other), counts, strict=True)]

    def again(chance: np.random.Generator) -> float:
        left, right = (_drawn(parts, chance) for parts in clips)
        return frechet(left, right)

    rounds = 100 if max(len(one), len(other)) <= _LARGE else 10
    found = spread_interval(frechet(one, other), again, rounds, seed)
    return Interval(found.value, max(0.0, found.low), found.high)


def _parted(rows: np.ndarray, counts: Sequence[int]) -> list[np.ndarray]:
    """The rows of each clip."""
    return np.split(rows, np.cumsum(counts)[:-1]) if len(counts) else list(rows[:, None])


def _drawn(clips: Sequence[np.ndarray], chance: np.random.Generator) -> np.ndarray:
    """The rows of as many clips, drawn with replacement."""
    return np.concatenate([clips[clip] for clip in chance.integers(0, len(clips), len(clips))])


def check_finite(rows: Float[np.ndarray, "row width"]) -> None:
    """Nothing when all is well.

    Raises:
        BadInput: A value is not a number, or not finite.
    """
    if not np.isfinite(rows).all():
        bad = int((~np.isfinite(rows).all(1)).sum())
        raise BadInput(
            f"{bad} of {len(rows)} embeddings hold values that are not numbers.", "Make them again, or leave them out."
        )
