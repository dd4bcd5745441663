"""Vectors of spans and of names: a memory-mapped file per space beside the index.

A vector is kept twice: as float16, and as int8 with a scale. A search reads the int8 of all, which is quick, and then
the float16 of those that may be among the nearest, which is exact. Vectors lie at the id of their span or file, in blocks
that hold the int8 of some hundreds side by side, so that nothing is ever moved; the index says which of them are filled,
and says it after they are on the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int64

from v2a_plugin.files import writing_errors
from v2a_plugin.model.embeddings import unit
from v2a_plugin.sources.library.filters import Filters
from v2a_plugin.sources.library.index import Index

__all__ = ["NAMES", "SPANS", "Among", "Near", "VectorFile", "nearest"]

SPANS, NAMES = 0, 1
"""What a vector describes: the sound of a span, or the words of a file's name."""
_ROWS = 512
"""Vectors of a block, compared at once: they stay in the cache of the processor."""
_SPARE = 4
"""How many times more candidates the coarse comparison keeps."""
_ROWS_OF = {
    SPANS: "SELECT id, file, start, length FROM embedded JOIN spans USING(id)"
    " WHERE space = ? AND what = 0 AND id IN (SELECT value FROM json_each(?))",
    NAMES: "SELECT id, id AS file, 0, 0 FROM embedded"
    " WHERE space = ? AND what = 1 AND id IN (SELECT value FROM json_each(?))",
}
"""What the index says of vectors' ids: nothing of those that were dropped, or never counted."""
_SPANS_A_FILE = 8
"""Spans a wanted file, for one file's many spans may all be near."""


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest span of a file.

    Attributes:
        start: First sample; 0 for a name.
        length: Samples; 0 for a name.
        distance: 1 minus the cosine.
    """

    start: int
    length: int
    distance: float


class VectorFile:
    """The vectors of one space and kind.

    Args:
        home: Of the library's index.
        space: Id of the embedding space.
        what: SPANS or NAMES.
        width: Components of a vector.
    """

    def __init__(self, home: Path, space: str, what: int, width: int) -> None:
        name = hashlib.sha256(f"{space}\n{width}".encode()).hexdigest()[:12]
        self.path = home / f"{name}-{'names' if what == NAMES else 'spans'}.vectors"
        self._width = width
        self._block = np.dtype(
            [("scale", "<f4", (_ROWS,)), ("coarse", "i1", (_ROWS, width)), ("exact", "<f2", (_ROWS, width))]
        )

    def put(self, ids: Sequence[int], vectors: Float32[np.ndarray, "id audio"]) -> None:
        """Write unit vectors at ids, which rise; they are on the disk when this returns.

        Raises:
            OutputError: The disk is full.
        """
        numbers = np.asarray(ids, np.int64)
        scale = np.abs(vectors).max(axis=1).clip(1e-12) / 127
        columns = (
            ("scale", scale.astype("<f4")),
            ("coarse", np.rint(vectors / scale[:, None]).astype(np.int8)),
            ("exact", vectors.astype("<f2")),
        )
        breaks = np.flatnonzero((np.diff(numbers) != 1) | (numbers[1:] % _ROWS == 0)) + 1
        with writing_errors(self.path):
            self.path.touch()
            with self.path.open("r+b") as file:
                blocks = int(numbers.max(initial=0)) // _ROWS + 1
                if os.fstat(file.fileno()).st_size < blocks * self._block.itemsize:
                    file.truncate(blocks * self._block.itemsize)
                for run in np.split(np.arange(len(numbers)), breaks):
                    block, row = divmod(int(numbers[run[0]]), _ROWS)
                    for name, values in columns:
                        kind, offset = self._block.fields[name][:2]  # type: ignore[index]
                        file.seek(block * self._block.itemsize + offset + row * (kind.itemsize // _ROWS))
                        file.write(values[run].tobytes())
                file.flush()
                os.fsync(file.fileno())

    def vector(self, number: int) -> Float32[np.ndarray, " audio"] | None:
        """The unit vector at an id; None where none was written."""
        blocks = self._blocks()
        block, row = divmod(number, _ROWS)
        if block >= len(blocks) or not blocks["scale"][block, row]:
            return None
        return unit(blocks["exact"][block, row].astype(np.float32))

    def cosines(
        self, query: Float32[np.ndarray, " audio"], most: int, only: Int64[np.ndarray, " id"] | None = None
    ) -> tuple[Int64[np.ndarray, " near"], Float32[np.ndarray, " near"]]:
        """The ids nearest to a unit vector, the nearest first, and their cosines; some may have been dropped since.

        Args:
            query: Unit vector.
            most: Ids at most.
            only: Ids that count; None for all.
        """
        blocks = self._blocks()
        coarse = np.zeros(len(blocks) * _ROWS, np.float32)
        floats = np.zeros((_ROWS, self._width), np.float32)
        for block, rows in zip(blocks, coarse.reshape(-1, _ROWS), strict=True):
            floats[...] = block["coarse"]
            np.dot(floats, query, out=rows)
            rows *= block["scale"]
        coarse[blocks["scale"].ravel() == 0] = -np.inf  # never written
        if only is not None:
            left = np.full(len(coarse), -np.inf, np.float32)
            there = only[only < len(coarse)]
            left[there] = coarse[there]
            coarse = left
        count = min(len(coarse), _SPARE * most)
        likely = np.argpartition(-coarse, count - 1)[:count] if count else np.zeros(0, np.int64)
        likely = likely[np.isfinite(coarse[likely])]
        exact = blocks["exact"][likely // _ROWS, likely % _ROWS].astype(np.float32) @ query
        order = np.argsort(-exact, kind="stable")[:most]
        return likely[order].astype(np.int64), exact[order].astype(np.float32)

    def _blocks(self) -> np.ndarray:
        try:
            count = self.path.stat().st_size // self._block.itemsize
        except OSError:
            count = 0
        if not count:
            return np.zeros(0, self._block)
        mapped: np.ndarray = np.asarray(np.memmap(self.path, self._block, "r", shape=(count,)))
        return mapped


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


def nearest(
    index: Index,
    home: Path,
    space: str,
    query: Float32[np.ndarray, " audio"],
    what: int,
    most: int,
    among: Among | None = None,
) -> dict[int, Near]:
    """The files nearest to a unit vector of a space, each with its nearest span.

    Args:
        index: Of the library.
        home: Where its vectors lie.
        space: Id of the embedding space.
        query: Unit vector.
        what: SPANS or NAMES.
        most: Files at most.
        among: The files that count; None for all.
    """
    number_of_space = index.space(space)
    if not number_of_space:
        return {}
    file = VectorFile(home, space, what, len(query))
    if among is None:
        wanted = most if what == NAMES else most * _SPANS_A_FILE
        return _files_of(index, number_of_space, what, file.cosines(query, wanted), most)
    wanted = most * _SPANS_A_FILE  # most filters let one in eight through
    likely = file.cosines(query, wanted)
    passing = f"{_ROWS_OF[what]} AND EXISTS (SELECT 1 FROM files WHERE files.id = file AND {among.condition})"  # noqa: S608
    found = _files_of(index, number_of_space, what, likely, most, (passing, among.values))
    if len(found) == most or len(likely[0]) < wanted:
        return found
    only = np.array(among.files if what == NAMES else among.spans, np.int64)
    return _files_of(index, number_of_space, what, file.cosines(query, wanted, only), most)


_Likely = tuple[Int64[np.ndarray, " near"], Float32[np.ndarray, " near"]]


def _files_of(
    index: Index,
    space: int,
    what: int,
    likely: _Likely,
    most: int,
    filtered: tuple[str, tuple[object, ...]] | None = None,
) -> dict[int, Near]:
    """The files of the nearest vectors, as many as are wanted; `filtered` is another query for them, and its values."""
    best, cosines = likely
    query, values = filtered or (_ROWS_OF[what], ())
    found: dict[int, Near] = {}
    for start in range(0, len(best), most):
        part = best[start : start + most].tolist()
        rows = {row[0]: row[1:] for row in index.rows(query, space, json.dumps(part), *values)}
        for number, cosine in zip(part, cosines[start : start + most].tolist(), strict=True):
            if number in rows and len(found) < most:
                file, begin, length = rows[number]
                found.setdefault(file, Near(begin, length, 1 - cosine))
        if len(found) >= most:
            break
    return found
