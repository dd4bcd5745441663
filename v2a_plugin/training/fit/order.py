"""Which items a step learns from: everything in a new order each epoch, a matter of seed and step alone."""

from __future__ import annotations

import numpy as np
from jaxtyping import Int64

__all__ = ["Order"]


class Order:
    """Items in batches. The epochs follow each other without a gap, so that every batch is full."""

    def __init__(self, items: int, batch: int, seed: int) -> None:
        """Of `items` items, `batch` a step."""
        self._items, self._batch, self._seed = items, batch, seed
        self._epochs: dict[int, Int64[np.ndarray, " item"]] = {}

    def rows(self, step: int) -> Int64[np.ndarray, " batch"]:
        """Numbers of the items of a step."""
        places = np.arange(step * self._batch, (step + 1) * self._batch)
        epochs = places // self._items
        wanted = range(int(epochs[0]), int(epochs[-1]) + 1)
        self._epochs = {epoch: self._epochs.get(epoch, self._shuffled(epoch)) for epoch in wanted}
        return np.concatenate([self._epochs[epoch][places[epochs == epoch] % self._items] for epoch in wanted])

    def _shuffled(self, epoch: int) -> Int64[np.ndarray, " item"]:
        return np.random.default_rng((self._seed, epoch)).permutation(self._items)
