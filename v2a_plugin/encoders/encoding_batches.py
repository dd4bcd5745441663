"""What every encoder shares: bounded batches and finished vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import torch
from jaxtyping import Float32

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BundleError, OutOfMemory
from v2a_plugin.model.finite import check_numbers

__all__ = ["in_batches"]

T = TypeVar("T")


def in_batches(
    items: Sequence[T],
    size: int,
    width: int,
    encode: Callable[[Sequence[T]], torch.Tensor],
    stage: str = "The encoder",
    scaled: bool = True,
) -> Float32[np.ndarray, "item width"]:
    """One unit vector an item, computed a batch at a time without gradients.

    A batch the device cannot hold is halved, down to one item.

    Args:
        items: What to encode; may be empty.
        size: Most items at once.
        width: Components of a vector.
        encode: Turns some items into a tensor (item, width).
        stage: What an error calls it: "The text encoder".
        scaled: Bring the vectors to length 1.

    Raises:
        OutOfMemory: Even one item does not fit.
        NotFinite: The vectors are not finite, as damaged weights make them.
        BundleError: They are not as wide as declared.
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
        if encoded.shape != (len(batch), width):
            raise BundleError(
                f"{stage} gave {encoded.shape} numbers, not vectors of {width}.",
                "The card or the weights are of another model: pull the bundle again.",
            )
        check_numbers(encoded, stage)
        vectors[start : start + len(batch)] = unit(encoded) if scaled else encoded
        start += len(batch)
    return vectors
