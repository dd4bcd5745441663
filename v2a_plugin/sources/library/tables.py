"""Tables beside recordings: a CSV whose rows name files and say their licence, author or label."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from pathlib import Path

__all__ = ["FileTable", "read_tables"]

_FILE_COLUMNS = ("file", "filename", "file name", "path", "filepath", "name")
_LARGEST = 64 * 1024**2
"""Bytes of the largest table that is read."""


class FileTable:
    """What the tables of a library say, by file.

    Attributes:
        digest: Of the tables' bytes; another one says that labels must be read anew.
    """

    def __init__(self, digest: str, rows: dict[str, tuple[tuple[str, str], ...]]) -> None:
        self.digest = digest
        self._rows = rows

    def of(self, path: str) -> tuple[tuple[str, str], ...]:
        """Columns and cells of a file's row, by its path or else by its name; () without one."""
        return self._rows.get(path) or self._rows.get(path.rpartition("/")[2], ())


def read_tables(folder: Path) -> FileTable:
    """The CSV files at the top of a library, and the one of its name beside it.

    Paths in them count from the folder that the table lies in.
    """
    beside = folder.with_name(f"{folder.name}.csv")
    try:
        inside = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    except OSError:
        inside = []
    hashed = hashlib.sha256()
    rows: dict[str, tuple[tuple[str, str], ...]] = {}
    for path, prefix in [(beside, f"{folder.name}/"), *((path, "") for path in inside)]:
        data = _bytes(path)
        if data:
            hashed.update(data)
            rows.update(_rows(data, prefix))
    return FileTable(hashed.hexdigest()[:16] if rows else "", rows)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= _LARGEST else b""
    except OSError:
        return b""


def _rows(data: bytes, prefix: str) -> dict[str, tuple[tuple[str, str], ...]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    try:
        reader = csv.DictReader(io.StringIO(text))
        columns = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
        column = next((columns[name] for name in _FILE_COLUMNS if name in columns), None)
        if column is None:
            return {}
        for row in reader:
            cells = [(key, value) for key, value in row.items() if isinstance(key, str) and isinstance(value, str)]
            named = os.fsdecode((row.get(column) or "").strip().replace("\\", "/").removeprefix("./").encode())
            if named:
                found[named.removeprefix(prefix)] = tuple(cell for cell in cells if cell[0] != column)
    except csv.Error:
        return found  # the rows before the damaged one
    return found
