"""Things that move in a filmed clip: some strike at known times, one never does."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

__all__ = ["Thing", "ball", "door", "drifter", "hammer", "walker"]


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


def door(rng: np.random.Generator, frames: int) -> Thing:
    """Swings shut ever faster, slams, and is drawn open again; seen from above its edge moves along."""
    x, y, reach = rng.uniform(80, 160), rng.uniform(60, 120), rng.uniform(60, 100)
    shut, rest, draw = rng.uniform(12, 18), rng.uniform(8, 14), rng.uniform(25, 35)
    first, period = rng.uniform(0, 10), shut + rest + draw

    def at(time: float) -> tuple[float, float]:
        since = (time - first) % period
        if since < shut:
            open_by = 1 - (since / shut) ** 2
        elif since < shut + rest:
            open_by = 0.0
        else:
            open_by = 0.5 - 0.5 * math.cos(math.pi * (since - shut - rest) / draw)
        return x + reach * open_by, y

    hits = [first + period * turn + shut for turn in range(-1, int(frames / period) + 1)]
    half = (rng.uniform(4, 8), rng.uniform(30, 45))
    return Thing(at, half, False, _colour(rng), tuple(hit for hit in hits if 4 < hit < frames - 4))


def walker(rng: np.random.Generator, frames: int) -> tuple[list[Thing], float]:
    """A stick figure that walks on the spot or across, and the frames from step to step; the first part has the steps.

    Legs swing as pendulums do, one against the other; a foot is set down where its swing ends.
    """
    hip = (rng.uniform(90, 150), rng.uniform(75, 95))
    leg, swing, step = rng.uniform(55, 70), rng.uniform(0.35, 0.5), rng.uniform(10, 17)
    drift, first, colour = rng.uniform(0, 0.5), rng.uniform(3, 9), _colour(rng)

    def limb(share: float, side: int) -> Callable[[float], tuple[float, float]]:
        def at(time: float) -> tuple[float, float]:
            angle = side * swing * math.cos(math.pi * (time - first) / step)
            return hip[0] + drift * time + share * leg * math.sin(angle), hip[1] + share * leg * math.cos(angle)

        return at

    steps = tuple(first + step * turn for turn in range(int(frames / step) + 1) if 4 < first + step * turn < frames - 4)
    body = Thing(lambda time: (hip[0] + drift * time, hip[1] - 22), (5, 22), False, colour, steps)
    head = Thing(lambda time: (hip[0] + drift * time, hip[1] - 54), (9, 9), True, colour)
    legs = [Thing(limb(share, side), (4, 4), True, colour) for side in (-1, 1) for share in (0.2, 0.4, 0.6, 0.8, 1.0)]
    return [body, head, *legs], step


def _colour(rng: np.random.Generator) -> Float32[np.ndarray, " rgb"]:
    """Darker or brighter than the scenery: what cannot be seen cannot be found."""
    light = rng.uniform(20, 55) if rng.random() < 0.5 else rng.uniform(205, 235)
    colour: Float32[np.ndarray, " rgb"] = (light + rng.uniform(-20, 20, 3)).astype(np.float32)
    return colour
