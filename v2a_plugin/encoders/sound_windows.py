"""Sounds of any rate and length, for encoders that hear one window at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.sound import Sound

__all__ = ["embed_by_windows"]


def windows_of(sound: Sound, rate: int, length: int) -> list[Float32[np.ndarray, " sample"]]:
    """A sound, folded, cut into windows of at most `length` samples at `rate`.

    A sound that fits is one window, of its own length. A longer one is cut from its start into full windows;
    the last ends where the sound ends and so overlaps the one before it, instead of being padded.

    Args:
        sound: Any rate and length.
        rate: Samples a second of the windows.
        length: Most samples of a window.
    """
    samples = whole = sound.folded()
    if sound.rate != rate:
        samples = soxr.resample(samples, sound.rate, rate, quality="HQ").astype(np.float32, copy=False)
        if not len(samples):  # shorter than one sample at the new rate
            samples = whole[:1]
    if len(samples) <= length:
        return [samples]
    starts = [*range(0, len(samples) - length, length), len(samples) - length]
    return [samples[start : start + length] for start in starts]


def embed_by_windows(
    sounds: Sequence[Sound],
    rate: int,
    length: int,
    embed: Callable[[Sequence[np.ndarray]], Float32[np.ndarray, "window audio"]],
) -> Float32[np.ndarray, "sound audio"]:
    """One unit vector a sound: the renormalised mean of its windows' unit vectors.

    Deterministic, unlike the random 10 s crop of LAION's own code.

    Args:
        sounds: Any rates and lengths.
        rate: Samples a second the encoder hears.
        length: Samples of its window.
        embed: Turns windows into unit vectors.
    """
    cut = [windows_of(sound, rate, length) for sound in sounds]
    vectors = embed([window for windows in cut for window in windows])
    ends = np.cumsum([len(windows) for windows in cut])
    means = [
        vectors[end - len(windows) : end].mean(axis=0) if len(windows) > 1 else vectors[end - 1]
        for windows, end in zip(cut, ends, strict=True)
    ]
    return unit(np.stack(means)) if means else vectors
