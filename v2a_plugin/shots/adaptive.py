"""Shot detector: PySceneDetect's AdaptiveDetector on frames of our own reading, with a filter against flashes.

It compares neighbouring frames in hue, saturation and lightness, and takes for a cut what stands out against the
frames around it, so that camera moves do not count. With the settings used here it was the best on average in
PySceneDetect's own benchmark. It finds hard cuts; dissolves slip through.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import cv2
import numpy as np
from jaxtyping import Float32, UInt8
from scenedetect.common import FrameTimecode
from scenedetect.detectors import AdaptiveDetector

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import walk
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Span, index_at

__all__ = ["AdaptiveShots"]

Pixels = UInt8[np.ndarray, "height width 3"]
Thumb = Float32[np.ndarray, "height width 3"]

_SIDE = 256
"""Longest side of the frames that are compared, pixels: what PySceneDetect itself works on."""
_BATCH = 8
"""Frames held at a time."""
_WINDOW = 3
"""Frames on each side that a frame must stand out against."""
_RATIO = 3.5
"""How many times the mean of those a frame's change must be."""
_CHANGE = 15.0
"""Least change of a cut: mean of hue, saturation and lightness, each of 0 to 255."""
_FLASH = Fraction(1, 5)
"""Longest flash, seconds."""
_ALIKE = 0.85
"""Correlation of two small pictures from which they show the same scene."""


class AdaptiveShots:
    """Finds hard cuts by the change between frames, relative to the change around them."""

    name = "adaptive"

    def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = 0.5) -> Steps[tuple[Fraction, ...]]:
        """Times of the first frame of each new shot; see `v2a_plugin.shots.protocol.ShotDetector`.

        A step of 0.5 in sensitivity halves or doubles both thresholds.
        """
        strictness = 4 ** (0.5 - sensitivity)
        detector = _Detector(
            adaptive_threshold=_RATIO * strictness,
            min_content_val=_CHANGE * strictness,
            window_width=_WINDOW,
            min_scene_len=0,
        )
        reach = max(_WINDOW, index_at(_FLASH, media.rate)) + 1
        around = span.widened(reach / media.rate).intersection(media.span) or span
        total = index_at(around.duration, media.rate)
        recent = _Recent(reach)
        cuts: list[Fraction] = []
        done = 0
        yield Progress("finding shots", 0, total)
        frames = cast(
            "Generator[FrameBatch, None, None]",
            walk(media, around, Fit(longest=_SIDE, quick=True, sparse=True), batch=_BATCH),
        )
        with contextlib.closing(frames) as batches:
            for batch in batches:
                for pixels, time in zip(batch.pixels, batch.times, strict=True):
                    found = detector.process_frame(FrameTimecode(done, media.rate), pixels)
                    cuts += recent.add(_Seen(time, pixels), [cut.frame_num for cut in found])
                    done += 1
                yield Progress("finding shots", min(done, total), total)
        cuts += recent.finish()
        return tuple(cut for cut in cuts if span.start < cut < span.end)


class _Detector(AdaptiveDetector):  # type: ignore[misc]  # untyped
    """PySceneDetect's, which takes RGB and sums the change of all three components at once: the same mean, sooner."""

    _hsv: Pixels | None = None

    def _calculate_frame_score(self, timecode: FrameTimecode, frame_img: Pixels) -> float:  # noqa: ARG002  # the base class's
        last, self._hsv = self._hsv, cv2.cvtColor(frame_img, cv2.COLOR_RGB2HSV)
        return 0.0 if last is None else cv2.norm(last, self._hsv, cv2.NORM_L1) / last.size


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    time: Fraction
    pixels: Pixels

    def thumb(self) -> Thumb:
        """The frame, so small that only the scene is left of it."""
        return cv2.resize(self.pixels, (32, 18), interpolation=cv2.INTER_AREA).astype(np.float32)


class _Recent:
    """The last frames, to tell a flash from a cut: after a flash the scene is what it was before."""

    def __init__(self, reach: int) -> None:
        self._reach = reach
        self._seen: deque[_Seen] = deque(maxlen=2 * reach + 1)
        self._count = 0
        self._waiting: deque[int] = deque()

    def add(self, frame: _Seen, found: Sequence[int]) -> list[Fraction]:
        """Take the next frame and the indices of new cuts; give the times of cuts that are settled by now."""
        self._seen.append(frame)
        self._count += 1
        self._waiting.extend(found)
        return self._settled(self._count - self._reach)

    def finish(self) -> list[Fraction]:
        """Times of the cuts that still waited for later frames."""
        return self._settled(self._count)

    def _settled(self, before: int) -> list[Fraction]:
        cuts = []
        while self._waiting and self._waiting[0] < before:
            place = self._waiting.popleft() - (self._count - len(self._seen))
            seen = list(self._seen)
            if not self._flash(seen[:place][-self._reach :], seen[place:][: self._reach]):
                cuts.append(seen[place].time)
        return cuts

    @staticmethod
    def _flash(before: Sequence[_Seen], after: Sequence[_Seen]) -> bool:
        """Whether one of the next frames shows what the last one did, or one of the last what the next does."""

        def change(one: Thumb, other: Thumb) -> float:
            return float(np.abs(one - other).mean())

        def alike(one: Thumb, other: Thumb) -> bool:
            a, b = (thumb - thumb.mean(axis=(0, 1)) for thumb in (one, other))
            return float((a * b).sum()) >= _ALIKE * float(np.linalg.norm(a) * np.linalg.norm(b))

        if not before or not after:
            return False
        last, first = before[-1].thumb(), after[0].thumb()
        step = change(last, first)
        pairs = [(last, later.thumb()) for later in after[1:]] + [(earlier.thumb(), first) for earlier in before[:-1]]
        return any(change(one, other) < step / 2 and alike(one, other) for one, other in pairs)
