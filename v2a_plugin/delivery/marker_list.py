"""Markers and hits as a file of their own: for a spreadsheet, or as the marker list that DaVinci Resolve reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType

from v2a_plugin.delivery.cue_sheet import as_csv
from v2a_plugin.delivery.layout import plain
from v2a_plugin.files import write_text
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.timeline import Marker, MarkerKind, Timeline

__all__ = ["write_markers"]

_COLOURS = {MarkerKind.MARK: "ResolveColorBlue", MarkerKind.HIT: "ResolveColorYellow"}


def write_markers(timeline: Timeline, path: Path, kinds: Iterable[MarkerKind] = tuple(MarkerKind)) -> int:
    """Write the markers of a cut, and give their number.

    Args:
        timeline: The cut.
        path: A `.csv` has timecode, seconds, name, note and kind; an `.edl` has an event of one frame for each, as
            DaVinci Resolve exports and imports them (*Timelines, Import, Timeline markers from EDL*).
        kinds: Which ones.

    Raises:
        BadInput: The file is to be of another kind, or there are no such markers.
        OutputError: It cannot be written.
    """
    make = _FILES.get(path.suffix.lower())
    if make is None:
        raise BadInput(f"{path.name} is no file for markers.", f"Give it the ending {' or '.join(_FILES)}.")
    wanted = frozenset(kinds)
    markers = [marker for marker in timeline.markers if marker.kind in wanted]
    if not markers:
        raise BadInput("There are no markers to write.", "Set one, or find hits.")
    write_text(path, make(timeline, markers))
    return len(markers)


def _csv(timeline: Timeline, markers: Iterable[Marker]) -> str:
    rows = (
        (str(timeline.timecode(one.at)), f"{float(one.at):.6f}", one.name, one.note, one.kind.value) for one in markers
    )
    return as_csv(("Timecode", "Seconds", "Name", "Note", "Kind"), rows)


def _edl(timeline: Timeline, markers: Iterable[Marker]) -> str:
    lines = [f"TITLE: {plain(timeline.name)[:70]}", f"FCM: {'DROP FRAME' if timeline.start.drop else 'NON-DROP FRAME'}"]
    for number, one in enumerate(markers, 1):
        at = timeline.timecode(one.at)
        after = at.moved(1)
        lines += ["", f"{number:03d}  001      V     C        {at} {after} {at} {after}"]
        name, note = (plain(text).replace("|", "/") for text in (one.name, one.note))
        lines.append(f" {note} |C:{_COLOURS[one.kind]} |M:{name} |D:1")
    return "\r\n".join(lines) + "\r\n"


_FILES: MappingProxyType[str, Callable[[Timeline, Iterable[Marker]], str]] = MappingProxyType(
    {".csv": _csv, ".edl": _edl}
)
"""What writes a file of each ending."""
