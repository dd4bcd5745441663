"""A stem: one sound file of a delivery, and where it belongs on the timeline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.model.time import Span, Timecode

__all__ = ["FrameRange", "Stem", "touched_frames"]


@dataclass(frozen=True, slots=True)
class FrameRange:
    """Whole video frames, counted from the timeline's time 0.

    Attributes:
        first: May be below 0.
        count: At least 1.
    """

    first: int
    count: int

    @property
    def end(self) -> int:
        """The frame after the last."""
        return self.first + self.count

    def span(self, rate: Fraction) -> Span:
        """The same in seconds, exact."""
        return Span(self.first / rate, self.end / rate)


def touched_frames(span: Span, rate: Fraction) -> FrameRange:
    """Every frame that a span has a share in: its ends moved outward to whole frames."""
    first = math.floor(span.start * rate)
    return FrameRange(first, math.ceil(span.end * rate) - first)


@dataclass(frozen=True, slots=True)
class Stem:
    """One sound file.

    Attributes:
        file: Path inside the delivery's folder, with '/'.
        name: What a person calls it.
        track: Id of its track; None for the mix.
        cue: Id of its cue; None for a whole track or the mix.
        span: What the file covers on the timeline: whole video frames, handles and padding included. At rates
            where a frame is no whole number of samples, both ends are rounded by `index_at`.
        content: The cue itself inside `span`, to the exact time; the same as `span` for tracks and the mix.
        samples: Length of the file.
        rate: Samples a second.
        channels: 1 to 8.
        start: Record timecode of the first sample; counts on from midnight at 24 hours.
        time_reference: Samples since midnight of the first sample, at `rate` (EBU Tech 3285, bext TimeReference).
        category: UCS CatID of the sound.
        muted: Holds the sound of a cue that is not heard; only planned for formats that carry muted cues.
        part: Which channel, of how many, a file of one channel holds; None for all.
    """

    file: str
    name: str
    track: str | None
    cue: str | None
    span: Span
    content: Span
    samples: int
    rate: int
    channels: int
    start: Timecode
    time_reference: int
    category: str = ""
    muted: bool = False
    part: tuple[int, int] | None = None

    @property
    def covered(self) -> FrameRange:
        """The file on the timeline, in whole frames."""
        return touched_frames(self.span, self.start.rate)

    @property
    def played(self) -> FrameRange:
        """The cue without its handles, in whole frames; where its edges lie between frames the file is silent."""
        return touched_frames(self.content, self.start.rate)

    @property
    def offset(self) -> int:
        """Frames of the file before `played`: the handle. A clip's source begins here."""
        return self.played.first - self.covered.first
