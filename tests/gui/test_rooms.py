"""The rooms of the panel: who may know whom. `.importlinter` holds the floors; this holds what it cannot see."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import v2a_gui

PANEL = Path(v2a_gui.__file__).parent
MODULES = {
    ".".join(("v2a_gui", *path.relative_to(PANEL).with_suffix("").parts)): path for path in sorted(PANEL.rglob("*.py"))
}
WIDGETS = "PySide6.QtWidgets"


def imported(path: Path) -> set[str]:
    """Modules that a file imports anywhere in it, for types too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_models_and_playback_know_no_widgets() -> None:
    rooms = ("v2a_gui.models.", "v2a_gui.playback.")
    inside = {name: path for name, path in MODULES.items() if name.startswith(rooms)}
    assert len(inside) > 15
    assert [name for name, path in inside.items() if WIDGETS in imported(path)] == []
    assert WIDGETS in imported(MODULES["v2a_gui.views.takes"])


def test_only_the_start_of_the_panel_knows_the_window_for_types_too() -> None:
    known = {name for name, path in MODULES.items() if "v2a_gui.main_window" in imported(path)}
    assert known == {"v2a_gui.app"}


def test_no_files_of_the_panel_stand_in_a_circle() -> None:
    graph = {name: imported(path) & MODULES.keys() - {name} for name, path in MODULES.items()}
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle
