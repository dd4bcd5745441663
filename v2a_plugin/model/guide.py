"""A guide: when something sounds, and how strongly."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import clock

__all__ = ["FAINT", "EnergyCurve", "Guide", "GuideEvent", "GuideOrigin", "PlacedSound", "Sync", "strongest"]

FAINT = 0.2
"""Strength of the events at which something merely comes or goes: where there is nothing else, the curve is followed."""
_MOST = 50
"""Events that a second may hold: closer than 20 ms two strikes are heard as one."""


class GuideOrigin(StrEnum):
    """Where a guide is from."""

    PICTURE = "picture"
    MARKERS = "markers"
    TAPS = "taps"
    PERFORMANCE = "performance"
    SOUND = "sound"


class Sync(StrEnum):
    """How closely sounds keep to the events of a guide."""

    STRICT = "strict"
    """To the sample."""
    LOOSE = "loose"
    """Within 20 ms, as a person plays."""


@dataclass(frozen=True, slots=True)
class GuideEvent:
    """A moment at which something should sound.

    Attributes:
        at: Seconds from the start of the region.
        strength: Above 0, to 1.
        across: Where in the picture, 0 (left) to 1 (right); None where nobody knows.
        size: Share of the picture that what moves there takes, 0 to 1; None where nobody knows.
    """

    at: Fraction
    strength: float = 1.0
    across: float | None = None
    size: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.strength <= 1:
            raise BadInput(f"The event at {clock(self.at)} has a strength of {self.strength:g}.", "Give 0.01 to 1.")
        for share in (self.across, self.size):
            if share is not None and not 0 <= share <= 1:
                raise BadInput(f"The event at {clock(self.at)} lies at {share:g} of the picture.", "Give 0 to 1.")


@dataclass(frozen=True, slots=True)
class EnergyCurve:
    """How loud continuous sound is, over time.

    Attributes:
        rate: Values a second; the first holds at the start of the region, and between two it goes straight.
        values: 0 for -30 dB and below, 1 for the loudest.
    """

    rate: Fraction
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if self.rate <= 0 or not self.values:
            raise BadInput("The energy curve of the guide has no values.", "Give at least one, at a rate above 0.")
        if not all(0 <= value <= 1 for value in self.values):
            raise BadInput("The energy curve of the guide leaves the range of 0 to 1.", "Scale its values.")


@dataclass(frozen=True, slots=True)
class Guide:
    """When something sounds in a region: events, an energy curve, or both.

    Attributes:
        origin: Where it is from.
        length: Seconds from the start of the region that it speaks of.
        events: In order of time.
        curve: For continuous sound.
        period: Seconds between two events, where they repeat steadily.
        for_strikes: Only sound that strikes follows it, and what goes on is left as it is: a guide that nobody asked for.
    """

    origin: GuideOrigin
    length: Fraction
    events: tuple[GuideEvent, ...] = field(default=())
    curve: EnergyCurve | None = None
    period: Fraction | None = None
    for_strikes: bool = False

    def __post_init__(self) -> None:
        if not self.events and self.curve is None:
            raise BadInput("The guide has neither an event nor an energy curve.", "Give at least one event.")
        for event in self.events:
            if not 0 <= event.at < self.length:
                raise BadInput(
                    f"The guide has an event at {clock(event.at)}, outside of its {float(self.length):.3f} s.",
                    "Give times from the start of the region, before its end.",
                )
        for one, other in pairwise(self.events):
            if other.at <= one.at:
                raise BadInput(f"The events of the guide do not rise at {clock(other.at)}.", "Sort them by time.")
        for first, last in zip(self.events, self.events[_MOST:], strict=False):
            if last.at - first.at < 1:
                crowded = sum(first.at <= event.at < first.at + 1 for event in self.events)
                raise BadInput(
                    f"The guide has {crowded} events in the second from {clock(first.at)}, and {_MOST} are heard apart.",
                    "Keep the strongest with --events, or give an energy curve.",
                )

    def at_most(self, count: int) -> Guide:
        """The same with its strongest events only, the earlier ones among equals."""
        return replace(self, events=strongest(self.events, count))

    @property
    def events_alone(self) -> Guide:
        """The same without its curve; itself where it has no events."""
        return replace(self, curve=None) if self.events else self


def strongest(events: tuple[GuideEvent, ...], count: int) -> tuple[GuideEvent, ...]:
    """The strongest events in order of time.

    Raises:
        BadInput: Fewer than one is asked for.
    """
    if count < 1:
        raise BadInput(f"{count} events were asked for.", "Ask for 1 or more.")
    ranked = sorted(events, key=lambda event: (-event.strength, event.at))[:count]
    return tuple(sorted(ranked, key=lambda event: event.at))


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """A single sound of a take, and the event it answers.

    Attributes:
        event: Time of the event, seconds on the clock of the take's spans.
        transient: Where its transient lies, on a sample of the take: the event itself in `strict`.
        gain_db: By how much it was turned up.
        sound: Which of the single sounds of its source, from 0.
        source: Where in the source its transient lay, seconds from its first sample.
    """

    event: Fraction
    transient: Fraction
    gain_db: float
    sound: int
    source: Fraction

    def __post_init__(self) -> None:
        if not math.isfinite(self.gain_db):
            raise BadInput("A placed sound has no level.", "Render the take again.")
