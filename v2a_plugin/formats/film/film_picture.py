"""The picture of a cut, frame by frame."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from jaxtyping import UInt8

from v2a_plugin.media.fit import Fit, stretched
from v2a_plugin.media.scrub import Scrubber
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip, Timeline

__all__ = ["FilmPicture"]

_LONGEST = 1920
_EMPTY = (160, 90)
"""Pixels of a film without a picture."""

Pixels = UInt8[np.ndarray, "height width 3"]


class FilmPicture:
    """Frames of a cut at its rate, black where there is no picture; all of the size of the first file that is shown.

    Args:
        timeline: The cut.
        media: The files that its clips show.
    """

    def __init__(self, timeline: Timeline, media: Sequence[MediaFile]) -> None:
        self._timeline = timeline
        self._files = {file.fingerprint: file for file in media}
        self._open: dict[str, Scrubber | None] = {}
        self.missing: dict[str, None] = {}
        """Names of shots whose picture cannot be read, in order."""
        first = next(
            (self._files[clip.region.media] for clip in timeline.picture if clip.region.media in self._files), None
        )
        self._fit = Fit.within(_LONGEST)
        width, height = _EMPTY if first is None else self._size_of(first)
        self._black = np.zeros((height // 2 * 2, width // 2 * 2, 3), np.uint8)

    def frames(self, span: Span) -> Iterator[Pixels]:
        """Every frame of a span of the timeline, in order.

        Args:
            span: Seconds on the timeline, of whole frames.
        """
        rate = self._timeline.rate
        clips = iter(self._timeline.picture)
        clip = next(clips, None)
        try:
            for number in range(round(span.start * rate), round(span.end * rate)):
                at = Fraction(number) / rate
                while clip is not None and clip.span.end <= at:
                    clip = next(clips, None)
                yield self._black if clip is None or at < clip.record else self._frame(clip, at)
        finally:
            with contextlib.ExitStack() as stack:
                for opened in self._open.values():
                    if opened is not None:
                        stack.callback(opened.close)
            self._open.clear()

    def _frame(self, clip: PictureClip, at: Fraction) -> Pixels:
        scrubber = self._scrubber(clip.region.media)
        if scrubber is not None:
            with contextlib.suppress(V2AError):  # damaged here: black, and said
                return self._placed(scrubber.at(max(Fraction(0), clip.source_at(at))).pixels)
        self.missing[clip.region.name] = None
        return self._black

    def _scrubber(self, media: str) -> Scrubber | None:
        if media not in self._open:
            self._open[media] = None
            if media in self._files:
                with contextlib.suppress(V2AError):
                    self._open[media] = Scrubber(self._files[media], self._fit, budget=32 << 20)
        return self._open[media]

    def _size_of(self, file: MediaFile) -> tuple[int, int]:
        scrubber = self._scrubber(file.fingerprint)
        if scrubber is None:
            return _EMPTY
        try:
            height, width = scrubber.at(Fraction(0)).pixels.shape[:2]
        except V2AError:
            return _EMPTY
        return width, height

    def _placed(self, pixels: Pixels) -> Pixels:
        """A frame in the middle of the film's, at the largest size that fits."""
        tall, wide = self._black.shape[:2]
        height, width = pixels.shape[:2]
        if (height, width) == (tall, wide):
            return pixels
        factor = min(tall / height, wide / width)
        size = min(wide, max(1, round(width * factor))), min(tall, max(1, round(height * factor)))
        small, canvas = stretched(pixels, *size), self._black.copy()
        top, left = (tall - size[1]) // 2, (wide - size[0]) // 2
        canvas[top : top + size[1], left : left + size[0]] = small
        return canvas
