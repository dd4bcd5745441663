"""How good a mapper is on pairs it has not learned from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from jaxtyping import Float32

from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.diffusion import Corruption, DiffusionMapper, corrupt, prior_loss, sample
from v2a_plugin.mapper.regression import RegressionMapper
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.fit.pairs import Pairs

__all__ = ["Metrics", "answers", "check"]

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class LevelLoss:
    """Loss at one noise level.

    Attributes:
        step: Step of the noise schedule, from 0 (nearly clean).
        loss: Mean square error of a component of the scaled vector: 1 for an answer that knows nothing.
    """

    step: int
    loss: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a check found; all of it the higher the better, but the losses.

    Attributes:
        items: Held-out pairs.
        cosine: Mean cosine between the mapper's answer and the sound that belongs to the picture, -1 to 1.
        recall_1: Share of pictures whose own sound is the nearest to the answer among all held-out ones (R@1).
        recall_5: Share whose own sound is among the nearest five (R@5).
        chance_1: R@1 of guessing.
        loss: Mean square error of a component of the unit vectors.
        levels: Loss by noise level; empty but for diffusion.
    """

    items: int
    cosine: float
    recall_1: float
    recall_5: float
    chance_1: float
    loss: float
    levels: tuple[LevelLoss, ...] = field(default=())


def check(
    mapper: DiffusionMapper | RegressionMapper | BridgeMapper, pairs: Pairs, mapper_steps: int, levels: int
) -> Steps[Metrics]:
    """Ask a mapper for the sound of each held-out picture, and compare.

    The same mapper and pairs give the same numbers: the noise of row i is seeded with i.

    Args:
        mapper: In evaluation mode.
        pairs: At least one.
        mapper_steps: Denoising steps of a diffusion mapper.
        levels: At how many noise levels its loss is reported.
    """
    answered = yield from answers(mapper, pairs.pictures, mapper_steps)
    by_level = _by_level(mapper, pairs, levels) if isinstance(mapper, DiffusionMapper) else ()
    return score(answered, pairs.sounds, by_level)


def score(
    answered: Float32[np.ndarray, "pair audio"],
    sounds: Float32[np.ndarray, "pair audio"],
    levels: tuple[LevelLoss, ...] = (),
) -> Metrics:
    """Compare unit vectors with those they should be, row by row.

    A sound that is as near as the right one counts as nearer, unless it is the same sound.
    """
    near = answered @ sounds.T
    own = np.diagonal(near)[:, None]
    same = (sounds @ sounds.T) > 1 - 1e-6
    rank = ((near >= own) & ~same).sum(axis=1)
    return Metrics(
        len(sounds),
        float(own.mean()),
        float((rank < 1).mean()),
        float((rank < 5).mean()),
        1 / len(sounds),
        float(np.square(answered - sounds).mean()),
        levels,
    )


def answers(
    mapper: DiffusionMapper | RegressionMapper | BridgeMapper,
    pictures: Float32[np.ndarray, "pair visual"],
    mapper_steps: int,
) -> Steps[Float32[np.ndarray, "pair audio"]]:
    """A mapper's unit vectors for many pictures."""
    found = []
    for start in range(0, len(pictures), _AT_ONCE):
        yield Progress("checking", start, len(pictures))
        part = pictures[start : start + _AT_ONCE]
        match mapper:
            case DiffusionMapper():
                rows = torch.from_numpy(part).to(mapper.prior.query.device)
                seeds = range(start, start + len(part))
                found.append((yield from sample(mapper.prior, rows, seeds, mapper_steps)).cpu().numpy())
            case RegressionMapper():
                with torch.no_grad():
                    rows = torch.from_numpy(part).to(mapper.network.norm.weight.device)
                    found.append(mapper.network(rows).cpu().numpy())
            case BridgeMapper():
                found.append(np.stack([mapper.answer(picture) for picture in part]))
    return unit(np.concatenate(found))


@torch.no_grad()
def _by_level(mapper: DiffusionMapper, pairs: Pairs, levels: int) -> tuple[LevelLoss, ...]:
    """The training loss at evenly spread noise levels, nothing dropped, with fixed noise."""
    prior = mapper.prior
    device = prior.query.device
    picture, sound = (torch.from_numpy(rows[:_AT_ONCE]).to(device) for rows in (pairs.pictures, pairs.sounds))
    noise = corrupt(prior.config, len(sound), torch.Generator().manual_seed(0)).noise
    keep = torch.ones(len(sound), dtype=torch.bool)
    found = []
    for level in range(levels):
        step = (2 * level + 1) * prior.config.timesteps // (2 * levels)
        corruption = Corruption(torch.full((len(sound),), step), noise, keep, keep)
        found.append(LevelLoss(step, prior_loss(prior, picture, sound, corruption).item()))
    return tuple(found)
