"""How well and how fast the shot detectors work, on footage made here.

    python benchmarks/shots.py [--scenes 12] [--size 640x360] [--seed 1]

Each kind of footage has one difficulty. Cuts are matched one to one, hard cuts to the frame and dissolves to within
half their length. Frames a second include reading the file. A detector whose package is missing is left out.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from PIL import Image, ImageDraw

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import MissingDependency
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.shots.protocol import ShotDetector
from v2a_plugin.shots.regions import MIN_LENGTH, detect
from v2a_plugin.testing.cut_scores import Agreement, match_cuts

RATE = Fraction(25)
DISSOLVE = 12
"""Frames that two shots share in a dissolve."""

Frame = Float32[np.ndarray, "height width 3"]


@dataclass(frozen=True, slots=True)
class Footage:
    """What makes one kind of footage hard.

    Attributes:
        name: In the table.
        shortest: Frames of the shortest shot.
        longest: Frames of the longest shot.
        speed: Camera move, share of the width a frame.
        shake: Standard deviation of an unsteady camera, share of the width.
        light: Brightness of the scenes, 0 to 1.
        noise: Standard deviation of the grain, of 255.
        flash: Each shot has a flash of 1 to 3 frames.
        dissolve: Shots run into one another over `DISSOLVE` frames.
    """

    name: str
    shortest: int = 30
    longest: int = 80
    speed: float = 0.002
    shake: float = 0.0
    light: float = 1.0
    noise: float = 2.0
    flash: bool = False
    dissolve: bool = False


HARD = (
    Footage("plain"),
    Footage("short shots", shortest=16, longest=25),
    Footage("fast pans", speed=0.04),
    Footage("shaken camera", shake=0.012),
    Footage("night", light=0.18),
    Footage("grain", noise=14),
    Footage("flashes", flash=True),
)
DISSOLVES = Footage("dissolves", dissolve=True)


@dataclass(frozen=True, slots=True)
class Result:
    """One detector on one kind of footage."""

    detector: str
    footage: str
    agreement: Agreement
    frames_per_second: float


def scene(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """A picture twice as wide as the frame: colours at four scales, and some things that stand in it."""
    across, down = 2 * width, 2 * height
    total = np.zeros((down, across, 3), np.float32) + rng.uniform(40, 215, 3).astype(np.float32)
    for cells, strength in ((3, 45), (9, 25), (40, 14), (160, 8)):
        coarse = rng.normal(0, strength, (max(2, cells * down // across), cells, 3)).astype(np.float32)
        layers = [Image.fromarray(coarse[..., c]).resize((across, down), Image.Resampling.BICUBIC) for c in range(3)]
        total += np.stack([np.asarray(layer) for layer in layers], axis=-1)
    picture = Image.fromarray(np.clip(total, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for _ in range(rng.integers(3, 9)):
        x, y = rng.uniform(0, across), rng.uniform(0, down)
        half, tall = rng.uniform(across / 30, across / 6, 2)
        draw = pen.ellipse if rng.random() < 0.5 else pen.rectangle
        red, green, blue = rng.integers(20, 235, 3).tolist()
        draw((x - half, y - tall, x + half, y + tall), fill=(red, green, blue))
    return picture


def shot(footage: Footage, frames: int, size: tuple[int, int], rng: np.random.Generator) -> Iterator[Frame]:
    """The frames of one shot, before grain."""
    width, height = size
    picture = scene(rng, width, height)
    start, direction = rng.uniform(0, width), rng.choice((-1, 1))
    flash, lit = (int(rng.integers(5, frames - 8)), int(rng.integers(1, 4))) if footage.flash else (frames, 0)
    for index in range(frames):
        x = abs((start + direction * footage.speed * width * index) % (2 * width) - width)
        y = height / 2
        if footage.shake:
            x, y = np.clip(np.array((x, y)) + rng.normal(0, footage.shake * width, 2), 0, (width, height))
        view = picture.resize(size, Image.Resampling.BILINEAR, box=(x, y, x + width, y + height))
        pixels = np.asarray(view).astype(np.float32) * np.float32(footage.light)
        yield pixels * np.float32(0.25) + np.float32(190) if flash <= index < flash + lit else pixels


def film(footage: Footage, scenes: int, size: tuple[int, int], seed: int) -> tuple[Iterator[np.ndarray], list[int]]:
    """The frames of a whole film, and the frames at which its shots begin but for the first."""
    rng = np.random.default_rng(seed)
    lengths = [int(n) for n in rng.integers(footage.shortest, footage.longest + 1, scenes)]
    shared = DISSOLVE if footage.dissolve else 0
    starts = np.cumsum([length - shared for length in lengths])[:-1]

    def frames() -> Iterator[np.ndarray]:
        tail: list[Frame] = []
        for place, length in enumerate(lengths):
            here = list(shot(footage, length, size, rng))
            for index, old in enumerate(tail):
                share = np.float32((index + 1) / (shared + 1))
                here[index] = old * (1 - share) + here[index] * share
            last = place == scenes - 1 or not shared
            tail = [] if last else here[-shared:]
            for pixels in here if last else here[:-shared]:
                grain = rng.normal(0, footage.noise, pixels.shape[:2])[..., None]
                yield np.clip(pixels + grain, 0, 255).astype(np.uint8)

    return frames(), [int(start) + shared // 2 for start in starts]


def measure(
    detectors: list[ShotDetector], footage: Footage, folder: Path, *, scenes: int, size: tuple[int, int], seed: int
) -> list[Result]:
    """Film once, detect with each, count."""
    pictures, starts = film(footage, scenes, size, seed)
    media = probe(finish(write_clip(folder / f"{footage.name}.mp4", pictures, Encoding(rate=RATE))))
    tolerance = Fraction(DISSOLVE, 2) / RATE if footage.dissolve else Fraction(0)
    results = []
    for detector in detectors:
        begun = time.perf_counter()
        shots = finish(detect(media, detector, min_length=MIN_LENGTH))
        speed = float(media.duration * RATE) / (time.perf_counter() - begun)
        found = [region.span.start for region in shots[1:]]
        agreement = match_cuts(found, [start / RATE for start in starts], tolerance)
        results.append(Result(detector.name, footage.name, agreement, speed))
    return results


def installed() -> list[ShotDetector]:
    """Every registered detector whose package is there."""
    plugins = load_plugins()
    ready = []
    for addition in plugins.added(Kind.SHOT_DETECTOR):
        detector = plugins.shot_detector(addition.name)()
        try:
            with tempfile.TemporaryDirectory() as folder:
                measure([detector], HARD[0], Path(folder), scenes=2, size=(64, 36), seed=0)
        except MissingDependency as error:
            print(f"{addition.name}: left out. {error}")
        else:
            ready.append(detector)
    return ready


def main() -> None:
    """Print a table: footage by detector."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=12, help="shots in each film")
    parser.add_argument("--size", default="640x360", help="of the frames")
    parser.add_argument("--seed", type=int, default=1, help="of the footage")
    arguments = parser.parse_args()
    width, height = (int(side) for side in arguments.size.split("x"))
    detectors = installed()
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        for footage in (*HARD, DISSOLVES):
            size = (width, height)
            results += measure(
                detectors, footage, Path(folder), scenes=arguments.scenes, size=size, seed=arguments.seed
            )
    print(f"{'detector':10} {'footage':14} precision  recall     F1  frames/s")
    for detector in detectors:
        mine = [result for result in results if result.detector == detector.name]
        for result in mine:
            print(_row(detector.name, result.footage, result.agreement, f"{result.frames_per_second:9.0f}"))
        hard = [result.agreement for result in mine if result.footage != DISSOLVES.name]
        print(_row(detector.name, "all hard cuts", sum(hard, Agreement()), ""))


def _row(detector: str, footage: str, found: Agreement, speed: str) -> str:
    return f"{detector:10} {footage:14} {found.precision:9.3f} {found.recall:7.3f} {found.f1:6.3f} {speed}"


if __name__ == "__main__":
    main()
