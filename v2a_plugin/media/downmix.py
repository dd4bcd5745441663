"""Several channels as one, without losing what they have in common but the sign of."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32

__all__ = ["Downmix"]

_WINDOWS_A_SECOND = 10
_CANCELLED = 0.1
"""Share of the power of one channel in its level below which the mean counts as cancelled: uncorrelated channels keep all
of it, and a single one that sounds alone too."""


class Downmix:
    """Takes blocks of channels wherever they lie, and gives their mean: one sample for each of theirs.

    Where the channels cancel each other, as stereo whose one side is inverted, the first loud one stands for all: the
    power stays that of a channel. That is judged in tenths of a second on the sound's own clock, and faded between, so
    that adjoining spans judge alike.
    """

    def __init__(self, first: int, count: int, rate: int) -> None:
        """Samples that will be wanted.

        Args:
            first: Number of the first, on the sound's own clock.
            count: How many.
            rate: Samples a second.
        """
        self._window = max(1, rate // _WINDOWS_A_SECOND)
        self.first = (first // self._window - 1) * self._window
        """The first sample that is needed to judge."""
        windows = -(-(first + count - self.first) // self._window) + 1
        self.end = self.first + windows * self._window
        """The sample after the last one that is needed."""
        self._wanted = slice(first - self.first, first - self.first + count)
        self._mean = np.zeros(windows * self._window, np.float32)
        self._one = self._mean
        self._power = np.zeros(windows)
        self._channels = 1

    def add(self, at: int, block: Float32[np.ndarray, "channel sample"]) -> None:
        """Put channels where they are heard; what lies outside is left out.

        Args:
            at: Number of the block's first sample.
            block: Channels that count alike.
        """
        low, high = max(at, self.first), min(at + block.shape[1], self.end)
        if low >= high:
            return
        piece, place = block[:, low - at : high - at], slice(low - self.first, high - self.first)
        self._mean[place] = piece.mean(axis=0, dtype=np.float32)
        if len(piece) == 1:
            if self._one is not self._mean:
                self._one[place] = piece[0]
            return
        if self._one is self._mean:
            self._one = self._mean.copy()
        squares = np.square(piece, dtype=np.float32)
        loudness = squares.sum(axis=1)
        self._one[place] = piece[int(np.argmax(loudness >= loudness.max() / 2))]
        windows = np.arange(place.start, place.stop) // self._window
        self._power += np.bincount(windows, squares.mean(axis=0), len(self._power))
        self._channels = max(self._channels, len(piece))

    def mono(self) -> Float32[np.ndarray, " sample"]:
        """The samples that are wanted."""
        kept = np.square(self._mean, dtype=np.float32).reshape(-1, self._window).sum(axis=1)
        cancelled = kept < self._power * _CANCELLED / self._channels
        if not cancelled.any():
            return self._mean[self._wanted]
        centres = (np.arange(len(cancelled)) + 0.5) * self._window
        share = np.interp(np.arange(self._wanted.start, self._wanted.stop), centres, cancelled).astype(np.float32)
        mixed: Float32[np.ndarray, " sample"] = self._mean[self._wanted] * (1 - share) + self._one[self._wanted] * share
        return mixed
