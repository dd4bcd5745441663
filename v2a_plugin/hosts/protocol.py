"""What a host is: an editor with a folder of scripts, and what belongs in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

__all__ = ["Host", "HostFile", "written_into"]


@dataclass(frozen=True, slots=True)
class HostFile:
    """A script for a host.

    Attributes:
        name: File name, without folders.
        text: Its content.
        comment: What begins a comment line in its language ("#", "--").
    """

    name: str
    text: str
    comment: str = "#"


@runtime_checkable
class Host(Protocol):
    """An editor that v2a can be reached from."""

    @property
    def name(self) -> str:
        """What people call it on the command line ("resolve")."""

    @property
    def title(self) -> str:
        """What it is, in a few words a person reads."""

    def folders(self) -> Sequence[Path]:
        """Where the host looks for scripts on this computer, the best first; empty when the host is not there.

        Only looks; nothing is made.
        """

    def files(self, command: Sequence[str]) -> Sequence[HostFile]:
        """What belongs in such a folder; nothing for a host that needs no script.

        Args:
            command: The words that start v2a on this computer.
        """

    def next_step(self) -> str:
        """What to click once it is installed, in one or two sentences."""


def written_into(text: str, line: str, command: Sequence[str], brackets: str = "[]") -> str:
    """A script with the command of this computer in the line that is made for it.

    Args:
        text: The script.
        line: How the line begins that holds the command (`V2A = `).
        command: The words.
        brackets: What a list is written in.

    Raises:
        ValueError: The script has no such line.
    """
    words = ", ".join(_quoted(word) for word in command)
    rows = text.splitlines(keepends=True)
    for index, row in enumerate(rows):
        if row.startswith(line):
            rows[index] = f"{line}{brackets[0]}{words}{brackets[1]}\n"
            return "".join(rows)
    raise ValueError(f"no line of the script begins with '{line}'")


def _quoted(word: str) -> str:
    """A string that Python and Lua read the same way."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
