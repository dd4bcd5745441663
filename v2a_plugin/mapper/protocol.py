"""What the engine asks of a mapper: from what the picture shows to what it may sound like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Tag

__all__ = ["Mapped", "Mapper"]


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """One answer of a mapper.

    Attributes:
        vector: Unit vector in the audio space.
        captions: Captions that won, best first; only the text bridge has any.
        seed: Seed of the mapper's own noise; None when it draws none.
        guess: The nearest caption and its share, when nothing in the picture was recognised; None when something was,
            or the mapper cannot say.
    """

    vector: Float32[np.ndarray, " audio"]
    captions: tuple[Tag, ...] = field(default=())
    seed: int | None = None
    guess: Tag | None = None


@runtime_checkable
class Mapper(Protocol):
    """Translates vectors of one space into another."""

    @property
    def name(self) -> str:
        """What options and recipes call it ("diffusion", "regression", "bridge", "none", a plugin's own)."""

    @property
    def clip_space(self) -> str:
        """Id of the space of the pictures it takes."""

    @property
    def clap_space(self) -> str:
        """Id of the space of its answers."""

    @property
    def digest(self) -> str:
        """sha256 of the weights, hex; "" without any."""

    def map(self, picture: VisualEmbedding, settings: Settings, seeds: Sequence[int]) -> Steps[tuple[Mapped, ...]]:
        """One answer a seed; the answer to a seed does not depend on the others.

        Args:
            picture: What the region shows, in `clip_space`.
            settings: The knobs; `mapper_steps` and `mapper_guidance` are meant for mappers that sample.
            seeds: Of the mapper's own noise.

        Raises:
            SpaceMismatch: The picture lives in another space.
        """
