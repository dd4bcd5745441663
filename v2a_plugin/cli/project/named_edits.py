"""`v2a project edit` and `edits`: any edit of the cut by its name, one step of the history each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, show_rows
from v2a_plugin.cli.project.opening import Folder, WithoutMedia, opened
from v2a_plugin.timeline.catalogue import EDITS, edit_named
from v2a_plugin.timeline.operations import Change, ClipChange, CueChange, MarkerChange, TrackChange

__all__ = ["did", "edit", "edits", "show_done"]


@dataclass(frozen=True, slots=True)
class EditDone:
    """`v2a project edit` and `shots`: what the undo menu calls it, "" when nothing had to change; ids of what is new."""

    change: str
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditLine:
    """An edit: its name, how it is written, what it does."""

    name: str
    usage: str
    summary: str


def edit(
    folder: Path = Folder,
    name: str = typer.Argument(..., metavar="EDIT", help="Its name; 'v2a project edits' lists them."),
    arguments: list[str] | None = typer.Argument(
        None,
        metavar="[ARGUMENT]...",
        help="In order, or name=value. Several cues, takes or shots with commas, or 'all'. Times are timecode, "
        "seconds (12.5) or frames (300f).",
    ),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Do any edit of cues, takes, shots, markers or tracks by its name; 'undo' takes it back."""
    with opened(folder, without_media=without_media) as project:
        change = edit_named(name).change(project.timeline, arguments or [])
        project.do(change)
    show_done(change, as_json)


def edits(as_json: bool = Json) -> None:
    """List the edits that 'v2a project edit' knows, and their arguments."""
    lines = tuple(EditLine(one.name, one.usage, one.summary) for one in EDITS.values())
    show_rows("edits", lines, as_json, [text for one in lines for text in (one.usage, f"    {one.summary}")])


def did(change: Change) -> EditDone:
    """How a change that was made is reported."""
    gone = {step.before.region.id for step in change.operations if isinstance(step, ClipChange) and step.before}
    added = [
        step.after.region.id if isinstance(step, ClipChange) else step.after.id
        for step in change.operations
        if isinstance(step, CueChange | MarkerChange | TrackChange | ClipChange) and step.after and not step.before
    ]
    fresh = tuple(one for one in dict.fromkeys(added) if one not in gone)
    return EditDone(change.name if change else "", fresh)


def show_done(change: Change, as_json: bool) -> None:
    """Print what `edit` prints."""
    done = did(change)
    show(done, as_json, [" ".join((f"{done.change}:", *done.added)).rstrip(":") if done.change else "Nothing to do."])
