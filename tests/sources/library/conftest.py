"""Small libraries of real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.sources.library.places import Libraries, Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for recordings, whose name is not plain ASCII."""
    path = tmp_path / "Töne 音"
    path.mkdir()
    return path


@pytest.fixture
def libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Libraries:
    """The libraries of this test, and of `v2a` in it, without the one that ships."""
    monkeypatch.setenv("V2A_LIBRARIES", str(tmp_path / "indices"))
    libraries = Libraries()
    libraries.remove("v2a")
    return libraries


@pytest.fixture
def library(folder: Path, libraries: Libraries) -> Library:
    """A library of `folder`."""
    return libraries.add(folder, "mine")


@pytest.fixture
def record(folder: Path) -> Callable[..., Path]:
    """Writes a recording of noise bursts: `record("a/b.wav", bursts=(0.1, 0.5))`."""

    def write(
        name: str,
        seconds: float = 1.0,
        bursts: tuple[float, ...] = (0.2,),
        rate: int = 16_000,
        channels: int = 1,
        seed: int = 0,
        **form: str,
    ) -> Path:
        samples = np.zeros((round(seconds * rate), channels), np.float32)
        noise = np.random.default_rng(seed)
        for at in bursts:
            begin = round(at * rate)
            length = min(round(0.1 * rate), len(samples) - begin)
            samples[begin : begin + length] = noise.uniform(-0.5, 0.5, (length, channels))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, samples, rate, **form)
        return path

    return write
