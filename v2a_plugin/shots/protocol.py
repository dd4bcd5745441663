"""What the engine asks of a shot detector."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol, runtime_checkable

from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span

__all__ = ["ShotDetector"]


@runtime_checkable
class ShotDetector(Protocol):
    """Finds the cuts of a video."""

    name: str
    """What a person picks it by ("adaptive", "transnet")."""

    def cuts(self, media: MediaFile, span: Span) -> Steps[tuple[Fraction, ...]]:
        """Times of the first frame of each new shot, rising, strictly inside the span.

        Seconds from the first picture frame of the file.
        """
