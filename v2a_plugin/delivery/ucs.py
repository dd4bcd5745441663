"""The Universal Category System: which category a cue has, and file names that say so.

Names are `CatID_FXName_CreatorID_SourceID.wav` (UCS 8.2, "File Naming"); the underscore separates and stands
nowhere else. The list and the table from labels to categories lie in `v2a_resources/ucs`.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from v2a_plugin.delivery.names import FreeNames, file_safe
from v2a_plugin.files import open_text
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.timeline import TrackKind

__all__ = ["category_for", "ucs_name"]

CREATOR = "V2A"
"""CreatorID of everything rendered here."""

_LIST = "V2A_UCS"
"""Environment variable that names another list: a CSV with the columns CatID, Category and SubCategory."""
_CAT_ID = re.compile(r"[A-Za-z0-9]{2,16}")
_BY_KIND = {
    TrackKind.FEET: "FOLYFeet",
    TrackKind.MOVES: "FOLYClth",
    TrackKind.PROPS: "FOLYProp",
    TrackKind.AMBIENCE: "AMBMisc",
    TrackKind.FX: "FOLYMisc",
    TrackKind.UNMATCHED: "FOLYMisc",
}


@dataclass(frozen=True, slots=True)
class Category:
    """One line of the list.

    Attributes:
        cat_id: "FOLYFeet"; case matters.
        category: "FOLEY".
        subcategory: "FEET".
    """

    cat_id: str
    category: str
    subcategory: str


def category_for(kind: TrackKind, heard_as: tuple[str, ...], chosen: str = "") -> str:
    """The CatID of a cue: what a person chose, else what its take is heard as, else what its track holds.

    Args:
        kind: Of the track.
        heard_as: Labels of the take, best first.
        chosen: `Cue.category`; made safe for a file name, not checked against the list.
    """
    if chosen:
        return re.sub(r"[^A-Za-z0-9]", "", chosen) or "FOLYMisc"
    meant = _meant_by(heard_as[0], _list_path()) if heard_as else None
    return meant or _BY_KIND[kind]


def ucs_name(names: FreeNames, category: str, name: str, source: str) -> str:
    """A free file name for a wave; a second one of the same sound gets a number behind its FXName.

    Args:
        names: Those that are taken.
        category: CatID.
        name: What is heard, in words; becomes the FXName.
        source: The production; becomes the SourceID.
    """
    fx_name, source_id = file_safe(name, "Sound", 40), file_safe(source, "Untitled", 24)
    return names.take(f"{category}_{fx_name}", f"_{CREATOR}_{source_id}.wav")


def _list_path() -> Path:
    return Path(os.environ.get(_LIST) or _shipped("categories.csv"))


@cache
def _meant_by(label: str, path: Path) -> str | None:
    """The category of a label, when the list has it."""
    known = {category.cat_id for category in categories(path)}
    return next((cat_id for words, cat_id in _table() if words.search(label) and cat_id in known), None)


@cache
def _shipped(name: str) -> Path:
    import v2a_resources

    return v2a_resources.resources_path() / "ucs" / name


@cache
def categories(path: Path) -> tuple[Category, ...]:
    """The categories in a CSV with the columns CatID, Category and SubCategory.

    Raises:
        NoSuchFile: It is missing.
        BadInput: It is no such list.
    """
    try:
        with open_text(path) as file:
            rows = list(csv.DictReader(file))
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is no UTF-8 text.", "Save the UCS list as CSV, UTF-8.") from error
    except (OSError, csv.Error) as error:
        raise NoSuchFile(f"The UCS list {path} cannot be read.", f"Check the path in {_LIST}.") from error
    found = []
    for row in rows:
        plain = {(key or "").replace(" ", "").lower(): (value or "") for key, value in row.items() if key}
        cat_id = plain.get("catid", "").strip()
        if _CAT_ID.fullmatch(cat_id):
            found.append(Category(cat_id, plain.get("category", "").strip(), plain.get("subcategory", "").strip()))
    if not found:
        raise BadInput(f"{path.name} is no UCS list.", "Give a CSV with the columns CatID, Category and SubCategory.")
    return tuple(found)


@cache
def _table() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Words of labels and the category they mean, the most telling first."""
    with _shipped("labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((re.compile(rf"\b(?:{row['words']})", re.IGNORECASE), row["CatID"]) for row in rows)
