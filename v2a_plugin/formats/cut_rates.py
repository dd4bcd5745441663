"""Exact frame rates and times from the floats that files hold."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

from v2a_plugin.model.errors import BadInput

__all__ = ["exact_rate", "exact_seconds"]


@lru_cache(maxsize=256)
def exact_rate(rate: float | Fraction) -> Fraction:
    """The exact rate that a rounded one stands for: 23.976 and 23.98 are 24000/1001.

    Raises:
        BadInput: No frame rate.
    """
    near = float(rate)
    if not math.isfinite(near) or not 1 <= near <= 1000:
        raise BadInput(f"{near} is no frame rate.", "Give the rate of the cut with --rate.")
    whole = round(near)
    if abs(near - whole) < 1e-4:
        return Fraction(whole)
    base = math.ceil(near)
    if abs(near - base * 1000 / 1001) < 0.006:
        return Fraction(base * 1000, 1001)
    return Fraction(rate).limit_denominator(1001)


def exact_seconds(value: float, rate: float) -> Fraction:
    """A number of frames at a rounded rate, in exact seconds.

    Raises:
        BadInput: No number, or no rate.
    """
    if not math.isfinite(value):
        raise BadInput(f"{value} is no time.", "Export the cut again.")
    whole = int(value)
    frames = Fraction(whole) if whole == value else Fraction(value).limit_denominator(100_000)
    return frames / exact_rate(rate)
