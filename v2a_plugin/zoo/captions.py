"""Lists of captions for the text bridge: text with a caption a line, or CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from v2a_plugin.files import open_text
from v2a_plugin.model.errors import BadInput

__all__ = ["read_captions"]

_COLUMNS = ("caption", "label", "display_name", "name", "text")
_KEPT = "ARCHIVED"


def read_captions(path: Path) -> tuple[str, ...]:
    """Captions of a file, without repeats.

    Text has one a line; blank lines and those that begin with # are passed over. A CSV has a heading with `caption`,
    `label`, `display_name`, `name` or `text`, as the lists of AudioSet and VGGSound have, or with `Category` and
    `SubCategory`, as the Universal Category System's list; of that, ARCHIVED is left out, which says how a file is kept
    and not what it sounds like.

    Raises:
        BadInput: It cannot be read, holds none, or has no such column.
    """
    try:
        with open_text(path) as file:
            found = (
                _of_csv(path, csv.reader(file)) if path.suffix.lower() == ".csv" else [line.strip() for line in file]
            )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"The captions {path} cannot be read: {error}.", "Give a UTF-8 text file.") from error
    captions = tuple(dict.fromkeys(line for line in found if line and not line.startswith("#")))
    if not captions:
        raise BadInput(f"{path.name} holds no captions.", "Give a text file with a caption a line.")
    return captions


def _of_csv(path: Path, rows: object) -> list[str]:
    lines = [row for row in rows if row]  # type: ignore[attr-defined]
    head = [cell.strip().lower() for cell in lines[0]] if lines else []
    if {"category", "subcategory"} <= {*head}:
        broad, narrow = head.index("category"), head.index("subcategory")
        rows = [row for row in lines[1:] if len(row) > max(broad, narrow) and row[broad].strip().upper() != _KEPT]
        return [_ucs(row[broad], row[narrow]) for row in rows]
    column = next((head.index(name) for name in _COLUMNS if name in head), None)
    if column is None:
        raise BadInput(f"{path.name} has no column with captions.", f"Name one of its columns {', '.join(_COLUMNS)}.")
    return [row[column].strip() for row in lines[1:] if len(row) > column]


def _ucs(category: str, subcategory: str) -> str:
    """ "DOORS", "WOOD" as "wood doors"; "MISC" says nothing."""
    broad, narrow = category.strip().lower(), subcategory.strip().lower()
    return broad if narrow in ("", "misc", broad) else f"{narrow} {broad}"
