"""Where texts belong in the sound space: among the sounds whose names they are like."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from mini.spaces import SoundSpace
from mini.tokens import LENGTH
from v2a_plugin.model.embeddings import unit

__all__ = ["References", "TextLessons", "places_of_texts", "references"]

SHARPNESS = 20.0  # of the softmax over cosines of sentence embeddings: 0.05 more similar is e times the weight


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Names whose place among the sounds is known.

    Attributes:
        texts: The names.
        vectors: Unit vectors in the sound space.
    """

    texts: tuple[str, ...]
    vectors: Float32[np.ndarray, "names width"]


def references(
    space: SoundSpace,
    heard: Sequence[str],
    scores: Float32[np.ndarray, "sounds 521"],
    places: Float32[np.ndarray, "sounds width"],
    named: Sequence[tuple[str, tuple[int, ...]]],
) -> References:
    """Places of AudioSet's names and of the corpus's phrases.

    Args:
        space: The sound space; it says where each AudioSet class is expected.
        heard: AudioSet's 521 names.
        scores: The teacher's scores of training sounds.
        places: The same sounds in the space.
        named: Phrases with the indices of the sounds they name.

    An AudioSet class moves from where it is expected to the score-weighted mean of our sounds as there are more of them.
    """
    weights = scores**2
    amount = weights.sum(0).clip(0, 1)[:, None]
    known = (1 - amount) * space.classes + amount * unit(weights.T @ places)
    ours = [(text, unit(places[list(rows)].mean(0))) for text, rows in named if rows]
    vectors = [*unit(known), *(vector for _, vector in ours)]
    return References((*heard, *(text for text, _ in ours)), np.stack(vectors).astype(np.float32))


def places_of_texts(
    sentences: Float32[np.ndarray, "texts sentence"],
    names: Float32[np.ndarray, "names sentence"],
    vectors: Float32[np.ndarray, "names width"],
) -> Float32[np.ndarray, "texts width"]:
    """Each text at the mean of the names, weighted by how like their sentence embeddings are."""
    rows = []
    for start in range(0, len(sentences), 4096):
        likeness = sentences[start : start + 4096] @ names.T
        weight = np.exp(SHARPNESS * (likeness - likeness.max(1, keepdims=True)))
        rows.append(weight / weight.sum(1, keepdims=True) @ vectors)
    return unit(np.concatenate(rows))


@dataclass(frozen=True, slots=True, eq=False)
class TextLessons:
    """Texts, what they should become, how often each is shown, and the templates they are put into."""

    texts: tuple[str, ...]
    targets: Float32[np.ndarray, "texts width"]
    weights: tuple[float, ...]
    templates: tuple[str, ...]

    def draw(
        self, tokenizer: PreTrainedTokenizerFast, count: int, chance: random.Random
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Token ids, their mask and targets of `count` texts; half of them bare, half in a template."""
        rows = chance.choices(range(len(self.texts)), self.weights, k=count)
        said = [
            self.texts[row] if chance.random() < 0.5 or not self.texts[row]
            else chance.choice(self.templates).format(self.texts[row])
            for row in rows
        ]  # fmt: skip
        tokens = tokenizer(said, padding=True, truncation=True, max_length=LENGTH, return_tensors="pt")
        return tokens["input_ids"], tokens["attention_mask"], torch.from_numpy(self.targets[rows])
