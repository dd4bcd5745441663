"""Signatures of a picture: each frame as a few numbers that survive another codec, size or grade.

A frame becomes 16 × 9 values of luma. Compared are the values less their mean, at unit length, so that brightness
and contrast do not count (zero-mean normalised cross-correlation: Lewis, "Fast Normalized Cross-Correlation", 1995,
equation 2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from jaxtyping import Float16, Float32, Int

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import walk
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timemap import TimeMap

__all__ = ["PictureSignature", "sign"]

_ACROSS, _DOWN = 16, 9
_FIT = Fit.exactly(_ACROSS * 2, _DOWN * 2)
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""ITU-R BT.601; which matrix hardly matters here, but it is always this one."""
_GAP = Fraction(1, 2)
"""Seconds without a frame from which on the picture there is unknown."""
_PLAIN = 1.5
"""Standard deviation, in steps of 8-bit luma, below which a frame shows nothing to be known by: black, white."""


@dataclass(frozen=True, slots=True, eq=False)
class PictureSignature:
    """What the frames of a stretch of media look like.

    Attributes:
        media: Fingerprint of the file.
        times: When each frame comes up, seconds from the first picture frame, rising.
        luma: 16 × 9 values a frame, row by row, 0 to 255.
    """

    media: str
    times: tuple[Fraction, ...]
    luma: Float16[np.ndarray, "time 144"]

    def covers(self, span: Span) -> bool:
        """Whether it tells of all of a span, but for gaps of half a second."""
        inside = self.times[bisect_left(self.times, span.start - _GAP) : bisect_left(self.times, span.end)]
        edges = [span.start - _GAP, *inside, span.end]
        return bool(inside) and all(after - before <= _GAP for before, after in pairwise(edges))

    def sampled(self, span: Span, rate: Fraction, time_map: TimeMap | None = None) -> Float32[np.ndarray, "time 144"]:
        """The frames on screen in the middles of the frames of a span counted at a rate, each comparable by its
        dot product: zero mean, unit length; all zeros for a frame that shows nothing.

        Args:
            span: Seconds from the first picture frame, or on the clock of `time_map`.
            rate: Frames a second.
            time_map: Of a region whose speed was changed.
        """
        count = max(1, index_at(span.duration, rate))
        if time_map is not None:
            wanted = [time_map.source(span.start + Fraction(2 * number + 1, 2) / rate) for number in range(count)]
            return self._comparable(np.array([max(0, bisect_right(self.times, time) - 1) for time in wanted]))
        low = max(0, bisect_right(self.times, span.start) - 1)
        high = max(low + 1, bisect_left(self.times, span.end))
        since = np.array([float(time - span.start) for time in self.times[low:high]])
        middles = (np.arange(count) + 0.5) / float(rate)
        shown = np.maximum(np.searchsorted(since, middles, side="right") - 1, 0)
        return self._comparable(low + shown)

    def _comparable(self, frames: Int[np.ndarray, " time"]) -> Float32[np.ndarray, "time 144"]:
        values = self.luma[frames].astype(np.float32)
        values -= values.mean(axis=1, keepdims=True)
        lengths = np.linalg.norm(values, axis=1, keepdims=True)
        plain = lengths < _PLAIN * (_ACROSS * _DOWN) ** 0.5
        comparable: Float32[np.ndarray, "time 144"] = np.where(plain, 0, values / np.maximum(lengths, 1e-6))
        return comparable


def sign(media: MediaFile, spans: Sequence[Span] = ()) -> Steps[PictureSignature]:
    """Take the signature of a file's picture, frame by frame.

    Args:
        media: A probed file.
        spans: Stretches of it that matter, in any order; () is all of it.

    Yields:
        Progress in seconds of picture.

    Raises:
        MediaError: Not one frame can be decoded.
        SpanError: A span begins outside the picture.
        NoSuchFile: The file is gone.
    """
    if media.still:
        [batch] = walk(media, None, _FIT)
        return PictureSignature(media.fingerprint, (Fraction(0),), _luma(batch.pixels))
    wanted = _joined(spans or [media.span])
    total = sum(round(float(span.duration)) for span in wanted)
    times: list[Fraction] = []
    parts: list[np.ndarray] = []
    done = Fraction(0)
    for span in wanted:
        for batch in walk(media, span, _FIT, batch=64):
            times += batch.times
            parts.append(_luma(batch.pixels))
            seen = done + batch.times[-1] - span.start
            yield Progress("comparing pictures", min(int(seen), total), total, media.path.name)
        done += span.duration
    if not parts:
        raise MediaError(f"{media.path.name} has no frame that can be decoded.", "Use another copy of it.")
    return PictureSignature(media.fingerprint, tuple(times), np.concatenate(parts))


def _luma(pixels: np.ndarray) -> Float16[np.ndarray, "time 144"]:
    """RGB frames of 32 × 18 as 16 × 9 luma: two by two pooled, so that no detail decides."""
    grey = pixels.astype(np.float32) @ _LUMA
    pooled = grey.reshape(len(grey), _DOWN, 2, _ACROSS, 2).mean(axis=(2, 4))
    luma: Float16[np.ndarray, "time 144"] = pooled.reshape(len(grey), _ACROSS * _DOWN).astype(np.float16)
    return luma


def _joined(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap made one, so that no frame is decoded twice."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
