"""`v2a cut conform`: the cut changed, and the cues follow their pictures into the new one."""

from __future__ import annotations

from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.cut_results import ConformDone, MatchLine
from v2a_plugin.cli.options import Detector, Sequence
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.conform.report import ConformReport
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import parse_rate
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.conforming import conform_project
from v2a_plugin.project.project import Project

__all__ = ["conform"]


def conform(
    folder: Path = Folder,
    file: Path = typer.Argument(..., metavar="NEW", help="The new picture, or the new cut's file."),
    media: list[Path] = typer.Option([], "--media", help="A file or folder with media that the new cut shows."),
    detector: str = Detector,
    rate: str = typer.Option("", "--rate", help="Frames a second of an EDL, which does not say (25, 29.97)."),
    sequence: str = Sequence,
    dry_run: bool = typer.Option(False, "--dry-run", help="Only tell what would happen."),
    as_json: bool = Json,
) -> None:
    """Match a changed cut with the old one: cues follow their pictures; what has no match goes to its own track."""
    with opened(folder, without_media=True) as project:  # the new export may lie where the old one did
        if not dry_run and project.read_only:
            raise BadInput(f"{project.path.name} is open for reading only: {project.read_only}.", "Try --dry-run.")
        done = _conform(project, file, media, detector, rate, sequence, dry_run, as_json)
    show(done, as_json, list(done.report) or ["Nothing has changed."])


def _conform(
    project: Project, file: Path, media: list[Path], detector: str, rate: str, sequence: str, dry_run: bool, quiet: bool
) -> ConformDone:
    exact = parse_rate(rate) if rate else None
    steps = conform_project(
        project, file, load_plugins(), media=media, detector=detector, rate=exact, sequence=sequence
    )
    found = watch(steps, quiet)
    for note in found.notes:
        warn(note)
    if not dry_run:
        found.apply(project)
    return _result(project, file, found.report, not dry_run)


def _result(project: Project, file: Path, report: ConformReport, applied: bool) -> ConformDone:

    return ConformDone(
        project=project.path,
        file=file,
        applied=applied,
        matches=tuple(
            MatchLine(one.old.region.name, one.new.region.name, one.kind.value, one.shift) for one in report.matches
        ),
        moved=report.moved,
        unmatched=report.unmatched,
        rerouted=report.rerouted,
        gone=tuple(region.name for region in report.gone),
        new=tuple(region.name for region in report.new),
        markers_left=report.markers_left,
        report=report.sentences(),
    )
