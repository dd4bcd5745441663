"""A generator that looks at the picture itself: noise as loud as the picture moves.

It has no weights either. It shows what a generator must do that is conditioned on frames: say which it needs, take what
it is given with each conditioning, and do without where there is no picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, FrameBatch
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.protocol import FramesNeeded, Needs


class Motion:
    """Renders noise; of a still picture, or without one, it is steady."""

    needs = Needs(frames=FramesNeeded(rate=Fraction(12), size=32))
    sample_rate = 24_000

    def __init__(self, clap_space: str) -> None:
        self.clap_space = clap_space

    def render(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int, settings: Settings
    ) -> Steps[tuple[Sound, ...]]:
        if len(conditionings) != len(seeds):
            raise BadInput(f"{len(conditionings)} conditionings and {len(seeds)} seeds.", "Give as many of each.")
        sounds = []
        for number, (conditioning, seed) in enumerate(zip(conditionings, seeds, strict=True)):
            if conditioning.clap_space != self.clap_space:
                raise SpaceMismatch(f"Motion takes {self.clap_space}, not {conditioning.clap_space}.")
            yield Progress("following the picture", number, len(seeds))
            noise = np.random.default_rng(seed).uniform(-0.5, 0.5, samples).astype(np.float32)
            sounds.append(Sound.mono(noise * loudness(conditioning.frames, samples), self.sample_rate))
        return tuple(sounds)


def loudness(frames: FrameBatch | None, samples: int) -> Float32[np.ndarray, " sample"]:
    """How much the picture changes at each sample, 1 at most; all 1 where nothing moves."""
    if frames is None or len(frames.times) < 2:
        return np.ones(samples, np.float32)
    moved = np.abs(np.diff(frames.pixels.astype(np.float32), axis=0)).mean(axis=(1, 2, 3))
    if not moved.max():
        return np.ones(samples, np.float32)
    places = np.arange(samples) * len(moved) / samples
    curve: Float32[np.ndarray, " sample"] = np.interp(places, np.arange(len(moved)) + 0.5, moved / moved.max())
    return curve.astype(np.float32)


def load_motion(source: PartSource, runtime: Runtime) -> Motion:
    return Motion(source.space_in)
