"""How stored pixels stand: the display matrix of a video as a mirroring and quarter turns."""

from __future__ import annotations

import math
import struct

from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

__all__ = ["EXIF", "orientation_of"]

EXIF = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 180),
    4: (True, 180),
    5: (True, 270),
    6: (False, 90),
    7: (True, 90),
    8: (False, 270),
}
"""EXIF orientations as (mirrored, degrees clockwise)."""


def orientation_of(frame: VideoFrame) -> tuple[bool, int]:
    """Whether stored pixels are mirrored left to right, and the degrees clockwise that they are turned after that.

    The matrix is that of ISO/IEC 14496-12, 8.3.2: x' = a x + c y, y' = b x + d y. Turns are rounded to quarters; a
    matrix that squeezes everything to a line is left alone.
    """
    matrix = frame.side_data.get(Type.DISPLAYMATRIX)  # type: ignore[call-overload]  # the stubs know names only
    if matrix is None:
        return False, 0
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(matrix)[:36])
    if a * d == b * c:
        return False, 0
    turn = math.degrees(math.atan2(-c, d))
    return a * d < b * c, round(turn / 90) * 90 % 360
