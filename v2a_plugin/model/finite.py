"""Numbers that are none, named by the stage that gave them."""

from __future__ import annotations

import numpy as np

from v2a_plugin.model.errors import NotFinite

__all__ = ["check_numbers", "not_finite"]


def check_numbers(values: np.ndarray, stage: str, hint: str = "") -> None:
    """Nothing when all values are finite.

    Args:
        values: What a stage gave.
        stage: What a sentence calls it: "The picture encoder".
        hint: What to do; "" for the usual.

    Raises:
        NotFinite: One is infinite or no number.
    """
    if not np.isfinite(values).all():
        raise not_finite(stage, int(values.size - np.isfinite(values).sum()), int(values.size), hint)


def not_finite(stage: str, bad: int, total: int, hint: str = "") -> NotFinite:
    """The error for a stage that gave `bad` numbers of `total` that are none."""
    return NotFinite(
        f"{stage} gave {bad} of {total} numbers that are infinite or none.",
        hint
        or "Check the bundle with 'v2a models verify'; if it is as it was pulled, try --precision fp32 or --device cpu.",
    )
