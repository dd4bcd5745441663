"""Projects on disk: made whole or not at all, and opened in whatever state they are found."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from v2a_plugin.files import partial_beside, sweep, sync_folder, writing_errors
from v2a_plugin.model.errors import NoSuchFile, OutputError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import new_id
from v2a_plugin.model.serial import one_line, plain
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder_layout import SUFFIX, Layout
from v2a_plugin.project.journal import Journal
from v2a_plugin.project.ledger import Writing
from v2a_plugin.project.lines import EntryKind, line_of
from v2a_plugin.project.links import link_to
from v2a_plugin.project.project import Project
from v2a_plugin.project.snapshot import Snapshot, write_snapshot
from v2a_plugin.project.state import SCHEMA, MediaList, State
from v2a_plugin.project.state_reading import load, repair
from v2a_plugin.project.write_lock import WriteLock, read_owner

__all__ = ["create_project", "open_project"]


def create_project(path: Path, timeline: Timeline, media: Sequence[MediaFile] = ()) -> Project:
    """Make the folder of a new project and open it for writing.

    Args:
        path: The folder to make; `.v2a` is put at the end of its name where it is missing.
        timeline: The cut to begin with; undo goes back to it.
        media: The files that it shows.

    Raises:
        OutputError: It exists, the disk is full, or the place may not be written; nothing is left behind.
        BadInput: A media file lies on another drive.
    """
    path = path.absolute() if path.suffix == SUFFIX else path.absolute().with_name(path.name + SUFFIX)
    links = tuple(link_to(item, path) for item in {item.fingerprint: item for item in media}.values())
    state = State(SCHEMA, new_id("project"), MediaList(links), timeline)
    temporary = partial_beside(path.with_suffix(""))
    layout = Layout(temporary)
    with writing_errors(path):
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise OutputError(f"{path} exists already.", "Choose another name, or open it.")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            layout.takes.mkdir(parents=True)
            Journal.create(layout.journal, line_of(0, EntryKind.BEGIN, one_line(plain(state, terse=True))))
            write_snapshot(layout, Snapshot(0, state))
            if path.exists():
                path.rmdir()
            temporary.rename(path)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        sync_folder(path.parent)
    return open_project(path)


def open_project(path: Path, *, write: bool = True, without_media: bool = False, take_over: bool = False) -> Project:
    """Open a project.

    Somebody else writing to it, a folder that may not be written and media that are missing all leave it open for
    reading; `Project.read_only` says why. Damage is mended as far as it goes, `Project.notes` tells what was found,
    and files that lose something in it are kept in the project's `backup` folder.

    Args:
        path: The folder.
        write: Open it for writing, if that is possible.
        without_media: Let it be edited though media are missing.
        take_over: Take the lock from a process on another machine; only when it is certain that it no longer runs.

    Raises:
        NoSuchFile: There is no project.
        BadInput: A newer program wrote it, or it is damaged beyond reading.
    """
    layout = Layout(path.absolute())
    if not layout.journal.exists() and not layout.snapshot.exists():
        what = "holds no project" if layout.root.is_dir() else "does not exist"
        raise NoSuchFile(
            f"{layout.root} {what}.", f"Give a folder that ends with {SUFFIX}; 'v2a project new' makes one."
        )
    if not write:
        busy = read_owner(layout) is not None
        return _reading(layout, "it was opened for reading only", busy, without_media)
    lock = WriteLock(layout)
    refused = lock.take(force=take_over)
    if refused:
        return _reading(layout, refused, True, without_media)
    try:
        loaded = load(layout)
        notes = [lock.note, *loaded.notes]
        try:
            notes.append(repair(layout, loaded))
            writing = Writing(lock, Journal(layout.journal, loaded.entries))
            for folder in (layout.root, layout.takes, layout.pictures):
                sweep(folder)
        except OutputError as error:
            lock.release()
            why = f"{error.message[:1].lower()}{error.message[1:].rstrip('.')}"
            return _reading(layout, why, False, without_media)
        project = Project(layout, loaded, writing, "", [note for note in notes if note], without_media)
    except BaseException:
        lock.release()
        raise
    try:
        if found := project.adopt():
            noted = "take had not been noted yet and was" if found == 1 else "takes had not been noted yet and were"
            project.notes.append(f"{found} finished {noted} added.")
    except OutputError as error:
        project.notes.append(error.message)
    return project


def _reading(layout: Layout, why: str, busy: bool, without_media: bool) -> Project:
    loaded = load(layout, busy=busy)
    return Project(layout, loaded, None, why, loaded.notes, without_media)
