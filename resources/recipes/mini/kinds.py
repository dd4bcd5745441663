"""What the trunk's names sound like.

The trunk knows a thousand names of what can be seen (ImageNet, the challenge of 2012). `kinds.csv` says by hand of which
class of sounds each is heard as, or nothing where it makes no sound. A sentence encoder cannot: it takes a sorrel for a
plant, a plane for an aircraft, a swing for a sword, and a television for money.

118 of the names are breeds of dogs, so that the small guesses of a trunk that is not sure add up to a dog: names of a large
kind count a little less.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
from jaxtyping import Float32

__all__ = ["evened", "kinds_of_names", "places_of_names"]

EVEN = 0.1
"""How much less a name counts for each time that its kind has e times as many names; see docs/mini-log.md."""


def kinds_of_names() -> tuple[str, ...]:
    """Class of sounds of each name, in the order of the trunk's head; "" for none."""
    with Path(__file__).with_name("kinds.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["kind"] for row in csv.DictReader(file))


def places_of_names(
    classes: tuple[str, ...], middles: Float32[np.ndarray, "classes width"]
) -> Float32[np.ndarray, "1000 width"]:
    """The place of each name among words: that of its class, and zeros for a name without a sound, so that it counts
    for nothing.

    Args:
        classes: All that `kinds.csv` names.
        middles: Unit vectors of their phrases.
    """
    row = {name: index for index, name in enumerate(classes)}
    zeros = np.zeros(middles.shape[1], dtype=np.float32)
    return np.stack([middles[row[kind]] if kind else zeros for kind in kinds_of_names()])


def evened(bias: Float32[np.ndarray, " 1000"], by: float = EVEN) -> Float32[np.ndarray, " 1000"]:
    """The trunk's bias, less for names of large kinds (logit adjustment, Menon et al. 2021, arXiv 2007.07314)."""
    kinds = kinds_of_names()
    sizes = Counter(kinds)
    less: Float32[np.ndarray, " 1000"] = (bias - by * np.log([sizes[kind] for kind in kinds])).astype(np.float32)
    return less
