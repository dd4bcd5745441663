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
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np
from jaxtyping import Float32, Float64, UInt8

from v2a_plugin.guides.camera import Affine, camera_motion, farthest, flow_of_camera, moves
from v2a_plugin.guides.falls import COLUMNS, ROWS, fall_stops
from v2a_plugin.guides.strikes import LEAST_SIDE, SmallFrame, carried, changes
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
_PATCH, _CHANGED = 7, 1.0
"""Pixels of the side of a place, and mean change of its luma, of 255, below which it stands still."""
_LITTLE = 1.0
"""Pixels by which a camera may move unseen."""
_CUT, _CUT_RISE = 18.0, 3.0
"""Mean change of small pictures at a cut, of 255, and how far it stands above its neighbours."""


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
        self._recent: deque[SmallFrame] = deque(maxlen=step + 1)
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
        brought = grey
        moved = (0.0, 0.5, 0.0, 0.0)
        down = np.zeros((ROWS, COLUMNS), np.float32)
        if len(self._recent) >= step and min(grey.shape) >= LEAST_SIDE:
            flow = self._flow.calc(self._recent[-step].grey, grey, None)  # type: ignore[call-overload]  # none to begin with
            camera = camera_motion(flow)
            before = self._recent[-step].grey
            brought = carried(before, camera)
            if farthest(camera, *grey.shape) > _LITTLE and not moves(before, brought, grey):
                camera, brought = np.eye(2, 3), before
            own = flow - flow_of_camera(camera, *grey.shape)
            looks_new = cv2.boxFilter(cv2.absdiff(grey, brought), cv2.CV_32F, (_PATCH, _PATCH)) >= _CHANGED
            own *= looks_new[..., None]  # a place that looks the same did not move, whatever moves beside it
            moved = _motion(own)
            down = cv2.resize(own[..., 1], (COLUMNS, ROWS), interpolation=cv2.INTER_AREA) / grey.shape[1]
        self._moved.append(moved)
        self._down.append(down)
        self._recent.append(SmallFrame(grey, camera, brought))
        if len(self._times) > 2 * step:
            self._change.append(changes(self._recent[0], self._recent[-1]))

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
