"""Sets of shortcuts: ours, and those that hands know from other programs. What a person changed comes before any set."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QSettings

from v2a_gui.commands import COMMANDS
from v2a_gui.panel_settings import KEY_SET, changed_keys

__all__ = ["OURS", "SETS", "keys_in_use", "keys_of_set"]

Keys = Mapping[str, tuple[str, ...]]

OURS = "v2a"
_PRO_TOOLS: Keys = {
    "add-marker": ("Enter",),
    "cut-split": ("B", "Ctrl+E"),
    "delete": ("Del", "Backspace"),
    "export": ("Ctrl+Alt+B",),
    "go-start": ("Return", "Home"),
    "loop": ("Ctrl+Shift+L",),
    "mark-in": ("Down", "I"),
    "mark-out": ("Up", "O"),
    "next-shot": ("PgDown",),
    "nudge-back": (",", "Alt+Left"),
    "nudge-on": (".", "Alt+Right"),
    "place": ("P",),
    "previous-shot": ("PgUp",),
    "reject": ("Alt+R",),
    "rename-shot": ("Ctrl+Shift+R",),
    "slip": ("F2",),
    "snap": ("F4",),
    "tap": ("Alt+T",),
    "zoom-fit": ("Alt+A",),
    "zoom-in": ("T", "Ctrl+]"),
    "zoom-out": ("R", "Ctrl+["),
}
_RESOLVE: Keys = {
    "clear-marks": ("Alt+X",),
    "cut-split": ("Ctrl+B", "Ctrl+\\"),
    "delete": ("Backspace", "Del"),
    "export": ("Ctrl+Shift+E",),
    "full-screen": ("Ctrl+F", "F11"),
    "loop": ("Ctrl+/",),
    "louder": ("Ctrl+Alt+=",),
    "nudge-back": (",", "Alt+Left"),
    "nudge-on": (".", "Alt+Right"),
    "play-around": ("/",),
    "ripple-delete": ("Shift+Backspace", "Shift+Del"),
    "shortcuts": ("Ctrl+Alt+K",),
    "softer": ("Ctrl+Alt+-",),
}
SETS: Mapping[str, Keys] = MappingProxyType({OURS: {}, "Pro Tools": _PRO_TOOLS, "DaVinci Resolve": _RESOLVE})
"""What each has that ours has not, by command."""


def keys_of_set(name: str) -> Keys:
    """The shortcuts of every command in a set; in ours, where there is no such set."""
    return {command.id: command.keys for command in COMMANDS} | dict(SETS.get(name, {}))


def keys_in_use(settings: QSettings) -> Keys:
    """The shortcuts that are not as in ours: those of the chosen set, and before them those that a person changed."""
    return {**SETS.get(KEY_SET.of(settings), {}), **changed_keys(settings)}
