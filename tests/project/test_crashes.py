"""Killed at any moment, a project has everything that was acknowledged."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from v2a_plugin.model.serial import build, to_json
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder import open_project
from v2a_plugin.timeline.changes import from_plain, replay

CHILD = Path(__file__).with_name("crash_child.py")


@dataclass
class Told:
    """What a process said before it was killed."""

    seq: int = 0
    digest: str = ""
    takes: set[str] = field(default_factory=set)
    made: list[str] = field(default_factory=list)
    lines: int = 0


class Killer:
    """Starts processes that edit, and kills them."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self._line() == ["ready"]

    def _line(self) -> list[str]:
        assert self._server.stdout is not None
        return self._server.stdout.readline().split()

    def round(self, path: Path, seed: int, lines: int, seconds: float) -> Told:
        """Let a process work until it has said some lines, and some seconds more; kill -9; gather what it said."""
        assert self._server.stdin is not None
        self._server.stdin.write(f"{path} {seed}\n")
        told, pid = Told(), 0
        while True:
            line = self._line()
            assert line, "the server of processes has died"
            if line[0] == "gone":
                return told
            if line[0] == "child":
                pid = int(line[1])
            elif line[0] == "done":
                told.seq, told.digest = int(line[1]), line[2]
            elif line[0] == "takes":
                told.takes.update(line[1:])
            elif line[0] == "made":
                told.made.append(line[1])
            else:
                assert line[0] == "open", " ".join(line)
            if pid and told.lines >= lines:
                time.sleep(seconds)
                os.kill(pid, signal.SIGKILL)
                lines = 1_000_000
            told.lines += 1

    def close(self) -> None:
        self._server.kill()
        self._server.communicate()


@pytest.fixture
def killer() -> Iterator[Killer]:
    started = Killer()
    yield started
    started.close()


def replayed(folder: Path, last: int | None = None) -> Timeline:
    """The timeline that the journal alone tells, read without the project's own code."""
    lines = [json.loads(line) for line in (folder / "ops.jsonl").read_bytes().decode().splitlines()]
    first = build(Timeline, lines[0]["body"]["timeline"])
    assert [line["seq"] for line in lines] == list(range(len(lines)))
    return replay(first, [from_plain(line["body"]) for line in lines[1:] if last is None or line["seq"] <= last])


def digest(timeline: Timeline) -> str:
    return hashlib.sha256(to_json(timeline).encode()).hexdigest()


def campaign(killer: Killer, folder: Path, rounds: int, seed: int) -> int:
    chance = random.Random(seed)
    takes: set[str] = set()
    done = 0
    for number in range(rounds):
        told = killer.round(folder, seed * 1000 + number, chance.randrange(25), chance.random() * 0.02)
        takes |= told.takes
        done += told.lines
        with open_project(folder) as project:
            assert project.read_only == ""
            assert all("damaged" not in note for note in project.notes), project.notes
            timeline = project.timeline
            last = project.last
            assert last >= told.seq
            kept = {take.id for take in timeline.takes}
            assert takes <= kept
            assert kept == project.store.ids()  # every finished take is there, none without its files
            if number % 5 == 0 or number == rounds - 1:
                for take in kept:
                    project.sound(take)  # compares the digest
        assert replayed(folder) == timeline
        if told.digest:
            assert digest(replayed(folder, told.seq)) == told.digest
        assert not [path for path in folder.glob("takes/[!.]*.wav") if path.stat().st_size == 0]
    with open_project(folder) as project:
        steps = 0
        while project.undo():
            steps += 1
        assert project.timeline.tracks == replayed(folder, 0).tracks
        for _ in range(steps):
            project.redo()
        assert project.timeline.tracks == timeline.tracks
    return done


def test_thirty_kills_lose_nothing_that_was_acknowledged(killer: Killer, folder: Path) -> None:
    assert campaign(killer, folder, 30, seed=1) > 200


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 12))
def test_five_hundred_kills_lose_nothing_that_was_acknowledged(killer: Killer, folder: Path, seed: int) -> None:
    assert campaign(killer, folder, 50, seed) > 400


def test_a_project_is_made_whole_or_not_at_all(killer: Killer, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for seed in range(6):
        told = killer.round(home, seed, seed, seed * 0.003)
        found = sorted(path.name for path in home.glob("*.v2a"))
        assert set(told.made) <= set(found)
        for name in found:
            with open_project(home / name) as project:
                assert len(project.timeline.picture) == 3
                assert not project.read_only
