"""Ranking: how well a sound fits its conditioning, and what it is heard as."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import SpaceMismatch
from v2a_plugin.model.sound import Sound, Tag

__all__ = ["ClapRanker", "both", "score"]

Vectors = Float32[np.ndarray, "sound audio"]


def score(conditioning: Conditioning, vector: Float32[np.ndarray, " audio"]) -> float:
    """Cosine between what was asked for and what came out, -1 to 1."""
    return float(np.clip(conditioning.positive @ vector, -1, 1))


def both(fit: float, in_sync: float | None) -> float:
    """One score of how right a take is and how well it keeps to its guide, -1 to 1.

    Args:
        fit: Cosine, as `score` gives it.
        in_sync: 0 to 1; None without a guide, which leaves the cosine.
    """
    return fit if in_sync is None else (1 + fit) * in_sync - 1


class ClapRanker:
    """An audio encoder that knows the labels of its bundle; they are encoded once, when first needed."""

    def __init__(self, encoder: AudioEncoder, labels: Sequence[str] = ()) -> None:
        """Keep the encoder and the labels.

        Args:
            encoder: Of the bundle.
            labels: What a sound may be heard as ("dog barking"); none gives no tags.
        """
        self._encoder = encoder
        self._labels = tuple(labels)
        self._vectors: Float32[np.ndarray, "label audio"] | None = None

    def embed(self, sounds: Sequence[Sound]) -> Vectors:
        """One unit vector a sound."""
        return self._encoder.embed_sounds(sounds)

    def check(self, conditionings: Sequence[Conditioning]) -> None:
        """Refuse to compare across spaces.

        Raises:
            SpaceMismatch: A conditioning lives in another space than the encoder.
        """
        for each in conditionings:
            if each.clap_space != self._encoder.clap_space:
                raise SpaceMismatch(
                    f"The conditioning lives in '{each.clap_space}', but the audio encoder in "
                    f"'{self._encoder.clap_space}'.",
                    "Use the parts of one bundle.",
                )

    def heard_as(self, vectors: Vectors, most: int = 5) -> tuple[tuple[Tag, ...], ...]:
        """The labels nearest to each sound, best first.

        Args:
            vectors: As `embed` gave them.
            most: Tags a sound at most.
        """
        if not self._labels:
            return tuple(() for _ in vectors)
        if self._vectors is None:
            self._vectors = self._encoder.embed_text(self._labels)
        cosines = np.clip(vectors @ self._vectors.T, -1, 1)
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :most]
        return tuple(
            tuple(Tag(self._labels[index], float(row[index])) for index in order)
            for row, order in zip(cosines, best, strict=True)
        )
