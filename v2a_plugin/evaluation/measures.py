"""From what a judge heard to numbers with intervals; `cards` says what each number means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64

from v2a_plugin.evaluation.diversity import variety
from v2a_plugin.evaluation.tagging import agreement, chance_agreement, divergence, inception_score
from v2a_plugin.judges.frechet import frechet_interval
from v2a_plugin.judges.kernel import kernel_interval
from v2a_plugin.judges.protocol import HeardSet
from v2a_plugin.judges.statistics import Interval, bootstrap_mean

__all__ = ["Measured", "agreed", "distances", "divergences", "mean_of", "missing", "varieties"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One number of a table.

    Attributes:
        metric: Name of its card.
        judge: Who heard it; "" for what needs no judge.
        value: None when it could not be computed; `note` says why.
        low: Lower end of the 95 % interval; None without one.
        high: Upper end.
        count: Clips, pairs or items it is over.
        note: What to know about this very number.
    """

    metric: str
    judge: str
    value: float | None
    low: float | None
    high: float | None
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Agreed:
    """Class agreement clip by clip, for paired tests.

    Attributes:
        hits: 1 or 0 a clip.
        measured: The share, and the share by chance.
    """

    hits: Float64[np.ndarray, " clip"]
    measured: tuple[Measured, Measured]


def missing(metric: str, judge: str, note: str) -> Measured:
    """A number that could not be computed."""
    return Measured(metric, judge, None, None, None, 0, note)


def mean_of(
    metric: str, judge: str, values: Sequence[float] | Float64[np.ndarray, " item"], note: str = ""
) -> Measured:
    """A mean with its bootstrap interval; missing without values."""
    if not len(values):
        return missing(metric, judge, note or "nothing to measure")
    return _measured(metric, judge, bootstrap_mean(values), len(values), note)


def distances(generated: HeardSet, reference: HeardSet) -> tuple[Measured, ...]:
    """FD, FAD where the judge hears in windows, KID, and IS where it has classes.

    One clip has no distribution: these are then missing, with a note.

    Raises:
        BadInput: Embeddings of another network, or not numbers.
    """
    judge, count = generated.judge, len(generated.clips)
    if min(count, len(reference.clips)) < 2:
        note = "one clip has no distribution"
        return tuple(missing(metric, judge, note) for metric in ("FD", "KID", "IS"))
    sizes = f"{count} against {len(reference.clips)} clips"
    found = [_measured("FD", judge, frechet_interval(generated.clips, reference.clips), count, sizes)]
    if len(generated.windows) > count:
        windows = f"{len(generated.windows)} against {len(reference.windows)} windows"
        interval = frechet_interval(generated.windows, reference.windows, counts=(generated.counts, reference.counts))
        found.append(_measured("FAD", judge, interval, count, windows))
    found.append(_measured("KID", judge, kernel_interval(generated.clips, reference.clips), count, sizes))
    if generated.scores.shape[1]:
        found.append(_measured("IS", judge, inception_score(generated.scores), count))
    return tuple(found)


def divergences(generated: HeardSet, reference: HeardSet) -> Float64[np.ndarray, " pair"]:
    """KL of each pair; rows of both sets belong together. Empty for a judge without classes."""
    if not generated.scores.shape[1]:
        return np.zeros(0)
    return divergence(reference.scores, generated.scores)


def agreed(generated: HeardSet, wanted: Sequence[frozenset[int]]) -> Agreed:
    """Class agreement with what each clip should sound like.

    Args:
        generated: Of a judge with classes.
        wanted: Classes that would be right, a set a clip.
    """
    hits, chance = agreement(wanted, generated.scores), chance_agreement(wanted, generated.scores)
    different = len(set(wanted)) > 1
    return Agreed(
        hits,
        (
            mean_of("agreement", generated.judge, hits),
            mean_of("chance", generated.judge, chance if different else (), "" if different else "one class only"),
        ),
    )


def varieties(generated: HeardSet, items: Sequence[str]) -> tuple[Measured, Measured]:
    """Diversity and near-duplicates among the takes of each item."""
    found = variety(items, generated.clips)
    note = "" if len(found.distances) else "needs two takes of an item"
    return (
        mean_of("diversity", generated.judge, found.distances, note),
        mean_of("near-duplicates", generated.judge, found.duplicates, note),
    )


def _measured(metric: str, judge: str, interval: Interval, count: int, note: str = "") -> Measured:
    return Measured(metric, judge, interval.value, interval.low, interval.high, count, note)
