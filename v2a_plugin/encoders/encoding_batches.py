"""What every encoder shares: bounded batches and finished vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import torch
from jaxtyping import Float32

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BundleError, OutOfMemory

__all__ = ["in_batches"]

T = TypeVar("T")


def in_batches(
    items: Sequence[T], size: int, width: int, encode: Callable[[Sequence[T]], torch.Tensor]
) -> Float32[np.ndarray, "item width"]:
    """One unit vector an item, computed a batch at a time without gradients.

    A batch the device cannot hold is halved, down to one item.

    Args:
        items: What to encode; may be empty.
        size: Most items at once.
        width: Components of a vector.
        encode: Turns some items into a tensor (item, width).

    Raises:
        OutOfMemory: Even one item does not fit.
        BundleError: The vectors are not finite, as damaged weights make them, or not as wide as declared.
    """
    vectors = np.empty((len(items), width), dtype=np.float32)
    start = 0
    while start < len(items):
        batch = items[start : start + size]
        try:
            with torch.inference_mode():
                encoded = encode(batch).float().cpu().numpy()
        except torch.OutOfMemoryError as error:
            if size == 1:
                raise OutOfMemory(
                    "The device has too little memory to encode a single item.", "Choose --device cpu."
                ) from error
            size = min(size, len(batch)) // 2 or 1
            continue
        if encoded.shape != (len(batch), width) or not np.isfinite(encoded).all():
            raise BundleError(
                f"The encoder gave {encoded.shape} numbers, not finite vectors of {width}.",
                "Its weights are damaged: pull the bundle again.",
            )
        vectors[start : start + len(batch)] = unit(encoded)
        start += len(batch)
    return vectors
