"""Many frames, one vector: how the frames of a region are pooled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import VisualEncoder, WeighsFrames
from v2a_plugin.model.embeddings import FrameBatch, VisualEmbedding, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["aggregate", "embed"]

_FRAMES_A_STEP = 16


def aggregate(vectors: Float32[np.ndarray, "time visual"], how: str = "mean") -> Float32[np.ndarray, " visual"]:
    """One unit vector for the unit vectors of some frames.

    - "mean": the mean, scaled back to length 1. The paper pools frames into one vector and names the mean among its
      aggregators; whether it scales before or after is not known. Both follow-ups with public code take the mean.
    - "median": each component's median, scaled back to length 1; a few odd frames do not move it.
    - "medoid": the frame most like all others.
    - "middle": the frame in the middle; of an even number, the later of the two.
    - "peak": the frame least like all others, where something happens.

    Args:
        vectors: At least one frame.
        how: One of the names above.

    Raises:
        BadInput: No frames, or an unknown name.
    """
    _check(how)
    if not len(vectors):
        raise BadInput("No frames cannot be aggregated.", "Give at least one frame.")
    pooled = unit(_AGGREGATIONS[how](unit(vectors)))
    return pooled if np.any(pooled) else _medoid(unit(vectors))  # frames that cancel each other out


def embed(encoder: VisualEncoder, frames: FrameBatch, how: str = "mean") -> Steps[VisualEmbedding]:
    """Encode the frames of a region and pool them, a few frames a step.

    Args:
        encoder: Describes each frame.
        frames: Of one region, at least one.
        how: A name that `aggregate` knows.

    Raises:
        BadInput: An unknown way to aggregate, before anything is encoded.
    """
    _check(how)
    total = len(frames.times)
    rows = []
    for start in range(0, total, _FRAMES_A_STEP):
        yield Progress("describing frames", start, total)
        part = slice(start, start + _FRAMES_A_STEP)
        batch = FrameBatch(frames.pixels[part], frames.times[part])
        rows.append(encoder.weigh_frames(batch) if isinstance(encoder, WeighsFrames) else encoder.embed_frames(batch))
    found = np.concatenate(rows)
    yield Progress("describing frames", total, total)
    vectors = unit(found)
    evidence = float(np.linalg.norm(found.mean(axis=0))) if isinstance(encoder, WeighsFrames) else None
    return VisualEmbedding(vectors, aggregate(vectors, how), encoder.clip_space, how, evidence)


def _check(how: str) -> None:
    if how not in _AGGREGATIONS:
        raise BadInput(f"There is no aggregation '{how}'.", f"Use one of: {', '.join(_AGGREGATIONS)}.")


def _mean(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors.mean(axis=0))


def _median(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(np.median(vectors, axis=0))


def _medoid(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors[np.argmax(vectors @ vectors.sum(axis=0))])


def _middle(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors[len(vectors) // 2])


def _peak(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors[np.argmin(vectors @ vectors.sum(axis=0))])


_AGGREGATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "mean": _mean,
    "median": _median,
    "medoid": _medoid,
    "middle": _middle,
    "peak": _peak,
}
