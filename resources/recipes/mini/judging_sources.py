"""The mappers on pictures of a collection that neither the picture head nor they have learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from jaxtyping import Float32

from mini import mappers
from mini.distilling import Known, lessons, open_known, plan_of
from mini.eyes import Album
from mini.held_out import bundle_album, held_out_vectors, unseen_vectors
from mini.judge import interval
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Workshop
from v2a_plugin.mapper.protocol import Mapper
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings

__all__ = ["answers_of", "source_of", "sources_table"]

_SOURCES = ("caltech", "gcompris", "tuxpaint")


def sources_table(shop: Workshop) -> Steps[str]:
    """Caltech, GCompris and Tux Paint in turn are left out; nearest class of each mapper's answer to their pictures."""
    known = yield from open_known(shop)
    everything = yield from bundle_album(shop, {*known.classes})
    named = [source_of(each.picture.package) for each in everything.shown]
    lines = [f"{'left out':<10} {'mapper':<12} {'n':>4}  {'first':<20}  {'among five':<20}  first, five by class"]
    for source in _SOURCES:
        yield Progress("sources", _SOURCES.index(source), len(_SOURCES), source)
        shown = tuple(
            replace(each, trains=each.trains and name != source)
            for each, name in zip(everything.shown, named, strict=True)
        )
        pictures = replace(everything, shown=shown)
        held_out = yield from held_out_vectors(shop, pictures)
        seen = unseen_vectors(shop, pictures)
        rows = [
            row
            for row, name in enumerate(named)
            if name == source and any(each in known.classes for each in shown[row].picture.classes)
        ]
        pairs, plan = lessons(shop.folder, known, pictures, held_out[None], (1.0,)), plan_of(shop, known)
        work = shop.work / "sources" / source
        work.mkdir(parents=True, exist_ok=True)
        ids = (CLIP_SPACE, CLAP_SPACE)
        diffusion = yield from mappers.train_diffusion(plan, pairs, ids, work, shop.device)
        regression = yield from mappers.train_regression(plan, pairs, ids, work, shop.device)
        for mapper in (known.bridge, regression, diffusion):
            answers = yield from answers_of(mapper, seen[rows])
            lines.append(f"{source:<10} {mapper.name:<12} {_row(known, everything, rows, answers)}")
    return "\n".join(lines)


def source_of(package: str) -> str:
    """The collection that a package's name speaks of, or the name itself."""
    return next((name for name in _SOURCES if name in package.lower().replace("-", "")), package)


def answers_of(
    mapper: Mapper, seen: Float32[np.ndarray, "pictures width"]
) -> Steps[Float32[np.ndarray, "pictures width"]]:
    """The mapper's first answer to each vector; seeds are the rows."""
    found = []
    for seed, vector in enumerate(seen):
        [mapped] = yield from mapper.map(VisualEmbedding(vector[None], vector, CLIP_SPACE), Settings(), [seed])
        found.append(mapped.vector)
    return np.stack(found)


def _row(known: Known, pictures: Album, rows: Sequence[int], answers: Float32[np.ndarray, "pictures width"]) -> str:
    wanted = [pictures.shown[row].picture.classes for row in rows]
    near = np.argsort(-(answers @ known.middles.T), axis=1)[:, :5]
    hit = np.array([[known.classes[i] in own for i in best] for best, own in zip(near, wanted, strict=True)])
    best = np.stack((hit[:, 0], hit.any(1)))
    members = [[row for row, own in enumerate(wanted) if own[0] == name] for name in sorted({own[0] for own in wanted})]
    first, five = np.mean([best[:, each].mean(1) for each in members], axis=0)
    return f"{len(rows):>4}  {interval(best[0]):<20}  {interval(best[1]):<20}  {first:.3f}, {five:.3f}"
