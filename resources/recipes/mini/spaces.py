"""The two embedding spaces of the bundle: what a unit vector of a sound, or of words, is meant to be.

Sound space (`clap`): YAMNet's mean embedding, centred, whitened by a shrunk within-class covariance so that a cosine
says how alike two classes are, turned to its principal axes, scaled to length 1. The last axis is left free: the
empty text lies on it alone, at a right angle to every sound.

Word space (`clip`): a sentence embedding, centred, turned to its principal axes over a wide vocabulary, length 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32
from safetensors.torch import load_file

from v2a_plugin.model.embeddings import unit
from v2a_plugin.training.checkpoints import save_tensors

__all__ = [
    "WIDTH",
    "SoundSpace",
    "WordSpace",
    "facing",
    "fit_sound_space",
    "fit_word_space",
    "load_space",
    "neutral",
    "save_space",
]

WIDTH = 128


@dataclass(frozen=True, slots=True, eq=False)
class SoundSpace:
    """From YAMNet's embedding to the sound space.

    Attributes:
        centre: Mean embedding of the training sounds.
        turn: Whitening and rotation; one axis less than the space has.
        classes: One unit vector for each of YAMNet's 521 classes, where its sounds are expected.
    """

    centre: Float32[np.ndarray, " 1024"]
    turn: Float32[np.ndarray, "1024 axes"]
    classes: Float32[np.ndarray, "521 width"]

    def place(self, embeddings: Float32[np.ndarray, "rows 1024"]) -> Float32[np.ndarray, "rows width"]:
        """Unit vectors; the last axis is 0."""
        return _free_axis(unit((embeddings - self.centre) @ self.turn))


@dataclass(frozen=True, slots=True, eq=False)
class WordSpace:
    """From a sentence embedding to the word space."""

    centre: Float32[np.ndarray, " sentence"]
    turn: Float32[np.ndarray, "sentence width"]

    def place(self, sentences: Float32[np.ndarray, "rows sentence"]) -> Float32[np.ndarray, "rows width"]:
        """Unit vectors."""
        return unit((sentences - self.centre) @ self.turn)


def neutral(width: int = WIDTH) -> Float32[np.ndarray, " width"]:
    """Where the empty text lies in the sound space, and what the denoiser learns as "no condition"."""
    vector = np.zeros(width, dtype=np.float32)
    vector[-1] = 1.0
    return vector


def _free_axis(vectors: Float32[np.ndarray, "rows axes"]) -> Float32[np.ndarray, "rows width"]:
    return np.pad(vectors, ((0, 0), (0, 1))).astype(np.float32)


def fit_sound_space(
    embeddings: Float32[np.ndarray, "sounds 1024"],
    classes: Sequence[str],
    head: Float32[np.ndarray, "521 1024"],
    shrink: float = 0.5,
    width: int = WIDTH,
) -> SoundSpace:
    """The space of some training sounds.

    Args:
        embeddings: YAMNet's, one a sound.
        classes: One name a sound; "" for none (then it only helps to place the axes).
        head: YAMNet's last layer. A class's sounds are expected at covariance times weights (Haufe et al. 2014).
        shrink: Share of the isotropic covariance; 0.5 gave the best class ranks on held-out sounds among 0.05, 0.2, 0.5.
        width: Of the space, with the free axis.
    """
    centre = embeddings.mean(0)
    residuals = embeddings - centre
    for name in sorted(set(classes) - {""}):
        rows = [row for row, other in enumerate(classes) if other == name]
        residuals[rows] = embeddings[rows] - embeddings[rows].mean(0)
    sorted_rows = [row for row, name in enumerate(classes) if name] or list(range(len(classes)))
    within = residuals[sorted_rows].T @ residuals[sorted_rows] / len(sorted_rows)
    within = (1 - shrink) * within + shrink * np.trace(within) / len(within) * np.eye(len(within), dtype=np.float32)
    values, vectors = np.linalg.eigh(within)
    whiten = (vectors / np.sqrt(values)) @ vectors.T
    _, _, axes = np.linalg.svd((embeddings - centre) @ whiten, full_matrices=False)
    turn = np.zeros((embeddings.shape[1], width - 1), dtype=np.float32)
    kept = axes[: width - 1].T
    turn[:, : kept.shape[1]] = whiten @ kept
    covariance = np.cov(embeddings.T)
    expected = (head @ covariance).astype(np.float32)
    return SoundSpace(centre, turn, _free_axis(unit(expected @ turn)))


def fit_word_space(sentences: Float32[np.ndarray, "words sentence"], width: int = WIDTH) -> WordSpace:
    """The space of a wide vocabulary."""
    centre = sentences.mean(0)
    _, _, axes = np.linalg.svd(sentences - centre, full_matrices=False)
    turn = np.zeros((sentences.shape[1], width), dtype=np.float32)
    kept = axes[:width].T
    turn[:, : kept.shape[1]] = kept
    return WordSpace(centre, turn)


def facing(
    turn: Float32[np.ndarray, "features axes"],
    places: Float32[np.ndarray, "texts width"],
    wanted: Float32[np.ndarray, "texts width"],
) -> Float32[np.ndarray, "features axes"]:
    """The projection with each axis pointing as in an encoder taught earlier: a decomposition does not fix the signs.

    Args:
        turn: Projection of the space made again.
        places: Where that puts some texts or sounds.
        wanted: Where the encoder puts them.
    """
    agree = (places * wanted).sum(0)[: turn.shape[1]]
    flipped: Float32[np.ndarray, "features axes"] = np.where(agree < 0, -turn, turn).astype(np.float32)
    return flipped


def save_space(path: Path, space: SoundSpace | WordSpace) -> None:
    """Write a space as safetensors."""
    tensors = {name: torch.from_numpy(np.ascontiguousarray(getattr(space, name))) for name in space.__slots__}
    save_tensors(path, tensors)


def load_space(path: Path) -> SoundSpace | WordSpace:
    """What `save_space` wrote."""
    arrays = {name: tensor.numpy() for name, tensor in load_file(path).items()}
    if "classes" in arrays:
        return SoundSpace(arrays["centre"], arrays["turn"], arrays["classes"])
    return WordSpace(arrays["centre"], arrays["turn"])
