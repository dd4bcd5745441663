"""Which space a mapper leads from and to, and the refusal of any other."""

from __future__ import annotations

from dataclasses import dataclass

from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import SpaceMismatch

__all__ = ["Spaces"]


@dataclass(frozen=True, slots=True)
class Spaces:
    """The two ends of a mapper.

    Attributes:
        clip: Id of the space it takes.
        clap: Id of the space it gives.
        clip_width: Components of a vector it takes.
        clap_width: Components of a vector it gives.
    """

    clip: str
    clap: str
    clip_width: int
    clap_width: int

    def check(self, picture: VisualEmbedding) -> None:
        """Refuse a picture from elsewhere.

        Raises:
            SpaceMismatch: It lives in another space, or has another width.
        """
        if picture.clip_space != self.clip:
            raise SpaceMismatch(
                f"The mapper takes pictures of the space {self.clip!r}, and this one is of {picture.clip_space!r}.",
                "Choose the mapper that belongs to the bundle.",
            )
        if picture.pooled.shape[-1] != self.clip_width:
            raise SpaceMismatch(
                f"The mapper takes pictures of {self.clip_width} numbers, and this one has {picture.pooled.shape[-1]}.",
                "Choose the mapper that belongs to the bundle.",
            )
