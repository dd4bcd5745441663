"""Lists of what to encode: a folder of videos, VGGSound's CSV, or pairs of picture and sound.

A list is read before anything is opened; what it names and what is not there is found out later, item by item.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from v2a_plugin.files import open_text
from v2a_plugin.media.file_kinds import VIDEOS
from v2a_plugin.model.errors import BadInput
from v2a_plugin.training.cache.shard_records import Source, Split

__all__ = ["by_split", "read_sources"]

_OTHERS = frozenset(
    [
        ".wav",
        ".flac",
        ".mp3",
        ".m4a",
        ".aac",
        ".ogg",
        ".opus",
        ".aif",
        ".aiff",
        ".png",
        ".jpg",
        ".jpeg",
        ".webp",
        ".tif",
        ".tiff",
        ".bmp",
    ]
)
"""Media without one half: listed, so that the report says what they lack."""
_VGGSOUND = ("id", "start", "label", "split")


def read_sources(path: Path, clips: Path | None = None) -> tuple[Source, ...]:
    """What a folder or a list names, in an order that does not change from run to run.

    Args:
        path: A folder of videos; a CSV with the columns `image` and `sound`; or a CSV as VGGSound's.
        clips: Folder with the clips that VGGSound's list names; None for the list's own.

    Raises:
        BadInput: Nothing there, or a list that cannot be read.
    """
    if path.is_dir():
        return read_folder(path)
    if not path.is_file():
        raise BadInput(f"{path} does not exist.", "Give a folder of videos, or a list as CSV.")
    rows = _rows(path)
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if {"image", "sound"} <= {*head}:
        return read_pairs(path)
    return read_vggsound(path, clips or path.parent)


def read_folder(folder: Path) -> tuple[Source, ...]:
    """Every media file in a folder and the folders inside it; hidden ones are passed over.

    Raises:
        BadInput: There is none.
    """
    found = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.suffix.lower() in VIDEOS | _OTHERS and path.is_file() and not _hidden(path.relative_to(folder))
    )
    if not found:
        raise BadInput(f"{folder} holds no video.", "Give a folder of videos with sound.")
    return tuple(Source(name, path) for name, path in found)


def read_vggsound(path: Path, clips: Path) -> tuple[Source, ...]:
    """VGGSound's list: `id,start,label,split` a row, with or without a heading; train and test are kept apart.

    A clip is looked for as `ID_000012.EXT` (start in six digits), `ID_12.EXT`, `ID_12000_22000.EXT` (milliseconds),
    and `ID.EXT`, the whole video, from which ten seconds at the start are taken.

    Raises:
        BadInput: A row that is none, a clip that is both for training and for testing, or an empty list.
    """
    rows = _rows(path)
    if rows and tuple(cell.strip().lower() for cell in rows[0]) == _VGGSOUND:
        rows = rows[1:]
    here = (
        {file.stem: file for file in sorted(clips.iterdir(), reverse=True) if file.is_file()} if clips.is_dir() else {}
    )
    sources = [_clip(path, number, row, clips, here) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    return _checked(path, sources)


def read_pairs(path: Path) -> tuple[Source, ...]:
    """Pairs: a CSV whose heading names `image` and `sound`, and perhaps `split`, `label` (or `name`) and `usable`.

    Paths are relative to the list. A picture may stand in many rows, each with another sound.

    Raises:
        BadInput: A row without a picture or a sound, one whose split is none, or an empty list.
    """
    rows = _rows(path)
    head = [cell.strip().lower() for cell in rows[0]]
    sources = []
    for number, cells in enumerate(rows[1:], 2):
        row = {key: cell.strip() for key, cell in zip(head, cells, strict=False)}
        if not row.get("image") or not row.get("sound"):
            raise BadInput(f"{path.name}, line {number}, lacks a picture or a sound.", "Mend or delete that line.")
        split = _split(path, number, row.get("split") or "train")
        sources.append(
            Source(
                f"{row['image']} + {row['sound']}",
                path.parent / row["image"],
                path.parent / row["sound"],
                split=split,
                label=row.get("label") or row.get("name") or "",
                usable=row.get("usable", "yes").lower() not in ("no", "false", "0"),
            )
        )
    return _checked(path, sources)


def by_split(sources: Sequence[Source]) -> Iterator[tuple[Split, tuple[Source, ...]]]:
    """The sources of each split that has any."""
    for split in Split:
        if chosen := tuple(source for source in sources if source.split is split):
            yield split, chosen


def _clip(path: Path, number: int, row: Sequence[str], clips: Path, here: dict[str, Path]) -> Source:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(_VGGSOUND) or not cells[0] or not cells[1].isdigit():
        raise BadInput(
            f"{path.name}, line {number}, is not id,start,label,split.",
            "Give VGGSound's list, or one with its columns.",
        )
    identity, start, label = cells[0], int(cells[1]), cells[2]
    split = _split(path, number, cells[3])
    name = f"{identity}_{start:06d}"
    for stem in (name, f"{identity}_{start}", f"{identity}_{start * 1000}_{(start + 10) * 1000}"):
        if stem in here:
            return Source(name, here[stem], None, Fraction(0), split, label)
    video = here.get(identity)
    return Source(name, video or clips / f"{name}.mp4", None, Fraction(start if video else 0), split, label)


def _split(path: Path, number: int, text: str) -> Split:
    try:
        return Split(text.lower())
    except ValueError as error:
        raise BadInput(
            f"{path.name}, line {number}, gives the split '{text}'.", "Write train, validation or test in every row."
        ) from error


def _checked(path: Path, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Sources without repeats; refused where one thing is both for training and for testing."""
    if not sources:
        raise BadInput(f"{path.name} names nothing.", "Give a list with at least one row.")
    splits: dict[str, Split] = {}
    for source in sources:
        if splits.setdefault(source.name, source.split) != source.split:
            raise BadInput(
                f"{path.name} has {source.name} both in {splits[source.name]} and in {source.split}.",
                "Keep it in one of them: what is tested must not be trained on.",
            )
    return tuple({source.name: source for source in sources}.values())


def _rows(path: Path) -> list[list[str]]:
    try:
        with open_text(path) as file:
            return [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} cannot be read as CSV: {error}.", "Give a UTF-8 text file with commas.") from error


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
