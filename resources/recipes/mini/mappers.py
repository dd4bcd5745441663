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
from v2a_plugin.model.embeddings import unit
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
    batch: int = 128
    rate: float = 8e-4
    named: float = 0.2
    sure: float = 0.25
    doubt: float = 0.1
    least: float = 0.8
    fitted: float = 0.2
    blur: float = 0.015
    steps: int = 5_500
    minutes: float = 95.0
    regression_steps: int = 4_000
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """What belongs together.

    Attributes:
        pictures: Unit vectors in the word space, one for each version of each picture.
        weights: How often each is shown, relative to the others.
        own: Rows in `sounds` of recordings of the very object; may be empty.
        kinds: Classes each picture shows, as rows of `middles_seen`; not empty.
        middles_seen: Unit vectors of the classes' phrases in the word space.
        middles_heard: Unit means of the classes' sounds.
        members: Rows in `sounds` of each class's recordings; not empty.
        sounds: Unit vectors in the sound space.
        names_seen: Unit vectors of names in the word space.
        names_heard: Unit vectors of the same names in the sound space.
    """

    pictures: Float32[np.ndarray, "pictures clip"]
    weights: tuple[float, ...]
    own: tuple[tuple[int, ...], ...]
    kinds: tuple[tuple[int, ...], ...]
    middles_seen: Float32[np.ndarray, "classes clip"]
    middles_heard: Float32[np.ndarray, "classes clap"]
    members: tuple[tuple[int, ...], ...]
    sounds: Float32[np.ndarray, "sounds clap"]
    names_seen: Float32[np.ndarray, "names clip"]
    names_heard: Float32[np.ndarray, "names clap"]

    def guess(self, plan: MapperPlan, seen: Float32[np.ndarray, "rows clip"], chance: random.Random) -> list[int]:
        """A class for each vector, drawn by how near the classes' phrases are."""
        near = seen @ self.middles_seen.T / plan.doubt
        odds = np.exp(near - near.max(1, keepdims=True))
        return [chance.choices(range(len(self.members)), row)[0] for row in odds.tolist()]

    def sound(self, kind: int, plan: MapperPlan, chance: random.Random, row: int = -1) -> Float32[np.ndarray, " clap"]:
        """A recording of a class, or `row`, moved a random part of the way to the middle of the class.

        The denoiser hears classes best there.
        """
        part = chance.uniform(plan.least, 1.0)
        heard = self.sounds[chance.choice(self.members[kind]) if row < 0 else row]
        moved: Float32[np.ndarray, " clap"] = (1 - part) * heard + part * self.middles_heard[kind]
        return moved

    def draw(self, plan: MapperPlan, chance: random.Random) -> tuple[Tensor, Tensor]:
        """Pictures and sounds of one batch, both blurred a little and of length 1.

        A part are names. A part are pictures with what they show, or the recording of the very object. The others are
        pictures, and points between two pictures, with the class that a guess from their place in the word space gives:
        that is how a picture nobody has sorted is told, and there are as many such points as one likes.
        """
        named = int(plan.batch * plan.named) if len(self.names_seen) else 0
        sure = int(plan.batch * plan.sure)
        rows = chance.choices(range(len(self.pictures)), self.weights, k=plan.batch - named)
        others = chance.choices(range(len(self.pictures)), self.weights, k=len(rows))
        parts = np.array(
            [[0.0 if n < sure or chance.random() < 0.5 else chance.random() / 2] for n in range(len(rows))]
        )
        seen = unit(((1 - parts) * self.pictures[rows] + parts * self.pictures[others]).astype(np.float32))
        kinds = [chance.choice(self.kinds[row]) for row in rows[:sure]] + self.guess(plan, seen[sure:], chance)
        sounds = []
        for index, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
            very = index < sure and self.own[row] and chance.random() < 0.4
            sounds.append(self.sound(kind, plan, chance, chance.choice(self.own[row]) if very else -1))
        words = [chance.randrange(len(self.names_seen)) for _ in range(named)]
        all_seen = torch.from_numpy(np.concatenate((seen, self.names_seen[words])))
        all_heard = torch.from_numpy(np.concatenate((np.stack(sounds), self.names_heard[words])).astype(np.float32))
        return _blurred(all_seen, plan.blur), _blurred(all_heard, plan.blur / 2)


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
    device: torch.device | str,
) -> Steps[nn.Module]:
    """One training loop for both; the averaged network, on the CPU."""
    chance = random.Random(plan.seed)
    network.to(device)
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
        loss = loss_of(*(each.to(device) for each in pairs.draw(plan, chance)))
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
    return average.eval().cpu()


def train_diffusion(
    plan: MapperPlan, pairs: Pairs, spaces: tuple[str, str], work: Path, device: torch.device | str = "cpu"
) -> Steps[DiffusionMapper]:
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

    prior = yield from _train("diffusion", network, loss, pairs, plan, plan.steps, work, device)
    assert isinstance(prior, DiffusionPrior)
    return DiffusionMapper(prior, *spaces)


def train_regression(
    plan: MapperPlan, pairs: Pairs, spaces: tuple[str, str], work: Path, device: torch.device | str = "cpu"
) -> Steps[RegressionMapper]:
    """The paper's simpler mapper."""
    torch.manual_seed(plan.seed)
    network = Regression(RegressionConfig(plan.clip_width, plan.clap_width))

    def loss(pictures: Tensor, sounds: Tensor) -> Tensor:
        return regression_loss(network, pictures, sounds)

    found = yield from _train("regression", network, loss, pairs, plan, plan.regression_steps, work, device)
    assert isinstance(found, Regression)
    return RegressionMapper(found, *spaces)
