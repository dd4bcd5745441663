"""The denoiser: a `UNet2DConditionModel` that takes noise off mel latents, told by a sound vector what they should be.

Conditioned as AudioLDM is: the vector passes `class_embedding` and is joined to the time embedding. That layer's initial
weights are multiplied by the square root of the vector's width, because a unit vector's components are so small that a
fresh layer passes next to nothing on and the network learns to do without. Attention only at the lowest resolution.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, DDPMScheduler, UNet2DConditionModel
from jaxtyping import Float, Float16, Float32
from torch import Tensor

from mini.mel import log_mel
from mini.spaces import WIDTH
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["DenoiserPlan", "Lessons", "build", "encode", "export_scheduler", "guess_error", "train"]

BETAS = (0.0015, 0.0195)  # first and last of AudioLDM's "scaled_linear" schedule of 1000 steps


@dataclass(frozen=True, slots=True)
class DenoiserPlan:
    """Sizes and settings; the defaults are the bundle's."""

    channels: tuple[int, ...] = (112, 160, 224)
    latent_channels: int = 16
    frames: int = 64
    width: int = WIDTH
    norm_groups: int = 16
    head_width: int = 32
    batch: int = 12
    rate: float = 6e-4
    drop: float = 0.1
    words: float = 0.15
    heard: float = 0.4
    moved: float = 0.5
    jitter: float = 0.03
    steps: int = 14_000
    minutes: float = 95.0
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What one training run sees.

    Attributes:
        latents: Scaled to a variance near 1.
        vectors: Unit vectors of the scenes' own sounds, by the teacher.
        heard: The same by the bundle's sound tower, which is what a sound becomes in use.
        centres: Unit vectors of the middles of the scenes' classes; of a scene without a class, its own.
        words: Row in `texts` of a phrase for each scene's class; -1 for none.
        texts: Unit vectors of phrases.
        weights: How often a scene is shown, relative to the others.
        empty: Unit vector of the empty text: shown instead of the scene's now and then.
    """

    latents: Float16[np.ndarray, "scenes channels frames bands"]
    vectors: Float32[np.ndarray, "scenes width"]
    heard: Float32[np.ndarray, "scenes width"]
    centres: Float32[np.ndarray, "scenes width"]
    words: tuple[tuple[int, ...], ...]
    texts: Float32[np.ndarray, "texts width"]
    weights: tuple[float, ...]
    empty: Float32[np.ndarray, " width"]


def build(plan: DenoiserPlan) -> UNet2DConditionModel:
    """A fresh network."""
    torch.manual_seed(plan.seed)
    plain = len(plan.channels) - 1
    model = UNet2DConditionModel(
        sample_size=plan.frames,
        in_channels=plan.latent_channels,
        out_channels=plan.latent_channels,
        block_out_channels=plan.channels,
        layers_per_block=1,
        down_block_types=("DownBlock2D",) * plain + ("CrossAttnDownBlock2D",),
        up_block_types=("CrossAttnUpBlock2D",) + ("UpBlock2D",) * plain,
        attention_head_dim=plan.head_width,
        cross_attention_dim=plan.channels,
        class_embed_type="simple_projection",
        projection_class_embeddings_input_dim=plan.width,
        class_embeddings_concat=True,
        norm_num_groups=plan.norm_groups,
    )
    with torch.no_grad():
        model.class_embedding.weight.mul_(math.sqrt(plan.width))
    return model


def export_scheduler(folder: Path) -> None:
    """AudioLDM's own schedule, for any sampler."""
    DDIMScheduler(
        beta_start=BETAS[0],
        beta_end=BETAS[1],
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
    ).save_pretrained(folder)


@torch.inference_mode()
def encode(
    model: AutoencoderKL, wave: Callable[[int], Float32[np.ndarray, " samples"]], count: int, batch: int = 8
) -> Steps[Float16[np.ndarray, "scenes channels frames bands"]]:
    """Scaled latents of windows of sound.

    Args:
        model: The mel autoencoder, on the device that encodes.
        wave: Gives the window of a number; called in order.
        count: How many there are.
        batch: How many are encoded at a time.
    """
    scale, rows = float(model.config.scaling_factor), []
    for start in range(0, count, batch):
        waves = [torch.from_numpy(wave(row)).to(model.device) for row in range(start, min(start + batch, count))]
        mels = [log_mel(each) for each in waves]
        with torch.autocast(model.device.type, dtype=torch.bfloat16):
            found = model.encode(torch.stack(mels)[:, None]).latent_dist.mode()
        rows.append((found.float() * scale).half().cpu().numpy())
        if start % (batch * 16) == 0:
            yield Progress("latents", start, count)
    return np.concatenate(rows)


def condition(lessons: Lessons, rows: Sequence[int], plan: DenoiserPlan, chance: random.Random) -> Float[Tensor, "n w"]:
    """Vectors to be told, as they will be told in use.

    Nothing; a phrase for the scene; mostly the scene's own vector, the teacher's or the sound tower's, with a little noise,
    at times moved towards the middle of its class as a mapper's answers are.
    """
    vectors = []
    for row in rows:
        lot = chance.random()
        if lot < plan.drop:
            vectors.append(lessons.empty)
        elif lessons.words[row] and lot < plan.drop + plan.words:
            vectors.append(lessons.texts[chance.choice(lessons.words[row])])
        else:
            part = chance.random() if chance.random() < plan.moved else 0.0
            own = lessons.heard if chance.random() < plan.heard else lessons.vectors
            vector = (1 - part) * own[row] + part * lessons.centres[row]
            vectors.append(
                unit(vector + plan.jitter * np.random.default_rng(chance.getrandbits(32)).normal(0, 1, len(vector)))
            )
    return torch.from_numpy(np.stack(vectors).astype(np.float32))


def guess_error(
    model: UNet2DConditionModel, clean: Float[Tensor, "n c f b"], told: Float[Tensor, "n w"]
) -> Any:  # torch has no types for `backward`
    """How far the noise that a network says lies in latents is from what was put there (Ho, Jain, Abbeel 2020, eq. 14)."""
    schedule = DDPMScheduler(beta_start=BETAS[0], beta_end=BETAS[1], beta_schedule="scaled_linear")
    when = torch.randint(0, 1000, (len(clean),)).to(clean.device)
    noise = torch.randn_like(clean)
    with torch.autocast(clean.device.type, dtype=torch.bfloat16):
        guess = model(schedule.add_noise(clean, noise, when), when, None, class_labels=told).sample
    return (guess.float() - noise).square().mean()


def train(plan: DenoiserPlan, lessons: Lessons, work: Path, device: torch.device | str = "cpu") -> Steps[Path]:
    """Train or go on training; the folder with the averaged network."""
    chance = random.Random(plan.seed)
    model, average = build(plan).train().to(device), build(plan).requires_grad_(False).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=1e-2)
    checkpoint, out = work / "denoiser.safetensors", work / "denoiser"
    modules = {"model": model, "average": average}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), 0.0
    chance.seed(step)
    torch.manual_seed(step)
    rows = range(len(lessons.latents))
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        left = 1 - step / plan.steps
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 200) * max(0.03, left)
        chosen = chance.choices(rows, lessons.weights, k=plan.batch)
        clean = torch.from_numpy(lessons.latents[chosen].astype(np.float32)).to(device)
        loss = guess_error(model, clean, condition(lessons, chosen, plan, chance).to(device))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        average_into(average, model, step)
        shown += loss.item()
        if step % 50 == 0:
            yield Progress("denoiser", step, plan.steps, f"loss {shown / 50:.4f}")
            shown = 0.0
        if step % 500 == 0:
            save(checkpoint, step, modules, optimizer)
            average.save_pretrained(out)
    save(checkpoint, step, modules, optimizer)
    average.save_pretrained(out)
    return out
