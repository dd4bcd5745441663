"""Ways between two sounds: the great circle on the sphere that sound vectors live on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.embeddings import Conditioning, Why, unit
from v2a_plugin.model.errors import BadInput, SpaceMismatch

__all__ = ["between", "slerp"]

Vector = Float32[np.ndarray, " width"]


def slerp(start: Vector, end: Vector, position: float) -> Vector:
    """A unit vector on the shortest great circle from start to end, at constant speed (Shoemake 1985, section 3.3).

    Opposite ends have many shortest ways; the one taken leans towards the axis that `start` has least of.

    Args:
        start: Unit vector at position 0.
        end: Unit vector at position 1.
        position: 0 to 1.

    Raises:
        BadInput: The position lies outside.
    """
    if not 0 <= position <= 1:
        raise BadInput(f"The position {position} lies outside of the way.", "Give a number from 0 to 1.")
    if position in (0, 1):
        return unit(end if position else start)
    a, b = start.astype(np.float64), end.astype(np.float64)
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    across = b - (a @ b) * a  # the part of the end at right angles to the start
    if np.linalg.norm(across) < 1e-6 and a @ b < 0:
        across = np.eye(len(a))[np.argmin(np.abs(a))]
        across -= (a @ across) * a
    angle = np.arctan2(np.linalg.norm(b - (a @ b) * a), a @ b)
    aside = across / max(float(np.linalg.norm(across)), 1e-30)
    return unit((np.cos(position * angle) * a + np.sin(position * angle) * aside).astype(np.float32))


def between(start: Conditioning, end: Conditioning, position: float, ends: tuple[str, str] = ("", "")) -> Conditioning:
    """A conditioning part of the way from one to another, the negative vectors along with the positive.

    Args:
        start: At position 0.
        end: At position 1.
        position: 0 to 1.
        ends: Ids of the two, for the reason why.

    Raises:
        SpaceMismatch: They live in different spaces.
        BadInput: The position lies outside.
    """
    if start.clap_space != end.clap_space:
        raise SpaceMismatch(
            f"There is no way from the space {start.clap_space!r} to {end.clap_space!r}.",
            "Make both ends with the same bundle.",
        )
    return replace(
        start,
        positive=slerp(start.positive, end.positive, position),
        negative=slerp(start.negative, end.negative, position),
        why=Why(mapper=start.why.mapper or end.why.mapper, between=ends, position=position),
    )
