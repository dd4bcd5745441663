"""What the engine asks of a sound generator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, runtime_checkable

from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound

__all__ = ["FramesNeeded", "Needs", "SoundGenerator", "StartSound", "StartsFromSound", "needs_of"]


@dataclass(frozen=True, slots=True)
class FramesNeeded:
    """The frames that a source looks at.

    Attributes:
        rate: Frames a second.
        size: Pixels of each side: the short side is brought to it, and the middle square is taken.
    """

    rate: Fraction
    size: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What a source needs beside a vector of its `clap_space`.

    Attributes:
        words: Whether `Conditioning.words` and `unwanted` are to be given.
        frames: Which `Conditioning.frames` are to be given; None for none.
    """

    words: bool = False
    frames: FramesNeeded | None = None


@runtime_checkable
class SoundGenerator(Protocol):
    """Renders sound from conditionings.

    One that needs more than their vectors says so with an attribute `needs: Needs`.
    """

    @property
    def clap_space(self) -> str:
        """Id of the space its conditionings live in."""

    @property
    def sample_rate(self) -> int:
        """Samples a second it renders; its true bandwidth is at most half of it."""

    def render(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int, settings: Settings
    ) -> Steps[tuple[Sound, ...]]:
        """One sound of exactly `samples` samples (at `sample_rate`) a conditioning, from its seed.

        A sound depends on its own conditioning and seed only, not on its neighbours in the batch
        (within 1e-3). Any length is allowed; beyond the model's window the latent windows overlap.

        Args:
            conditionings: Unit vectors in `clap_space`.
            seeds: Of the noise, one a conditioning.
            samples: Length of every sound, at least 1.
            settings: The knobs: steps, guidance, scheduler.

        Raises:
            SpaceMismatch: A conditioning lives in another space.
            OutOfMemory: The device cannot hold it, even alone.
        """


def needs_of(generator: SoundGenerator) -> Needs:
    """What a generator says that it needs; the vectors alone where it says nothing."""
    needs = getattr(generator, "needs", None)
    return needs if isinstance(needs, Needs) else Needs()


@dataclass(frozen=True, slots=True, eq=False)
class StartSound:
    """A sound that a rendering starts from.

    Attributes:
        sound: As long as what is rendered, of one channel, at the generator's rate.
        strength: How much is rendered anew: 0 for none of it, 1 for all.
        kept: Half-open ranges of samples that stay as they are at any strength.
    """

    sound: Sound
    strength: float
    kept: tuple[tuple[int, int], ...] = ()


@runtime_checkable
class StartsFromSound(SoundGenerator, Protocol):
    """A generator that can start from a sound instead of from noise alone."""

    def render_from(
        self,
        conditionings: Sequence[Conditioning],
        seeds: Sequence[int],
        starts: Sequence[StartSound],
        settings: Settings,
    ) -> Steps[tuple[Sound, ...]]:
        """A sound a conditioning, as long as what it starts from.

        At strength 0 it is what the model makes of the sound itself, at 1, where nothing is kept, the same as
        `render` gives (within 1e-3). What is kept is only near to what it was: who wants the very samples lays them
        over it.

        Args:
            conditionings: Unit vectors in `clap_space`.
            seeds: Of the noise, one a conditioning.
            starts: One a conditioning, all equally long and of one strength.
            settings: The knobs: steps, guidance, scheduler.

        Raises:
            As `render`.
        """
