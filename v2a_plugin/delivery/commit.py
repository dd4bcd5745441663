"""Files of a delivery brought to their names together: all of them, or none, also when the process is killed.

Every file lies finished and synced beside its place before the first is renamed. What is going to be renamed is then
written down in the folder. An error afterwards puts back what was there; after a kill the next writer finds the list
and goes on. While names change there is no manifest, so that nobody takes the folder for a delivery.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.delivery.folder_lock import LOCK, writing_to
from v2a_plugin.delivery.manifest import read_manifest
from v2a_plugin.delivery.protocol import DeliveredFile
from v2a_plugin.files import discard, is_partial, partial_beside, sync_file, sync_folder, writing_errors
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.serial import from_json, to_json

__all__ = ["COMMIT", "claim", "put_in_place"]

COMMIT = ".v2a-commit.json"
"""File in the folder of a delivery that lists the names that are being changed; gone when all are."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """One file on its way to its name; paths inside the delivery, with '/'.

    Attributes:
        source: The finished file.
        target: The name it gets.
        backup: Where the file of that name waits that was there before; "" when there was none.
    """

    source: str
    target: str
    backup: str = ""


@dataclass(frozen=True, slots=True)
class _Commit:
    renamings: tuple[Renaming, ...]


def put_in_place(folder: Path, pairs: Sequence[tuple[Path, Path]]) -> None:
    """Give finished files their names, the manifest last.

    Args:
        folder: Of the delivery; nobody else writes to it.
        pairs: Each finished and synced file with its target, both inside the folder; the last one is the manifest.

    Raises:
        OutputError: A name cannot be given; then all is as it was before.
    """
    renamings = [
        Renaming(_inside(source, folder), _inside(target, folder), _backup(target, folder)) for source, target in pairs
    ]
    commit = folder / COMMIT
    with writing_errors(commit):
        commit.write_text(to_json(_Commit(tuple(renamings))), encoding="utf-8")
        sync_file(commit)
        sync_folder(folder)
    done: list[tuple[Path, Path]] = []
    try:
        for renaming in reversed(renamings):  # the old manifest goes first
            if renaming.backup:
                _rename(folder / renaming.target, folder / renaming.backup, done)
        for renaming in renamings:
            _rename(folder / renaming.source, folder / renaming.target, done)
        _sync_folders(folder, renamings)
    except BaseException:
        for before, after in reversed(done):
            with contextlib.suppress(OSError):
                after.rename(before)
        discard(commit)
        raise
    _finish(folder, renamings)


def recover(folder: Path) -> bool:
    """Go on with what an interrupted writer had begun to rename.

    Args:
        folder: Of the delivery; nobody else writes to it.

    Returns:
        Whether there was anything to do.

    Raises:
        OutputError: A name cannot be given.
    """
    path = folder / COMMIT
    if not path.is_file():
        return False
    try:
        renamings = from_json(_Commit, path.read_text(encoding="utf-8"), path.name).renamings
    except (BadInput, UnicodeDecodeError, OSError):  # it was not whole yet: no name had been changed
        path.unlink(missing_ok=True)
        return True
    if not all(_safe(name) for each in renamings for name in (each.source, each.target, each.backup) if name):
        path.unlink(missing_ok=True)
        return True
    for renaming in reversed(renamings):
        source, target = folder / renaming.source, folder / renaming.target
        if renaming.backup and source.exists() and target.exists():
            _rename(target, folder / renaming.backup, [])
    for renaming in renamings:
        if (folder / renaming.source).exists():
            _rename(folder / renaming.source, folder / renaming.target, [])
    _sync_folders(folder, renamings)
    _finish(folder, renamings)
    return True


@contextlib.contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Be the only process that writes to a delivery's folder, and put right what a dead writer left there.

    Args:
        folder: It exists. This process may claim it several times.

    Raises:
        OutputError: Another process writes to it, or what was begun cannot be finished.
    """
    with writing_to(folder) as first:
        if first:
            recover(folder)
            _sweep(folder)
        yield


def _sweep(folder: Path) -> None:
    """Remove the unfinished files of a dead writer: in the folder, where the delivery's files lie, and where those lay
    that never came to be listed. A folder inside with a lock of its own is another writer's."""
    names = [file.name for file in _listed(folder)]
    places = {folder, *((folder / name).parent for name in names if _safe(name))}
    with writing_errors(folder):
        places |= {place for place in folder.iterdir() if place.is_dir() and not (place / LOCK).exists()}
    for place in sorted(places):
        with contextlib.suppress(OSError):
            for path in place.iterdir():
                if is_partial(path.name) and path.is_file():
                    path.unlink(missing_ok=True)


def _listed(folder: Path) -> tuple[DeliveredFile, ...]:
    try:
        return read_manifest(folder).files
    except (NoSuchFile, BadInput):
        return ()


def _finish(folder: Path, renamings: Sequence[Renaming]) -> None:
    """All names are given: what cannot be removed any more is left to the next writer."""
    for name in (COMMIT, *(renaming.backup for renaming in renamings if renaming.backup)):
        discard(folder / name)


def _rename(source: Path, target: Path, done: list[tuple[Path, Path]]) -> None:
    with writing_errors(target):
        source.replace(target)
    done.append((source, target))


def _sync_folders(folder: Path, renamings: Sequence[Renaming]) -> None:
    names = {each.target.rpartition("/")[0] for each in renamings}
    parents = {parent for name in names for parent in (folder / name, *(folder / name).parents)}
    for parent in (parent for parent in parents if parent.is_relative_to(folder) and parent.is_dir()):
        with writing_errors(parent):
            sync_folder(parent)


def _backup(target: Path, folder: Path) -> str:
    """A free name beside a target that exists; "" for one that does not."""
    if not target.is_file():
        return ""
    return _inside(partial_beside(target), folder)


def _inside(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _safe(name: str) -> bool:
    """Whether a name of the list leads to a place inside the folder."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
