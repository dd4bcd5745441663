"""Sound in memory, and what was measured of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.channels import LAYOUTS, placement

__all__ = ["Levels", "Loudness", "Sound", "Tag"]

_WINDOWS_A_SECOND = 10
_CANCELLED = 0.1
"""Share of the power of one channel in its level below which the mean counts as cancelled: uncorrelated channels keep all
of it, and a single one that sounds alone too."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Samples of 1 to 8 channels at a rate, at least one, all finite.

    What the channels stand for follows from their number, as `LAYOUTS` says.

    Attributes:
        samples: Full scale is ±1.
        rate: Samples a second.
    """

    samples: Float32[np.ndarray, "channel sample"]
    rate: int

    def __post_init__(self) -> None:
        shape = self.samples.shape
        if self.samples.dtype != np.float32 or len(shape) != 2 or shape[0] not in LAYOUTS or not shape[1]:
            raise ValueError(f"a Sound is float32 (channel, sample), not {self.samples.dtype} {shape}")
        if not np.isfinite(self.samples).all():
            raise ValueError("a Sound holds numbers that are infinite or none")

    @classmethod
    def mono(cls, samples: Float32[np.ndarray, " sample"], rate: int) -> Sound:
        """A sound of one channel."""
        return cls(samples[None], rate)

    def __len__(self) -> int:
        return int(self.samples.shape[1])

    @property
    def channels(self) -> int:
        """How many, 1 to 8."""
        return len(self.samples)

    @property
    def duration(self) -> Fraction:
        """Exact length in seconds."""
        return Fraction(len(self), self.rate)

    @property
    def digest(self) -> str:
        """sha256 of the samples as little-endian floats, one channel after the other, hex."""
        return hashlib.sha256(np.ascontiguousarray(self.samples, "<f4").tobytes()).hexdigest()

    def cut(self, first: int, end: int) -> Sound:
        """The samples from one on to before another."""
        return Sound(self.samples[:, first:end], self.rate)

    def stereo(self) -> Sound:
        """Two channels as `placement` makes them: mono 3 dB lower on each side, surround folded."""
        return Sound(placement(self.channels, 2) @ self.samples, self.rate)

    def folded(self) -> Float32[np.ndarray, " sample"]:
        """All channels as one: their mean without the LFE.

        In tenths of a second in which that cancels, as of stereo whose one side is inverted, the first loud channel
        stands for all, so that the power stays that of a channel; between the two it is faded.
        """
        if self.channels == 1:
            only: Float32[np.ndarray, " sample"] = self.samples[0]
            return only
        mains = self.samples[[place != "LFE" for place in LAYOUTS[self.channels].places]]
        mean: Float32[np.ndarray, " sample"] = mains.mean(axis=0, dtype=np.float32)
        window = max(1, self.rate // _WINDOWS_A_SECOND)
        starts = np.arange(0, len(self), window)
        powers = np.add.reduceat(np.square(self.samples), starts, axis=1)
        cancelled = np.add.reduceat(np.square(mean), starts) < powers.mean(axis=0) * _CANCELLED / self.channels
        if not cancelled.any():
            return mean
        first = np.argmax(powers >= powers.max(axis=0) / 2, axis=0)
        centres, places = starts + window / 2, np.arange(len(self))
        folded: Float32[np.ndarray, " sample"] = mean * (1 - np.interp(places, centres, cancelled).astype(np.float32))
        for channel in np.unique(first[cancelled]):
            folded += self.samples[channel] * np.interp(places, centres, cancelled & (first == channel)).astype(
                np.float32
            )
        return folded


@dataclass(frozen=True, slots=True)
class Levels:
    """Loudness as measured, never as wished.

    Attributes:
        integrated_lufs: EBU R 128 programme loudness; None under 0.4 s or below the gate.
        true_peak_dbtp: Peak between samples, dB relative to full scale (ITU-R BS.1770-4, annex 2).
        sample_peak_dbfs: Highest sample, dB relative to full scale; -inf for digital silence.
        rms_dbfs: Root mean square, dB relative to full scale; the powers of channels add up, as in loudness.
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
