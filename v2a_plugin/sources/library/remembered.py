"""Recordings that a person likes, and those used last; kept beside the indices, by the digest of the file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from v2a_plugin.files import output_folder, read_text, write_text
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.sources.library.places import Libraries

__all__ = ["read_remembered", "remember_favourite", "remember_used"]

_MOST = 200
"""Recordings used last that are kept."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept.

    Attributes:
        favourites: Digests of recordings that were marked, the oldest first.
        recent: Digests of recordings that takes were made of, the newest first.
    """

    favourites: tuple[str, ...] = field(default=())
    recent: tuple[str, ...] = field(default=())


def read_remembered(libraries: Libraries) -> Remembered:
    """What is kept beside the indices; nothing where the file is missing or damaged."""
    path = _file(libraries)
    try:
        return from_json(Remembered, read_text(path), path.name)
    except (V2AError, OSError, UnicodeDecodeError):
        return Remembered()


def remember_favourite(libraries: Libraries, digest: str, on: bool) -> Remembered:
    """Mark a recording, or no longer.

    Raises:
        OutputError: The folder for indices may not be written.
    """
    now = read_remembered(libraries)
    others = tuple(each for each in now.favourites if each != digest)
    return _write(libraries, replace(now, favourites=(*others, digest) if on else others))


def remember_used(libraries: Libraries, digest: str) -> Remembered:
    """Put a recording first among those used last.

    Raises:
        OutputError: The folder for indices may not be written.
    """
    now = read_remembered(libraries)
    return _write(libraries, replace(now, recent=tuple(dict.fromkeys((digest, *now.recent)))[:_MOST]))


def _write(libraries: Libraries, now: Remembered) -> Remembered:
    output_folder(libraries.root)
    write_text(_file(libraries), to_json(now))
    return now


def _file(libraries: Libraries) -> Path:
    return libraries.root / "remembered.json"
