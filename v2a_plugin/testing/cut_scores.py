"""How well found cuts agree with true ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Agreement", "match_cuts"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cuts counted: found and true, found only, true only. Add two to score them together."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.hits + other.hits, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the found cuts that are true, 0 to 1; 1 when none was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the true cuts that were found, 0 to 1; 1 when there is none."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        counted = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / counted if counted else 1.0


def match_cuts(found: Iterable[Fraction], true: Iterable[Fraction], tolerance: Fraction = Fraction(0)) -> Agreement:
    """Pair found with true cuts, each at most once, in order of time (as TRECVID does for hard cuts).

    Args:
        found: Seconds.
        true: Seconds.
        tolerance: Largest distance of a pair, seconds.
    """
    left, right = sorted(found), sorted(true)
    hits = here = there = 0
    while here < len(left) and there < len(right):
        if abs(left[here] - right[there]) <= tolerance:
            hits, here, there = hits + 1, here + 1, there + 1
        elif left[here] < right[there]:
            here += 1
        else:
            there += 1
    return Agreement(hits, len(left) - hits, len(right) - hits)
