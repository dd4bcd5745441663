"""Exporter: a cue sheet for people and spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_hooks import hookimpl

if TYPE_CHECKING:
    from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, Feature
    from v2a_plugin.model.progress import Steps

__all__ = ["register_exporters"]


class CsvExporter:
    """Writes `cue sheet.csv`, and no sound."""

    name = "csv"
    title = "CSV cue sheet, for spreadsheets; no sound"

    @property
    def features(self) -> frozenset[Feature]:
        """What the sheet tells."""
        from v2a_plugin.delivery.protocol import Feature

        return frozenset(Feature) - {Feature.PICTURE, Feature.PAN, Feature.HANDLES}

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Write the sheet of a cut.

        Raises:
            NoSuchFile: The recipe of a cue is gone.
            OutputError: The disk is full, or the folder may not be written.
        """
        from v2a_plugin.delivery.cue_sheet import CUE_SHEET, csv_text, cue_lines
        from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
        from v2a_plugin.model.progress import Progress

        yield Progress("writing the cue sheet", 0, 1)
        with CutPackage(self, request, folder) as package:
            package.write(CUE_SHEET, csv_text(cue_lines(request)))
            open_it = ("Open 'cue sheet.csv'.", "If it asks: the text is UTF-8, the separator a comma.")
            package.write(
                HOW_TO, what_to_click(request.timeline.name, HostSteps("Excel, LibreOffice or Numbers", open_it))
            )
        yield Progress("writing the cue sheet", 1, 1)
        return package.delivery


@hookimpl
def register_exporters() -> Sequence[CutExporter]:
    """The exporter of cue sheets."""
    return [CsvExporter()]
