"""`v2a project hits` and `align`: what happens in the picture, and takes that strike there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.project.opening import Folder, WithoutMedia, opened
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.guides.alignment import Aligned, align_to_hit, hit_under, hits_of, nearest_hit
from v2a_plugin.guides.transients import find_transients
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import Marker, MarkerKind, PictureClip, Timeline
from v2a_plugin.project.detection import find_hits_again
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import apply, group
from v2a_plugin.timeline.lookup import find_cue
from v2a_plugin.timeline.reading_arguments import read_time

__all__ = ["SkippedCue", "align", "cues_named", "hits"]


@dataclass(frozen=True, slots=True)
class HitLine:
    """A hit: its marker's id, where it lies, what it is, how strong (0 to 1)."""

    id: str
    region: str
    at: Fraction
    timecode: Timecode
    name: str
    strength: float


@dataclass(frozen=True, slots=True)
class FoundHits:
    """`v2a project hits`: the hits of the regions that were looked at, in order of time."""

    regions: tuple[str, ...]
    hits: tuple[HitLine, ...]


@dataclass(frozen=True, slots=True)
class AlignedCue:
    """A cue that strikes on a hit: seconds on the timeline, and by how many the take was slipped and the cue moved."""

    cue: str
    hit: Fraction
    slipped: Fraction
    moved: Fraction


@dataclass(frozen=True, slots=True)
class SkippedCue:
    """A cue that was left as it is, and why."""

    cue: str
    reason: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """`v2a project align`."""

    cues: tuple[AlignedCue, ...]
    skipped: tuple[SkippedCue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Aim:
    """Where takes are to strike, and how they get there; fields as the options of `align`."""

    hit: int | None
    to: Fraction | None
    nearest: bool
    transient: int | None
    move: bool


def hits(
    folder: Path = Folder,
    shot: list[int] | None = typer.Option(None, "--shot", help="Only this shot, from 1; may be repeated."),
    region: list[str] | None = typer.Option(None, "--region", help="Only this region (id or name); may be repeated."),
    sensitivity: float = typer.Option(0.5, "--sensitivity", min=0, max=1, help="0 for few hits, 1 for many."),
    as_json: bool = Json,
) -> None:
    """Find where things strike or flash in the picture; the hits become markers of the cut."""
    with opened(folder) as project:
        clips = clips_named(project, region or [], shot or [])
        found = _find(project, clips, sensitivity, as_json)
    lines = [f"{hit.timecode}  {hit.name:<7} {hit.strength:4.2f}  {hit.id}" for hit in found.hits]
    show(found, as_json, lines or ["Nothing strikes or flashes there."])


def align(
    folder: Path = Folder,
    cue: list[str] | None = typer.Option(None, "--cue", help="Id of a cue; may be repeated."),
    every: bool = typer.Option(False, "--all", help="Every cue that has a hit under it."),
    hit: int | None = typer.Option(None, "--hit", min=1, help="Number of the hit under the cue, in order of time."),
    to: str = typer.Option("", "--to", help="A place on the timeline, such as 01:00:02:12, in the place of a hit."),
    nearest: bool = typer.Option(False, "--nearest", help="The hit or event nearest to where each cue strikes now."),
    transient: int | None = typer.Option(
        None, "--transient", min=1, help="Number of the take's transient, the strongest first."
    ),
    stay: bool = typer.Option(False, "--stay", help="Slip only; never move the cue."),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Slip takes so that they strike on the hits under their cues; move the cue where the handles do not reach."""
    if sum((hit is not None, bool(to), nearest)) > 1:
        raise BadInput("Several places to strike at were given.", "Give one of --hit, --to and --nearest.")
    with opened(folder, without_media=without_media) as project:
        aim = _Aim(hit, read_time(to, project.timeline) if to else None, nearest, transient, not stay)
        done, sentences = _align(project, cue or [], every, aim)
    for skipped in done.skipped:
        warn(f"{skipped.cue}: {skipped.reason}")
    show(done, as_json, sentences or ["Nothing to do."])


def cues_named(timeline: Timeline, cues: Iterable[str], every: bool) -> tuple[str, ...]:
    """The ids of cues that a person means.

    Raises:
        BadInput: None was given, or some and all of them.
    """
    wanted = tuple(dict.fromkeys(cues))
    if bool(wanted) == every:
        raise BadInput("Which cues are meant?", "Give --cue ID, or --all; 'v2a project list PROJECT cues' names them.")
    return wanted or tuple(cue.id for track in timeline.tracks for cue in track.cues)


def _find(project: Project, clips: tuple[PictureClip, ...], sensitivity: float, quiet: bool) -> FoundHits:

    found = watch(find_hits_again(project, clips, sensitivity), quiet)
    project.do(found.change(project.timeline))
    cut, regions = project.timeline, tuple(one.region for one in found.regions)
    markers = [marker for marker in project.timeline.markers if _is_hit(marker) and marker.region in regions]
    lines = tuple(_line(cut, marker) for marker in markers)
    return FoundHits(regions, lines)


def _is_hit(marker: Marker) -> bool:

    return marker.kind is MarkerKind.HIT


def _line(cut: Timeline, marker: Marker) -> HitLine:
    return HitLine(
        marker.id, marker.region or "", marker.at, cut.timecode(marker.at), marker.name, round(marker.strength, 3)
    )


def _align(project: Project, cues: list[str], every: bool, aim: _Aim) -> tuple[Alignment, list[str]]:

    cut, changes = project.timeline, []
    done: list[Aligned] = []
    skipped: list[SkippedCue] = []
    for cue in cues_named(cut, cues, every):
        try:
            found = _aligned(project, cut, cue, aim)
            cut = apply(found.change, cut)
        except BadInput as error:
            if not every:
                raise
            skipped.append(SkippedCue(cue, error.message))
            continue
        done.append(found)
        changes.append(found.change)
    project.do(group("Align to hits" if len(changes) > 1 else "Align to hit", *changes))
    aligned = tuple(AlignedCue(one.cue, one.hit, one.slipped, one.moved) for one in done)
    return Alignment(aligned, tuple(skipped)), [f"{one.cue}: {one.sentence}" for one in done]


def _aligned(project: Project, cut: Timeline, cue: str, aim: _Aim) -> Aligned:

    strikes = find_transients(project.sound(find_cue(cut, cue).cue.take))
    chosen = None
    if aim.transient is not None:
        if aim.transient > len(strikes):
            raise BadInput(f"The take of this cue has {len(strikes)} transients.", "Give a lower number.")
        chosen = strikes[aim.transient - 1]
    to: Marker | Fraction
    if aim.to is not None:
        to = aim.to
    elif aim.nearest:
        to = nearest_hit(cut, cue, (chosen,) if chosen else strikes)
    elif aim.hit is None:
        to = hit_under(cut, cue)
    else:
        in_order = sorted(hits_of(cut, cue), key=lambda marker: marker.at)
        if aim.hit > len(in_order):
            raise BadInput(f"There are {len(in_order)} hits under this cue.", f"Give 1 to {len(in_order)}.")
        to = in_order[aim.hit - 1]
    return align_to_hit(cut, cue, to, strikes, chosen=chosen, move=aim.move)
