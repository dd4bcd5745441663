"""The timecode track of QuickTime and MP4 files: it counts at a rate of its own, which FFmpeg does not pass on.

QuickTime File Format Specification, "Timecode media": flags, time scale, frame duration, frames a second.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from v2a_plugin.files import open_regular
from v2a_plugin.model.frame_rates import STANDARD, named_rate

__all__ = ["counting_rate", "timecode_rate"]

_MOST_BOXES = 10_000
_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})


@dataclass(slots=True)
class _Track:
    """What matters of a track: its id, the timecode tracks it refers to, and the rate it counts at, if it is one."""

    id: int = 0
    refers: tuple[int, ...] = ()
    rate: Fraction | None = None


def timecode_rate(path: Path, picture: int) -> Fraction | None:
    """Frames a second that the timecode track of a picture counts; None when the file has none.

    Args:
        path: A QuickTime or MP4 file.
        picture: Id of the picture's track.
    """
    tracks: list[_Track] = []
    with open_regular(path) as file:
        for name, size in _boxes(file, path.stat().st_size):
            if name == b"trak":
                tracks.append(_Track())
            elif name == b"tkhd" and tracks and size >= 24:
                body = file.read(24)
                tracks[-1].id = struct.unpack(">I", body[20:24] if body[0] == 1 else body[12:16])[0]
            elif name == b"tref" and tracks:
                tracks[-1].refers = _references(file.read(min(size, 4096)))
            elif name == b"stsd" and tracks:
                tracks[-1].rate = _rate(file.read(min(size, 64)))
    counting = [track for track in tracks if track.rate]
    meant = next((track.refers for track in tracks if track.id == picture), ())
    counting.sort(key=lambda track: track.id not in meant)
    return counting[0].rate if counting else None


def counting_rate(track: Fraction | None, picture: Fraction, timeline: Fraction) -> Fraction:
    """Frames a second that the labels of a file count.

    Args:
        track: Rate of its timecode track, None without one.
        picture: Rate of its picture.
        timeline: Standard rate of a timeline that shows it.
    """
    own = picture if picture.denominator in (1, 1001) else timeline
    if track is None:
        return own
    base, counted = -(-own // 1), -(-track // 1)
    if base % counted == 0:  # 25 counted for 50 pictures, 24 written for 23.976
        return own / (base // counted)
    return named_rate(track) if named_rate(track) in STANDARD else own


def _boxes(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int]]:
    """Name and size of the content of every box on the way to the sample descriptions; the file stands at the content."""
    ends, at = [end], file.tell()
    for _ in range(_MOST_BOXES):
        while ends and at >= ends[-1] - 7:
            at = ends.pop()
        if not ends:
            return
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        size, name = struct.unpack(">I4s", head)
        start = at + 8
        if size == 1:
            size, start = int.from_bytes(file.read(8)), at + 16
        size = size or ends[-1] - at
        if size < start - at:
            return  # damaged
        yield name, at + size - start
        if name in _INSIDE:
            ends.append(min(at + size, ends[-1]))
            at = start
        else:
            at += size


def _references(body: bytes) -> tuple[int, ...]:
    """Ids of the timecode tracks in a track's references."""
    at = 0
    while at + 8 <= len(body):
        size, name = struct.unpack_from(">I4s", body, at)
        if name == b"tmcd":
            ids = body[at + 8 : at + size]
            return struct.unpack(f">{len(ids) // 4}I", ids[: len(ids) // 4 * 4])
        at += max(size, 8)
    return ()


def _rate(body: bytes) -> Fraction | None:
    """Time scale over frame duration of the first sample description, where that is timecode."""
    if len(body) < 36 or body[12:16] != b"tmcd":
        return None
    scale, duration = struct.unpack_from(">II", body, 32)
    rate = Fraction(scale, duration) if scale and duration else None
    return rate if rate is not None and 1 <= rate <= 1000 else None
