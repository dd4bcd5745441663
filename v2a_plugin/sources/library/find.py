"""Joins rankings into finds: reciprocal ranks, one span a file, no recording twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import repeat
from typing import TypeVar

__all__ = ["distinct", "joined"]

CONSTANT = 5
"""Of the reciprocal ranks: how little the first places count more than the next. Cormack, Clarke and Büttcher ("Reciprocal
Rank Fusion outperforms Condorcet", SIGIR 2009) take 60; of 5, 10, 30 and 60 the first finds most pictures' kind here."""

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


def joined(
    rankings: Iterable[Sequence[Key]], constant: int = CONSTANT, weights: Sequence[float] = ()
) -> list[tuple[Key, float]]:
    """Everything that is ranked anywhere and its score, the best first; of equals, what was seen first.

    The score is the sum of weight / (constant + rank) over the rankings, ranks from 1. A key that stands twice in one ranking
    counts where it stands first.

    Args:
        rankings: Each the best first.
        constant: At least 0.
        weights: Of the rankings; () for 1 each.
    """
    scores: dict[Key, float] = defaultdict(float)
    for ranking, weight in zip(rankings, weights or repeat(1.0)):  # noqa: B905
        for rank, key in enumerate(dict.fromkeys(ranking), 1):
            scores[key] += weight / (constant + rank)
    return sorted(scores.items(), key=lambda item: -item[1])


def distinct(items: Iterable[Item], *names: Callable[[Item], Hashable], most: int | None = None) -> list[Item]:
    """The first items, in their order, that share none of their names with an earlier one; None names nothing."""
    seen: list[set[Hashable]] = [set() for _ in names]
    kept: list[Item] = []
    for item in items:
        if most is not None and len(kept) >= most:
            break
        own = [name(item) for name in names]
        if any(one is not None and one in met for one, met in zip(own, seen, strict=True)):
            continue
        for one, met in zip(own, seen, strict=True):
            met.add(one)
        kept.append(item)
    return kept
