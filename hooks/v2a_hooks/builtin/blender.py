"""Host: Blender's video sequencer, by an add-on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from v2a_hooks import hookimpl
from v2a_plugin.hosts.protocol import Host, HostFile, written_into

__all__ = ["register_hosts"]


class BlenderHost:
    """Sends the selected movie strips, and puts the takes on channels above them."""

    name = "blender"
    title = "Blender 3.3 or later, video sequencer"

    def folders(self) -> Sequence[Path]:
        """The add-ons of every version of Blender that has run here, the newest first."""
        home = Path.home()
        if sys.platform == "darwin":
            root = home / "Library/Application Support/Blender"
        elif os.name == "nt":
            root = Path(os.environ.get("APPDATA", home / "AppData/Roaming")) / "Blender Foundation/Blender"
        else:
            root = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "blender"
        versions = [path for path in root.glob("[0-9]*.[0-9]*") if path.is_dir()]
        versions.sort(key=lambda path: [int(part) for part in path.name.split(".") if part.isdigit()], reverse=True)
        return [version / "scripts/addons" for version in versions]

    def files(self, command: Sequence[str]) -> Sequence[HostFile]:
        """The add-on."""
        text = (resources.files("v2a_resources") / "hosts" / "v2a_blender.py").read_text(encoding="utf-8")
        return [HostFile("v2a_foley.py", written_into(text, "V2A = ", command))]

    def next_step(self) -> str:
        """What to click."""
        return (
            "In Blender: Edit > Preferences > Add-ons, switch on 'v2a foley'. "
            "Then select movie strips and use the tab v2a in the sequencer's sidebar."
        )


@hookimpl
def register_hosts() -> Sequence[Host]:
    """Blender."""
    return [BlenderHost()]
