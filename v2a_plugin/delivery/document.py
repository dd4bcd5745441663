"""The one way in which a format writes a cut: its stems, then the files that place them, then what to click."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.delivery.cut import HOW_TO, CutPackage
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.stems import write_stems
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["CutDocument", "write_cut"]


@dataclass(frozen=True, slots=True)
class CutDocument:
    """What a format makes of a cut, beside the stems.

    Attributes:
        files: Contents by name inside the delivery; a function is given the path to write to, and says how far it is.
        how_to: The text of `HOW TO IMPORT.txt`; `v2a_plugin.delivery.cut.what_to_click` makes it.
        notes: What a person should know, one sentence each.
    """

    files: Mapping[str, str | bytes | Callable[[Path], Steps[None]]]
    how_to: str
    notes: tuple[str, ...] = ()


def write_cut(
    exporter: CutExporter,
    request: CutRequest,
    folder: Path,
    document: Callable[[Sequence[Stem]], CutDocument],
    *,
    muted: bool = False,
) -> Steps[Delivery]:
    """Write the stems of a cut and the document that places them.

    Args:
        exporter: Who writes.
        request: The cut and how its stems are asked for.
        folder: Where the delivery goes, all of it or nothing.
        document: Makes the document of the stems that were written.
        muted: Write muted cues too, for formats with `Feature.MUTE`.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    with CutPackage(exporter, request, folder) as package:
        stems = yield from write_stems(request, package, muted)
        yield Progress("writing the timeline", 0, 1)
        written = document(stems)
        for name, content in written.files.items():
            if isinstance(content, (str, bytes)):
                package.write(name, content)
            else:
                with package.file(name) as path:
                    yield from content(path)
        for note in written.notes:
            package.note(note)
        package.write(HOW_TO, written.how_to)
    return package.delivery
