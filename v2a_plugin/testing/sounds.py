"""Sounds whose onsets are known to the sample."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from v2a_plugin.model.sound import Sound

__all__ = ["click_train", "impulse"]


def impulse(seconds: Fraction, at: int = 0, rate: int = 48_000, level: float = 0.5) -> Sound:
    """A click on one sample of silence."""
    samples = np.zeros(round(seconds * rate), np.float32)
    samples[at] = level
    return Sound.mono(samples, rate)


def click_train(
    times: tuple[float, ...], levels: tuple[float, ...], seconds: float, rate: int, noise: float, seed: int
) -> Sound:
    """Short knocks in noise, for a take: each begins on the sample nearest to its time.

    Args:
        times: Seconds.
        levels: Peak of each.
        seconds: Length of the sound.
        rate: Samples a second.
        noise: Standard deviation of the noise.
        seed: Of the noise and of the knocks' pitches.
    """
    rng = np.random.default_rng(seed)
    samples = rng.normal(0, noise, round(seconds * rate))
    since = np.arange(round(0.12 * rate)) / rate
    for at, level in zip(times, levels, strict=True):
        pitch = rng.uniform(300, 2500)
        knock = np.exp(-since / 0.02) * (np.cos(2 * np.pi * pitch * since) + 0.5 * rng.normal(0, 1, len(since)))
        begin = round(at * rate)
        knock = knock[: len(samples) - begin]
        samples[begin : begin + len(knock)] += level * knock / np.abs(knock).max()
    return Sound.mono(samples.clip(-1, 1).astype(np.float32), rate)
