"""One road: four takes of a shot by the panel beside the command line's, in one run, with the engine loaded by both.

python benchmarks/road.py [--rounds 3] [--takes 4]

The panel's part opens a project in a window without a screen, asks for takes, and waits until they are kept; the other
part renders the same request the way `v2a project generate` does. Times are seconds of processor time, since the
machine may be busy; the first round of each loads the models and is left out. Goals: within 10 % of each other, and the
first take in the panel within 1.3 × what the command line needs for it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from v2a_plugin.model.regions import Region
    from v2a_plugin.model.request import GenerationOrder
    from v2a_plugin.model.takes import RenderedTake

GOAL, GOAL_FIRST = 1.10, 1.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--takes", type=int, default=4)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        os.environ["HOME"] = place
        panel, line = Path(place) / "panel.v2a", Path(place) / "line.v2a"
        window_times = by_panel(panel, options.rounds, options.takes)
        command_times = by_command_line(line, options.rounds, options.takes)
    (window, first), (command, soonest) = window_times, command_times
    ratio = max(window, command) / min(window, command)
    print(f"{options.takes} takes of a shot: panel {window:.2f} s, command line {command:.2f} s of processor time")
    print(f"ratio {ratio:.3f} (goal below {GOAL})")
    print(f"the first of them: panel {first:.2f} s, command line {soonest:.2f} s")
    print(f"ratio {first / soonest:.3f} (goal below {GOAL_FIRST})")


def new_project(path: Path) -> None:
    """A project of the sample clip with its shots."""
    import v2a_resources
    from v2a_plugin.generation.shot_finding import find_shots
    from v2a_plugin.media.probe import probe
    from v2a_plugin.model.progress import finish
    from v2a_plugin.plugins.facade import load_plugins
    from v2a_plugin.project.first_cut import Reel, cut_of
    from v2a_plugin.project.folder import create_project

    media = probe(v2a_resources.sample_path())
    regions = finish(find_shots(media, load_plugins()))
    create_project(path, cut_of([Reel(media, regions)], "Sample"), [media]).close()


def order_of(round_number: int, takes: int) -> GenerationOrder:
    """What is asked for: another seed each round."""
    from v2a_plugin.model.request import GenerationOrder
    from v2a_plugin.zoo.store import Store

    settings = Store().open("mini").card.defaults.settings()
    return GenerationOrder(settings, 100 * round_number, takes, Fraction(1))


def by_panel(path: Path, rounds: int, takes: int) -> tuple[float, float]:
    """Seconds that the panel needs for its orders, and until the first take of each is there."""
    from PySide6.QtWidgets import QApplication

    from v2a_gui.models.orders import QueuedGeneration
    from v2a_gui.models.session import Session
    from v2a_plugin.project.folder import open_project

    new_project(path)
    application = QApplication.instance() or QApplication([])
    session = Session(path.parent / "unsaved")
    session.show(open_project(path))
    project = session.project
    assert project is not None
    region, spent, first = project.timeline.picture[0].region.id, list[float](), list[float]()
    for number in range(rounds + 1):
        order = order_of(number, takes)
        begun = time.process_time()
        session.orders.generate(QueuedGeneration(region, order, "mini", "cpu"))
        while len(project.timeline.takes) < takes * (number + 1):
            application.processEvents()
            if len(first) == number and len(project.timeline.takes) > takes * number:
                first.append(time.process_time() - begun)
            time.sleep(0.005)
            failed = [report.error for report in session.queue.reports() if report.error]
            assert not failed, failed
        spent.append(time.process_time() - begun)
        first += [spent[-1]] * (number + 1 - len(first))
    session.close()
    return median(spent[1:]), median(first[1:])


def by_command_line(path: Path, rounds: int, takes: int) -> tuple[float, float]:
    """Seconds that the same takes cost without a window, and until the first of them is there."""
    from v2a_plugin.generation.engines import EngineChoice, Engines
    from v2a_plugin.generation.pipeline import each_take, propose
    from v2a_plugin.generation.requests import request_for_clip
    from v2a_plugin.model.progress import finish
    from v2a_plugin.project.folder import open_project

    new_project(path)
    engines, spent, first = Engines(), list[float](), list[float]()
    with open_project(path) as project:
        clip = project.timeline.picture[0]
        for number in range(rounds + 1):
            order = order_of(number, takes)
            begun = time.process_time()
            request = request_for_clip(project, clip, order)
            engine = finish(engines.load(EngineChoice("mini", "cpu")))
            kept: list[float] = []

            def keep(take: RenderedTake, kept: list[float] = kept, region: Region = clip.region) -> None:
                project.add_take(take, region)
                kept.append(time.process_time())

            finish(each_take(propose(engine, request), keep))
            spent.append(time.process_time() - begun)
            first.append(kept[0] - begun)
    return median(spent[1:]), median(first[1:])


if __name__ == "__main__":
    main()
