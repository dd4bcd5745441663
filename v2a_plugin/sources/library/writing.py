"""Writes recordings, their words and their spans to an index, inside a transaction of it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import PurePosixPath

from v2a_plugin.sources.library.index import COLUMNS, recording_of
from v2a_plugin.sources.library.library_records import Recording, Stretch
from v2a_plugin.sources.library.words import shown_path, spread_words
from v2a_plugin.timeline.ucs_list import category_of_label, list_path

__all__ = ["drop_recording", "put_meta", "put_recording", "put_space", "put_spans"]


def put_meta(base: sqlite3.Connection, key: str, value: str) -> None:
    """Note something about the index."""
    base.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (key, value))


def put_space(base: sqlite3.Connection, name: str) -> int:
    """The number of an embedding space, given when it is new."""
    base.execute("INSERT OR IGNORE INTO spaces(name) VALUES(?)", (name,))
    return int(base.execute("SELECT id FROM spaces WHERE name = ?", (name,)).fetchone()[0])


def put_recording(base: sqlite3.Connection, number: int | None, recording: Recording) -> int:
    """Write a recording's row and words: a new one, or in the place of an older one; gives its id."""
    row = _row(recording)
    if number is None:
        marks = ", ".join("?" * len(row))
        number = base.execute(f"INSERT INTO files({COLUMNS}) VALUES({marks})", row).lastrowid
    else:
        _forget_words(base, number)
        setting = ", ".join(f"{column} = ?" for column in COLUMNS.split(", "))
        base.execute(f"UPDATE files SET {setting} WHERE id = ?", (*row, number))  # noqa: S608
        base.execute("DELETE FROM embedded WHERE what = 1 AND id = ?", (number,))
    assert number is not None
    if recording.usable:
        base.execute("INSERT INTO words(rowid, name, folder, tags) VALUES(?, ?, ?, ?)", (number, *_words(recording)))
    return number


def put_spans(base: sqlite3.Connection, number: int, spans: Sequence[Stretch]) -> None:
    """Write the spans of a file in the place of those it had."""
    _forget_spans(base, number)
    rows = [(number, span.start, span.length, int(span.kind)) for span in spans]
    base.executemany("INSERT INTO spans(file, start, length, kind) VALUES(?, ?, ?, ?)", rows)


def drop_recording(base: sqlite3.Connection, number: int) -> None:
    """Forget a file."""
    _forget_words(base, number)
    _forget_spans(base, number)
    base.execute("DELETE FROM embedded WHERE what = 1 AND id = ?", (number,))
    base.execute("DELETE FROM files WHERE id = ?", (number,))


def _forget_spans(base: sqlite3.Connection, number: int) -> None:
    base.execute("DELETE FROM embedded WHERE what = 0 AND id IN (SELECT id FROM spans WHERE file = ?)", (number,))
    base.execute("DELETE FROM spans WHERE file = ?", (number,))


def _forget_words(base: sqlite3.Connection, number: int) -> None:
    """The full-text table keeps no text, so it is given what it was given before."""
    found = base.execute(f"SELECT {COLUMNS} FROM files WHERE id = ?", (number,)).fetchone()  # noqa: S608
    recording = recording_of(found)
    if recording.usable:
        base.execute(
            "INSERT INTO words(words, rowid, name, folder, tags) VALUES('delete', ?, ?, ?, ?)",
            (number, *_words(recording)),
        )


def _words(recording: Recording) -> tuple[str, str, str]:
    path = PurePosixPath(shown_path(recording.path))
    labels = recording.labels
    tags = (
        labels.title, labels.description, labels.keywords, labels.category, labels.designer, labels.library,
        labels.originator,
    )  # fmt: skip
    spread = [spread_words(text) for text in (path.stem, str(path.parent), "\n".join(filter(None, tags)))]
    return spread[0], spread[1], spread[2]


def _row(recording: Recording) -> tuple[object, ...]:
    labels = list(astuple(recording.labels))
    while labels and labels[-1] in ("", None):  # what is left out at the end is as it is by default
        labels.pop()
    return (
        os.fsencode(recording.path), recording.size, recording.modified, bytes.fromhex(recording.digest),
        recording.rate, recording.channels, recording.frames, recording.loudness, recording.peak,
        _category(recording), json.dumps(labels, ensure_ascii=False, separators=(",", ":")) if labels else "",
        recording.problem,
    )  # fmt: skip


def _category(recording: Recording) -> str:
    """The CatID that is written of a recording, else the one that its title or name means; "" for none."""
    labels = recording.labels
    if labels.category:
        return labels.category
    text = labels.title or spread_words(PurePosixPath(shown_path(recording.path)).stem)
    return category_of_label(text, list_path()) or ""
