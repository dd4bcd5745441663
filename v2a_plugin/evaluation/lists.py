"""Published test lists: which items count, and what each should sound like."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.evaluation.clip_files import pictures_in
from v2a_plugin.files import open_text
from v2a_plugin.model.errors import BadInput, NoSuchFile

__all__ = ["Listed", "read_imagehear", "read_labels", "read_vggsound"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a test list.

    Attributes:
        name: What its clip is called, without suffix.
        label: What it should sound like; "" when the list does not say.
        picture: Its picture, where the list is a folder of pictures.
    """

    name: str
    label: str
    picture: Path | None = None


def read_vggsound(path: Path) -> tuple[Listed, ...]:
    """The test items of VGGSound.

    Two forms: the data set's own CSV, `id,start,label,split` with whole seconds and with or without that heading, of which
    rows with the split `test` count; or a plain list of names as the paper's authors publish it (`glLQrEijrKg_000300`). A name is the
    id, "_" and the start in six digits.

    Raises:
        NoSuchFile: It is missing.
        BadInput: A row has another form, or no row is a test row.
    """
    found = list[Listed]()
    for number, row in enumerate(_rows(path), 1):
        if number == 1 and [cell.strip().lower() for cell in row] == ["id", "start", "label", "split"]:
            continue
        if len(row) == 1:
            found.append(Listed(row[0].strip(), ""))
        elif len(row) == 4 and row[1].strip().isdigit():
            if row[3].strip() == "test":
                found.append(Listed(f"{row[0].strip()}_{int(row[1]):06d}", row[2].strip()))
        else:
            raise BadInput(
                f"Line {number} of {path.name} is not id,start,label,split.", "Use VGGSound's own vggsound.csv."
            )
    if not found:
        raise BadInput(f"{path.name} lists no test item.", "Use VGGSound's own vggsound.csv.")
    return tuple(found)


def read_imagehear(folder: Path) -> tuple[Listed, ...]:
    """The pictures of ImageHear (Sheffer and Adi 2023): `dog1.jpg` is the first dog; in a folder `dog/` any name is.

    Raises:
        NoSuchFile: There is no such folder.
        BadInput: It holds no picture.
    """
    found = []
    for name, path in sorted(pictures_in(folder).items()):
        inside = path.parent != folder
        label = path.parent.name if inside else re.sub(r"[-_ ]*\d+$", "", name)
        found.append(Listed(name, label.replace("_", " "), path))
    return tuple(found)


def read_labels(path: Path) -> tuple[Listed, ...]:
    """A CSV with a header and the columns `name` and `label`.

    Raises:
        NoSuchFile: It is missing.
        BadInput: A column or a label is missing.
    """
    rows = _rows(path)
    head = [name.strip().lower() for name in rows[0]] if rows else []
    if "name" not in head or "label" not in head:
        raise BadInput(f"{path.name} has no columns 'name' and 'label'.", "Write them into its first line.")
    at, to = head.index("name"), head.index("label")
    found = []
    for number, row in enumerate(rows[1:], 2):
        if len(row) <= max(at, to) or not row[at].strip() or not row[to].strip():
            raise BadInput(f"Line {number} of {path.name} has no label.", "Give every item one, or leave it out.")
        found.append(Listed(row[at].strip(), row[to].strip()))
    return tuple(found)


def _rows(path: Path) -> list[list[str]]:
    try:
        with open_text(path) as stream:
            return [row for row in csv.reader(stream) if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path.name} is no list in text.", "Give a CSV file in UTF-8.") from error
    except OSError as error:
        raise NoSuchFile(f"The list {path} cannot be read.", "Give a CSV file.") from error
