"""Conforming a project: a changed cut, or a new export of the picture, is read, matched, and followed by the cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from v2a_plugin.conform.conform import conform
from v2a_plugin.conform.report import ConformReport
from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.formats.linking import link
from v2a_plugin.formats.reading import is_cut, read_cut
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.frame_rates import standard_rate
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.from_cut import given_pictures
from v2a_plugin.project.links import LinkState
from v2a_plugin.project.pictures import load_signature, remember_pictures, signature_of
from v2a_plugin.project.project import Project
from v2a_plugin.shots.regions import detect
from v2a_plugin.timeline.operations import Change, Header

__all__ = ["Conforming", "conform_project"]


@dataclass(frozen=True, slots=True)
class Conforming:
    """A conform, ready to be made.

    Attributes:
        change: One change with everything in it, for the timeline as it was.
        media: Files that the new cut shows; the project must know them first.
        report: What it does.
        notes: What the new cut has that is not modelled, or not here.
    """

    change: Change
    media: tuple[MediaFile, ...]
    report: ConformReport
    notes: tuple[str, ...] = ()

    def apply(self, project: Project) -> Timeline:
        """Make it.

        Raises:
            BadInput: The timeline is another by now.
            OutputError: The project is read-only, or the disk is full.
        """
        project.add_media(self.media)
        return project.do(self.change)


@dataclass(frozen=True, slots=True)
class _NewCut:
    """What the cues are to follow into."""

    clips: tuple[PictureClip, ...]
    media: tuple[MediaFile, ...]
    header: Header
    notes: tuple[str, ...] = ()


def conform_project(
    project: Project,
    file: Path,
    plugins: Plugins,
    *,
    media: Sequence[Path] = (),
    detector: str = "adaptive",
    rate: Fraction | None = None,
    sequence: str = "",
) -> Steps[Conforming]:
    """Match a changed cut with the one of a project.

    Args:
        project: Whose cues are to follow.
        file: The new cut, or the new export of the picture.
        plugins: Who reads the cut, or finds the shots of a new export.
        media: Files and folders with media that the new cut shows, beside those it names.
        detector: How the shots of a new export are found.
        rate: Frames a second of a list that does not say its own.
        sequence: Name of the sequence to read where there are several; "" for the first.

    Yields:
        Progress while pictures are read and compared.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: No clip of the cut has its media here, or the file is a still.
    """
    links = project.links
    at_hand = [one.opened(project.path) for one in links if one.state(project.path, thorough=True) is LinkState.FOUND]
    listed = is_cut(file, plugins.cut_readers())
    if listed:
        new = _cut(project, file, plugins, media, rate, sequence, at_hand)
    else:
        new = yield from _picture(project, file, plugins, detector)
    kept = [load_signature(project.layout, one.fingerprint) for one in links]
    known = [signature for signature in kept if signature]
    if not listed and not project.read_only:
        known = list((yield from remember_pictures(project)))
        spans = [clip.region.source_span for clip in new.clips]
        known.append((yield from signature_of(project.layout, new.media[0], spans)))
    files = list({one.fingerprint: one for one in (*at_hand, *new.media)}.values())
    found = yield from conform(project.timeline, new.clips, media=files, signatures=known, header=new.header)
    shown = {clip.region.media for clip in new.clips}
    return Conforming(
        found.change, tuple(one for one in new.media if one.fingerprint in shown), found.report, new.notes
    )


def _cut(
    project: Project,
    file: Path,
    plugins: Plugins,
    media: Sequence[Path],
    rate: Fraction | None,
    sequence: str,
    at_hand: Sequence[MediaFile],
) -> _NewCut:
    """The clips of a cut's file."""
    cut = read_cut(file, plugins.cut_readers(), rate, sequence)
    known = {one.fingerprint: one for one in at_hand}
    for probed in given_pictures(cut, file, media):
        known[probed.fingerprint] = probed
    linked = link(cut, list(known.values()))
    if not linked.picture:
        raise BadInput(f"No clip of {file.name} has its media here.", "Give the folder that holds them with --media.")
    notes = (*cut.left_out, *linked.notes, *(f"{one.clip.name}: {one.reason}" for one in linked.unlinked))
    standard, start = _standard(cut)
    header = replace(Header.of(project.timeline), rate=standard, start=start)
    return _NewCut(linked.picture, tuple(known.values()), header, notes)


def _picture(project: Project, file: Path, plugins: Plugins, detector: str) -> Steps[_NewCut]:
    """The shots of a new export."""
    media = probe(file)
    if media.still:
        raise BadInput(f"{file.name} is a still, no cut.", "Give the new export, or the file of the new cut.")
    regions = yield from detect(media, plugins.shot_detector(detector)())
    old = project.timeline
    new = cut_of([Reel(media, regions)], old.name, media.rate, media.timecode or old.start)
    return _NewCut(new.picture, (media,), replace(Header.of(old), rate=new.rate, start=new.start), media.warnings)


def _standard(cut: EditorsCut) -> tuple[Fraction, Timecode]:
    """Rate and start of a cut at a standard rate."""
    rate = standard_rate(cut.rate)
    return rate, cut.start if rate == cut.rate else cut.start.counted_at(rate)
