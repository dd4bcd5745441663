"""Many versions of each sound, with what the teacher says of each: what the sound encoder learns from.

A version is a window of the sound, sometimes repeated as nature repeats it, at some level, sometimes with another sound
under it. The teacher hears exactly what the encoder will see.
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
from transformers import ClapFeatureExtractor

from v2a_plugin.encoders.yamnet_network import RATE, Heard
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["CLAP_RATE", "SECONDS", "Views", "extractor", "load_views", "make_views", "spectrum", "vary"]

CLAP_RATE = 48_000  # Hz
SECONDS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """Teacher's answers beside the encoder's input.

    Attributes:
        spectra: What `ClapFeatureExtractor` makes of each version.
        embeddings: YAMNet's mean embedding of it.
        sounds: Index of the sound it was made of.
    """

    spectra: Float16[np.ndarray, "views frames bands"]
    embeddings: Float32[np.ndarray, "views 1024"]
    sounds: np.ndarray


def extractor() -> ClapFeatureExtractor:
    """The bundle's: 48 kHz, 64 bands from 50 Hz to 8 kHz, 10 ms hop, 10 s by repeating; one channel, no fusion."""
    return ClapFeatureExtractor(
        feature_size=64,
        sampling_rate=CLAP_RATE,
        hop_length=480,
        max_length_s=SECONDS,
        fft_window_size=1024,
        frequency_min=50,
        frequency_max=8_000,
        padding="repeatpad",
        truncation="rand_trunc",
    )


def spectrum(extract: ClapFeatureExtractor, sound: Float32[np.ndarray, " samples"]) -> Float32[np.ndarray, "1001 64"]:
    """What `extract` makes of 16 kHz sound of any length (the first 10 s), about ten times as fast as its own code."""
    wide = soxr.resample(sound[: SECONDS * RATE], RATE, CLAP_RATE)[: SECONDS * CLAP_RATE]
    wide = np.tile(wide, SECONDS * CLAP_RATE // len(wide))
    samples = torch.from_numpy(np.pad(wide, (0, SECONDS * CLAP_RATE - len(wide))))
    window = torch.hann_window(extract.fft_window_size)
    power = (
        torch.stft(
            samples, extract.fft_window_size, extract.hop_length, window=window, pad_mode="reflect", return_complex=True
        )
        .abs()
        .square()
    )
    bands = torch.from_numpy(extract.mel_filters_slaney.T.astype(np.float32)) @ power
    decibels: Float32[np.ndarray, "1001 64"] = (10 * torch.log10(bands.clamp(min=1e-10))).T.numpy()
    return decibels


def vary(
    sound: Float32[np.ndarray, " samples"], other: Float32[np.ndarray, " samples"], chance: random.Random
) -> Float32[np.ndarray, " samples"]:
    """One version: 1 to 10 s, peak 0.05 to 0.9, in one of three with `other` 6 to 25 dB below it."""
    wanted = int(chance.uniform(1.0, 10.0) * RATE)
    if len(sound) > wanted:
        start = chance.randint(0, len(sound) - wanted)
        window = sound[start : start + wanted]
    elif chance.random() < 0.5:
        gap = np.zeros(int(chance.uniform(0.05, 0.6) * RATE), dtype=np.float32)
        window = np.tile(np.concatenate((sound, gap)), 1 + wanted // (len(sound) + len(gap)))[:wanted]
    else:
        window = sound
    if chance.random() < 1 / 3 and len(other):
        under = np.resize(other, len(window)) * 10 ** (-chance.uniform(6, 25) / 20)
        window = window + under * (np.abs(window).max() / (np.abs(other).max() + 1e-6))
    level = chance.uniform(0.05, 0.9) / (float(np.abs(window).max()) + 1e-6)
    return (window * level).astype(np.float32)


def make_views(
    sounds: Sequence[Float32[np.ndarray, " samples"]],
    counts: Sequence[int],
    teacher: Callable[[Float32[np.ndarray, " samples"]], Heard],
    folder: Path,
    seed: int = 0,
) -> Steps[Views]:
    """`counts[i]` versions of sound i; the first of each is the sound itself. Kept in `folder`."""
    chance, extract = random.Random(seed), extractor()
    spectra, embeddings, owners = [], [], []
    for index, (sound, count) in enumerate(zip(sounds, counts, strict=True)):
        for turn in range(count):
            version = sound[: SECONDS * RATE] if turn == 0 else vary(sound, chance.choice(sounds), chance)
            spectra.append(spectrum(extract, version).astype(np.float16))
            embeddings.append(teacher(version).embedding)
            owners.append(index)
        if index % 50 == 0:
            yield Progress("versions of sounds", index, len(sounds))
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "spectra.npy", np.stack(spectra))
    np.save(folder / "embeddings.npy", np.stack(embeddings))
    np.save(folder / "owners.npy", np.array(owners))
    return load_views(folder)


def load_views(folder: Path) -> Views:
    """What `make_views` kept; the spectra stay on disk until read."""
    return Views(
        np.load(folder / "spectra.npy", mmap_mode="r"),
        np.load(folder / "embeddings.npy"),
        np.load(folder / "owners.npy"),
    )
