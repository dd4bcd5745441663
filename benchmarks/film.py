"""What a film costs: processor time of the loop over its shots, with the handles of today and of before.

python benchmarks/film.py [--shots 6] [--takes 4] [--seconds 4.8]

Shots of a film's mean length (two hours, 1,500 shots) of the sample clip, rendered with mini as 'v2a project generate'
renders them, one engine for all. Times are seconds of processor time, since the machine may be busy.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import v2a_resources
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.pipeline import each_take, propose
from v2a_plugin.generation.requests import request_for
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import SourceKind
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.time import Span
from v2a_plugin.project.merging import Part
from v2a_plugin.zoo.store import Store

GOAL = 1.3
BEFORE, NOW = Fraction(1), Fraction(1, 4)


def seconds_a_shot(folder: Path, shots: int, takes: int, seconds: Fraction) -> tuple[float, float]:
    """Processor seconds a shot with handles of 1 s, and of 0.25 s."""
    media, engines = probe(v2a_resources.sample_path()), Engines()
    settings = replace(Store().open("mini").card.defaults.settings(), source=SourceKind.GENERATOR)
    engine = finish(engines.load(EngineChoice("mini", "cpu")))
    length, part = min(seconds, media.duration), Part(folder / "part")
    spent = {BEFORE: 0.0, NOW: 0.0}
    for number in range(-1, shots):  # the first loads what is loaded once
        for handle in spent:
            order = GenerationOrder(settings, 100 * (number + 1), takes, handle)
            request = request_for(order, f"Shot {number + 1}", media, Span(Fraction(0), length))
            begun = time.process_time()
            finish(each_take(propose(engine, request), lambda take: part.keep([take], "shot")))
            spent[handle] += time.process_time() - begun if number >= 0 else 0
    return spent[BEFORE] / shots, spent[NOW] / shots


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shots", type=int, default=6)
    parser.add_argument("--takes", type=int, default=4)
    parser.add_argument("--seconds", type=Fraction, default=Fraction(24, 5))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        before, now = seconds_a_shot(Path(folder), given.shots, given.takes, given.seconds)
    length = min(given.seconds, probe(v2a_resources.sample_path()).duration)
    print(f"{given.takes} takes of {float(length):.1f} s: {before:.2f} s with handles of 1 s, {now:.2f} s with 0.25 s")
    print(f"ratio {before / now:.2f} (goal {GOAL}); 1,500 such shots: {1500 * now / 3600:.1f} hours of one core")


if __name__ == "__main__":
    main()
