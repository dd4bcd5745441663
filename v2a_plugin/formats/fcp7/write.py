"""Write Final Cut Pro 7 XML, the old common language of Premiere and Resolve."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import lay_out
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.formats.fcp7.xmeml import fcp7_text
from v2a_plugin.formats.otio.fades import touching_fades
from v2a_plugin.model.progress import Steps

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature) - {Feature.SUBFRAMES, Feature.NOTES}
"""What the files carry; notes of markers are written, those of cues are not."""

_HOSTS = (
    HostSteps(
        "Premiere Pro",
        (
            "File > Import: choose the .xml file; a bin with the sequence appears.",
            "If the delivery was moved since it was written, locate the first stem; the others follow.",
        ),
    ),
    HostSteps(
        "DaVinci Resolve",
        (
            "Set the project to the frame rate of the cut.",
            "File > Import > Timeline: choose the .xml file.",
            "Leave 'Automatically import source clips into media pool' on; if it asks, choose 'audio'.",
        ),
    ),
)


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write stems and one FCP7 XML file that places them.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """

    def document(stems: Sequence[Stem]) -> CutDocument:
        layout = lay_out(request, stems)
        tracks = tuple(f"Sound track {number} is {lane.name}." for number, lane in enumerate(layout.lanes, 1))
        lost = touching_fades(request, layout)
        fades = f"{lost} fade{'s' if lost > 1 else ''} where two cues touch could not be written."
        return CutDocument(
            {f"{file_safe(layout.name, 'cut')}.xml": fcp7_text(request, layout, folder)},
            what_to_click(f"{layout.name}: FCP7 XML", *_HOSTS, notes=tracks),
            (*layout.notes, *([fades] if lost else [])),
        )

    return (yield from write_cut(exporter, request, folder, document, muted=True))
