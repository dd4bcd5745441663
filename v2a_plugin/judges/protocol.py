"""What a judge is: it hears a clip as embeddings and class scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound

__all__ = ["Heard", "HeardSet", "Judge", "hear_all", "resampled"]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a judge makes of one clip.

    Attributes:
        windows: One embedding a window of the judge, at least one.
        scores: One score a class, not below 0; empty for a judge without classes.
    """

    windows: Float32[np.ndarray, "window width"]
    scores: Float32[np.ndarray, " class"]


@dataclass(frozen=True, slots=True, eq=False)
class HeardSet:
    """What a judge makes of many clips.

    Attributes:
        judge: Its name.
        clips: One embedding a clip: the mean of its windows.
        windows: All windows of all clips.
        scores: One row a clip; no columns for a judge without classes.
        counts: How many windows each clip has, in the order of `windows`; empty for one each.
    """

    judge: str
    clips: Float32[np.ndarray, "clip width"]
    windows: Float32[np.ndarray, "window width"]
    scores: Float32[np.ndarray, "clip class"]
    counts: tuple[int, ...] = ()

    @classmethod
    def of(cls, judge: str, heard: Sequence[Heard]) -> HeardSet:
        """Put clips together; at least one."""
        return cls(
            judge,
            np.stack([each.windows.mean(0) for each in heard]).astype(np.float32),
            np.concatenate([each.windows for each in heard]).astype(np.float32),
            np.stack([each.scores for each in heard]).astype(np.float32),
            tuple(len(each.windows) for each in heard),
        )

    def rows(self, chosen: Sequence[int]) -> HeardSet:
        """Some of the clips; their windows are left out (one row stands for each clip)."""
        picked = list(chosen)
        return HeardSet(self.judge, self.clips[picked], self.clips[picked], self.scores[picked])


@runtime_checkable
class Judge(Protocol):
    """Hears clips."""

    @property
    def name(self) -> str:
        """What options and tables call it."""

    @property
    def classes(self) -> tuple[str, ...]:
        """What its scores are of; empty when it has none."""

    def hear(self, sound: Sound) -> Heard:
        """Of any rate and length."""


def hear_all(judge: Judge, sounds: Sequence[Callable[[], Sound]], stage: str = "listening") -> Steps[HeardSet]:
    """What a judge makes of clips that are opened one after the other.

    Raises:
        BadInput: An embedding holds values that are not numbers.
    """
    heard = []
    for index, opened in enumerate(sounds):
        yield Progress(f"{stage}: {judge.name}", index, len(sounds))
        heard.append(judge.hear(opened()))
    return HeardSet.of(judge.name, heard)


def resampled(sound: Sound, rate: int) -> Float32[np.ndarray, " sample"]:
    """The channels folded, at another rate, contiguous."""
    samples = sound.folded()
    if sound.rate != rate:
        samples = soxr.resample(samples, sound.rate, rate)
    return np.ascontiguousarray(samples, dtype=np.float32)
