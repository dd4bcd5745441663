"""Write the cue sheet of a cut as CSV, and no sound."""

from __future__ import annotations

from pathlib import Path

from v2a_plugin.delivery.cue_sheet import CUE_SHEET, csv_text, cue_lines
from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature) - {Feature.PICTURE, Feature.PAN, Feature.HANDLES}
"""What the sheet says."""


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write the sheet of a cut.

    Raises:
        NoSuchFile: The recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    yield Progress("writing the cue sheet", 0, 1)
    with CutPackage(exporter, request, folder) as package:
        package.write(CUE_SHEET, csv_text(cue_lines(request)))
        open_it = ("Open 'cue sheet.csv'.", "If it asks: the text is UTF-8, the separator a comma.")
        package.write(HOW_TO, what_to_click(request.timeline.name, HostSteps("Excel, LibreOffice or Numbers", open_it)))
    yield Progress("writing the cue sheet", 1, 1)
    return package.delivery
