"""What a `register_*` hook returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

__all__ = ["Entry"]

C_co = TypeVar("C_co", bound=Callable[..., Any], covariant=True)


@dataclass(frozen=True, slots=True)
class Entry(Generic[C_co]):
    """One thing a plugin adds, under the name it is asked for by.

    Attributes:
        name: What cards, options and recipes call it ("open_clip", "adaptive"); no other of its kind may share it.
        title: What it is, in a few words a person reads.
        call: Does the work; the hook that takes the entry says with which arguments it is called. Import heavy
            packages inside it, so that listing plugins stays quick.
    """

    name: str
    title: str
    call: C_co
