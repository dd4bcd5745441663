"""The sound of a stretch of a media file, in step with its picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import av
import numpy as np
import soxr
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from jaxtyping import Float32

from v2a_plugin.media.opening import open_media
from v2a_plugin.media.rate_conversion import RateConversion
from v2a_plugin.model.channels import LAYOUTS, placement
from v2a_plugin.model.errors import BadInput, MediaError
from v2a_plugin.model.media import MediaFile, SoundStream
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at

__all__ = ["sound_of"]

_PREROLL = Fraction(1, 4)
"""Seconds decoded before what is wanted: lossy codecs need some frames to settle after a seek."""
_STEPS_BACK = (Fraction(0), Fraction(2), Fraction(10))
_MARGIN = 64
"""Samples on either side that the resampler may look at."""
_JITTER = Fraction(1, 200)
"""Seconds by which a block's time may be off before it counts as a gap: time stamps are rounded, sound is not."""
_MAX_FAILURES = 200
"""Blocks in a row that cannot be decoded, after which the stream counts as ended."""
_FULL_SCALE = {"u1": 128.0, "i2": 32768.0, "i4": 2147483648.0}


def sound_of(media: MediaFile, span: Span, rate: int = 48000, stream: int | None = None) -> Steps[Sound]:
    """The sound of a span with the channels of its stream, exactly `span.samples(rate)` samples long.

    It is in step with the picture: sample 0 is heard at `span.start`, counted from the first picture
    frame, whatever offsets the streams have. Where the file has no sound (before it starts, after it
    ends, in a gap, or when there is none at all) there is silence. Adjoining spans join without a seam.

    Args:
        media: A probed file.
        span: Seconds from the first picture frame; may reach outside the clip.
        rate: Samples a second to resample to.
        stream: Which of `media.sounds`; None takes `media.sound`.

    Raises:
        BadInput: There is no such stream, or no sample in the span.
        NoSuchFile: The file is gone.
    """
    length = span.samples(rate)
    if not length:
        raise BadInput(f"{span} of {media.path.name} holds no sample at {rate} Hz.", "Give a longer span.")
    source = _choose(media, stream)
    if source is None:
        return Sound(np.zeros((1, length), np.float32), rate)
    native = source.sample_rate
    # Both grids of samples meet every `out` samples: start there, so that resampling keeps the phase.
    common = math.gcd(native, rate)
    out = rate // common
    begin = index_at(span.start, rate)
    origin = (begin - _MARGIN) // out * out
    first = origin * native // rate
    count = math.ceil(Fraction((begin + length + _MARGIN - origin) * native, rate))
    canvas = np.zeros((min(source.channels, max(LAYOUTS)), count), np.float32)
    with open_media(media.path) as container:
        voice = container.streams[source.index] if source.index < len(container.streams) else None
        if not isinstance(voice, AudioStream):
            raise MediaError(f"{media.path.name} has changed since it was opened.", "Open it again.")
        for other in container.streams:
            if other.index != voice.index:
                other.discard = Discard.all
        for at, block in _blocks(container, voice, media, first, first + count, native):
            low, high = max(at, first), min(at + block.shape[1], first + count)
            if low < high:
                canvas[:, low - first : high - first] = _widened(block, len(canvas))[:, low - at : high - at]
            yield Progress("reading sound", max(0, min(at + block.shape[1] - first, count)), count)
    if native != rate:
        canvas = soxr.resample(canvas.T, native, rate, quality="VHQ").T
    wanted = np.zeros((len(canvas), length), np.float32)
    piece = canvas[:, begin - origin : begin - origin + length]
    wanted[:, : piece.shape[1]] = piece
    return Sound(wanted, rate)


def _choose(media: MediaFile, stream: int | None) -> SoundStream | None:
    usable = [sound for sound in media.sounds if sound.sample_rate and sound.channels]
    if stream is None:
        source = media.sound
    elif 0 <= stream < len(media.sounds) and media.sounds[stream] in usable:
        source = media.sounds[stream]
    else:
        raise BadInput(
            f"{media.path.name} has no sound stream {stream}.", f"It has {len(media.sounds)}, counted from 0."
        )
    return source


def _blocks(
    container: InputContainer, voice: AudioStream, media: MediaFile, first: int, end: int, native: int
) -> Iterator[tuple[int, Float32[np.ndarray, "channel sample"]]]:
    """Decoded blocks, and the sample each starts at, counted from the first picture frame.

    All come out at one rate, whatever rate the stream changes to midway.
    """
    tick = voice.time_base or Fraction(1, native)
    start = Fraction(first, native) + media.picture.start
    grid = _grid(container, voice, media, native) if tick * native > 1 else None
    for back in _STEPS_BACK:
        goal = start - _PREROLL - back
        from_start = not _seek(container, voice, math.floor(goal / tick))
        expected: int | None = None
        conversion = RateConversion(native)
        landed_late = False
        for frame in _frames(container, voice):
            samples = _float(frame)
            if frame.pts is None and expected is None:
                expected = index_at(-media.picture.start, native)
            at, joins = expected or 0, True
            if frame.pts is not None:
                stamped = index_at(frame.pts * tick - media.picture.start, native)
                if grid is not None:
                    stamped = grid.nearest(stamped, tick * native)
                if expected is None or abs(stamped - expected) > _JITTER * native:
                    at, joins = stamped, False
            if expected is None and at > first and not from_start:
                landed_late = True
                break
            if at >= end:
                break
            expected = at + index_at(Fraction(samples.shape[1], frame.sample_rate or native), native)
            yield from conversion.convert(at, samples, frame.sample_rate or native, joins=joins)
        if not landed_late:
            yield from conversion.rest()
            return
    _seek(container, voice, None)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where blocks of one size start, for containers whose clock is coarser than a sample (Matroska).

    Attributes:
        origin: Sample at which the second block starts.
        size: Samples a block.
    """

    origin: int
    size: int

    def nearest(self, stamped: int, tick: Fraction) -> int:
        """The start of a block within a tick of a stamp, or the stamp."""
        block = self.origin + index_at(Fraction(stamped - self.origin, self.size), 1) * self.size
        return block if abs(block - stamped) <= tick else stamped


def _grid(container: InputContainer, voice: AudioStream, media: MediaFile, native: int) -> _Grid | None:
    """The grid that the first blocks of a stream lie on; None when their sizes differ."""
    _seek(container, voice, None)
    blocks = list(islice(_frames(container, voice), 5))
    sizes = {frame.samples for frame in blocks[1:-1]}
    if len(sizes) != 1 or len(blocks) < 5 or blocks[0].pts is None:
        return None
    begin = index_at(blocks[0].pts * (voice.time_base or 0) - media.picture.start, native)
    return _Grid(begin + blocks[0].samples, sizes.pop())


def _seek(container: InputContainer, voice: AudioStream, ticks: int | None) -> bool:
    """Go to a time; False when that is the start of the stream."""
    start = voice.start_time or 0
    try:
        if ticks is not None and ticks > start:
            container.seek(ticks, stream=voice)
            return True
        container.seek(start, stream=voice)
    except (av.error.FFmpegError, OSError):
        pass  # not seekable: goes on from where it is
    return False


def _frames(container: InputContainer, voice: AudioStream) -> Iterator[AudioFrame]:
    failures = 0
    for packet in _packets(container, voice):
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            failures += 1
            if failures > _MAX_FAILURES:
                return
            continue
        failures = 0
        yield from frames


def _packets(container: InputContainer, voice: AudioStream) -> Iterator[Packet[AudioStream]]:
    try:
        yield from container.demux(voice)
    except (av.error.FFmpegError, OSError, ValueError, IndexError):
        return  # the file breaks off here


def _float(frame: AudioFrame) -> Float32[np.ndarray, "channel sample"]:
    """Samples of a block, full scale ±1; not-a-number of a damaged file becomes silence."""
    if frame.format.is_planar and len(frame.layout.channels) >= max(LAYOUTS):  # PyAV reads past so many planes
        [frame] = AudioResampler(format=frame.format.packed).resample(frame)
    samples = frame.to_ndarray()
    scale = _FULL_SCALE.get(samples.dtype.str[1:])
    values = samples.astype(np.float32)
    if scale is not None:
        values = (values - 128 if samples.dtype == np.uint8 else values) / np.float32(scale)
    if not frame.format.is_planar:
        values = values.reshape(-1, max(1, len(frame.layout.channels))).T
    np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    return values


def _widened(block: Float32[np.ndarray, "channel sample"], channels: int) -> Float32[np.ndarray, "channels sample"]:
    """A block with the channels of its stream, where it has others: mono on both sides, more than 8 added up."""
    if len(block) == channels:
        pass
    elif channels == 1:
        block = block.mean(axis=0, keepdims=True, dtype=np.float32)
    elif len(block) == 1:
        block = np.concatenate([block, block, np.zeros((channels - 2, block.shape[1]), np.float32)])
    elif len(block) in LAYOUTS:
        block = placement(len(block), channels) @ block
    else:
        block = np.stack([block[first::channels].sum(axis=0) for first in range(channels)])
    return block
