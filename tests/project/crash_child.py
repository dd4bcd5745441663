"""Edits a project until it is killed, and says what it did: run by test_project_crashes.py.

For every line `PATH SEED` on its input it forks a process that edits, so that each needs no imports of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import random
import sys
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.serial import to_json
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.project import Project
from v2a_plugin.timeline import edits, take_edits
from v2a_plugin.timeline.changes import Change
from v2a_plugin.timeline.placing import place

spec = importlib.util.spec_from_file_location("making", Path(__file__).with_name("conftest.py"))
assert spec is not None
assert spec.loader is not None
making = importlib.util.module_from_spec(spec)
spec.loader.exec_module(making)


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def edit(project: Project, chance: random.Random) -> None:
    cut = project.timeline
    cues = [(track, cue) for track in cut.tracks for cue in track.cues]
    what = chance.choice(
        ["place", "place", "gain", "move", "delete", "star", "undo", "undo", "redo", "take", "snapshot"]
    )
    change: Change | None = None
    if what == "take" or not cut.takes:
        clip = chance.choice(cut.picture)
        takes = [making._take(clip.region, chance.randrange(10**9)) for _ in range(chance.choice([1, 3]))]
        project.add_takes(takes, clip.region)
        say("takes", *(item.take.id for item in takes))
    elif what == "snapshot":
        project.snapshot()
    elif what == "undo":
        project.undo()
    elif what == "redo":
        project.redo()
    elif what == "star":
        take = chance.choice(cut.takes)
        change = take_edits.star(cut, take.id, not take.star)
    elif what == "place" or not cues:
        track = chance.choice(cut.tracks)
        start = max((cue.end for cue in track.cues), default=Fraction(0)) + Fraction(chance.randrange(100), 7)
        change = place(cut, chance.choice(cut.takes).id, track.id, start=start)
    elif what == "gain":
        change = edits.gain(cut, chance.choice(cues)[1].id, chance.uniform(-60, 6))
    elif what == "move":
        track, cue = chance.choice(cues)
        change = edits.move(cut, cue.id, start=track.cues[-1].end + Fraction(chance.randrange(9), 3))
    else:
        change = edits.delete(cut, chance.choice(cues)[1].id)
    if change:
        project.do(change)
    digest = hashlib.sha256(to_json(project.timeline).encode()).hexdigest()
    say("done", project.last, digest)


def work(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    if path.suffix != ".v2a":  # make projects, one after another
        for number in range(1_000_000):
            create_project(path / f"{seed}-{number}.v2a", making._cut()).close()
            say("made", f"{seed}-{number}.v2a")
    with open_project(path) as project:
        if project.read_only:
            say("refused", project.read_only)
            return
        say("open")
        while True:
            edit(project, chance)


def main() -> None:
    say("ready")
    for line in sys.stdin:
        path, _, seed = line.strip().rpartition(" ")
        child = os.fork()
        if child == 0:
            try:
                work(Path(path), int(seed))
            except BaseException as error:
                say("failed", repr(error))
                raise
            finally:
                os._exit(1)
        say("child", child)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
