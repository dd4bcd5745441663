"""Does the sound fit the picture? Tags of real sounds of a class, and how often a clip is heard as one of them.

A clip is *hit* when one of the three best tags of a real sound of the picture's class, a sound that did not train, is among
the ten best of the clip's 521.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

__all__ = ["HEARD", "WANTED", "hits", "interval", "wanted_tags"]

WANTED, HEARD = 3, 10


def wanted_tags(
    best_of_sounds: Sequence[tuple[tuple[str, ...], tuple[int, ...]]],
) -> Mapping[str, frozenset[int]]:
    """Tags for each class: the first `WANTED` of each sound of that class.

    Args:
        best_of_sounds: Classes and best tags, best first, of each sound.
    """
    found = dict[str, set[int]]()
    for classes, tags in best_of_sounds:
        for name in classes:
            found.setdefault(name, set()).update(tags[:WANTED])
    return {name: frozenset(tags) for name, tags in found.items()}


def hits(wanted: Sequence[frozenset[int]], tags: Sequence[tuple[int, ...]]) -> tuple[np.ndarray, float]:
    """Whether each clip is hit, and the share of hits against the tags of other pictures.

    Args:
        wanted: Tags that would be right, a set a picture.
        tags: Of the clips, best first, a tuple a picture.
    """
    fits = np.array([[bool(right & set(clip[:HEARD])) for right in wanted] for clip in tags])
    other = np.array([[a != b for b in wanted] for a in wanted])
    by_chance = (fits & other).sum(1) / np.maximum(other.sum(1), 1)
    return np.diag(fits), float(by_chance.mean())


def interval(found: object, rounds: int = 2_000) -> str:
    """A share with its 95 % interval, by bootstrap."""
    values = np.asarray(found, dtype=float)
    means = values[np.random.default_rng(0).integers(0, len(values), (rounds, len(values)))].mean(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{values.mean():.3f} ({low:.2f} – {high:.2f})"
