"""The cue sheet as pages to print: one line a cue, marker or hit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import v2a_resources
from v2a_plugin.delivery.cue_sheet import CueLine, cue_lines
from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import without_surrogates
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(
    {
        Feature.TRACKS, Feature.NAMES, Feature.MARKERS, Feature.HITS, Feature.GAIN, Feature.MUTE, Feature.NOTES,
        Feature.CATEGORIES, Feature.RECIPES, Feature.DROP_FRAME,
    }
)  # fmt: skip
"""What the pages say."""

_FONT = "v2a-sheet"
_SIZE, _LINE = 7.5, 12.0
_MARGIN, _TOP = 36.0, 64.0
_GREY, _LIGHT = 0.35, 0.94


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet: its title, the field of `CueLine` it shows, its width in points."""

    title: str
    field: str
    width: float


_COLUMNS = (
    _Column("Type", "type", 28),
    _Column("Start", "start", 58),
    _Column("End", "end", 58),
    _Column("Length", "length", 58),
    _Column("Track", "track", 70),
    _Column("Name", "name", 190),
    _Column("Category", "category", 58),
    _Column("Gain", "gain", 30),
    _Column("Muted", "muted", 30),
    _Column("Note", "note", 190),
)


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write `cue sheet.pdf` of a cut, and no sound.

    Raises:
        NoSuchFile: The recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    timeline = request.timeline
    yield Progress("writing the cue sheet", 0, 1)
    with CutPackage(exporter, request, folder) as package:
        subtitle = f"starts at {timeline.start}, {float(timeline.rate):.6g} frames a second"
        package.write("cue sheet.pdf", pdf_pages(timeline.name, subtitle, cue_lines(request)))
        steps = HostSteps("a PDF reader", ("Open 'cue sheet.pdf' and print it on A4, across.",))
        package.write(HOW_TO, what_to_click(timeline.name, steps))
    yield Progress("writing the cue sheet", 1, 1)
    return package.delivery


def pdf_pages(title: str, subtitle: str, lines: Sequence[CueLine]) -> bytes:
    """A PDF, A4 across, the same bytes for the same lines.

    Args:
        title: Name of the cut.
        subtitle: Start timecode and rate, one line.
        lines: What to list.
    """
    pdfmetrics.registerFont(TTFont(_FONT, str(v2a_resources.font_path())))
    width, height = landscape(A4)
    a_page = int((height - _TOP - _MARGIN - 2 * _LINE) // _LINE)
    pages = [lines[start : start + a_page] for start in range(0, len(lines), a_page)] or [lines]
    file = io.BytesIO()
    canvas = Canvas(file, (width, height), invariant=1)
    canvas.setTitle(without_surrogates(title))
    canvas.setCreator("v2a-plugin")
    for number, page in enumerate(pages, 1):
        _head(canvas, title, f"{subtitle}, page {number} of {len(pages)}", height)
        for row, line in enumerate(page):
            y = height - _TOP - (row + 2) * _LINE
            if row % 2:
                canvas.setFillGray(_LIGHT)
                canvas.rect(_MARGIN, y - 3, width - 2 * _MARGIN, _LINE, stroke=0, fill=1)
            canvas.setFillGray(_GREY if line.muted else 0)
            _row(canvas, [getattr(line, column.field) for column in _COLUMNS], y)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _head(canvas: Canvas, title: str, subtitle: str, height: float) -> None:
    canvas.setFillGray(0)
    canvas.setFont(_FONT, 13)
    canvas.drawString(_MARGIN, height - 38, _fitting(title, 700, 13))
    canvas.setFont(_FONT, _SIZE)
    canvas.setFillGray(_GREY)
    canvas.drawString(_MARGIN, height - 52, subtitle)
    _row(canvas, [column.title for column in _COLUMNS], height - _TOP - _LINE + 2)


def _row(canvas: Canvas, cells: Sequence[str], y: float) -> None:
    canvas.setFont(_FONT, _SIZE)
    x = _MARGIN
    for column, cell in zip(_COLUMNS, cells, strict=True):
        canvas.drawString(x, y, _fitting(cell, column.width - 4, _SIZE))
        x += column.width


def _fitting(text: str, width: float, size: float) -> str:
    """As much of a text as fits, on one line."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)[:400]
    if pdfmetrics.stringWidth(text, _FONT, size) <= width:
        return text
    while text and pdfmetrics.stringWidth(f"{text}…", _FONT, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
