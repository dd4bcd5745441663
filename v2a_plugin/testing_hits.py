"""Clips of things that bounce, strike and flash at known frames, and clicks at known samples, to measure against."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from jaxtyping import Float32, UInt8

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound

__all__ = ["CONDITIONS", "KINDS", "Filming", "HitClip", "click_train", "film_hits"]

_WIDTH, _HEIGHT = 320, 180
_MARGIN = 160
"""Pixels of scenery on each side that the camera may move over."""
_APART = 5
"""Frames that hits of one clip lie apart at least."""
_SHUTTER = (0.0, 0.17, 0.33, 0.5)
"""Moments of an exposure, in frames from its own: half a frame of motion blur."""

KINDS = ("balls", "hammer", "flashes", "all together", "nothing")
"""What clips show. In all of them something moves smoothly without a hit."""


@dataclass(frozen=True, slots=True)
class Filming:
    """How a clip is filmed.

    Attributes:
        name: In tables.
        noise: Standard deviation of the grain, of 255.
        pan: Pixels a frame, of 320 across; its speed swells and ebbs.
        shake: Standard deviation of an unsteady camera, pixels.
    """

    name: str
    noise: float = 0.0
    pan: float = 0.0
    shake: float = 0.0


CONDITIONS = (
    Filming("clean"),
    Filming("noise", noise=12),
    Filming("pan", pan=2.0, shake=0.7),
    Filming("both", noise=12, pan=2.0, shake=0.7),
)


@dataclass(frozen=True, slots=True)
class HitClip:
    """A clip and the times of its hits, each on its frame."""

    path: Path
    hits: tuple[Fraction, ...]
    rate: Fraction


@dataclass(frozen=True, slots=True)
class _Thing:
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
    while True:
        things, flashes = _staged(kind, rng, frames)
        hits = sorted([*(round(hit) for thing in things for hit in thing.hits), *flashes])
        if all(later - one >= _APART for one, later in pairwise(hits)):
            break
    scenery = _scenery(rng)
    pictures = _pictures(things, flashes, scenery, filming, rng, frames)
    finish(write_clip(path, pictures, Encoding(rate=rate, options=(("crf", "23"), ("preset", "veryfast")))))
    return HitClip(path, tuple(hit / rate for hit in hits), rate)


def click_train(
    times: tuple[float, ...], levels: tuple[float, ...], seconds: float, rate: int, noise: float, seed: int
) -> Sound:
    """Short knocks in noise, for a take: each begins on the sample nearest to its time.

    Args:
        times: Seconds.
        levels: Peak of each.
        seconds: Length of the sound.
        rate: Samples a second.
        noise: Standard deviation of the noise.
        seed: Of the noise and of the knocks' pitches.
    """
    rng = np.random.default_rng(seed)
    samples = rng.normal(0, noise, round(seconds * rate))
    since = np.arange(round(0.12 * rate)) / rate
    for at, level in zip(times, levels, strict=True):
        pitch = rng.uniform(300, 2500)
        knock = np.exp(-since / 0.02) * (np.cos(2 * np.pi * pitch * since) + 0.5 * rng.normal(0, 1, len(since)))
        begin = round(at * rate)
        knock = knock[: len(samples) - begin]
        samples[begin : begin + len(knock)] += level * knock / np.abs(knock).max()
    return Sound(samples.clip(-1, 1).astype(np.float32), rate)


def _staged(kind: str, rng: np.random.Generator, frames: int) -> tuple[list[_Thing], list[int]]:
    things = [_drifter(rng)]
    together = kind == "all together"
    if kind == "balls" or together:
        things.append(_ball(rng, frames))
    if kind == "hammer" or together:
        things.append(_hammer(rng, frames))
    count = {"flashes": 4, "all together": 2}.get(kind, 0)
    return things, sorted(int(frame) for frame in rng.choice(np.arange(8, frames - 12), count, replace=False))


def _drifter(rng: np.random.Generator) -> _Thing:
    """Goes to and fro smoothly above the others, never strikes."""
    middle, reach, period = rng.uniform(60, 260), rng.uniform(20, 60), rng.uniform(60, 110)
    height, phase = rng.uniform(14, 24), rng.uniform(0, 6)

    def at(time: float) -> tuple[float, float]:
        return middle + reach * math.sin(2 * math.pi * time / period + phase), height

    return _Thing(at, (rng.uniform(8, 20), rng.uniform(8, 12)), rng.random() < 0.5, _colour(rng))


def _ball(rng: np.random.Generator, frames: int) -> _Thing:
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

    return _Thing(at, (radius, radius), True, _colour(rng), tuple(hit for hit in hits if hit > 4))


def _hammer(rng: np.random.Generator, frames: int) -> _Thing:
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
    return _Thing(at, half, False, _colour(rng), tuple(hit for hit in hits if 4 < hit < frames - 4))


def _colour(rng: np.random.Generator) -> Float32[np.ndarray, " rgb"]:
    """Darker or brighter than the scenery: what cannot be seen cannot be found."""
    light = rng.uniform(20, 55) if rng.random() < 0.5 else rng.uniform(205, 235)
    colour: Float32[np.ndarray, " rgb"] = (light + rng.uniform(-20, 20, 3)).astype(np.float32)
    return colour


def _scenery(rng: np.random.Generator) -> Float32[np.ndarray, "height width 3"]:
    """Soft colours at three scales, wider and higher than the frame."""
    from PIL import Image

    size = (_WIDTH + 2 * _MARGIN, _HEIGHT + 2 * _MARGIN)
    total = np.zeros((size[1], size[0], 3), np.float32) + rng.uniform(70, 185, 3).astype(np.float32)
    for cells, strength in ((4, 30), (14, 18), (60, 10)):
        coarse = rng.normal(0, strength, (cells, cells, 3)).astype(np.float32)
        layers = [Image.fromarray(coarse[..., c]).resize(size, Image.Resampling.BICUBIC) for c in range(3)]
        total += np.stack([np.asarray(layer) for layer in layers], axis=-1)
    return np.clip(total, 0, 255).astype(np.float32)


def _pictures(
    things: list[_Thing],
    flashes: list[int],
    scenery: Float32[np.ndarray, "height width 3"],
    filming: Filming,
    rng: np.random.Generator,
    frames: int,
) -> Iterator[UInt8[np.ndarray, "height width 3"]]:
    from PIL import Image

    whole = Image.fromarray(scenery.astype(np.uint8))
    direction, phase = rng.choice((-1, 1)), rng.uniform(0, 6)
    texture = np.kron(rng.normal(0, 16, (16, 16)), np.ones((4, 4))).astype(np.float32)
    lengths = {flash: int(rng.integers(1, 4)) for flash in flashes}
    lit = {flash + after for flash, length in lengths.items() for after in range(length)}
    camera_x, camera_y = 0.0, 0.0
    for frame in range(frames):
        camera_x += direction * filming.pan * math.cos(2 * math.pi * frame / 140 + phase)
        shake_x, shake_y = rng.normal(0, filming.shake, 2) if filming.shake else (0.0, 0.0)
        left, top = camera_x + shake_x, camera_y + shake_y
        box = (_MARGIN + left, _MARGIN + top, _MARGIN + left + _WIDTH, _MARGIN + top + _HEIGHT)
        pixels = np.asarray(whole.resize((_WIDTH, _HEIGHT), Image.Resampling.BILINEAR, box=box)).astype(np.float32)
        for thing in things:
            _draw(pixels, thing, frame, (left, top), texture)
        if frame in lit:
            pixels = pixels * np.float32(0.45) + np.float32(125)
        if filming.noise:
            pixels = pixels + rng.normal(0, filming.noise, pixels.shape[:2]).astype(np.float32)[..., None]
        yield np.clip(pixels, 0, 255).astype(np.uint8)


def _draw(
    pixels: Float32[np.ndarray, "height width 3"],
    thing: _Thing,
    frame: int,
    camera: tuple[float, float],
    texture: Float32[np.ndarray, "64 64"],
) -> None:
    """Put a thing into a frame, with soft edges, motion blur and a texture that moves with it."""
    middle = thing.at(frame)
    reach = 40 + max(thing.half)  # what it may move during an exposure, and then some
    left = int(max(0, middle[0] - camera[0] - reach))
    top = int(max(0, middle[1] - camera[1] - reach))
    window = pixels[top : int(max(0, middle[1] - camera[1] + reach)), left : int(max(0, middle[0] - camera[0] + reach))]
    if not window.size:
        return
    down, across = np.mgrid[top : top + window.shape[0], left : left + window.shape[1]].astype(np.float32)
    cover, painted = np.zeros(window.shape[:2], np.float32), np.zeros(window.shape[:2], np.float32)
    for moment in _SHUTTER:
        x, y = thing.at(frame + moment - 0.25)
        dx, dy = across - (x - camera[0]), down - (y - camera[1])
        if thing.round:
            outside = np.hypot(dx, dy) - thing.half[0]
        else:
            outside = np.maximum(np.abs(dx) - thing.half[0], np.abs(dy) - thing.half[1])
        share = np.clip(0.5 - outside, 0, 1) / len(_SHUTTER)
        cover += share
        painted += share * texture[np.rint(dy).astype(int) % 64, np.rint(dx).astype(int) % 64]
    window *= 1 - cover[..., None]
    window += cover[..., None] * thing.colour + painted[..., None]
