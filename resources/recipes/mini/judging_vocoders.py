"""The judge's table for vocoders: the same held-out sounds through the autoencoder, then through each way to sound."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from jaxtyping import Float32, Float64

from mini import scenes
from mini.judge import HEARD, WANTED
from mini.mel import log_mel
from mini.workshop import Workshop
from v2a_plugin.encoders.yamnet_network import RATE
from v2a_plugin.judges.frechet import frechet
from v2a_plugin.judges.kernel import kernel_test
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.generators.griffin_lim import GriffinLim
from v2a_plugin.sources.generators.refiner import RefinedGriffinLim, load_refiner
from v2a_plugin.sources.generators.vocoder import Vocoder

__all__ = ["VocoderRow", "judge_vocoders", "vocoder_table"]

_ROUNDS = 500
_GRIFFIN_LIM = "griffin-lim"

Embeddings = Float64[np.ndarray, "sounds 1024"]


@dataclass(frozen=True, slots=True)
class VocoderRow:
    """How one way to sound did.

    Attributes:
        source: "real" for the log-mel of the sound itself, "decoded" for what the autoencoder makes of it.
        vocoder: Its name.
        sounds: How many held-out sounds.
        hit: Share of sounds of which one of the three best tags is among the ten best afterwards.
        fd: Fréchet distance to the sounds themselves; lower is better, biased upwards for so few.
        less_fd_low: Lower end of the 95 % interval of this distance less that of Griffin-Lim, same source.
        less_fd_high: Upper end.
        less_kid_low: The same of the kernel distance.
        less_kid_high: Upper end.
    """

    source: str
    vocoder: str
    sounds: int
    hit: float
    fd: float
    less_fd_low: float
    less_fd_high: float
    less_kid_low: float
    less_kid_high: float


def vocoder_table(rows: Sequence[VocoderRow]) -> str:
    """The rows as lines of text."""
    lines = [
        f"{'log-mel':<8} {'vocoder':<12} {'n':>4} {'hit':>6} {'FD':>7} {'less FD than Griffin-Lim':>26} {'KID':>20}"
    ]
    lines += [
        f"{r.source:<8} {r.vocoder:<12} {r.sounds:>4} {r.hit:>6.3f} {r.fd:>7.1f} "
        f"{r.less_fd_low:>12.1f} – {r.less_fd_high:<11.1f} {r.less_kid_low:>9.4f} – {r.less_kid_high:<9.4f}"
        for r in rows
    ]
    return "\n".join(lines)


def judge_vocoders(shop: Workshop) -> Steps[tuple[VocoderRow, ...]]:
    """Griffin-Lim, plain and refined, on every held-out sound that has a class."""
    chance, length = random.Random(0), int(scenes.SECONDS * RATE)
    held = [sound for sound in shop.corpus.sounds if not shop.trains(sound) and sound.classes]
    waves = [scenes.window(scenes.Material((shop.wave(sound),), "", 1), length, chance) for sound in held]
    heard = [shop.hear(wave) for wave in waves]
    wanted = [set(one.best(WANTED)) for one in heard]
    real = np.stack([one.embedding for one in heard]).astype(np.float64)
    mels = torch.stack([log_mel(torch.from_numpy(wave)) for wave in waves])
    sources = {"decoded": (yield from _decoded(shop.stages / "autoencoder-sharp", mels)), "real": mels}
    refined = RefinedGriffinLim(GriffinLim(), load_refiner(shop.stages / "refiner"))
    vocoders: dict[str, Vocoder] = {_GRIFFIN_LIM: GriffinLim(), "refined": refined}
    rows = list[VocoderRow]()
    for source, frames in sources.items():
        made, hits = dict[str, Embeddings](), dict[str, float]()
        for name, vocoder in vocoders.items():
            sounds = yield from _vocoded(f"{source}, {name}", vocoder, frames)
            ours = [shop.hear(sound) for sound in sounds]
            hits[name] = float(np.mean([bool(w & set(o.best(HEARD))) for w, o in zip(wanted, ours, strict=True)]))
            made[name] = np.stack([one.embedding for one in ours]).astype(np.float64)
        rows += _rows(source, made, hits, real)
    return tuple(rows)


@torch.inference_mode()
def _decoded(folder: Path, mels: Float32[torch.Tensor, "sounds frames 64"]) -> Steps[torch.Tensor]:
    model = AutoencoderKL.from_pretrained(folder, local_files_only=True).eval()
    found = []
    for done, mel in enumerate(mels):
        yield Progress("through the autoencoder", done, len(mels))
        found.append(model.decode(model.encode(mel[None, None]).latent_dist.mode()).sample[0, 0])
    return torch.stack(found)


def _vocoded(what: str, vocoder: Vocoder, mels: torch.Tensor) -> Steps[list[np.ndarray]]:
    found = []
    for done, mel in enumerate(mels):
        yield Progress(what, done, len(mels))
        found.append((yield from vocoder.render(mel[None], [done]))[0])
    return found


def _rows(source: str, made: Mapping[str, Embeddings], hits: Mapping[str, float], real: Embeddings) -> list[VocoderRow]:
    base, found = made[_GRIFFIN_LIM], []
    for name, ours in made.items():
        low, high = _fd_difference(ours, base, real)
        kid = kernel_test(ours, base, real)
        found.append(VocoderRow(source, name, len(ours), hits[name], frechet(ours, real), low, high, kid.low, kid.high))
    return found


def _fd_difference(ours: Embeddings, base: Embeddings, real: Embeddings) -> tuple[float, float]:
    """Interval of the difference of Fréchet distances, sounds resampled together."""
    chance, found = np.random.default_rng(0), []
    for _ in range(_ROUNDS):
        rows = chance.integers(0, len(real), len(real))
        found.append(frechet(ours[rows], real[rows]) - frechet(base[rows], real[rows]))
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)
