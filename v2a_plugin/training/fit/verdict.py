"""One honest verdict on a trained mapper: against the one that ships, and against an answer that knows nothing.

A small set teaches a network its own pairs and little else, and the mean training sound, the same for every picture, is
often nearer to unseen sounds than what the network says. So a mapper is measured against both on the pairs it has not
learned from, and the difference has an interval: bootstrapped over sources (Efron 1979; clusters by Field and Welsh
2007), for the pairs of one file are not independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from jaxtyping import Float32, Float64

from v2a_plugin.judges.statistics import FEWEST
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.diffusion import DiffusionMapper
from v2a_plugin.mapper.regression import RegressionMapper
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Steps
from v2a_plugin.training.fit.pairs import PairSet
from v2a_plugin.training.fit.validate import answers

__all__ = ["Verdict", "verdict_on"]

CONSTANT = "the mean training sound"
"""What an answer is called that is the same for every picture."""

_ROUNDS = 2_000
_LEARNED = 256
"""Training pairs that are asked at most, to see whether they were learned by heart."""
_BY_HEART = 0.3
"""Cosine by which training pairs must be ahead of held-out ones to be called so."""

Answering = DiffusionMapper | RegressionMapper | BridgeMapper


class Outcome(StrEnum):
    """What a comparison says of the mapper that was trained."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "cannot tell"


@dataclass(frozen=True, slots=True)
class Rival:
    """What the mapper is compared with, on the same held-out pairs.

    Attributes:
        name: Name of a mapper, or `CONSTANT`.
        cosine: Mean cosine of its answers with the real sounds.
        difference: The mapper's mean cosine less this one's.
        low: Lower end of its 95 % interval.
        high: Upper end.
        outcome: What that says.
    """

    name: str
    cosine: float
    difference: float
    low: float
    high: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """How good a trained mapper is.

    Attributes:
        outcome: Better than all rivals, worse than one of them, or neither for sure.
        cosine: Its mean cosine on held-out pairs.
        learned: Its mean cosine on pairs that it learned from.
        sources: Files that the held-out pairs come from.
        rivals: What it was compared with.
        held_out: Names of the held-out clips, in order, each once.
    """

    outcome: Outcome
    cosine: float
    learned: float
    sources: int
    rivals: tuple[Rival, ...]
    held_out: tuple[str, ...]

    @property
    def by_heart(self) -> bool:
        """Whether it knows its training pairs and not what they have in common with others."""
        return self.learned - self.cosine > _BY_HEART


def verdict_on(
    mapper: Answering, pairs: PairSet, shipped: Sequence[Answering], mapper_steps: int
) -> Steps[Verdict | None]:
    """Compare a mapper with those that ship and with the mean training sound; None where nothing was held out.

    Args:
        mapper: That was trained.
        pairs: What it learned from, and what it did not.
        shipped: Of the same spaces.
        mapper_steps: Denoising steps of those that sample.
    """
    if not len(pairs.held_out):
        return None
    held = pairs.held_out
    mine = _near((yield from answers(mapper, held.pictures, mapper_steps)), held.sounds)
    learned = pairs.train.rows(range(min(_LEARNED, len(pairs.train))))
    known = _near((yield from answers(mapper, learned.pictures, mapper_steps)), learned.sounds)
    rivals = []
    for other in shipped:
        theirs = _near((yield from answers(other, held.pictures, mapper_steps)), held.sounds)
        rivals.append(compare(f"the mapper {other.name} that ships", mine, theirs, held.groups))
    constant = unit(pairs.train.sounds.mean(axis=0))
    rivals.append(compare(CONSTANT, mine, held.sounds @ constant, held.groups))
    return Verdict(
        _together([rival.outcome for rival in rivals]),
        float(mine.mean()),
        float(known.mean()),
        len({*held.groups}),
        tuple(rivals),
        tuple(dict.fromkeys(held.names)),
    )


def compare(
    name: str,
    mine: Float32[np.ndarray, " pair"],
    theirs: Float32[np.ndarray, " pair"],
    groups: Sequence[str],
) -> Rival:
    """Two mappers on the same pairs, whole sources drawn together; of fewer than `FEWEST` sources nothing is said.

    Args:
        name: Of the other one.
        mine: Cosines of the one that is judged.
        theirs: Of the other one.
        groups: A key for each pair; pairs that share a source share it.
    """
    difference = mine.astype(np.float64) - theirs.astype(np.float64)
    value, count = float(difference.mean()), len({*groups})
    if count < FEWEST:
        return Rival(name, float(theirs.mean()), value, -np.inf, np.inf, Outcome.UNCLEAR)
    low, high = _interval(difference, groups)
    outcome = Outcome.BETTER if low > 0 else Outcome.WORSE if high < 0 else Outcome.UNCLEAR
    return Rival(name, float(theirs.mean()), value, low, high, outcome)


def _interval(values: Float64[np.ndarray, " pair"], groups: Sequence[str]) -> tuple[float, float]:
    keys = {key: number for number, key in enumerate(dict.fromkeys(groups))}
    place = np.array([keys[key] for key in groups])
    sums, sizes = np.bincount(place, values), np.bincount(place)
    drawn = np.random.default_rng(0).integers(0, len(keys), (_ROUNDS, len(keys)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def _near(answered: Float32[np.ndarray, "pair audio"], sounds: Float32[np.ndarray, "pair audio"]) -> np.ndarray:
    return np.asarray((answered * sounds).sum(axis=1))


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    if Outcome.WORSE in outcomes:
        return Outcome.WORSE
    return Outcome.BETTER if all(each is Outcome.BETTER for each in outcomes) else Outcome.UNCLEAR
