"""`v2a project level`: the level of cues, from a measurement."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.project.hits import SkippedCue, cues_named
from v2a_plugin.cli.project.opening import Folder, WithoutMedia, opened
from v2a_plugin.cli.project.results import LevelledCue, Levelling
from v2a_plugin.model.errors import BadInput
from v2a_plugin.project.levelling import LevelMode, level_cue
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import group
from v2a_plugin.timeline.lookup import find_cue

__all__ = ["level"]


class To(StrEnum):
    """What a level is brought to."""

    PRODUCTION = "production"
    PEAK = "peak"


def level(
    folder: Path = Folder,
    cue: list[str] | None = typer.Option(None, "--cue", help="Id of a cue; may be repeated."),
    every: bool = typer.Option(False, "--all", help="Every cue."),
    to: To = typer.Option(..., "--to", help="production: as loud as the sound under it; peak: to --target."),
    target: float = typer.Option(-6.0, "--target", help="Where the highest sample is to lie, dBFS (peak)."),
    offset: float = typer.Option(0.0, "--offset", help="So much louder than the production sound, dB."),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Set the gain of cues from what is measured; the samples of takes are never touched."""
    with opened(folder, without_media=without_media) as project:
        done = _level(project, cues_named(project.timeline, cue or [], every), every, to, target, offset, as_json)
    for skipped in done.skipped:
        warn(f"{skipped.cue}: {skipped.reason}")
    for one in done.cues:
        if one.peak_dbtp is not None and one.peak_dbtp > 0:
            warn(f"{one.cue} peaks at {one.peak_dbtp:+.1f} dBTP now and may clip.")
    lines = [f"{one.cue}  {one.before_db:+.1f} dB -> {one.gain_db:+.1f} dB" for one in done.cues]
    show(done, as_json, lines or ["Nothing to do."])


def _level(
    project: Project, cues: tuple[str, ...], every: bool, to: To, target: float, offset: float, quiet: bool
) -> Levelling:

    cut = project.timeline
    mode = LevelMode.PEAK if to is To.PEAK else LevelMode.MATCH
    done: list[LevelledCue] = []
    skipped: list[SkippedCue] = []
    changes = []
    for identifier in cues:
        placed = find_cue(cut, identifier)
        try:
            if placed.cue.lock or placed.track.lock:
                raise BadInput("The cue is locked.", "Unlock it first.")
            steps = level_cue(
                cut, identifier, project.sound(placed.cue.take), mode,
                media=project.media, target_dbfs=target, offset_db=offset,
            )  # fmt: skip
            found = watch(steps, quiet)
        except BadInput as error:
            if not every:
                raise
            skipped.append(SkippedCue(identifier, error.message))
            continue
        changes.append(found.change)
        before = placed.cue.gain_db
        done.append(LevelledCue(identifier, before, found.gain_db, found.measured, found.reference, found.peak_dbtp))
    project.do(group("Match level" if mode is LevelMode.MATCH else "Peak level", *changes))
    return Levelling(tuple(done), tuple(skipped))
