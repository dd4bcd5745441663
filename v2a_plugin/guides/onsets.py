"""How motion and brightness change in a picture, frame by frame: the curves that hits are found in.

The camera's own motion is taken out first: neighbouring frames are shifted by the median motion of a grid of points
(Lucas and Kanade, "An Iterative Image Registration Technique", 1981). Phase correlation of whole frames would follow
whatever has the sharpest edges. Then blocks that move are looked for in the frame before and the frame after.
Something that goes on as it went is found at the same displacement in both. Something that strikes is not: measured
is how much worse the best displacement common to both is than the best of each (sums of squared differences), for
blocks that lose speed.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np
from jaxtyping import Float32, Float64, UInt8

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import walk
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Span

__all__ = ["PictureCurve", "picture_curve"]

_SIDE = 160
"""Longest side of the frames that are compared, pixels."""
_SMOOTH = 0.8
"""Standard deviation of the blur that takes grain and blocking away, pixels."""
_GRID, _SEEN = 10, 17
"""Pixels between the points that tell of the camera, and the side of what is compared around each."""
_BLOCK = 10
_STRIDE = 3
_REACH = 15
"""How far something may move in a frame, pixels."""
_BLOCKS = 40
"""Blocks that are looked at in a frame: those that change most."""
_SPEED = 1.4
"""Least speed before a strike, pixels a frame."""
_LOSS = 2.0
"""Least speed that is lost in a strike, pixels a frame; more than gravity takes."""
_CHANCE = 1.4
"""By this factor one motion is worse than two by chance: grain, and what a codec leaves."""
_STRONGEST = 4
"""Blocks that count of a frame."""

Luma = Float32[np.ndarray, "height width"]


@dataclass(frozen=True, slots=True, eq=False)
class PictureCurve:
    """What was measured of a stretch of picture.

    Attributes:
        times: When each frame comes up, seconds from the media's first frame.
        change: How suddenly motion ends or turns in it, steps of 8-bit luma; 0 where all goes on as it went.
        luma: Mean brightness, 0 to 255.
    """

    times: tuple[Fraction, ...]
    change: Float64[np.ndarray, " time"]
    luma: Float64[np.ndarray, " time"]


def picture_curve(media: MediaFile, span: Span) -> Steps[PictureCurve]:
    """Measure a stretch of picture, which should lie within one shot.

    Yields:
        Progress in seconds of picture.

    Raises:
        SpanError: The span begins outside the picture.
        NoSuchFile: The file is gone.
    """
    meter = _Meter()
    total = round(float(span.duration))
    frames = cast("Generator[FrameBatch, None, None]", walk(media, span, Fit.within(_SIDE)))
    with contextlib.closing(frames) as batches:
        for batch in batches:
            for pixels, time in zip(batch.pixels, batch.times, strict=True):
                meter.add(pixels, time)
            yield Progress("finding hits", min(int(batch.times[-1] - span.start), total), total, media.path.name)
    return meter.curve()


class _Meter:
    """Takes frames in order and holds three of them."""

    def __init__(self) -> None:
        self._times: list[Fraction] = []
        self._luma: list[float] = []
        self._change: list[float] = []
        self._recent: list[Luma] = []

    def add(self, pixels: UInt8[np.ndarray, "height width 3"], time: Fraction) -> None:
        """Look at one frame more; the one before it is measured."""
        import cv2

        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
        self._times.append(time)
        self._luma.append(float(grey.mean()))
        self._recent.append(cv2.GaussianBlur(grey, (0, 0), _SMOOTH))
        if len(self._recent) == 3:
            self._change.append(_changes(self._recent))
            del self._recent[0]

    def curve(self) -> PictureCurve:
        """What was measured; too little is known of the first two and the last two frames."""
        change = np.zeros(len(self._times))
        change[2:-2] = self._change[1:-1]
        return PictureCurve(tuple(self._times), change, np.array(self._luma))


def _changes(frames: list[Luma]) -> float:
    """How suddenly motion ends or turns in the middle one of three frames."""
    import cv2

    here = frames[1]
    height, width = here.shape
    if min(height, width) < 2 * _BLOCK:
        return 0.0
    shifts = [_camera(here, other) for other in (frames[0], frames[2])]
    before, after = (_shifted(other, shift) for other, shift in zip((frames[0], frames[2]), shifts, strict=True))
    margin = int(max(abs(part) for shift in shifts for part in shift)) + 1  # what the camera's move left unknown
    rows = np.arange(margin, height - _BLOCK - margin, _STRIDE)
    columns = np.arange(margin, width - _BLOCK - margin, _STRIDE)
    if not len(rows) or not len(columns):
        return 0.0
    moving = cv2.boxFilter(cv2.absdiff(here, before), -1, (_BLOCK, _BLOCK), anchor=(0, 0))[np.ix_(rows, columns)]
    least = 2 * float(np.median(moving)) + 1
    before, after = (np.pad(one, _REACH, mode="edge") for one in (before, after))
    found = []
    for place in np.argsort(-moving, axis=None, kind="stable")[:_BLOCKS]:
        row, column = divmod(int(place), len(columns))
        if moving[row, column] < least:
            break
        found.append(_strike(here, before, after, int(rows[row]), int(columns[column])))
    return sum(sorted(found)[-_STRONGEST:]) / _STRONGEST


def _camera(here: Luma, other: Luma) -> tuple[float, float]:
    """How far the picture as a whole moves from one frame to another, pixels across and down."""
    import cv2

    height, width = here.shape
    rows, columns = np.arange(_GRID // 2, height, _GRID), np.arange(_GRID // 2, width, _GRID)
    points = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 1, 2).astype(np.float32)
    one, two = (frame.round().astype(np.uint8) for frame in (here, other))
    found, known, _ = cv2.calcOpticalFlowPyrLK(one, two, points, points.copy(), winSize=(_SEEN, _SEEN), maxLevel=2)
    moves = (found - points)[known.astype(bool).ravel()].reshape(-1, 2)
    if not len(moves):
        return 0.0, 0.0
    across, down = np.median(moves, axis=0).tolist()
    return across, down


def _shifted(frame: Luma, by: tuple[float, float]) -> Luma:
    """A frame as the camera would have seen it from where the other was taken."""
    import cv2

    move = np.array([[1, 0, by[0]], [0, 1, by[1]]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shifted: Luma = cv2.warpAffine(frame, move, frame.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return shifted


def _strike(here: Luma, before: Luma, after: Luma, row: int, column: int) -> float:
    """How surely what a block shows strikes: its motion in the frames around cannot be one and the same.

    Args:
        here: The frame.
        before: The frame before it, with a border of `_REACH`.
        after: The frame after it, with the same border.
        row: First row of the block.
        column: First column of the block.

    Returns:
        How much worse one motion explains it than two, root of the mean squared luma, weighted by how well the two
        do; 0 for what does not lose speed.
    """
    import cv2

    block = here[row : row + _BLOCK, column : column + _BLOCK]
    side = _BLOCK + 2 * _REACH
    area = (slice(row, row + side), slice(column, column + side))
    behind = cv2.matchTemplate(before[area], block, cv2.TM_SQDIFF)[::-1, ::-1] / _BLOCK**2
    ahead = cv2.matchTemplate(after[area], block, cv2.TM_SQDIFF) / _BLOCK**2
    came, goes = (np.array(divmod(int(costs.argmin()), costs.shape[1])) - _REACH for costs in (behind, ahead))
    speed = float(np.hypot(*came))
    if speed < _SPEED or float((came - goes) @ came) / speed < _LOSS:
        return 0.0
    two = float(behind.min() + ahead.min())
    near = cv2.erode(np.ascontiguousarray(behind), np.ones((3, 3), np.uint8))  # gravity changes it by up to a pixel
    one = float((ahead + near).min())
    explained = max(0.0, 1 - two / (0.5 * max(float(behind[_REACH, _REACH]), 1)))
    return math.sqrt(max(0.0, one - _CHANCE * two) * math.sqrt(explained))
