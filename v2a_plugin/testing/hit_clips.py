"""Clips of things that bounce, strike and flash at known frames, to measure against."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.filming import Filming, pictures, scenery
from v2a_plugin.testing.things import Thing, ball, door, drifter, hammer, walker

__all__ = ["CONDITIONS", "KINDS", "film_hits"]

_APART = 5
"""Frames that hits of one clip lie apart at least."""

KINDS = ("balls", "hammer", "door", "walker", "flashes", "all together", "nothing")
"""What clips show. In all of them something moves smoothly without a hit."""

CONDITIONS = (
    Filming("clean"),
    Filming("noise", noise=12),
    Filming("pan", pan=2.0, shake=0.7),
    Filming("both", noise=12, pan=2.0, shake=0.7),
    Filming("zoom", noise=6, zoom=0.3),
)
"""How they are filmed, from easy to hard."""


@dataclass(frozen=True, slots=True)
class HitClip:
    """A clip and the times of its hits, each on its frame; and the seconds from step to step where something walks."""

    path: Path
    hits: tuple[Fraction, ...]
    rate: Fraction
    period: float | None = None


def film_hits(
    path: Path, kind: str, filming: Filming, seed: int, frames: int = 150, rate: Fraction = Fraction(25)
) -> HitClip:
    """Film one clip of 320 × 180 pixels.

    Args:
        path: Where it goes; the suffix picks the container.
        kind: One of `KINDS`.
        filming: How.
        seed: Of everything that is chosen.
        frames: Its length.
        rate: Frames a second.
    """
    rng = np.random.default_rng(seed)
    tempo = 25 / float(rate)
    while True:
        things, flashes, period = _staged(kind, rng, round(frames * tempo))
        hits = sorted([*(round(hit / tempo) for thing in things for hit in thing.hits), *flashes])
        if all(later - one >= _APART / tempo for one, later in pairwise(hits)):
            break
    filmed = pictures(things, flashes, scenery(rng), filming, rng, frames, tempo)
    finish(write_clip(path, filmed, Encoding(rate=rate, options=(("crf", "23"), ("preset", "veryfast")))))
    return HitClip(path, tuple(hit / rate for hit in hits if hit < frames), rate, period)


def _staged(kind: str, rng: np.random.Generator, frames: int) -> tuple[list[Thing], list[int], float | None]:
    """What moves, the frames in which it flashes, and the seconds between steps."""
    things, period = [drifter(rng)], None
    together = kind == "all together"
    if kind == "balls" or together:
        things.append(ball(rng, frames))
    if kind == "hammer" or together:
        things.append(hammer(rng, frames))
    if kind == "door":
        things.append(door(rng, frames))
    if kind == "walker":
        parts, step = walker(rng, frames)
        things, period = parts, step / 25
    count = {"flashes": 4, "all together": 2}.get(kind, 0)
    return things, sorted(int(frame) for frame in rng.choice(np.arange(8, frames - 12), count, replace=False)), period
