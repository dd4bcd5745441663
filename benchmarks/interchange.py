"""How long every format takes for a film: 1,500 cues on 8 tracks over two hours, and to read the cut back.

python benchmarks/interchange.py [--cues 1500] [--tracks 8] [--rounds 3]

Every registered exporter of cuts is measured, those of plugins too. The stems are planned and not written: their
cost is measured by stems.py. What a format takes includes the package with its recipes and digests; the line
"package alone" says how much that is.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from v2a_plugin.delivery import document
from v2a_plugin.delivery.cut import CutPackage
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, Feature
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.stem_plan import plan_stems
from v2a_plugin.formats.otio import write as otio_write
from v2a_plugin.formats.reading import is_cut, read_cut
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.testing.exchange import long_cut

GOAL = 2.0
"""Seconds that one format may take."""


def plan_only(request: CutRequest, package: CutPackage, muted: bool = False) -> Steps[tuple[Stem, ...]]:
    """In the place of `write_stems`: the same stems, without their sound."""
    package.stems = plan_stems(request, muted)
    yield Progress("planning stems", 1, 1)
    return package.stems


class PackageAlone:
    """An exporter that writes what all of them do."""

    name = "package alone"
    title = "nothing but the package"
    features = frozenset(Feature)

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Plan, and close the package."""
        with CutPackage(self, request, folder) as package:
            yield from plan_only(request, package)
        return package.delivery


def exporters() -> Iterator[CutExporter]:
    """All that are registered, after the one that does nothing."""
    yield PackageAlone()
    plugins = load_plugins()
    for added in plugins.added(Kind.CUT_EXPORTER):
        yield plugins.cut_exporter(added.name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cues", type=int, default=1500)
    parser.add_argument("--tracks", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    request = long_cut(options.cues, options.tracks)
    vars(document)["write_stems"] = vars(otio_write)["write_stems"] = plan_only
    readers = load_plugins().cut_readers()
    print(f"{options.cues} cues on {options.tracks} tracks, median of {options.rounds}; goal {GOAL} s a format")
    # Nothing is removed before the end: on ext4, files are slow to make for some seconds after thousands were deleted.
    with tempfile.TemporaryDirectory() as scratch:
        for exporter in exporters():
            walls, used = [], []
            for number in range(options.rounds):
                wall, cpu = time.perf_counter(), time.process_time()
                try:
                    delivery = finish(exporter.write_cut(request, Path(scratch) / exporter.name / str(number)))
                except V2AError as error:
                    print(f"{exporter.name:<14} {error}")
                    break
                walls.append(time.perf_counter() - wall)
                used.append(time.process_time() - cpu)
            if not walls:
                continue
            own = [file for file in delivery.files if not file.name.startswith("recipes/")]
            size, wall = sum(file.size for file in own) / 1e6, statistics.median(walls)
            print(
                f"{exporter.name:<14} {wall:6.2f} s  {statistics.median(used):6.2f} s of CPU  {size:6.1f} MB in "
                f"{len(own)} files   {'met' if wall < GOAL else 'MISSED'}"
            )
            for file in own:
                path = delivery.folder / file.name
                if is_cut(path, readers) and "(" not in path.name and " A" not in path.name:
                    wall = time.perf_counter()
                    clips = len(read_cut(path, readers).clips)
                    print(f"{'':<14} {time.perf_counter() - wall:6.2f} s  to read {clips} clips of {path.name}")


if __name__ == "__main__":
    main()
