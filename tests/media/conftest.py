"""Clips whose every frame carries its number as a bar code, so that a frame tells which one it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound

BITS = 8


@pytest.fixture(autouse=True)
def usual_priority() -> Iterator[None]:
    """SVT-AV1 gives the thread of a superuser that encodes with it the highest real-time priority, and leaves it there:
    this process would let no other one of the machine run for the rest of all tests."""
    yield
    if sys.platform == "linux" and os.sched_getscheduler(0) == os.SCHED_FIFO:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


PLAIN = Encoding()


@dataclass(frozen=True, slots=True)
class Bench:
    """Where clips are made, and how their numbers are drawn and read."""

    folder: Path

    def frame(self, number: int, width: int = 96, height: int = 64) -> np.ndarray:
        """A picture of eight bars, white for the set bits, lowest bit on the left."""
        pixels = np.zeros((height, width, 3), np.uint8)
        for bit in range(BITS):
            if number >> bit & 1:
                pixels[:, bit * width // BITS : (bit + 1) * width // BITS] = 255
        return pixels

    def number(self, pixels: np.ndarray) -> int:
        """The number a picture carries."""
        width = pixels.shape[1]
        middles = [(2 * bit + 1) * width // (2 * BITS) for bit in range(BITS)]
        return sum(1 << bit for bit, at in enumerate(middles) if pixels[:, at - 1 : at + 2].mean() > 127)

    def tone(self, seconds: float | Fraction, rate: int = 48000, hertz: float = 440.0) -> Sound:
        """A sine at half scale."""
        time = np.arange(round(seconds * rate)) / rate
        return Sound.mono((0.5 * np.sin(2 * np.pi * hertz * time)).astype(np.float32), rate)

    def clip(
        self,
        name: str,
        count: int = 30,
        encoding: Encoding = PLAIN,
        sound: Sound | None = None,
        size: tuple[int, int] = (96, 64),
        **changes: object,
    ) -> Path:
        """A file of numbered frames, 0 to count - 1."""
        path = self.folder / name
        frames = (self.frame(number, *size) for number in range(count))
        how = replace(encoding, **changes)  # type: ignore[arg-type]
        return finish(write_clip(path, frames, how, sound, count))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench in a folder of its own."""
    return Bench(tmp_path)


@pytest.fixture(scope="module")
def shared_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A bench whose clips are shared by the tests of one module."""
    return Bench(tmp_path_factory.mktemp("clips"))


@pytest.fixture
def atom() -> Callable[[bytes, bytes], int]:
    """Finds the offset of an MP4 atom's name."""

    def find(data: bytes, name: bytes) -> int:
        at = data.find(name)
        assert at > 0, f"no {name!r} in the file"
        return at

    return find
