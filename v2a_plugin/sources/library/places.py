"""Which libraries there are: each has a folder of ours that holds its index, and names the folder of recordings."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from v2a_plugin.files import output_folder, write_text
from v2a_plugin.model.errors import BadInput, NoSuchFile, V2AError
from v2a_plugin.model.serial import from_json, to_json

__all__ = ["Libraries", "Library"]

ENVIRONMENT = "V2A_LIBRARIES"
"""Folder for the indices, in place of the one among the user's data."""
_FILE = "library.json"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is kept of a library beside its index, so that a damaged index can be built again."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Library:
    """A folder of recordings, and where its index lies.

    Attributes:
        name: What people call it.
        folder: The recordings; never written to.
        home: The folder of ours that holds the index and the vectors.
    """

    name: str
    folder: Path
    home: Path

    @property
    def away(self) -> bool:
        """Whether the recordings cannot be reached now, as when their drive is not plugged in."""
        try:
            return not self.folder.is_dir()
        except OSError:
            return True

    @property
    def index_file(self) -> Path:
        """The SQLite file."""
        return self.home / "index.sqlite"


class Libraries:
    """The libraries of this machine.

    Args:
        root: Where their indices lie; the default is V2A_LIBRARIES, else the user's data folder.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = (root or _default_root()).expanduser().absolute()

    def all(self) -> tuple[Library, ...]:
        """Every library, by name."""
        found = [self._read(path) for path in sorted(self.root.glob(f"*/{_FILE}"))]
        return tuple(sorted((each for each in found if each is not None), key=lambda one: one.name))

    def named(self, name: str) -> Library:
        """The library of a name.

        Raises:
            BadInput: There is none.
        """
        known = self.all()
        for library in known:
            if library.name == name:
                return library
        names = ", ".join(library.name for library in known)
        raise BadInput(
            f"There is no library '{name}'.",
            f"Known libraries are {names}." if names else "Add one with 'v2a library add FOLDER'.",
        )

    def add(self, folder: Path, name: str = "") -> Library:
        """Make a library of a folder; nothing is read yet.

        Args:
            folder: The recordings.
            name: What to call it; "" takes the folder's own name.

        Raises:
            NoSuchFile: There is no such folder.
            BadInput: The folder is a library already, or the name is taken.
            OutputError: The folder for indices may not be written.
        """
        folder = _resolved(folder)
        name = (name or folder.name or str(folder)).strip()
        if not name:
            raise BadInput("A library needs a name.", "Give one with --name.")
        for library in self.all():
            if library.folder == folder:
                raise BadInput(f"{folder} is the library '{library.name}' already.", "Scan it to see what is new.")
            if library.name == name:
                raise BadInput(f"There is a library '{name}' already: {library.folder}.", "Give another --name.")
        home = output_folder(self.root / hashlib.sha256(os.fsencode(folder)).hexdigest()[:16])
        write_text(home / _FILE, to_json(_Entry(name, folder)))
        return Library(name, folder, home)

    def remove(self, name: str) -> Library:
        """Forget a library: its index is deleted, its recordings are not touched.

        Raises:
            BadInput: There is none of that name.
        """
        library = self.named(name)
        (library.home / _FILE).unlink(missing_ok=True)
        shutil.rmtree(library.home, ignore_errors=True)
        return library

    def _read(self, path: Path) -> Library | None:
        try:
            entry = from_json(_Entry, path.read_text(encoding="utf-8"), str(path))
        except (V2AError, OSError, UnicodeDecodeError):
            return None  # half removed, or not ours
        return Library(entry.name, entry.folder, path.parent)


def _default_root() -> Path:
    named = os.environ.get(ENVIRONMENT, "")
    return Path(named) if named else Path(platformdirs.user_data_dir("v2a-plugin", appauthor=False)) / "libraries"


def _resolved(folder: Path) -> Path:
    try:
        found = folder.expanduser().resolve(strict=True)
        if not found.is_dir():
            raise NoSuchFile(f"{folder} is a file, not a folder.", "Give the folder that holds the recordings.")
        with os.scandir(found):
            pass
    except NoSuchFile:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        reason = "does not exist" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise NoSuchFile(f"{folder} {reason}.", "Check the path and the drive.") from error
    return found
