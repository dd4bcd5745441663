"""Small cuts and takes, made in memory."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import MediaReference, Precision, Recipe, Settings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Levels, Sound, Tag
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import PictureClip, Timeline, Track, TrackKind
from v2a_plugin.project.folder import create_project
from v2a_plugin.project.project import Project
from v2a_plugin.testing.command import Command

RATE = Fraction(24000, 1001)
MEDIA = "4711-0123456789abcdef"

MakeTake = Callable[..., RenderedTake]


def _cut(shots: int = 3) -> Timeline:
    second = 24 / RATE
    regions = [
        Region(Span(n * second, (n + 1) * second), MEDIA, RegionKind.SHOT, f"Shot {n + 1}", id=f"shot-{n + 1}")
        for n in range(shots)
    ]
    return Timeline(
        RATE,
        Timecode.at(Fraction(3600), RATE),
        tuple(PictureClip(region, region.span.start) for region in regions),
        (Track(TrackKind.FEET, "Feet", id="track-feet"), Track(TrackKind.FX, "FX", id="track-fx")),
        name="A cut",
    )


def _take(
    region: Region, seed: int = 0, handle: Fraction = Fraction(0), samples: np.ndarray | None = None
) -> RenderedTake:
    span = region.span.widened(handle)
    count = span.samples(48_000)
    noise = np.random.default_rng(seed).standard_normal(count) if samples is None else np.resize(samples, count)
    sound = Sound.mono(noise.astype(np.float32), 48_000)
    digest = hashlib.sha256(sound.samples.tobytes()).hexdigest()
    recipe = Recipe(
        media=MediaReference(Path("/rushes/A001.mov"), region.media),
        used=region.span,
        handle=handle,
        rate=RATE,
        timecode=None,
        settings=Settings(prompt="füße \u2028"),
        seed=seed,
        bundle="mini",
        lock_digest="",
        mapper_digest="",
        device="cpu",
        precision=Precision.FP32,
        threads=1,
        batch=1,
        generator_rate=16_000,
        versions=(),
    )
    take = Take(
        id=digest[:16],
        digest=digest,
        sample_rate=48_000,
        rendered=span,
        used=region.span,
        score=seed / 100,
        heard_as=(Tag("footsteps", 0.4),),
        levels=Levels(None, -1.0, -1.5, -20.0),
        recipe=recipe,
    )
    return RenderedTake(take, sound)


@pytest.fixture
def cut() -> Timeline:
    return _cut()


@pytest.fixture
def make_take() -> MakeTake:
    return _take


@pytest.fixture
def folder(tmp_path: Path, cut: Timeline) -> Path:
    """A closed project without changes."""
    path = tmp_path / "Naïve 🎬 cut.v2a"
    create_project(path, cut).close()
    return path


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    from v2a_plugin.project.folder import open_project

    with open_project(folder) as opened:
        yield opened


@pytest.fixture
def v2a() -> Command:
    """`v2a project`, in this process."""
    return Command("project")


@pytest.fixture(scope="session")
def _film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("job")
    pictures = np.random.default_rng(0).integers(0, 255, (4, 64, 96, 3), np.uint8)
    finish(write_clip(folder / "farm.mp4", (pictures[number // 25] for number in range(100)), Encoding(), None, 100))
    assert Command("project")("new", folder / "farm.mp4", "--start", "10:00:00:00") == 0
    return folder


@pytest.fixture
def film(_film: Path, tmp_path: Path) -> Path:
    """A project of a real clip: its four shots of a second each were found; 25 frames/s from 10:00:00:00."""
    shutil.copytree(_film, tmp_path / "job")
    return tmp_path / "job" / "farm.v2a"


@pytest.fixture
def disk(small_disk: Callable[[str], Path]) -> Path:
    return small_disk("1m")
