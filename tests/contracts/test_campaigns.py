"""A campaign of `make soak`: takes made and discarded for half an hour.

`make soak ARGS="tests/contracts/test_campaigns.py -s"` runs it.
"""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

import psutil
import pytest

from v2a_plugin.testing.clips import tiny_clip
from v2a_plugin.testing.command import Command

pytestmark = [pytest.mark.soak, pytest.mark.timeout(12 * 3600)]


@pytest.mark.usefixtures("own_store")
def test_half_an_hour_of_takes_made_and_discarded(v2a: Command, tmp_path: Path) -> None:
    """Neither memory, nor open files, nor the disk grow: minutes are `V2A_SOAK_SIZE`."""
    minutes = int(os.environ.get("V2A_SOAK_SIZE") or 30)
    project = tmp_path / "film.v2a"
    assert v2a("project", "new", tiny_clip(tmp_path / "clip.mov"), "--out", project) == 0
    process, seen = psutil.Process(), list[tuple[int, int, int]]()
    until = time.monotonic() + 60 * minutes
    rounds = 0
    while time.monotonic() < until or rounds < 4:
        made = v2a.json(
            "project", "generate", project, "--bundle", "tiny", "--steps", 1, "--frames", 1, "--takes", 2, "--again"
        )
        assert made["exit"] == 0, made
        takes = [take for region in made["regions"] for take in region["takes"]]
        assert len(takes) == 2, v2a.err
        assert v2a("project", "edit", project, "discard", ",".join(takes)) == 0, v2a.err
        assert v2a("project", "gc", project, "--history", "--yes") == 0, v2a.err
        gc.collect()
        disk = sum(path.stat().st_size for path in project.rglob("*") if path.is_file())
        seen.append((process.memory_info().rss, process.num_fds(), disk))
        rounds += 1
    warm, last = seen[min(3, len(seen) - 1)], seen[-1]
    print(f"\nmade and discarded: {rounds} rounds in {minutes} min, {(last[0] - warm[0]) / 2**20:.1f} MiB more memory")
    assert last[0] - warm[0] < 200 * 2**20
    assert last[1] <= warm[1] + 2
    assert last[2] - warm[2] < 1024 * rounds + 2**20
