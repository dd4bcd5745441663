"""Continuous sound whose short-time level follows a curve, of any length from a sound of any length."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, Float64

from v2a_plugin.model.guide import EnergyCurve
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.placing.envelope import level_of, power_of, ramp

__all__ = ["RANGE_DB", "Samples", "along", "continuous"]

RANGE_DB = 30.0
"""Range of an energy curve: 0 is so far below 1."""
_WINDOW = 0.04
"""Seconds over which level is measured."""
_ACTIVE = 10 ** (-25 / 20)
"""Share of its usual high level below which a source pauses."""
_RUN = 0.2
"""Seconds of the shortest stretch without a pause that is used."""
_SEAM = 0.06
"""Seconds over which two stretches are joined."""
_MOST_GAIN = 10 ** (20 / 20)
_ATTACK, _RELEASE = 0.01, 0.06
"""Seconds in which the level rises and falls to a new one, to a third of the way left."""
_FLOOR = 0.04
"""Value of a curve below which it goes to silence."""
_PASSES = 3

Samples = Float32[np.ndarray, "*channel sample"]


def continuous(source: Sound, length: int) -> Samples:
    """So many samples of a sound without its pauses, of even level; where it is too short it goes round.

    Args:
        source: At least one sample.
        length: Samples wanted.
    """
    samples, rate = source.samples, source.rate
    level = level_of(power_of(samples), round(_WINDOW * rate))
    high = float(np.percentile(level, 90))
    if high <= 0:
        return np.zeros((*samples.shape[:-1], length), np.float32)
    seam = min(round(_SEAM * rate), samples.shape[-1] // 4)
    joined = samples[..., :0]
    for begin, end in _runs(level > _ACTIVE * high, max(round(_RUN * rate), 2 * seam)) or [(0, samples.shape[-1])]:
        joined = _joined(joined, samples[..., begin:end], seam)
    unit = joined
    while joined.shape[-1] < length and unit.shape[-1] > 2 * seam:
        joined = _joined(joined, unit, seam)
    joined = np.pad(joined, [(0, 0)] * (joined.ndim - 1) + [(0, max(0, length - joined.shape[-1]))])[..., :length]
    level = level_of(power_of(joined), round(_WINDOW * rate))
    even: Samples = (joined * np.minimum(high / np.maximum(level, 1e-9), _MOST_GAIN)).astype(np.float32)
    return even


def along(samples: Samples, curve: EnergyCurve, first: int, rate: int) -> Samples:
    """Continuous sound brought to the level of a curve.

    Args:
        samples: Of even level.
        curve: For its part from `first` on; before that it is silent, and its last value holds.
        first: Which sample the curve starts on.
        rate: Samples a second.
    """
    count = samples.shape[-1]
    since = (np.arange(count) - first) / rate * float(curve.rate)
    values = np.interp(since, np.arange(len(curve.values)), curve.values, left=0.0)
    wanted = _smoothed(10 ** (RANGE_DB * (values - 1) / 20) * np.clip(values / _FLOOR, 0, 1), rate)
    window = round(_WINDOW * rate)
    usual = float(np.sqrt(np.mean(power_of(samples)))) or 1.0
    aim = level_of(np.square(wanted), window) * usual
    gain = wanted.copy()
    for _ in range(_PASSES):
        level = level_of(power_of(samples) * np.square(gain), window)
        gain = gain * np.clip(aim / np.maximum(level, 1e-9 * usual), 0.25, 4.0)
    followed: Samples = (samples * gain).astype(np.float32)
    return followed


def _runs(active: np.ndarray, least: int) -> list[tuple[int, int]]:
    """Stretches of at least so many samples in a row that are active."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least]


def _joined(one: Samples, other: Samples, seam: int) -> Samples:
    """One sound after another, with a crossfade of equal power in which both are most alike."""
    if one.shape[-1] < seam:
        return other
    reach = min(seam, other.shape[-1] - 2 * seam)
    start = _alike(one[..., -seam:], other[..., : seam + max(0, reach)], seam) if reach > 0 else 0
    other = other[..., start:]
    rising = ramp(seam)
    middle = one[..., -seam:] * np.sqrt(1 - rising) + other[..., :seam] * np.sqrt(rising)
    return np.concatenate([one[..., :-seam], middle.astype(np.float32), other[..., seam:]], axis=-1)


def _alike(end: Samples, other: Samples, seam: int) -> int:
    """Where in another sound the stretch begins that goes best with an end."""
    one, two = (part if part.ndim == 1 else part.mean(axis=0) for part in (end, other))
    likeness = np.correlate(two.astype(np.float64), one.astype(np.float64), "valid")
    norm = np.sqrt(np.convolve(np.square(two, dtype=np.float64), np.ones(seam), "valid")) + 1e-9
    return int(np.argmax(likeness / norm))


def _smoothed(wanted: Float64[np.ndarray, " sample"], rate: int) -> Float64[np.ndarray, " sample"]:
    """A level that rises and falls no faster than attack and release allow, worked out every millisecond."""
    step = max(1, rate // 1000)
    coarse = wanted[::step]
    up, down = (1 - np.exp(-0.001 / seconds) for seconds in (_ATTACK, _RELEASE))
    level, followed = float(coarse[0]), np.empty_like(coarse)
    for place, value in enumerate(coarse.tolist()):
        level += (up if value > level else down) * (value - level)
        followed[place] = level
    smooth: Float64[np.ndarray, " sample"] = np.interp(np.arange(len(wanted)), np.arange(len(coarse)) * step, followed)
    return smooth
