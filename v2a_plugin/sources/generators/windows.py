"""Overlapping windows: how a model of ten seconds renders ten minutes.

At each denoising step the model looks at overlapping windows, and where they overlap their predictions are averaged
with weights that sum to one (MultiDiffusion, Bar-Tal et al. 2023, eq. 5). The same plan cuts the work of the decoder.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

__all__ = ["Plan", "Window"]


@dataclass(frozen=True, slots=True)
class Window:
    """Frames `start` up to, not including, `stop`."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Plan:
    """Windows of equal size, evenly spread over a length, with the weights that blend them.

    Attributes:
        length: Frames in all.
        size: Frames of a window.
        overlap: Frames that neighbours share at least, below `size`.
        windows: In order of time; one alone when the length fits.
    """

    length: int
    size: int
    overlap: int
    windows: tuple[Window, ...] = field(init=False)

    def __post_init__(self) -> None:
        if self.length < 1 or not 0 <= self.overlap < self.size:
            raise ValueError(f"no windows of {self.size} overlapping by {self.overlap} over {self.length} frames")
        if self.length <= self.size:
            windows: tuple[Window, ...] = (Window(0, self.length),)
        else:
            last = self.length - self.size
            gaps = -(-last // (self.size - self.overlap))
            starts = [(last * index + gaps // 2) // gaps for index in range(gaps + 1)]
            windows = tuple(Window(start, start + self.size) for start in starts)
        object.__setattr__(self, "windows", windows)

    @property
    def weights(self) -> Float[Tensor, "window frame"]:
        """Share of each window in each of its frames; over all windows they sum to one at every frame.

        Each window rises and falls over the shared frames along a raised cosine; only the two outer ends do not.
        """
        if len(self.windows) == 1:
            return torch.ones(1, self.length)
        size = self.size
        ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(max(1, self.overlap)) + 0.5) / max(1, self.overlap))
        raw = np.ones((len(self.windows), size))
        if self.overlap:
            raw[1:, : self.overlap] *= ramp
            raw[:-1, size - self.overlap :] *= ramp[::-1]
        total = np.zeros(self.length)
        for window, row in zip(self.windows, raw, strict=True):
            total[window.start : window.stop] += row
        for window, row in zip(self.windows, raw, strict=True):
            row /= total[window.start : window.stop]
        return torch.from_numpy(raw.astype(np.float32))
