"""What happens to every take after the generator: exact length, 48 kHz, heard, no DC, no clicks, no overs."""

from __future__ import annotations

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.model.sound import Sound

__all__ = [
    "DELIVERY_RATE",
    "finished",
    "is_silent",
    "is_soft",
    "loudest_moment",
    "mastered",
    "samples_to_render",
    "turned_up",
]

DELIVERY_RATE = 48_000
"""Samples a second of every rendered take; the generator's own bandwidth stays what it was."""

_CEILING = 10 ** (-1 / 20)
_EDGE_SECONDS = 0.005
_SILENCE_DBFS = -50.0
_LOUDEST_DBFS, _MEAN_DBFS, _MOST_DB = -20.0, -27.0, 24.0
_SOFT_DBFS = -34.0
_BLOCK_SECONDS = 0.1
_SPARE = 64  # generator samples rendered beyond the end, so that the resampler has no edge there

Samples = Float32[np.ndarray, "channel sample"]


def samples_to_render(samples: int, rate: int, own: int = DELIVERY_RATE) -> int:
    """Samples the generator must give at its rate to yield so many at the take's own."""
    return -(-samples * rate // own) + _SPARE


def finished(raw: Sound, samples: int, own: int = DELIVERY_RATE, raised: bool = False) -> Sound:
    """The float master of a rendering: exactly `samples` samples at the take's own rate, resampled by soxr in very high quality.

    Args:
        raw: As rendered, `samples_to_render` long.
        samples: Length wanted at that rate, at least 1.
        own: Samples a second of the take.
        raised: Turn a soft one up, as `turned_up` does: the level that a generator gives says nothing.

    Raises:
        ValueError: `raw` is too short for that.
    """
    if len(raw) < -(-samples * raw.rate // own):
        raise ValueError(f"{len(raw)} samples at {raw.rate} Hz cannot fill {samples} at {own}")
    wave: Samples = soxr.resample(raw.samples.T, raw.rate, own, quality="VHQ").T
    sound = Sound(wave.astype(np.float32), own)
    return mastered(turned_up(sound) if raised else sound, samples)


def turned_up(sound: Sound) -> Sound:
    """The sound turned up until its loudest tenth of a second has -20 dBFS RMS, all of it -27, or a sample -1, whichever
    comes first; by 24 dB at most, and never down. Silence stays silence.

    Of 45 shots mini rendered drums, chopping and rooms at -40 to -50 LUFS, which nobody hears beside the others.
    """
    loudest = loudest_moment(sound)
    if loudest < 10 ** (_SILENCE_DBFS / 20):
        return sound
    mean = float(np.sqrt(np.square(sound.samples, dtype=np.float64).mean()))
    peak = float(np.abs(sound.samples).max())
    ends = ((_LOUDEST_DBFS, loudest), (_MEAN_DBFS, mean), (20 * np.log10(_CEILING), peak))
    gain = min(_MOST_DB, *(end - 20 * np.log10(level) for end, level in ends))
    return sound if gain <= 0 else Sound(sound.samples * np.float32(10 ** (gain / 20)), sound.rate)


def mastered(sound: Sound, samples: int) -> Sound:
    """A float master of exactly so many samples, at the sound's own rate.

    Cut, freed of its mean, brought to zero over 5 ms at both rendered ends along a raised cosine. Where a sample exceeds
    full scale, which an integer file would clip, all of it is turned down to a sample peak of -1 dBFS; otherwise the
    level is what the source gave.

    Args:
        sound: Silence is added where it is shorter.
        samples: Length wanted, at least 1.
    """
    wave = np.pad(sound.samples, ((0, 0), (0, max(0, samples - len(sound)))))[:, :samples].astype(np.float32, order="C")
    wave -= wave.mean(axis=1, dtype=np.float64, keepdims=True).astype(np.float32)
    edge = min(round(_EDGE_SECONDS * sound.rate), samples // 2)
    if edge:
        ramp = (0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)).astype(np.float32)
        wave[:, :edge] *= ramp
        wave[:, -edge:] *= ramp[::-1]
    peak = float(np.abs(wave).max())
    if peak > 1:
        wave *= np.float32(_CEILING / peak)
    return Sound(wave, sound.rate)


def loudest_moment(sound: Sound) -> float:
    """Root mean square of the loudest tenth of a second."""
    block = max(1, min(len(sound), round(_BLOCK_SECONDS * sound.rate)))
    power = np.square(sound.samples, dtype=np.float64).mean(axis=0)
    sums = np.concatenate([[0.0], np.cumsum(power)])
    return float(np.sqrt(max(0.0, (sums[block:] - sums[:-block]).max(initial=0.0)) / block))


def is_silent(sound: Sound) -> bool:
    """Whether even the loudest tenth of a second stays below -50 dBFS RMS."""
    return loudest_moment(sound) < 10 ** (_SILENCE_DBFS / 20)


def is_soft(sound: Sound) -> bool:
    """Whether even the loudest tenth of a second stays below -34 dBFS RMS: hardly heard beside other takes."""
    return loudest_moment(sound) < 10 ** (_SOFT_DBFS / 20)
