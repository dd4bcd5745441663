"""From a project's files to its state: the snapshot, the journal since, and what can be saved of damaged ones.

Reading changes nothing on the disk. What has to be mended is listed in `Loaded`, and done by `repair` once the project is
locked for writing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from v2a_plugin.files import read_bytes, replacing, sync_folder, writing_errors
from v2a_plugin.model.errors import BadInput, NoSuchFile, V2AError
from v2a_plugin.model.serial import build, one_line, parse, plain
from v2a_plugin.project.folder_layout import Layout
from v2a_plugin.project.lines import Entry, EntryKind, Reading, line_of, read_journal, scan
from v2a_plugin.project.migrations import migrated, schema_of
from v2a_plugin.project.snapshot import Snapshot, read_snapshot
from v2a_plugin.project.state import SCHEMA, MediaList, State, check_names, state_of
from v2a_plugin.timeline.changes import Draft, from_line

__all__ = ["Loaded", "load", "repair"]


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What a project's files amount to.

    Attributes:
        state: After the last good change.
        entries: The lines of `journal`.
        journal: What the journal should hold; good lines only.
        snapshot: Number of the last change that the snapshot on disk holds; -1 without a good one.
        mended: `journal` is not what the file holds.
        keep: Why the files as they are go to the backup before they are mended; "" when nothing in them is lost.
        notes: What a person should know, one sentence each.
    """

    state: State
    entries: tuple[Entry, ...]
    journal: bytes
    snapshot: int
    mended: bool
    keep: str
    notes: tuple[str, ...]


def load(layout: Layout, *, busy: bool = False) -> Loaded:
    """Read a project.

    Args:
        layout: Where it lies.
        busy: Somebody is writing to it, so that a last line may well be unfinished.

    Raises:
        NoSuchFile: There is no project.
        BadInput: A newer program wrote it, or too little of it is left.
    """
    snapshot, notes = _snapshot(layout)  # before the journal: a writer replaces it after what it holds
    try:
        reading = read_journal(layout.journal)
    except NoSuchFile:
        if snapshot is None or layout.journal.exists():
            raise
        reading = Reading(b"", (), "The file is missing", torn=False, beyond=())
    found, keep = reading.found, ""
    if reading.strays:
        keep = "damaged"
        lines = "1 line that is none" if reading.strays == 1 else f"{reading.strays} lines that are none"
        notes.append(f"{layout.journal.name} holds {lines} of a journal; every change is there.")
    if reading.entries:
        schema = schema_of(reading, layout.journal.name)
        if schema < SCHEMA:
            reading, keep = migrated(reading, schema, layout.journal.name), f"layout-{schema}"
            notes.append(
                f"The project was written by an older v2a-plugin (layout {schema}) and was brought up to date."
            )
    elif snapshot is None:
        raise BadInput(
            f"{layout.journal} holds no project that can be read: {reading.damage or 'the file is empty'}.",
            "Bring back the folder from a backup.",
        )
    loaded = _pieced_together(layout, reading, snapshot, notes, busy)
    return replace(loaded, mended=loaded.journal != found, keep=loaded.keep or keep)


def repair(layout: Layout, loaded: Loaded) -> str:
    """Bring the files on the disk to what was loaded; the caller holds the lock.

    Returns:
        Where the files as they were lie now, a sentence; "" when nothing was kept.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    kept = _backup(layout, loaded.keep) if loaded.keep else ""
    if loaded.mended:
        _rewrite(layout.journal, loaded.journal)
    return kept


def _snapshot(layout: Layout) -> tuple[Snapshot | None, list[str]]:
    try:
        return read_snapshot(layout.snapshot), []
    except BadInput as error:
        return None, [f"{error.message} The timeline was made again from the journal."]


def _pieced_together(
    layout: Layout, reading: Reading, snapshot: Snapshot | None, notes: list[str], busy: bool
) -> Loaded:
    """The newest state that snapshot and journal hold between them."""
    name, entries = layout.journal.name, reading.entries
    begin = max((i for i, entry in enumerate(entries) if entry.kind is EntryKind.BEGIN), default=-1)
    first = state_of(parse(reading.body(entries[begin]), name), name) if entries else None
    if snapshot and first and (first.project != snapshot.state.project or snapshot.seq < entries[begin].seq):
        snapshot = None
    saved = -1 if snapshot is None else snapshot.seq
    if snapshot is not None and (not entries or saved > entries[-1].seq):  # the journal lost what the snapshot knows
        more = _following(reading.beyond, saved)
        state, done, _ = _replayed(snapshot.state, reading, more)
        lost = f"{reading.damage or 'Its end is missing'}"
        notes.append(
            f"{name} is damaged: {lost[0].lower()}{lost[1:]}. Every change is there; older ones cannot be undone."
        )
        seq = saved + done + 1
        journal = reading.data[: reading.size] + line_of(seq, EntryKind.BEGIN, one_line(plain(state, terse=True)))
        return Loaded(state, scan(journal).entries, journal, -1, mended=True, keep="damaged", notes=tuple(notes))
    if snapshot is not None:
        start, todo = snapshot.state, [entry for entry in entries[begin + 1 :] if entry.seq > saved]
    else:
        assert first is not None
        start, todo = first, list(entries[begin + 1 :])
    state, done, complaint = _replayed(start, reading, todo)
    good = entries[: len(entries) - (len(todo) - done)]
    size = good[-1].end + 1
    left_out = len(todo) - done + len(reading.beyond)
    keep = ""
    if complaint or (reading.damage and not reading.torn):
        what = complaint or reading.damage
        notes.append(
            f"{name} is damaged: {what[0].lower()}{what[1:]}. {good[-1].seq} changes before it are there"
            + (f", {left_out} after it are left out." if left_out else ".")
        )
        keep = "damaged"
    elif reading.torn and not busy:
        notes.append(f"The last line of {name} is incomplete, as after a crash, and was dropped.")
    journal = reading.data[:size] + (b"" if size <= len(reading.data) else b"\n")
    return Loaded(state, good, journal, saved, mended=False, keep=keep, notes=tuple(notes))


def _following(entries: Sequence[Entry], seq: int) -> list[Entry]:
    """The unbroken run of lines that comes right after a number."""
    run: list[Entry] = []
    for entry in entries:
        if entry.seq == seq + len(run) + 1 and entry.kind is not EntryKind.BEGIN:
            run.append(entry)
    return run


def _replayed(state: State, reading: Reading, entries: Sequence[Entry]) -> tuple[State, int, str]:
    """The state after some lines, how many of them could be done, and why the next one could not."""
    draft, media = Draft(state.timeline), state.media
    done, complaint = 0, ""
    for entry in entries:
        source = f"change {entry.seq}"
        try:
            if entry.kind is EntryKind.MEDIA:
                media = build(MediaList, parse(reading.body(entry), source), source)
            else:
                draft.apply(from_line(reading.body(entry), source))
        except V2AError as error:
            complaint = f"{source} cannot be done: {error.message.rstrip('.')}"
            break
        done += 1
    return check_names(replace(state, timeline=draft.timeline(), media=media)), done, complaint


def _rewrite(path: Path, content: bytes) -> None:
    """Give a file its content; where only its end goes, cut that off, which needs no space on a full disk."""
    with writing_errors(path):
        try:
            before = read_bytes(path)
        except OSError:  # missing, or no file
            before = b""
        if content and before.startswith(content):
            with path.open("r+b") as file:
                file.truncate(len(content))
                os.fsync(file.fileno())
            return
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    sync_folder(path.parent)


def _backup(layout: Layout, reason: str) -> str:
    """Copy journal and snapshot aside."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    with writing_errors(layout.backup):
        layout.backup.mkdir(exist_ok=True)
        folder = next(folder for folder in _names(layout.backup / f"{reason}-{moment}") if not folder.exists())
        folder.mkdir()
        for path in (layout.journal, layout.snapshot):
            if path.exists():
                shutil.copy2(path, folder / path.name)
        sync_folder(folder)
    return f"The files as they were are kept in {folder.relative_to(layout.root).as_posix()}."


def _names(path: Path) -> Sequence[Path]:
    return [path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 1000))]
