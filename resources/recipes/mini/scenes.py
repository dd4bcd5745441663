"""What the denoiser learns from: windows of sound, full of the sound they are about, each with its place in sound space.

Silence teaches silence. So a short sound is not padded: it comes again as it would in life, at uneven gaps and levels;
single notes of one instrument follow each other as in a tune; a long sound is cut at a random place.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int16

from v2a_plugin.encoders.yamnet_network import Heard
from v2a_plugin.evaluation.corpus import RATE
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["SECONDS", "Material", "Scenes", "again", "load_scenes", "make_scenes", "tune", "window"]

SECONDS = 5.12

Samples = Float32[np.ndarray, " samples"]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """One thing to make scenes of.

    Attributes:
        sounds: One recording, or the single notes of one instrument.
        label: Its class; "" for none.
        count: Scenes to make.
    """

    sounds: tuple[Samples, ...]
    label: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Scenes:
    """Made scenes.

    Attributes:
        waves: 16 kHz sound; stays on disk until read.
        embeddings: YAMNet's mean embedding of each.
        labels: Class of each; "" for none.
        materials: Index of the material each was made of.
    """

    waves: Int16[np.ndarray, "scenes samples"]
    embeddings: Float32[np.ndarray, "scenes 1024"]
    labels: tuple[str, ...]
    materials: np.ndarray

    def wave(self, index: int) -> Samples:
        """One scene, -1 to 1."""
        wave: Samples = self.waves[index].astype(np.float32) / 32767
        return wave


def again(sound: Samples, length: int, chance: random.Random) -> Samples:
    """The sound, again and again, at uneven gaps and levels, from a random moment on."""
    seconds = len(sound) / RATE
    longest = min(0.9, 0.25 + 0.5 * seconds)
    out = np.zeros(length, dtype=np.float32)
    at = -chance.randint(0, min(len(sound), length) // 2) if chance.random() < 0.3 else chance.randint(0, RATE // 4)
    while at < length:
        level = 10 ** (chance.uniform(-4, 0) / 20)
        begin, end = max(at, 0), min(at + len(sound), length)
        if end > begin:
            out[begin:end] += level * sound[begin - at : end - at]
        at += len(sound) + int(chance.uniform(0.02, longest) * RATE)
    return out


def tune(notes: Sequence[Samples], length: int, chance: random.Random) -> Samples:
    """Notes one after the other, 0.2 to 1.2 s each, each fading as it gives way."""
    out, at = np.zeros(length, dtype=np.float32), 0
    pace = chance.uniform(0.2, 0.8)
    while at < length:
        note = chance.choice(notes)
        held = int(pace * chance.choice((0.5, 1.0, 1.0, 1.5)) * RATE)
        part = note[: held + RATE // 4].copy()
        fade = min(len(part), RATE // 5)
        part[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        part = part[: length - at]
        out[at : at + len(part)] += part / (np.abs(note).max() + 1e-6)
        at += held
    return out


def window(material: Material, length: int, chance: random.Random) -> Samples:
    """One scene, peak 0.4 to 0.9."""
    if len(material.sounds) > 1:
        scene = tune(material.sounds, length, chance)
    elif len(sound := material.sounds[0]) >= length:
        start = chance.randint(0, len(sound) - length)
        scene = sound[start : start + length]
    else:
        scene = again(sound, length, chance)
    peak = float(np.abs(scene).max()) + 1e-6
    loud: Samples = (scene * (chance.uniform(0.4, 0.9) / peak)).astype(np.float32)
    return loud


def make_scenes(
    materials: Sequence[Material], teacher: Callable[[Samples], Heard], folder: Path, seed: int = 0
) -> Steps[Scenes]:
    """All scenes, kept in `folder`."""
    chance, length = random.Random(seed), int(SECONDS * RATE)
    total = sum(material.count for material in materials)
    folder.mkdir(parents=True, exist_ok=True)
    waves = np.lib.format.open_memmap(folder / "waves.npy", "w+", np.int16, (total, length))
    embeddings, labels, owners = np.zeros((total, 1024), dtype=np.float32), list[str](), list[int]()
    for index, material in enumerate(materials):
        for _ in range(material.count):
            scene = window(material, length, chance)
            row = len(owners)
            waves[row] = np.round(scene * 32767).astype(np.int16)
            embeddings[row] = teacher(scene).embedding
            labels.append(material.label)
            owners.append(index)
        if index % 20 == 0:
            yield Progress("scenes", len(owners), total)
    waves.flush()
    np.save(folder / "embeddings.npy", embeddings)
    np.save(folder / "owners.npy", np.array(owners))
    (folder / "labels.txt").write_text("\n".join(labels) + "\n", encoding="utf-8")
    return load_scenes(folder)


def load_scenes(folder: Path) -> Scenes:
    """What `make_scenes` kept."""
    return Scenes(
        np.load(folder / "waves.npy", mmap_mode="r"),
        np.load(folder / "embeddings.npy"),
        tuple((folder / "labels.txt").read_text(encoding="utf-8").split("\n")[:-1]),
        np.load(folder / "owners.npy"),
    )
