"""`v2a project relink`, `gc` and `verify`."""

from __future__ import annotations

from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, agree, say, show, watch
from v2a_plugin.cli.project.info import media_line
from v2a_plugin.cli.project.opening import Folder, opened, tell
from v2a_plugin.cli.project.results import Cleaning, Relinked
from v2a_plugin.project.checking import is_delivery, verify_delivery, verify_project
from v2a_plugin.project.folder import open_project
from v2a_plugin.project.links import LinkState
from v2a_plugin.project.orphans import collect, find_orphans

__all__ = ["gc", "relink", "verify"]


def relink(
    folder: Path = Folder,
    place: Path = typer.Argument(
        ..., metavar="FOLDER", help="Where the media lie now; folders in it are searched too."
    ),
    as_json: bool = Json,
) -> None:
    """Find missing media again by their fingerprint, whatever they are called now."""
    with opened(folder, without_media=True) as project:
        found = tuple(media_line(project, link) for link in watch(project.relink(place), as_json))
        now = [media_line(project, link) for link in project.links]
    missing = tuple(line for line in now if line.state is not LinkState.FOUND)
    lines = [f"found {line.path}" for line in found] + [f"{line.state} {line.path}" for line in missing]
    show(Relinked(found, missing), as_json, lines or ["All media are there."])
    if missing:
        raise typer.Exit(1)


def gc(
    folder: Path = Folder,
    history: bool = typer.Option(
        False, "--history", help="Forget what can be undone, so that takes that are not on the timeline can go too."
    ),
    yes: bool = typer.Option(False, "--yes", help="Delete without asking."),
    as_json: bool = Json,
) -> None:
    """Delete half-written files, caches, and with --history takes that are not kept any more; they are listed first."""
    with opened(folder, without_media=True) as project:
        found = find_orphans(project, history=history)
        lines = [f"  {item.path} ({item.size} bytes): {item.why}" for item in found]
        delete = yes
        if not yes and not as_json and (found or history):
            say(*(lines or ["No file goes, but nothing can be undone afterwards."]))
            agree("Delete them?" if found else "Forget what can be undone?")
            delete, lines = True, []
        if delete:
            found = collect(project, history=history)
    size = sum(item.size for item in found)
    end = f"{len(found)} files, {size} bytes {'deleted' if delete else 'can go'}." if found else "Nothing to delete."
    show(Cleaning(found, size, delete), as_json, [*lines, end])


def verify(
    folder: Path = typer.Argument(..., metavar="PROJECT|DELIVERY", help="A project's folder, or one of a delivery."),
    as_json: bool = Json,
) -> None:
    """Compare every take and media file of a project, or every file of a delivery, with its digest."""
    if is_delivery(folder):
        found = watch(verify_delivery(folder), as_json)
    else:
        with open_project(folder, write=False) as project:
            tell(project)
            found = watch(verify_project(project), as_json)
    lines = [f"{problem.message} {problem.hint}".strip() for problem in found.problems]
    show(found, as_json, lines or [f"{found.checked} checked, all as they were written."])
    if found.problems:
        raise typer.Exit(1)
