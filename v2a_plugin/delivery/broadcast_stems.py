"""Write stems as broadcast wave files, with a cue sheet: hosts place the files by the timecode inside them."""

from __future__ import annotations

from pathlib import Path

from v2a_plugin.delivery.cue_sheet import CUE_SHEET, csv_text, cue_lines
from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stems import write_stems
from v2a_plugin.model.progress import Steps

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature) - {Feature.PICTURE, Feature.FADES, Feature.MUTE}
"""What the files and the cue sheet carry."""


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write `audio/*.wav` and the cue sheet of a cut.

    Raises:
        BadInput: No cue is heard, or the common start does not fit the timeline.
        NoSuchFile: The sound of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    with CutPackage(exporter, request, folder) as package:
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
