"""The fixed split: which rows train and which validate, with near-duplicates kept on one side.

Rows that may show or hold the same thing form a group: numbered variants of one file name, frames of one animation,
and rows whose teacher embeddings nearly agree. A group is never cut.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float32

from v2a_plugin.evaluation.corpus import Corpus, Picture, Sound
from v2a_plugin.files import open_text
from v2a_plugin.model.errors import BadInput

__all__ = ["SplitRow", "group", "read_split", "split_corpus", "write_split"]

Role = Literal["train", "validation"]
SAME_PICTURE, SAME_SOUND = 0.75, 0.90  # cosine of centred embeddings above which two rows count as one thing


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One line of `split.csv`."""

    file: str
    role: Role
    classes: tuple[str, ...]
    group: str
    source_package: str
    licence: str


def name_key(file: str, package: str) -> str:
    """What the numbered variants of one file have in common."""
    stem = Path(file).stem.lower()
    if package.startswith("lincity") and file.startswith("images/"):
        return f"{package}:{re.sub('[^a-z].*', '', stem.split('_', 1)[-1])[:5]}"  # one building, its states and frames
    if package.startswith("fluidr3"):
        return f"{package}:{re.sub('[^a-z]', '', stem)[1:8]}"  # one instrument, its notes
    stem = re.sub(r"(_svg|_desc)$", "", stem)
    return f"{package}:{re.sub(r'[-_ ]*[0-9]+[a-z]?$', '', stem)}"


def group(keys: Sequence[str], vectors: Float32[np.ndarray, "rows width"], alike: float) -> tuple[int, ...]:
    """A group number for each row: rows with one key, or with vectors nearer than `alike`, share it."""
    centred = vectors - vectors.mean(0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True).clip(1e-9)
    parent = list(range(len(keys)))

    def top(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    first = dict[str, int]()
    for row, key in enumerate(keys):
        parent[top(row)] = top(first.setdefault(key, row))
    near = np.argwhere(np.triu(centred @ centred.T > alike, 1))
    for one, other in near:
        parent[top(int(other))] = top(int(one))
    return tuple(top(row) for row in range(len(keys)))


def choose(
    classes: Sequence[tuple[str, ...]],
    groups: Sequence[int],
    keys: Sequence[str],
    eager: Sequence[bool],
    share: float,
    least: int,
    largest: int = 6,
) -> frozenset[int]:
    """Groups to validate with: about `share` of each class, at least one where a class has `least` groups.

    No class loses more than half of its rows.

    Args:
        classes: Classes of each row.
        groups: Group of each row.
        keys: Stable name of each row; its digest decides the order, so that new rows do not reshuffle old ones.
        eager: Rows whose group is taken first.
        share: Part of a class's groups to hold back.
        least: A class with fewer groups than this keeps them all for training.
        largest: A group with more rows than this always trains.
    """
    members = dict[int, list[int]]()
    for row, number in enumerate(groups):
        members.setdefault(number, []).append(row)
    by_class = dict[str, list[int]]()
    for number, rows in members.items():
        for name in sorted({name for row in rows for name in classes[row]}):
            by_class.setdefault(name, []).append(number)

    def order(number: int) -> tuple[bool, bytes]:
        rows = members[number]
        digest = min(hashlib.sha256(keys[row].encode()).digest() for row in rows)
        return not any(eager[row] for row in rows), digest

    def count(number: int, name: str) -> int:
        return sum(name in classes[row] for row in members[number])

    def taken(name: str) -> int:
        return sum(count(number, name) for number in by_class[name] if number in held)

    size = {name: sum(count(number, name) for number in numbers) for name, numbers in by_class.items()}
    held = set[int]()
    for _, numbers in sorted(by_class.items()):
        if len(numbers) < least:
            continue
        wanted = max(1, round(share * len(numbers))) - sum(number in held for number in numbers)
        for number in sorted(numbers, key=order):
            touched = {name for row in members[number] for name in classes[row]}
            spares = all(2 * (taken(other) + count(number, other)) <= size[other] for other in touched)
            if wanted > 0 and number not in held and len(members[number]) <= largest and spares:
                held.add(number)
                wanted -= 1
    return frozenset(held)


def split_corpus(
    corpus: Corpus,
    picture_vectors: Float32[np.ndarray, "pictures width"],
    sound_vectors: Float32[np.ndarray, "sounds width"],
) -> tuple[SplitRow, ...]:
    """The split of a whole corpus, pictures first."""

    def rows(
        items: Sequence[Picture | Sound], vectors: np.ndarray, alike: float, eager: list[bool], share: float, least: int
    ) -> list[SplitRow]:
        keys = [name_key(item.file, item.package) for item in items]
        groups = group(keys, vectors, alike)
        files = [item.file for item in items]
        held = choose([item.classes for item in items], groups, files, eager, share, least)
        names = {number: keys[row] for row, number in reversed(list(enumerate(groups)))}
        return [
            SplitRow(
                item.file, "validation" if number in held else "train", item.classes, f"{names[number]}#{number}",
                item.package, item.licence,
            )
            for item, number in zip(items, groups, strict=True)
        ]  # fmt: skip

    photos = [picture.style == "photo" for picture in corpus.pictures]
    long = [sound.seconds >= 0.9 for sound in corpus.sounds]
    return (
        *rows(corpus.pictures, picture_vectors, SAME_PICTURE, photos, 0.25, 2),
        *rows(corpus.sounds, sound_vectors, SAME_SOUND, long, 0.15, 3),
    )


_FIELDS = ("file", "role", "class", "group", "source_package", "licence")


def write_split(path: Path, rows: Sequence[SplitRow]) -> None:
    """`split.csv`, one line a row."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_FIELDS)
        for row in rows:
            writer.writerow((row.file, row.role, "|".join(row.classes), row.group, row.source_package, row.licence))


def read_split(path: Path) -> tuple[SplitRow, ...]:
    """What `write_split` wrote."""
    found = list[SplitRow]()
    with open_text(path) as stream:
        for line in csv.DictReader(stream):
            role = line["role"]
            if role not in ("train", "validation"):
                raise BadInput(f"{path} gives {line['file']} the role {role}; it is train or validation.")
            names = tuple(name for name in line["class"].split("|") if name)
            found.append(
                SplitRow(
                    line["file"], "train" if role == "train" else "validation", names, line["group"],
                    line["source_package"], line["licence"],
                )
            )  # fmt: skip
    return tuple(found)
