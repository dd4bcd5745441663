"""Exporter: stems as broadcast wave files, with a cue sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_hooks import hookimpl

if TYPE_CHECKING:
    from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, Feature
    from v2a_plugin.model.progress import Steps

__all__ = ["register_exporters"]


class BwfExporter:
    """Writes `audio/*.wav` and `cue sheet.csv`; hosts place the files by the timecode inside them."""

    name = "bwf"
    title = "Broadcast wave stems, for every host that spots by timecode"

    @property
    def features(self) -> frozenset[Feature]:
        """What the files and the cue sheet carry."""
        from v2a_plugin.delivery.protocol import Feature

        return frozenset(Feature) - {Feature.PICTURE, Feature.FADES, Feature.MUTE}

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Write the stems of a cut.

        Raises:
            BadInput: No cue is heard, or the common start does not fit the timeline.
            NoSuchFile: The sound of a cue is gone.
            OutputError: The disk is full, or the folder may not be written.
        """
        from v2a_plugin.delivery.cue_sheet import CUE_SHEET, csv_text, cue_lines
        from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
        from v2a_plugin.delivery.stems import write_stems

        with CutPackage(self, request, folder) as package:
            stems = yield from write_stems(request, package)
            package.write(CUE_SHEET, csv_text(cue_lines(request, stems)))
            package.write(
                HOW_TO,
                what_to_click(
                    f"{request.timeline.name}: broadcast wave stems",
                    HostSteps(
                        "Pro Tools",
                        (
                            "Set the session to the frame rate and the sample rate of the stems.",
                            "File > Import > Audio: choose everything in 'audio' and add it without conversion.",
                            "Drag the clips from the clip list to the edit window with Spot mode on.",
                            "In the dialog choose 'Original Time Stamp' for each.",
                        ),
                    ),
                    HostSteps(
                        "DaVinci Resolve",
                        (
                            "Media page: add the folder 'audio' to the media pool.",
                            "Select the clips, right click, 'Insert Selected Clips to Timeline Using Timecode'.",
                        ),
                    ),
                    HostSteps(
                        "REAPER",
                        (
                            "Insert > Media file: choose everything in 'audio', on separate tracks.",
                            "Select the items; Item > 'Item: Move to source preferred position (used by BWF)'.",
                        ),
                    ),
                ),
            )
        return package.delivery


@hookimpl
def register_exporters() -> Sequence[CutExporter]:
    """The exporter of broadcast wave stems."""
    return [BwfExporter()]
