"""Recordings: files of sound of any container, channels and length, read a block at a time."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from jaxtyping import Float32

from v2a_plugin.media.opening import open_media
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.errors import MediaError

__all__ = ["recording_blocks", "recording_facts", "recording_part"]

_DOING = "read as sound"
_MAX_FAILURES = 200
"""Packets in a row that cannot be decoded, after which the stream counts as ended."""
_PREROLL = Fraction(1, 2)
"""Seconds decoded before what is wanted: lossy codecs need some frames to settle after a seek."""

Block = Float32[np.ndarray, "channel sample"]


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What the header of a recording says.

    Attributes:
        container: FFmpeg's name of it: "wav", "flac".
        codec: "pcm_s24le", "vorbis".
        rate: Samples a second.
        channels: 1 to 8.
        seconds: How long it claims to be; 0 where it does not say.
        tags: ID3, INFO, Vorbis comments or MP4 atoms, names in lower case; `bext` texts too.
    """

    container: str
    codec: str
    rate: int
    channels: int
    seconds: Fraction
    tags: tuple[tuple[str, str], ...]


def recording_facts(path: Path) -> RecordingFacts:
    """What the header of a recording says.

    Raises:
        MediaError: It is no sound that can be decoded, or has more than 8 channels.
        NoSuchFile: It is missing or may not be read.
    """
    with open_media(path, _DOING) as container:
        return _facts(container, _voice(path, container))


def recording_blocks(path: Path, seconds: Fraction = Fraction(1)) -> Generator[Block, None, None]:
    """All samples of a recording in blocks of about so many seconds, full scale ±1.

    Raises:
        As `recording_facts`.
    """
    with open_media(path, _DOING) as container:
        voice = _voice(path, container)
        size = max(1, round(seconds * voice.codec_context.sample_rate))
        held: list[Block] = []
        count = 0
        for _, block in _decoded(container, voice):
            held.append(block)
            count += block.shape[1]
            if count >= size:
                yield np.concatenate(held, axis=1)
                held, count = [], 0
        if held:
            yield np.concatenate(held, axis=1)


def recording_part(path: Path, start: int, length: int) -> Block:
    """Some samples of a recording at its own rate; fewer where it ends before.

    Args:
        path: The file.
        start: First sample wanted.
        length: How many, at least 1.

    Raises:
        As `recording_facts`.
    """
    with open_media(path, _DOING) as container:
        voice = _voice(path, container)
        channels, rate = voice.codec_context.channels, voice.codec_context.sample_rate
        _seek(container, voice, Fraction(start, rate) - _PREROLL)
        parts: list[Block] = []
        for at, block in _decoded(container, voice):
            low, high = max(at, start), min(at + block.shape[1], start + length)
            if low < high:
                parts.append(block[:, low - at : high - at])
            if at + block.shape[1] >= start + length:
                break
    return np.concatenate(parts, axis=1) if parts else np.zeros((channels, 0), np.float32)


def _voice(path: Path, container: InputContainer) -> AudioStream:
    usable = [stream for stream in container.streams.audio if stream.codec_context is not None]
    found = next((stream for stream in usable if stream.codec_context.sample_rate), None)
    if found is None:
        raise MediaError(f"{path.name} holds no sound that can be decoded.", "Convert it to WAV or FLAC.")
    if found.codec_context.channels not in LAYOUTS:
        raise MediaError(
            f"{path.name} has {found.codec_context.channels} channels, and {max(LAYOUTS)} at most are read.",
            "Split it into files with fewer channels.",
        )
    return found


def _facts(container: InputContainer, voice: AudioStream) -> RecordingFacts:
    context = voice.codec_context
    length = Fraction(0)
    if voice.duration and voice.time_base:
        length = voice.duration * voice.time_base
    elif container.duration:
        length = Fraction(container.duration, av.time_base)
    tags = {name.lower(): text for name, text in chain(voice.metadata.items(), container.metadata.items())}
    return RecordingFacts(
        container.format.name,
        context.codec.canonical_name,
        context.sample_rate,
        context.channels,
        max(length, Fraction(0)),
        tuple(tags.items()),
    )


def _seek(container: InputContainer, voice: AudioStream, to: Fraction) -> None:
    if to <= 0 or not voice.time_base:
        return
    try:
        container.seek(int(to / voice.time_base) + (voice.start_time or 0), stream=voice)
    except (av.error.FFmpegError, OSError):
        return  # not seekable: read from the start


def _decoded(container: InputContainer, voice: AudioStream) -> Iterator[tuple[int, Block]]:
    """Blocks of float samples and the sample each starts at."""
    context = voice.codec_context
    rate, channels = context.sample_rate, context.channels
    interleaved = AudioResampler(format="flt")  # PyAV reads past the planes of frames with eight of them
    tick, origin = voice.time_base or Fraction(1, rate), voice.start_time or 0
    expected: int | None = None
    for frame in _frames(container, voice):
        if frame.sample_rate != rate or len(frame.layout.channels) != channels:
            continue  # a damaged header in the middle
        if expected is None:
            expected = 0 if frame.pts is None else round((frame.pts - origin) * tick * rate)
        frame.pts = None
        for each in interleaved.resample(frame):
            block = np.ascontiguousarray(each.to_ndarray().reshape(-1, channels).T, np.float32)
            np.nan_to_num(block, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
            early = min(max(0, -expected), block.shape[1])  # what an encoder puts before the sound
            if early < block.shape[1]:
                yield expected + early, block[:, early:]
            expected += block.shape[1]


def _frames(container: InputContainer, voice: AudioStream) -> Iterator[AudioFrame]:
    failures = 0
    packets = container.demux(voice)
    while failures <= _MAX_FAILURES:
        try:
            packet = next(packets)
        except (StopIteration, av.error.FFmpegError, OSError, ValueError):
            return  # the end, or where the file breaks off
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            failures += 1
            continue
        failures = 0
        yield from frames
