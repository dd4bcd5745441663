"""Lists the sound files of a folder, whatever they are called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FoundFile", "walk_sounds"]

SUFFIXES = frozenset(
    ".wav .wave .bwf .rf64 .w64 .aif .aiff .aifc .flac .mp3 .ogg .oga .opus .m4a .caf".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A sound file as the file system has it.

    Attributes:
        path: Inside the folder, with '/'.
        size: Bytes.
        modified: Nanoseconds since 1970.
    """

    path: str
    size: int
    modified: int


def walk_sounds(folder: Path) -> Iterator[FoundFile]:
    """Every sound file in a folder and the folders in it, in order of their names; hidden ones are left out.

    Links to folders are not followed, so that there is no circle. Folders that may not be read are passed over.

    Raises:
        OSError: The folder itself cannot be read.
    """
    with os.scandir(folder):
        pass
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(folder / inside) as listing:
                entries = sorted(listing, key=lambda one: one.name)
        except OSError:
            continue
        folders: list[str] = []
        for entry in entries:
            path = f"{inside}/{entry.name}" if inside else entry.name
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif Path(entry.name).suffix.lower() in SUFFIXES and entry.is_file():
                    status = entry.stat()
                    yield FoundFile(path.replace(os.sep, "/"), status.st_size, status.st_mtime_ns)
            except OSError:
                continue  # gone since it was listed
        waiting.extend(reversed(folders))
