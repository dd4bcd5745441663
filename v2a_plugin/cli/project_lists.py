"""`v2a project info`, `list` and `log`: what a project holds."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v2a_plugin.cli.console import Json, show, stop, warn
from v2a_plugin.model.errors import V2AError

if TYPE_CHECKING:
    from v2a_plugin.cli.project_results import MediaLine, ProjectInfo
    from v2a_plugin.project.links import MediaLink
    from v2a_plugin.project.project import Project

__all__ = ["Folder", "What", "info", "listing", "log", "media_line", "show_info", "tell"]

Folder = typer.Argument(..., metavar="PROJECT", help="A folder *.v2a.")


class What(StrEnum):
    """What `v2a project list` lists."""

    REGIONS = "regions"
    TAKES = "takes"
    CUES = "cues"
    TRACKS = "tracks"
    MARKERS = "markers"


def tell(project: Project) -> None:
    """Print what a person should know about how a project was found."""
    for note in project.notes:
        warn(note)
    project.notes.clear()


def info(folder: Path = Folder, as_json: bool = Json) -> None:
    """Show what a project holds, and whether its media are there."""
    from v2a_plugin.project.folder import open_project

    try:
        with open_project(folder, write=False) as project:
            show_info(project, as_json)
    except V2AError as error:
        stop(error, as_json)


def show_info(project: Project, as_json: bool) -> None:
    """Print what `info` prints."""
    from v2a_plugin.model.time import clock

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


def listing(
    folder: Path = Folder,
    what: What = typer.Argument(What.REGIONS, help="regions, takes, cues, tracks or markers."),
    region: str = typer.Option("", "--region", help="Only takes of this region (id or name)."),
    as_json: bool = Json,
) -> None:
    """List regions, takes, cues, tracks or markers."""
    from v2a_plugin.cli import project_results as results
    from v2a_plugin.project.asking import clips_named
    from v2a_plugin.project.folder import open_project

    try:
        with open_project(folder, write=False) as project:
            wanted = {clip.region.id for clip in clips_named(project, [region], [])} if region else None
            cut = project.timeline
            tell(project)
    except V2AError as error:
        stop(error, as_json)
    names = {clip.region.id: clip.region.name for clip in cut.picture}
    takes = Counter(take.region for take in cut.takes)
    cues = Counter(cue.region for track in cut.tracks for cue in track.cues)
    if what is What.REGIONS:
        regions = tuple(
            results.RegionLine(
                number, clip.region.id, clip.region.name, clip.region.media, clip.span.start, clip.span.end,
                cut.timecode(clip.record), takes[clip.region.id], clip.chosen, cues[clip.region.id],
            )
            for number, clip in enumerate(cut.picture, 1)
            if wanted is None or clip.region.id in wanted
        )  # fmt: skip
        lines = [
            f"{each.number:4} {each.timecode}  {each.name:<16} {each.takes} takes, {each.cues} cues  {each.id}"
            for each in regions
        ]
        show(results.RegionList(regions), as_json, lines or ["The cut shows nothing yet."])
    elif what is What.TAKES:
        kept = tuple(take for take in cut.takes if wanted is None or take.region in wanted)
        lines = [
            f"{take.id:<20} {names.get(take.region, take.region):<16} {take.score:6.3f} {'*' if take.star else ' '} "
            f"{'silent' if take.silent else ', '.join(take.heard_as[:3])}"
            for take in kept
        ]
        show(results.TakeList(kept), as_json, lines or ["There are no takes yet."])
    elif what is What.CUES:
        placed = tuple(
            results.CueLine(track.id, track.name, cue)
            for track in cut.tracks
            for cue in track.cues
            if wanted is None or cue.region in wanted
        )
        lines = [
            f"{each.track_name:<10} {cut.timecode(each.cue.start)}  {float(each.cue.trim.duration):7.3f} s  "
            f"{each.cue.gain_db:+.1f} dB  {each.cue.take}  {each.cue.id}"
            for each in placed
        ]
        show(results.CueList(placed), as_json, lines or ["There are no cues yet."])
    elif what is What.MARKERS:
        marks = tuple(
            results.MarkerLine(mark, cut.timecode(mark.at))
            for mark in cut.markers
            if wanted is None or mark.region in wanted
        )
        lines = [f"{each.timecode}  {each.marker.kind:<4} {each.marker.name:<16} {each.marker.id}" for each in marks]
        show(results.MarkerList(marks), as_json, lines or ["There are no markers yet."])
    else:
        tracks = tuple(
            results.TrackLine(
                track.id, track.name, track.kind, len(track.cues), track.mute, track.solo, track.gain_db, track.pan,
                track.lock,
            )
            for track in cut.tracks
        )  # fmt: skip
        lines = [f"{track.name:<10} {track.kind:<10} {track.cues} cues  {track.id}" for track in tracks]
        show(results.TrackList(tracks), as_json, lines or ["There are no tracks yet."])


def log(
    folder: Path = Folder,
    most: int = typer.Option(20, "--last", help="How many changes; 0 for all."),
    as_json: bool = Json,
) -> None:
    """List what was done, the newest change first."""
    from v2a_plugin.cli.project_results import LogList
    from v2a_plugin.project.folder import open_project
    from v2a_plugin.project.log import log_of

    try:
        with open_project(folder, write=False) as project:
            tell(project)
            changes = log_of(project, max(0, most))
    except V2AError as error:
        stop(error, as_json)
    lines = [f"{line.seq:6} {line.at}  {line.kind:<8} {line.name}" for line in changes]
    show(LogList(changes), as_json, lines)


def media_line(project: Project, link: MediaLink, *, thorough: bool = True) -> MediaLine:
    """A media file as results print it."""
    from v2a_plugin.cli.project_results import MediaLine

    return MediaLine(link.located(project.path), link.fingerprint, link.state(project.path, thorough=thorough))


def _info(project: Project) -> ProjectInfo:
    from v2a_plugin.cli.project_results import ProjectInfo

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
    from v2a_plugin.project.links import LinkState
    from v2a_plugin.project.lock import read_owner

    if not project.read_only:
        return ""
    owner = read_owner(project.layout)
    if owner is not None and owner.alive:
        return f"{owner} is writing to it"
    present = all(link.state(project.path) is LinkState.FOUND for link in project.links)
    return "" if present else "its media are missing"
