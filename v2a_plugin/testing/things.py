"""Things that move in a filmed clip: some strike at known times, one never does."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

__all__ = ["Thing", "ball", "drifter", "hammer"]


@dataclass(frozen=True, slots=True)
class Thing:
    """A disc or box that moves.

    Attributes:
        at: Its middle at a time in frames: x and y in pixels.
        half: Half its size, pixels: across, down.
        round: A disc, else a box.
        colour: RGB.
        hits: Times of its hits, in frames.
    """

    at: Callable[[float], tuple[float, float]]
    half: tuple[float, float]
    round: bool
    colour: Float32[np.ndarray, " rgb"]
    hits: tuple[float, ...] = ()


def drifter(rng: np.random.Generator) -> Thing:
    """Goes to and fro smoothly above the others, never strikes."""
    middle, reach, period = rng.uniform(60, 260), rng.uniform(20, 60), rng.uniform(60, 110)
    height, phase = rng.uniform(14, 24), rng.uniform(0, 6)

    def at(time: float) -> tuple[float, float]:
        return middle + reach * math.sin(2 * math.pi * time / period + phase), height

    return Thing(at, (rng.uniform(8, 20), rng.uniform(8, 12)), rng.random() < 0.5, _colour(rng))


def ball(rng: np.random.Generator, frames: int) -> Thing:
    """Falls, bounces with less height each time, and is thrown anew when it gets low."""
    floor, gravity = rng.uniform(140, 165), rng.uniform(0.8, 1.5)
    radius, bounce = rng.uniform(6, 14), rng.uniform(0.7, 0.85)
    start, drift = rng.uniform(40, 280), rng.uniform(-0.6, 0.6)
    legs: list[tuple[float, float, float]] = []  # begins, upward speed, height above the floor
    time, speed, height = 0.0, 0.0, rng.uniform(60, 100)
    hits = []
    while time < frames:
        legs.append((time, speed, height))
        time += (speed + math.sqrt(speed**2 + 2 * gravity * height)) / gravity
        if time < frames - 4:
            hits.append(time)
        down = math.sqrt(speed**2 + 2 * gravity * height)
        speed, height = bounce * down, 0.0
        if 2 * speed / gravity < 9:
            speed = rng.uniform(6, 9)

    def at(time: float) -> tuple[float, float]:
        begin, up, above = next(leg for leg in reversed(legs) if leg[0] <= max(time, 0))
        since = time - begin
        return start + drift * time, floor - radius - (above + up * since - gravity * since**2 / 2)

    return Thing(at, (radius, radius), True, _colour(rng), tuple(hit for hit in hits if hit > 4))


def hammer(rng: np.random.Generator, frames: int) -> Thing:
    """Rises slowly, strikes fast, rests."""
    x, low, reach = rng.uniform(60, 260), rng.uniform(110, 150), rng.uniform(40, 70)
    rise, strike, rest = rng.uniform(14, 20), rng.uniform(4, 6), rng.uniform(6, 12)
    first = rng.uniform(0, 10)
    period = rise + strike + rest

    def at(time: float) -> tuple[float, float]:
        since = (time - first) % period
        if since < rise:
            up = 0.5 - 0.5 * math.cos(math.pi * since / rise)
        elif since < rise + strike:
            up = 1 - ((since - rise) / strike) ** 2
        else:
            up = 0.0
        return x, low - reach * up

    hits = [first + period * turn + rise + strike for turn in range(-1, int(frames / period) + 1)]
    half = (rng.uniform(8, 16), rng.uniform(6, 12))
    return Thing(at, half, False, _colour(rng), tuple(hit for hit in hits if 4 < hit < frames - 4))


def _colour(rng: np.random.Generator) -> Float32[np.ndarray, " rgb"]:
    """Darker or brighter than the scenery: what cannot be seen cannot be found."""
    light = rng.uniform(20, 55) if rng.random() < 0.5 else rng.uniform(205, 235)
    colour: Float32[np.ndarray, " rgb"] = (light + rng.uniform(-20, 20, 3)).astype(np.float32)
    return colour
