"""Exporter: a cue sheet to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_hooks import hookimpl

if TYPE_CHECKING:
    from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, Feature
    from v2a_plugin.model.progress import Steps

__all__ = ["register_exporters"]


class PdfExporter:
    """Writes `cue sheet.pdf`, and no sound."""

    name = "pdf"
    title = "PDF cue sheet, to print; no sound"

    @property
    def features(self) -> frozenset[Feature]:
        """What the pages tell."""
        from v2a_plugin.delivery.protocol import Feature

        told = (Feature.TRACKS, Feature.NAMES, Feature.MARKERS, Feature.HITS, Feature.GAIN, Feature.MUTE, Feature.NOTES)
        return frozenset({*told, Feature.CATEGORIES, Feature.RECIPES, Feature.DROP_FRAME})

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Write the pages of a cut.

        Raises:
            NoSuchFile: The recipe of a cue is gone.
            OutputError: The disk is full, or the folder may not be written.
        """
        from v2a_plugin.delivery.cue_sheet import cue_lines
        from v2a_plugin.delivery.cue_sheet_pdf import pdf_pages
        from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
        from v2a_plugin.model.progress import Progress

        timeline = request.timeline
        yield Progress("writing the cue sheet", 0, 1)
        with CutPackage(self, request, folder) as package:
            subtitle = f"starts at {timeline.start}, {float(timeline.rate):.6g} frames a second"
            package.write("cue sheet.pdf", pdf_pages(timeline.name, subtitle, cue_lines(request)))
            steps = HostSteps("a PDF reader", ("Open 'cue sheet.pdf' and print it on A4, across.",))
            package.write(HOW_TO, what_to_click(timeline.name, steps))
        yield Progress("writing the cue sheet", 1, 1)
        return package.delivery


@hookimpl
def register_exporters() -> Sequence[CutExporter]:
    """The exporter of printed cue sheets."""
    return [PdfExporter()]
