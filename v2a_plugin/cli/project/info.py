"""`v2a project info` and `log`: what a project holds, and what was done to it."""

from __future__ import annotations

from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, show_rows
from v2a_plugin.cli.project.opening import Folder, opened, tell
from v2a_plugin.cli.project.results import MediaLine, ProjectInfo
from v2a_plugin.model.time import clock
from v2a_plugin.project.folder import open_project
from v2a_plugin.project.links import LinkState, MediaLink
from v2a_plugin.project.log import log_of
from v2a_plugin.project.project import Project
from v2a_plugin.project.write_lock import read_owner

__all__ = ["info", "log", "media_line", "show_info"]


def info(folder: Path = Folder, as_json: bool = Json) -> None:
    """Show what a project holds, and whether its media are there."""
    with open_project(folder, write=False) as project:
        show_info(project, as_json)


def show_info(project: Project, as_json: bool) -> None:
    """Print what `info` prints."""
    found = _info(project)
    cut = project.timeline
    lines = [
        f"{found.name}: {found.regions} regions, {found.takes} takes, {found.cues} cues on {found.tracks} tracks",
        f"  {clock(cut.end)} at {found.rate} frames/s, from {found.start}",
        f"  {project.path}",
        *(f"  media {line.path}: {line.state}" for line in found.media),
        *([f"  cannot be edited now: {found.read_only}"] if found.read_only else []),
    ]
    tell(project)
    show(found, as_json, lines)


def log(
    folder: Path = Folder,
    most: int = typer.Option(20, "--last", help="How many changes; 0 for all."),
    as_json: bool = Json,
) -> None:
    """List what was done, the newest change first."""
    with opened(folder, write=False) as project:
        changes = log_of(project, max(0, most))
    lines = [f"{line.seq:6} {line.at}  {line.kind:<8} {line.name}" for line in changes]
    show_rows("changes", changes, as_json, lines)


def media_line(project: Project, link: MediaLink, *, thorough: bool = True) -> MediaLine:
    """A media file as results print it."""
    return MediaLine(link.located(project.path), link.fingerprint, link.state(project.path, thorough=thorough))


def _info(project: Project) -> ProjectInfo:

    cut = project.timeline
    return ProjectInfo(
        path=project.path,
        name=cut.name,
        rate=cut.rate,
        start=cut.start,
        end_seconds=float(cut.end),
        regions=len(cut.picture),
        takes=len(cut.takes),
        tracks=len(cut.tracks),
        cues=sum(len(track.cues) for track in cut.tracks),
        markers=len(cut.markers),
        media=tuple(media_line(project, link) for link in project.links),
        can_undo=project.can_undo,
        can_redo=project.can_redo,
        read_only=_obstacle(project),
        notes=tuple(project.notes),
    )


def _obstacle(project: Project) -> str:
    """Why the project could not be edited now, as a clause; "" when it could."""
    if not project.read_only:
        return ""
    owner = read_owner(project.layout)
    if owner is not None and owner.alive:
        return f"{owner} is writing to it"
    present = all(link.state(project.path) is LinkState.FOUND for link in project.links)
    return "" if present else "its media are missing"
