"""Exporters: OpenTimelineIO, as files beside the stems (`otio`) and as one bundle with them (`otioz`).

Hosts differ in what OTIO leaves open, so `otio` writes one file for each. Resolve refuses `file://` addresses and reads
paths; Premiere writes addresses, and GStreamer's editor reads nothing else. Most count the time inside a file from its
timecode, but Kdenlive does not see that of a broadcast wave file, and GStreamer's editor that of no file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from v2a_plugin.delivery.cut import HOW_TO, HostSteps, what_to_click
from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import Layout, lay_out, plain, speeds_lost
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.pause import no_collecting
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.provenance import source_type
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.stems import write_stems
from v2a_plugin.delivery.zip_package import BundlePackage
from v2a_plugin.formats.otio.fades import touching_fades
from v2a_plugin.formats.otio.media_links import OtioStyle, UrlStyle, restyle
from v2a_plugin.formats.otio.timeline_objects import build_timeline
from v2a_plugin.model.progress import Steps

__all__ = ["FEATURES", "write", "write_bundle"]

FEATURES = frozenset(Feature) - {Feature.SUBFRAMES}
"""All but edges between frames, which no host has."""

_NO_FADES = "It reads no fades: export without handles where there are some, and they are in the sound."


def otio_texts(request: CutRequest, layout: Layout, folder: Path) -> dict[str, str]:
    """The cut as OTIO, by file name: one text for every family of hosts.

    Args:
        request: The cut and its media.
        layout: The same in frames.
        folder: Where the files will lie.

    Raises:
        NoSuchFile: The recipe of a take is gone.
    """
    name = file_safe(layout.name, "cut")
    styles = {
        f"{name}.otio": OtioStyle(UrlStyle.PATHS, folder),
        f"{name} (Kdenlive).otio": OtioStyle(UrlStyle.PATHS, folder, stem_timecode=False),
        f"{name} (GStreamer).otio": OtioStyle(UrlStyle.URLS, folder, stem_timecode=False, picture_timecode=False),
        f"{name} (Premiere).otio": OtioStyle(UrlStyle.URLS, folder, dissolves=bool(request.stems.handle)),
    }
    texts: dict[str, str] = {}
    with no_collecting():
        timeline = build_timeline(request, layout, next(iter(styles.values())))
        for file, style in styles.items():
            restyle(timeline, layout, style)
            texts[file] = timeline.to_json_string(indent=1)
    return texts


def otioz_text(request: CutRequest, layout: Layout, folder: Path) -> str:
    """The timeline inside a bundle.

    Raises:
        NoSuchFile: The recipe of a take is gone.
    """
    with no_collecting():
        text: str = build_timeline(request, layout, OtioStyle(UrlStyle.BUNDLE, folder)).to_json_string(indent=1)
    return text


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write stems and four `.otio` files that place them, for Resolve, Premiere, Kdenlive and GStreamer's editor.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """

    def document(stems: Sequence[Stem]) -> CutDocument:
        layout = lay_out(request, stems)
        how_to = what_to_click(f"{layout.name}: OpenTimelineIO", *_hosts())
        lost = touching_fades(request, layout)
        fades = f"{lost} fade{'s' if lost > 1 else ''} where two cues touch could not be written for Premiere Pro."
        notes = (*layout.notes, *([fades] if lost else []), *speeds_lost(layout))
        return CutDocument(otio_texts(request, layout, folder), how_to, notes)

    return (yield from write_cut(exporter, request, folder, document, muted=True))


def write_bundle(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write one `.otioz` file that holds the timeline and its stems; the picture is named, not included.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    title = plain(request.timeline.name)
    with BundlePackage(exporter, request, folder) as package:
        cues = (cue for track in request.timeline.tracks for cue in track.cues)
        sound = source_type(request.takes.take(cue.take).recipe for cue in cues)
        with package.bundle(f"{file_safe(title, 'cut')}.otioz", "media", sound) as bundle:
            layout = lay_out(request, (yield from write_stems(request, package, muted=True)))
            bundle.writestr("content.otio", otioz_text(request, layout, folder), zipfile.ZIP_DEFLATED)
            bundle.writestr("version.txt", "1.0.0", zipfile.ZIP_DEFLATED)
        for note in (*layout.notes, *speeds_lost(layout)):
            package.note(note)
        if layout.picture:
            package.note("The picture is named in the bundle but not included; hosts ask where it is.")
        steps = (
            "File > Import > Timeline: choose the .otioz file; the stems are unpacked beside the project.",
            "Where the host asks for the picture, choose the file you cut from.",
        )
        package.write(HOW_TO, what_to_click(f"{title}: OTIO bundle", HostSteps("hosts that read .otioz", steps)))
    return package.delivery


def _hosts() -> tuple[HostSteps, ...]:
    return (
        HostSteps(
            "DaVinci Resolve 18.5 or later",
            (
                "Set the project to the frame rate of the cut.",
                "File > Import > Timeline: choose the .otio file without a host in its name.",
                "Leave 'Automatically import source clips into media pool' on.",
                "If a stem is offline, right click it: 'Relink Selected Clips', and choose the folder 'audio'.",
            ),
        ),
        HostSteps(
            "Premiere Pro 25.6 or later",
            (
                "File > Import: choose the file with (Premiere) in its name.",
                "If the delivery was moved since it was written, locate the first stem; the others follow.",
            ),
        ),
        HostSteps(
            "Kdenlive 25.04 or later",
            (
                "Make the project with exactly the frame rate of the cut.",
                "File > OpenTimelineIO Import: choose the file with (Kdenlive) in its name.",
                _NO_FADES,
            ),
        ),
        HostSteps(
            "GStreamer's editing services, such as Pitivi",
            (
                "Install otio-xges-adapter beside it.",
                "Open the file with (GStreamer) in its name, where the delivery was written.",
                _NO_FADES,
            ),
        ),
    )
