"""`v2a project shots`: the shots of a cut listed, split, merged, marked, named, and looked for again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, watch
from v2a_plugin.cli.options import Detector
from v2a_plugin.cli.project.listing import What, listing
from v2a_plugin.cli.project.named_edits import did, show_done
from v2a_plugin.cli.project.opening import Folder, WithoutMedia, opened
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.model.time import Span, parse_position
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.detection import find_shots_again
from v2a_plugin.timeline.operations import Change
from v2a_plugin.timeline.reading_arguments import read_shot, read_time
from v2a_plugin.timeline.shot_edits import mark_segment, merge_shots, split_shot
from v2a_plugin.timeline.track_edits import rename_region

__all__ = ["detect", "list_", "mark", "merge", "rename", "split"]


At = typer.Argument(..., metavar="TIME", help="First frame of the new shot: timecode, seconds or frames (300f).")
Shot = "A shot's number, name or id."


@dataclass(frozen=True, slots=True)
class Detected:
    """`v2a project shots detect`: how many cuts there are more, ids of new shots, and what was searched with."""

    more: int
    added: tuple[str, ...]
    detector: str
    sensitivity: float
    shortest: Fraction


def list_(folder: Path = Folder, as_json: bool = Json) -> None:
    """List the shots; as 'v2a project list PROJECT regions'."""
    listing(folder, What.REGIONS, "", as_json)


def split(folder: Path = Folder, at: str = At, without_media: bool = WithoutMedia, as_json: bool = Json) -> None:
    """Cut the shot under a time in two; the first part keeps its takes."""
    _edit(folder, without_media, as_json, lambda cut: split_shot(cut, read_time(at, cut)))


def merge(
    folder: Path = Folder,
    shot: list[str] = typer.Argument(..., help="Shots that follow one another, by number, name or id."),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Join shots into the first of them; the takes of all are its takes."""
    _edit(folder, without_media, as_json, lambda cut: merge_shots(cut, [read_shot(one, cut) for one in shot]))


def rename(
    folder: Path = Folder,
    shot: str = typer.Argument(..., help=Shot),
    name: str = typer.Argument(..., help="What to call it."),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Call a shot something else."""
    _edit(folder, without_media, as_json, lambda cut: rename_region(cut, read_shot(shot, cut), name))


def mark(
    folder: Path = Folder,
    start: str = typer.Argument(..., metavar="FROM", help="Where the segment begins: timecode, seconds or frames."),
    end: str = typer.Argument(..., metavar="TO", help="Where it ends."),
    name: str = typer.Option("", "--name", help="What to call it; counted by default."),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Make a segment of its own of a part of a shot."""

    def make(cut: Timeline) -> Change:
        return mark_segment(cut, Span(read_time(start, cut), read_time(end, cut)), name)

    _edit(folder, without_media, as_json, make)


def detect(
    folder: Path = Folder,
    shot: list[int] | None = typer.Option(None, "--shot", help="Only in this shot, from 1; may be repeated."),
    region: list[str] | None = typer.Option(None, "--region", help="Only in this region (id or name)."),
    detector: str = Detector,
    sensitivity: float = typer.Option(
        0.75, "--sensitivity", min=0, max=1, help="0: the plainest cuts; 1: every suspicion."
    ),
    shortest: str = typer.Option("0.6", "--shortest", help="Shortest shot: seconds (0.6) or frames (15f)."),
    as_json: bool = Json,
) -> None:
    """Look for more cuts inside shots; the cuts that are there, and the takes, stay."""
    with opened(folder) as project:
        cut = project.timeline
        least = parse_position(shortest, cut.rate)
        clips = clips_named(project, region or [], shot or [])
        finder = load_plugins().shot_detector(detector)()
        steps = find_shots_again(project, clips, finder, sensitivity=sensitivity, min_length=least)
        found = watch(steps, as_json)
        change = found.change(cut)
        project.do(change)
    done = Detected(found.more, did(change).added, detector, sensitivity, least)
    show(done, as_json, [f"{done.more} more cut{'s' if done.more != 1 else ''} found."])


def _edit(folder: Path, without_media: bool, as_json: bool, make: Callable[[Timeline], Change]) -> None:

    with opened(folder, without_media=without_media) as project:
        change = make(project.timeline)
        project.do(change)
    show_done(change, as_json)
