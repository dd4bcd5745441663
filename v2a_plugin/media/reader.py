"""Decoded frames of one picture stream, in display order, from any place, also out of damaged files."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

__all__ = ["EVEN", "UNTIMED", "Picture", "Reader", "Stamps", "only", "picture_packets", "shown_at"]

_MAX_DEMUX_FAILURES = 16
"""Failed reads in a row after which the file counts as ended."""
_MAX_BARREN_PACKETS = 1500
"""Packets in a row that give no frame, after which the stream counts as ended."""
EVEN = Fraction(9, 10)
"""Share of an evenly paced frame's length in which the next one surely does not start."""
UNTIMED = frozenset({"avi"})
"""Containers without presentation times."""
_RESYNCING = frozenset({"mpegts", "mpeg"})
"""Containers that flag a packet as damaged at every discontinuity, though it mostly decodes."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded frame and when it is shown.

    Attributes:
        frame: As the decoder gave it: neither upright nor RGB.
        ticks: Presentation time on the stream's clock.
    """

    frame: VideoFrame
    ticks: int


def shown_at(container: InputContainer, timed: VideoFrame | Packet[VideoStream]) -> int | None:
    """Presentation time of a frame, or of a packet, in ticks; None when nobody knows.

    AVI stores none, and what FFmpeg guesses runs in decoding order. There the decoding time that
    a frame has when the decoder gives it counts: it rises evenly, late by the decoder's delay.
    """
    if container.format.name in UNTIMED:
        return timed.dts
    return timed.pts if timed.pts is not None else timed.dts


class Stamps:
    """Tells whether the time stamps of packets can be believed yet.

    A programme stream stamps only the first frame of a pack; after a seek FFmpeg guesses the others from
    the frame it landed in the middle of, and is wrong until the next stamp (a packet that has a position).
    """

    def __init__(self, container: InputContainer, sought: bool) -> None:
        self._missing = 2 if sought and container.format.name == "mpeg" else 0

    def believe(self, packet: Packet[VideoStream]) -> bool:
        """Whether the stamps of this packet, and of those after it, are true."""
        if self._missing and packet.pos is not None:
            self._missing -= 1
        return not self._missing


def only(container: InputContainer, stream: VideoStream) -> None:
    """Have the demuxer pass over every other stream."""
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all


def picture_packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """Packets of a stream from here on, as far as the file can be read; ends with empty ones that flush.

    A read that fails is tried again a few times, as a demuxer often finds its feet after a damaged place.
    """
    failures = 0
    careful = container.format.name not in _RESYNCING
    while failures < _MAX_DEMUX_FAILURES:
        try:
            for packet in container.demux(stream):
                if packet.size:
                    failures = 0
                if not (careful and packet.is_corrupt):
                    yield packet
            return
        except (
            av.error.FFmpegError,
            OSError,
            ValueError,
            IndexError,
        ):  # IndexError: a stream that was not there before
            failures += 1


class Reader:
    """Reads one stream of an open container.

    Iterating goes on from where the last seek left it. What cannot be decoded is passed over;
    `damaged` counts it. After a seek, frames before the first key frame are dropped, for they
    lack what they were predicted from.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, first: int, period: Fraction) -> None:
        """Takes an opened stream.

        Args:
            container: The file.
            stream: Its picture.
            first: Presentation time of the first frame, in ticks.
            period: Nominal length of a frame, in ticks.
        """
        self.damaged = 0
        self.skip_before: Fraction | None = None
        """Ticks before which frames that no other needs may be left out; None decodes all."""
        self.finish_at: Fraction | None = None
        """Ticks of the one frame still wanted from here: once it went in, the decoder is emptied and reading ends."""
        self.ended = False
        """Nothing more comes until the next seek."""
        self.fed = first - 1
        """Decoding time of the last packet that went into the decoder, in ticks."""
        self.gop = Fraction(0)
        """Longest distance of two key frames seen so far, in ticks."""
        self._container = container
        self._stream = stream
        self._first = first
        self._period = period
        self._sought = False
        self.key: int | None = None
        """Decoding time of the last key frame that went in since the last seek, in ticks."""
        self._pending = self._decode()

    def __iter__(self) -> Iterator[Picture]:
        return self._pending

    def seek(self, ticks: int) -> None:
        """Go to the last key frame at or before a time, or near it: the caller checks what comes."""
        self._pending.close()
        self.ended = False
        self._sought = ticks > self._first
        self.key = None
        try:
            self._container.seek(max(ticks, self._first) if self._sought else self._origin(), stream=self._stream)
        except (av.error.FFmpegError, OSError):
            self._sought = False
            self._container.seek(self._origin(), stream=self._stream, any_frame=True)
        self._pending = self._decode()

    def _origin(self) -> int:
        """A time that seeks to the first packet; where times are searched for in the file, well before it."""
        start = self._stream.start_time
        origin = min(self._first, start if start is not None else self._first)
        if self._container.format.name in _RESYNCING and self._stream.time_base:
            origin -= math.ceil(1 / self._stream.time_base)
        return origin

    def _decode(self) -> Generator[Picture, None, None]:
        yield from self._pictures()
        self.ended = True

    def _pictures(self) -> Generator[Picture, None, None]:
        context = self._stream.codec_context
        waiting_for_key = self._sought
        stamps, anchor = Stamps(self._container, self._sought), None
        barren, shown = 0, None
        for packet in picture_packets(self._container, self._stream):
            self._note(packet)
            believed = stamps.believe(packet)
            if believed and anchor is None and packet.is_keyframe:
                anchor = shown_at(self._container, packet)
            if packet.size:
                early = self.skip_before is not None and packet.pts is not None and packet.pts < self.skip_before
                context.skip_frame = "NONREF" if early else "DEFAULT"
            last = believed and self.finish_at is not None and self._holds(packet, self.finish_at)
            frames = self._frames(packet)
            if last:
                self.ended = True
                frames += self._frames(None)
            barren = 0 if frames else barren + 1
            for frame in frames:
                ticks = shown_at(self._container, frame)
                if waiting_for_key and (not frame.key_frame or anchor is None or (ticks or anchor) < anchor):
                    continue
                waiting_for_key = False
                if ticks is None:
                    ticks = self._first if shown is None else shown + max(1, round(self._period))
                if shown is not None and ticks <= shown:
                    continue  # a damaged clock; time never runs back
                shown = ticks
                yield Picture(frame, ticks)
            if last or barren > _MAX_BARREN_PACKETS:
                return

    def _frames(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        """What the decoder gives for a packet, or has left at the end (None); nothing where the data are damaged."""
        try:
            return self._stream.codec_context.decode(packet)
        except (av.error.FFmpegError, ValueError):
            self.damaged += 1
            return []

    def _holds(self, packet: Packet[VideoStream], ticks: Fraction) -> bool:
        """Whether the frame of a packet is the one on screen at a time, in an evenly paced stream."""
        stamped = packet.pts is not None and packet.size > 0 and self._container.format.name not in UNTIMED
        return stamped and packet.pts is not None and ticks - self._period * EVEN < packet.pts <= ticks

    def _note(self, packet: Packet[VideoStream]) -> None:
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is None:
            return
        self.fed = stamp
        if packet.is_keyframe:
            if self.key is not None:
                self.gop = max(self.gop, Fraction(stamp - self.key))
            self.key = stamp
