"""Vectors of spans and of names: a memory-mapped file per space beside the index.

A record holds a vector twice: as float16, and as int8 with a scale. A search reads the int8 of all, which is quick, and
then the float16 of those that may be among the nearest, which is exact. Records lie at the id of their span or file, so
that nothing is ever moved; the index says which of them are filled, and says it after they are on the disk.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int64

from v2a_plugin.files import writing_errors
from v2a_plugin.model.embeddings import unit
from v2a_plugin.sources.library.index import Index

__all__ = ["NAMES", "SPANS", "Near", "VectorFile", "nearest"]

SPANS, NAMES = 0, 1
"""What a vector describes: the sound of a span, or the words of a file's name."""
_ROWS = 1024
"""Records that are compared at once: they stay in the cache of the processor."""
_SPARE = 4
"""How many times more candidates the coarse comparison keeps."""
_ROW_OF = {
    SPANS: "SELECT file, start, length FROM embedded JOIN spans USING(id) WHERE space = ? AND what = 0 AND id = ?",
    NAMES: "SELECT id, 0, 0 FROM embedded WHERE space = ? AND what = 1 AND id = ?",
}
"""What the index says of a vector's id: nothing when it was dropped, or never counted."""
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
        self._kind = np.dtype([("scale", "<f4"), ("coarse", "i1", (width,)), ("exact", "<f2", (width,))])

    def put(self, ids: Sequence[int], vectors: Float32[np.ndarray, "id audio"]) -> None:
        """Write unit vectors at ids, which rise; they are on the disk when this returns.

        Raises:
            OutputError: The disk is full.
        """
        scale = np.abs(vectors).max(axis=1).clip(1e-12) / 127
        records = np.zeros(len(ids), self._kind)
        records["scale"] = scale
        records["coarse"] = np.rint(vectors / scale[:, None]).astype(np.int8)
        records["exact"] = vectors.astype(np.float16)
        with writing_errors(self.path):
            self.path.touch()
            with self.path.open("r+b") as file:
                for number, record in zip(ids, records, strict=True):
                    file.seek(number * self._kind.itemsize)
                    file.write(record.tobytes())
                file.flush()
                os.fsync(file.fileno())

    def vector(self, number: int) -> Float32[np.ndarray, " audio"] | None:
        """The unit vector at an id; None where none was written."""
        records = self._records()
        if number >= len(records) or not records[number]["scale"]:
            return None
        return unit(records[number]["exact"].astype(np.float32))

    def cosines(
        self, query: Float32[np.ndarray, " audio"], most: int
    ) -> tuple[Int64[np.ndarray, " near"], Float32[np.ndarray, " near"]]:
        """The ids nearest to a unit vector, the nearest first, and their cosines; some may have been dropped since."""
        records = self._records()
        coarse = np.zeros(len(records), np.float32)
        for start in range(0, len(records), _ROWS):
            part = records[start : start + _ROWS]
            coarse[start : start + _ROWS] = (part["coarse"].astype(np.float32) @ query) * part["scale"]
        coarse[records["scale"] == 0] = -np.inf  # never written
        count = min(len(records), _SPARE * most)
        likely = np.argpartition(-coarse, count - 1)[:count] if count else np.zeros(0, np.int64)
        likely = likely[np.isfinite(coarse[likely])]
        exact = records["exact"][likely].astype(np.float32) @ query
        order = np.argsort(-exact, kind="stable")[:most]
        return likely[order].astype(np.int64), exact[order].astype(np.float32)

    def _records(self) -> np.ndarray:
        try:
            count = self.path.stat().st_size // self._kind.itemsize
        except OSError:
            count = 0
        if not count:
            return np.zeros(0, self._kind)
        mapped: np.ndarray = np.asarray(np.memmap(self.path, self._kind, "r", shape=(count,)))
        return mapped


def nearest(
    index: Index, home: Path, space: str, query: Float32[np.ndarray, " audio"], what: int, most: int
) -> dict[int, Near]:
    """The files nearest to a unit vector of a space, each with its nearest span.

    Args:
        index: Of the library.
        home: Where its vectors lie.
        space: Id of the embedding space.
        query: Unit vector.
        what: SPANS or NAMES.
        most: Files at most.
    """
    number_of_space = index.space(space)
    if not number_of_space:
        return {}
    wanted = most if what == NAMES else most * _SPANS_A_FILE
    best, cosines = VectorFile(home, space, what, len(query)).cosines(query, wanted)
    found: dict[int, Near] = {}
    for number, cosine in zip(best.tolist(), cosines.tolist(), strict=True):
        for file, start, length in index.rows(_ROW_OF[what], number_of_space, number):
            found.setdefault(file, Near(start, length, 1 - cosine))
        if len(found) >= most:
            break
    return found
