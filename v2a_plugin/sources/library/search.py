"""Finding in libraries: by words, by category, by vectors, joined."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span
from v2a_plugin.sources.library.filters import Filters
from v2a_plugin.sources.library.find import distinct, joined
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.library_records import Find, FindReason, Recording
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.vectors import NAMES, SPANS, Among, Near, nearest
from v2a_plugin.sources.library.words import answered, match_all, match_any, shown_path, spread_words, telling, terms
from v2a_plugin.timeline.ucs_list import list_path, siblings

__all__ = ["Query", "kinds_first", "search", "without_vectors"]

_CANDIDATES = 200
"""Recordings that each ranking may name."""
_WEIGHTS = "10.0, 2.0, 5.0"
"""How much words of the name, the folders and the labels count (bm25)."""

_TRUST = (0.75, 1.0, 1.0, 1.0, 1.0)
"""Weights of words, vectors of sounds, vectors of names, the category, and what filters alone let through: words and
category are from one source, which the names tell too."""
_MORE = 4
"""Candidates for every find, since the same recording may lie in several places."""

_FARTHEST = 2.0
"""The greatest distance there is."""

Key = tuple[int, int]
"""A library's place and a file's id."""


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for; at least one of words, category, vector and filters. Filters alone list what they let through.

    Attributes:
        words: Each must begin a word of the recording's name, folders or labels.
        some_words: One of these is enough: captions that won.
        unwanted: What has one of these is left out.
        category: CatID.
        other_categories: Further CatIDs, the likelier first; they count after it.
        vector: Unit vector in `clap_space`.
        clap_space: Id of its space.
        limit: Finds at most.
        filters: What a recording must be to count.
    """

    words: str = ""
    some_words: str = ""
    unwanted: str = ""
    category: str = ""
    other_categories: tuple[str, ...] = ()
    vector: Float32[np.ndarray, " audio"] | None = field(default=None)
    clap_space: str = ""
    limit: int = 20
    filters: Filters = field(default=Filters())

    def __post_init__(self) -> None:
        looked_for = terms(self.words) or terms(self.some_words) or self.category or self.vector is not None
        if not (looked_for or self.filters.condition[0]):
            raise BadInput("Nothing is looked for.", "Give words, a category, a sound or a picture.")
        if self.limit < 1:
            raise BadInput(f"{self.limit} finds were asked for.", "Give at least 1.")


def search(libraries: Sequence[Library], query: Query) -> tuple[Find, ...]:
    """The finds in some libraries, the nearest first: a span of each recording, and no recording twice.

    Recordings that are away are found as well. Of the same recording in several libraries, that of the first counts.

    Raises:
        BadInput: An index is in use or of a newer version.
    """
    with contextlib.ExitStack() as stack:
        hits = [_Hits(library, stack.enter_context(Index(library.index_file)), query) for library in libraries]
        by_words = _merged([each.by_words for each in hits])
        by_vector = _merged([[(near.distance, number) for number, near in each.near.items()] for each in hits])
        by_name = _merged([[(distance, number) for number, distance in each.names.items()] for each in hits])
        by_category = _merged([each.by_category for each in hits])
        listed = [(place, number) for place, each in enumerate(hits) for number in each.listed]
        rankings = [by_words, by_vector, by_name, by_category, listed]
        best = joined(rankings, weights=_TRUST)[: _MORE * query.limit]
        finds = (hits[place].find(number, score) for (place, number), score in best)
        return tuple(distinct(finds, lambda find: find.digest, most=query.limit))


def kinds_first(finds: Sequence[Find]) -> list[Find]:
    """Finds in their order, but those of a name that stood before ("dog bark 1", "dog bark 2") after all others."""
    first = distinct(finds, _kind)
    met = {id(find) for find in first}
    return [*first, *(find for find in finds if id(find) not in met)]


def _kind(find: Find) -> str:
    words = spread_words(find.labels.title or shown_path(find.file.stem)).casefold().split()
    return " ".join(word for word in words if not word.isdigit())


def without_vectors(library: Library, space: str) -> int:
    """How many spans of a library have no vector in a space.

    Raises:
        BadInput: The index is in use or of a newer version.
    """
    with Index(library.index_file) as index:
        [(spans,)] = index.rows("SELECT count(*) FROM spans")
        [(filled,)] = index.rows(
            "SELECT count(*) FROM embedded WHERE space = ? AND what = ?", index.space(space), SPANS
        )
    return max(0, int(spans) - int(filled))


def _merged(parts: list[list[tuple[float, int]]]) -> list[Key]:
    together = [(value, place, number) for place, part in enumerate(parts) for value, number in part]
    return [(place, number) for _, place, number in sorted(together)[:_CANDIDATES]]


class _Hits:
    """What one library answers to a query, ranking by ranking."""

    def __init__(self, library: Library, index: Index, query: Query) -> None:
        self._library, self._index = library, index
        self._category = query.category
        self._only, self._values = query.filters.condition
        some = telling(terms(query.some_words))
        self._begun, self._wanted = terms(query.words), some
        self._left_out: set[int] = set()
        self._left_out = {number for _, number in self._words(match_any(telling(terms(query.unwanted))), -1)}
        self.by_words = self._words(match_all(terms(query.words))) + self._words(match_any(some))
        self._worded = {number for _, number in self.by_words}
        self.of_category = self._of_category(query.category)
        kin = siblings(query.category, list_path()) if query.category else ()
        self._tiers = [self.of_category, *map(self._of_category, query.other_categories), self._of_category(*kin)]
        looked_for = query.vector is not None or query.category or self._begun or self._wanted
        self.listed = [] if looked_for or not self._only else self._listed()
        self.near: dict[int, Near] = {}
        self.names: dict[int, float] = {}
        if query.vector is not None:
            among = Among(index, query.filters) if self._only else None
            near, named = (
                nearest(index, library.home, query.clap_space, query.vector, what, _CANDIDATES, among)
                for what in (SPANS, NAMES)
            )
            self.near = {number: each for number, each in near.items() if number not in self._left_out}
            self.names = {number: each.distance for number, each in named.items() if number not in self._left_out}

    def find(self, number: int, score: float) -> Find:
        """The find of a file."""
        recording, near = self._index.recording(number), self.near.get(number)
        if near is not None:
            start, length = near.start, near.length
        else:
            best = max(self._index.spans(number), key=lambda span: (span.length, -span.start), default=None)
            start, length = (best.start, best.length) if best else (0, recording.frames)
        rate = recording.rate
        why = FindReason(
            self._answered(_text(recording)) if number in self._worded else (),
            self._category if number in self.of_category else "",
            near.distance if near else None,
            self.names.get(number),
        )
        span = Span(Fraction(start, rate), Fraction(start + length, rate))
        file = self._library.folder / Path(recording.path)
        return Find(
            self._library.name, file, span, recording.digest, rate, recording.channels, recording.labels, why, score
        )

    def _answered(self, text: str) -> tuple[str, ...]:
        """The words of the query that a text has, or that begin one of its words where that is enough."""
        begun = [word for word in self._begun if any(one.startswith(word) for one in terms(text))]
        return (*begun, *answered(self._wanted, text))

    def _words(self, match: str, most: int = _CANDIDATES) -> list[tuple[float, int]]:
        """The files that match and how well, the best first, without those that are left out."""
        if not match:
            return []
        among = f"AND EXISTS (SELECT 1 FROM files WHERE id = words.rowid AND {self._only})" if self._only else ""  # noqa: S608
        found = self._index.rows(
            f"SELECT bm25(words, {_WEIGHTS}) AS far, rowid FROM words WHERE words MATCH ? {among} ORDER BY far LIMIT ?",  # noqa: S608
            match,
            *self._values,
            most,
        )
        return [(far, number) for far, number in found if number not in self._left_out]

    def _of_category(self, *cat_ids: str) -> list[int]:
        """The files of some categories."""
        wanted = [each for each in cat_ids if each]
        if not wanted:
            return []
        found = self._index.rows(
            "SELECT id FROM files WHERE category IN (SELECT value FROM json_each(?)) AND category <> ''"  # noqa: S608
            f" AND {self._only or 'frames > 0'} ORDER BY id LIMIT ?",
            json.dumps(wanted),
            *self._values,
            _CANDIDATES,
        )
        return [number for (number,) in found if number not in self._left_out]

    def _listed(self) -> list[int]:
        """What the filters let through, by path."""
        found = self._index.rows(
            f"SELECT id FROM files WHERE {self._only} ORDER BY path LIMIT ?",  # noqa: S608
            *self._values,
            _CANDIDATES,
        )
        return [number for (number,) in found]

    @property
    def by_category(self) -> list[tuple[float, int]]:
        """Those of the category before those of the others, and of its siblings last; the nearest first among each."""
        return [
            (tier * _FARTHEST + self._apart(number), number)
            for tier, numbers in enumerate(self._tiers)
            for number in numbers
        ]

    def _apart(self, number: int) -> float:
        """The smaller of a file's distances, as far as it is among the nearest."""
        near = self.near.get(number)
        return min(near.distance if near else _FARTHEST, self.names.get(number, _FARTHEST))


def _text(recording: Recording) -> str:
    labels = recording.labels
    parts = (shown_path(recording.path), labels.title, labels.description, labels.keywords)
    return "\n".join(part for part in parts if part)
