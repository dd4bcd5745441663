"""Hooks for plugins: mark an implementation with `hookimpl`, list what you add as an `Entry`.

`v2a_hooks.specs` tells every hook; `docs/plugins.md` is the tutorial.
"""

from pluggy import HookimplMarker, HookspecMarker

from v2a_hooks.entries import CutReader, Entry, Lazy, PanelAction, PanelDock, PanelNeeds, PanelSide

__all__ = [
    "PROJECT",
    "CutReader",
    "Entry",
    "Lazy",
    "PanelAction",
    "PanelDock",
    "PanelNeeds",
    "PanelSide",
    "hookimpl",
    "hookspec",
]

PROJECT = "v2a"
"""Name of the entry-point group, and of the hooks' family."""

hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)
