"""`v2a project place`, `undo` and `redo`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn
from v2a_plugin.cli.project.opening import Folder, WithoutMedia, opened
from v2a_plugin.cli.project.results import ChangeDone
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import parse_position
from v2a_plugin.model.timeline import Timeline, Track
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import Change
from v2a_plugin.timeline.edits import together
from v2a_plugin.timeline.placing import cues_placed, place_best
from v2a_plugin.timeline.placing import place as place_take

__all__ = ["place", "redo", "undo"]


def place(
    folder: Path = Folder,
    takes: list[str] | None = typer.Argument(None, metavar="[TAKE]...", help="Ids of takes; none for the best ones."),
    best: bool = typer.Option(False, "--best", help="The best take of every region (the default without TAKE)."),
    region: list[str] | None = typer.Option(None, "--region", help="Only this region (id or name); may be repeated."),
    track: str = typer.Option("", "--track", help="Track, by name or id; without it the one that holds such sounds."),
    at: str = typer.Option("", "--at", help="Where the take begins: timecode, seconds or frames of the cut."),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Place takes on a track: those given, or the best one of every region that has none there."""

    def edit(project: Project) -> ChangeDone:
        if takes and (best or region):
            raise BadInput("Takes were given together with --best or --region.", "Give one of them.")
        if at and len(takes or []) != 1:
            raise BadInput("--at places a single take.", "Give one take with it.")
        lane = _track(project.timeline, track).id if track else None
        if takes:
            return _place_takes(project, takes, lane, at)
        return _place_best(project, region or [], lane)

    _edit(folder, without_media, as_json, edit)


def undo(folder: Path = Folder, without_media: bool = WithoutMedia, as_json: bool = Json) -> None:
    """Take the last edit back; takes that came since stay."""
    _edit(folder, without_media, as_json, lambda project: _done(project.undo(), "undo"))


def redo(folder: Path = Folder, without_media: bool = WithoutMedia, as_json: bool = Json) -> None:
    """Do the edit again that was taken back last."""
    _edit(folder, without_media, as_json, lambda project: _done(project.redo(), "redo"))


def _edit(folder: Path, without_media: bool, as_json: bool, edit: Callable[[Project], ChangeDone]) -> None:

    with opened(folder, without_media=without_media) as project:
        done = edit(project)
    for left_out in done.skipped:
        warn(f"{left_out.name}: {left_out.reason}.")
    cues = f": {len(done.cues)} cue{'s' if len(done.cues) != 1 else ''}" if done.cues else ""
    show(done, as_json, [f"{done.change}{cues}" if done.change else "Nothing to do."])


def _done(change: Change | None, verb: str) -> ChangeDone:

    if change is None:
        raise BadInput(f"There is nothing to {verb}.", "'v2a project log PROJECT' lists what was done.")
    return ChangeDone(f"{verb.title()} {change.name}")


def _place_takes(project: Project, takes: list[str], track: str | None, at: str) -> ChangeDone:

    cut = project.timeline
    start = parse_position(at, cut.rate, cut.start) if at else None
    steps = [partial(place_take, take=take, track=track, start=start) for take in takes]
    return _put(project, together("Place takes" if len(steps) > 1 else "Place", cut, steps))


def _place_best(project: Project, names: list[str], track: str | None) -> ChangeDone:

    wanted = [clip.region.id for clip in clips_named(project, names, [])] if names else None
    placement = place_best(project.timeline, track, wanted)
    return replace(_put(project, placement.change), skipped=placement.skipped)


def _put(project: Project, change: Change) -> ChangeDone:
    """Make the change, and say which cues it put on tracks."""
    before = project.timeline
    placed = cues_placed(before, project.do(change), change)
    return ChangeDone(change.name if change else "", tuple(one.cue.id for one in placed))


def _track(cut: Timeline, name: str) -> Track:
    """A track by id, or by name without regard to case."""
    for track in cut.tracks:
        if name == track.id or name.casefold() == track.name.casefold():
            return track
    names = ", ".join(track.name for track in cut.tracks) or "none"
    raise BadInput(f"No track is called '{name}'.", f"The tracks are: {names}.")
