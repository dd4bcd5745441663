"""What a cold `v2a generate` spends its CPU seconds on: four takes of a 2.5 s shot with mini, in a process of its own.

    python benchmarks/cold.py [--rounds 3] [--source both|generator]

Other work on the machine slows every number, so `import torch` is measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish

TORCH = "import torch, time, json; print(json.dumps({'import torch': time.process_time()}))"
COMMAND = """
import json, sys, time
spent, last = {}, [0.0]
def lap(part):
    now = time.process_time()
    spent[part] = spent.get(part, 0) + now - last[0]
    last[0] = now
from v2a_plugin.cli import app, rendering
lap("start: imports of the command")
def watch(steps, quiet=False):
    part = "write"
    while True:
        lap(part)
        try:
            progress = next(steps)
        except StopIteration as end:
            lap(part)
            return end.value
        lap(part)
        part = f"load: {progress.note}" if progress.stage.startswith("loading") else progress.stage
rendering.watch = watch
try:
    app.run(sys.argv[1:])
finally:
    lap("write")
    print(json.dumps(spent), file=sys.stderr)
"""
"""The command, counting what passes between two of its steps under the stage that the first one named."""
LOAD = ("start: ", "load: ")


def clip(folder: Path) -> Path:
    """2.5 s of 640 x 360 at 25 frames a second: a picture that moves past."""
    rng = np.random.default_rng(0)
    scene = np.repeat(np.repeat(rng.integers(0, 255, (18, 64, 3), dtype=np.uint8), 20, axis=0), 20, axis=1)

    def frames() -> Iterator[np.ndarray]:
        for place in range(63):
            yield np.ascontiguousarray(scene[:, place * 8 : place * 8 + 640])

    return finish(write_clip(folder / "shot.mp4", frames(), Encoding(rate=Fraction(25))))


def seconds(program: str, *arguments: str) -> dict[str, float]:
    """CPU seconds by part of one process."""
    command, environment = (
        [sys.executable, "-c", program, *arguments],
        {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "1000", **os.environ},
    )
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # as `v2a` sets it
    found: dict[str, float] = json.loads((done.stderr or done.stdout).strip().splitlines()[-1])
    return found


def main() -> None:
    """Print the parts, their sums, and both against `import torch`."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--source", default="both")
    chosen = parser.parse_args()
    runs: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        shot = clip(Path(folder))
        for number in range(chosen.rounds):
            command = ("generate", str(shot), "--takes", "4", "--seed", "1", "--source", chosen.source)
            runs.append(seconds(TORCH) | seconds(COMMAND, *command, "--out", str(Path(folder) / f"out{number}")))
    parts = {part: statistics.median(run.get(part, 0.0) for run in runs) for part in runs[0]}
    torch = parts.pop("import torch")
    for part, cost in parts.items():
        print(f"{part:<34} {cost:6.2f}")
    total, load = sum(parts.values()), sum(cost for part, cost in parts.items() if part.startswith(LOAD))
    for name, cost in (("all", total), ("start and load", load), ("import torch alone", torch)):
        print(f"{name:<34} {cost:6.2f} CPU s   {cost / torch:5.2f} x import torch")


if __name__ == "__main__":
    main()
