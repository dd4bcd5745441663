"""`v2a project markers`: the markers of a cut as a file."""

from __future__ import annotations

from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.cli.project.results import MarkersWritten
from v2a_plugin.delivery.marker_list import write_markers
from v2a_plugin.model.timeline import MarkerKind

__all__ = ["markers"]


def markers(
    folder: Path = Folder,
    out: Path = typer.Option(..., "--out", help="The file: .csv for a spreadsheet, .edl for DaVinci Resolve."),
    hits: bool = typer.Option(True, "--hits/--no-hits", help="With the hits that were found in the picture."),
    as_json: bool = Json,
) -> None:
    """Write the markers of a cut to a file that other programs read."""
    with opened(folder, write=False) as project:
        count = write_markers(project.timeline, out, MarkerKind if hits else (MarkerKind.MARK,))
    show(MarkersWritten(out, count), as_json, [f"{out.name}: {count} markers"])
