"""The measures of a film in one table, peers in the same run; `docs/performance.md` holds the last one.

python benchmarks/performance.py [--only cold,shots,film,exports,reading,edits,steps] [--page docs/performance.md]

Processor seconds throughout, since the machine may be busy; of commands, with all they start. A row is printed as soon as
it is measured. `--page` puts the table between the marks of a page.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from benchmarks import audioldm, cold, film, growth, interchange, reading, shots
from v2a_plugin.delivery import document
from v2a_plugin.formats.otio import write as otio_write
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.config import usable_cores
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.exchange import long_cut

CUES = 10_000
MARK = re.compile(r"(?<=<!-- performance -->\n).*?(?=<!-- /performance -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. `most` says that the goal is a bound from above."""

    what: str
    value: float
    unit: str
    goal: float
    most: bool = True

    def __str__(self) -> str:
        met = self.value <= self.goal if self.most else self.value >= self.goal
        sign = "≤" if self.most else "≥"
        return (
            f"| {self.what} | {self.value:.2f} {self.unit} | {sign} {self.goal:g} | {'met' if met else '**missed**'} |"
        )


def cpu_of(*command: str) -> float:
    """Processor seconds of a command and what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tempfile.gettempdir())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def of_cold(folder: Path) -> Iterator[Row]:
    spent = cold.seconds(cold.COMMAND, "generate", str(cold.clip(folder)), "--takes", "4", "--out", str(folder / "out"))
    start = sum(each for part, each in spent.items() if part.startswith(cold.LOAD))
    yield Row("cold `v2a generate`, 2.5 s, four takes, mini", sum(spent.values()), "CPU s", 6)
    yield Row("of which start and load", start, "CPU s", 2.5)


def of_shots(folder: Path) -> Iterator[Row]:
    clip, places, ffmpeg = folder / "film.mp4", Path(sys.executable).parent, shutil.which("ffmpeg")
    pictures, _ = shots.film(shots.HARD[0], 8, (1920, 1080), 1)
    finish(write_clip(clip, pictures, Encoding(rate=shots.RATE)))
    if ffmpeg:  # the same again and again, so that the start of each program counts little
        clip, short = folder / "long.mp4", clip
        cpu_of(ffmpeg, "-nostdin", "-stream_loop", "3", "-i", str(short), "-c", "copy", str(clip))
    peak = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
    peak += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    command = (str(places / "v2a"), "shots", str(clip))
    held = subprocess.run([sys.executable, "-c", peak, *command], check=True, capture_output=True, text=True)
    ours, length = cpu_of(*command), float(probe(clip).duration)
    yield Row("`v2a shots`, 1080p", float(held.stdout), "MB", 150)
    yield Row(f"`v2a shots`, {length:.0f} s of 1080p", ours, "CPU s", 10)
    theirs = cpu_of(str(places / "scenedetect"), "-i", str(clip), "detect-adaptive")
    yield Row("as fast as `scenedetect detect-adaptive`, the same file", theirs / ours, "times", 1.5, most=False)
    if ffmpeg:
        theirs = cpu_of(ffmpeg, "-nostdin", "-i", str(clip), "-vf", "select='gt(scene,0.3)'", "-f", "null", "-")
        yield Row("as fast as `ffmpeg -vf select=gt(scene…)`, the same file", theirs / ours, "times", 0.8, most=False)


def of_film(folder: Path) -> Iterator[Row]:
    before, now = film.seconds_a_shot(folder, 2, 4, Fraction(24, 5))
    yield Row("a film as fast as with handles of 1 s", before / now, "times", film.GOAL, most=False)
    yield Row("1,500 shots of 4.8 s, four takes each", 1500 * now / 3600, "core hours", 5)


def of_exports(folder: Path) -> Iterator[Row]:
    vars(document)["write_stems"] = vars(otio_write)["write_stems"] = interchange.plan_only
    request, short = long_cut(CUES), long_cut(500)
    for exporter in interchange.exporters():
        if exporter.name in ("bwf", "film", "film-mov"):  # nothing but sound and picture
            continue
        cut, cues = (short, 500) if exporter.name == "aaf" else (request, CUES)
        begun = time.process_time()
        try:
            finish(exporter.write_cut(cut, folder / exporter.name))
        except V2AError:
            continue  # film and its kin want the film itself
        spent = time.process_time() - begun
        if exporter.name == "aaf":
            yield Row("an AAF, a cue", 1000 * spent / cues, "CPU ms", 3)
        else:
            yield Row(f"{CUES:,} cues as {exporter.name}, without sound", spent, "CPU s", 12)


def of_reading(folder: Path) -> Iterator[Row]:
    for one in reading.readings(folder, reading.EVENTS, 3):
        yield Row(
            f"{one.clips:,} events of a cut as {one.name}, read in a process of its own",
            one.used,
            "CPU s",
            reading.GOAL,
        )


def of_edits(_: Path) -> Iterator[Row]:
    os.fsync = lambda _file: None  # type: ignore[assignment]
    small, large = growth.edit_time(growth.SMALL, 100), growth.edit_time(growth.LARGE, 100)
    yield Row("an edit at 20,000 cues over one at 1,500", large / small, "times", growth.GOAL)


def of_steps(_: Path) -> Iterator[Row]:
    for name, ratio in audioldm.beside_paper(1).items():
        if name.startswith("mini") and "dpm++" in name:
            what = f"{name}, as fast as diffusers' pipeline with 200 steps of ddim"
            yield Row(what, ratio, "times", 10, most=False)


MEASURES: dict[str, Callable[[Path], Iterator[Row]]] = {
    "cold": of_cold,
    "shots": of_shots,
    "film": of_film,
    "exports": of_exports,
    "reading": of_reading,
    "edits": of_edits,
    "steps": of_steps,
}


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", default=",".join(MEASURES))
    parser.add_argument("--page", type=Path)
    given = parser.parse_args()
    lines = ["| what | measured | goal | |", "|---|---|---|---|"]
    print("\n".join(lines))
    for name in given.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            for row in MEASURES[name](Path(folder)):
                lines.append(str(row))
                print(row, flush=True)
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()) if sys.platform == "linux" else None
    chip, load = model[1] if model else platform.processor(), os.getloadavg()[0]
    machine = f"{chip}, {usable_cores()} cores, Python {platform.python_version()}; {load:.0f} programs wanted them at the end."
    print(machine)
    if given.page:
        text = "\n".join([*lines, "", machine, ""])
        given.page.write_text(MARK.sub(lambda _: text, given.page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
