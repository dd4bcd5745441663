"""Guides from lists of times: a table in a text file, the chapters of a video, the markers of a cut."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from v2a_plugin.files import read_text
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.guide import Guide, GuideEvent, GuideOrigin, strongest
from v2a_plugin.model.time import Span, clock
from v2a_plugin.model.timeline import Marker, MarkerKind

__all__ = ["marked_guide", "table_guide"]

HEADING = "seconds,strength"
_LONGEST = 10_000_000
_REMEDY = f"Write a heading '{HEADING}', then a line an event, such as 1.25,0.8."


def table_guide(path: Path, length: Fraction, most: int | None = None) -> Guide:
    """The events of a CSV file with the heading `seconds,strength`, from the start of the region.

    Args:
        path: The file.
        length: Seconds of the region.
        most: Keep so many events, the strongest; None keeps all.

    Raises:
        NoSuchFile: It is missing or may not be read.
        BadInput: It is no such table, or an event lies outside of the region or out of order.
    """
    try:
        if path.stat().st_size > _LONGEST:
            raise BadInput(f"{path.name} is too long for a list of events.", _REMEDY)
        text = read_text(path)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is no text.", _REMEDY) from error
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise NoSuchFile(f"The guide {path} cannot be read: {reason}.", "Check the path.") from error
    rows = [(number, row) for number, row in enumerate(_rows(path, text), 1) if any(cell.strip() for cell in row)]
    if not rows or [cell.strip().lower() for cell in rows[0][1]] != HEADING.split(","):
        raise BadInput(f"{path.name} does not begin with the heading '{HEADING}'.", _REMEDY)
    events = tuple(_event(path, number, row, length) for number, row in rows[1:])
    if not events:
        raise BadInput(f"{path.name} has no event.", _REMEDY)
    try:
        return Guide(GuideOrigin.MARKERS, length, strongest(events, most) if most else events)
    except BadInput as error:
        raise BadInput(f"{path.name}: {error.message}", error.hint) from error


def marked_guide(markers: Iterable[Marker], span: Span, most: int | None = None) -> Guide | None:
    """The markers within a span as events, each as strong as its hit; None where there is none.

    Args:
        markers: Of a cut; where two lie on one time, the first counts.
        span: Of the region, on the clock of the markers.
        most: Keep so many events, the strongest; None keeps all.
    """
    found: dict[Fraction, GuideEvent] = {}
    for marker in sorted(markers, key=lambda marker: marker.at):
        if marker.at in span:
            strength = marker.strength if marker.kind is MarkerKind.HIT and marker.strength > 0 else 1.0
            found.setdefault(marker.at, GuideEvent(marker.at - span.start, min(1.0, strength)))
    events = tuple(found.values())
    if not events:
        return None
    return Guide(GuideOrigin.MARKERS, span.duration, strongest(events, most) if most else events)


def _rows(path: Path, text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    except csv.Error as error:
        raise BadInput(f"{path.name} is no table: {error}.", _REMEDY) from error


def _event(path: Path, number: int, row: list[str], length: Fraction) -> GuideEvent:
    """One line of the table.

    Raises:
        BadInput: It is no time and strength, or the time lies outside of the region.
    """
    try:
        time, strength = (cell.strip() for cell in row)
        if len(time) > 40 or "e" in time.lower():  # 1e999999999 is a few letters here and a gigabyte in memory
            raise ValueError(time)
        at, value = Fraction(time), float(strength)
    except (ValueError, ZeroDivisionError) as error:
        raise BadInput(f"{path.name} has no time and strength in line {number}.", _REMEDY) from error
    if not 0 <= at < length:
        raise BadInput(
            f"{path.name} has an event at {clock(at)} in line {number}, outside of the region's {clock(length)}.",
            "Give seconds from the start of the region.",
        )
    try:
        return GuideEvent(at, value)
    except BadInput as error:
        raise BadInput(f"{path.name}, line {number}: {error.message}", error.hint) from error
