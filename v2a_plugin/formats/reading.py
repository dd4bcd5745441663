"""Read an editor's cut, whatever its format."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.model.errors import BadInput, NoSuchFile

__all__ = ["SUFFIXES", "read_cut"]

SUFFIXES = (".otio", ".otioz", ".xml", ".fcpxml", ".fcpxmld", ".edl")
"""Endings of the files that are read."""


_LONGEST = 10_000 * 3600
"""Seconds within which every time of a cut lies."""


def read_cut(path: Path, rate: Fraction | None = None) -> EditorsCut:
    """The picture of a cut: OTIO, FCP7 XML, FCPXML or EDL.

    Args:
        path: The file.
        rate: Frames a second of an EDL, which does not say so; ignored by the others.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is none of these formats, or broken; XML with entities is refused.
    """
    if not path.exists():
        raise NoSuchFile(f"There is no {path}.", "Give the file of a cut.")
    cut = _read(path, rate)
    times = [max(clip.record.end, clip.source.end) for clip in cut.clips] + [abs(marker.at) for marker in cut.markers]
    if any(time > _LONGEST for time in times):
        raise BadInput(
            f"{path.name} has clips or markers at times that no film has.", "Export the cut again from the editor."
        )
    return cut


def _read(path: Path, rate: Fraction | None) -> EditorsCut:
    suffix = path.suffix.lower()
    if suffix in (".otio", ".otioz"):
        from v2a_plugin.formats.otio.read import read_otio

        return read_otio(path)
    if suffix in (".fcpxml", ".fcpxmld"):
        from v2a_plugin.formats.fcpxml.read import read_fcpxml

        return read_fcpxml(path)
    if suffix == ".xml":
        return _read_xml(path)
    if suffix == ".edl":
        from v2a_plugin.formats.edl.read import read_edl

        return read_edl(path, rate)
    raise BadInput(
        f"{path.name} is no cut that can be read.", f"Export it from the editor as one of {', '.join(SUFFIXES)}."
    )


def _read_xml(path: Path) -> EditorsCut:
    from v2a_plugin.formats.xml import read_xml

    if read_xml(path).tag == "fcpxml":
        from v2a_plugin.formats.fcpxml.read import read_fcpxml

        return read_fcpxml(path)
    from v2a_plugin.formats.fcp7.read import read_fcp7

    return read_fcp7(path)
