"""Single sounds placed where in the picture their events lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from v2a_plugin.model.guide import GuideEvent
from v2a_plugin.sources.placing.continuous import Samples

__all__ = ["larger_db", "panned", "stereo"]

_EDGE = 0.15
"""How far from the loudspeaker a sound stays whose event lies at the edge of the picture, 0 to 0.5."""
_MOST_DB = 4.0
"""By how much an event is louder or softer for its size."""
_DOUBLE_DB = 3.0
"""Decibels for twice the area."""


def stereo(samples: Samples) -> Samples:
    """Mono as two equal channels; other sound as it is."""
    rows = samples if samples.ndim == 2 else samples[None]
    return np.repeat(rows, 2, axis=0) if len(rows) == 1 else rows


def panned(samples: Samples, across: float | None) -> Samples:
    """Stereo turned to a place, of equal power; sound of other channels, and an event of no known place, as it is.

    Args:
        samples: Channels first.
        across: 0 (left) to 1 (right); None for nowhere.
    """
    if across is None or samples.ndim != 2 or len(samples) != 2:
        return samples
    angle = (_EDGE + (1 - 2 * _EDGE) * across) * np.pi / 2
    gains = np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)], np.float32)
    turned: Samples = samples * gains[:, None]
    return turned


def larger_db(events: Sequence[GuideEvent]) -> list[float]:
    """By how many decibels each event is louder than the usual one for the size of what moves there."""
    sizes = [event.size for event in events if event.size]
    if not sizes:
        return [0.0] * len(events)
    usual = float(np.median(sizes))
    each = [_DOUBLE_DB * np.log2(event.size / usual) if event.size else 0.0 for event in events]
    return [float(np.clip(one, -_MOST_DB, _MOST_DB)) for one in each]
