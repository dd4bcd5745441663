"""The sounds and pictures of both corpora side by side, as version 4 learns from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float32

from mini import corpus2
from mini.spaces import WordSpace
from mini.workshop import Workshop, is_note
from v2a_plugin.evaluation.corpus import Picture, open_sound
from v2a_plugin.evaluation.split import group
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps

__all__ = [
    "Row",
    "Shown",
    "class_places",
    "class_words",
    "embeddings",
    "picture_groups",
    "pictures",
    "rows",
    "second_folder",
]

SAME_PICTURE = 0.85  # cosine of centred features above which two photographs of the second corpus are one group
_FEW = 6  # clips of one source that count one by one; more of them hardly count more


@dataclass(frozen=True, slots=True)
class Row:
    """One sound of either corpus.

    Attributes:
        path: Of the file.
        classes: Names such as "dog"; empty for sounds nobody sorted.
        part: What it may be used for.
        source: The collection it comes from.
        sure: Whether its class is known well enough to place the class by it.
        first: Whether it is of the first corpus.
    """

    path: Path
    classes: tuple[str, ...]
    part: corpus2.Part | Literal["validation"]
    source: str
    sure: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of either corpus.

    Attributes:
        path: Of the file.
        picture: Its row.
        trains: Whether the head may learn from it.
    """

    path: Path
    picture: Picture
    trains: bool


def second_folder(shop: Workshop) -> Path:
    """Where the second corpus lies.

    Raises:
        BadInput: Nobody said.
    """
    if shop.second is None:
        raise BadInput("Version 4 learns from two corpora.", "Give --corpus2 FOLDER.")
    return shop.second


def rows(shop: Workshop) -> tuple[Row, ...]:
    """All sounds, those of the first corpus first."""
    folder = second_folder(shop)
    first = [
        Row(
            shop.folder / sound.file, sound.classes, "train" if shop.trains(sound) else "validation", sound.package,
            not is_note(sound), True,
        )
        for sound in shop.corpus.sounds
    ]  # fmt: skip
    second = [
        Row(folder / each.sound.file, each.sound.classes, each.part, each.source, each.agrees, False)
        for each in corpus2.read_sounds(folder)
    ]
    return (*first, *second)


def embeddings(shop: Workshop, listed: tuple[Row, ...]) -> Steps[Float32[np.ndarray, "sounds 1024"]]:
    """The teacher's embedding of the first 10 s of each sound, kept for later stages."""
    if not (shop.stages / "both.npy").is_file():
        found = []
        for done, row in enumerate(listed):
            found.append(shop.hear(open_sound(row.path, 10.0)).embedding)
            if done % 100 == 0:
                yield Progress("both corpora, heard", done, len(listed))
        shop.keep("both.npy", np.stack(found))
    return shop.kept("both.npy")


def class_places(
    listed: tuple[Row, ...], places: Float32[np.ndarray, "sounds width"]
) -> dict[str, Float32[np.ndarray, " width"]]:
    """The middle of each class among the training sounds: sources first, so that no collection speaks for a class.

    A class's sure sounds are taken, or all of them where none is sure.
    """
    of_class = defaultdict[str, list[int]](list)
    for index, row in enumerate(listed):
        if row.part == "train":
            for name in row.classes:
                of_class[name].append(index)
    middles = dict[str, np.ndarray]()
    for name, members in sorted(of_class.items()):
        by_source = defaultdict[str, list[int]](list)
        for index in [index for index in members if listed[index].sure] or members:
            by_source[listed[index].source].append(index)
        spoken = [min(len(each), _FEW) ** 0.5 * unit(places[each].mean(0)) for each in by_source.values()]
        middles[name] = unit(np.sum(spoken, axis=0))
    return middles


def pictures(shop: Workshop) -> tuple[Shown, ...]:
    """All pictures, those of the first corpus first; the second one's all train, five-fold where they are judged."""
    folder = second_folder(shop)
    first = [Shown(shop.folder / each.file, each, shop.trains(each)) for each in shop.corpus.pictures]
    return (*first, *(Shown(folder / each.file, each, True) for each in corpus2.read_pictures(folder)))


def picture_groups(
    shop: Workshop, shown: tuple[Shown, ...], features: Float32[np.ndarray, "pictures 1280"]
) -> tuple[str, ...]:
    """What must stay together in a fold: the committed split's groups, and near duplicates among the photographs."""
    count = len(shop.corpus.pictures)
    keys = [each.picture.file for each in shown[count:]]
    numbers = group(keys, features[count:], SAME_PICTURE)
    return (*(shop.split[each.file].group for each in shop.corpus.pictures), *(f"second {n}" for n in numbers))


def class_words(
    shop: Workshop, space: WordSpace, names: tuple[str, ...]
) -> Steps[Float32[np.ndarray, "classes width"]]:
    """Where the classes' phrases lie in the word space."""
    said = sorted({phrase for name in names for phrase in phrases(name)})
    vectors = yield from shop.sentences(said)
    row = {text: index for index, text in enumerate(said)}
    places = space.place(vectors)
    return unit(np.stack([places[[row[phrase] for phrase in phrases(name)]].mean(0) for name in names]))
