"""Transients of a sound: where something strikes, to a fraction of a millisecond in clean sound.

Found where the spectrum suddenly grows (Böck and Widmer, "Maximum Filter Vibrato Suppression for Onset Detection",
DAFx 2013), then placed on the sample from which the sound is best described as louder than before it (Maeda, "A
Method for Reading and Checking Phase Times in Auto-Processing System of Seismic Wave Data", 1985).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from jaxtyping import Float64

from v2a_plugin.guides.peaks import peaks
from v2a_plugin.model.sound import Sound

__all__ = ["Transient", "find_transients"]

_HOP = 0.004
_WINDOW = 0.02
_LAG = 3
"""Hops between the spectra that are compared."""
_AROUND = 0.6
"""Seconds on each side that a transient must stand out against."""
_APART = 0.04
"""Least seconds between two."""
_FACTOR = 4.0
"""How many deviations of the flux above its median a transient lies."""
_LEAST = 0.12
"""Least flux, in units of the mean over the bins of log(1 + magnitude / usual magnitude)."""
_BEFORE, _AFTER = 0.035, 0.015
"""Seconds around a rise of the spectrum in which the sample is looked for."""
_ATTACK = 0.03
"""Seconds over which the level before and after is measured."""
_FAINT = 0.05
"""Share of the strongest rise below which another is noise."""
_QUIET = 1e-4
"""Level that a rise must reach to be heard: -80 dBFS."""


@dataclass(frozen=True, slots=True)
class Transient:
    """A strike.

    Attributes:
        at: Seconds from the first sample of the sound, on a sample.
        strength: How much the level (RMS) rises there, 1 for the strongest of the sound.
    """

    at: Fraction
    strength: float


def find_transients(sound: Sound) -> tuple[Transient, ...]:
    """The transients of a sound, the strongest first; () for a sound that has none."""
    samples = sound.folded().astype(np.float64)
    hop = max(1, round(_HOP * sound.rate))
    flux = _flux(samples, sound.rate, hop)
    apart = max(1, round(_APART / _HOP))
    found: dict[int, float] = {}
    for place in peaks(flux, around=round(_AROUND / _HOP), apart=apart, factor=_FACTOR, least=_LEAST):
        sample = _placed(samples, place * hop, sound.rate)
        rise = _rise(samples, sample, sound.rate)
        if rise > _QUIET:
            found[sample] = max(found.get(sample, 0.0), rise)
    strongest = max(found.values(), default=1.0)
    ordered = sorted(
        ((sample, rise) for sample, rise in found.items() if rise >= _FAINT * strongest),
        key=lambda one: (-one[1], one[0]),
    )
    return tuple(Transient(Fraction(sample, sound.rate), rise / strongest) for sample, rise in ordered)


def _flux(samples: Float64[np.ndarray, " sample"], rate: int, hop: int) -> Float64[np.ndarray, " hop"]:
    """How much the spectrum grows towards each hop, mean over its bins."""
    size = 1 << (round(_WINDOW * rate) - 1).bit_length()
    padded = np.pad(samples, (size // 2, size // 2 + hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[: len(samples) + hop : hop]
    window = np.hanning(size)
    blocks = [np.abs(np.fft.rfft(frames[at : at + 1024] * window, axis=1)) for at in range(0, len(frames), 1024)]
    magnitudes = np.concatenate(blocks)[:, 1:]
    usual = np.median(magnitudes, axis=0) + 0.02 * float(magnitudes.mean()) + 1e-9
    loud = np.log1p(magnitudes / usual)
    wide = np.pad(loud, ((0, 0), (1, 1)), mode="edge")
    before = np.maximum(np.maximum(wide[:, :-2], wide[:, 1:-1]), wide[:, 2:])  # a glide is no onset
    flux = np.zeros(len(loud))
    flux[_LAG:] = np.maximum(loud[_LAG:] - before[:-_LAG], 0).mean(axis=1)
    return flux  # of the first hops nothing is known: what sounds at once begins nowhere


def _placed(samples: Float64[np.ndarray, " sample"], near: int, rate: int) -> int:
    """The sample near a place that best parts soft from loud: least AIC of two stretches of noise (Maeda 1985)."""
    low = max(0, near - round(_BEFORE * rate))
    high = min(len(samples), near + round(_AFTER * rate))
    part = samples[low:high]
    count = len(part)
    margin = max(4, round(0.001 * rate))
    if count < 4 * margin:
        return near
    energy = np.concatenate([[0.0], np.cumsum(part**2)])
    split = np.arange(margin, count - margin)
    floor = 1e-12 + 1e-8 * energy[-1] / count
    first = energy[split] / split + floor
    second = (energy[-1] - energy[split]) / (count - split) + floor
    best = split[np.argmin(split * np.log(first) + (count - split) * np.log(second))]
    return int(low + best)


def _rise(samples: Float64[np.ndarray, " sample"], at: int, rate: int) -> float:
    length = round(_ATTACK * rate)
    before, after = samples[max(0, at - length) : at], samples[at : at + length]
    level = float(np.sqrt(np.mean(after**2))) if len(after) else 0.0
    return level - (float(np.sqrt(np.mean(before**2))) if len(before) else 0.0)
