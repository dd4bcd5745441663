"""What the master meter shows: true peak, short-term loudness, and whether anything went over full scale."""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_gui.playback.mixer import RATE

__all__ = ["Meter"]

_WINDOW = 3 * RATE
"""Samples of the short-term loudness: 3 s (EBU Tech 3341, section 2.2)."""
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGHPASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""Coefficients of the K-weighting at 48 kHz, numerators and denominators (BS.1770-4, annex 1, tables 1 and 2)."""
_OVERSAMPLING = 4
"""Times that samples are interpolated for the true peak (BS.1770-4, annex 2)."""
_AROUND = 64
"""Samples beside those that are interpolated, so that the ends do not ring into them."""


@dataclass(frozen=True, slots=True)
class MeterReading:
    """What was heard.

    Attributes:
        true_peaks: Of each side since the reading before, dBTP; -inf for silence.
        short_term: LUFS of the last 3 s; None below -70.
        clipped: Whether anything went over 0 dBTP since the reading before.
    """

    true_peaks: tuple[float, float]
    short_term: float | None
    clipped: bool


class Meter:
    """Takes blocks on the thread that plays, and works them out on the one that shows them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks: deque[Float32[np.ndarray, "sample 2"]] = deque(maxlen=4 * _WINDOW // 256)
        self._window = np.zeros((_WINDOW, 2), np.float32)
        turn = np.exp(-2j * np.pi * np.fft.rfftfreq(_WINDOW))
        weights = [np.polyval(up[::-1], turn) / np.polyval(down[::-1], turn) for up, down in (_SHELF, _HIGHPASS)]
        self._power = (np.abs(weights[0] * weights[1]) ** 2)[:, None]

    def take(self, block: Float32[np.ndarray, "sample 2"]) -> None:
        """Note what is played; quick."""
        with self._lock:
            self._blocks.append(block.copy())

    def read(self) -> MeterReading | None:
        """What was heard since the reading before; None for nothing."""
        with self._lock:
            blocks = list(self._blocks)
            self._blocks.clear()
        if not blocks:
            return None
        new = np.concatenate(blocks)[-_WINDOW:]
        self._window = np.concatenate([self._window, new])[-_WINDOW:]
        curve = soxr.resample(self._window[-len(new) - 2 * _AROUND :], 1, _OVERSAMPLING)
        curve = curve[_AROUND * _OVERSAMPLING : -_AROUND * _OVERSAMPLING]  # its last samples come with the next ones
        highest = np.maximum(np.abs(new).max(axis=0), np.abs(curve).max(axis=0, initial=0.0))
        left, right = (20 * math.log10(peak) if peak > 0 else -math.inf for peak in highest.tolist())
        return MeterReading((left, right), self._short_term(), max(left, right) > 0)

    def _short_term(self) -> float | None:
        spectrum = np.abs(np.fft.rfft(self._window, axis=0)) ** 2 * self._power
        spectrum[1:-1] *= 2  # the negative frequencies
        power = float(spectrum.sum()) / _WINDOW**2
        loudness = -0.691 + 10 * math.log10(power) if power > 0 else -math.inf
        return loudness if loudness > -70 else None
