"""No mapper: the picture's vector handed to the generator as it is, which shows the gap between the two spaces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.mapper.spaces import Spaces
from v2a_plugin.model.embeddings import VisualEmbedding, unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings

__all__ = ["PassthroughMapper"]


class PassthroughMapper:
    """The paper's demonstration: sound from it fits the picture by chance only.

    Where the sound space is wider, zeros fill the end; where it is narrower, the end is cut.
    """

    name = "none"
    digest = ""

    def __init__(self, clip_space: str, clap_space: str, clip_width: int = 512, clap_width: int = 512) -> None:
        self.clip_space, self.clap_space = clip_space, clap_space
        self.clip_width, self.clap_width = clip_width, clap_width
        self._spaces = Spaces(clip_space, clap_space, clip_width, clap_width)

    def map(self, picture: VisualEmbedding, settings: Settings, seeds: Sequence[int]) -> Steps[tuple[Mapped, ...]]:  # noqa: ARG002
        """The picture's own vector, for every seed.

        Raises:
            SpaceMismatch: The picture lives in another space.
        """
        self._spaces.check(picture)
        yield Progress("mapping", 0, 1)
        vector = np.zeros(self.clap_width, dtype=np.float32)
        shared = min(self.clip_width, self.clap_width)
        vector[:shared] = picture.pooled[:shared]
        return tuple(Mapped(unit(vector)) for _ in seeds)
