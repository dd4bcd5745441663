"""Pictures in words: what a captioner is, and the one that needs no model of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import VisualEncoder
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.embeddings import FrameBatch, unit
from v2a_plugin.model.errors import BadInput

__all__ = ["Captioner", "CaptionerContext", "TagCaptioner"]


@dataclass(frozen=True, slots=True, eq=False)
class CaptionerContext:
    """What a captioner may use; one with its own model ignores most of it.

    Attributes:
        visual: The bundle's picture encoder.
        captions: The bundle's captions, one thing that sounds each.
        runtime: The device.
    """

    visual: VisualEncoder
    captions: tuple[str, ...]
    runtime: Runtime


@runtime_checkable
class Captioner(Protocol):
    """Says in words what frames show."""

    def caption(self, frames: FrameBatch) -> str:
        """One sentence or phrase, not empty."""


class TagCaptioner:
    """A stand-in for a captioner: the caption of the bundle's list that the bundle's own encoder finds nearest.

    It can say nothing that is not on the list, and no grammar comes with it.
    """

    def __init__(self, context: CaptionerContext) -> None:
        """Encode the captions.

        Raises:
            BadInput: The bundle has none.
        """
        if not context.captions:
            raise BadInput("The bundle has no captions to choose from.", "Use another captioner.")
        self._visual, self._captions = context.visual, context.captions
        sentences = [f"a photo of {caption}" for caption in context.captions]
        self._vectors: Float32[np.ndarray, "caption visual"] = context.visual.embed_text(sentences)

    def caption(self, frames: FrameBatch) -> str:
        """The nearest caption to the mean of the frames."""
        seen = unit(self._visual.embed_frames(frames).mean(0))
        return self._captions[int(np.argmax(self._vectors @ seen))]
