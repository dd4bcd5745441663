"""Sound in memory, and what was measured of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from jaxtyping import Float32

__all__ = ["Levels", "Loudness", "Sound", "Tag"]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Mono samples at a rate.

    Attributes:
        samples: Full scale is ±1.
        rate: Samples a second.
    """

    samples: Float32[np.ndarray, " sample"]
    rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(f"a Sound is one row of float32, not {self.samples.dtype} {self.samples.shape}")

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def duration(self) -> Fraction:
        """Exact length in seconds."""
        return Fraction(len(self.samples), self.rate)


@dataclass(frozen=True, slots=True)
class Levels:
    """Loudness as measured, never as wished.

    Attributes:
        integrated_lufs: EBU R 128 programme loudness; None under 0.4 s or below the gate.
        true_peak_dbtp: Peak between samples, dB relative to full scale (ITU-R BS.1770-4, annex 2).
        sample_peak_dbfs: Highest sample, dB relative to full scale; -inf for digital silence.
        rms_dbfs: Root mean square, dB relative to full scale.
    """

    integrated_lufs: float | None
    true_peak_dbtp: float
    sample_peak_dbfs: float
    rms_dbfs: float


@dataclass(frozen=True, slots=True)
class Loudness:
    """What the header of a delivered file tells (EBU R 128); None where it is too short or too quiet to have one.

    Attributes:
        integrated: Of the whole programme, LUFS.
        range: Loudness range (EBU Tech 3342), LU.
        true_peak: dBTP (ITU-R BS.1770-4, annex 2).
        momentary: Highest over 0.4 s, LUFS.
        short_term: Highest over 3 s, LUFS.
    """

    integrated: float | None = None
    range: float | None = None
    true_peak: float | None = None
    momentary: float | None = None
    short_term: float | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A label and how well it fits: a cosine from -1 to 1."""

    label: str
    score: float
