"""What a picture finds: validation pictures, and recordings that no network learned from, through the library itself."""

from __future__ import annotations

import csv
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np

from mini import corpus2
from mini.both import second_folder
from mini.judge import interval
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Workshop
from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.evaluation.corpus import open_picture
from v2a_plugin.evaluation.split import read_split
from v2a_plugin.generation.engines import Engines
from v2a_plugin.generation.finding import query_for
from v2a_plugin.mapper.mapper_store import load_mapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, FrameBatch, VisualEmbedding, Why
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.sources.library.embedding import embed_library
from v2a_plugin.sources.library.find import joined
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.library.search import Query, kinds_first, search
from v2a_plugin.sources.library.vectors import NAMES, SPANS, nearest
from v2a_plugin.zoo.bundle import open_folder

__all__ = ["finds_table"]

_MOST = 200
_HELD = ("judge", "test")
WAYS = ("vector", "words", "joined", "label as query")


def finds_table(shop: Workshop) -> Steps[str]:
    """Share of pictures whose first find, and whose first four, are of the right class; with 95 % intervals."""
    classes = collect(second_folder(shop), shop.work / "finds" / "sounds")
    encoders = yield from Engines().encoders(open_folder(shop.out))
    library = yield from indexed(shop.work / "finds", encoders)
    known = set(classes.values())
    pictures = [(path, kind) for path, kind in validation(shop) if kind in known]
    found: dict[str, list[list[bool]]] = {way: [] for way in WAYS}
    mapper = load_mapper(PartSource("bridge", shop.out / "mappers" / "bridge", CLIP_SPACE, CLAP_SPACE), Runtime())
    for done, (path, kind) in enumerate(pictures):
        yield Progress("pictures", done, len(pictures), path.name)
        picture = open_picture(path)
        picture.thumbnail((900, 900))
        vector = encoders.visual.embed_frames(FrameBatch(np.asarray(picture)[None], (Fraction(0),)))[0]
        [mapped] = yield from mapper.map(VisualEmbedding(vector[None], vector, CLIP_SPACE), Settings(), [0])
        answer = Conditioning(mapped.vector, mapped.vector, CLAP_SPACE, Why("bridge", captions=mapped.captions))
        label = kind.replace("_", " ")
        named = encoders.audio.embed_text([label])[0]
        asked = Conditioning(named, named, CLAP_SPACE, Why(prompt=label))
        for way, names in (
            ("vector", by_vector(library, answer)), ("words", by_words(library, answer)),
            ("joined", by_all(library, answer)), ("label as query", by_all(library, asked)),
        ):  # fmt: skip
            found[way].append([classes[name] == kind for name in names[:4]])
    counts = [sum(each == kind for each in classes.values()) for _, kind in pictures]
    size = len(classes)
    chance = (np.mean([n / size for n in counts]), np.mean([1 - comb(size - n, 4) / comb(size, 4) for n in counts]))
    lines = [f"{len(pictures)} pictures, {size} recordings of {len(known)} classes"]
    lines.append(f"{'by':<16} {'first':<20}  among four")
    for way, hits in found.items():
        first, four = np.array([row[:1] == [True] for row in hits]), np.array([any(row) for row in hits])
        lines.append(f"{way:<16} {interval(first):<20}  {interval(four)}")
    lines.append(f"{'chance':<16} {chance[0]:<20.3f}  {chance[1]:.3f}")
    missed: dict[str, int] = {}
    for (_, kind), row in zip(pictures, found["joined"], strict=True):
        missed[kind] = missed.get(kind, 0) + (not any(row))
    lines.append("missed among four: " + ", ".join(f"{kind} {count}" for kind, count in missed.items() if count))
    return "\n".join(lines)


def collect(corpus: Path, folder: Path) -> dict[str, str]:
    """Link the recordings that no network learned from, without their classes in their names; gives these by name."""
    folder.mkdir(parents=True, exist_ok=True)
    held = {each.sound.file for each in corpus2.read_sounds(corpus) if each.part in _HELD and each.agrees}
    classes = {}
    with (corpus / "sounds.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"] in held]
    with (folder.parent / "sounds.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("file", "label"))
        for row in rows:
            path = Path(row["file"])
            name = f"{path.stem.rpartition('__')[2]}{path.suffix}"
            classes[name] = corpus2.class_name(row["class"])
            writer.writerow((f"sounds/{name}", row["label"]))
            if not (folder / name).exists():
                (folder / name).symlink_to((corpus / path).resolve())
    return classes


def indexed(home: Path, encoders: Encoders) -> Steps[Library]:
    """The library of those recordings, scanned and embedded; what was done before is kept."""
    libraries = Libraries(home / "index", shipped=False)
    library = next(iter(libraries.all()), None) or libraries.add(home / "sounds", "held out")
    yield from scan(library)
    yield from embed_library(library, encoders.audio)
    return library


def validation(shop: Workshop) -> list[tuple[Path, str]]:
    """Pictures of the committed validation part, each with its class."""
    roles = {row.file: row.role for row in read_split(shop.out / "split.csv")}
    return [
        (shop.folder / each.file, corpus2.class_name(each.classes[0]))
        for each in shop.corpus.pictures
        if roles.get(each.file) == "validation" and each.classes
    ]


def by_vector(library: Library, answer: Conditioning) -> list[str]:
    """Names of files, those whose sound is nearest first."""
    return _near(library, answer, SPANS)


def by_words(library: Library, answer: Conditioning) -> list[str]:
    """The words of the query, the meaning of the files' names, and the category."""
    query = query_for(answer, _MOST)
    worded = search([library], Query(some_words=query.some_words, limit=_MOST)) if query.some_words else ()
    sorted_in = search([library], Query(category=query.category, limit=_MOST)) if query.category else ()
    rankings = [[find.file.name for find in finds] for finds in (worded, sorted_in)]
    return [name for name, _ in joined([rankings[0], _near(library, answer, NAMES), rankings[1]])]


def by_all(library: Library, answer: Conditioning) -> list[str]:
    """As takes are found."""
    return [find.file.name for find in kinds_first(search([library], query_for(answer)))]


def _near(library: Library, answer: Conditioning, what: int) -> list[str]:
    with Index(library.index_file) as index:
        near = nearest(index, library.home, CLAP_SPACE, answer.positive, what, _MOST)
        return [index.recording(number).path for number in sorted(near, key=lambda number: near[number].distance)]
