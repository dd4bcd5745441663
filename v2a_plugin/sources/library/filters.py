"""What a recording must be to be found at all: its length, channels, rate, category, or one of a list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from v2a_plugin.sources.library.index import Index

__all__ = ["Among", "Filters"]


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


class Among:
    """The files of an index that filters let through; they are listed when that is needed first.

    Args:
        index: Of the library.
        filters: At least one limit.
    """

    def __init__(self, index: Index, filters: Filters) -> None:
        self._index = index
        self.condition, self.values = filters.condition

    @cached_property
    def files(self) -> list[int]:
        """Ids of the files."""
        found = self._index.rows(f"SELECT id FROM files WHERE {self.condition}", *self.values)  # noqa: S608
        return [number for (number,) in found]

    @cached_property
    def spans(self) -> list[int]:
        """Ids of the spans of the files."""
        wanted = json.dumps(self.files)
        found = self._index.rows("SELECT id FROM spans WHERE file IN (SELECT value FROM json_each(?))", wanted)
        return [number for (number,) in found]
