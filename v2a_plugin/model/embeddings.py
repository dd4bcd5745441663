"""Frames and the vectors made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from jaxtyping import Float32, UInt8

from v2a_plugin.model.sound import Tag

__all__ = ["Conditioning", "FrameBatch", "VisualEmbedding", "Why", "unit"]


def unit(vectors: Float32[np.ndarray, "*rows width"]) -> Float32[np.ndarray, "*rows width"]:
    """Each row scaled to length 1; a row of zeros stays zeros."""
    vectors = np.asarray(vectors, dtype=np.float32)
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Float32[np.ndarray, "*rows width"] = (vectors / np.where(length == 0, 1, length)).astype(np.float32)
    return scaled


def _check_unit(name: str, vectors: np.ndarray) -> None:
    if vectors.dtype != np.float32:
        raise ValueError(f"{name} must be float32, not {vectors.dtype}")
    if not np.allclose(np.linalg.norm(vectors, axis=-1), 1, atol=1e-3):
        raise ValueError(f"{name} must have length 1")


@dataclass(frozen=True, slots=True, eq=False)
class FrameBatch:
    """Some frames of a region, upright.

    Attributes:
        pixels: RGB, 0 to 255.
        times: Exact seconds of each frame from the first picture frame of the file.
    """

    pixels: UInt8[np.ndarray, "time height width 3"]
    times: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if self.pixels.ndim != 4 or self.pixels.shape[-1] != 3 or self.pixels.dtype != np.uint8:
            raise ValueError(f"frames are uint8 (time, height, width, 3), not {self.pixels.dtype} {self.pixels.shape}")
        if len(self.times) != len(self.pixels) or not self.times:
            raise ValueError(f"{len(self.pixels)} frames need as many times, at least one; got {len(self.times)}")
        if any(b <= a for a, b in zip(self.times, self.times[1:], strict=False)):
            raise ValueError("the times of frames must rise")


@dataclass(frozen=True, slots=True, eq=False)
class VisualEmbedding:
    """What the visual encoder sees in a region.

    Attributes:
        vectors: One unit vector a frame.
        pooled: One unit vector for the region.
        clip_space: Id of the space both live in.
        aggregation: How `pooled` was made of `vectors` ("mean" in the paper).
        evidence: How much the encoder goes by: 1 for one guess, more where several sources agree; None where it does
            not say.
    """

    vectors: Float32[np.ndarray, "time visual"]
    pooled: Float32[np.ndarray, " visual"]
    clip_space: str
    aggregation: str = "mean"
    evidence: float | None = None

    def __post_init__(self) -> None:
        _check_unit("frame vectors", self.vectors)
        _check_unit("the pooled vector", self.pooled)
        if self.vectors.shape[-1] != self.pooled.shape[-1]:
            raise ValueError(f"{self.vectors.shape[-1]}-wide frames cannot pool to {self.pooled.shape[-1]}")


@dataclass(frozen=True, slots=True)
class Why:
    """Where a conditioning came from, in words a person can read back.

    Attributes:
        mapper: Name of the mapper; "" when only words were used.
        seed: Seed of the mapper's own noise; None when it has none.
        prompt: Words asked for; "" for none.
        prompt_weight: Share of the words against the picture, 0 to 1.
        negative_prompt: Words to keep away from; "" for none.
        captions: Captions of the text bridge that won, best first, scores summing to at most 1.
        between: Ids of the two ends when interpolated.
        position: Place between those ends, 0 to 1.
        ambience: Nothing in the picture was recognised, so ambience answers it.
    """

    mapper: str = ""
    seed: int | None = None
    prompt: str = ""
    prompt_weight: float = 0.0
    negative_prompt: str = ""
    captions: tuple[Tag, ...] = field(default=())
    between: tuple[str, str] | None = None
    position: float | None = None
    ambience: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Conditioning:
    """What one take is asked to sound like.

    Attributes:
        positive: Unit vector to go towards.
        negative: Unit vector to go away from (guidance); the empty text in most cases.
        clap_space: Id of the space both live in.
        why: How it came about.
        words: The same in words, for a source that needs them; "" otherwise.
        unwanted: What to keep away from in words, for a source that needs them; "" for nothing.
        frames: What is seen over the rendered span, for a source that looks itself; None otherwise, or without a picture.
    """

    positive: Float32[np.ndarray, " audio"]
    negative: Float32[np.ndarray, " audio"]
    clap_space: str
    why: Why = Why()
    words: str = ""
    unwanted: str = ""
    frames: FrameBatch | None = None

    def __post_init__(self) -> None:
        _check_unit("the positive vector", self.positive)
        _check_unit("the negative vector", self.negative)
        if self.positive.shape != self.negative.shape:
            raise ValueError(f"{self.positive.shape} and {self.negative.shape} vectors cannot guide each other")
