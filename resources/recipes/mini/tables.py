"""The tables of version 4, by judges that nothing of it learned from."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import numpy as np
from jaxtyping import Float32

from mini import both, stranger
from mini.ears import heard, sound_space
from mini.eyes import album, fold_table, folds, word_space
from mini.judge import HEARD, interval, wanted_tags
from mini.judging_finds import finds_table
from mini.judging_rivals import rivals_table
from mini.judging_sources import sources_table
from mini.judging_starts import starts_table
from mini.judging_takes import Question, candidates_table, takes_table
from mini.tagger import tagger_table
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Workshop
from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.evaluation.corpus import RATE, open_picture, open_sound
from v2a_plugin.generation.engines import Engines
from v2a_plugin.judges.aisfx import CLASSES_FILE, AisfxClasses, load_aisfx
from v2a_plugin.judges.fetch import AISFX
from v2a_plugin.mapper.mapper_store import load_mapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch, VisualEmbedding, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.zoo.bundle import open_folder

__all__ = ["TABLES", "far_class"]

_HELD = ("judge", "test", "validation")
_FAR = MappingProxyType(
    {
        "bass": "electric_guitar", "bells": "bell", "bird": "songbird", "bongo": "drums", "chicken": "rooster_hen",
        "duck": "duck_goose", "gun": "gunshot", "lion": "lion_tiger", "people": "crowd", "police": "siren",
        "sheep": "sheep_goat",
    }
)  # fmt: skip
"""Names of ImageHear's files (Sheffer and Adi 2023) that are no classes here."""


def far_class(path: Path) -> str:
    """The class that a file such as `bird2.jpg` is named after."""
    name = re.sub(r"[0-9]+$", "", path.stem)
    return _FAR.get(name, name)


def _table_of_eyes(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """Five-fold over both corpora, whole groups."""
    pictures = yield from album(shop, word_space(shop))
    return fold_table(pictures, (yield from folds(shop, pictures)))


def _table_of_ears(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """Unseen recordings: nearest class, and the judge apart's knowledge of the same recordings."""
    rows, vectors = yield from heard(shop)
    places = sound_space(shop).place(vectors)
    middles = both.class_places(rows, places)
    names = sorted(middles)
    held = {
        part: [i for i, row in enumerate(rows) if row.part == part and row.classes and row.classes[0] in middles]
        for part in ("test", "validation")
    }
    lines = [f"{'ears':<24} {'part':<10} {'n':>4}  {'first':<20}  among five"]

    def told(name: str, part: str, found: Float32[np.ndarray, "sounds width"]) -> None:
        near = np.argsort(-(found @ np.stack([middles[each] for each in names]).T), axis=1)[:, :5]
        wanted = [rows[i].classes for i in held[part]]
        hit = np.array([[names[j] in own for j in best] for best, own in zip(near, wanted, strict=True)])
        lines.append(f"{name:<24} {part:<10} {len(hit):>4}  {interval(hit[:, 0]):<20}  {interval(hit.any(1))}")

    for part, chosen in held.items():
        told("YAMNet, projected", part, places[chosen])
    if (shop.stages / "clap-again").is_dir() or (shop.out / "clap").is_dir():
        folder = shop.stages / "clap-again" if (shop.stages / "clap-again").is_dir() else shop.out / "clap"
        old = load_clap(PartSource("clap", folder, space_out=CLAP_SPACE), Runtime())
        for part, chosen in held.items():
            yield Progress("version 3's ears", 0, len(chosen), part)
            told(
                "version 3's tower",
                part,
                old.embed_sounds([Sound.mono(open_sound(rows[i].path, 10), RATE) for i in chosen]),
            )
    judge, known = yield from _stranger(shop, rows)
    for part, chosen in held.items():
        picked = [i for i in chosen if rows[i].classes[0] in judge.names and known[i].any()]
        wanted = [rows[i].classes[0] for i in picked]
        ranks = judge.ranks(known[picked], wanted)
        lines.append(
            f"{'judge apart, real':<24} {part:<10} {len(picked):>4}  {interval(ranks < 1):<20}  {interval(ranks < 5)}"
            f"  shuffled {stranger.shuffled(judge, known[picked], wanted, 5):.3f}"
        )
    return "\n".join(lines)


def _stranger(shop: Workshop, rows: tuple[both.Row, ...]) -> Steps[tuple[AisfxClasses, np.ndarray]]:
    """The judge apart, and its embeddings of all sounds that do not train; those are kept."""
    if not (shop.stages / "stranger.npy").is_file():
        network = load_aisfx(shop.package(AISFX))
        found = np.zeros((len(rows), 512), dtype=np.float32)
        for index, row in enumerate(rows):
            if row.part in _HELD and row.classes:
                found[index] = stranger.embed(network, open_sound(row.path, 5.0))
            if index % 100 == 0:
                yield Progress("judge apart listens", index, len(rows))
        shop.keep("stranger.npy", found)
    known = shop.kept("stranger.npy")
    taught = [i for i, row in enumerate(rows) if row.part == "judge" and row.classes and known[i].any()]
    return stranger.learn(known[taught], [rows[i].classes[0] for i in taught]), known


def _table_of_far(shop: Workshop, far: Path | None) -> Steps[str]:
    """Pictures far from training: nearest class of each mapper's answer in the sound space."""
    if far is None:
        raise BadInput("Pictures far from training are needed.", "Give --far FOLDER, with files named after classes.")
    rows, vectors = yield from heard(shop)
    middles = both.class_places(rows, sound_space(shop).place(vectors))
    names = sorted(middles)
    files = [path for path in sorted(far.glob("*.jpg")) if far_class(path) in middles]
    encoders, seen = (yield from Engines().encoders(open_folder(shop.out))), []
    for done, path in enumerate(files):
        yield Progress("far pictures", done, len(files))
        picture = open_picture(path)
        picture.thumbnail((900, 900))
        vector = encoders.visual.embed_frames(FrameBatch(np.asarray(picture)[None], (Fraction(0),)))[0]
        seen.append(VisualEmbedding(vector[None], vector, CLIP_SPACE))
    lines = [f"{'mapper':<12} {'n':>4}  {'first':<20}  among five"]
    for folder in sorted((shop.out / "mappers").iterdir()):
        mapper = load_mapper(PartSource(folder.name, folder, CLIP_SPACE, CLAP_SPACE), Runtime())
        answers = []
        for index, each in enumerate(seen):
            mapped = yield from mapper.map(each, Settings(), [index])
            answers.append(mapped[0].vector)
        near = np.argsort(-(unit(np.stack(answers)) @ np.stack([middles[name] for name in names]).T), axis=1)[:, :5]
        hit = np.array([[names[j] == far_class(path) for j in best] for best, path in zip(near, files, strict=True)])
        lines.append(f"{folder.name:<12} {len(files):>4}  {interval(hit[:, 0]):<20}  {interval(hit.any(1))}")
    return "\n".join(lines)


def _table_of_takes(shop: Workshop, far: Path | None) -> Steps[str]:
    """Takes of the first corpus's validation pictures, or of pictures far from training."""
    judge, asked = yield from _asked(shop, far)
    return (yield from takes_table(shop, asked, judge, load_aisfx(shop.package(AISFX))))


def _table_of_candidates(shop: Workshop, far: Path | None) -> Steps[str]:
    """The best of some candidates, of the same pictures."""
    judge, asked = yield from _asked(shop, far)
    return (yield from candidates_table(shop, asked, judge, load_aisfx(shop.package(AISFX))))


def _asked(shop: Workshop, far: Path | None) -> Steps[tuple[AisfxClasses, list[Question]]]:
    """The judge apart, and pictures of classes of which there are real sounds."""
    rows, _ = yield from heard(shop)
    judge, _ = yield from _stranger(shop, rows)
    tagged = []
    for done, row in enumerate(rows):
        if row.part in _HELD and row.classes:
            tagged.append((row.classes, shop.hear(open_sound(row.path, 10.0)).best(HEARD)))
        if done % 100 == 0:
            yield Progress("real sounds, tagged", done, len(rows))
    right = wanted_tags(tagged)
    if far is None:
        held = [each for each in shop.corpus.pictures if not shop.trains(each) and each.classes]
        pictures = [(shop.folder / each.file, each.classes[0]) for each in held]
    else:
        pictures = [(path, far_class(path)) for path in sorted(far.glob("*.jpg"))]
    return judge, [Question(path, name, right[name]) for path, name in pictures if name in right]


def _classes_apart(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """The classes of the judge apart as a file, for the judge aisfx of `v2a study` and `v2a evaluate`."""
    rows, _ = yield from heard(shop)
    judge, _ = yield from _stranger(shop, rows)
    path = shop.work / "packages" / CLASSES_FILE
    judge.save(path)
    return f"{len(judge.names)} classes in {path}: give --weights aisfx={path.parent}"


def _table_of_finds(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """What pictures find among recordings."""
    return (yield from finds_table(shop))


def _table_of_tags(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """What recordings are heard as."""
    return (yield from tagger_table(shop))


def _table_of_rivals(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """The rival that the stage `rival` made, beside the bundle."""
    return (yield from rivals_table(shop))


def _table_of_sources(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """The mappers on a collection of pictures that nothing learned from."""
    return (yield from sources_table(shop))


def _table_of_starts(shop: Workshop, far: Path | None) -> Steps[str]:  # noqa: ARG001
    """Takes from noise, from a find, and the find."""
    return (yield from starts_table(shop))


TABLES: MappingProxyType[str, Callable[[Workshop, Path | None], Steps[str]]] = MappingProxyType(
    {
        "judge-eyes": _table_of_eyes,
        "judge-ears": _table_of_ears,
        "judge-far": _table_of_far,
        "judge-takes": _table_of_takes,
        "judge-candidates": _table_of_candidates,
        "judge-tagger": _table_of_tags,
        "judge-apart": _classes_apart,
        "judge-sources": _table_of_sources,
        "judge-finds": _table_of_finds,
        "judge-rivals": _table_of_rivals,
        "judge-starts": _table_of_starts,
    }
)
