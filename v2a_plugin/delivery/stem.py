"""A stem: one sound file of a delivery, and where it belongs on the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from v2a_plugin.model.time import Span, Timecode

__all__ = ["Stem"]


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
        channels: 1 or 2.
        start: Record timecode of the first sample.
        time_reference: Samples since midnight of the first sample, at `rate` (EBU Tech 3285, bext TimeReference).
        category: UCS CatID of the sound.
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
