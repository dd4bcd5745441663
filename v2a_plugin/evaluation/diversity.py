"""How different the takes of one picture are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float64

from v2a_plugin.model.embeddings import unit

__all__ = ["ALIKE", "variety"]

ALIKE = 0.98
"""Cosine from which two takes count as near-duplicates."""


@dataclass(frozen=True, slots=True, eq=False)
class Variety:
    """Of the items that have at least two takes.

    Attributes:
        distances: Mean cosine distance between two takes of an item, one an item, 0 to 2.
        duplicates: Share of an item's pairs of takes that are nearly the same, one an item, 0 to 1.
    """

    distances: Float64[np.ndarray, " item"]
    duplicates: Float64[np.ndarray, " item"]


def variety(names: Sequence[str], embeddings: Float[np.ndarray, "clip width"], alike: float = ALIKE) -> Variety:
    """Mean pairwise distance and near-duplicates among the takes of each item.

    Args:
        names: Item of each clip; takes of one item share it. Items with one take are left out.
        embeddings: A judge's, a row a clip.
        alike: Cosine from which two takes are nearly the same.
    """
    rows = unit(embeddings.astype(np.float32)).astype(np.float64)
    members = dict[str, list[int]]()
    for row, name in enumerate(names):
        members.setdefault(name, []).append(row)
    distances, duplicates = list[float](), list[float]()
    for takes in members.values():
        if len(takes) > 1:
            cosines = (rows[takes] @ rows[takes].T)[np.triu_indices(len(takes), 1)]
            distances.append(float(1 - cosines.mean()))
            duplicates.append(float((cosines > alike).mean()))
    return Variety(np.array(distances), np.array(duplicates))
