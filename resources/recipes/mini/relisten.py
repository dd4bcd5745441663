"""A second lesson for the sound tower, on sounds nobody recorded: the corpus mixed, filtered, slowed and sped up.

Distillation needs no names, so anything may be a lesson as long as the teacher hears what the tower hears. The tower
alone is then given changes that the teacher's answer does not depend on: another level, another beginning, and stretches
of time and pitch taken away (Park et al. 2019). The text tower stays as it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
import torch
from jaxtyping import Float16, Float32
from torch import Tensor
from transformers import ClapModel

from mini.clap_tower import sound_features, sound_vectors
from mini.views import SECONDS, extractor, spectrum
from v2a_plugin.encoders.yamnet_network import RATE, Heard
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["RelistenPlan", "Shards", "alter", "disturb", "make_shards", "open_shards", "train"]

Samples = Float32[np.ndarray, " samples"]
FLOOR = -100.0  # dB; the extractor's


@dataclass(frozen=True, slots=True)
class RelistenPlan:
    """Sizes and settings; the defaults are the bundle's."""

    shards: int = 10
    versions: int = 1_200
    batch: int = 16
    rate: float = 6e-4
    apart: float = 0.2
    steps: int = 2_000
    minutes: float = 95.0
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Shards:
    """Versions with the teacher's answers, in files read as needed.

    Attributes:
        spectra: One array a shard.
        embeddings: YAMNet's mean embedding of every version, shard after shard.
    """

    spectra: tuple[Float16[np.ndarray, "versions frames bands"], ...]
    embeddings: Float32[np.ndarray, "all 1024"]

    def read(self, rows: Sequence[int]) -> Float32[Tensor, "rows frames bands"]:
        """The spectra of some versions."""
        size = len(self.spectra[0])
        found = [np.asarray(self.spectra[row // size][row % size], dtype=np.float32) for row in rows]
        return torch.from_numpy(np.stack(found))


def _window(sound: Samples, length: int, chance: random.Random) -> Samples:
    """So many samples of a sound: a part of it, or it again and again with gaps, or it once."""
    if len(sound) > length:
        start = chance.randint(0, len(sound) - length)
        return sound[start : start + length]
    if chance.random() < 0.5:
        gap = np.zeros(int(chance.uniform(0.02, 0.6) * RATE), dtype=np.float32)
        return np.tile(np.concatenate((sound, gap)), 1 + length // (len(sound) + len(gap)))[:length]
    return sound


def _coloured(sound: Samples, chance: random.Random) -> Samples:
    """A tilt of up to 6 dB an octave and two bells of up to 12 dB."""
    spectrum = np.fft.rfft(sound)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(sound), 1 / RATE), 30.0) / 1_000)
    gain = chance.uniform(-6, 6) * octaves
    for _ in range(2):
        centre, width = chance.uniform(-4, 3), chance.uniform(0.3, 1.5)
        gain += chance.uniform(-12, 12) * np.exp(-0.5 * ((octaves - centre) / width) ** 2)
    found: Samples = np.fft.irfft(spectrum * 10 ** (gain / 20), len(sound)).astype(np.float32)
    return found


def _peak(sound: Samples) -> float:
    return float(np.abs(sound).max(initial=0.0)) + 1e-6


def disturb(sounds: Sequence[Samples], chance: random.Random) -> Samples:
    """One version of the first sound, 1 to 10 s, with one or two of the others above or under it at times."""
    length = int(chance.uniform(1.0, SECONDS) * RATE)
    mixed = np.zeros(length, dtype=np.float32)
    layers = 1 + (chance.random() < 0.5) + (chance.random() < 0.15)
    for index, source in enumerate(sounds[:layers]):
        sound = source
        if chance.random() < 0.5:
            sound = soxr.resample(sound, RATE, int(RATE * 2 ** chance.uniform(-0.5, 0.5)), quality="QQ")
        sound = _window(sound, length, chance)
        if chance.random() < 0.5:
            sound = _coloured(sound, chance)
        if index == 0 and layers == 1:
            mixed = sound.copy()
            break
        level = 1.0 if index == 0 else 10 ** (-chance.uniform(-3, 20) / 20)
        start = chance.randint(0, length - len(sound))
        mixed[start : start + len(sound)] += sound * (level / _peak(sound))
    if chance.random() < 0.25:
        colour = _coloured(np.random.default_rng(chance.getrandbits(32)).normal(0, 1, len(mixed)), chance)
        level = _peak(mixed) / _peak(colour) * 10 ** (-chance.uniform(10, 40) / 20)
        mixed = (mixed + colour * level).astype(np.float32)
    return (mixed * (0.7 / _peak(mixed))).astype(np.float32)


def make_shards(
    plan: RelistenPlan,
    sounds: Sequence[Samples],
    weights: Sequence[float],
    teacher: Callable[[Samples], Heard],
    folder: Path,
) -> Steps[Shards]:
    """What is still missing of the shards; `weights` says how often each sound is taken, relative to the others."""
    extract = extractor()
    folder.mkdir(parents=True, exist_ok=True)
    for shard in range(plan.shards):
        if (folder / f"{shard:03d}-embeddings.npy").is_file():
            continue
        chance = random.Random(plan.seed * 1_000 + shard)
        spectra, embeddings = np.zeros((plan.versions, 1001, 64), dtype=np.float16), []
        for row in range(plan.versions):
            version = disturb(chance.choices(sounds, weights, k=3), chance)
            spectra[row] = spectrum(extract, version)
            embeddings.append(teacher(version).embedding)
            if row % 100 == 0:
                yield Progress("new versions", shard * plan.versions + row, plan.shards * plan.versions)
        np.save(folder / f"{shard:03d}-spectra.npy", spectra)
        np.save(folder / f"partial-{shard:03d}.npy", np.stack(embeddings))
        (folder / f"partial-{shard:03d}.npy").replace(folder / f"{shard:03d}-embeddings.npy")
    return open_shards(folder)


def open_shards(folder: Path) -> Shards:
    """Every finished shard."""
    done = sorted(folder.glob("[0-9]*-embeddings.npy"))
    spectra = tuple(np.load(path.with_name(f"{path.name[:3]}-spectra.npy"), mmap_mode="r") for path in done)
    return Shards(spectra, np.concatenate([np.load(path) for path in done]))


def alter(spectra: Float32[Tensor, "rows frames bands"], chance: random.Random) -> Float32[Tensor, "rows frames bands"]:
    """What the teacher does not mind: level, where the loop begins, and gaps."""
    changed = []
    for one in spectra:
        moved = one.roll(chance.randrange(len(one)), 0) + chance.uniform(-25, 5)
        middle = float(moved.mean())
        for _ in range(2):
            wide = chance.randint(0, 80)
            start = chance.randint(0, len(one) - wide)
            moved[start : start + wide] = middle
        wide = chance.randint(0, 8)
        start = chance.randint(0, one.shape[1] - wide)
        moved[:, start : start + wide] = middle
        changed.append(moved.clamp(min=FLOOR))
    return torch.stack(changed)


def _loss(found: Tensor, wanted: Tensor, apart: float) -> tuple[Tensor, Tensor]:
    """1 - cosine, and that plus how badly the batch's targets are told apart."""
    away = (1 - torch.nn.functional.cosine_similarity(found, wanted, dim=-1)).mean()
    near = torch.nn.functional.normalize(found, dim=-1) @ wanted.T
    belongs = torch.softmax(wanted @ wanted.T / 0.07, dim=-1)
    return away, away - apart * (belongs * torch.log_softmax(near / 0.07, dim=-1)).sum(-1).mean()


def train(
    plan: RelistenPlan,
    source: Path,
    shards: Shards,
    places: Float32[np.ndarray, "versions width"],
    held: Float16[np.ndarray, "sounds frames bands"],
    held_places: Float32[np.ndarray, "sounds width"],
    work: Path,
    device: torch.device | str = "cpu",
) -> Steps[Path]:
    """Train or go on training the sound tower of the model in `source`; the folder with the averaged model.

    Args:
        plan: Sizes and settings.
        source: Model to begin with.
        shards: Versions.
        places: Where each version belongs.
        held: Spectra of validation sounds, which are only measured.
        held_places: Where those belong.
        work: Folder for the checkpoint and the result.
        device: Of torch.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    model = ClapModel.from_pretrained(source, local_files_only=True).train().to(device)
    average = ClapModel.from_pretrained(source, local_files_only=True).requires_grad_(False).to(device)
    for part in (model.text_model, model.text_projection):
        part.requires_grad_(False).eval()
    weights = [*model.audio_model.parameters(), *model.audio_projection.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.02)
    checkpoint, out, modules = work / "relisten.safetensors", work / "clap-again", {"model": model, "average": average}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), 0.0
    chance.seed(step)
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 200) * max(0.01, 1 - step / plan.steps)
        chosen = chance.choices(range(len(places)), k=plan.batch)
        spectra = alter(shards.read(chosen), chance).to(device)
        with torch.autocast(spectra.device.type, dtype=torch.bfloat16):
            heard = sound_features(model, spectra)
        away, loss = _loss(heard, torch.from_numpy(places[chosen]).to(device), plan.apart)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        step += 1
        average_into(average, model, step, 0.995)
        for mine, theirs in zip(average.buffers(), model.buffers(), strict=True):
            mine.copy_(theirs)
        shown += away.item()
        if step % 50 == 0:
            yield Progress("sound tower again", step, plan.steps, f"1 - cosine {shown / 50:.3f}")
            shown = 0.0
        if step % 500 == 0 and step < plan.steps:
            save(checkpoint, step, modules, optimizer)
            yield Progress("sound tower again", step, plan.steps, _measured(average, held, held_places))
    save(checkpoint, step, modules, optimizer)
    average.save_pretrained(out)
    yield Progress("sound tower again", step, plan.steps, _measured(average, held, held_places))
    return out


def _measured(model: ClapModel, held: np.ndarray, places: np.ndarray) -> str:
    if not len(held):
        return "nothing held out"
    near = (sound_vectors(model, held) * places).sum(1)
    return f"held-out sounds: cosine {float(near.mean()):.3f}"
