"""A second lesson for the autoencoder's decoder: mel pictures with the grain that an absolute error alone averages away.

The encoder stays as it is, so latents and the denoiser stay valid. The decoder goes on learning against a small network
that tells real patches of log-mel from decoded ones (least squares, Mao et al. 2017), keeps near the real picture by the
absolute error and by that network's features (Larsen et al. 2016), and sees latents as inexact as a denoiser's.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from mini.autoencoder import CENTRE, SPREAD, crop, held_error
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["Critic", "SharpenPlan", "train"]


@dataclass(frozen=True, slots=True)
class SharpenPlan:
    """Settings; the defaults are the bundle's."""

    width: int = 32
    frames: int = 128
    batch: int = 8
    rate: float = 2e-4
    grain: float = 0.15
    features: float = 2.0
    inexact: float = 0.15
    steps: int = 1_500
    minutes: float = 95.0
    seed: int = 0


class Critic(nn.Module):
    """Scores patches of log-mel: towards 1 for real ones, 0 for decoded ones; and its features on the way."""

    def __init__(self, width: int) -> None:
        super().__init__()
        sizes = ((1, width, 1), (width, 2 * width, 2), (2 * width, 4 * width, 2), (4 * width, 4 * width, 2))
        self.layers = nn.ModuleList(nn.Conv2d(a, b, 5 if s == 1 else 4, s, 2 if s == 1 else 1) for a, b, s in sizes)
        self.score = nn.Conv2d(4 * width, 1, 3, 1, 1)

    def forward(self, mel: Float[Tensor, "batch 1 frames bands"]) -> tuple[Tensor, list[Tensor]]:
        """Scores of patches, and the features of each layer."""
        x, found = (mel - CENTRE) / SPREAD, []
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), 0.2)
            found.append(x)
        return self.score(x), found


def train(
    plan: SharpenPlan,
    source: Path,
    mels: list[Float[Tensor, "any 64"]],
    held: list[Float[Tensor, "any 64"]],
    work: Path,
    device: torch.device | str = "cpu",
) -> Steps[Path]:
    """Train or go on training; the folder with the sharpened autoencoder."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    model = AutoencoderKL.from_pretrained(source, local_files_only=True).requires_grad_(False).to(device)
    average = AutoencoderKL.from_pretrained(source, local_files_only=True).requires_grad_(False).to(device)
    decoder = [model.post_quant_conv, model.decoder]
    weights = [weight for part in decoder for weight in part.requires_grad_(True).parameters()]
    critic = Critic(plan.width).to(device)
    optimizer = torch.optim.AdamW([*weights, *critic.parameters()], lr=plan.rate, betas=(0.5, 0.9), weight_decay=1e-4)
    checkpoint, out = work / "sharpen.safetensors", work / "autoencoder-sharp"
    modules: dict[str, nn.Module] = {"model": model, "average": average, "critic": critic}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), [0.0, 0.0]
    chance.seed(step)
    lengths = [min(max(len(mel), 100), 1000) ** 0.5 for mel in mels]
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 50) * max(0.1, 1 - step / plan.steps)
        chosen = chance.choices(mels, lengths, k=plan.batch)
        mel = torch.stack([crop(one, plan.frames, chance) for one in chosen])[:, None].to(device)
        with torch.autocast(mel.device.type, dtype=torch.bfloat16):
            with torch.no_grad():
                latents = model.encode(mel).latent_dist.sample()
            rough = plan.inexact * chance.random() / model.config.scaling_factor
            made = model.decode(latents + rough * torch.randn_like(latents)).sample.float()
            real_score, real_features = critic(mel)
            fake_score, _ = critic(made.detach())
            told = (real_score.float() - 1).square().mean() + fake_score.float().square().mean()
            critic.requires_grad_(False)
            score, features = critic(made)
            critic.requires_grad_(True)
        error = (made - mel).abs().mean() / SPREAD
        alike = torch.stack(
            [(a - b.detach()).abs().mean() for a, b in zip(features, real_features, strict=True)]
        ).mean()
        loss = error + plan.grain * (score.float() - 1).square().mean() + plan.features * alike.float() + told
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        torch.nn.utils.clip_grad_norm_(critic.parameters(), 1.0)
        optimizer.step()
        step += 1
        average_into(average, model, step, 0.99)
        shown = [shown[0] + SPREAD * error.item(), shown[1] + told.item()]
        if step % 50 == 0:
            note = f"log-mel error {shown[0] / 50:.3f}, critic {shown[1] / 50:.3f}"
            yield Progress("sharpening", step, plan.steps, note)
            shown = [0.0, 0.0]
        if step % 250 == 0:
            save(checkpoint, step, modules, optimizer)
            average.save_pretrained(out)
    save(checkpoint, step, modules, optimizer)
    average.save_pretrained(out)
    yield Progress("sharpening", step, plan.steps, f"held-out error {held_error(average, held):.3f}")
    return out
