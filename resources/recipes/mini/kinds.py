"""What the trunk's names are kinds of: a sentence encoder takes a sorrel for a plant and a boxer for a sportsman."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.embeddings import unit

__all__ = ["kinds_of_names", "places_of_names"]

_RANGES = (
    (7, 8, "rooster_hen"), (10, 16, "songbird"), (17, 18, "crow"), (19, 20, "songbird"), (22, 22, "eagle"),
    (24, 24, "owl"), (30, 32, "frog"), (38, 48, "snake_lizard"), (52, 68, "snake_lizard"), (72, 77, "spider"),
    (84, 84, "peacock"), (87, 90, "parrot"), (96, 96, "parrot"), (97, 100, "duck_goose"), (101, 101, "elephant"),
    (105, 105, "koala"), (145, 145, "penguin"), (147, 148, "whale_dolphin"), (150, 150, "sea_lion"), (151, 268, "dog"),
    (269, 272, "wolf"), (277, 280, "fox"), (281, 285, "cat"), (286, 293, "lion_tiger"), (294, 297, "bear"),
    (308, 309, "bee_fly"), (311, 312, "cricket"), (333, 333, "rodent"), (335, 335, "rodent"), (338, 338, "rodent"),
    (339, 340, "horse"), (341, 342, "pig"), (344, 344, "hippo"), (345, 346, "cow"), (347, 347, "bison"),
    (348, 350, "sheep_goat"), (354, 355, "camel"), (365, 382, "ape_monkey"), (385, 386, "elephant"),
    (388, 388, "bear"),
)  # fmt: skip
"""First and last of the 1000 classes that are of one kind, in the order of the challenge of 2012."""


def kinds_of_names() -> dict[int, str]:
    """Class of the corpora for the trunk's names that are a kind of it."""
    return dict(
        chain.from_iterable(((index, kind) for index in range(first, last + 1)) for first, last, kind in _RANGES)
    )


def places_of_names(
    names: Float32[np.ndarray, "1000 width"], classes: Sequence[str], middles: Float32[np.ndarray, "classes width"]
) -> Float32[np.ndarray, "1000 width"]:
    """The names' places, moved half-way to the class that they are a kind of."""
    places = names.copy()
    for index, kind in kinds_of_names().items():
        if kind in classes:
            places[index] += middles[classes.index(kind)]
    return unit(places)
