"""The camera's own motion between two frames, and what is left of the flow without it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from jaxtyping import Float32, Float64

__all__ = ["Affine", "camera_motion", "farthest", "flow_of_camera"]

_STEP = 8
"""Pixels between the places whose flow tells of the camera."""
_ROUNDS = 5
_LEAST = 0.25
"""Pixels by which flow may differ from the camera's and count in full."""

Affine = Float64[np.ndarray, "2 3"]
Flow = Float32[np.ndarray, "height width 2"]


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
