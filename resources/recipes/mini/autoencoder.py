"""The mel autoencoder: log-mel pictures to latents an eighth as long and high with 16 channels, and back.

It takes and gives the log-mel itself, as AudioLDM's does; the network works on (mel + 5) / 4 and the two affine maps are
part of its outer convolutions from the start.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from jaxtyping import Float
from torch import Tensor

from mini.mel import BANDS, FLOOR
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["CENTRE", "DOWN", "SPREAD", "AutoencoderPlan", "build", "crop", "latent_scale", "train"]

CENTRE, SPREAD = -5.0, 4.0  # of log-mel: the network sees (mel - CENTRE) / SPREAD
DOWN = 8  # mel frames, and bands, per latent row


@dataclass(frozen=True, slots=True)
class AutoencoderPlan:
    """Sizes and settings; the defaults are the bundle's."""

    channels: tuple[int, ...] = (32, 64, 96, 128)
    latent_channels: int = 16
    norm_groups: int = 16
    frames: int = 128
    batch: int = 8
    rate: float = 8e-4
    kl_weight: float = 1e-3
    steps: int = 4_000
    minutes: float = 95.0
    seed: int = 0


def build(plan: AutoencoderPlan) -> AutoencoderKL:
    """A fresh network whose input and output are log-mel."""
    torch.manual_seed(plan.seed)
    levels = len(plan.channels)
    model = AutoencoderKL(
        in_channels=1,
        out_channels=1,
        latent_channels=plan.latent_channels,
        block_out_channels=plan.channels,
        layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        norm_num_groups=plan.norm_groups,
        mid_block_add_attention=False,
    )
    first, last = model.encoder.conv_in, model.decoder.conv_out
    with torch.no_grad():
        first.bias.sub_(first.weight.sum((1, 2, 3)) * (CENTRE / SPREAD))
        first.weight.div_(SPREAD)
        last.weight.mul_(SPREAD)
        last.bias.mul_(SPREAD).add_(CENTRE)
    return model


def crop(mel: Float[Tensor, "any 64"], frames: int, chance: random.Random) -> Float[Tensor, "frames 64"]:
    """A random window; a shorter sound lies at a random place in silence."""
    spare = len(mel) - frames
    if spare >= 0:
        start = chance.randint(0, spare)
        return mel[start : start + frames].float()
    window = torch.full((frames, BANDS), FLOOR)
    start = chance.randint(0, -spare)
    window[start : start + len(mel)] = mel.float()
    return window


def _sharpness(mel: Tensor) -> Tensor:
    """Differences along time and along frequency, which blurring takes away first."""
    return torch.cat((mel.diff(dim=2).flatten(1), mel.diff(dim=3).flatten(1)), dim=1)


def train(
    plan: AutoencoderPlan,
    mels: list[Float[Tensor, "any 64"]],
    held: list[Float[Tensor, "any 64"]],
    work: Path,
    device: torch.device | str = "cpu",
) -> Steps[Path]:
    """Train or go on training; the folder with the averaged model."""
    chance = random.Random(plan.seed)
    model, average = build(plan).to(device), build(plan).requires_grad_(False).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, betas=(0.9, 0.95), weight_decay=1e-3)
    checkpoint, out = work / "autoencoder.safetensors", work / "autoencoder"
    modules = {"model": model, "average": average}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), 0.0
    weights = [min(max(len(mel), 100), 1000) ** 0.5 for mel in mels]
    chance.seed(step)
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        left = 1 - step / plan.steps
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 50) * max(0.02, left)
        chosen = chance.choices(mels, weights, k=plan.batch)
        gain = torch.tensor([chance.uniform(-1.5, 0.5) for _ in chosen])[:, None, None]
        mel = torch.stack([crop(one, plan.frames, chance) for one in chosen]) + gain
        mel = mel.clamp(min=FLOOR)[:, None].to(device)
        with torch.autocast(mel.device.type, dtype=torch.bfloat16):
            spread = model.encode(mel).latent_dist
            back = model.decode(spread.sample()).sample
        back = back.float()
        error = (back - mel).abs().mean() / SPREAD
        edges = (_sharpness(back) - _sharpness(mel)).abs().mean() / SPREAD
        kl = spread.kl().mean() / (mel.shape[2] * mel.shape[3])
        loss = error + 0.25 * edges + plan.kl_weight * kl
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        average_into(average, model, step)
        shown += SPREAD * error.item()
        if step % 50 == 0:
            yield Progress("autoencoder", step, plan.steps, f"log-mel error {shown / 50:.3f}, kl {kl.item():.2f}")
            shown = 0.0
        if step % 500 == 0:
            save(checkpoint, step, modules, optimizer)
            yield Progress("autoencoder", step, plan.steps, f"held-out error {held_error(average, held):.3f}")
    save(checkpoint, step, modules, optimizer)
    average.register_to_config(scaling_factor=latent_scale(average, mels))
    average.save_pretrained(out)
    yield Progress("autoencoder", step, plan.steps, f"held-out error {held_error(average, held):.3f}")
    return out


@torch.inference_mode()
def held_error(model: AutoencoderKL, mels: list[Float[Tensor, "any 64"]]) -> float:
    """Mean absolute error of log-mel (natural log) on sounds that did not train."""
    errors = []
    for mel in mels:
        whole = mel[: min(len(mel) // DOWN * DOWN, 800)].float()[None, None].to(model.device)
        if whole.shape[2]:
            errors.append((model.decode(model.encode(whole).latent_dist.mode()).sample - whole).abs().mean())
    return float(torch.stack(errors).mean()) if errors else float("nan")


@torch.inference_mode()
def latent_scale(model: AutoencoderKL, mels: list[Float[Tensor, "any 64"]]) -> float:
    """One over the standard deviation of the latents, so that the denoiser sees a variance near 1."""
    latents = [
        model.encode(mel[: len(mel) // DOWN * DOWN].float()[None, None].to(model.device)).latent_dist.mode().flatten()
        for mel in (each[:800] for each in mels[:: max(1, len(mels) // 200)])
        if len(mel) >= DOWN
    ]
    return float(1 / torch.cat(latents).std())
