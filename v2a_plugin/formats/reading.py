"""Read an editor's cut, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from v2a_hooks.entries import CutReader
from v2a_plugin.formats.child import read_apart, read_here
from v2a_plugin.formats.cut import EditorsCut, ReadOptions
from v2a_plugin.model.errors import BadInput, NoSuchFile

__all__ = ["is_cut", "read_cut"]

_LONGEST = 10_000 * 3600
"""Seconds within which every time of a cut lies."""
_HEAD = 4096


def is_cut(path: Path, readers: Sequence[CutReader]) -> bool:
    """Whether a name is that of a cut that can be read."""
    return any(path.suffix.lower() in reader.suffixes for reader in readers)


def read_cut(
    path: Path,
    readers: Sequence[CutReader],
    rate: Fraction | None = None,
    sequence: str = "",
    *,
    apart: bool = True,
) -> EditorsCut:
    """The picture of a cut.

    Args:
        path: The file.
        readers: The formats that are known: `Plugins.cut_readers()`.
        rate: Frames a second of a list that does not say so; others ignore it.
        sequence: Name of the sequence to read where there are several; "" for the first.
        apart: Read it in a process of its own, with limits: it is a stranger's.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is of no known format, or broken.
    """
    if not path.exists():
        raise NoSuchFile(f"There is no {path}.", "Give the file of a cut.")
    if not path.is_file() and not path.is_dir():
        raise NoSuchFile(f"{path} is not a regular file.", "Give the file of a cut.")
    read = read_apart if apart else read_here
    cut = read(path, _reader(path, readers), ReadOptions(rate, sequence))
    times = [max(clip.record.end, clip.source.end) for clip in cut.clips] + [abs(marker.at) for marker in cut.markers]
    if any(time > _LONGEST for time in times):
        raise BadInput(
            f"{path.name} has clips or markers at times that no film has.", "Export the cut again from the editor."
        )
    return cut


def _reader(path: Path, readers: Sequence[CutReader]) -> CutReader:
    """The reader of a file, by its ending, and by its first bytes where several share that."""
    suffix = path.suffix.lower()
    fitting = [reader for reader in readers if suffix in reader.suffixes]
    if not fitting:
        known = ", ".join(dict.fromkeys(suffix for reader in readers for suffix in reader.suffixes))
        raise BadInput(f"{path.name} is no cut that can be read.", f"Export it from the editor as one of {known}.")
    if len(fitting) == 1 or not path.is_file():
        return fitting[0]
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return next((reader for reader in fitting if any(mark in head for mark in reader.marks)), fitting[0])
