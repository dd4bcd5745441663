"""The index of a library: rows of recordings and their spans, found by path and by words."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from v2a_plugin.sources.library.library_records import BrokenFile, Labels, Recording, SpanKind, Stretch
from v2a_plugin.sources.library.schema import DamagedIndex, connect, reporting, set_aside

__all__ = ["COLUMNS", "Index", "KnownFile", "recording_of"]

COLUMNS = "path, size, modified, digest, rate, channels, frames, loudness, peak, category, labels, problem"


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What tells whether a file has changed since it was indexed."""

    id: int
    size: int
    modified: int
    digest: str


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """How much is in an index.

    Attributes:
        files: Recordings that can be used.
        broken: Files that could not be read.
        spans: Events and stretches.
        seconds: Length of all recordings.
    """

    files: int
    broken: int
    spans: int
    seconds: float


class Index:
    """The open index of a library; close it, or use it in a `with`.

    Attributes:
        path: The SQLite file.
        note: What was done to open it, for a person; "" for nothing.
    """

    def __init__(self, path: Path, thorough: bool = False) -> None:
        """Open it; a damaged one is set aside and a new one begun.

        Args:
            path: The file; its folder exists.
            thorough: Read all of it to see whether it is sound.

        Raises:
            BadInput: A newer program wrote it, or another program holds it.
            OutputError: It may not be written.
        """
        self.path, self.note = path, ""
        try:
            self._base = connect(path, thorough)
        except DamagedIndex:
            aside = set_aside(path)
            self.note = f"The index was damaged; it is set aside as {aside.name}, and a scan builds it anew."
            self._base = connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with reporting(self.path):
            return self._base.execute(query, values).fetchall()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept, or none."""
        with reporting(self.path):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def known(self) -> dict[str, KnownFile]:
        """Every file in the index, by its path."""
        return {
            os.fsdecode(path): KnownFile(number, size, modified, digest.hex())
            for number, path, size, modified, digest in self.rows("SELECT id, path, size, modified, digest FROM files")
        }

    def counts(self) -> IndexCounts:
        """How much is in it."""
        [(files, broken, seconds)] = self.rows(
            "SELECT count(*) FILTER (WHERE frames > 0), count(*) FILTER (WHERE frames = 0),"
            " sum(1.0 * frames / max(rate, 1)) FROM files"
        )
        [(spans,)] = self.rows("SELECT count(*) FROM spans")
        return IndexCounts(files, broken, spans, seconds or 0.0)

    def broken(self) -> tuple[BrokenFile, ...]:
        """The files that could not be read, by path."""
        found = self.rows("SELECT path, problem FROM files WHERE frames = 0 ORDER BY path")
        return tuple(BrokenFile(os.fsdecode(path), problem) for path, problem in found)

    def recording(self, number: int) -> Recording:
        """The recording of an id."""
        [row] = self.rows(f"SELECT {COLUMNS} FROM files WHERE id = ?", number)  # noqa: S608 -- our own columns
        return recording_of(row)

    def paths(self, digest: str) -> tuple[str, ...]:
        """Where recordings of these bytes lie."""
        found = self.rows("SELECT path FROM files WHERE digest = ?", bytes.fromhex(digest))
        return tuple(os.fsdecode(path) for (path,) in found)

    def numbers(self, digest: str) -> tuple[int, ...]:
        """Ids of the recordings of these bytes."""
        return tuple(number for (number,) in self.rows("SELECT id FROM files WHERE digest = ?", bytes.fromhex(digest)))

    def spans(self, number: int) -> tuple[Stretch, ...]:
        """The events and stretches of a file, in order of time."""
        found = self.rows("SELECT start, length, kind FROM spans WHERE file = ? ORDER BY start, length", number)
        return tuple(Stretch(start, length, SpanKind(kind)) for start, length, kind in found)

    def space(self, name: str) -> int:
        """The number of an embedding space in this index; 0 for one that it has no vectors of."""
        found = self.rows("SELECT id FROM spaces WHERE name = ?", name)
        return int(found[0][0]) if found else 0

    def meta(self, key: str) -> str:
        """A note of the index about itself; "" for none."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", key)
        return str(found[0][0]) if found else ""


def recording_of(row: tuple[Any, ...]) -> Recording:
    """The recording that a row of COLUMNS holds."""
    path, size, modified, digest, rate, channels, frames, loudness, peak, _, labels, problem = row
    told = Labels(*json.loads(labels)) if labels else Labels()
    return Recording(
        os.fsdecode(path), size, modified, digest.hex(), rate, channels, frames, loudness, peak, told, problem
    )
