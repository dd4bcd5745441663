"""Which take stands where in a batch: with several threads, the last bits of a sum depend on its place."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["batches"]


def batches(places: Sequence[int], size: int) -> tuple[tuple[int, ...], ...]:
    """Items in full batches, each at its own place.

    Args:
        places: The place of each item, 0 to size - 1. Items of one place go into different batches.
        size: Of a batch.

    Returns:
        For each batch, the item at each of its places; a place that nobody needs holds a copy of another item.
    """
    held: list[dict[int, int]] = []
    for item, place in enumerate(places):
        batch = next((batch for batch in held if place not in batch), None)
        if batch is None:
            held.append(batch := {})
        batch[place] = item
    return tuple(tuple(batch.get(place, next(iter(batch.values()))) for place in range(size)) for batch in held)
