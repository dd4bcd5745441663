"""The items of a study: pictures with the classes they belong to and real sounds to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from v2a_plugin.evaluation.clip_files import pictures_in, references_in
from v2a_plugin.evaluation.corpus import Picture, Sound, read_corpus
from v2a_plugin.evaluation.lists import read_imagehear, read_labels, read_vggsound
from v2a_plugin.evaluation.plan import ItemPlan
from v2a_plugin.evaluation.split import read_split
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.files import read_text
from v2a_plugin.model.errors import BadInput

__all__ = ["Item", "Items", "chosen", "find_item", "read_items"]


@dataclass(frozen=True, slots=True)
class Item:
    """One picture.

    Attributes:
        name: Unique, fit for a file.
        picture: Its file: a still or a video.
        classes: Names such as "dog"; empty when nobody sorted it.
        label: Words for what it should sound like; "" when nobody said.
        sounds: Real sounds of the same thing; empty when there are none.
    """

    name: str
    picture: Path
    classes: tuple[str, ...]
    label: str
    sounds: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """All of a study.

    Attributes:
        items: Sorted as the list has them.
        references: All real sounds that generated ones are compared with; empty when there are none.
    """

    items: tuple[Item, ...]
    references: tuple[Path, ...]


def read_items(plan: ItemPlan, folder: Path | None, split: Path) -> Items:
    """Find the items.

    Args:
        plan: What the study says.
        folder: Corpus or pictures, when the command line names it; wins over the plan's.
        split: The bundle's `split.csv`, for a corpus.

    Raises:
        BadInput: No folder is named, nothing is left, or an item is one the bundle was trained on.
        NoSuchFile: A folder or list is missing.
    """
    place = folder or plan.folder
    if place is None:
        raise BadInput("The study does not say where its pictures are.", "Give --items FOLDER.")
    if plan.kind == "corpus":
        return _corpus(place, split)
    if plan.kind == "imagehear":
        listed = read_imagehear(place)
        found = [Item(x.name, x.picture, (x.label,), x.label, ()) for x in listed if x.picture is not None]
        return Items(tuple(found), ())
    if plan.kind == "films":
        return _folder(place, replace(plan, references=place))
    return _folder(place, plan)


def chosen(items: Sequence[Item], limit: int) -> tuple[Item, ...]:
    """An even choice of at most `limit` items; all for 0."""
    if not 0 < limit < len(items):
        return tuple(items)
    return tuple(items[index * len(items) // limit] for index in range(limit))


def find_item(items: Sequence[Item], query: str) -> Item:
    """The item of a name, or the first of a class.

    Raises:
        BadInput: There is neither.
    """
    for item in items:
        if query == item.name:
            return item
    for item in items:
        if query in item.classes:
            return item
    known = sorted({name for item in items for name in item.classes})
    raise BadInput(f"There is no item and no class '{query}'.", f"Classes are {', '.join(known[:12])} and so on.")


def _corpus(folder: Path, split: Path) -> Items:
    """Pictures that did not train, of classes with real sounds that did not train either."""
    corpus = read_corpus(folder)
    if not split.is_file():
        raise BadInput(f"The bundle has no {split.name}.", "Use a bundle that says which rows it was trained on.")
    roles = {row.file: row.role for row in read_split(split)}
    rows: tuple[Sound | Picture, ...] = (*corpus.sounds, *corpus.pictures)
    unknown = [row.file for row in rows if row.file not in roles]
    if unknown:
        raise BadInput(
            f"{split.name} says nothing of {unknown[0]}, so it may have been trained on.",
            "Use the corpus that the bundle's split was made for.",
        )
    held = [sound for sound in corpus.sounds if roles[sound.file] == "validation" and sound.classes]
    known = {name for sound in held for name in sound.classes}
    found = list[Item]()
    for picture in corpus.pictures:
        classes = tuple(name for name in picture.classes if name in known)
        if roles[picture.file] == "validation" and classes:
            sounds = tuple(folder / sound.file for sound in held if set(classes) & set(sound.classes))
            name = Path(picture.file).with_suffix("").name
            found.append(Item(name, folder / picture.file, classes, phrases(classes[0])[0], sounds))
    _check(found, folder)
    return Items(tuple(found), tuple(folder / sound.file for sound in held))


def _folder(folder: Path, plan: ItemPlan) -> Items:
    pictures, references = pictures_in(folder), references_in(plan.references) if plan.references else {}
    labels = {}
    if plan.labels is not None:
        lines = read_text(plan.labels).splitlines() if plan.labels.is_file() else []
        read = read_labels if lines and "label" in lines[0].lower() and "name" in lines[0].lower() else read_vggsound
        labels = {each.name: each.label for each in read(plan.labels)}
    names = [
        name for name in sorted(pictures) if (not labels or name in labels) and (not references or name in references)
    ]
    found = []
    for name in names:
        label = labels.get(name, "")
        same = [
            references[other]
            for other in names
            if other in references and (other == name or (label and labels[other] == label))
        ]
        found.append(Item(name, pictures[name], (label,) if label else (), label, tuple(same)))
    _check(found, folder)
    return Items(tuple(found), tuple(references[name] for name in names if name in references))


def _check(found: Sequence[Item], folder: Path) -> None:
    if not found:
        raise BadInput(f"{folder} holds no picture that can be judged.", "See that names and lists match.")
    names = [item.name for item in found]
    if twice := [name for name in names if names.count(name) > 1]:
        raise BadInput(f"{folder} holds two pictures called '{twice[0]}'.", "Rename one of them.")
