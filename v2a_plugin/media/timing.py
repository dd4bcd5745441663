"""When the frames of a picture stream are shown: start, rate, length, and whether the rate varies."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from v2a_plugin.media.hdr import range_of
from v2a_plugin.media.opening import seconds
from v2a_plugin.media.orientation import orientation_of
from v2a_plugin.media.pacing import pace_of
from v2a_plugin.media.reader import UNTIMED, Stamps, only, picture_packets, shown_at
from v2a_plugin.model.errors import MediaError

__all__ = ["Timing", "measure"]

_HEAD_PACKETS = 1000
_HEAD_BYTES = 64 * 1024 * 1024
_WINDOW_PACKETS = 200
_INDEX_ENTRIES = 100_000
_REORDER = 17
"""Frames a decoder may hold back: H.264 and HEVC reorder at most 16."""
_FIRST_FRAME_PACKETS = 500
_SMALL_FILE = 256 * 1024 * 1024
"""Bytes up to which all packets are looked at where the pace varies; of a longer file, this many windows."""
_WINDOWS = 7
_TRUE_LENGTHS = frozenset({"avi", "mxf"})
"""Containers whose header gives each stream's own length, edits and all."""
_TAG = re.compile(r"^(\d+):(\d\d):(\d\d(?:\.\d{1,9})?)")


@dataclass(frozen=True, slots=True)
class Timing:
    """What the first frame and the packets of a stream say.

    Attributes:
        start: Presentation time of the first frame on the container's clock, seconds.
        duration: Seconds from there to the end of the last frame.
        rate: Frames a second, exact: `Pace.rate`.
        variable: The recording has no constant rate.
        steady: Frames do not come early: `Pace.steady`.
        frames: Number of frames when all were seen or the container says.
        time_base: Seconds a tick.
        width: Of the stored picture.
        height: Of the stored picture.
        pixel_format: Of the first frame.
        interlaced: The first frame says so.
        rotation: Degrees clockwise that stand it upright.
        mirrored: Before that, left and right change sides.
        range: "SDR", "PQ" or "HLG".
        broken: The file ends before its header says.
    """

    start: Fraction
    duration: Fraction
    rate: Fraction
    variable: bool
    steady: bool
    frames: int | None
    time_base: Fraction
    width: int
    height: int
    pixel_format: str
    interlaced: bool
    rotation: int
    mirrored: bool
    range: str
    broken: bool


@dataclass(slots=True)
class _Seen:
    """Packets of one stretch: presentation times and ends, in ticks."""

    times: list[int]
    ends: list[int]
    complete: bool = False
    frame: VideoFrame | None = None


def measure(path: Path, container: InputContainer, stream: VideoStream) -> Timing:
    """Decode the first frame and look at packets: all of them in a short file, some stretches in a long one.

    Args:
        path: The file, for sentences.
        container: The file, opened and not read yet.
        stream: Its picture.

    Raises:
        MediaError: No frame can be decoded.
    """
    only(container, stream)
    head = _look(container, stream, _HEAD_PACKETS, decode=True)
    first = head.frame
    if first is None:
        raise MediaError(
            f"{path.name} has a picture stream without a single frame that can be shown.",
            "It may be damaged or not finished; copy it again or transcode it.",
        )
    mirrored, rotation = orientation_of(first)
    time_base = stream.time_base or Fraction(1, 1000)
    start = shown_at(container, first) or 0
    lag = start - min(head.times, default=start) if container.format.name in UNTIMED else 0
    times = sorted({ticks + lag for ticks in head.times if ticks + lag >= start})
    if not head.complete:
        times = times[: -_REORDER or None]
    stretches = [times]
    index = _index_times(stream)
    if not head.complete:
        stretches.append(index or _window(container, stream, start, Fraction(1, 2)))
    declared = [rate for rate in (stream.guessed_rate, stream.average_rate, stream.base_rate) if rate]
    pace = pace_of(stretches, time_base, declared)
    if pace.variable and not head.complete and not index:
        stretches += _everywhere(path, container, stream, start)
        pace = pace_of(stretches, time_base, declared)
    end, broken = _end(path, container, stream, head, start - lag, 1 / pace.rate / time_base)
    end += lag
    frames = len(times) if head.complete else (stream.frames or None)
    return Timing(
        start=seconds(start, time_base),
        duration=seconds(max(end - start, 1), time_base),
        rate=pace.rate,
        variable=pace.variable,
        steady=pace.steady,
        frames=None if broken and not head.complete else frames,
        time_base=time_base,
        width=first.width,
        height=first.height,
        pixel_format=first.format.name,
        interlaced=first.interlaced_frame,
        rotation=rotation,
        mirrored=mirrored,
        range=range_of(first.color_trc),
        broken=broken,
    )


def _look(
    container: InputContainer, stream: VideoStream, limit: int, most: int = _HEAD_BYTES, decode: bool = False
) -> _Seen:
    """Read some packets, or bytes, from here on; from the start of the file, decode until the first frame."""
    seen = _Seen([], [])
    stamps = Stamps(container, sought=not decode)
    count = size = 0
    for packet in picture_packets(container, stream):
        if decode and seen.frame is None and count <= _FIRST_FRAME_PACKETS:
            seen.frame = _first_of(packet)
        if not packet.size:
            continue
        count += 1
        size += packet.size
        ticks = shown_at(container, packet)
        if stamps.believe(packet) and ticks is not None and not packet.is_discard:
            seen.times.append(ticks)
            seen.ends.append(ticks + (packet.duration or 0))
        if count >= limit or (size > most and count > _REORDER + 8):
            return seen
    seen.complete = True
    return seen


def _first_of(packet: Packet[VideoStream]) -> VideoFrame | None:
    try:
        frames = packet.decode()
    except (av.error.FFmpegError, ValueError):
        return None
    return next((frame for frame in frames if isinstance(frame, VideoFrame)), None)


def _index_times(stream: VideoStream) -> list[int]:
    """Decoding times of all frames, when the container has an index of each: as evenly spaced as the frames."""
    count = len(stream.index_entries)
    if not count or count != stream.frames or count > _INDEX_ENTRIES:
        return []
    return sorted({entry.timestamp for entry in stream.index_entries})


def _window(container: InputContainer, stream: VideoStream, start: int, share: Fraction) -> list[int]:
    """Times of some frames from a place on, which is a share of the length."""
    length = stream.duration or int((container.duration or 0) * Fraction(1, 1_000_000) / (stream.time_base or 1))
    if not length:
        return []
    try:
        container.seek(start + int(length * share), stream=stream)
    except (av.error.FFmpegError, OSError):
        return []
    times = sorted(set(_look(container, stream, _WINDOW_PACKETS).times))
    return times[_REORDER:-_REORDER]


def _everywhere(path: Path, container: InputContainer, stream: VideoStream, start: int) -> list[list[int]]:
    """Times of all frames of a small file, of some all over a long one."""
    if path.stat().st_size > _SMALL_FILE:
        return [_window(container, stream, start, Fraction(part, _WINDOWS + 1)) for part in range(1, _WINDOWS + 1)]
    try:
        container.seek(start, stream=stream)
    except (av.error.FFmpegError, OSError):
        return []
    return [sorted(set(_look(container, stream, sys.maxsize, sys.maxsize).times))]


def _end(
    path: Path, container: InputContainer, stream: VideoStream, head: _Seen, start: int, period: Fraction
) -> tuple[int, bool]:
    """End of the last frame in ticks, and whether the file breaks off before its header says."""
    cut = _cut_at(path, stream)
    seen = head
    if not head.complete:
        seen = _tail(container, stream, start, cut)
        if not seen.times:
            seen = head
    step = max(1, round(period))
    end = start + step
    for at, until in zip(seen.times, seen.ends, strict=True):
        end = max(end, until if until > at else at + step)
    promised = _promised(container, stream, start)
    short = cut is not None or (
        promised is not None and end < promised - max(2 * period, Fraction(promised - start, 100))
    )
    return end, short


def _cut_at(path: Path, stream: VideoStream) -> int | None:
    """Time of the first indexed frame whose bytes lie beyond the end of the file; None when all are there."""
    size = path.stat().st_size
    count = len(stream.index_entries)
    if not count:
        return None
    last = stream.index_entries[count - 1]
    if last.pos + last.size <= size:
        return None
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        entry = stream.index_entries[middle]
        low, high = (low, middle) if entry.pos + entry.size > size else (middle + 1, high)
    return stream.index_entries[low].timestamp


def _promised(container: InputContainer, stream: VideoStream, start: int) -> int | None:
    """End of the stream as its header says, in ticks; None when it does not."""
    time_base = stream.time_base or Fraction(1, 1000)
    tag = next((text for key, text in stream.metadata.items() if key.upper().startswith("DURATION")), "")
    if found := _TAG.match(tag):
        return int((int(found[1]) * 3600 + int(found[2]) * 60 + Fraction(found[3])) / time_base)
    if container.format.name in _TRUE_LENGTHS and stream.duration:
        return start + stream.duration
    return None


def _tail(container: InputContainer, stream: VideoStream, start: int, cut: int | None) -> _Seen:
    """The last packets that can be read."""
    length = stream.duration or int((container.duration or 0) * Fraction(1, 1_000_000) / (stream.time_base or 1))
    for back in (0, 1, 8):
        target = (cut - 1 if cut is not None else start + length) - int(back / (stream.time_base or Fraction(1, 1000)))
        if target <= start:
            break
        try:
            container.seek(target, stream=stream)
        except (av.error.FFmpegError, OSError):
            continue
        seen = _look(container, stream, 1 << 30)
        if seen.times and max(seen.times) > start:
            return seen
    try:
        container.seek(start, stream=stream)
    except (av.error.FFmpegError, OSError):
        return _Seen([], [])
    return _look(container, stream, 1 << 30)
