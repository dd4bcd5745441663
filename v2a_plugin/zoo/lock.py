"""Locks: which files a bundle is made of, with their sha256.

`python -m v2a_plugin.zoo.lock FOLDER` writes the lock of a bundle that is about to ship.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from v2a_plugin.files import open_regular, read_text, write_text
from v2a_plugin.model.bundle_lock import Lock, LockedFile
from v2a_plugin.model.errors import BadInput, BundleError, V2AError
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.zoo.card_files import read_card
from v2a_plugin.zoo.cards import CARD_FILE

__all__ = ["LOCK_FILE", "bundle_files", "digest_of", "hash_file", "lock_folder", "read_lock", "write_lock"]

LOCK_FILE = "lock.json"
"""Name of the lock inside a bundle's folder."""

_CHUNK = 1 << 22


def bundle_files(folder: Path) -> tuple[str, ...]:
    """Paths inside a bundle with '/', sorted: every file but the lock, hidden files and `__pycache__`."""
    found = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not hidden and inside.as_posix() != LOCK_FILE:
            found.append(inside.as_posix())
    return tuple(sorted(found))


def hash_file(path: Path, stage: str, done: int, total: int) -> Steps[str]:
    """sha256 of a file in hex, with progress in bytes from `done` of `total`."""
    digest = hashlib.sha256()
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            yield Progress(stage, done, total, path.name)
    return digest.hexdigest()


def lock_folder(
    folder: Path, bundle: str, revisions: tuple[tuple[str, str], ...] = (), notes: tuple[str, ...] = ()
) -> Steps[Lock]:
    """Hash every file of a folder into a lock. Writes nothing.

    Args:
        folder: The bundle's.
        bundle: Its name.
        revisions: Pairs (part, "owner/name@commit") of what was pulled.
        notes: What a person should know of how it came here.
    """
    paths = bundle_files(folder)
    sizes = [(folder / path).stat().st_size for path in paths]
    total, done = sum(sizes), 0
    files = []
    for path, size in zip(paths, sizes, strict=True):
        sha256 = yield from hash_file(folder / path, "hashing", done, total)
        files.append(LockedFile(path, size, sha256))
        done += size
    return Lock(bundle, revisions, tuple(files), notes)


def digest_of(lock: Lock) -> str:
    """One digest for a whole bundle: sha256 of the lines `sha256sum` would print of its files, in hex.

    The card is left out, so that rewording it does not make the same weights look like others.
    """
    lines = (f"{file.sha256}  {file.path}\n" for file in lock.files if file.path != CARD_FILE)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_lock(folder: Path) -> Lock:
    """Read the lock of a bundle's folder.

    Raises:
        BundleError: There is none, or it is no lock.
    """
    path = folder / LOCK_FILE
    try:
        lock = from_json(Lock, read_text(path), source=str(path))
    except FileNotFoundError as error:
        raise BundleError(
            f"The bundle in {folder} has no {LOCK_FILE}.",
            "Pull it again, or write one with `python -m v2a_plugin.zoo.lock FOLDER` if you made it yourself.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"{path} cannot be read: {error}.", "Pull the bundle again.") from error
    except BadInput as error:
        raise BundleError(error.message, "Pull the bundle again.") from error
    for file in lock.files:
        pure = PurePosixPath(file.path)
        if pure.is_absolute() or ".." in pure.parts:
            raise BundleError(f"{path} names '{file.path}', which lies outside the bundle.", "Pull the bundle again.")
    return lock


def write_lock(folder: Path, lock: Lock) -> None:
    """Write the lock of a bundle's folder, whole or not at all."""
    write_text(folder / LOCK_FILE, to_json(lock))


def main(arguments: Sequence[str]) -> int:
    """Write the lock of the folder that is given; 0 when done, 2 when it cannot be."""
    if len(arguments) != 1:
        print("usage: python -m v2a_plugin.zoo.lock FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    try:
        card = read_card(folder / CARD_FILE)
        lock = finish(lock_folder(folder, card.name))
        write_lock(folder, lock)
    except V2AError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"{card.name}: {len(lock.files)} files, {sum(file.size for file in lock.files)} bytes, {digest_of(lock)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
