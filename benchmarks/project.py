"""How long a person waits for a large project: 1,500 regions, 6,000 takes, 10,000 changes, on one core.

python benchmarks/project.py [--regions 1500] [--changes 10000] [--rounds 5]

Peer, in the same run: the same snapshot's JSON read by the standard library alone, which is the floor for any project
in one JSON file.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import KeptTake, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.project import ledger as room
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.project import Project
from v2a_plugin.timeline import edits
from v2a_plugin.timeline.changes import Change
from v2a_plugin.timeline.placing import place
from v2a_plugin.timeline.take_edits import add_takes, star

RATE = Fraction(24000, 1001)
GOAL_OPEN, GOAL_EDIT = 2.0, 0.05
TAKES = 4
OPEN = """
import sys, time
from pathlib import Path
from v2a_plugin.project.folder import open_project
start, work = time.perf_counter(), time.process_time()
project = open_project(Path(sys.argv[1]))
print(time.perf_counter() - start, time.process_time() - work)
assert not project.notes, project.notes
project.close()
"""


def cut(regions: int) -> Timeline:
    """Regions of three to six seconds, and eight tracks."""
    clips, record = [], Fraction(0)
    for number in range(regions):
        length = (72 + number % 72) / RATE
        region = Region(Span(record, record + length), "1-a", RegionKind.SHOT, f"Shot {number + 1}")
        clips.append(PictureClip(region, record))
        record += length
    tracks = tuple(Track(TrackKind.FX, f"FX {number + 1}") for number in range(8))
    return Timeline(RATE, Timecode.at(Fraction(3600), RATE), tuple(clips), tracks, name="Feature")


def kept(clip: PictureClip, number: int) -> KeptTake:
    """A take with handles of a second."""
    length = clip.region.span.duration
    used = Span(Fraction(1), length + 1)
    tags = ("footsteps on gravel", "walking", "a door")
    name = f"{number:04x}{clip.region.id[-12:]}"
    return KeptTake(name, clip.region.id, length + 2, used, 48_000, number / 7, tags, origin=clip.region.span.start - 1)


def change(project: Project, chance: random.Random, number: int) -> Change:
    """One edit of a person: first every region gets a cue, then they are changed."""
    timeline = project.timeline
    if number < len(timeline.picture):
        take = timeline.takes[number * TAKES + chance.randrange(TAKES)]
        return place(timeline, take.id, timeline.tracks[number % 8].id)
    track = chance.choice(timeline.tracks)
    cue = chance.choice(track.cues)
    what = chance.randrange(4)
    if what == 0:
        return edits.gain(timeline, cue.id, chance.uniform(-20, 6))
    if what == 1:
        return edits.slip(timeline, cue.id, edits.slip_within(timeline, cue.id, Fraction(chance.randrange(-9, 9), 24)))
    if what == 2:
        return edits.fade(timeline, cue.id, edits.Edge.START, Fraction(chance.randrange(12), 24))
    return star(timeline, chance.choice(timeline.takes).id, chance.random() < 0.5)


def timed_edit(project: Project, edit: Change) -> float:
    """Wall time of one edit."""
    return seconds(lambda: project.do(edit))


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Opening:
    """Median seconds of opening a project in a process of its own, without the interpreter's start and imports."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:8.4f} s   ({self.cpu:.3f} s of a core)"

    @property
    def verdict(self) -> str:
        """The times beside the goal."""
        return f"{self}   goal {GOAL_OPEN} s: {'met' if self.wall < GOAL_OPEN else 'MISSED'}"


def opening(path: Path, rounds: int, snapshot: bytes | None) -> Opening:
    """Open a project some times, each with this snapshot, or none."""
    command = [sys.executable, "-c", OPEN, str(path)]
    said = []
    for _ in range(rounds):
        if snapshot is None:
            (path / "snapshot.json").unlink(missing_ok=True)
        else:
            (path / "snapshot.json").write_bytes(snapshot)
        said.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    return Opening(statistics.median(float(one[0]) for one in said), statistics.median(float(one[1]) for one in said))


def build(path: Path, regions: int, changes: int) -> tuple[list[float], int]:
    """Make the project; the seconds of each edit without the disk's own fsync, and how many changes there are."""
    honest = os.fsync
    os.fsync = lambda _: None  # type: ignore[assignment]
    times = []
    try:
        with create_project(path, cut(regions)) as project:
            chance = random.Random(0)
            for clip in project.timeline.picture:
                project.do(add_takes(project.timeline, [kept(clip, n) for n in range(TAKES)], lasting=True))
            number = 0
            for take in project.timeline.takes:  # opening looks whether they are there, and reads none
                project.layout.sound(take.id).touch()
                project.layout.recipe(take.id).touch()
            while project.last < changes:
                edit = change(project, chance, number)
                number += 1
                times.append(timed_edit(project, edit))
            return times, project.last
    finally:
        os.fsync = honest


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--regions", type=int, default=1500)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="Where to make it; by default a temporary folder.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        path = Path(folder) / "feature.v2a"
        times, changes = build(path, given.regions, given.changes)
        sizes = {name: (path / name).stat().st_size for name in ("ops.jsonl", "snapshot.json")}
        print(f"{given.regions} regions, {given.regions * TAKES} takes, {changes} changes; "
              + ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sizes.items()))  # fmt: skip
        median = statistics.median(times)
        met = "met" if median < GOAL_EDIT else "MISSED"
        floor = statistics.median(seconds(lambda: json.loads((path / "snapshot.json").read_text())) for _ in range(5))
        snapshot = (path / "snapshot.json").read_bytes()
        print(f"open                              {opening(path, given.rounds, snapshot).verdict}")
        with open_project(path) as project:
            chance = random.Random(1)
            durable = [timed_edit(project, change(project, chance, given.regions)) for _ in range(200)]
            undo = [seconds(project.undo) for _ in range(50)]
            for _ in range(room.SNAPSHOT_EVERY - 251):
                project.do(change(project, chance, given.regions))
            write = seconds(project.snapshot)
        print(f"open after a crash, 999 to replay {opening(path, given.rounds, snapshot).verdict}")
        print(f"edit without fsync, median        {median:8.4f} s   goal {GOAL_EDIT} s: {met}")
        print(f"edit without fsync, slowest       {max(times):8.4f} s   (writes the snapshot)")
        print(f"edit with fsync, median           {statistics.median(durable):8.4f} s")
        print(f"undo with fsync, median           {statistics.median(undo):8.4f} s")
        print(f"snapshot                          {write:8.4f} s")
        print(f"open without a snapshot           {opening(path, 1, None)}   (replays every change)")
        print(f"json.loads of the same snapshot   {floor:8.4f} s   (the floor of one JSON file)")


if __name__ == "__main__":
    main()
