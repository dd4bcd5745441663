"""The vocoder: a HiFi-GAN small enough to ship, taught to make sound of what the autoencoder's decoder gives.

The decoder's log-mel is smoother than that of real sound, so a vocoder that only knows real log-mel passes its blur on.
This one learns from both, and its target is always the real sound. Losses: spectra at several resolutions (Yamamoto et
al. 2020) and the generator's own log-mel, and later a few small critics that look at spectra (Jang et al. 2021).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from jaxtyping import Float, Float16, Int16
from torch import Tensor, nn
from torch.nn import functional
from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save
from v2a_plugin.training.mel import BANDS, FRAME, log_mel
from v2a_plugin.training.scenes import Scenes

__all__ = ["Critics", "VocoderLessons", "VocoderPlan", "against", "build", "hear_decoder", "spectral_loss", "train"]

_RESOLUTIONS = (256, 512, 1024, 2048)  # samples of the window; hop a quarter of it


@dataclass(frozen=True, slots=True)
class VocoderPlan:
    """Sizes and settings; the defaults are the bundle's."""

    channels: int = 128
    kernels: tuple[int, ...] = (3, 7)
    frames: int = 48
    batch: int = 8
    rate: float = 8e-4
    scenes: int = 1_600
    inexact: float = 0.1
    real: float = 0.25
    critics: int = 16
    critics_from: int = 6_000
    critics_weight: float = 0.3
    steps: int = 12_000
    minutes: float = 95.0
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class VocoderLessons:
    """Sounds with their log-mel, a row a frame.

    Attributes:
        waves: 16 kHz sound.
        real: Log-mel of it.
        decoded: What the autoencoder makes of that.
    """

    waves: Int16[np.ndarray, "scenes samples"]
    real: Float16[np.ndarray, "scenes frames 64"]
    decoded: Float16[np.ndarray, "scenes frames 64"]

    def draw(self, plan: VocoderPlan, chance: random.Random) -> tuple[Tensor, Tensor]:
        """Log-mel and sound of one batch."""
        mels, waves = [], []
        for _ in range(plan.batch):
            row = chance.randrange(len(self.waves))
            start = chance.randint(0, self.real.shape[1] - plan.frames)
            source = self.real if chance.random() < plan.real else self.decoded
            mels.append(source[row, start : start + plan.frames].astype(np.float32))
            waves.append(self.waves[row, start * FRAME : (start + plan.frames) * FRAME].astype(np.float32) / 32767)
        return torch.from_numpy(np.stack(mels)), torch.from_numpy(np.stack(waves))


@torch.inference_mode()
def hear_decoder(plan: VocoderPlan, model: AutoencoderKL, scenes: Scenes, folder: Path) -> Steps[VocoderLessons]:
    """Lessons from some of the scenes, kept in `folder`; the latents are made as inexact as a denoiser's."""
    torch.manual_seed(plan.seed)
    named = [row for row, label in enumerate(scenes.labels) if label]
    rows = sorted(random.Random(plan.seed).sample(named, min(plan.scenes, len(named))))
    if not (folder / "decoded.npy").is_file():
        real, decoded = [], []
        for done, row in enumerate(rows):
            mel = log_mel(torch.from_numpy(scenes.wave(row)))[None, None]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                latents = model.encode(mel).latent_dist.mode()
                rough = plan.inexact / model.config.scaling_factor * torch.randn_like(latents)
                back = model.decode(latents + rough).sample
            real.append(mel[0, 0].half().numpy())
            decoded.append(back[0, 0].float().half().numpy())
            if done % 50 == 0:
                yield Progress("what the decoder gives", done, len(rows))
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "real.npy", np.stack(real))
        np.save(folder / "decoded.npy", np.stack(decoded))
    return VocoderLessons(scenes.waves[rows], np.load(folder / "real.npy"), np.load(folder / "decoded.npy"))


def build(plan: VocoderPlan) -> SpeechT5HifiGan:
    """A fresh network for 64 bands and a hop of 160 samples."""
    torch.manual_seed(plan.seed)
    config = SpeechT5HifiGanConfig(
        model_in_dim=BANDS,
        sampling_rate=16_000,
        upsample_initial_channel=plan.channels,
        upsample_rates=[5, 4, 4, 2],
        upsample_kernel_sizes=[15, 8, 8, 4],
        resblock_kernel_sizes=list(plan.kernels),
        resblock_dilation_sizes=[[1, 3, 5] for _ in plan.kernels],
        normalize_before=True,
    )
    model = SpeechT5HifiGan(config)
    for module in model.modules():
        if isinstance(module, nn.Conv1d | nn.ConvTranspose1d):
            nn.init.kaiming_uniform_(module.weight, a=5**0.5)
    nn.init.normal_(model.conv_post.weight, std=0.02)
    with torch.no_grad():
        model.mean.fill_(-5.0)
        model.scale.fill_(3.0)
    return model


def _spectrum(sound: Float[Tensor, "batch samples"], size: int) -> Float[Tensor, "batch bins frames"]:
    window = torch.hann_window(size)
    power = torch.stft(sound, size, size // 4, window=window, return_complex=True).abs().square()
    return (power + 1e-7).sqrt()


def spectral_loss(made: Float[Tensor, "batch samples"], real: Float[Tensor, "batch samples"]) -> Float[Tensor, ""]:
    """Mean over resolutions of spectral convergence and the distance of log spectra (Yamamoto et al. 2020, eq. 6)."""
    total = torch.zeros(())
    for size in _RESOLUTIONS:
        ours, theirs = _spectrum(made, size), _spectrum(real, size)
        apart = (ours - theirs).flatten(1).norm(dim=1) / theirs.flatten(1).norm(dim=1).clamp(min=1e-2)
        total = total + apart.clamp(max=2).mean() + (ours.log() - theirs.log()).abs().mean()
    return total / len(_RESOLUTIONS)


class Critics(nn.Module):
    """One small network a resolution that scores patches of a log spectrum: towards 1 for real ones, 0 for made ones."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.nets = nn.ModuleList(
            nn.ModuleList(
                nn.Conv2d(a, b, (5, 3), (s, 1), (2, 1))
                for a, b, s in ((1, width, 2), (width, width, 2), (width, width, 2), (width, 1, 1))
            )
            for _ in _RESOLUTIONS[:3]
        )

    def forward(self, sound: Float[Tensor, "batch samples"]) -> tuple[list[Tensor], list[Tensor]]:
        """Scores of patches, and the features on the way."""
        scores, found = [], []
        for size, net in zip(_RESOLUTIONS[1:], self.nets, strict=True):
            x = _spectrum(sound, size).log()[:, None] / 4 + 1
            assert isinstance(net, nn.ModuleList)
            for layer in net[:-1]:
                x = functional.leaky_relu(layer(x), 0.1)
                found.append(x)
            scores.append(net[-1](x))
        return scores, found


def against(critics: Critics, made: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
    """The critics' loss, and the generator's: least squares (Mao et al. 2017) and features (Larsen et al. 2016)."""
    critics.requires_grad_(True)
    real_scores, real_features = critics(real)
    made_scores, _ = critics(made.detach())
    told = sum(
        (((r - 1) ** 2).mean() + (m**2).mean() for r, m in zip(real_scores, made_scores, strict=True)), torch.zeros(())
    )
    critics.requires_grad_(False)
    scores, features = critics(made)
    fooled = sum((((score - 1) ** 2).mean() for score in scores), torch.zeros(()))
    critics.requires_grad_(True)
    alike = sum(((a - b.detach()).abs().mean() for a, b in zip(features, real_features, strict=True)), torch.zeros(()))
    return told, fooled + 2 * alike


def train(plan: VocoderPlan, lessons: VocoderLessons, work: Path) -> Steps[Path]:
    """Train or go on training; the folder with the averaged network."""
    chance = random.Random(plan.seed)
    model, average, critics = build(plan).train(), build(plan).requires_grad_(False), Critics(plan.critics)
    optimizer = torch.optim.AdamW(
        [*model.parameters(), *critics.parameters()], plan.rate, (0.8, 0.99), weight_decay=1e-3
    )
    checkpoint, out = work / "vocoder.safetensors", work / "vocoder"
    modules: dict[str, nn.Module] = {"model": model, "average": average, "critics": critics}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), [0.0, 0.0]
    chance.seed(step)
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 100) * max(0.05, 1 - step / plan.steps)
        mel, real = lessons.draw(plan, chance)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            made = model(mel)
        made = made.float()
        loss = near = spectral_loss(made, real)
        told = torch.zeros(())
        if step >= plan.critics_from:
            told, fooled = against(critics, made, real)
            loss = near + plan.critics_weight * fooled + told
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        step += 1
        average_into(average, model, step, 0.998)
        shown = [shown[0] + near.item(), shown[1] + told.item()]
        if step % 100 == 0:
            yield Progress("vocoder", step, plan.steps, f"spectral {shown[0] / 100:.3f}, critics {shown[1] / 100:.3f}")
            shown = [0.0, 0.0]
        if step % 500 == 0:
            save(checkpoint, step, modules, optimizer)
            average.save_pretrained(out)
    save(checkpoint, step, modules, optimizer)
    average.save_pretrained(out)
    return out
