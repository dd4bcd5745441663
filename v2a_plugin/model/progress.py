"""Long work is a generator: each yield is progress and the place where it can be cancelled."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Progress", "Steps", "finish"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one stage has come.

    Attributes:
        stage: What is being done, in a few words a person reads ("sampling", "decoding frames").
        done: Units done, from 0.
        total: Units in all; 0 when nobody knows yet.
        note: Anything worth saying now; may be empty.
        notices: Sentences that a person should still see when the work is done.
    """

    stage: str
    done: int
    total: int = 0
    note: str = ""
    notices: tuple[str, ...] = ()

    @property
    def fraction(self) -> float | None:
        """Share done from 0 to 1, or None when the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else None


Steps = Generator[Progress, None, T]
"""`Steps[T]`: yields `Progress`, returns a T. Closing it cancels and leaves things as they were."""


def finish(steps: Steps[T]) -> T:
    """Run long work to its end without watching, and return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: T = stop.value
            return result
