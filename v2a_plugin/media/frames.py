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
from v2a_plugin.media.reader import EVEN, UNTIMED, Picture, Reader, only
from v2a_plugin.media.stills import read_still
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import MediaError, SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Span, clock

__all__ = ["Shown", "batches_at", "every", "frames_at", "frames_of", "spread", "walk"]

_FIRST_REACH = Fraction(1, 2)
"""Seconds that are decoded rather than sought over, before anything is known of the key frames."""


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
        raise _nothing(media, min(times, default=Fraction(0)))
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


def frames_of(
    media: MediaFile,
    spans: Sequence[Span],
    count: int,
    fit: Fit = Fit(),  # noqa: B008  # frozen
) -> Iterator[FrameBatch]:
    """Some frames of each of many spans, such as all shots of a film: one batch a span, in their order.

    Each span is cut into `count` equal parts. Of a part comes the key frame nearest to its middle, for that
    takes one frame to decode; where the index knows of none inside the part, the frame at its middle. The
    choice depends on the file, the span and the count only. The spans share one decoder, which goes on from
    span to span: in order, the whole takes no longer than decoding the clip once.

    Args:
        media: A probed file.
        spans: Seconds from the first picture frame.
        count: Frames a span; fewer come from a span that has fewer.
        fit: Size to bring them to.

    Raises:
        SpanError: A span reaches outside the picture.
        MediaError: A span has no frame that can be decoded.
        NoSuchFile: The file is gone.
    """
    if media.still:
        yield from (_batch([_still(media, fit)]) for _ in spans)
        return
    for span in spans:
        _check(media, spread(span, count))
    with open_media(media.path) as container:
        seeker = _Seeker(container, _stream(container, media, "SLICE"), media)
        fitter = Fitter(media.picture, fit)
        seeker.load_index()
        wanted = [seeker.cheap(span, count) for span in spans]
        for times, upcoming in zip(wanted, [*wanted[1:], ()], strict=True):
            frames = list(_picked(seeker, fitter, times, next(iter(upcoming), None)))
            if not frames:
                raise _nothing(media, times[0])
            yield _batch(frames)


def _nothing(media: MediaFile, time: Fraction) -> MediaError:
    return MediaError(
        f"{media.path.name} has no frame that can be decoded at {clock(time)}.",
        "It may be damaged there; use another part of it.",
    )


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
        first = seeker.at(span.start, span.start)
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
        seeker = _Seeker(container, _stream(container, media, "SLICE"), media)
        yield from _picked(seeker, Fitter(media.picture, fit), sorted(set(times)))


def _picked(
    seeker: _Seeker, fitter: Fitter, times: Sequence[Fraction], after: Fraction | None = None
) -> Iterator[Shown]:
    """The frames at rising times, each once."""
    last: Fraction | None = None
    for time, upcoming in zip(times, [*times[1:], after], strict=True):
        picture = seeker.at(time, upcoming)
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
    """Finds the frame on screen at each of some times, and decodes no more than needed when they rise.

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
        self._lead = self._first - self._index[0].timestamp if len(self._index) else 0
        """Ticks from a frame's place in the index (decoding time in MP4 and AVI) to its presentation."""
        self._shift = self._lead if container.format.name in UNTIMED else 0
        self._reader = Reader(container, stream, self._first, self._period)
        self._from_start = True
        self._held: Picture | None = None
        self._ahead: Picture | None = None

    def time(self, picture: Picture) -> Fraction:
        """Seconds from the first picture frame."""
        return picture.ticks * self._tick - self._start

    def following(self) -> Picture | None:
        """The frame after the last one given; None at the end."""
        self._reader.skip_before = self._reader.finish_at = None
        picture, self._ahead = self._ahead or next(iter(self._reader), None), None
        self._held = picture or self._held
        return picture

    def at(self, time: Fraction, after: Fraction | None) -> Picture | None:
        """The frame on screen at a time; None when there is none.

        Args:
            time: Seconds from the first picture frame.
            after: What will be asked for next; None when nothing will.
        """
        target = (time + self._start) / self._tick
        parting = after is None or self._key_between((after + self._start) / self._tick, math.ceil(target))
        self._aim(target, self._even, parting)
        behind = self._held is not None and target < self._held.ticks
        if behind or self._reader.ended or self._key_between(target, self._reader.fed):
            self._go(target, Fraction(0))
        skipping = self._even
        for attempt in range(24):
            found = self._forward(target)
            if found is None and self._from_start:
                return None
            if found is None:  # landed after it: start further back
                self._go(target, Fraction(1 << attempt))
            elif skipping and found.ticks <= target - self._period * 21 / 20:
                skipping = False  # paced less evenly than it seemed: look again, at every frame
                self._aim(target, skipping, parting)
                self._go(target, Fraction(0))
            else:
                return found
        return None

    def load_index(self) -> None:
        """Have the demuxer read its index, which Matroska puts off until the first seek."""
        if len(self._index) <= 1:
            self._reader.seek(self._first)

    def cheap(self, span: Span, count: int) -> tuple[Fraction, ...]:
        """A time inside each of some equal parts of a span: its key frame nearest the middle, or the middle."""
        half = span.duration / (2 * count)
        return tuple(self._key_near(middle, half) or middle for middle in spread(span, count))

    def _key_near(self, middle: Fraction, half: Fraction) -> Fraction | None:
        ticks = math.floor((middle + self._start) / self._tick) - self._lead
        found = []
        for backward in (True, False):
            place = self._index.search_timestamp(ticks, backward=backward) if len(self._index) else -1
            if place >= 0:
                time = (self._index[place].timestamp + self._lead) * self._tick - self._start
                if abs(time - middle) < half and time >= 0:
                    found.append(time)
        return min(found, key=lambda time: abs(time - middle), default=None)

    def _aim(self, target: Fraction, skipping: bool, parting: bool) -> None:
        """Tell the reader which frames may be left out, and whether it will be sought away from after this one."""
        self._reader.skip_before = target - self._period * 3 / 2 if skipping else None
        self._reader.finish_at = target if skipping and parting else None

    def _forward(self, target: Fraction) -> Picture | None:
        """Decode up to a time; None when even the first frame from here comes after it."""
        while True:
            held = self._held
            if held is not None and self._even and self._ahead is None:
                length = min(self._period, Fraction(held.frame.duration or self._period))
                if held.ticks <= target < held.ticks + length * EVEN:
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

    def _key_between(self, target: Fraction, fed: int) -> bool:
        """Whether seeking to a time saves decoding, when packets up to another have been decoded."""
        if target - fed <= 2 * self._period:
            return False
        place = self._index.search_timestamp(math.floor(target) - self._lead) if len(self._index) else -1
        if place >= 0:
            if self._index[place].timestamp > fed + 2 * self._period:
                return True
            if place < len(self._index) - 1:
                return False  # the index knows of no key frame between here and there
        return target - fed > max(self._reach, self._reader.gop)
