"""Host: DaVinci Resolve, by a script for its menu Workspace > Scripts, which the free edition has too."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from v2a_hooks import hookimpl
from v2a_plugin.hosts.protocol import Host, HostFile, written_into

__all__ = ["register_hosts"]


class ResolveHost:
    """Sends the clip under the playhead, and puts the best take on a new audio track."""

    name = "resolve"
    title = "DaVinci Resolve 18 or later, free and Studio"

    def folders(self) -> Sequence[Path]:
        """The user's scripts, then those of all users, as Resolve's own README names them."""
        home = Path.home()
        if sys.platform == "darwin":
            support = Path("Library/Application Support/Blackmagic Design/DaVinci Resolve")
            roots = [home / support, Path("/") / support]
        elif os.name == "nt":
            product = Path("Blackmagic Design/DaVinci Resolve")
            roots = [
                Path(os.environ.get("APPDATA", home / "AppData/Roaming")) / product / "Support",
                Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / product,
            ]
        else:
            data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
            roots = [data / "DaVinciResolve", Path("/opt/resolve"), Path("/home/resolve")]
        return [root / "Fusion/Scripts/Utility" for root in roots if root.is_dir()]

    def files(self, command: Sequence[str]) -> Sequence[HostFile]:
        """The menu script."""
        text = (resources.files("v2a_resources") / "hosts" / "v2a_resolve.py").read_text(encoding="utf-8")
        return [HostFile("v2a foley.py", written_into(text, "V2A = ", command))]

    def next_step(self) -> str:
        """What to click."""
        return "In Resolve: put the playhead on a clip, then Workspace > Scripts > v2a foley."


@hookimpl
def register_hosts() -> Sequence[Host]:
    """Resolve."""
    return [ResolveHost()]
