"""Files that are whole or absent: written under a temporary name, then renamed. And files that are files, to be read."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
import shutil
import socket
import stat
import tempfile
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.refusals import disk_full, unwritable

__all__ = [
    "discard",
    "is_partial",
    "no_empty_folders",
    "open_regular",
    "open_text",
    "output_folder",
    "partial_beside",
    "read_bytes",
    "read_text",
    "replacing",
    "sha256_of",
    "sweep",
    "sync_file",
    "sync_folder",
    "write_text",
    "writing_errors",
]

_PARTIAL = re.compile(r"\..{0,40}\.[0-9a-f]{8}(?:-([0-9a-f]{8})-([0-9a-f]+))?\.partial(?:\.[^.]*)?", re.DOTALL)
"""Of an unfinished file: its machine and its process, where it says so."""
_swept: set[tuple[int, Path]] = set()
"""Folders that a process has swept."""
_new: list[Path] | None = None
"""Folders that were made since `no_empty_folders` began, parents first."""

LONGEST_TEXT = 1 << 30
"""Bytes of the largest file that is read into memory at once."""


def open_regular(path: Path) -> io.BufferedReader:
    """A file opened to be read, which is on a disk: a pipe would never end to wait for, a device never end.

    Raises:
        OSError: It is missing, a folder or something else that is no file, or may not be read.
    """
    file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115  # the caller closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "It is not a regular file", str(path))
    return file


def open_text(path: Path) -> TextIO:
    """A text file opened to be read, line ends as they are; with or without a byte order mark. Otherwise as `open_regular`."""
    return io.TextIOWrapper(open_regular(path), encoding="utf-8-sig", newline="")


def read_bytes(path: Path) -> bytes:
    """All of a file; otherwise as `open_regular`."""
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > LONGEST_TEXT:
            raise OSError(errno.EFBIG, "It is far too large", str(path))
        return file.read()


def read_text(path: Path) -> str:
    """All of a text file, with any line ends, with or without a byte order mark; otherwise as `open_regular`.

    Raises:
        UnicodeDecodeError: It is no UTF-8.
    """
    return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")


def _without_waiting(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0), 0o666)


@contextlib.contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """Turns the system's refusals to write into one sentence.

    Raises:
        OutputError: The disk is full, or the place may not be written.
    """
    try:
        yield
    except (ConnectionError, TimeoutError, V2AError):  # of a network, or a sentence already
        raise
    except OSError as error:
        if error.errno is None:  # a library's own
            raise
        raise unwritable(path, error) from error
    except Exception as error:
        if f"os error {errno.ENOSPC}" in str(error):  # all that safetensors says of a full disk
            raise disk_full(path) from error
        raise


def output_folder(path: Path) -> Path:
    """Make a folder, with its parents, and check that it can be written.

    Raises:
        OutputError: It is a file, or may not be written.
    """
    with writing_errors(path):
        if not path.is_dir():
            new = [folder for folder in (path, *path.parents) if not folder.exists()]
            path.mkdir(parents=True, exist_ok=True)
            if _new is not None:
                _new.extend(reversed(new))
            for folder in new:
                sync_folder(folder.parent)
        with tempfile.TemporaryFile(dir=path):
            pass
    return path


@contextlib.contextmanager
def no_empty_folders() -> Iterator[None]:
    """Where the block fails, the folders that `output_folder` made in it are removed again, unless something is in them."""
    global _new
    _new = []
    try:
        yield
    except BaseException:
        for folder in reversed(_new):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    finally:
        _new = None


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path`; renames it into place if the block succeeds, else removes it.

    The temporary name keeps the suffix, so libraries that look at it still know the format.

    Raises:
        OutputError: The disk is full, or the place may not be written.
    """
    with writing_errors(path):
        temporary = partial_beside(path)
        temporary.touch(exist_ok=False)
        mode = temporary.stat().st_mode
        try:
            yield temporary
            temporary.chmod(mode)  # a library that writes a file of its own in its place may let nobody else read it
            sync_file(temporary)
            temporary.replace(path)
            sync_folder(path.parent)
        except BaseException:
            discard(temporary)
            raise


def partial_beside(path: Path) -> Path:
    """A free name beside a file or folder for what is not finished yet. It keeps the suffix: libraries go by it.

    The first time in a folder, what dead processes left unfinished there is removed.
    """
    process = os.getpid()
    if (process, path.parent) not in _swept:
        _swept.add((process, path.parent))
        sweep(path.parent)
    free = f"{uuid.uuid4().hex[:8]}-{_machine()}-{process:x}"
    return path.with_name(f".{path.stem[:40]}.{free}.partial{path.suffix}")


def sweep(folder: Path) -> None:
    """Remove what processes of this machine that live no more left unfinished in a folder, if it is there."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _PARTIAL.fullmatch(entry.name)
            if found is None or found[1] != _machine() or _lives(int(found[2], 16)):
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                discard(Path(entry.path))


def _machine() -> str:
    """Which machine, as 8 hex digits: the same process number on another one is another process."""
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"


def _lives(process: int) -> bool:
    if os.name == "nt":  # asking would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another account's
        return True
    return True


def discard(path: Path) -> None:
    """Remove an unfinished file, if it is there; what cannot be removed is left to the next writer's sweep."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def is_partial(name: str) -> bool:
    """Whether a name is one of `partial_beside`."""
    return _PARTIAL.fullmatch(name) is not None


def sync_file(path: Path) -> None:
    """Have the disk keep what is in a file."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder: a new or renamed file survives a power cut only after this."""
    if os.name == "nt":  # a folder cannot be opened there, and NTFS journals its names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a disk that cannot sync a folder
            raise
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def sha256_of(path: Path) -> str:
    """sha256 of a file, hex."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
