"""What is written of a recording: in its chunks, its tags, a table beside it, its name; in that order of trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from v2a_plugin.sources.library.chunks import WaveChunks
from v2a_plugin.sources.library.library_records import Labels
from v2a_plugin.sources.library.words import name_parts, shown_path

__all__ = ["labels_of"]

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("fxname", "title", "tracktitle", "label", "name"),
    "description": ("description", "comment", "notes", "note", "subject", "synopsis", "ixml_note"),
    "keywords": ("keywords", "keyword", "tags", "ikey", "genre", "category_full"),
    "category": ("catid", "ucs_catid"),
    "designer": ("designer", "recordist", "artist", "author", "performer", "composer", "creator"),
    "library": ("library", "album", "show", "source", "project"),
    "licence": ("licence", "license", "rights", "copyright"),
    "attribution": ("attribution", "credit", "credits", "author", "artist", "designer"),
}
"""Fields and the names they are written under, the most telling first; lower case."""
_LONGEST = 2000
"""Characters kept of one field."""

Pairs = Iterable[tuple[str, str]]


def labels_of(path: str, chunks: WaveChunks, tags: Pairs, table: Pairs) -> Labels:
    """Everything that is written of a recording, merged field by field.

    Args:
        path: Inside the library's folder.
        chunks: `bext` and `iXML`.
        tags: ID3, INFO, Vorbis comments or MP4 atoms.
        table: Columns and cells of the row of a CSV that names the file.
    """
    bext = chunks.bext
    told = dict(tags)
    layers = [_lower(chunks.ixml), _lower(told.items()), _lower(table)]
    parts = name_parts(Path(shown_path(path)).stem)
    by_name = {
        "title": parts.title if parts else "",
        "category": parts.category if parts else "",
        "designer": parts.designer if parts else "",
        "library": parts.library if parts else "",
    }
    found = {field: _first(layers, names) or by_name.get(field, "") for field, names in _NAMES.items()}
    if bext is not None and not found["description"]:
        found["description"] = bext.description
    return Labels(
        **found,
        originator=bext.originator if bext else "",
        date=bext.date if bext else "",
        time_reference=bext.time_reference if bext else None,
    )


def _lower(pairs: Pairs) -> dict[str, str]:
    return {name.strip().lower(): _plain(text) for name, text in pairs if text.strip()}


def _plain(text: str) -> str:
    """One line of text that any database and any terminal can hold."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in whole).split())[:_LONGEST]


def _first(layers: list[dict[str, str]], names: tuple[str, ...]) -> str:
    for layer in layers:
        for name in names:
            if layer.get(name):
                return layer[name]
    return ""
