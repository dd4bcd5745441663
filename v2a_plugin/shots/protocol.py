"""What the engine asks of a shot detector."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol, runtime_checkable

from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span

__all__ = ["KEEN", "USUAL", "ShotDetector"]

USUAL = 0.5
"""The sensitivity at which a detector uses its own best thresholds."""
KEEN = 0.75
"""The usual one when shots are looked for again: somebody misses a cut."""


@runtime_checkable
class ShotDetector(Protocol):
    """Finds the cuts of a video.

    A detector reports what it sees; how short a shot may be is decided by `v2a_plugin.shots.regions`,
    the same way for every detector.
    """

    @property
    def name(self) -> str:
        """What a person picks it by ("adaptive", "transnet")."""

    def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = USUAL) -> Steps[tuple[Fraction, ...]]:
        """Times of the first frame of each new shot, rising, strictly inside the span.

        Seconds from the first picture frame of the file, exactly as `v2a_plugin.media.frames` gives them.
        Progress counts frames; each batch of frames is a place to cancel.

        Args:
            media: The probed file; never a still.
            span: Where to look.
            sensitivity: 0 (only the plainest cuts) to 1 (every suspicion); `USUAL` in between.
        """
