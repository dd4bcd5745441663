"""The short-time level of a sound, and the ramps that bring it to silence and back."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, Float64

__all__ = ["level_of", "power_of", "ramp"]


def power_of(samples: Float32[np.ndarray, "*channel sample"]) -> Float64[np.ndarray, " sample"]:
    """The power of each sample, mean over the channels."""
    power: Float64[np.ndarray, " sample"] = np.square(samples, dtype=np.float64)
    return power if power.ndim == 1 else power.mean(axis=0)


def level_of(power: Float64[np.ndarray, " sample"], window: int) -> Float64[np.ndarray, " sample"]:
    """Root mean square around each sample.

    Args:
        power: Of each sample.
        window: Samples that count, half on each side; at the ends as many as there are.
    """
    sums = np.concatenate([[0.0], np.cumsum(power)])
    places = np.arange(len(power))
    low, high = np.maximum(places - window // 2, 0), np.minimum(places + window // 2 + 1, len(power))
    level: Float64[np.ndarray, " sample"] = np.sqrt(np.maximum(sums[high] - sums[low], 0) / (high - low))
    return level


def ramp(samples: int) -> Float32[np.ndarray, " sample"]:
    """From silence to full level along a raised cosine."""
    rising: Float32[np.ndarray, " sample"] = (
        0.5 - 0.5 * np.cos(np.pi * (np.arange(samples) + 0.5) / max(1, samples))
    ).astype(np.float32)
    return rising
