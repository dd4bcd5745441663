"""How long every reader of cuts takes for a film of 3,000 events, with the process of its own that it reads in.

python benchmarks/reading.py [--events 3000] [--rounds 5] [--only edl,aaf]

The files are those that our exporters write, and for AAF one that pyaaf2 writes as Media Composer lays it out. The shortest
of several rounds counts, as the clock has it and as the processor: the second is what a busy machine leaves alone.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.interchange import plan_only
from v2a_plugin.delivery import document
from v2a_plugin.formats.otio import write as otio_write
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.aaf_files import write_picture
from v2a_plugin.testing.exchange import long_cut

EVENTS, GOAL = 3_000, 2.0
NAMES = ("otio", "fcp7", "fcpxml", "mlt", "kdenlive", "edl", "rpp", "aaf")
PATTERNS = {"fcp7": "*.xml", "edl": "all.edl"}


@dataclass(frozen=True, slots=True)
class Reading:
    """The shortest of some rounds: seconds of the clock, and of the processor with those of the child."""

    name: str
    clips: int
    wall: float
    used: float


def spent() -> float:
    """Processor seconds of this process and of the children that have ended."""
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def readings(folder: Path, events: int, rounds: int, names: tuple[str, ...] = NAMES) -> Iterator[Reading]:
    """Write a file of each format, and read it some times."""
    vars(document)["write_stems"] = vars(otio_write)["write_stems"] = plan_only
    plugins, request = load_plugins(), long_cut(events)
    for name in names:
        place = folder / name
        if name == "aaf":
            place.mkdir()
            path = place / "cut.aaf"
            write_picture(path, request.timeline, request.media)
        else:
            finish(plugins.cut_exporter(name).write_cut(request, place))
            lists = sorted(place.glob("* V part *.edl"))  # of 999 events each, as other programs want them
            (place / "all.edl").write_text("".join(map(Path.read_text, lists)), encoding="utf-8")
            path = min(place.glob(PATTERNS.get(name, f"*.{name}")), key=lambda each: len(each.name))
        walls, used = [], []
        for _ in range(rounds):
            wall, cpu = time.perf_counter(), spent()
            clips = len(read_cut(path, plugins.cut_readers(), request.timeline.rate).clips)
            walls.append(time.perf_counter() - wall)
            used.append(spent() - cpu)
        yield Reading(name, clips, min(walls), min(used))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(NAMES))
    given = parser.parse_args()
    print(
        f"{given.events} events, best of {given.rounds}, goal {GOAL} s; {os.getloadavg()[0]:.1f} programs wanted the cores"
    )
    with tempfile.TemporaryDirectory() as folder:
        for one in readings(Path(folder), given.events, given.rounds, tuple(given.only.split(","))):
            met = "met" if one.wall < GOAL else "MISSED"
            print(f"{one.name:<9} {one.clips} clips  {one.wall:5.2f} s  {one.used:5.2f} s of CPU  {met}", flush=True)


if __name__ == "__main__":
    main()
