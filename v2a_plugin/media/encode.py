"""Writes small media files: test clips, the sample clip, proxies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from jaxtyping import Float32, UInt8

from v2a_plugin.files import replacing
from v2a_plugin.media.opening import translating
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound

__all__ = ["Encoding", "SoundBlocks", "write_clip"]

_SOUND_BLOCK = 1024
_REFUSED = "Choose another codec, pixel format or size for this container."


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a clip is encoded. The container follows from the file's suffix.

    Attributes:
        codec: FFmpeg's name of the picture encoder ("libx264", "prores_ks").
        pixel_format: FFmpeg's name ("yuv420p", "yuv422p10le").
        rate: Frames a second, exact.
        gop: Frames from one key frame to the next.
        sound_codec: FFmpeg's name of the sound encoder ("aac", "pcm_s16le").
        options: Pairs (name, value) for the picture encoder.
        container_options: Pairs (name, value) for the muxer.
        timecode: Timecode of the first frame as text, drop-frame with ';'; "" writes none.
        rotation: Degrees clockwise a player turns the picture, written as display matrix: 0, 90, 180, 270.
        pixel_aspect: Width of a pixel divided by its height.
    """

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    rate: Fraction = Fraction(25)
    gop: int = 12
    sound_codec: str = "aac"
    options: tuple[tuple[str, str], ...] = field(default=())
    container_options: tuple[tuple[str, str], ...] = field(default=())
    timecode: str = ""
    rotation: int = 0
    pixel_aspect: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class SoundBlocks:
    """A sound that comes in pieces, for one that memory need not hold.

    Attributes:
        rate: Samples a second.
        channels: 1 to 8.
        blocks: Its samples in order, each piece of any length but 0.
    """

    rate: int
    channels: int
    blocks: Iterator[Float32[np.ndarray, "channel sample"]]


def write_clip(
    path: Path,
    frames: Iterable[UInt8[np.ndarray, "height width 3"]],
    encoding: Encoding = Encoding(),
    sound: Sound | SoundBlocks | None = None,
    total: int = 0,
) -> Steps[Path]:
    """Encode pictures, one a frame at the encoding's rate, and a sound that starts with them.

    The file appears whole or not at all.

    Args:
        path: Where to write; the suffix picks the container.
        frames: RGB pictures, all of one size.
        encoding: Codec, rate and the like.
        sound: Of 1 to 8 channels; none writes a silent file without a sound stream.
        total: Number of frames, for progress; 0 when unknown.

    Raises:
        MediaError: FFmpeg refuses this combination of codec, size and container.
        OutputError: The place cannot be written.
    """
    pictures = iter(frames)
    first = next(pictures)
    with replacing(path) as temporary, translating(path, "written as video", _REFUSED):
        container = av.open(f"file:{temporary}", "w", options=dict(encoding.container_options))
        with container:
            if encoding.timecode:
                container.metadata["timecode"] = encoding.timecode
            stream = _picture_stream(container, encoding, first)
            voice = _sound_stream(container, encoding, sound)
            waiting = iter(()) if voice is None or sound is None else _blocks(sound)
            block = next(waiting, None)
            done = 0
            for index, pixels in enumerate(_chain(first, pictures)):
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
                frame.pts, frame.time_base = index, 1 / encoding.rate
                container.mux(stream.encode(frame))
                done = index + 1
                while voice is not None and block is not None and (block.pts or 0) < done / encoding.rate * block.rate:
                    container.mux(voice.encode(block))
                    block = next(waiting, None)
                yield Progress("writing video", done, total)
            while voice is not None and block is not None:
                container.mux(voice.encode(block))
                block = next(waiting, None)
            container.mux(stream.encode(None))
            if voice is not None:
                container.mux(voice.encode(None))
    return path


def _chain(first: np.ndarray, rest: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    yield first
    yield from rest


def _picture_stream(container: OutputContainer, encoding: Encoding, first: np.ndarray) -> VideoStream:
    stream = container.add_stream(encoding.codec, rate=encoding.rate, options=dict(encoding.options))
    assert isinstance(stream, VideoStream)
    stream.height, stream.width = first.shape[:2]
    stream.pix_fmt = encoding.pixel_format
    stream.codec_context.gop_size = encoding.gop
    stream.codec_context.time_base = 1 / encoding.rate
    if encoding.pixel_aspect != 1:
        stream.codec_context.sample_aspect_ratio = encoding.pixel_aspect
    if encoding.rotation:
        stream.set_display_rotation(-encoding.rotation)
    return stream


def _sound_stream(
    container: OutputContainer, encoding: Encoding, sound: Sound | SoundBlocks | None
) -> AudioStream | None:
    if sound is None:
        return None
    stream = container.add_stream(encoding.sound_codec, rate=sound.rate, layout=LAYOUTS[sound.channels].name)
    assert isinstance(stream, AudioStream)
    return stream


def _blocks(sound: Sound | SoundBlocks) -> Iterator[av.AudioFrame]:
    start = 0
    for piece in sound.blocks if isinstance(sound, SoundBlocks) else (sound.samples,):
        for first in range(0, piece.shape[1], _SOUND_BLOCK):
            block = np.ascontiguousarray(piece[:, first : first + _SOUND_BLOCK].T).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(block, format="flt", layout=LAYOUTS[sound.channels].name)
            frame.sample_rate, frame.pts, frame.time_base = sound.rate, start, Fraction(1, sound.rate)
            start += block.shape[1] // sound.channels
            yield frame
