"""The list of the Universal Category System, and which of its categories a label means.

The list and the table from labels to categories lie in `v2a_resources/ucs`.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from v2a_plugin.files import open_text
from v2a_plugin.model.errors import BadInput, NoSuchFile

__all__ = ["cat_ids", "categories", "category_of_label", "list_path", "shipped_table", "siblings"]

_LIST = "V2A_UCS"
"""Environment variable that names another list: a CSV with the columns CatID, Category and SubCategory."""
_CAT_ID = re.compile(r"[A-Za-z0-9]{2,16}")


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

    @property
    def words(self) -> str:
        """As people read it: "doors: wood"; "MISC" says nothing."""
        broad, narrow = self.category.strip().lower(), self.subcategory.strip().lower()
        return broad if narrow in ("", "misc", broad) else f"{broad}: {narrow}"


def list_path() -> Path:
    """Where the list lies: what V2A_UCS names, else the one that ships."""
    return Path(os.environ.get(_LIST) or _shipped("categories.csv"))


@cache
def cat_ids(path: Path) -> dict[str, str]:
    """The CatIDs of a list by their letters in lower case.

    Raises:
        As `categories`.
    """
    return {each.cat_id.casefold(): each.cat_id for each in categories(path)}


@cache
def category_of_label(label: str, path: Path) -> str | None:
    """The CatID that a label means, when the list has it: the words of a category ("doors: wood") or any ("dog barking").

    Raises:
        As `categories`.
    """
    listed = categories(path)
    known = {category.cat_id for category in listed}
    if ":" in label:
        return next((category.cat_id for category in listed if category.words == label), None)
    meant = next((cat_id for words, cat_id in _table() if words.search(label) and cat_id in known), None)
    return meant or next((category.cat_id for category in listed if category.words == label), None)


@cache
def siblings(cat_id: str, path: Path) -> tuple[str, ...]:
    """The other CatIDs of the same category: CRWDCheer and others for CRWDWalla; () for one that is not listed.

    Raises:
        As `categories`.
    """
    known = categories(path)
    family = next((each.category for each in known if each.cat_id == cat_id), None)
    return tuple(each.cat_id for each in known if each.category == family and each.cat_id != cat_id)


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
    rows = shipped_table("labels.csv")
    return tuple((re.compile(rf"\b(?:{row['words']})", re.IGNORECASE), row["CatID"]) for row in rows)


def shipped_table(name: str) -> list[dict[str, str]]:
    """The rows of a table that lies beside the list."""
    with _shipped(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
