"""What a recording must be to be found at all: its length, channels, rate, category, or one of a list."""

from __future__ import annotations

import json
from dataclasses import dataclass

__all__ = ["Filters"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits of a search; by default there are none.

    Attributes:
        shortest: Seconds at least.
        longest: Seconds at most; 0 for any length.
        channels: How many; 0 for any number.
        rate: Samples a second at least.
        category: How its CatID begins: "DOOR", "DOORWood"; "" for any.
        digests: Those of the recordings that count; None for all.
    """

    shortest: float = 0.0
    longest: float = 0.0
    channels: int = 0
    rate: int = 0
    category: str = ""
    digests: frozenset[str] | None = None

    @property
    def condition(self) -> tuple[str, tuple[object, ...]]:
        """What SQL asks of a row of `files` that counts, and the values in it; ("", ()) where all do."""
        wanted: list[tuple[str, object]] = []
        if self.shortest > 0:
            wanted.append(("frames >= rate * ?", self.shortest))
        if self.longest > 0:
            wanted.append(("frames <= rate * ?", self.longest))
        if self.channels:
            wanted.append(("channels = ?", self.channels))
        if self.rate:
            wanted.append(("rate >= ?", self.rate))
        if self.category:
            wanted.append(("instr(lower(category), lower(?)) = 1", self.category))
        if self.digests is not None:
            wanted.append(("lower(hex(digest)) IN (SELECT value FROM json_each(?))", json.dumps(sorted(self.digests))))
        if not wanted:
            return "", ()
        return f"frames > 0 AND {' AND '.join(clause for clause, _ in wanted)}", tuple(value for _, value in wanted)
