"""One writer at a time.

The operating system's lock decides between processes of one machine and falls when a process dies, however it dies. The
file beside it tells who holds it, for people, and for disks that are shared with machines whose locks we cannot see.
"""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import dataclass

import psutil
from filelock import FileLock, Timeout

from v2a_plugin.files import read_text, write_text
from v2a_plugin.model.errors import BadInput, OutputError
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.project.folder_layout import Layout

__all__ = ["WriteLock", "read_owner"]

_SAME_START = 2.0
"""Seconds that two readings of a process's start time may differ by."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who writes to a project.

    Attributes:
        pid: Its process.
        host: Its machine.
        started: When the process began, seconds since 1970: the same number may be another process later.
        folder: Number of the project's folder on its disk: a copy of an open project is not being written to.
    """

    pid: int
    host: str
    started: float
    folder: int = 0

    @classmethod
    def me(cls, layout: Layout) -> Owner:
        """This process, for a project."""
        return cls(os.getpid(), socket.gethostname(), psutil.Process().create_time(), layout.root.stat().st_ino)

    @property
    def elsewhere(self) -> bool:
        """Whether it is on another machine, where nobody can tell from here if it still runs."""
        return self.host != socket.gethostname()

    @property
    def alive(self) -> bool:
        """Whether the process still runs; for another machine, whether it may."""
        if self.elsewhere:
            return True
        try:
            return abs(psutil.Process(self.pid).create_time() - self.started) < _SAME_START
        except psutil.NoSuchProcess:
            return False
        except psutil.Error:  # it runs, and we may not ask when it began
            return True

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}"


def read_owner(layout: Layout) -> Owner | None:
    """Who says to be writing; None when nobody does, or the file is no longer readable."""
    try:
        return from_json(Owner, read_text(layout.owner), layout.owner.name)
    except (OSError, UnicodeDecodeError, BadInput):
        return None


class WriteLock:
    """The right to write to a project.

    Attributes:
        note: What a person should know about how it was got; "" for nothing.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lock = FileLock(layout.lock, timeout=0, thread_local=False)
        self.note = ""

    def take(self, *, force: bool = False) -> str:
        """Take the lock if nobody has it.

        Args:
            force: Take it even from another machine; only when it is certain that nothing writes there.

        Returns:
            "" when it is ours now, else why not.
        """
        try:
            self._lock.acquire()
        except Timeout:
            holder = read_owner(self._layout)
            return f"{holder or 'another process'} is writing to it"
        except (OSError, NotImplementedError) as error:
            return f"its folder may not be written ({getattr(error, 'strerror', None) or error})".lower()
        try:
            me, before = Owner.me(self._layout), read_owner(self._layout)
            if before is not None and (refused := _holds(before, me, force)):
                self._lock.release()
                return refused
            if before is not None and before.folder in (0, me.folder):
                self.note = f"The lock of {before} was left behind and has been taken over."
            write_text(self._layout.owner, to_json(me))
        except OutputError as error:
            self._lock.release()
            return error.message[:1].lower() + error.message[1:].rstrip(".")
        return ""

    def release(self) -> None:
        """Give it back."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):  # the disk may have gone; a lock left behind is recognised
                self._layout.owner.unlink(missing_ok=True)
            self._lock.release()


def _holds(owner: Owner, me: Owner, force: bool) -> str:
    """Why the system's lock is not enough; "" when the owner's file was left behind or copied along."""
    if owner.elsewhere:
        return "" if force else f"{owner} is writing to it, or stopped without a word"
    copied = owner.folder not in (0, me.folder)
    if copied or owner.pid == me.pid or not owner.alive:
        return ""
    return f"{owner} is writing to it"  # a disk that knows no locks
