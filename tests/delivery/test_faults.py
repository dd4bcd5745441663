"""A delivery is whole or absent under any error and any kill: at every call that changes the disk, by a preloaded library."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from v2a_plugin.delivery.commit import claim
from v2a_plugin.delivery.manifest import MANIFEST, read_delivery, read_manifest
from v2a_plugin.testing.campaigns import Campaign

HERE = Path(__file__).parent
KILL = 0

Attempt = Callable[[Path, int, int, int], tuple[int, int]]


@pytest.fixture(scope="module")
def attempt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attempt]:
    """Write a delivery with a fault at a call: how it ended, and how many calls there were."""
    compiler = shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs gcc on Linux")
    scratch = tmp_path_factory.mktemp("faults")
    library = scratch / "faults.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "fault_injection.c"), "-ldl"]
    subprocess.run(command, check=True)
    server = subprocess.Popen(
        [sys.executable, str(HERE / "fault_server.py"), str(scratch / "first")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        env={**os.environ, "LD_PRELOAD": str(library), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"

    def attempt(folder: Path, call: int, error: int, frames: int) -> tuple[int, int]:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(f"{folder} {call} {error} {frames}\n")
        status, calls = server.stdout.readline().split()
        return int(status), int(calls)

    yield attempt
    server.kill()
    server.communicate()


def first_cue(folder: Path) -> int:
    """Which delivery it is: by the frame that its first cue begins at."""
    cut = read_manifest(folder).cut
    assert cut is not None
    return int(min(cue.start for track in cut.timeline.tracks for cue in track.cues) * 25)


def check(folder: Path, status: int, before: int | None) -> str:
    """What is there afterwards: the old delivery, the new one, or none; never a mixture."""
    if status in (0, 1):  # the process lived: all is as it says
        wanted = 20 if status == 0 else before
        if wanted is None:
            assert not (folder / MANIFEST).exists()
        else:
            assert first_cue(folder) == wanted
    elif (folder / MANIFEST).is_file():  # killed before the first name changed, or after the last
        assert first_cue(folder) in (20, before)
        read_delivery(folder).verify()
    if folder.is_dir():
        with claim(folder):
            pass
    left = sorted(path.name for path in folder.rglob("*") if "partial" in path.name or "commit" in path.name)
    assert left == []
    if not (folder / MANIFEST).is_file():
        assert before is None
        return "nothing"
    read_delivery(folder).verify()
    assert first_cue(folder) in (20, before)
    return "the new delivery" if first_cue(folder) == 20 else "the old one"


def one(attempt: Attempt, folder: Path, call: int, error: int, older: bool) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    before = None
    if older:
        assert attempt(folder, -1, 0, 10)[0] == 0
        before = 10
    status, _ = attempt(folder, call, error, 20)
    assert status in ((0, -9) if error == KILL else (0, 1)), (call, error, status)
    return check(folder, status, before)


def points(attempt: Attempt, folder: Path) -> int:
    """How many calls a delivery makes."""
    status, calls = attempt(folder, 10**6, 0, 20)
    assert status == 0
    return calls


@pytest.mark.parametrize("error", [KILL, errno.EIO], ids=["kill", "EIO"])
def test_a_fault_at_some_calls_leaves_a_delivery_or_none(attempt: Attempt, tmp_path: Path, error: int) -> None:
    calls = points(attempt, tmp_path / "count")
    ends = Counter(
        one(attempt, tmp_path / "out", call, error, older) for call in range(3, calls, 9) for older in (False, True)
    )
    assert ends["the new delivery"]
    assert ends["the old one"]
    assert ends["nothing"]


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("error", [KILL, errno.EIO, errno.ENOSPC], ids=["kill", "EIO", "ENOSPC"])
def test_a_fault_at_every_call_leaves_a_delivery_or_none(attempt: Attempt, tmp_path: Path, error: int) -> None:
    calls = points(attempt, tmp_path / "count")
    name = f"faults {errno.errorcode.get(error, 'kill')}"
    for number, campaign in Campaign.rounds(name, 2 * calls):
        campaign.count(one(attempt, tmp_path / "out", number // 2, error, bool(number % 2)))
