"""The bundle's two mappers, trained on pictures and sounds of one thing or of one class.

A picture meets the recording of its own object where there is one, otherwise any recording of its class. A share of each
batch are words instead: the word-space vector of a name beside the place of that name among the sounds, so that what the
corpus does not show is mapped to something sensible too.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor, nn

from v2a_plugin.mapper.diffusion import DiffusionMapper, corrupt, prior_loss
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper, regression_loss
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["MapperPlan", "Pairs", "train_diffusion", "train_regression"]


@dataclass(frozen=True, slots=True)
class MapperPlan:
    """Sizes and settings; the defaults are the bundle's."""

    clip_width: int = 128
    clap_width: int = 128
    width: int = 128
    depth: int = 4
    heads: int = 4
    head_width: int = 32
    learned_tokens: int = 8
    batch: int = 256
    rate: float = 6e-4
    named: float = 0.2
    blur: float = 0.04
    steps: int = 5_500
    minutes: float = 95.0
    regression_steps: int = 2_000
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """What belongs together.

    Attributes:
        pictures: Unit vectors in the word space, one for each version of each picture.
        weights: How often each is shown, relative to the others.
        own: Rows in `sounds` of recordings of the very object; may be empty.
        kind: Rows in `sounds` of recordings of its class; not empty.
        centres: Unit mean of those recordings.
        sounds: Unit vectors in the sound space.
        names_seen: Unit vectors of names in the word space.
        names_heard: Unit vectors of the same names in the sound space.
    """

    pictures: Float32[np.ndarray, "pictures clip"]
    weights: tuple[float, ...]
    own: tuple[tuple[int, ...], ...]
    kind: tuple[tuple[int, ...], ...]
    centres: Float32[np.ndarray, "pictures clap"]
    sounds: Float32[np.ndarray, "sounds clap"]
    names_seen: Float32[np.ndarray, "names clip"]
    names_heard: Float32[np.ndarray, "names clap"]

    def draw(self, plan: MapperPlan, chance: random.Random) -> tuple[Tensor, Tensor]:
        """Pictures and sounds of one batch, both blurred a little and of length 1.

        Each sound is moved a random part of the way to the middle of its class, where the denoiser hears classes best.
        """
        named = int(plan.batch * plan.named) if len(self.names_seen) else 0
        rows = chance.choices(range(len(self.pictures)), self.weights, k=plan.batch - named)
        heard = [
            chance.choice(self.own[row]) if self.own[row] and chance.random() < 0.4 else chance.choice(self.kind[row])
            for row in rows
        ]
        words = [chance.randrange(len(self.names_seen)) for _ in range(named)]
        seen = torch.from_numpy(np.concatenate((self.pictures[rows], self.names_seen[words])))
        part = np.array([[chance.random()] for _ in rows], dtype=np.float32)
        moved = (1 - part) * self.sounds[heard] + part * self.centres[rows]
        sounds = torch.from_numpy(np.concatenate((moved, self.names_heard[words])))
        return _blurred(seen, plan.blur), _blurred(sounds, plan.blur / 2)


def _blurred(vectors: Tensor, amount: float) -> Tensor:
    return nn.functional.normalize(vectors + amount * torch.randn_like(vectors), dim=-1)


def _train(
    name: str,
    network: nn.Module,
    loss_of: Callable[[Tensor, Tensor], Tensor],
    pairs: Pairs,
    plan: MapperPlan,
    steps: int,
    work: Path,
) -> Steps[nn.Module]:
    """One training loop for both; the averaged network."""
    chance = random.Random(plan.seed)
    average = copy.deepcopy(network).requires_grad_(False)
    optimizer = torch.optim.AdamW(network.train().parameters(), lr=plan.rate, weight_decay=0.02)
    checkpoint, modules = work / f"mapper_{name}.safetensors", {"model": network, "average": average}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), 0.0
    chance.seed(step)
    torch.manual_seed(step)
    while step < steps and clock.seconds < plan.minutes * 60:
        left = 1 - step / steps
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 100) * max(0.02, left)
        loss = loss_of(*pairs.draw(plan, chance))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 0.5)
        optimizer.step()
        step += 1
        average_into(average, network, step, 0.998)
        shown += loss.item()
        if step % 200 == 0:
            yield Progress(f"mapper {name}", step, steps, f"loss {shown / 200:.4f}")
            shown = 0.0
        if step % 1000 == 0:
            save(checkpoint, step, modules, optimizer)
    save(checkpoint, step, modules, optimizer)
    return average.eval()


def train_diffusion(plan: MapperPlan, pairs: Pairs, spaces: tuple[str, str], work: Path) -> Steps[DiffusionMapper]:
    """The paper's mapper in small; `spaces` are the ids of the word space and the sound space."""
    torch.manual_seed(plan.seed)
    sizes = PriorConfig(
        clip_width=plan.clip_width,
        clap_width=plan.clap_width,
        width=plan.width,
        depth=plan.depth,
        heads=plan.heads,
        head_width=plan.head_width,
        learned_tokens=plan.learned_tokens,
    )
    network = DiffusionPrior(sizes)

    def loss(pictures: Tensor, sounds: Tensor) -> Tensor:
        return prior_loss(network, pictures, sounds, corrupt(sizes, len(sounds)))

    prior = yield from _train("diffusion", network, loss, pairs, plan, plan.steps, work)
    assert isinstance(prior, DiffusionPrior)
    return DiffusionMapper(prior, *spaces)


def train_regression(plan: MapperPlan, pairs: Pairs, spaces: tuple[str, str], work: Path) -> Steps[RegressionMapper]:
    """The paper's simpler mapper."""
    torch.manual_seed(plan.seed)
    network = Regression(RegressionConfig(plan.clip_width, plan.clap_width))

    def loss(pictures: Tensor, sounds: Tensor) -> Tensor:
        return regression_loss(network, pictures, sounds)

    found = yield from _train("regression", network, loss, pairs, plan, plan.regression_steps, work)
    assert isinstance(found, Regression)
    return RegressionMapper(found, *spaces)
