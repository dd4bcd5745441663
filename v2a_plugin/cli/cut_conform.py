"""`v2a cut conform`: the cut changed, and the cues follow their pictures into the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v2a_plugin.cli.console import Json, show, stop, warn, watch
from v2a_plugin.cli.options import Detector
from v2a_plugin.cli.project_lists import Folder, tell
from v2a_plugin.model.errors import BadInput, V2AError

if TYPE_CHECKING:
    from v2a_plugin.cli.follow_results import ConformDone
    from v2a_plugin.model.media import MediaFile
    from v2a_plugin.model.time import Timecode
    from v2a_plugin.model.timeline import PictureClip, Timeline
    from v2a_plugin.project.project import Project
    from v2a_plugin.timeline.conform_report import ConformReport
    from v2a_plugin.timeline.operations import Header

__all__ = ["conform"]


@dataclass(frozen=True, slots=True)
class _NewCut:
    """What the cues are to follow into."""

    clips: tuple[PictureClip, ...]
    media: tuple[MediaFile, ...]
    header: Header
    notes: tuple[str, ...] = ()


def conform(
    folder: Path = Folder,
    file: Path = typer.Argument(..., metavar="NEW", help="The new picture, or the new cut's file."),
    media: list[Path] = typer.Option([], "--media", help="A file or folder with media that the new cut shows."),
    detector: str = Detector,
    rate: str = typer.Option("", "--rate", help="Frames a second of an EDL, which does not say (25, 29.97)."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only tell what would happen."),
    as_json: bool = Json,
) -> None:
    """Match a changed cut with the old one: cues follow their pictures; what has no match goes to its own track."""
    from v2a_plugin.project.folder import open_project

    try:
        with open_project(folder, without_media=True) as project:  # the new export may lie where the old one did
            tell(project)
            if not dry_run and project.read_only:
                raise BadInput(f"{project.path.name} is open for reading only: {project.read_only}.", "Try --dry-run.")
            done = _conform(project, file, media, detector, rate, dry_run, as_json)
    except V2AError as error:
        stop(error, as_json)
    show(done, as_json, list(done.report) or ["Nothing has changed."])


def _conform(
    project: Project, file: Path, media: list[Path], detector: str, rate: str, dry_run: bool, quiet: bool
) -> ConformDone:
    from v2a_plugin.project.links import LinkState
    from v2a_plugin.project.pictures import load_signature, remember_pictures, signature_of
    from v2a_plugin.timeline.conform import conform as follow
    from v2a_plugin.timeline.cuts.reading import SUFFIXES

    links = project.links
    at_hand = [one.opened(project.path) for one in links if one.state(project.path, thorough=True) is LinkState.FOUND]
    writing = not project.read_only
    is_cut = file.suffix.lower() in SUFFIXES
    new = _cut(project, file, media, rate, at_hand) if is_cut else _picture(project, file, detector, quiet)
    for note in new.notes:
        warn(note)
    kept = [load_signature(project.layout, one.fingerprint) for one in links]
    known = [signature for signature in kept if signature]
    if not is_cut and writing:
        known = list(watch(remember_pictures(project), quiet))
        spans = [clip.region.span for clip in new.clips]
        known.append(watch(signature_of(project.layout, new.media[0], spans), quiet))
    files = list({one.fingerprint: one for one in (*at_hand, *new.media)}.values())
    steps = follow(project.timeline, new.clips, media=files, signatures=known, header=new.header)
    found = watch(steps, quiet)
    if not dry_run:
        shown = {clip.region.media for clip in new.clips}
        project.add_media([one for one in new.media if one.fingerprint in shown])
        project.do(found.change)
    return _told(project, file, found.report, not dry_run)


def _cut(project: Project, file: Path, media: list[Path], rate: str, at_hand: Sequence[MediaFile]) -> _NewCut:
    """The clips of a cut's file."""
    from v2a_plugin.media.probe import probe
    from v2a_plugin.model.time import parse_rate
    from v2a_plugin.timeline.cuts.linking import link, media_beside, names_media
    from v2a_plugin.timeline.cuts.reading import read_cut
    from v2a_plugin.timeline.operations import Header

    told = read_cut(file, parse_rate(rate) if rate else None)
    known = {one.fingerprint: one for one in at_hand}
    for path in (*media, *media_beside(told, file)):
        inside = sorted(item for item in path.rglob("*") if item.is_file() and names_media(told, item))
        for item in inside if path.is_dir() else [path]:
            probed = probe(item)
            known[probed.fingerprint] = probed
    linked = link(told, list(known.values()))
    if not linked.picture:
        raise BadInput(f"No clip of {file.name} has its media here.", "Give the folder that holds them with --media.")
    notes = (*told.left_out, *linked.notes, *(f"{one.clip.name}: {one.reason}" for one in linked.unlinked))
    return _NewCut(linked.picture, tuple(known.values()), Header(project.timeline.name, told.rate, told.start), notes)


def _picture(project: Project, file: Path, detector: str, quiet: bool) -> _NewCut:
    """The shots of a new export."""
    from v2a_plugin.media.probe import probe
    from v2a_plugin.pipeline import find_shots
    from v2a_plugin.plugins import load_plugins
    from v2a_plugin.project.cut import Reel, cut_of
    from v2a_plugin.timeline.operations import Header

    media = probe(file)
    if media.still:
        raise BadInput(f"{file.name} is a still, no cut.", "Give the new export, or the file of the new cut.")
    regions = watch(find_shots(media, load_plugins(), detector), quiet)
    old = project.timeline
    new = cut_of([Reel(media, regions)], old.name, media.rate, _start(old, media))
    return _NewCut(new.picture, (media,), Header(old.name, new.rate, new.start), media.warnings)


def _start(old: Timeline, media: MediaFile) -> Timecode:
    """Where a new export's timecode begins: as it says itself, or as the old cut did."""
    from v2a_plugin.model.time import Timecode

    if media.timecode is not None and media.timecode.rate == media.rate:
        return media.timecode
    return old.start if old.rate == media.rate else Timecode.at(old.start.seconds, media.rate)


def _told(project: Project, file: Path, report: ConformReport, applied: bool) -> ConformDone:
    from v2a_plugin.cli.follow_results import ConformDone, MatchLine

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
