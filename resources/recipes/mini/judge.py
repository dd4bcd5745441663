"""Does the sound fit the picture? YAMNet tags what was generated for pictures that did not train.

A picture is *hit* when one of the three best tags of a real validation sound of its class is among the ten best of 521
tags of the generated clip. *Shuffled* is the same against the tags of other pictures, over many shufflings: what one
would get without looking. YAMNet also taught the sound encoder, so this measures agreement with the teacher; the table
says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float64

__all__ = ["CAPTION", "Verdict", "judge", "table", "wanted_tags"]

CAPTION = (
    "Hit: one of the three best tags of a real validation sound of the picture's class is among the ten best of 521 "
    "tags of the generated clip. The judge, YAMNet, also taught the sound encoder. Intervals: 95 %, bootstrap over pictures."
)
WANTED, HEARD = 3, 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one system did.

    Attributes:
        system: Its name.
        pictures: How many were judged.
        hit: Share of hits, 0 to 1.
        hit_low: Lower end of its interval.
        hit_high: Upper end.
        shuffled: Share of hits against other pictures' tags.
        ratio: `hit` over `shuffled`.
        ratio_low: Lower end of its interval.
        ratio_high: Upper end.
    """

    system: str
    pictures: int
    hit: float
    hit_low: float
    hit_high: float
    shuffled: float
    ratio: float
    ratio_low: float
    ratio_high: float


def wanted_tags(
    best_of_sounds: Sequence[tuple[tuple[str, ...], tuple[int, ...]]],
) -> Mapping[str, frozenset[int]]:
    """Tags for each class: the first `WANTED` of each sound of that class.

    Args:
        best_of_sounds: Classes and best tags, best first, of each validation sound.
    """
    found = dict[str, set[int]]()
    for classes, tags in best_of_sounds:
        for name in classes:
            found.setdefault(name, set()).update(tags[:WANTED])
    return {name: frozenset(tags) for name, tags in found.items()}


def judge(
    system: str,
    wanted: Sequence[frozenset[int]],
    heard: Sequence[tuple[int, ...]],
    seed: int = 0,
    rounds: int = 2_000,
) -> Verdict:
    """Hits of one system, with bootstrap intervals.

    Args:
        system: Its name.
        wanted: Tags that would be right, a set a picture.
        heard: Tags of the generated clip, best first, a tuple a picture.
        seed: Of the bootstrap.
        rounds: Of the bootstrap.
    """
    count = len(wanted)
    fits: Bool[np.ndarray, "clip picture"] = np.array(
        [[bool(tags & set(clip[:HEARD])) for tags in wanted] for clip in heard]
    )
    other: Bool[np.ndarray, "clip picture"] = np.array([[a != b for b in wanted] for a in wanted])
    hits = np.diag(fits).astype(float)
    chance: Float64[np.ndarray, " clip"] = (fits & other).sum(1) / np.maximum(other.sum(1), 1)
    rows = np.random.default_rng(seed).integers(0, count, (rounds, count))
    hit_rounds, chance_rounds = hits[rows].mean(1), chance[rows].mean(1)
    ratios = hit_rounds / np.maximum(chance_rounds, 1e-9)
    low, high = np.quantile(hit_rounds, (0.025, 0.975))
    ratio_low, ratio_high = np.quantile(ratios, (0.025, 0.975))
    hit, shuffled = float(hits.mean()), float(chance.mean())
    return Verdict(
        system, count, hit, float(low), float(high), shuffled, hit / max(shuffled, 1e-9), float(ratio_low),
        float(ratio_high),
    )  # fmt: skip


def table(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as lines of text."""
    lines = [f"{'system':<12} {'n':>4}  {'hit':>5}  {'95 %':>13}  {'shuffled':>8}  {'ratio':>5}  {'95 %':>11}"]
    lines += [
        f"{v.system:<12} {v.pictures:>4}  {v.hit:>5.3f}  {v.hit_low:>5.3f} – {v.hit_high:<5.3f}  {v.shuffled:>8.3f}  "
        f"{v.ratio:>5.2f}  {v.ratio_low:>4.2f} – {v.ratio_high:<4.2f}"
        for v in verdicts
    ]
    return "\n".join((*lines, "", CAPTION))
