"""A generator without weights: a struck bar as a few decaying sines (modal synthesis).

It is honest about what it is: the seed decides when it knocks and on what, and the conditioning is only checked to be
of the right space. It shows what a generator must do: exact length, one seed a sound, progress, nothing shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import SpaceMismatch
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound

MODES = np.array([1.0, 2.756, 5.404, 8.933])
"""Frequencies of a free bar relative to its lowest (Fletcher and Rossing, The Physics of Musical Instruments, 2.16)."""


@dataclass(frozen=True, slots=True)
class Knocks:
    """Renders two knocks a second."""

    clap_space: str
    sample_rate: int = 48_000

    def render(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int, settings: Settings
    ) -> Steps[tuple[Sound, ...]]:
        """One sound a conditioning; `settings` has no knob that a bar knows."""
        sounds = []
        for number, (conditioning, seed) in enumerate(zip(conditionings, seeds, strict=True)):
            if conditioning.clap_space != self.clap_space:
                raise SpaceMismatch(f"Knocks take {self.clap_space}, not {conditioning.clap_space}.")
            yield Progress("knocking", number, len(seeds))
            sounds.append(Sound.mono(self._knock(np.random.default_rng(seed), samples), self.sample_rate))
        return tuple(sounds)

    def _knock(self, random: np.random.Generator, samples: int) -> Float32[np.ndarray, " sample"]:
        sound = np.zeros(samples)
        lowest = random.uniform(150, 500)  # Hz
        for start in random.integers(0, samples, max(1, 2 * samples // self.sample_rate)):
            time = np.arange(samples - start)[:, None] / self.sample_rate  # (time, 1), seconds
            modes = np.sin(2 * np.pi * lowest * MODES * time) * np.exp(-time * 12 * MODES)  # (time, mode)
            sound[start:] += modes @ random.uniform(0.2, 1, len(MODES))
        scaled: Float32[np.ndarray, " sample"] = (0.5 * sound / np.abs(sound).max(initial=1e-9)).astype(np.float32)
        return scaled


def load_knocks(source: PartSource, runtime: Runtime) -> Knocks:
    return Knocks(source.space_in)
