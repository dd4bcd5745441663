"""`v2a project merge`: takes that were rendered elsewhere."""

from __future__ import annotations

from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show_rows, watch
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.project.merging import merge_parts

__all__ = ["merge"]


def merge(
    folder: Path = Folder,
    parts: list[Path] = typer.Argument(
        ..., metavar="PARTS...", help="Folders that 'generate --into' wrote, or folders of such folders."
    ),
    as_json: bool = Json,
) -> None:
    """Bring takes into a project that 'generate --into' wrote elsewhere; what is there already is passed over."""
    with opened(folder, without_media=True) as project:
        merged = watch(merge_parts(project, [part for given in parts for part in _parts(given)]), as_json)
    lines = [f"{each.folder}: {len(each.new)} new, {each.known} known" for each in merged]
    show_rows("parts", merged, as_json, lines)


def _parts(folder: Path) -> list[Path]:
    """The parts in a folder of parts, by name; the folder itself where it is one."""
    found = sorted(path.parent for path in folder.glob("*/takes")) if not (folder / "takes").is_dir() else []
    return found or [folder]
