"""`v2a panel`: the desktop panel."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import typer

from v2a_plugin.cli.console import stop
from v2a_plugin.model.errors import MissingDependency

__all__ = ["panel"]


def panel(
    paths: list[Path] = typer.Argument(None, help="Videos, folders, a cut file or a project to open."),
) -> None:
    """Open the desktop panel."""
    try:
        app = import_module("v2a_gui.app")  # the panel stands above the engine: found, never imported
    except ImportError as error:
        hint = "Install the extra: pip install 'v2a-plugin[panel]'."
        if "PySide6" not in str(error) or ".so" in str(error):
            hint = "On Debian: apt install libegl1 libxkbcommon-x11-0 libxcb-cursor0 libpulse0."
        stop(MissingDependency(f"The panel cannot start: {error}.", hint), as_json=False)
    raise typer.Exit(app.run(paths or []))
