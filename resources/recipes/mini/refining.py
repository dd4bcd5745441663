"""The refiner: taught to turn Griffin-Lim's sound of what the autoencoder's decoder gives into the real sound.

Losses: log-mel spectra through windows of several lengths, where texture counts for less than envelope; log spectra
bin by bin (Yamamoto et al. 2020, eq. 6); and, after a while, a few small critics that look at spectra (Jang et al. 2021).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from jaxtyping import Float16, Int16
from torch import Tensor, nn

from mini.mel import FRAME, log_mel
from mini.scenes import Scenes
from mini.spectra import Critics, against, envelope_loss, spectral_loss
from v2a_plugin.files import replacing
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.sources.generators.griffin_lim import GriffinLim
from v2a_plugin.sources.generators.refiner import Refiner, RefinerSizes
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["RefinerLessons", "RefinerPlan", "hear_decoder", "train"]


@dataclass(frozen=True, slots=True)
class RefinerPlan:
    """Sizes and settings; the defaults are the bundle's."""

    sizes: RefinerSizes = field(default_factory=RefinerSizes)
    frames: int = 96
    batch: int = 12
    rate: float = 1e-3
    scenes: int = 1_000
    inexact: float = 0.1
    envelope: float = 2.0
    critics: int = 16
    critics_from: int = 1_500
    critics_batch: int = 4
    critics_weight: float = 0.1
    steps: int = 6_000
    minutes: float = 95.0
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RefinerLessons:
    """Sounds as they are and as Griffin-Lim makes them of decoded log-mel.

    Attributes:
        waves: 16 kHz sound.
        decoded: Log-mel, a row a frame, of the autoencoder's decoder.
        rough: Griffin-Lim's sound of it.
    """

    waves: Int16[np.ndarray, "scenes samples"]
    decoded: Float16[np.ndarray, "scenes frames 64"]
    rough: Float16[np.ndarray, "scenes samples"]

    def draw(self, plan: RefinerPlan, chance: random.Random) -> tuple[Tensor, Tensor, Tensor]:
        """Rough sound, log-mel and real sound of one batch, levels changed together."""
        rough, mels, waves = [], [], []
        for _ in range(plan.batch):
            row = chance.randrange(len(self.rough))
            first = chance.randint(0, self.decoded.shape[1] - plan.frames)
            gain = 10 ** (chance.uniform(-18, 3) / 20)
            part = slice(first * FRAME, (first + plan.frames) * FRAME)
            mels.append(self.decoded[row, first : first + plan.frames].astype(np.float32) + np.log(gain))
            rough.append(self.rough[row, part].astype(np.float32) * gain)
            waves.append(self.waves[row, part].astype(np.float32) * (gain / 32767))
        return tuple(torch.from_numpy(np.stack(found).astype(np.float32)) for found in (rough, mels, waves))  # type: ignore[return-value]


@torch.inference_mode()
def hear_decoder(plan: RefinerPlan, model: AutoencoderKL, scenes: Scenes, folder: Path) -> Steps[RefinerLessons]:
    """Lessons from some of the scenes with a class, kept in `folder`; latents are made as inexact as a denoiser's."""
    torch.manual_seed(plan.seed)
    named = [row for row, label in enumerate(scenes.labels) if label]
    rows = sorted(random.Random(plan.seed).sample(named, min(plan.scenes, len(named))))
    if not (folder / "rough.npy").is_file():
        vocoder, decoded, rough = GriffinLim(), list[np.ndarray](), list[np.ndarray]()
        for done, row in enumerate(rows):
            yield Progress("what the decoder gives", done, len(rows))
            mel = log_mel(torch.from_numpy(scenes.wave(row)).to(model.device))[None, None]
            with torch.autocast(mel.device.type, dtype=torch.bfloat16):
                latents = model.encode(mel).latent_dist.mode()
                inexact = plan.inexact / model.config.scaling_factor * torch.randn_like(latents)
                back = model.decode(latents + inexact).sample[0].float().cpu()
            decoded.append(back[0].half().numpy())
            rough.append(finish(vocoder.render(back, [row]))[0].astype(np.float16))
        folder.mkdir(parents=True, exist_ok=True)
        for name, arrays in (("decoded", decoded), ("rough", rough)):
            with replacing(folder / f"{name}.npy") as partial, partial.open("wb") as file:
                np.save(file, np.stack(arrays))
    return RefinerLessons(scenes.waves[rows], np.load(folder / "decoded.npy"), np.load(folder / "rough.npy"))


def train(plan: RefinerPlan, lessons: RefinerLessons, work: Path, device: torch.device | str = "cpu") -> Steps[Path]:
    """Train or go on training; the folder with the averaged network.

    Progress tells the mean envelope distance, and that of Griffin-Lim itself on the same batches.
    """
    chance = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    model, average = Refiner(plan.sizes).train().to(device), Refiner(plan.sizes).requires_grad_(False).to(device)
    critics = Critics(plan.critics).to(device)
    optimizer = torch.optim.AdamW(
        [*model.parameters(), *critics.parameters()], plan.rate, (0.8, 0.99), weight_decay=1e-3
    )
    checkpoint, out = work / "refiner.safetensors", work / "refiner"
    modules: dict[str, nn.Module] = {"model": model, "average": average, "critics": critics}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), np.zeros(3)
    chance.seed(step)
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 100) * max(0.02, 1 - step / plan.steps)
        rough, mel, real = (each.to(device) for each in lessons.draw(plan, chance))
        made = model(rough, mel)
        near = envelope_loss(made, real)
        loss, told = plan.envelope * near + spectral_loss(made, real), torch.zeros(())
        if step >= plan.critics_from:
            round_ = against(critics, made[: plan.critics_batch], real[: plan.critics_batch])
            told = round_.critics
            loss = loss + plan.critics_weight * round_.maker + told
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        average_into(average, model, step, 0.998)
        shown += [near.item(), envelope_loss(rough, real).item(), told.item()]
        if step % 100 == 0:
            near_, rough_, told_ = shown / 100
            yield Progress("refiner", step, plan.steps, f"envelope {near_:.3f} of {rough_:.3f}, critics {told_:.3f}")
            shown[:] = 0
        if step % 500 == 0:
            save(checkpoint, step, modules, optimizer)
            average.save(out)
    save(checkpoint, step, modules, optimizer)
    average.save(out)
    return out
