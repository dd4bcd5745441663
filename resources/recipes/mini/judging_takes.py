"""Takes of pictures that trained nothing, made by the engine as an editor's are, and judged twice."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from mini import stranger
from mini.judge import HEARD, hits, interval
from mini.workshop import Workshop
from v2a_plugin.evaluation.corpus import RATE
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.engines import Engines
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import request_for
from v2a_plugin.judges.aisfx import AisfxClasses, AisfxJudge
from v2a_plugin.judges.protocol import resampled
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import SourceKind
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.zoo.bundle import open_folder

__all__ = ["Question", "best_of_first", "candidates_table", "takes_table"]

_SECONDS = Fraction(128, 25)  # of a take: the generator's window
_TAKES = 4  # of a picture: as many as are shown


@dataclass(frozen=True, slots=True)
class Question:
    """A picture and what its takes should be heard as.

    Attributes:
        picture: Of the file.
        wanted: A class.
        tags: Those of real sounds of that class that did not train.
    """

    picture: Path
    wanted: str
    tags: frozenset[int]


def takes_table(shop: Workshop, asked: Sequence[Question], judge: AisfxClasses, network: AisfxJudge) -> Steps[str]:
    """For each system of the bundle in `out`: how often the first take shown is heard as the picture's class, and any of four.

    A system is what the card has by default, or a mapper whose takes are all rendered.

    Args:
        shop: Its YAMNet tags the takes.
        asked: The pictures.
        judge: The judge apart, for the classes it knows.
        network: Its embeddings.
    """
    engine = yield from Engines().load_bundle(open_folder(shop.out))
    lines = [
        f"{'system':<20} {'takes':<8} {'n':>4}  {'hit':<20}  shuffled  {'n':>4}  {'judge apart, of five':<20}  shuffled"
    ]
    mappers = sorted(folder.name for folder in (shop.out / "mappers").iterdir())
    usual = engine.bundle.card.defaults
    systems = [(usual.mapper, usual.source), *((mapper, SourceKind.GENERATOR) for mapper in mappers)]
    for mapper, source in dict.fromkeys(systems):
        name = mapper if source is SourceKind.GENERATOR else f"{mapper}, {source.value}"
        tags, apart = [], []
        for done, each in enumerate(asked):
            yield Progress("takes, judged", done, len(asked), name)
            takes = yield from _takes(engine, each.picture, mapper, source, done)
            waves = [resampled(take.sound, RATE) for take in takes]
            tags.append([shop.hear(wave).best(HEARD) for wave in waves])
            apart.append([stranger.embed(network, wave) for wave in waves])
        lines += _rows(name, asked, tags, np.array(apart), judge)
    return "\n".join(lines)


def candidates_table(shop: Workshop, asked: Sequence[Question], judge: AisfxClasses, network: AisfxJudge) -> Steps[str]:
    """One take a picture, rendered alone by the default mapper, where the nearest of 1 to 4 candidates is kept, and its cost.

    Args:
        shop: Its YAMNet tags the takes.
        asked: The pictures.
        judge: The judge apart, for the classes it knows.
        network: Its embeddings.
    """
    engine = yield from Engines().load_bundle(open_folder(shop.out))
    tags, apart, seconds = [], [], 0.0
    for done, each in enumerate(asked):
        yield Progress("candidates, rendered", done, len(asked))
        begun = time.process_time()
        takes = yield from _takes(engine, each.picture, engine.bundle.card.defaults.mapper, SourceKind.GENERATOR, done)
        seconds += (time.process_time() - begun) / (len(asked) * _TAKES)
        made = sorted(takes, key=lambda take: take.take.recipe.seed)
        waves = [resampled(take.sound, RATE) for take in made]
        kept = best_of_first([take.take.score for take in made])
        tags.append([shop.hear(waves[place]).best(HEARD) for place in kept])
        apart.append([stranger.embed(network, waves[place]) for place in kept])
    known = [place for place, each in enumerate(asked) if each.wanted in judge.names]
    wanted = [asked[place].wanted for place in known]
    lines = [f"{'candidates':<10} {'n':>4}  {'hit':<20}  {'n':>4}  {'judge apart, of five':<20}  about CPU s a take"]
    for count in range(_TAKES):
        hit, _ = hits([each.tags for each in asked], [clip[count] for clip in tags])
        among = judge.ranks(np.array(apart)[known, count], wanted) < 5
        lines.append(
            f"{count + 1:<10} {len(asked):>4}  {interval(hit):<20}  {len(known):>4}  {interval(among):<20}  "
            f"{(count + 1) * seconds:.1f}"
        )
    return "\n".join(lines)


def best_of_first(scores: Sequence[float]) -> list[int]:
    """Which is best of the first, of the first two, and so on."""
    return [max(range(count + 1), key=lambda place: scores[place]) for count in range(len(scores))]


def _takes(
    engine: Engine, picture: Path, mapper: str, source: SourceKind, place: int
) -> Steps[tuple[RenderedTake, ...]]:
    """Takes of a picture, in the order in which they are shown."""
    settings = replace(engine.bundle.card.defaults.settings(mapper), source=source)
    order = GenerationOrder(settings, seed=64 * place, takes=_TAKES)
    request = request_for(order, picture.stem, probe(picture), Span(Fraction(0), _SECONDS))
    return (yield from propose(engine, request))


def _rows(
    mapper: str,
    asked: Sequence[Question],
    tags: Sequence[Sequence[tuple[int, ...]]],
    apart: np.ndarray,
    judge: AisfxClasses,
) -> list[str]:
    """The lines of one mapper: the first take, and any of them."""
    found = [hits([each.tags for each in asked], [clip[take] for clip in tags]) for take in range(_TAKES)]
    known = [place for place, each in enumerate(asked) if each.wanted in judge.names]
    wanted = [asked[place].wanted for place in known]
    among = np.stack([judge.ranks(apart[known, take], wanted) < 5 for take in range(_TAKES)]) if known else None
    by_chance = stranger.shuffled(judge, apart[known, 0], wanted, 5) if known else 0.0
    lines = []
    for name, take in (("first", slice(0, 1)), (f"any of {_TAKES}", slice(None))):
        hit = np.stack([each for each, _ in found[take]]).any(0)
        judged = "" if among is None else interval(among[take].any(0))
        lines.append(
            f"{mapper:<20} {name:<8} {len(asked):>4}  {interval(hit):<20}  {found[0][1]:>8.3f}  {len(known):>4}  "
            f"{judged:<20}  {by_chance:>8.3f}"
        )
    return lines
