"""From one sound to another in equal steps along the great circle between them, and whether the ear follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from v2a_plugin.generation.engine import Engine
from v2a_plugin.judges.protocol import Judge
from v2a_plugin.judges.statistics import spearman
from v2a_plugin.mapper.interpolate import between
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.rendering import render_sounds

__all__ = ["Moved", "clip_names", "likeness", "positions", "reel", "render_between", "scores_along", "words_wanted"]

REEL_PART, REEL_PAUSE = 3, 1
"""Seconds of each clip, and of silence between two, in the paper's reel."""
_BATCH = 5
_SURE = 1e-6
"""Score that counts as never, and one less it as ever."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The scores of a judge along an interpolation.

    Attributes:
        title: Of the interpolation.
        judge: Its name.
        start: Its score for the start at each position.
        end: Its score for the end.
        rank: Spearman's correlation of position and (end - start), -1 to 1.
    """

    title: str
    judge: str
    start: tuple[float, ...]
    end: tuple[float, ...]
    rank: float


def positions(steps: int) -> tuple[float, ...]:
    """Places from 0 to 1, both included."""
    return tuple(step / (steps - 1) for step in range(steps))


def render_between(
    engine: Engine,
    ends: tuple[Conditioning, Conditioning],
    names: tuple[str, str],
    steps: int,
    samples: int,
    settings: Settings,
    seed: int,
) -> Steps[tuple[Sound, ...]]:
    """A clip at each position, all from the same noise, so that only the conditioning changes.

    Args:
        engine: The bundle.
        ends: Of the interpolation.
        names: What to call them.
        steps: How many clips, at least 2.
        samples: Length of a clip at 48 kHz.
        settings: The knobs of the generator.
        seed: Of the noise.

    Raises:
        SpaceMismatch: The ends live in different spaces.
        OutOfMemory: The device cannot hold it.
    """
    conditionings = [between(*ends, place, names) for place in positions(steps)]
    sounds = list[Sound]()
    for start in range(0, steps, _BATCH):
        group = conditionings[start : start + _BATCH]
        padded = group + group[-1:] * (_BATCH - len(group))  # all in batches of one size: the same arithmetic
        yield Progress("rendering the interpolation", start, steps)
        rendered = yield from render_sounds(engine.generator, padded, [seed] * _BATCH, samples, settings)
        sounds += rendered[: len(group)]
    return tuple(sounds)


def scores_along(
    title: str, judge: Judge, sounds: Sequence[Sound], start: frozenset[int], end: frozenset[int]
) -> Moved:
    """The judge's mean log odds of the classes of each end; classes that both have count for neither.

    Log odds, because a class that falls from 0.04 to 0.001 moves as far as one that rises from 0.1 to 0.8.
    """
    own, other = sorted(start - end) or sorted(start), sorted(end - start) or sorted(end)
    scores = np.stack([judge.hear(sound).scores for sound in sounds]).astype(np.float64).clip(_SURE, 1 - _SURE)
    odds = np.log(scores / (1 - scores))
    return moved(title, judge.name, odds[:, own].mean(1), odds[:, other].mean(1))


def moved(title: str, judge: str, start: np.ndarray, end: np.ndarray) -> Moved:
    """Scores along an interpolation, with the rank correlation of their difference."""
    rank = spearman(range(len(start)), list(end - start))
    return Moved(title, judge, tuple(float(x) for x in start), tuple(float(x) for x in end), rank)


def words_wanted(judge: Judge, words: str) -> frozenset[int]:
    """Classes of a judge whose names hold the words; the name need not be the whole one."""
    conditionings = words.casefold().strip()
    return frozenset(index for index, name in enumerate(judge.classes) if conditionings in name.casefold())


def reel(sounds: Sequence[Sound]) -> Sound:
    """The paper's reel: the first 3 s of each clip, 1 s of silence between two; 20 ms fades keep it free of clicks."""
    rate = sounds[0].rate
    fade = rate // 50
    parts = list[np.ndarray]()
    for number, sound in enumerate(sounds):
        part = sound.folded()[: REEL_PART * rate].copy()
        part[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        parts += [np.zeros(REEL_PAUSE * rate, np.float32)] * bool(number) + [part]
    return Sound.mono(np.concatenate(parts), rate)


def likeness(engine: Engine, title: str, sounds: Sequence[Sound], ends: tuple[Conditioning, Conditioning]) -> Moved:
    """How near the bundle's own sound encoder finds each clip to the two ends, as cosines."""
    vectors: Float32[np.ndarray, "clip audio"] = engine.audio.embed_sounds(list(sounds))
    return moved(title, "clap", vectors @ ends[0].positive, vectors @ ends[1].positive)


def clip_names(folder: Path, count: int) -> tuple[Path, ...]:
    """Files of the clips, numbered from 1."""
    digits = max(2, len(str(count)))
    return tuple(folder / f"{number:0{digits}d}.wav" for number in range(1, count + 1))
