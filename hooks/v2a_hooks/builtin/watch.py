"""Host: a watched folder, which every editor that can save a file can use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_hooks import hookimpl

if TYPE_CHECKING:
    from v2a_plugin.hosts.protocol import Host, HostFile

__all__ = ["register_hosts"]


class WatchHost:
    """Nothing to install: `v2a watch` does the work, `v2a_plugin.hosts.watching` tells how."""

    name = "watch"
    title = "Watched folder, for every editor"

    def folders(self) -> Sequence[Path]:
        """None of its own."""
        return []

    def files(self, command: Sequence[str]) -> Sequence[HostFile]:  # noqa: ARG002 - part of the protocol
        """None."""
        return []

    def next_step(self) -> str:
        """What to type."""
        return "Run: v2a watch FOLDER --out FOLDER. A clip or a cut put into the first comes back in the second."


@hookimpl
def register_hosts() -> Sequence[Host]:
    """The watched folder."""
    return [WatchHost()]
