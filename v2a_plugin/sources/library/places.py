"""Which libraries there are: each has a folder of ours that holds its index, and names the folder of recordings."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from v2a_plugin.files import output_folder, partial_beside, write_text
from v2a_plugin.model.errors import BadInput, NoSuchFile, V2AError
from v2a_plugin.model.serial import from_json, to_json
from v2a_resources import library_path

__all__ = ["INDEX", "Libraries", "Library"]

ENVIRONMENT = "V2A_LIBRARIES"
"""Folder for the indices, in place of the one among the user's data."""
INDEX = "index"
"""Folder beside the recordings that ship: their index, ready."""
_FILE = "library.json"
_SHIPPED = "v2a"
"""Name of the library that ships."""
_REMOVED = "v2a.removed"
"""File among the indices that says that the library that ships is not wanted."""


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
    """The libraries of this machine: those that were added, and the one that ships, until it is removed.

    Args:
        root: Where their indices lie; the default is V2A_LIBRARIES, else the user's data folder.
        shipped: Whether the one that ships counts.
    """

    def __init__(self, root: Path | None = None, shipped: bool = True) -> None:
        self.root = (root or _default_root()).expanduser().absolute()
        self._shipped = shipped

    def all(self) -> tuple[Library, ...]:
        """Every library, by name."""
        read = [self._read(path) for path in sorted(self.root.glob(f"*/{_FILE}"))]
        found = {each.name: each for each in read if each is not None}
        shipped = self._ready() if self._shipped and not (self.root / _REMOVED).exists() else None
        if shipped is not None:
            found.setdefault(shipped.name, shipped)
        return tuple(sorted(found.values(), key=lambda one: one.name))

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
        if self._shipped and folder == _resolved(library_path()):
            (self.root / _REMOVED).unlink(missing_ok=True)
            shipped = self._ready()
            if shipped is not None:
                return shipped
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
        if library.home == self._shipped_home():
            write_text(self.root / _REMOVED, "")
        (library.home / _FILE).unlink(missing_ok=True)
        shutil.rmtree(library.home, ignore_errors=True)
        return library

    def _shipped_home(self) -> Path:
        """Where the index of the library that ships is worked on; each version of the program has its own."""
        return self.root / f"v2a-{_version(library_path() / INDEX)}"

    def _ready(self) -> Library | None:
        """The library that ships, its index copied to where it may be written; None where nothing may be."""
        home = self._shipped_home()
        try:
            if not home.is_dir():
                partial = partial_beside(home)
                partial.mkdir(parents=True)
                for path in (library_path() / INDEX).iterdir():
                    shutil.copyfile(path, partial / path.name)  # not its mode: packages may be read-only
                partial.rename(home)
        except OSError:
            if not home.is_dir():  # another program may have been quicker
                return None
        return Library(_SHIPPED, library_path(), home)

    def _read(self, path: Path) -> Library | None:
        try:
            entry = from_json(_Entry, path.read_text(encoding="utf-8"), str(path))
        except (V2AError, OSError, UnicodeDecodeError):
            return None  # half removed, or not ours
        return Library(entry.name, entry.folder, path.parent)


@cache
def _version(index: Path) -> str:
    """12 digits of the sha256 over an index and its vectors."""
    hashed = hashlib.sha256()
    for path in sorted(index.iterdir()):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:12]


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
