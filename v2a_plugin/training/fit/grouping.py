"""Which items must stay together when some are held out: those that share a file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["group", "held_groups"]

_LEAST = 20
"""Groups to hold out of a small set, as long as that is a fifth of it at most: fewer say little."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A key for each item; items with one key stay together.

    Attributes:
        keys: The smallest sha256 in the group, hex.
        loose: Only pictures hold a group together: by sounds too, half of all items or more would be one group.
    """

    keys: tuple[str, ...]
    loose: bool = False


def group(parts: Sequence[tuple[str, ...]]) -> Grouping:
    """Group items by the files they are made of, each given by its digest, the picture first."""
    keys = _joined(parts)
    largest = max(Counter(keys).values(), default=0)
    pictures = _joined([item[:1] for item in parts])
    if 2 * largest >= len(parts) > 1 and max(Counter(pictures).values()) < largest:
        return Grouping(pictures, loose=True)
    return Grouping(keys)


def held_groups(keys: Sequence[str], share: float) -> frozenset[str]:
    """Groups to hold out: a share, more of a small set, and never all. Which, depends on their keys only."""
    groups = sorted({*keys}, key=lambda key: hashlib.sha256(key.encode()).digest())
    if len(groups) < 2 or share <= 0:
        return frozenset()
    wanted = max(1, round(share * len(groups)), min(_LEAST, len(groups) // 5))
    return frozenset(groups[: min(len(groups) - 1, wanted)])


def _joined(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Union-find over shared digests; the smallest digest of a group stands for it."""
    parent: dict[str, str] = {}

    def top(digest: str) -> str:
        while parent.setdefault(digest, digest) != digest:
            parent[digest] = parent[parent[digest]]
            digest = parent[digest]
        return digest

    for first, *others in parts:
        for other in others:
            low, high = sorted((top(first), top(other)))
            parent[high] = low
    return tuple(top(item[0]) for item in parts)
