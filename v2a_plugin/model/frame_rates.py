"""Standard frame rates: the only ones that a timeline has and that a delivery writes."""

from __future__ import annotations

from fractions import Fraction

from v2a_plugin.model.errors import BadInput

__all__ = ["LOW", "STANDARD", "check_standard", "named_rate", "rate_label", "standard_rate"]

STANDARD = tuple(
    sorted(
        [
            *(Fraction(base * 1000, 1001) for base in (24, 30, 48, 60, 120)),
            *(Fraction(rate) for rate in (24, 25, 30, 48, 50, 60, 100, 120)),
        ]
    )
)
"""Frames a second of every timeline, slowest first."""
LOW = tuple(
    sorted(
        [
            *(Fraction(base * 1000, 1001) for base in (6, 8, 10, 12, 15, 20)),
            *(Fraction(rate) for rate in (*range(1, 24), "12.5", "7.5", "2.5")),
        ]
    )
)
"""Rates of animation, webcams and screen recordings that exist below the standard ones."""
_NAMED = (*STANDARD, *LOW)
_IS_NAMED, _IS_STANDARD = frozenset(_NAMED), frozenset(STANDARD)
_SAME = Fraction(4, 10_000)
"""Relative distance within which a written rate stands for a standard one: 23.98, 29.97, 2997/100. NTSC rates lie
1/1001 beside whole ones, so that no two standard rates are taken for each other."""
_NEAR = Fraction(1, 200)
"""Relative distance within which a measured rate is that of a standard clock which runs a little fast or slow."""
_CHOOSE = "Choose one of 23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 100, 119.88 and 120."


def named_rate(rate: Fraction) -> Fraction:
    """The standard or low rate that a rounded one stands for, else the rate itself: 23.98 is 24000/1001."""
    if rate in _IS_NAMED:
        return rate
    nearest = _nearest(rate, _NAMED)
    return nearest if abs(nearest - rate) <= nearest * _SAME else rate


def standard_rate(rate: Fraction) -> Fraction:
    """The standard rate of a timeline that shows pictures of some rate.

    A rate within 0.5 % of a standard one is that one. A lower one goes to the first standard rate that is a multiple of
    it, where every frame lasts equally long: 12 to 24, 12.5 to 25, 15 to 30, 10 to 30, 20 to 60. Any other goes to the
    nearest standard rate above it, and what is faster than all of them to 120.

    Args:
        rate: Frames a second, above 0.
    """
    if rate in _IS_STANDARD:
        return rate
    for times in range(1, int(STANDARD[-1] / rate) + 1 if rate < STANDARD[0] else 2):
        nearest = _nearest(rate * times, STANDARD)
        if abs(nearest - rate * times) <= nearest * _NEAR:
            return nearest
    return next((standard for standard in STANDARD if standard >= rate), STANDARD[-1])


def check_standard(rate: Fraction, name: str, hint: str = _CHOOSE) -> Fraction:
    """Refuse a rate that no editing program counts in.

    Args:
        rate: Frames a second.
        name: What has it, as the subject of the sentence: "The cut 'Reel 2'".
        hint: What to do about it.

    Raises:
        BadInput: It is not one of `STANDARD`.
    """
    if rate in _IS_STANDARD:
        return rate
    below = max((standard for standard in STANDARD if standard < rate), default=None)
    above = min((standard for standard in STANDARD if standard > rate), default=None)
    beside = " and ".join(rate_label(one) for one in (below, above) if one is not None)
    raise BadInput(
        f"{name} runs at {rate_label(rate)} frames a second, which is no standard rate; next to it: {beside}.",
        hint,
    )


def rate_label(rate: Fraction) -> str:
    """A rate as people write it: 25, 29.97, 23.976."""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def _nearest(rate: Fraction, rates: tuple[Fraction, ...]) -> Fraction:
    return min(rates, key=lambda one: abs(one - rate))
