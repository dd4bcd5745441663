"""The generator's grid: how samples, mel frames and latent frames relate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.sources.generators.windows import Plan

__all__ = ["Grid"]

_SHORTEST = Fraction(2)  # seconds
_STRETCH = Fraction(5, 4)  # of the window
_SHARED = Fraction(1, 4)  # of the window


@dataclass(frozen=True, slots=True)
class Grid:
    """Fixed sizes of one generator; every length is derived from them.

    Attributes:
        sample_rate: Samples a second.
        hop: Samples a mel frame.
        bands: Mel bands of a frame.
        factor: Mel frames a latent frame, and mel bands a latent band.
        channels: Latent channels.
        window: Latent frames the model was trained on.
    """

    sample_rate: int
    hop: int
    bands: int
    factor: int
    channels: int
    window: int

    @property
    def latent_bands(self) -> int:
        """Latent bands of a frame."""
        return self.bands // self.factor

    @property
    def latent_hop(self) -> int:
        """Samples a latent frame."""
        return self.hop * self.factor

    @property
    def shortest(self) -> int:
        """Latent frames of the shortest rendering: 2 s, or the window when that is shorter.

        A model trained on ten seconds has never seen 0.2 s. A shorter request is rendered this long and cut.
        """
        return min(self.window, self.latent_frames(math.ceil(_SHORTEST * self.sample_rate), shortest=1))

    def latent_frames(self, samples: int, shortest: int | None = None) -> int:
        """Latent frames that cover so many samples, at least `shortest`."""
        return max(self.shortest if shortest is None else shortest, math.ceil(samples / self.latent_hop))

    def plan(self, frames: int) -> Plan:
        """Windows over a rendering: one alone up to a quarter beyond the trained window, else overlapping by a quarter.

        A network of convolutions bears a little more length than it was trained on; two windows cost nearly twice.
        """
        size = frames if frames <= self.window * _STRETCH else self.window
        return Plan(frames, size, int(size * _SHARED))

    def frames_of(self, seconds: Fraction) -> int:
        """Latent frames nearest to a length in seconds, at least 8 and a multiple of 8.

        UNets halve the time axis a few times; a multiple of 8 keeps their skip connections aligned.
        """
        return max(8, round(seconds * self.sample_rate / self.latent_hop / 8) * 8)
