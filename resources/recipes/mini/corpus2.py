"""The second corpus, and its parts: whole sources train, judge or test, never single clips.

`parts.csv` says which. A source is a collection; in ESC-10 and Kitchen20 it is one of the folds that their makers cut
so that no recording stands in two. What judges has learned from the part *judge* alone, and nothing has learned from
*test*. Rows whose licence does not combine under GPL-3.0 never train what ships.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np
from jaxtyping import Float32

from v2a_plugin.evaluation.corpus import Picture, Sound
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput

__all__ = [
    "PARTS",
    "Part",
    "SecondSound",
    "apart",
    "class_name",
    "part_of",
    "read_pictures",
    "read_sounds",
    "source_of",
]

Part = Literal["train", "judge", "test", "none"]
PARTS = Path(__file__).with_name("parts.csv")
SAME_RECORDING = 0.985  # cosine of centred teacher embeddings above which two clips count as one recording

_BY_FOLD = ("ESC-10", "Kitchen20")
_TRUSTED = (*_BY_FOLD, "Blanket", "CDDA-CC-Sounds")  # where names need no tagger to agree
_KEPT_OUT = frozenset(
    {
        "CC-BY-SA-3.0", "ODbL-1.0", "CC-Sampling+", "Artistic-1.0", "GPL-2",
        "CC0-1.0 / CC-BY-3.0 / CC-BY-SA-3.0 / GPL-2+ (per file)",
    }
)  # fmt: skip
"""Licences that do not combine under GPL-3.0; "GPL" without a version may be taken under any."""
_SAME = MappingProxyType(
    {
        "keyboard_typing": "typing", "church_bell": "bell", "bottle": "glass_bottle", "turkey": "rooster_hen",
        "llama": "camel", "gorilla": "ape_monkey", "wild_cat": "lion_tiger", "rhino": "hippo",
    }
)  # fmt: skip
"""Classes that the first corpus files under another name."""


@dataclass(frozen=True, slots=True)
class SecondSound:
    """One row of the second corpus's `sounds.csv`.

    Attributes:
        sound: As a row of the first corpus.
        source: What `parts.csv` speaks of.
        part: What it may be used for.
        agrees: Whether a tagger agrees with the class, or the source needs none.
    """

    sound: Sound
    source: str
    part: Part
    agrees: bool


def class_name(name: str) -> str:
    """A class of the second corpus under the first one's name."""
    return _SAME.get(name, name)


def source_of(collection: str, path: str) -> str:
    """The source of a clip: its collection, or collection and fold.

    Args:
        collection: As `sounds.csv` names it.
        path: Of the file in the collection; folds are the number before the first hyphen of its name.
    """
    return f"{collection}/{Path(path).name.split('-')[0]}" if collection in _BY_FOLD else collection


def part_of(source: str, licence: str, parts: dict[str, Part]) -> Part:
    """What a clip may be used for.

    Raises:
        BadInput: The source is in no part.
    """
    if source not in parts:
        raise BadInput(f"{PARTS} says nothing of the source {source}.", "Use the corpus it was made for.")
    part = parts[source]
    return "none" if part == "train" and licence in _KEPT_OUT else part


def read_parts(path: Path = PARTS) -> dict[str, Part]:
    """The committed split."""
    found = dict[str, Part]()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            match row["part"]:
                case "train" | "judge" | "test" as part:
                    found[row["source"]] = part
                case other:
                    raise BadInput(f"{path} puts {row['source']} into the part {other}; there is none.")
    return found


def read_sounds(folder: Path) -> tuple[SecondSound, ...]:
    """All sounds of the second corpus."""
    parts, found = read_parts(), list[SecondSound]()
    with (folder / "sounds.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            source = source_of(row["source"], row["path_in_source"])
            sound = Sound(
                row["file"], row["label"], (class_name(row["class"]),), row["source"], row["licence"],
                float(row["seconds"]),
            )  # fmt: skip
            agrees = row["tag_check"] == "agrees" or row["source"] in _TRUSTED
            found.append(SecondSound(sound, source, part_of(source, row["licence"], parts), agrees))
    return tuple(found)


def read_pictures(folder: Path) -> tuple[Picture, ...]:
    """All pictures of the second corpus; they train the picture head, five-fold where it is judged."""
    with (folder / "images.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Picture(row["file"], (), (class_name(row["class"]),), "photo", row["source_address"], row["licence"], ())
            for row in csv.DictReader(stream)
        )


def apart(
    parts: Sequence[Part | Literal["validation"]],
    embeddings: Float32[np.ndarray, "sounds 1024"],
    first: Sequence[bool],
) -> tuple[Part | Literal["validation"], ...]:
    """The parts, with recordings that stand in two of them taken out of one.

    Args:
        parts: Of each sound, of both corpora.
        embeddings: The teacher's.
        first: Whether a sound is of the first corpus, whose rows keep their side.
    """
    centred = unit(embeddings - embeddings.mean(0))
    left = list(parts)

    def twins(one: str, others: tuple[str, ...]) -> list[tuple[int, int]]:
        rows = [index for index, part in enumerate(left) if part == one]
        held = [index for index, part in enumerate(left) if part in others]
        if not rows or not held:
            return []
        near = centred[rows] @ centred[held].T
        best = near.argmax(1)
        return [(rows[i], held[j]) for i, j in enumerate(best.tolist()) if near[i, j] > SAME_RECORDING]

    for row, other in twins("train", ("judge", "test", "validation")):
        if not first[row]:
            left[row] = "none"
        elif not first[other]:
            left[other] = "none"
    for row, _ in twins("judge", ("test", "validation")):
        left[row] = "none"
    return tuple(left)
