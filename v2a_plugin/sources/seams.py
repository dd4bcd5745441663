"""The end of a sound over its beginning, so that it goes round without a seam."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32

__all__ = ["seam"]

Block = Float32[np.ndarray, "channel sample"]


def seam(tail: Block, head: Block) -> Block:
    """One sound passing into another as long, with the power of both throughout.

    The more alike their waves are, the nearer the sum of the gains is to one (equal gain); for unlike ones, the sum of
    their squares is (equal power).
    """
    power = float(np.sqrt(np.square(head).sum() * np.square(tail).sum()))
    alike = float(np.clip((head * tail).sum() / power, 0, 1)) if power else 0.0
    angle = np.linspace(0, np.pi / 2, tail.shape[1], dtype=np.float32)
    crossed: Block = (tail * np.cos(angle) + head * np.sin(angle)) / np.sqrt(1 + alike * np.sin(2 * angle))
    return crossed
