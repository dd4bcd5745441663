"""What the exporters of MLT documents share: which stems they need, and what lies in the delivery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import Layout
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.rows import rows_noted
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.formats.mlt.mltxml import arrange, notes_of, playable
from v2a_plugin.model.progress import Steps

__all__ = ["FEATURES", "write_mlt"]

FEATURES = frozenset(
    {
        Feature.PICTURE, Feature.STEMS, Feature.TRACKS, Feature.NAMES, Feature.MARKERS, Feature.HITS, Feature.GAIN,
        Feature.FADES, Feature.PAN, Feature.CATEGORIES, Feature.RECIPES,
    }
)  # fmt: skip
"""What a document and its stems carry; no handles, because MLT enters a WAV exactly only at its start."""


def write_mlt(
    exporter: CutExporter,
    request: CutRequest,
    folder: Path,
    suffix: str,
    text: Callable[[Layout], str],
    how_to: Callable[[str, Layout], str],
) -> Steps[Delivery]:
    """Write the stems, the document and how it is opened.

    Args:
        exporter: Who writes.
        request: What to write.
        folder: Where.
        suffix: Of the document's name, with its dot.
        text: Makes the document.
        how_to: Says what to click, given the document's name.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    name = f"{file_safe(request.timeline.name, 'cut')}{suffix}"

    def document(stems: Sequence[Stem]) -> CutDocument:
        layout = arrange(request, stems)
        notes = (*notes_of(request, layout), *rows_noted(request, stems))
        return CutDocument({name: text(layout)}, how_to(name, layout), notes)

    return (yield from write_cut(exporter, playable(request), folder, document))
