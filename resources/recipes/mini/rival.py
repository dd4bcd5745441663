"""A rival of the mapper in miniature: the bundle's denoiser, conditioned on the picture's own vector and trained on pairs.

Our small version of the idea of CLIPSonic-IQ (Dong et al. 2023, arXiv 2306.09635), not that system: no sound encoder and no
mapper stand between the picture and the generator. Picture encoder, autoencoder and vocoder are the bundle's, frozen. The
denoiser begins as the bundle's own where one is given, all but the layer that takes the vector, which begins as nothing.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from jaxtyping import Float, Float16, Float32
from torch import Tensor, nn

from mini.denoiser import DenoiserPlan, build, guess_error
from mini.spaces import neutral
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["Paired", "RivalPlan", "begin", "train"]


@dataclass(frozen=True, slots=True)
class RivalPlan:
    """Sizes and settings.

    Attributes:
        scenes: Windows of sound of each class.
        pictures: Of each class of the second corpus, at most.
        own: How often a picture that has a recording of its very object is shown with it, not with one of its class.
        drop: How often the picture is left out, for guidance.
        jitter: Spread of the noise on each component of a vector.
        steps: Of training.
        minutes: Time after which training stops and is kept; the rate falls to its least by then.
    """

    scenes: int = 16
    pictures: int = 24
    own: float = 0.5
    drop: float = 0.1
    jitter: float = 0.03
    batch: int = 12
    rate: float = 3e-4
    steps: int = 14_000
    minutes: float = 95.0
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """Pairs of a picture and sounds.

    Attributes:
        latents: Windows of sound, scaled to a variance near 1.
        pictures: Unit vectors.
        own: Rows of `latents` of the very object, for each picture; may be empty.
        kin: Rows of `latents` of the same class, for each picture.
        weights: How often a picture is shown, relative to the others.
    """

    latents: Float16[np.ndarray, "scenes channels frames bands"]
    pictures: Float32[np.ndarray, "pictures width"]
    own: tuple[tuple[int, ...], ...]
    kin: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]

    def draw(self, plan: RivalPlan, chance: random.Random) -> tuple[Float[Tensor, "n c f b"], Float[Tensor, "n w"]]:
        """A batch of latents, and the vectors that they are to be rendered from."""
        empty, scenes, vectors = neutral(self.pictures.shape[1]), list[int](), list[np.ndarray]()
        for row in chance.choices(range(len(self.pictures)), self.weights, k=plan.batch):
            own = self.own[row] if chance.random() < plan.own else ()
            scenes.append(chance.choice(own or self.kin[row]))
            noise = np.random.default_rng(chance.getrandbits(32)).normal(0, plan.jitter, len(empty))
            vectors.append(empty if chance.random() < plan.drop else unit(self.pictures[row] + noise))
        return (
            torch.from_numpy(self.latents[scenes].astype(np.float32)),
            torch.from_numpy(np.stack(vectors).astype(np.float32)),
        )


def begin(source: Path | None, plan: DenoiserPlan) -> UNet2DConditionModel:
    """The network before training.

    Args:
        source: Folder of a trained denoiser to begin from; None for a fresh one.
        plan: Sizes of a fresh one, and its seed.
    """
    if source is None:
        return build(plan)
    torch.manual_seed(plan.seed)
    model: UNet2DConditionModel = UNet2DConditionModel.from_pretrained(
        source, local_files_only=True, torch_dtype=torch.float32
    )
    layer: Any = model.class_embedding
    fresh = nn.Linear(layer.in_features, layer.out_features)
    with torch.no_grad():
        layer.weight.copy_(fresh.weight * math.sqrt(layer.in_features))
        layer.bias.copy_(fresh.bias)
    return model


def train(
    plan: RivalPlan, paired: Paired, source: Path | None, work: Path, device: torch.device | str = "cpu"
) -> Steps[Path]:
    """Train or go on training; the folder with the averaged network.

    Args:
        plan: Steps and minutes; where either is over, what is there is kept.
        paired: To learn from.
        source: Folder of the denoiser to begin from; None for a fresh one.
        work: Folder for the checkpoint and the result.
        device: Of torch.
    """
    chance = random.Random(plan.seed)
    sizes = replace(DenoiserPlan(), width=paired.pictures.shape[1], seed=plan.seed)
    model, average = begin(source, sizes).train().to(device), begin(source, sizes).requires_grad_(False).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=1e-2)
    checkpoint, out, modules = work / "rival.safetensors", work / "denoiser", {"model": model, "average": average}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), 0.0
    chance.seed(step)
    torch.manual_seed(step)
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        left = 1 - max(step / plan.steps, clock.seconds / (plan.minutes * 60))
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 100) * max(0.03, left)
        loss = guess_error(model, *(each.to(device) for each in paired.draw(plan, chance)))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        average_into(average, model, step)
        shown += loss.item()
        if step % 50 == 0:
            yield Progress("rival", step, plan.steps, f"loss {shown / 50:.4f}")
            shown = 0.0
        if step % 250 == 0:
            save(checkpoint, step, modules, optimizer)
    save(checkpoint, step, modules, optimizer)
    average.save_pretrained(out)
    yield Progress("rival", step, plan.steps, f"{clock.seconds / 60:.0f} minutes")
    return out
