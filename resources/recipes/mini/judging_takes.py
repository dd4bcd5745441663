"""Takes of pictures that trained nothing, made by the engine as an editor's are, and judged twice."""

from __future__ import annotations

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
from v2a_plugin.model.time import Span
from v2a_plugin.zoo.bundle import open_folder

__all__ = ["Question", "takes_table"]

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
            waves = yield from _waves(engine, each.picture, mapper, source, done)
            tags.append([shop.hear(wave).best(HEARD) for wave in waves])
            apart.append([stranger.embed(network, wave) for wave in waves])
        lines += _rows(name, asked, tags, np.array(apart), judge)
    return "\n".join(lines)


def _waves(engine: Engine, picture: Path, mapper: str, source: SourceKind, place: int) -> Steps[list[np.ndarray]]:
    """Takes of a picture at 16 kHz, in the order in which they are shown."""
    settings = replace(engine.bundle.card.defaults.settings(mapper), source=source)
    order = GenerationOrder(settings, seed=64 * place, takes=_TAKES)
    takes = yield from propose(engine, request_for(order, picture.stem, probe(picture), Span(Fraction(0), _SECONDS)))
    return [resampled(take.sound, RATE) for take in takes]


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
