"""Where the recordings that recipes name lie now, and whether they are still the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from v2a_plugin.files import sha256_of
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.recipe import RecordingReference
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.places import Library

__all__ = ["check_unchanged", "locate"]


def locate(reference: RecordingReference, libraries: Iterable[Library]) -> Path:
    """Where a recording lies now: where it was, else where a library has the same bytes.

    Raises:
        NoSuchFile: It is nowhere.
    """
    if reference.path.is_absolute() and reference.path.is_file():
        return reference.path
    for library in libraries:
        with Index(library.index_file) as index:
            for path in index.paths(reference.digest):
                if (library.folder / path).is_file():
                    return library.folder / path
    raise NoSuchFile(
        f"The recording {reference.called} is gone.",
        "Connect its drive, or add the folder that holds it with 'v2a library add' and scan it.",
    )


def check_unchanged(reference: RecordingReference, path: Path) -> None:
    """Nothing when a file holds the bytes that a recipe was made from.

    Raises:
        BadInput: It has changed since.
        NoSuchFile: It cannot be read.
    """
    try:
        if sha256_of(path) == reference.digest:
            return
    except OSError as error:
        raise NoSuchFile(f"The recording {reference.called} cannot be read.", "Connect its drive.") from error
    if reference.library:
        raise BadInput(f"The recording {path.name} has changed since it was scanned.", "Scan its library.")
    raise BadInput(f"The recording {path.name} has changed since it was used.", "Bring back the file as it was.")
