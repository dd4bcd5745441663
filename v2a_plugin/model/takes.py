"""Takes: what was rendered, and what was measured of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.guide import PlacedSound
from v2a_plugin.model.progress import Progress
from v2a_plugin.model.recipe import Origin, Recipe
from v2a_plugin.model.sound import Levels, Sound, Tag
from v2a_plugin.model.time import Span

__all__ = ["RenderedTake", "Take", "TakeReady"]


@dataclass(frozen=True, slots=True)
class Take:
    """One candidate track.

    Attributes:
        id: Stable.
        digest: sha256 of the float32 samples, hex.
        sample_rate: Samples a second.
        rendered: Span of the samples, handles included.
        used: The part that plays by default, inside `rendered`.
        score: CLAP cosine between what was asked for and what came out, -1 to 1; the less it keeps to its guide, the nearer
            to -1.
        heard_as: Labels the audio encoder hears, best first.
        levels: As measured on the samples.
        recipe: How to make it again.
        silent: Stayed (near) silent after its retries.
        retries: How many seeds were given up because they were silent.
        star: A person likes it.
        note: A person's words.
        channels: 1 to 8.
        placed: The single sounds it is made of, in order of time; () without a guide.
        in_sync: How well it keeps to its guide, 0 to 1: the F-measure of the transients that are heard in it within
            20 ms of the events, or the correlation of its level with the curve. None without a guide.
        seen_as: Captions that won in the picture, or in the words it was asked for with, best first; () where the mapper
            names none.
    """

    id: str
    digest: str
    sample_rate: int
    rendered: Span
    used: Span
    score: float
    heard_as: tuple[Tag, ...]
    levels: Levels
    recipe: Recipe
    silent: bool = False
    retries: int = 0
    star: bool = False
    note: str = field(default="")
    channels: int = 1
    placed: tuple[PlacedSound, ...] = field(default=())
    in_sync: float | None = None
    seen_as: tuple[Tag, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.rendered.covers(self.used):
            raise SpanError(f"Take {self.id} uses {self.used}, outside what was rendered, {self.rendered}.")

    @property
    def origin(self) -> Origin:
        """Whether a model made the sound, or a microphone."""
        return self.recipe.origin

    @property
    def samples(self) -> int:
        """Exact length in samples."""
        return self.rendered.samples(self.sample_rate)


@dataclass(frozen=True, slots=True, eq=False)
class RenderedTake:
    """A take together with its samples (float32 master)."""

    take: Take
    sound: Sound

    def __post_init__(self) -> None:
        if len(self.sound) != self.take.samples or self.sound.rate != self.take.sample_rate:
            raise SpanError(f"Take {self.take.id} has {len(self.sound)} samples, not {self.take.samples}.")
        if self.sound.channels != self.take.channels:
            raise SpanError(f"Take {self.take.id} has {self.sound.channels} channels, not {self.take.channels}.")


@dataclass(frozen=True, slots=True, eq=False)
class TakeReady(Progress):
    """Progress of a generation that brings a finished take with it: it can be kept and heard while the others render.

    Attributes:
        rendered: The take; None never leaves the engine.
    """

    rendered: RenderedTake | None = None
