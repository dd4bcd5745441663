"""Regions: the stretches of a media file that get sound."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap

__all__ = ["Region", "RegionKind", "new_id"]


def new_id(prefix: str) -> str:
    """A short id that nobody else has, such as `shot-5f3a9c21b04d`."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


class RegionKind(StrEnum):
    """Where a region came from."""

    SHOT = "shot"
    """Between two cuts, detected or read from the editor's own cut."""
    SEGMENT = "segment"
    """Marked by hand."""


@dataclass(frozen=True, slots=True)
class Region:
    """A named stretch of one media file.

    Attributes:
        span: Seconds from the first picture frame; where there is a `time_map`, seconds on the clock of what is shown,
            so that it is always as long as the region is seen and heard.
        media: Fingerprint of the file it belongs to.
        kind: Shot or segment.
        name: What a person calls it ("Shot 3").
        id: Stable: kept through edits that leave it the same region.
        time_map: From the clock of `span` to seconds from the first picture frame, where the editor changed the speed.
    """

    span: Span
    media: str
    kind: RegionKind
    name: str
    id: str = field(default_factory=lambda: new_id("region"))
    time_map: TimeMap | None = None

    def __post_init__(self) -> None:
        if self.span.start < 0:
            raise SpanError(f"{self.name} starts before the picture does.", "Start at 0 or later.")

    @classmethod
    def within(cls, media: MediaFile, span: Span, kind: RegionKind, name: str) -> Region:
        """A region that was checked to lie inside its media.

        Args:
            media: The video or still.
            span: Seconds from its first picture frame.
            kind: Where the region comes from.
            name: What a person calls it.

        Raises:
            SpanError: The span reaches outside the picture (stills have no end).
        """
        if not media.still and (span.start < 0 or span.end > media.duration):
            raise SpanError(
                f"{media.path.name} runs from 0 to {float(media.duration):.3f} s; {span} lies outside it.",
                "Give a span inside the clip"
                + (f"; as timecode it starts at {media.timecode}." if media.timecode else "."),
            )
        return cls(span, media.fingerprint, kind, name)

    def source_at(self, at: Fraction) -> Fraction:
        """The time of the media, seconds from its first frame, that is seen at a time of `span`'s clock."""
        return self.time_map.source(at) if self.time_map else at

    @property
    def source_span(self) -> Span:
        """What of the media is seen, seconds from its first frame; a frozen frame counts as a millisecond."""
        if self.time_map is None:
            return self.span
        first, last = self.time_map.extent(self.span)
        return Span(first, max(last, first + Fraction(1, 1000)))

    def frames(self, rate: Fraction) -> int:
        """Length in whole frames at a rate, at least 1."""
        return max(1, round(self.span.duration * rate))
