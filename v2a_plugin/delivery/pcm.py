"""Float samples to 24 bits, with dither that is the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Int32

__all__ = ["Stretch", "dithered"]


_FULL = 1 << 23


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples from the first to the one before the end."""

    first: int
    end: int


def dithered(
    block: Float32[np.ndarray, "sample channel"], sounding: Sequence[Stretch], seed: tuple[int, int]
) -> Int32[np.ndarray, "sample channel"]:
    """24-bit values with triangular dither of ±1 step (Lipshitz, Wannamaker and Vanderkooy 1992); beyond full scale
    they are cut off.

    Args:
        block: Full scale is ±1.
        sounding: Where there is sound; the rest stays digital silence, without dither.
        seed: Decides the dither: which file, and which block of it.
    """
    values = np.zeros(block.shape, np.int32)
    noise = np.random.default_rng(seed).random((2, *block.shape), np.float32)
    for stretch in sounding:
        here = slice(stretch.first, stretch.end)
        exact = block[here].astype(np.float64) * _FULL
        exact += noise[0, here]
        exact -= noise[1, here]
        exact += 0.5
        np.floor(exact, out=exact)
        np.clip(exact, -_FULL, _FULL - 1, out=exact)
        values[here] = exact
    return values
