"""`v2a project copy`: the project under another name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, watch
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.project.copying import copied, with_suffix

__all__ = ["copy"]


@dataclass(frozen=True, slots=True)
class Copied:
    """`v2a project copy`: where the copy is."""

    path: Path


def copy(
    folder: Path = Folder,
    target: Path = typer.Argument(..., metavar="NEW", help="Folder to make; '.v2a' is added when it lacks."),
    as_json: bool = Json,
) -> None:
    """Copy a project with its takes and its history; caches stay behind."""
    with opened(folder, without_media=True) as project:
        made = watch(copied(project, with_suffix(target)), as_json)
        made.close()
    show(Copied(made.path), as_json, [f"Copied to {made.path}"])
