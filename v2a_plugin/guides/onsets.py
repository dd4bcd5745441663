"""How motion and brightness change in a picture, frame by frame: the curves that hits are found in.

The camera's own motion is taken out first: of the dense flow between neighbouring frames (Kroeger et al., "Fast Optical
Flow using Dense Inverse Search", ECCV 2016) what most of the picture agrees with. What is left is motion in the scene.
Then blocks that move are looked for in the frame before and the frame after. Something that goes on as it went is found
at the same displacement in both. Something that strikes is not: measured is how much worse the best displacement common
to both is than the best of each (sums of squared differences), for blocks that lose speed.

Frames that are compared lie a twenty-seventh of a second apart or little more, whatever the rate.
"""

from __future__ import annotations

import contextlib
import math
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np
from jaxtyping import Float32, Float64, UInt8

from v2a_plugin.guides.camera import Affine, camera_motion, farthest, flow_of_camera
from v2a_plugin.guides.falls import COLUMNS, ROWS, fall_stops
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
_COMPARED = Fraction(1, 27)
"""Seconds between frames that are compared, rounded to frames."""
_FINEST = 2
"""Scale of the finest flow: a quarter of the frame's side, made smooth."""
_STILL = 0.2
"""Pixels of flow that what stands still may show, beside twice the median."""
_MOVING = 0.6
"""Pixels of flow from which on a place counts as moving."""
_FASTEST = 50
"""The fastest one of so many places tell of speed."""
_CUT, _CUT_RISE = 18.0, 3.0
"""Mean change of small pictures at a cut, of 255, and how far it stands above its neighbours."""
_BLOCK = 10
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
_STRONGEST = 4
"""Blocks that count of a frame."""

Luma = UInt8[np.ndarray, "height width"]


@dataclass(frozen=True, slots=True, eq=False)
class PictureCurve:
    """What was measured of a stretch of picture.

    Attributes:
        times: When each frame comes up, seconds from the media's first frame.
        change: How suddenly motion ends or turns in it, steps of 8-bit luma; 0 where all goes on as it went.
        luma: Mean brightness, 0 to 255.
        energy: How much moves towards it, the camera's motion left out: widths of the picture a second, mean over it.
        across: Where the middle of that lies, 0 (left) to 1 (right); 0.5 where nothing moves.
        size: Share of the picture that moves, 0 to 1.
        speed: How fast the fastest fiftieth of the picture moves by itself, widths of the picture a second.
        swing: Share of a change that turns back sideways, 0 to 1: limbs that cross do, what falls and strikes does not.
        stops: How much speed downwards is lost right after each, where most is: widths of the picture a second.
        cuts: Frames that begin a new shot.
        step: Frames between those that were compared.
    """

    times: tuple[Fraction, ...]
    change: Float64[np.ndarray, " time"]
    luma: Float64[np.ndarray, " time"]
    energy: Float64[np.ndarray, " time"]
    across: Float64[np.ndarray, " time"]
    size: Float64[np.ndarray, " time"]
    speed: Float64[np.ndarray, " time"]
    swing: Float64[np.ndarray, " time"]
    stops: Float64[np.ndarray, " time"]
    cuts: tuple[int, ...] = ()
    step: int = 1


def picture_curve(media: MediaFile, span: Span) -> Steps[PictureCurve]:
    """Measure a stretch of picture, which should lie within one shot.

    Yields:
        Progress in seconds of picture.

    Raises:
        SpanError: The span begins outside the picture.
        NoSuchFile: The file is gone.
    """
    meter = _Meter(max(1, round(media.rate * _COMPARED)))
    total = round(float(span.duration))
    frames = cast("Generator[FrameBatch, None, None]", walk(media, span, Fit(longest=_SIDE, quick=True)))
    with contextlib.closing(frames) as batches:
        for batch in batches:
            for pixels, time in zip(batch.pixels, batch.times, strict=True):
                meter.add(pixels, time)
            yield Progress("finding hits", min(int(batch.times[-1] - span.start), total), total, media.path.name)
    return meter.curve()


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """A small frame, and how the camera moved to it from the one it is compared with."""

    grey: UInt8[np.ndarray, "height width"]
    camera: Affine


class _Meter:
    """Takes frames in order and holds the few that are compared."""

    def __init__(self, step: int) -> None:
        import cv2

        self._step = step
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._flow.setFinestScale(_FINEST)
        self._times: list[Fraction] = []
        self._luma: list[float] = []
        self._change: list[tuple[float, float]] = []
        self._moved: list[tuple[float, float, float, float]] = []
        self._down: list[Float32[np.ndarray, "row column"]] = []
        self._recent: deque[_Frame] = deque(maxlen=2 * step + 1)
        self._thumb: Float32[np.ndarray, "9 16"] | None = None
        self._jumps: list[float] = []

    def add(self, pixels: UInt8[np.ndarray, "height width 3"], time: Fraction) -> None:
        """Look at one frame more; the one before it is measured."""
        import cv2

        grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (0, 0), _SMOOTH)
        thumb = cv2.resize(grey, (16, 9), interpolation=cv2.INTER_AREA).astype(np.float32)
        self._jumps.append(0.0 if self._thumb is None else float(np.abs(thumb - self._thumb).mean()))
        self._thumb = thumb
        self._times.append(time)
        self._luma.append(float(grey.mean()))
        step = self._step
        camera: Affine = np.eye(2, 3)
        moved = (0.0, 0.5, 0.0, 0.0)
        down = np.zeros((ROWS, COLUMNS), np.float32)
        if len(self._recent) >= step and min(grey.shape) >= 2 * _BLOCK:
            flow = self._flow.calc(self._recent[-step].grey, grey, None)  # type: ignore[call-overload]  # none to begin with
            camera = camera_motion(flow)
            own = flow - flow_of_camera(camera, *grey.shape)
            moved = _motion(own)
            down = cv2.resize(own[..., 1], (COLUMNS, ROWS), interpolation=cv2.INTER_AREA) / grey.shape[1]
        self._moved.append(moved)
        self._down.append(down)
        self._recent.append(_Frame(grey, camera))
        if len(self._recent) == 2 * step + 1:
            self._change.append(_changes(self._recent[0].grey, self._recent[step], self._recent[2 * step]))

    def curve(self) -> PictureCurve:
        """What was measured; too little is known of the first and the last frames."""
        count, step = len(self._times), self._step
        change, swing = np.zeros(count), np.zeros(count)
        if len(self._change) > 2 * step:
            known = np.array(self._change[step : len(self._change) - step])
            change[2 * step : count - 2 * step], swing[2 * step : count - 2 * step] = known.T
        cuts = _cuts(np.array(self._jumps), np.array(self._luma))
        moved = np.array(self._moved, np.float64).reshape(-1, 4)
        rate = float((count - 1) / (self._times[-1] - self._times[0])) if count > 1 else 0.0
        energy, speed = (moved[:, column] * rate / step for column in (0, 3))
        stops = fall_stops(self._down, step) * rate / step
        for cut in cuts:
            change[max(0, cut - 2 * step) : cut + 2 * step + 1] = 0
            stops[max(0, cut - 2 * step) : cut + 2 * step + 1] = 0
            energy[cut : cut + step] = speed[cut : cut + step] = 0
        return PictureCurve(
            tuple(self._times),
            change,
            np.array(self._luma),
            energy,
            moved[:, 1],
            moved[:, 2],
            speed,
            swing,
            stops,
            tuple(cuts),
            step,
        )


def _motion(residual: Float32[np.ndarray, "height width 2"]) -> tuple[float, float, float, float]:
    """How much moves by itself: mean flow in widths, its middle, its share of the picture, and the speed of the fastest."""
    import cv2

    speed = cv2.magnitude(residual[..., 0], residual[..., 1])
    excess = np.maximum(speed - (_STILL + 2 * float(np.median(speed[::2, ::2]))), 0)
    total = float(excess.sum())
    width = speed.shape[1]
    middle = float(excess.sum(axis=0) @ ((np.arange(width) + 0.5) / width)) / total if total > 0 else 0.5
    few = excess[::2, ::2].ravel()
    count = max(1, few.size // _FASTEST)
    fastest = np.partition(few, -count)[-count:]
    return total / speed.size / width, middle, float(np.mean(excess > _MOVING)), float(fastest.mean()) / width


def _cuts(jumps: Float64[np.ndarray, " time"], luma: Float64[np.ndarray, " time"]) -> list[int]:
    """Frames that show something else than the one before; a flash comes back and is none."""
    found = []
    for place in np.flatnonzero(jumps > _CUT).tolist():
        around = np.concatenate([jumps[max(0, place - 4) : place], jumps[place + 1 : place + 5]])
        light = luma[min(len(luma) - 1, place + 3)] - luma[place - 1]
        flash = abs(luma[place] - luma[place - 1]) > 2 * abs(light) + 4
        if jumps[place] > _CUT_RISE * float(np.max(around, initial=0.0)) and not flash:
            found.append(place)
    return found


def _changes(before: UInt8[np.ndarray, "height width"], middle: _Frame, last: _Frame) -> tuple[float, float]:
    """How suddenly motion ends or turns in the middle one of three frames, and the share of it that turns back sideways."""
    import cv2

    here, after = middle.grey, last.grey
    height, width = here.shape
    if min(height, width) < 2 * _BLOCK:
        return 0.0, 0.0
    size, border = (width, height), cv2.BORDER_REPLICATE
    before = cv2.warpAffine(before, middle.camera, size, flags=cv2.INTER_LINEAR, borderMode=border)
    after = cv2.warpAffine(after, last.camera, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border)
    margin = int(max(farthest(one.camera, height, width) for one in (middle, last))) + 1  # what no other frame shows
    rows = np.arange(margin, height - _BLOCK - margin, _STRIDE)
    columns = np.arange(margin, width - _BLOCK - margin, _STRIDE)
    if not len(rows) or not len(columns):
        return 0.0, 0.0
    moving = cv2.boxFilter(cv2.absdiff(here, before), cv2.CV_32F, (_BLOCK, _BLOCK), anchor=(0, 0))[
        np.ix_(rows, columns)
    ]
    least = 2 * float(np.median(moving)) + 1
    before, after = (np.pad(one, _REACH, mode="edge") for one in (before, after))
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
        do; 0 for what does not lose speed, and for what comes into the frame or leaves it, since nobody sees how it
        went outside. And whether it turns back sideways.
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
    if float((came - goes) @ came) / speed < _LOSS or not (
        _inside(row - came[0], column - came[1], here) and _inside(row + goes[0], column + goes[1], here)
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
