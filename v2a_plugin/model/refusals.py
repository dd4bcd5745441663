"""What the system refused (an OSError), as a sentence with its remedy."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from v2a_plugin.model.errors import NoSuchFile, OutputError, V2AError

__all__ = ["disk_full", "refusal", "unwritable"]

_NAME_MAX = 255
"""Bytes of a name that disks hold."""

_REMEDIES = {
    errno.EIO: "Check the disk, or the connection to it.",
    errno.EFBIG: "Choose a disk for larger files, or raise the limit (ulimit -f).",
    errno.EMFILE: "Close other programs, or raise the limit (ulimit -n).",
    errno.ENFILE: "Close other programs.",
    errno.ELOOP: "A link leads back to itself: remove it.",
    errno.ENOMEM: "Close other programs, or ask for less.",
    errno.EBUSY: "Close the program that uses it.",
    errno.ENOSPC: "Free some space.",
    errno.EDQUOT: "Free some space.",
}


def refusal(error: OSError) -> V2AError:
    """An error for a person; for what arises where nothing more is known than what the system says."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if error.errno is None:  # a library's own, or none of the system's
        return V2AError(f"{str(error).partition(chr(10))[0] or type(error).__name__}".rstrip(".") + ".")
    if isinstance(error, ConnectionError | TimeoutError):
        return V2AError(f"The connection failed: {_reason(error)}.", "Try again later.")
    if isinstance(error, FileNotFoundError) and name:
        return NoSuchFile(f"There is no file {name}.", "Check its path.")
    if name:
        return unwritable(Path(name), error, "used")
    reason = _reason(error)
    return OutputError(f"{reason[:1].upper()}{reason[1:]}.", _hint(error))


def unwritable(path: Path, error: OSError, done: str = "written") -> OutputError:
    """An error for a path that cannot be written, or whatever was to be done with it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(path)
    if error.errno == errno.ENAMETOOLONG:
        part = "name" if len(os.fsencode(path.name)) > _NAME_MAX else "path that ends in"
        return OutputError(f"The {part} {path.name[:40]}… is too long for this disk.", "Choose a shorter one.")
    return OutputError(f"{path} cannot be {done}: {_reason(error)}.", _hint(error))


def disk_full(path: Path) -> OutputError:
    """An error for a path beside which nothing more fits."""
    return OutputError(
        f"The disk is full while writing {path.name} to {path.parent}.", "Free some space or choose another folder."
    )


def _reason(error: OSError) -> str:
    return (error.strerror or "refused").lower()


def _hint(error: OSError) -> str:
    return _REMEDIES.get(error.errno or 0, "Choose a folder that you may write to.")
