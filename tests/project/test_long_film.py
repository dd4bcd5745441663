"""A campaign of `make soak`: a film of 1,500 shots is rendered to its end, and killed ten times on the way."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import psutil
import pytest

from tests.farm.test_parts import SHORT as PLAIN
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.shots.regions import shots_from_cuts

pytestmark = [pytest.mark.soak, pytest.mark.timeout(12 * 3600)]

SHOTS = int(os.environ.get("V2A_SOAK_SIZE") or 1_500)
KILLS, FRAMES, SETTLED = 10, 10, min(100, SHOTS // 10)


def film(folder: Path) -> Path:
    """A project of so many shots of ten frames."""
    chance = np.random.default_rng(1)
    looks = [np.kron(chance.integers(0, 256, (8, 12, 3), np.uint8), np.ones((8, 8, 1), np.uint8)) for _ in range(16)]
    frames = (looks[number // FRAMES % 16] for number in range(SHOTS * FRAMES))
    media = probe(finish(write_clip(folder / "film.mp4", frames, Encoding())))
    cuts = (Fraction(number * FRAMES) / media.rate for number in range(1, SHOTS))
    cut = cut_of([Reel(media, shots_from_cuts(media, cuts))], "Film", media.rate)
    with create_project(folder / "film", cut, [media]):
        pass
    return folder / "film.v2a"


def kept(project: Path) -> int:
    return sum(1 for _ in (project / "takes").glob("*.json"))


def started(project: Path) -> subprocess.Popen[bytes]:
    program = Path(sys.executable).with_name("v2a")
    words = (*PLAIN, "--source", "generator", "--seed", "5")
    return subprocess.Popen(
        [program, "project", "generate", project, "--all", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def checked(project: Path) -> dict[str, int]:
    """How many takes each region has; each of them is read, and its sound compared with its digest."""
    with open_project(project, write=False) as opened:
        for take in opened.timeline.takes:
            assert opened.sound(take.id).digest == opened.take(take.id).digest
        takes = [take.region for take in opened.timeline.takes]
        return {clip.region.id: takes.count(clip.region.id) for clip in opened.timeline.picture}


@pytest.mark.usefixtures("own_store")
def test_a_film_survives_kills_and_keeps_its_memory(tmp_path: Path) -> None:
    chance, project = random.Random(1), film(tmp_path)
    for _ in range(KILLS):
        before, more = kept(project), chance.randint(1, max(1, SHOTS // 50))
        with started(project) as process:
            while kept(project) < min(SHOTS, before + more) and process.poll() is None:
                time.sleep(0.02)
            time.sleep(chance.random())  # somewhere in the rendering, or in the writing
            process.kill()
        assert process.returncode in (-9, 0)
        assert set(checked(project).values()) <= {0, 1}
    first, seen = kept(project), list[tuple[int, int]]()
    with started(project) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            seen.append((kept(project) - first, watched.memory_info().rss))
            time.sleep(0.2)
    assert process.returncode == 0
    assert set(checked(project).values()) == {1}
    rendered = seen[-2][0]
    settled = [size for number, size in seen if SETTLED <= number < 2 * SETTLED]
    last = [size for number, size in seen if rendered - SETTLED <= number < rendered]
    growth = statistics.median(last) / statistics.median(settled)
    print(f"\n{rendered} shots in one run: memory {growth:.3f} times that of shots {SETTLED} to {2 * SETTLED}")
    assert growth <= 1.05
