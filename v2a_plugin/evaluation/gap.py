"""The domain gap: how far pictures lie from sounds, as they are and after a mapper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64

from v2a_plugin.evaluation.clip_files import read_clip
from v2a_plugin.evaluation.items import Items
from v2a_plugin.evaluation.making import ItemDescriber
from v2a_plugin.generation.engine import Engine
from v2a_plugin.judges.statistics import linear_accuracy, principal_axes
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings

__all__ = ["Gap", "GapView", "measure_gap"]

_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """Pictures against sounds, one way of bringing them together.

    Attributes:
        mapper: "none" for pictures as they are; "" for sounds against other sounds, the floor.
        pictures: How many vectors on one side.
        sounds: And on the other.
        centroids: Distance of the two means; 0 to 2, as all vectors have length 1.
        accuracy: How often a linear classifier tells a picture from a sound it has not seen; 0.5 is chance.
    """

    mapper: str
    pictures: int
    sounds: int
    centroids: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class GapView:
    """A gap and the two clouds on the first two principal axes of their union."""

    gap: Gap
    pictures: Float64[np.ndarray, "picture 2"]
    sounds: Float64[np.ndarray, "sound 2"]


def measure_gap(
    engine: Engine, describer: ItemDescriber, items: Items, mappers: Sequence[str], seed: int
) -> Steps[tuple[GapView, ...]]:
    """The gap through each mapper, and the floor last.

    Raises:
        BadInput: There are fewer pictures or sounds than the classifier needs.
    """
    if min(len(items.items), len(items.references) // 2) < _FOLDS:
        raise BadInput(f"The domain gap needs at least {_FOLDS} pictures and {2 * _FOLDS} real sounds.", "Give more.")
    sounds = []
    for index, path in enumerate(items.references):
        yield Progress("listening to real sounds", index, len(items.references))
        sounds.append(engine.audio.embed_sounds([read_clip(path)])[0])
    heard, views = np.stack(sounds), []
    for name in mappers:
        mapper, rows = (yield from engine.mapper(name)), []
        for index, item in enumerate(items.items):
            yield Progress(f"mapping: {name}", index, len(items.items))
            seen = yield from describer.describe_item(item)
            [mapped] = yield from mapper.map(seen, Settings(mapper=name), [seed + index])
            rows.append(mapped.vector)
        views.append(_view(name, np.stack(rows), heard))
    order = np.random.default_rng(seed).permutation(len(heard))
    half = len(heard) // 2
    return (*views, _view("", heard[order[:half]], heard[order[half:]]))


def _view(name: str, pictures: np.ndarray, sounds: np.ndarray) -> GapView:
    both = principal_axes(np.concatenate([pictures, sounds]))
    apart = float(np.linalg.norm(pictures.mean(0) - sounds.mean(0)))
    gap = Gap(name, len(pictures), len(sounds), apart, linear_accuracy(pictures, sounds, _FOLDS))
    return GapView(gap, both[: len(pictures)], both[len(pictures) :])
