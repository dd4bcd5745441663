"""What the engine asks of a sound generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound

__all__ = ["SoundGenerator"]


@runtime_checkable
class SoundGenerator(Protocol):
    """Renders sound from conditionings."""

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
