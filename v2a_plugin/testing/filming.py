"""A camera that may pan, shake and grain, and what it sees: pictures of things before scenery."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image

from v2a_plugin.testing.things import Thing

__all__ = ["Filming", "pictures", "scenery"]

_WIDTH, _HEIGHT = 320, 180
_MARGIN = 160
"""Pixels of scenery on each side that the camera may move over."""
_SHUTTER = (0.0, 0.17, 0.33, 0.5)
"""Moments of an exposure, in frames from its own: half a frame of motion blur."""


@dataclass(frozen=True, slots=True)
class Filming:
    """How a clip is filmed.

    Attributes:
        name: In tables.
        noise: Standard deviation of the grain, of 255.
        pan: Pixels a frame, of 320 across; its speed swells and ebbs.
        shake: Standard deviation of an unsteady camera, pixels.
        zoom: By which share the picture grows and shrinks again, slowly.
    """

    name: str
    noise: float = 0.0
    pan: float = 0.0
    shake: float = 0.0
    zoom: float = 0.0


def scenery(rng: np.random.Generator) -> Float32[np.ndarray, "height width 3"]:
    """Soft colours at three scales, wider and higher than the frame, in 0 to 255."""
    size = (_WIDTH + 2 * _MARGIN, _HEIGHT + 2 * _MARGIN)
    total = np.zeros((size[1], size[0], 3), np.float32) + rng.uniform(70, 185, 3).astype(np.float32)
    for cells, strength in ((4, 30), (14, 18), (60, 10)):
        coarse = rng.normal(0, strength, (cells, cells, 3)).astype(np.float32)
        layers = [Image.fromarray(coarse[..., c]).resize(size, Image.Resampling.BICUBIC) for c in range(3)]
        total += np.stack([np.asarray(layer) for layer in layers], axis=-1)
    return np.clip(total, 0, 255).astype(np.float32)


def pictures(
    things: list[Thing],
    flashes: list[int],
    background: Float32[np.ndarray, "height width 3"],
    filming: Filming,
    rng: np.random.Generator,
    frames: int,
    tempo: float = 1.0,
) -> Iterator[UInt8[np.ndarray, "height width 3"]]:
    """The frames of a clip of 320 × 180 pixels, RGB.

    Args:
        things: What moves, the nearest last.
        flashes: Frames in which a flash begins; it lasts up to three.
        background: What lies behind, as `scenery` gives it.
        filming: How.
        rng: Of the camera's way, the flashes' lengths and the grain.
        frames: How many.
        tempo: By how much the clock of the things goes on in a frame.
    """
    picture = Image.fromarray(background.astype(np.uint8))
    direction, phase = rng.choice((-1, 1)), rng.uniform(0, 6)
    texture = np.kron(rng.normal(0, 16, (16, 16)), np.ones((4, 4))).astype(np.float32)
    lengths = {flash: int(rng.integers(1, 4)) for flash in flashes}
    lit = {flash + after for flash, length in lengths.items() for after in range(length)}
    camera_x, camera_y = 0.0, 0.0
    for frame in range(frames):
        camera_x += direction * filming.pan * tempo * math.cos(2 * math.pi * frame * tempo / 140 + phase)
        shake_x, shake_y = rng.normal(0, filming.shake, 2) if filming.shake else (0.0, 0.0)
        left, top = camera_x + shake_x, camera_y + shake_y
        box = (_MARGIN + left, _MARGIN + top, _MARGIN + left + _WIDTH, _MARGIN + top + _HEIGHT)
        pixels = np.asarray(picture.resize((_WIDTH, _HEIGHT), Image.Resampling.BILINEAR, box=box)).astype(np.float32)
        for thing in things:
            _draw(pixels, thing, frame * tempo, tempo, (left, top), texture)
        if filming.zoom:
            inset = filming.zoom * (0.5 - 0.5 * math.cos(2 * math.pi * frame * tempo / 110 + phase)) / 2
            zoomed = (_WIDTH * inset, _HEIGHT * inset, _WIDTH * (1 - inset), _HEIGHT * (1 - inset))
            still = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
            resized = still.resize((_WIDTH, _HEIGHT), Image.Resampling.BILINEAR, box=zoomed)
            pixels = np.asarray(resized).astype(np.float32)
        if frame in lit:
            pixels = pixels * np.float32(0.45) + np.float32(125)
        if filming.noise:
            pixels = pixels + rng.normal(0, filming.noise, pixels.shape[:2]).astype(np.float32)[..., None]
        yield np.clip(pixels, 0, 255).astype(np.uint8)


def _draw(
    pixels: Float32[np.ndarray, "height width 3"],
    thing: Thing,
    time: float,
    tempo: float,
    camera: tuple[float, float],
    texture: Float32[np.ndarray, "64 64"],
) -> None:
    """Put a thing into a frame, with soft edges, motion blur and a texture that moves with it."""
    middle = thing.at(time)
    reach = 40 + max(thing.half)  # what it may move during an exposure, and then some
    left = int(max(0, middle[0] - camera[0] - reach))
    top = int(max(0, middle[1] - camera[1] - reach))
    window = pixels[top : int(max(0, middle[1] - camera[1] + reach)), left : int(max(0, middle[0] - camera[0] + reach))]
    if not window.size:
        return
    down, across = np.mgrid[top : top + window.shape[0], left : left + window.shape[1]].astype(np.float32)
    cover, painted = np.zeros(window.shape[:2], np.float32), np.zeros(window.shape[:2], np.float32)
    for moment in _SHUTTER:
        x, y = thing.at(time + (moment - 0.25) * tempo)
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
