"""Frames of a media file at exact times, upright and at the size that is asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream
from jaxtyping import UInt8

from v2a_plugin.media.fit import Fit, Fitter, stretched
from v2a_plugin.media.opening import open_media, prepare
from v2a_plugin.media.reader import only
from v2a_plugin.media.seeker import Seeker
from v2a_plugin.media.stills import read_still
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import MediaError, SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Span, clock

__all__ = ["Shown", "frames_at", "frames_of", "picture_stream", "spread", "walk"]


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


def frames_at(media: MediaFile, times: Sequence[Fraction], fit: Fit = Fit()) -> Steps[FrameBatch]:  # noqa: B008  # frozen
    """The frames that are on screen at some times, all in one batch.

    Two times inside the same frame give it once. A still gives its one frame, at 0.

    Args:
        media: A probed file.
        times: Seconds from the first picture frame, in any order; see `spread`.
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
        seeker = Seeker(container, picture_stream(container, media, "SLICE"), media)
        fitter = Fitter(media.picture, fit)
        seeker.load_index()
        wanted = [_cheap(seeker, span, count) for span in spans]
        for times, upcoming in zip(wanted, [*wanted[1:], ()], strict=True):
            frames = list(_picked(seeker, fitter, times, next(iter(upcoming), None)))
            if not frames:
                raise _nothing(media, times[0])
            yield _batch(frames)


def _cheap(seeker: Seeker, span: Span, count: int) -> tuple[Fraction, ...]:
    """A time inside each of some equal parts of a span: its key frame nearest the middle, or the middle."""
    half = span.duration / (2 * count)
    near = ((seeker.key_near(middle, half), middle) for middle in spread(span, count))
    return tuple(middle if key is None else key for key, middle in near)


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
        stream = picture_stream(container, media, "AUTO", fit.rough(media.picture.width, media.picture.height))
        seeker = Seeker(container, stream, media)
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
        seeker = Seeker(container, picture_stream(container, media, "SLICE"), media)
        yield from _picked(seeker, Fitter(media.picture, fit), sorted(set(times)))


def _picked(
    seeker: Seeker, fitter: Fitter, times: Sequence[Fraction], after: Fraction | None = None
) -> Iterator[Shown]:
    """The frames at rising times, each once."""
    last: Fraction | None = None
    for time, upcoming in zip(times, [*times[1:], after], strict=True):
        picture = seeker.at(time, upcoming)
        if picture is not None and (last is None or seeker.time(picture) > last):
            last = seeker.time(picture)
            yield Shown(fitter(picture.frame), last)


def picture_stream(container: InputContainer, media: MediaFile, threads: str, rough: bool = False) -> VideoStream:
    """The picture of an opened file, ready to decode, and every other stream passed over.

    Args:
        container: The file.
        media: What the probe said of it.
        threads: As for `v2a_plugin.media.opening.prepare`.
        rough: As for it too.

    Raises:
        MediaError: The file has changed since it was probed.
    """
    index = media.picture.index
    stream = container.streams[index] if index < len(container.streams) else None
    if not isinstance(stream, VideoStream):
        raise MediaError(f"{media.path.name} has changed since it was opened.", "Open it again.")
    prepare(stream, threads, rough)
    only(container, stream)
    return stream
