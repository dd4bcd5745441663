"""Frames of a media file at exact times, upright and at the size that is asked for."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream
from jaxtyping import UInt8

from v2a_plugin.media.fit import Fit, Fitter, stretched
from v2a_plugin.media.opening import open_media, prepare
from v2a_plugin.media.reader import Picture, Reader, only
from v2a_plugin.media.stills import read_still
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import MediaError, SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Span, clock

__all__ = ["Shown", "batches_at", "every", "frames_at", "spread", "walk"]

_FIRST_REACH = Fraction(1, 2)
"""Seconds that are decoded rather than sought over, before anything is known of the key frames."""
_SURE = Fraction(9, 10)
"""Share of an evenly paced frame's length in which the next one surely does not start."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One frame and when it comes up.

    Attributes:
        pixels: Upright RGB, 0 to 255.
        time: Seconds from the first picture frame.
    """

    pixels: UInt8[np.ndarray, "height width 3"]
    time: Fraction


def spread(span: Span, count: int) -> tuple[Fraction, ...]:
    """The middles of `count` equal parts of a span."""
    return tuple(span.start + span.duration * (2 * part + 1) / (2 * count) for part in range(count))


def every(span: Span, rate: Fraction) -> tuple[Fraction, ...]:
    """Times `rate` a second from the start of a span, before its end."""
    return tuple(span.start + part / rate for part in range(math.ceil(span.duration * rate)))


def frames_at(media: MediaFile, times: Sequence[Fraction], fit: Fit = Fit()) -> Steps[FrameBatch]:  # noqa: B008  # frozen
    """The frames that are on screen at some times, all in one batch.

    Two times inside the same frame give it once. A still gives its one frame, at 0.

    Args:
        media: A probed file.
        times: Seconds from the first picture frame, in any order; see `spread` and `every`.
        fit: Size to bring them to; `Fit.square(224)` for an encoder.

    Raises:
        SpanError: A time lies outside the picture.
        MediaError: Not one of the frames can be decoded.
        NoSuchFile: The file is gone.
    """
    found: list[Shown] = []
    total = len(set(times))
    with contextlib.closing(_at(media, times, fit)) as frames:
        for frame in frames:
            found.append(frame)
            yield Progress("decoding frames", len(found), max(total, len(found)))
    if not found:
        raise MediaError(
            f"{media.path.name} has no frame that can be decoded at {clock(min(times))}.",
            "It may be damaged there; use another part of it.",
        )
    note = ""
    if media.warnings and not media.still:
        note = media.warnings[0]
    yield Progress("decoding frames", total, total, note)
    return _batch(found)


def batches_at(
    media: MediaFile,
    times: Sequence[Fraction],
    fit: Fit = Fit(),  # noqa: B008  # frozen
    batch: int = 32,
) -> Iterator[FrameBatch]:
    """The same frames as `frames_at` in batches, so that memory is bounded by the batch.

    Raises:
        SpanError: A time lies outside the picture.
        NoSuchFile: The file is gone.
    """
    yield from _batched(_at(media, times, fit), batch)


def walk(
    media: MediaFile,
    span: Span | None = None,
    fit: Fit = Fit(),  # noqa: B008  # frozen
    batch: int = 32,
) -> Iterator[FrameBatch]:
    """Every frame that is on screen during a span, in order, in batches of bounded size.

    A clip that breaks midway ends there.

    Args:
        media: A probed file.
        span: The stretch; None for all of it.
        fit: Size to bring them to; small for shot detection, such as `Fit.within(320)`.
        batch: Most frames held at a time.

    Raises:
        SpanError: The span starts outside the picture.
        NoSuchFile: The file is gone.
    """
    yield from _batched(_through(media, span, fit), batch)


def _batched(frames: Iterator[Shown], size: int) -> Iterator[FrameBatch]:
    waiting: list[Shown] = []
    for frame in frames:
        waiting.append(frame)
        if len(waiting) >= size:
            yield _batch(waiting)
            waiting = []
    if waiting:
        yield _batch(waiting)


def _batch(frames: Sequence[Shown]) -> FrameBatch:
    return FrameBatch(np.stack([frame.pixels for frame in frames]), tuple(frame.time for frame in frames))


def _still(media: MediaFile, fit: Fit) -> Shown:
    picture = media.picture
    width, height = fit.scaled(picture.width, picture.height)
    pixels = read_still(media.path, None if fit == Fit() else min(width, height))
    if pixels.shape[:2] != (height, width):
        pixels = stretched(pixels, width, height)
    return Shown(fit.cropped(pixels), Fraction(0))


def _check(media: MediaFile, times: Iterable[Fraction]) -> None:
    for time in times:
        if not 0 <= time < media.duration:
            raise SpanError(
                f"{media.path.name} runs from 0 to {clock(media.duration)}; {clock(time)} lies outside it.",
                "Give a time inside the clip.",
            )


def _through(media: MediaFile, span: Span | None, fit: Fit) -> Iterator[Shown]:
    if media.still:
        yield _still(media, fit)
        return
    span = span or media.span
    _check(media, (span.start,))
    with open_media(media.path) as container:
        stream = _stream(container, media, "AUTO")
        seeker = _Seeker(container, stream, media)
        fitter = Fitter(media.picture, fit)
        first = seeker.at(span.start)
        if first is None:
            return
        yield Shown(fitter(first.frame), seeker.time(first))
        while (picture := seeker.following()) is not None and seeker.time(picture) < span.end:
            yield Shown(fitter(picture.frame), seeker.time(picture))


def _at(media: MediaFile, times: Sequence[Fraction], fit: Fit) -> Generator[Shown, None, None]:
    if media.still:
        yield _still(media, fit)
        return
    _check(media, times)
    with open_media(media.path) as container:
        stream = _stream(container, media, "SLICE")
        seeker = _Seeker(container, stream, media)
        fitter = Fitter(media.picture, fit)
        last: Fraction | None = None
        for time in sorted(set(times)):
            picture = seeker.at(time)
            if picture is not None and (last is None or seeker.time(picture) > last):
                last = seeker.time(picture)
                yield Shown(fitter(picture.frame), last)


def _stream(container: InputContainer, media: MediaFile, threads: str) -> VideoStream:
    index = media.picture.index
    stream = container.streams[index] if index < len(container.streams) else None
    if not isinstance(stream, VideoStream):
        raise MediaError(f"{media.path.name} has changed since it was opened.", "Open it again.")
    prepare(stream, threads)
    only(container, stream)
    return stream


class _Seeker:
    """Finds the frame on screen at each of some rising times, and decodes no more than needed.

    It seeks only where a key frame lies between the place it has reached and the time that is wanted;
    otherwise it goes on decoding, so wanted frames of one group of pictures share one decode of it.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, media: MediaFile) -> None:
        picture = media.picture
        self._tick = picture.time_base
        self._start = picture.start
        self._first = round(picture.start / picture.time_base)
        self._period = 1 / picture.rate / picture.time_base
        self._even = not picture.variable_rate
        self._reach = _FIRST_REACH / picture.time_base
        self._index = stream.index_entries
        self._shift = self._first - self._index[0].timestamp if len(self._index) else 0
        self._reader = Reader(container, stream, self._first, self._period)
        self._from_start = True
        self._held: Picture | None = None
        self._ahead: Picture | None = None

    def time(self, picture: Picture) -> Fraction:
        """Seconds from the first picture frame."""
        return picture.ticks * self._tick - self._start

    def following(self) -> Picture | None:
        """The frame after the last one given; None at the end."""
        self._reader.skip_before = None
        picture, self._ahead = self._ahead or next(iter(self._reader), None), None
        self._held = picture or self._held
        return picture

    def at(self, time: Fraction) -> Picture | None:
        """The frame on screen at a time no earlier than the last one asked for; None when there is none."""
        target = (time + self._start) / self._tick
        if self._key_between(target):
            self._go(target, Fraction(0))
        skipping = self._even
        for attempt in range(24):
            self._reader.skip_before = target - self._period * 3 / 2 if skipping else None
            found = self._forward(target)
            if found is None:
                if self._from_start:
                    return None
                self._go(target, Fraction(1 << attempt))  # landed after it: start further back
            elif skipping and found.ticks <= target - self._period * 21 / 20:
                skipping = False  # paced less evenly than it seemed: look again, at every frame
                self._go(target, Fraction(0))
            else:
                return found
        return None

    def _forward(self, target: Fraction) -> Picture | None:
        """Decode up to a time; None when even the first frame from here comes after it."""
        while True:
            held = self._held
            if held is not None and self._even and self._ahead is None:
                length = min(self._period, Fraction(held.frame.duration or self._period))
                if held.ticks <= target < held.ticks + length * _SURE:
                    return held
            if self._ahead is None:
                self._ahead = next(iter(self._reader), None)
            if self._ahead is None or self._ahead.ticks > target:
                return held
            self._held, self._ahead = self._ahead, None

    def _go(self, target: Fraction, back: Fraction) -> None:
        """Seek to the key frame before a time, or `back` seconds before that."""
        reached = self._reader.fed
        self._held = self._ahead = None
        place = math.floor(target - back / self._tick) - self._shift
        self._from_start = place <= self._first
        self._reader.seek(place)
        self._ahead = next(iter(self._reader), None)
        if self._reader.key is not None and self._reader.key <= reached:
            self._reach = max(2 * self._reach, self._reader.gop)

    def _key_between(self, target: Fraction) -> bool:
        """Whether seeking saves decoding."""
        fed = self._reader.fed
        if target - fed <= 2 * self._period:
            return False
        place = self._index.search_timestamp(math.floor(target) - self._shift) if len(self._index) else -1
        if place >= 0:
            if self._index[place].timestamp > fed + 2 * self._period:
                return True
            if place < len(self._index) - 1:
                return False  # the index knows of no key frame between here and there
        return target - fed > max(self._reach, self._reader.gop)
