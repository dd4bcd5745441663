"""The menu bar: commands under their menus, in groups; those that are many of a kind have a menu of their own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar

from v2a_gui.access_keys import with_access_keys
from v2a_gui.commands import Commands

__all__ = ["fill_menus"]

_LAST = "Help"
_FIRST_OF_GROUP = frozenset(
    (
        "conform", "preferences", "quit",
        "cut-split", "copy", "select-all", "add-marker", "snap",
        "align-playhead", "louder", "perform",
        "step-back", "previous-shot", "go-start", "mark-in", "loop", "match-loudness",
        "star", "place", "more-like-this", "discard", "history",
        "find-shots-again", "find-hits", "copy-settings",
        "pause-queue", "draw-alike", "palette", "models", "source-timecode",
    )
)  # fmt: skip
"""Commands above which a line is drawn."""


def fill_menus(bar: QMenuBar, commands: Commands) -> dict[str, QMenu]:
    """Make the menus of all commands, and give them by name; what plugins add comes before the last one."""
    names = list(dict.fromkeys(command.menu for command in commands.all if command.menu != _LAST))
    titles = with_access_keys([_translated(name) for name in (*names, _LAST)])
    menus = {name: bar.addMenu(title) for name, title in zip((*names, _LAST), titles, strict=True)}
    for name, menu in menus.items():
        _fill(menu, name, commands)
    return menus


def _fill(menu: QMenu, name: str, commands: Commands) -> None:
    inner: dict[str, QMenu] = {}
    for command in commands.all:
        if command.menu != name:
            continue
        if command.id in _FIRST_OF_GROUP:
            menu.addSeparator()
        if command.inner and command.inner not in inner:
            inner[command.inner] = menu.addMenu(commands.title(command.inner))
        (inner[command.inner] if command.inner else menu).addAction(commands[command.id])


def _translated(name: str) -> str:
    return QCoreApplication.translate("Commands", name)
