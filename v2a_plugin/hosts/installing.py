"""Putting a host's scripts into its folder, and taking them out again.

Every file that is written begins with a line that names v2a-plugin and the digest of the rest. So a file of somebody
else, or one that was changed by hand, is recognised, and neither overwritten nor removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from v2a_plugin.files import output_folder, write_text, writing_errors
from v2a_plugin.hosts.protocol import Host, HostFile
from v2a_plugin.model.errors import BadInput, NoSuchFile, OutputError

__all__ = ["install", "state", "uninstall"]

_MARK = "Installed by v2a-plugin, content "


class HostState(StrEnum):
    """How a host fares on this computer."""

    ABSENT = "absent"
    """The host was not found."""
    READY = "ready"
    """It is there; nothing is installed."""
    INSTALLED = "installed"
    OUTDATED = "outdated"
    """Scripts of another version, or for another place of v2a, are installed."""
    CHANGED = "changed"
    """A script was changed by hand, or is somebody else's."""
    NOTHING_TO_INSTALL = "nothing to install"


@dataclass(frozen=True, slots=True)
class Installed:
    """What `install` or `uninstall` did.

    Attributes:
        host: Name of the host.
        folder: Its folder; None when it needs no script.
        files: What was written or removed; empty when all was as it should be.
        next_step: What to click.
    """

    host: str
    folder: Path | None
    files: tuple[Path, ...]
    next_step: str


def command_of_v2a() -> tuple[str, ...]:
    """The words that start this very v2a from anywhere: hosts do not know its environment."""
    name = "v2a.exe" if os.name == "nt" else "v2a"
    beside = Path(sys.executable).with_name(name)
    found = beside if beside.is_file() else shutil.which("v2a")
    if found:
        return (str(found),)
    return (sys.executable, "-c", "from v2a_plugin.cli import main; main()")


def state(host: Host, to: Path | None = None) -> HostState:
    """How a host fares, in its own folder or a given one."""
    files = host.files(command_of_v2a())
    if not files:
        return HostState.NOTHING_TO_INSTALL
    folder = to or next(iter(host.folders()), None)
    if folder is None:
        return HostState.ABSENT
    there = [(file, _read(folder / file.name)) for file in files]
    if all(text is None for _, text in there):
        return HostState.READY
    if any(text is not None and not _is_ours(text) for _, text in there):
        return HostState.CHANGED
    return HostState.INSTALLED if all(text == _marked(file) for file, text in there) else HostState.OUTDATED


def install(host: Host, to: Path | None = None) -> Installed:
    """Write the scripts of a host; those that are as they should be are left alone.

    Args:
        host: Which.
        to: Folder to write to; None for the host's own.

    Raises:
        NoSuchFile: The host was not found, and no folder was given.
        OutputError: A file of that name is somebody else's or was changed, or the folder may not be written.
    """
    files = host.files(command_of_v2a())
    if not files:
        return Installed(host.name, None, (), host.next_step())
    folder = _folder(host, to)
    wanted = [(folder / file.name, _marked(file)) for file in files]
    for path, _ in wanted:
        _refuse_strangers(path)
    stale = [(path, text) for path, text in wanted if _read(path) != text]
    if stale:
        output_folder(folder)
    for path, text in stale:
        write_text(path, text)
    return Installed(host.name, folder, tuple(path for path, _ in stale), host.next_step())


def uninstall(host: Host, to: Path | None = None) -> Installed:
    """Remove the scripts of a host, from every folder of it or from a given one.

    Raises:
        OutputError: A file was changed since, or may not be removed.
    """
    removed: list[Path] = []
    folders = [to] if to else list(host.folders())
    names = [file.name for file in host.files(command_of_v2a())]
    paths = [folder / name for folder in folders for name in names if (folder / name).exists()]
    for path in paths:
        _refuse_strangers(path)
    for path in paths:
        with writing_errors(path):
            path.unlink()
        removed.append(path)
    return Installed(host.name, folders[0] if folders else None, tuple(removed), "")


def _folder(host: Host, to: Path | None) -> Path:
    if to is not None:
        if to.exists() and not to.is_dir():
            raise BadInput(f"{to} is no folder.", "Give the folder that the host reads scripts from.")
        return to
    folders = host.folders()
    if not folders:
        raise NoSuchFile(
            f"{host.title} was not found on this computer.",
            f"Give the folder it reads scripts from: v2a host install {host.name} --to FOLDER.",
        )
    return folders[0]


def _refuse_strangers(path: Path) -> None:
    text = _read(path)
    if text is not None and not _is_ours(text):
        raise OutputError(f"{path} is not as v2a wrote it.", "Move it away or remove it, then try again.")


def _marked(file: HostFile) -> str:
    return f"{file.comment} {_MARK}{_digest(file.text)}\n{file.text}"


def _is_ours(text: str) -> bool:
    head, _, rest = text.partition("\n")
    return _MARK in head and head.endswith(_digest(rest))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}.", "Look at its permissions.") from error
