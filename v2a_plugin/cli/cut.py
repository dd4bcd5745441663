"""`v2a cut`: the editor's own cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.options import Sequence
from v2a_plugin.cli.project.opening import tell
from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.formats.importing import import_cut
from v2a_plugin.formats.linking import LinkedCut, link
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import parse_rate
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.folder_layout import SUFFIX
from v2a_plugin.project.from_cut import given_pictures
from v2a_plugin.project.pictures import remember_pictures

__all__ = ["import_"]


@dataclass(frozen=True, slots=True)
class ImportedClip:
    """One clip of a cut, in record order.

    Attributes:
        name: What the editor calls it.
        record_in: Record timecode of its first frame.
        record_out: Record timecode of the frame after its last.
        source_in: Timecode of its first frame in the source, at the source's own rate.
        source: The source as the file names it.
        media: The file that was found for it.
        region: Id of its region; None when it stays black.
        problem: Why it stays black; "" when it does not.
    """

    name: str
    record_in: str
    record_out: str
    source_in: str
    source: str
    media: Path | None
    region: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class ImportedCut:
    """What `v2a cut import` read.

    Attributes:
        file: The cut's file.
        name: What the editor calls the cut.
        rate: Frames a second.
        start: Record timecode of its first frame.
        clips: In record order.
        markers: How many it has.
        sequences: Names of all sequences of the file.
        left_out: What the file has that is not modelled, one sentence each.
        notes: What else a person should know.
        project: The project it went to.
    """

    file: Path
    name: str
    rate: Fraction
    start: str
    clips: tuple[ImportedClip, ...]
    markers: int
    sequences: tuple[str, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    project: Path | None


def import_(
    file: Path = typer.Argument(
        ..., help="The cut: .otio, .otioz, .xml, .fcpxml, .mlt, .kdenlive, .aaf, .rpp or .edl."
    ),
    project: Path | None = typer.Option(
        None, "--project", help="A project without cues that gets the cut as its picture; made when it does not exist."
    ),
    media: list[Path] = typer.Option(
        [], "--media", help="A file or folder with the cut's media; those it names itself are looked up anyway."
    ),
    rate: str = typer.Option("", "--rate", help="Frames a second of an EDL, which does not say (25, 29.97)."),
    sequence: str = Sequence,
    quick: bool = typer.Option(
        False, "--quick", help="Do not look at the pictures; conforming to a new export then has timecode alone."
    ),
    as_json: bool = Json,
) -> None:
    """Read the picture of a cut: its clips become regions, with source and record timecode kept."""
    project = _existing(project)
    editors_cut = read_cut(file, load_plugins().cut_readers(), parse_rate(rate) if rate else None, sequence)
    known = _media(editors_cut, file, media, project)
    linked = link(editors_cut, known)
    if project is not None and linked.picture:
        _put_into(project, linked, known, quick, as_json)
    result = _result(file, linked, known, project)
    for note in (*result.left_out, *result.notes):
        warn(note)
    show(result, as_json, _lines(result))
    if not linked.picture:
        warn(f"No clip of {editors_cut.name} has its media here. Give the folder that holds them with --media.")
        raise typer.Exit(1)


def _existing(project: Path | None) -> Path | None:
    """The folder of a project that exists, or the name that a new one will get."""
    if project is None or project.exists() or project.suffix == SUFFIX:
        return project
    return project.with_name(project.name + SUFFIX)


def _media(editors_cut: EditorsCut, file: Path, given: list[Path], project: Path | None) -> list[MediaFile]:
    """Every media file that clips may show, probed; the project's own, if it has them."""
    found: dict[str, MediaFile] = {}
    if project is not None and project.exists():
        with open_project(project, write=False) as opened:
            found = {item.fingerprint: item for item in opened.media}
    found |= {item.fingerprint: item for item in given_pictures(editors_cut, file, given)}
    return list(found.values())


def _put_into(project: Path, linked: LinkedCut, media: list[MediaFile], quick: bool, quiet: bool) -> None:
    shown = {clip.region.media for clip in linked.picture}
    used = [item for item in media if item.fingerprint in shown]
    fresh = not project.exists()
    if fresh:
        empty = cut_of([Reel(used[0], ())], linked.cut.name, linked.cut.rate, linked.cut.start)
        timeline = replace(empty, picture=linked.picture, markers=linked.cut.markers)
        opened = create_project(project, timeline, used)
    else:
        opened = open_project(project)
    with opened:
        if not fresh:
            change = import_cut(opened.timeline, linked)
            opened.add_media(used)
            opened.do(change)
        if not quick:
            watch(remember_pictures(opened), quiet)
        tell(opened)


def _result(file: Path, linked: LinkedCut, media: list[MediaFile], project: Path | None) -> ImportedCut:
    editors_cut = linked.cut
    paths = {item.fingerprint: item.path for item in media}
    regions = {clip.record: clip.region for clip in linked.picture}
    problems = {one.clip.record.start: one.reason for one in linked.unlinked}
    clips = []
    for clip in editors_cut.clips:
        region, first = regions.get(clip.record.start), editors_cut.record_timecode(clip)
        clips.append(
            ImportedClip(
                name=clip.name,
                record_in=str(first),
                record_out=str(first.moved(round(clip.record.duration * editors_cut.rate))),
                source_in=str(clip.source_timecode),
                source=clip.target or clip.reel,
                media=paths[region.media] if region else None,
                region=region.id if region else None,
                problem=problems.get(clip.record.start, ""),
            )
        )
    start = str(editors_cut.start)
    left_out, notes = editors_cut.left_out, linked.notes
    return ImportedCut(
        file,
        editors_cut.name,
        editors_cut.rate,
        start,
        tuple(clips),
        len(editors_cut.markers),
        editors_cut.sequences,
        left_out,
        notes,
        project,
    )


def _lines(result: ImportedCut) -> list[str]:
    shots = len(result.clips)
    lines = [f"{result.name}: {shots} shot{'s' if shots != 1 else ''} from {result.start}"]
    for clip in result.clips:
        lines.append(f"  {clip.record_in} – {clip.record_out}  source {clip.source_in}  {clip.name}")
        if clip.problem:
            lines.append(f"      {clip.problem}")
    if result.project and any(clip.region for clip in result.clips):
        lines.append(f"Put into {result.project}.")
    return lines
