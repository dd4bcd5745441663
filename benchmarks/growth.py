"""How an edit grows with the cut: processor time of a gain or a slip through a project, at 1,500 and at 20,000 cues.

python benchmarks/growth.py [--rounds 300]

Without the disk's own fsync, which costs the same whatever the cut.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from fractions import Fraction
from pathlib import Path

from v2a_plugin.project.folder import create_project
from v2a_plugin.testing.exchange import long_cut
from v2a_plugin.timeline import edits

SMALL, LARGE, GOAL = 1_500, 20_000, 2.0


def edit_time(cues: int, rounds: int) -> float:
    """Median milliseconds of an edit."""
    chance, spent = random.Random(1), list[int]()
    with (
        tempfile.TemporaryDirectory() as folder,
        create_project(Path(folder) / "film", long_cut(cues, 8).timeline) as project,
    ):
        for number in range(rounds):
            cue = chance.choice(chance.choice(project.timeline.tracks).cues).id
            begun = time.process_time_ns()
            if number % 2:
                change = edits.gain(project.timeline, cue, chance.uniform(-20, 6))
            else:
                by = edits.slip_within(project.timeline, cue, Fraction(chance.randrange(-9, 9), 24))
                change = edits.slip(project.timeline, cue, by)
            project.do(change)
            spent.append(time.process_time_ns() - begun)
    return statistics.median(spent) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    os.fsync = lambda _: None  # type: ignore[assignment]
    small, large = edit_time(SMALL, rounds), edit_time(LARGE, rounds)
    met = "met" if large < GOAL * small else "MISSED"
    print(
        f"an edit at {SMALL:,} cues {small:.2f} ms, at {LARGE:,} {large:.2f} ms: {large / small:.2f} times   goal {GOAL}: {met}"
    )


if __name__ == "__main__":
    main()
