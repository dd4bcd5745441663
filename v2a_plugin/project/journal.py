"""The journal while it is written: a line is on the disk before its change counts as made."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import BinaryIO

from v2a_plugin.files import replacing, sync_folder, writing_errors
from v2a_plugin.model.errors import OutputError
from v2a_plugin.project.lines import Entry, EntryKind, body_of, line_of

__all__ = ["Journal"]

_STRING = re.compile(rb'"([a-z0-9][a-z0-9_-]{0,63})"')


class Journal:
    """A journal that is open for writing. The caller holds the project's lock.

    Args:
        path: An existing file that holds nothing but good lines.
        entries: Those lines.
    """

    def __init__(self, path: Path, entries: tuple[Entry, ...]) -> None:
        self._path = path
        self._entries = list(entries)
        self._at = {entry.seq: number for number, entry in enumerate(self._entries)}
        self._size = self._entries[-1].end + 1
        self._broken = False
        with writing_errors(path):
            self._file: BinaryIO = path.open("r+b", buffering=0)

    @classmethod
    def create(cls, path: Path, line: bytes) -> None:
        """Write the first line of a new journal."""
        with path.open("xb", buffering=0) as file:
            file.write(line)
            os.fsync(file.fileno())

    @property
    def last(self) -> int:
        """Number of the last change."""
        return self._entries[-1].seq

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All lines, first to last."""
        return tuple(self._entries)

    def append(self, kind: EntryKind, body: str) -> int:
        """Write a line; it is on the disk when this returns.

        Returns:
            Its number.

        Raises:
            OutputError: The disk is full or gone, or another program changed the file; nothing was written.
        """
        if self._broken:
            raise OutputError(f"{self._path} could not be written before.", "Close the project and open it again.")
        seq = self.last + 1
        line = line_of(seq, kind, body)
        with writing_errors(self._path):
            if os.fstat(self._file.fileno()).st_size != self._size:
                raise OutputError(f"Another program changed {self._path}.", "Close the project and open it again.")
            try:
                self._file.seek(self._size)
                rest = memoryview(line)
                while rest:
                    rest = rest[self._file.write(rest) or 0 :]
                os.fsync(self._file.fileno())
            except BaseException:
                self._take_back()
                raise
        self._at[seq] = len(self._entries)
        self._entries.append(Entry(seq, kind, self._size, self._size + len(line) - 1))
        self._size += len(line)
        return seq

    def read(self, seq: int) -> str:
        """JSON text of what a change did.

        Raises:
            KeyError: There is no change of that number.
        """
        entry = self._entries[self._at[seq]]
        self._file.seek(entry.start)
        return body_of(self._file.read(entry.end - entry.start))

    def strings(self) -> set[str]:
        """Every string in it that could be the id of a take."""
        self._file.seek(0)
        return {found.decode() for found in _STRING.findall(self._file.read())}

    def restart(self, body: str) -> None:
        """Begin anew: the file holds a single line then, with the next number.

        Args:
            body: JSON text of the whole state, on one line.

        Raises:
            OutputError: The disk is full, or the folder may not be written; the journal is as it was.
        """
        seq = self.last + 1
        line = line_of(seq, EntryKind.BEGIN, body)
        self._file.close()  # Windows replaces no open file
        try:
            with replacing(self._path) as temporary:
                temporary.write_bytes(line)
            sync_folder(self._path.parent)
            self._entries, self._at = [Entry(seq, EntryKind.BEGIN, 0, len(line) - 1)], {seq: 0}
            self._size = len(line)
        finally:
            self._file = self._path.open("r+b", buffering=0)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _take_back(self) -> None:
        """Cut off what a failed write left; without that the file must not be written again."""
        try:
            self._file.truncate(self._size)
            os.fsync(self._file.fileno())
        except OSError:
            self._broken = True
