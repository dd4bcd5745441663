"""The camera's own motion between two frames, and what is left of the flow without it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from jaxtyping import Float32, Float64, UInt8

__all__ = ["Affine", "Luma", "camera_motion", "farthest", "flow_of_camera", "moves"]

_STEP = 8
"""Pixels between the places whose flow tells of the camera."""
_ROUNDS = 5
_LEAST = 0.25
"""Pixels by which flow may differ from the camera's and count in full."""

_CAP = 16
"""Change of luma from which on more says no more: something has moved there."""
_STRIPS, _SHARE = 8, 0.02
"""Upright strips of the frame, and the share of what a motion explains from which on one counts."""

Affine = Float64[np.ndarray, "2 3"]
Flow = Float32[np.ndarray, "height width 2"]
Luma = UInt8[np.ndarray, "height width"]


def camera_motion(flow: Flow) -> Affine:
    """Where the camera's pan, zoom and roll carry a pixel: the affine map that most of the flow agrees with.

    Begun with the median of the flow, then least squares with the weights of Geman and McClure, so that what moves by
    itself counts little.

    Args:
        flow: Of each pixel, across and down.
    """
    places = _places(*flow.shape[:2])
    moves = flow[_STEP // 2 :: _STEP, _STEP // 2 :: _STEP].reshape(-1, 2).astype(np.float64)
    half = len(moves) // 2
    fit = np.zeros((3, 2))
    fit[2] = np.partition(moves, half, axis=0)[half]
    for _ in range(_ROUNDS):
        away = np.hypot(*(moves - places @ fit).T)
        scale = max(_LEAST, 1.48 * float(np.partition(away, half)[half]))
        weights = (1 / (1 + (away / scale) ** 2) ** 2)[:, None]
        normal = places.T @ (places * weights) + 1e-6 * np.eye(3)
        fit = np.linalg.solve(normal, places.T @ (moves * weights))
    motion: Affine = fit.T + np.eye(2, 3)
    return motion


def moves(before: Luma, brought: Luma, here: Luma) -> bool:
    """Whether the camera moved, and not merely something large in front of one that stands.

    Something large draws the flow of a soft background along. So the motion must explain a frame better than none, in half
    of its width at least.

    Args:
        before: The frame before.
        brought: The same, carried by the motion.
        here: The frame.
    """
    import cv2

    better = np.minimum(cv2.absdiff(here, before), _CAP).astype(np.int16) - np.minimum(cv2.absdiff(here, brought), _CAP)
    strips = [float(part.sum()) for part in np.array_split(better, _STRIPS, axis=1)]
    return sum(gain > _SHARE * sum(strips) > 0 for gain in strips) > _STRIPS / 2


@lru_cache(maxsize=4)
def _places(height: int, width: int) -> Float64[np.ndarray, "place 3"]:
    """Across, down and 1 of the places whose flow tells of the camera."""
    rows, columns = np.mgrid[_STEP // 2 : height : _STEP, _STEP // 2 : width : _STEP]
    return np.stack([columns.ravel(), rows.ravel(), np.ones(rows.size)], axis=1)


def flow_of_camera(motion: Affine, height: int, width: int) -> Flow:
    """The flow that a camera's motion alone would give."""
    own = (motion - np.eye(2, 3)).astype(np.float32)
    rows, columns = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)
    flow: Flow = np.empty((height, width, 2), np.float32)
    for axis, line in enumerate(own):
        flow[..., axis] = (line[1] * rows + line[2]) + line[0] * columns
    return flow


def farthest(motion: Affine, height: int, width: int) -> float:
    """By how many pixels a corner of the frame is carried at most."""
    corners = np.array([(0, 0, 1), (width, 0, 1), (0, height, 1), (width, height, 1)], np.float64)
    return float(np.abs(corners @ motion.T - corners[:, :2]).max())
