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
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from jaxtyping import Float32

from v2a_plugin.media.downmix import Downmix
from v2a_plugin.media.opening import open_media
from v2a_plugin.media.rate_conversion import RateConversion
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


def sound_of(
    media: MediaFile, span: Span, rate: int = 48000, stream: int | None = None, channel: int | None = None
) -> Steps[Sound]:
    """The sound of a span as mono float32, exactly `span.samples(rate)` samples long.

    It is in step with the picture: sample 0 is heard at `span.start`, counted from the first picture
    frame, whatever offsets the streams have. Where the file has no sound (before it starts, after it
    ends, in a gap, or when there is none at all) there is silence. Adjoining spans join without a seam.

    Args:
        media: A probed file.
        span: Seconds from the first picture frame; may reach outside the clip.
        rate: Samples a second to resample to.
        stream: Which of `media.sounds`; None takes `media.sound`.
        channel: Which channel, from 0; None takes all, without the LFE, as `Downmix` does.

    Raises:
        BadInput: There is no such stream or channel.
        NoSuchFile: The file is gone.
    """
    length = span.samples(rate)
    source = _choose(media, stream, channel)
    if source is None:
        return Sound.mono(np.zeros(length, np.float32), rate)
    native = source.sample_rate
    # Both grids of samples meet every `out` samples: start there, so that resampling keeps the phase.
    common = math.gcd(native, rate)
    out = rate // common
    begin = index_at(span.start, rate)
    origin = (begin - _MARGIN) // out * out
    first = origin * native // rate
    count = math.ceil(Fraction((begin + length + _MARGIN - origin) * native, rate))
    mix = Downmix(first, count, native)
    wide = source.channels > 1 and channel is None
    reach = (mix.first, mix.end) if wide else (first, first + count)
    with open_media(media.path) as container:
        voice = container.streams[source.index] if source.index < len(container.streams) else None
        if not isinstance(voice, AudioStream):
            raise MediaError(f"{media.path.name} has changed since it was opened.", "Open it again.")
        for other in container.streams:
            if other.index != voice.index:
                other.discard = Discard.all
        for at, block, layout in _blocks(container, voice, media, *reach, native):
            mix.add(at, _chosen(block, layout, channel))
            yield Progress("reading sound", max(0, min(at + block.shape[1] - first, count)), count)
    canvas = mix.mono()
    if native != rate:
        canvas = soxr.resample(canvas, native, rate, quality="VHQ")
    wanted = np.zeros(length, np.float32)
    piece = canvas[begin - origin : begin - origin + length]
    wanted[: len(piece)] = piece
    return Sound.mono(wanted, rate)


def _choose(media: MediaFile, stream: int | None, channel: int | None) -> SoundStream | None:
    usable = [sound for sound in media.sounds if sound.sample_rate and sound.channels]
    if stream is None:
        source = media.sound
    elif 0 <= stream < len(media.sounds) and media.sounds[stream] in usable:
        source = media.sounds[stream]
    else:
        raise BadInput(
            f"{media.path.name} has no sound stream {stream}.", f"It has {len(media.sounds)}, counted from 0."
        )
    if channel is not None and source is not None and not 0 <= channel < source.channels:
        raise BadInput(f"{media.path.name} has no channel {channel}.", f"It has {source.channels}, counted from 0.")
    return source


def _blocks(
    container: InputContainer, voice: AudioStream, media: MediaFile, first: int, end: int, native: int
) -> Iterator[tuple[int, Float32[np.ndarray, "channel sample"], str]]:
    """Decoded blocks, the sample each starts at, counted from the first picture frame, and their layout.

    All come out at one rate, whatever rate the stream changes to midway.
    """
    tick = voice.time_base or Fraction(1, native)
    start = Fraction(first, native) + media.picture.start
    grid = _grid(container, voice, media, native) if tick * native > 1 else None
    for back in _STEPS_BACK:
        goal = start - _PREROLL - back
        from_start = not _seek(container, voice, math.floor(goal / tick))
        expected: int | None = None
        conversion, layout = RateConversion(native), ""
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
            for place, block in conversion.convert(at, samples, frame.sample_rate or native, joins=joins):
                yield place, block, layout if len(block) != samples.shape[0] else frame.layout.name
            layout = frame.layout.name
        if not landed_late:
            for place, block in conversion.rest():
                yield place, block, layout
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
    samples = frame.to_ndarray()
    scale = _FULL_SCALE.get(samples.dtype.str[1:])
    values = samples.astype(np.float32)
    if scale is not None:
        values = (values - 128 if samples.dtype == np.uint8 else values) / np.float32(scale)
    if not frame.format.is_planar:
        values = values.reshape(-1, max(1, len(frame.layout.channels))).T
    np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    return values


def _chosen(
    block: Float32[np.ndarray, "channel sample"], layout: str, channel: int | None
) -> Float32[np.ndarray, "channel sample"]:
    """The channels that count: the one that is asked for, or all but the LFE."""
    if channel is not None:
        channel = min(channel, len(block) - 1)
        return block[channel : channel + 1]
    if len(block) > 3 and ".1" in layout:
        return np.delete(block, 3, axis=0)  # in 5.1 and 7.1 in FFmpeg's order
    return block
