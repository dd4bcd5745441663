"""One writer at a time for the folder of a delivery."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from v2a_plugin.files import discard, writing_errors
from v2a_plugin.model.errors import OutputError

__all__ = ["LOCK", "writing_to"]

LOCK = ".v2a-writing.lock"
"""File in the folder that the operating system's lock is on; gone when nobody writes."""

_HELD: dict[tuple[int, int], int] = {}
"""Folders that this process writes to, by device and number on it, with how often the lock was taken."""
_MUTEX = threading.Lock()


@contextlib.contextmanager
def writing_to(folder: Path) -> Iterator[bool]:
    """Hold the folder: another process that wants to write to it is refused. This process may take it several times.

    The operating system lets go of the lock when the process dies, however it dies.

    Args:
        folder: An existing folder.

    Yields:
        Whether nobody of this process held it yet: then what an interrupted writer left may be put right.

    Raises:
        OutputError: Another process writes to it.
    """
    with writing_errors(folder):
        status = folder.stat()
    key = (status.st_dev, status.st_ino)
    with _MUTEX:
        first = key not in _HELD
        lock = FileLock(folder / LOCK, thread_local=False) if first else None
        if lock is not None:
            with writing_errors(folder / LOCK):
                try:
                    lock.acquire(timeout=0)
                except Timeout as error:
                    raise OutputError(
                        f"Another v2a writes to {folder} at this moment.", "Wait until it ends, or give another folder."
                    ) from error
        _HELD[key] = _HELD.get(key, 0) + 1
    try:
        yield first
    finally:
        with _MUTEX:
            _HELD[key] -= 1
            if not _HELD[key]:
                del _HELD[key]
        if lock is not None:
            if os.name != "nt":  # removed while it is held: whoever opens it next makes a new one
                discard(folder / LOCK)
            lock.release()
