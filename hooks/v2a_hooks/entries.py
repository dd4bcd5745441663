"""What a `register_*` hook returns."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from v2a_plugin.formats.cut import EditorsCut, ReadOptions
    from v2a_plugin.plugins.panel import Panel

__all__ = ["CutReader", "Entry", "Lazy", "PanelAction", "PanelDock", "PanelNeeds", "PanelSide"]

C_co = TypeVar("C_co", bound=Callable[..., Any], covariant=True)


@dataclass(frozen=True, slots=True)
class Lazy:
    """A function, or a class, whose module is imported when it is called.

    Attributes:
        target: "package.module:function".
    """

    target: str

    def __call__(self, *arguments: Any) -> Any:
        """Import it and call it."""
        module, _, name = self.target.partition(":")
        return getattr(importlib.import_module(module), name)(*arguments)


@dataclass(frozen=True, slots=True)
class Entry(Generic[C_co]):
    """One thing a plugin adds, under the name it is asked for by.

    Attributes:
        name: What cards, options and recipes call it ("open_clip", "adaptive"); no other of its kind may share it.
        title: What it is, in a few words a person reads.
        call: Does the work; the hook that takes the entry says with which arguments it is called. `Lazy` names a
            function of a module that imports heavy packages, so that listing plugins stays quick.
    """

    name: str
    title: str
    call: C_co


@dataclass(frozen=True, slots=True)
class CutReader:
    """A format of cuts that can be read.

    Attributes:
        name: What the format is called ("edl"); no other reader may share it.
        title: What it is, in a few words a person reads.
        suffixes: Endings of its files, small letters with the dot.
        call: Reads the picture of a file. It may raise a `v2a_plugin.model.errors.V2AError` with a sentence; what it
            does not understand belongs in `EditorsCut.left_out`. Import heavy packages inside it.
        marks: Where other formats share the ending: bytes of which one is among the first 4096 of its files.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    call: Callable[[Path, ReadOptions], EditorsCut]
    marks: tuple[bytes, ...] = ()


class PanelNeeds(StrEnum):
    """What must be there for a panel action to be enabled."""

    NOTHING = "nothing"
    CUT = "cut"
    """A project is open."""
    SHOT = "shot"
    """A shot is selected."""
    TAKE = "take"
    """A take is selected."""


@dataclass(frozen=True, slots=True)
class PanelAction:
    """A command that a plugin adds to the panel's menus and its command palette.

    Attributes:
        name: Names it in settings; no other action may share it.
        title: What the menu calls it.
        call: Does it, on the main thread; what takes long goes to `Panel.submit`.
        menu: Which menu it is in; one that is not there is made.
        needs: When it is enabled.
        keys: Shortcut in Qt's portable form ("Ctrl+Alt+T"); "" for none.
    """

    name: str
    title: str
    call: Callable[[Panel], object]
    menu: str = "Plugins"
    needs: PanelNeeds = PanelNeeds.NOTHING
    keys: str = ""


class PanelSide(StrEnum):
    """Where a dock is at first; a person may drag it elsewhere."""

    LEFT = "left"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class PanelDock:
    """A part of the panel's window that a plugin fills; the menu View, Docks shows it.

    Attributes:
        name: Names it in settings; no other dock may share it.
        title: What its head and the menu say.
        make: Gives a `PySide6.QtWidgets.QWidget`, on the main thread, when the dock is first shown; import Qt inside
            it. If the widget has a method `refresh()`, that is called after every change of the cut, the selection
            and what is open.
        side: Where it is at first.
    """

    name: str
    title: str
    make: Callable[[Panel], object]
    side: PanelSide = PanelSide.RIGHT
