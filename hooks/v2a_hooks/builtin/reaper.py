"""Host: Reaper, by a ReaScript."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from v2a_hooks import hookimpl
from v2a_plugin.hosts.protocol import Host, HostFile, written_into

__all__ = ["register_hosts"]


class ReaperHost:
    """Sends the selected item, and puts the takes as takes of one item on a new track."""

    name = "reaper"
    title = "Reaper 6 or later"

    def folders(self) -> Sequence[Path]:
        """The scripts beside Reaper's settings."""
        home = Path.home()
        if sys.platform == "darwin":
            root = home / "Library/Application Support/REAPER"
        elif os.name == "nt":
            root = Path(os.environ.get("APPDATA", home / "AppData/Roaming")) / "REAPER"
        else:
            root = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "REAPER"
        return [root / "Scripts"] if root.is_dir() else []

    def files(self, command: Sequence[str]) -> Sequence[HostFile]:
        """The script."""
        text = (resources.files("v2a_resources") / "hosts" / "v2a_reaper.lua").read_text(encoding="utf-8")
        return [HostFile("v2a foley.lua", written_into(text, "local V2A = ", command, "{}"), "--")]

    def next_step(self) -> str:
        """What to click."""
        return (
            "In Reaper: Actions > Show action list > New action > Load ReaScript, choose 'v2a foley.lua'. "
            "Then select a video item and run it."
        )


@hookimpl
def register_hosts() -> Sequence[Host]:
    """Reaper."""
    return [ReaperHost()]
