"""Hosts are tested with the tiny bundle: real models with random weights, real media, real files."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound

MakeClip: TypeAlias = Callable[..., Path]


@pytest.fixture(autouse=True)
def _alone(built_in_only: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V2A_OFFLINE", "1")


@pytest.fixture
def make_clip(tmp_path: Path) -> MakeClip:
    """A moving clip with sound: `make_clip("a.mov", seconds=2, rate=Fraction(25))`."""

    def make(name: str, seconds: Fraction | int = 1, rate: Fraction = Fraction(25), timecode: str = "") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = np.arange(48)[:, None, None]
        frames = [
            np.broadcast_to((rows + 5 * n) % 256, (48, 64, 3)).astype(np.uint8) for n in range(round(seconds * rate))
        ]
        tone = np.sin(np.arange(int(seconds * 48_000)) / 20).astype(np.float32) / 4
        finish(write_clip(path, frames, Encoding(rate=rate, timecode=timecode), Sound.mono(tone, 48_000)))
        return path

    return make
