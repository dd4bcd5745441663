"""What is asked for: an order for many regions, and the request for one of them that everything else answers."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass, replace
from fractions import Fraction

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.recipe import Between, Mend, Recipe, RecordingReference, Settings, SoundEdit, Variation
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap

__all__ = ["DEFAULT_TAKES", "GenerateRequest", "GenerationOrder", "any_seed", "like_take"]

SHORTEST = Fraction(1, 5)
"""Seconds of the shortest take, handles included."""
LONGEST = Fraction(600)
"""Seconds of the longest region, without handles."""
DEFAULT_TAKES = 4
"""Takes of a region when nobody says how many."""
_MOST_TAKES = 64
_SEEDS = 2**63
_DRAWN = 2**32
"""Seeds that are drawn stay short enough to read out and to type."""
_SIDE_BY_SIDE = 2
"""Takes of a batch: on a CPU two cost as much each as four, and the first is heard in half the time."""


def check_takes(takes: int) -> None:
    """Nothing when so many takes can be asked for.

    Raises:
        BadInput: Fewer than one, or too many.
    """
    if not 1 <= takes <= _MOST_TAKES:
        raise BadInput(f"{takes} takes were asked for.", f"Ask for 1 to {_MOST_TAKES}.")


@dataclass(frozen=True, slots=True)
class GenerationOrder:
    """What every region of a run is asked for; `v2a_plugin.generation.requests` makes a request of it for each.

    Attributes:
        settings: The knobs.
        seed: Seed of the first take of each region.
        takes: How many a region gets.
        handle: Seconds rendered before and after.
        between: What to sound between, in the place of what the picture and the words say.
        variation: The recording to start from; takes are rendered then, whatever the settings say.
        recording: What the take is cut from, where that is known already.
    """

    settings: Settings
    seed: int
    takes: int = DEFAULT_TAKES
    handle: Fraction = Fraction(0)
    between: Between | None = None
    variation: Variation | None = None
    recording: RecordingReference | None = None

    def __post_init__(self) -> None:
        check_takes(self.takes)


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """What one region is asked for.

    Attributes:
        name: What a person calls the region.
        media: The picture; None for words alone.
        used: Seconds from the first picture frame; from 0 for a still or for words alone.
        rate: Frames a second, for labels and padding.
        settings: The knobs.
        seed: Seed of the first take; the others count up from it.
        takes: How many, 1 to 64.
        handle: Seconds rendered before and after.
        batch: How many are rendered side by side; None chooses. A take comes out bit for bit only in a batch of the
            size it was made in, so smaller groups are filled up.
        between: What to sound between, in the place of what the picture and the words say.
        place: Which of its batch the first take is, below `side_by_side`; the others follow.
        edits: What is done to each take when it is rendered, in order.
        time_map: From the clock of `used` to seconds from the first picture frame, where the editor changed the speed.
        guide: When it sounds, from the start of `used`; None leaves that to the source.
        recording: What the take is cut from, where that is known already; None to find or to render.
        avoid: Digests of recordings that are not wanted again.
        variation: The recording to start from; takes are rendered then, whatever the settings say.
        mend: The take that some of each stays; it says what the rest is asked for, too.
    """

    name: str
    media: MediaFile | None
    used: Span
    rate: Fraction
    settings: Settings
    seed: int
    takes: int = DEFAULT_TAKES
    handle: Fraction = Fraction(0)
    batch: int | None = None
    between: Between | None = None
    place: int = 0
    edits: tuple[SoundEdit, ...] = ()
    time_map: TimeMap | None = None
    guide: Guide | None = None
    recording: RecordingReference | None = None
    avoid: frozenset[str] = frozenset()
    variation: Variation | None = None
    mend: Mend | None = None

    def __post_init__(self) -> None:
        check_takes(self.takes)
        if self.handle < 0:
            raise SpanError(f"The handles are {float(self.handle)} s long.", "Give 0 or more.")
        if self.rendered.duration < SHORTEST:
            raise SpanError(
                f"{self.name} is {float(self.rendered.duration):.3f} s long, and a take is at least 0.2 s.",
                "Take a longer span, or add handles.",
            )
        if self.used.duration > LONGEST:
            raise SpanError(f"{self.name} is longer than 10 minutes.", "Cut it into shorter segments.")
        if self.guide is not None and self.guide.length > self.used.duration:
            raise BadInput(
                f"The guide is {float(self.guide.length):.3f} s long, and {self.name} {float(self.used.duration):.3f} s.",
                "Give a guide of this region.",
            )
        if self.media is None and not self.settings.prompt:
            raise BadInput("There is neither a picture nor a prompt.", "Give a file, or words with --prompt.")

    @property
    def rendered(self) -> Span:
        """The used span with its handles; may begin before 0."""
        return self.used.widened(self.handle)

    @property
    def seeds(self) -> tuple[int, ...]:
        """One a take."""
        return tuple((self.seed + number) % _SEEDS for number in range(self.takes))

    @property
    def side_by_side(self) -> int:
        """The size of a batch: as few batches of at most two as the takes need, evenly filled."""
        return self.batch or math.ceil(self.takes / math.ceil(self.takes / _SIDE_BY_SIDE))

    @property
    def places(self) -> tuple[int, ...]:
        """Which of its batch each take is."""
        return tuple((self.place + number) % self.side_by_side for number in range(self.takes))


def like_take(recipe: Recipe, count: int, share: float = 0.3) -> tuple[Between, ...]:
    """What to ask for to get takes much like one: each leans from it towards what a neighbouring seed says.

    The seed of each end is meant for the noise of that take too.

    Args:
        recipe: The take's.
        count: How many.
        share: How far each leans, 0 to 1.
    """
    seeds = ((recipe.seed + number) % _SEEDS for number in range(1, count + 1))
    return tuple(Between(recipe, replace(recipe, seed=seed), share) for seed in seeds)


def any_seed() -> int:
    """A seed for when nobody chose one: below 2**32, different in every run."""
    return secrets.randbelow(_DRAWN)
