"""The SQLite file of a library: opening, making, setting aside; what SQLite says, as sentences."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from v2a_plugin.model.errors import BadInput, OutputError

__all__ = ["DamagedIndex", "connect", "reporting", "set_aside"]

VERSION = 2
"""Of the tables below and of the files of vectors; a higher one was written by a newer program."""
_WAIT = 2.0
"""Seconds to wait for another program that writes."""
_OURS = 0x56324C42
"""Application id in the header: "V2LB"."""

_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    digest BLOB NOT NULL,
    rate INTEGER NOT NULL,
    channels INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    loudness REAL,
    peak REAL NOT NULL,
    category TEXT NOT NULL,
    labels TEXT NOT NULL,
    problem TEXT NOT NULL
);
CREATE INDEX files_of_category ON files(category) WHERE category <> '';
CREATE TABLE spans(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    kind INTEGER NOT NULL
);
CREATE INDEX spans_of_file ON spans(file);
CREATE TABLE spaces(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE embedded(
    space INTEGER NOT NULL,
    what INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY(space, what, id)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    name, folder, tags, content='', tokenize='unicode61 remove_diacritics 2'
);
"""


class DamagedIndex(BadInput):
    """An index that is no database, or only a part of one."""

    code = "damaged-index"


@contextlib.contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turns what SQLite says into sentences.

    Raises:
        DamagedIndex: The file is no whole database.
        BadInput: Another program holds it.
        OutputError: It may not be written, or the disk is full.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise BadInput(
                f"The index {path} is in use by another program.", "Wait until its scan is finished, and try again."
            ) from error
        if "full" in text:
            raise OutputError(
                f"The disk is full while writing {path}.", "Free some space; nothing that was indexed is lost."
            ) from error
        if "malformed" in text or "disk I/O" in text or "no such table" in text:
            raise _damaged(path) from error
        raise OutputError(
            f"The index {path} cannot be used: {text}.", "Check the folder and its permissions."
        ) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise  # a fault of ours
        raise _damaged(path) from error


def connect(path: Path, thorough: bool = False) -> sqlite3.Connection:
    """The database of a library, made when there is none.

    Args:
        path: The file; its folder exists.
        thorough: Read all of it to see whether it is sound.

    Raises:
        DamagedIndex: The file is no whole database.
        BadInput: A newer program wrote it, or another program holds it.
        OutputError: It may not be written.
    """
    with reporting(path):
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            _prepare(connection, path)
            if thorough and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise _damaged(path)
        except BaseException:
            connection.close()
            raise
    return connection


def set_aside(path: Path) -> Path:
    """Rename a damaged index and what belongs to it, so that nothing is lost; gives its new name."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    path.replace(aside)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)  # of no use without the file
    for vectors in path.parent.glob("*.vectors"):
        vectors.unlink()  # their rows belong to ids that are gone
    return aside


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables and not version:
        _make(connection)
        return
    if application != _OURS:
        raise _damaged(path)
    if version > VERSION:
        raise BadInput(
            f"The index {path} has version {version}, and this program reads up to {VERSION}.",
            "Update v2a, or remove the library and add it again.",
        )
    if version < VERSION:
        _renew(connection, path)


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # nobody was quicker
        for statement in _TABLES.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_OURS}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _renew(connection: sqlite3.Connection, path: Path) -> None:
    """Forget the vectors of version 1, whose files were of another form; a scan makes them anew."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM embedded")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
    for vectors in path.parent.glob("*.vectors"):
        vectors.unlink(missing_ok=True)


def _damaged(path: Path) -> DamagedIndex:
    return DamagedIndex(f"The index {path} is damaged.", "Scan the library again: it is set aside and built anew.")
