"""Finds out what a media file holds, without reading all of it."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from v2a_plugin.files import open_regular
from v2a_plugin.media.heif import check_picture
from v2a_plugin.media.opening import MAX_PIXELS, check_readable, open_media, prepare, seconds
from v2a_plugin.media.stills import sniff_still
from v2a_plugin.media.timecode_track import counting_rate, timecode_rate
from v2a_plugin.media.timing import Timing, measure
from v2a_plugin.model.errors import MediaError, NoPicture, TimecodeError
from v2a_plugin.model.frame_rates import standard_rate
from v2a_plugin.model.media import MediaFile, OtherStream, PictureStream, SoundStream
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Timecode, clock

__all__ = ["fingerprint", "probe"]

_SAMPLE = 64 * 1024
_BLOCK = 4 * 1024 * 1024
_PROGRESSIVE_OR_UNKNOWN = (0, 1)  # AVFieldOrder
_NOT_THE_PICTURE = Disposition.attached_pic | Disposition.timed_thumbnails


def probe(path: Path | str) -> MediaFile:
    """Read what a file holds: its header, its first frame, and some packets at its head, middle and end.

    Raises:
        NoSuchFile: The path is missing, a folder, or may not be read.
        MediaError: The file is empty, damaged, or has no picture.
    """
    path = Path(path)
    check_readable(path)
    identity = fingerprint(path)
    if (still := sniff_still(path)) is not None:
        return MediaFile(path, identity, still.codec, (still,), still=True)
    check_picture(path)
    with open_media(path) as container:
        streams = list(container.streams)
        videos = [stream for stream in streams if isinstance(stream, VideoStream)]
        main = _main_picture(path, videos, has_sound=bool(container.streams.audio))
        sounds = tuple(_sound(stream) for stream in streams if isinstance(stream, AudioStream))
        others = tuple(_other(s) for s in streams if not isinstance(s, (VideoStream, AudioStream)))
        container_name, track = container.format.name, main.id  # of the open file: closing it frees its streams
        labels = _timecode_labels(container, main)
        aside = [None if stream is main else _aside(stream) for stream in videos]
        timing = measure(path, container, main)
        picture = _picture(main, timing)
    pictures = tuple(described or picture for described in aside)
    timecode, complaint = _timecode(labels, _counting(path, container_name, track, picture) if labels else picture.rate)
    warnings = list(complaint)
    if timing.range != "SDR":
        warnings.append(f"{path.name} has a high dynamic range ({timing.range}); its pictures are brought to SDR.")
    if timing.broken:
        warnings.insert(0, f"{path.name} breaks off at {clock(timing.duration)}; what comes before is used.")
    return MediaFile(
        path=path,
        fingerprint=identity,
        container=container_name,
        pictures=pictures,
        sounds=sounds,
        others=others,
        picture_index=aside.index(None),
        timecode=timecode,
        warnings=tuple(warnings),
    )


def fingerprint(path: Path) -> str:
    """Quick identity of a file: its size, and the start of a sha256 over 64 KiB of its head, middle and tail.

    Raises:
        NoSuchFile: The path is missing, a folder, or may not be read.
        MediaError: The file is empty.
    """
    check_readable(path)
    size = path.stat().st_size
    hashed = hashlib.sha256()
    with open_regular(path) as file:
        for start in (0, max(0, size // 2 - _SAMPLE // 2), max(0, size - _SAMPLE)):
            file.seek(start)
            hashed.update(file.read(_SAMPLE))
    return f"{size}-{hashed.hexdigest()[:16]}"


def digest(path: Path) -> Steps[str]:
    """sha256 of a whole file, hex.

    Raises:
        NoSuchFile: The path is missing, a folder, or may not be read.
        MediaError: The file is empty.
    """
    check_readable(path)
    size, done = path.stat().st_size, 0
    hashed = hashlib.sha256()
    with open_regular(path) as file:
        while block := file.read(_BLOCK):
            hashed.update(block)
            done += len(block)
            yield Progress("reading", done, size)
    return hashed.hexdigest()


def is_cover(stream: VideoStream) -> bool:
    """Whether a stream is a poster or a strip of thumbnails."""
    return bool(stream.disposition & _NOT_THE_PICTURE)


def _main_picture(path: Path, videos: list[VideoStream], has_sound: bool) -> VideoStream:
    real = [stream for stream in videos if not is_cover(stream)]
    if not real:
        what = "holds sound and no picture" if has_sound else "holds no picture"
        cover = ", only cover art" if videos else ""
        raise NoPicture(f"{path.name} {what}{cover}.", "Open a video or a picture.")
    usable = [stream for stream in real if stream.codec_context is not None]
    if not usable:
        raise MediaError(f"{path.name} uses a picture codec that cannot be decoded here.", "Transcode it to H.264.")
    main = max(
        usable,
        key=lambda s: (
            bool(s.disposition & Disposition.default),
            s.codec_context.width * s.codec_context.height,
            -s.index,
        ),
    )
    width, height = main.codec_context.width, main.codec_context.height
    if width * height > MAX_PIXELS:
        raise MediaError(
            f"{path.name} is {width} × {height} pixels, more than the {MAX_PIXELS // 1_000_000} million that are read.",
            "Make a smaller proxy and open that.",
        )
    prepare(main)
    return main


def _picture(stream: VideoStream, timing: Timing) -> PictureStream:
    context = stream.codec_context
    width, height = timing.width, timing.height
    aspect = _pixel_aspect(stream)
    if timing.rotation in (90, 270):
        width, height = height, width
    return PictureStream(
        index=stream.index,
        codec=context.codec.canonical_name,
        width=width,
        height=height,
        rate=timing.rate,
        variable_rate=timing.variable,
        steady=timing.steady,
        time_base=timing.time_base,
        start=timing.start,
        duration=timing.duration,
        frames=timing.frames,
        pixel_format=timing.pixel_format,
        bit_depth=_bit_depth(stream),
        alpha=_has_alpha(stream),
        interlaced=timing.interlaced or context.field_order not in _PROGRESSIVE_OR_UNKNOWN,
        rotation=timing.rotation,
        mirrored=timing.mirrored,
        range=timing.range,
        pixel_aspect=aspect,
    )


def _aside(stream: VideoStream) -> PictureStream:
    """A stream that is not used, as its header describes it."""
    context = stream.codec_context
    usable = context is not None
    return PictureStream(
        index=stream.index,
        codec=context.codec.canonical_name if usable else "unknown",
        width=context.width if usable else 0,
        height=context.height if usable else 0,
        rate=stream.average_rate or stream.guessed_rate or Fraction(25),
        variable_rate=False,
        time_base=stream.time_base or Fraction(1, 1000),
        start=seconds(stream.start_time or 0, stream.time_base),
        duration=max(Fraction(0), seconds(stream.duration or 0, stream.time_base)),
        frames=stream.frames or None,
        pixel_format=(context.pix_fmt or "") if usable else "",
        bit_depth=_bit_depth(stream) if usable else 8,
        alpha=_has_alpha(stream) if usable else False,
        interlaced=usable and context.field_order not in _PROGRESSIVE_OR_UNKNOWN,
        rotation=0,
        cover_art=is_cover(stream),
    )


def _pixel_aspect(stream: VideoStream) -> Fraction:
    aspect = stream.sample_aspect_ratio
    return aspect if aspect and Fraction(1, 10) <= aspect <= 10 else Fraction(1)


def _bit_depth(stream: VideoStream) -> int:
    picture_format = stream.codec_context.format
    parts = picture_format.components if picture_format is not None else ()
    return max((part.bits for part in parts), default=8)


def _has_alpha(stream: VideoStream) -> bool:
    picture_format = stream.codec_context.format
    return picture_format is not None and any(part.is_alpha for part in picture_format.components)


def _sound(stream: AudioStream) -> SoundStream:
    context = stream.codec_context
    usable = context is not None
    return SoundStream(
        index=stream.index,
        codec=context.codec.canonical_name if usable else "unknown",
        sample_rate=context.sample_rate if usable else 0,
        channels=context.channels if usable else 0,
        layout=context.layout.name if usable else "",
        start=seconds(stream.start_time or 0, stream.time_base),
        duration=max(Fraction(0), seconds(stream.duration or 0, stream.time_base)),
        default=bool(stream.disposition & Disposition.default),
    )


def _other(stream: Stream) -> OtherStream:
    codec = "" if stream.codec_context is None else stream.codec_context.codec.canonical_name
    return OtherStream(stream.index, stream.type, codec or getattr(stream, "name", None) or "unknown")


def _timecode_labels(container: InputContainer, main: VideoStream) -> list[str]:
    holders = [main.metadata, *(stream.metadata for stream in container.streams.data), container.metadata]
    found = [text for holder in holders for key, text in holder.items() if key.lower() == "timecode"]
    return [text.strip() for text in found]


def _counting(path: Path, container: str, track: int, picture: PictureStream) -> Fraction:
    """Frames a second that the file's timecode counts."""
    own = timecode_rate(path, track) if container.startswith("mov") else None
    return counting_rate(own, picture.rate, standard_rate(picture.rate))


def _timecode(labels: list[str], rate: Fraction) -> tuple[Timecode | None, tuple[str, ...]]:
    """The first label that is a timecode at this rate, and what is wrong with it if none is."""
    complaint = ""
    for label in labels:
        try:
            return Timecode.parse(label, rate), ()
        except TimecodeError as error:
            complaint = complaint or f"The file's timecode is left out: {error.message}"
    return None, (complaint,) if complaint else ()
