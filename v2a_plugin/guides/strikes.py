"""Blocks of a picture that strike: they lose speed at once, and one displacement cannot explain them before and after."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from v2a_plugin.guides.camera import Affine, Luma, farthest

__all__ = ["LEAST_SIDE", "SmallFrame", "carried", "changes"]

_BLOCK = 10
"""Pixels of the side of a block."""
_STRIDE = 3
_REACH = 15
"""How far something may move in a frame, pixels."""
_BLOCKS = 24
"""Blocks that are looked at in a frame: those that change most."""
_SPEED = 1.4
"""Least speed before a strike, pixels a frame."""
_LOSS = 2.0
"""Least speed that is lost in a strike, pixels a frame; more than gravity takes."""
_BACK = 0.3
"""Share of its speed with which something turns back that does not merely stop."""
_CHANCE = 1.4
"""By this factor one motion is worse than two by chance: grain, and what a codec leaves."""
_KNOWN = 0.2
"""Share of its change that the best displacement leaves of a block which was in the frame before."""
_STRONGEST = 4
"""Blocks that count of a frame."""
LEAST_SIDE = 2 * _BLOCK
"""Pixels of the shorter side of a frame that can be looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class SmallFrame:
    """A small frame, how the camera moved to it from the one it is compared with, and that one carried along."""

    grey: Luma
    camera: Affine
    brought: Luma


def carried(picture: Luma, motion: Affine, flags: int = 0) -> Luma:
    """A picture as the camera's motion moves it."""
    import cv2

    size = (picture.shape[1], picture.shape[0])
    carried: Luma = cv2.warpAffine(
        picture, motion, size, flags=cv2.INTER_LINEAR | flags, borderMode=cv2.BORDER_REPLICATE
    )
    return carried


def changes(middle: SmallFrame, last: SmallFrame) -> tuple[float, float]:
    """How suddenly motion ends or turns in the middle one of three frames, and the share of it that turns back sideways."""
    import cv2

    before, here = middle.brought, middle.grey
    height, width = here.shape
    if min(height, width) < LEAST_SIDE:
        return 0.0, 0.0
    after = carried(last.grey, last.camera, cv2.WARP_INVERSE_MAP)
    margin = int(max(farthest(one.camera, height, width) for one in (middle, last))) + 1  # what no other frame shows
    rows = np.arange(margin, height - _BLOCK - margin, _STRIDE)
    columns = np.arange(margin, width - _BLOCK - margin, _STRIDE)
    if not len(rows) or not len(columns):
        return 0.0, 0.0
    moving = cv2.boxFilter(cv2.absdiff(here, before), cv2.CV_32F, (_BLOCK, _BLOCK), anchor=(0, 0))[
        np.ix_(rows, columns)
    ]
    least = 2 * float(np.median(moving)) + 1
    before, after = (
        cv2.copyMakeBorder(one, _REACH, _REACH, _REACH, _REACH, cv2.BORDER_REPLICATE) for one in (before, after)
    )
    found = []
    for place in np.argsort(-moving, axis=None, kind="stable")[:_BLOCKS]:
        row, column = divmod(int(place), len(columns))
        if moving[row, column] < least:
            break
        found.append(_strike(here, before, after, int(rows[row]), int(columns[column])))
    strongest = sorted(found)[-_STRONGEST:]
    total = sum(change for change, _ in strongest)
    return total / _STRONGEST, sum(change for change, swings in strongest if swings) / total if total else 0.0


def _strike(here: Luma, before: Luma, after: Luma, row: int, column: int) -> tuple[float, bool]:
    """How surely what a block shows strikes: its motion in the frames around cannot be one and the same.

    Args:
        here: The frame.
        before: The frame before it, with a border of `_REACH`.
        after: The frame after it, with the same border.
        row: First row of the block.
        column: First column of the block.

    Returns:
        How much worse one motion explains it than two, root of the mean squared luma, weighted by how well the two
        do; 0 for what does not lose speed, and for what comes into the frame, since nobody sees how it went outside.
        And whether it turns back sideways.
    """
    import cv2

    block = here[row : row + _BLOCK, column : column + _BLOCK]
    side = _BLOCK + 2 * _REACH
    area = (slice(row, row + side), slice(column, column + side))
    behind = cv2.matchTemplate(before[area], block, cv2.TM_SQDIFF)[::-1, ::-1] / _BLOCK**2
    came = np.array(divmod(int(behind.argmin()), behind.shape[1])) - _REACH
    speed = float(np.hypot(*came))
    if speed < _SPEED:
        return 0.0, False
    ahead = cv2.matchTemplate(after[area], block, cv2.TM_SQDIFF) / _BLOCK**2
    goes = np.array(divmod(int(ahead.argmin()), ahead.shape[1])) - _REACH
    if float((came - goes) @ came) / speed < _LOSS:
        return 0.0, False
    known = behind.min() <= _KNOWN * behind[_REACH, _REACH]
    if not _inside(row - came[0], column - came[1], here) or not (
        known or _inside(row - goes[0], column - goes[1], here)
    ):
        return 0.0, False
    two = float(behind.min() + ahead.min())
    near = cv2.erode(np.ascontiguousarray(behind), np.ones((3, 3), np.uint8))  # gravity changes it by up to a pixel
    one = float((ahead + near).min())
    explained = max(0.0, 1 - two / (0.5 * max(float(behind[_REACH, _REACH]), 1)))
    swings = abs(came[1]) > abs(came[0]) and float(came @ goes) < -_BACK * speed**2
    return math.sqrt(max(0.0, one - _CHANCE * two) * math.sqrt(explained)), swings


def _inside(row: int, column: int, picture: Luma) -> bool:
    """Whether a block lies in a picture."""
    return bool(0 <= row <= picture.shape[0] - _BLOCK and 0 <= column <= picture.shape[1] - _BLOCK)
