"""How well events are found in pictures: balls bounce, a hammer strikes, a door slams, somebody walks, lights flash.

    python benchmarks/hits.py [--clips 4] [--seed 100] [--rates 25,24,50] [--kinds walker,door]

Found events are matched one to one with true ones, to within a frame. Clips are H.264 of 320 × 180 pixels; filmed clean,
with grain, with a camera that pans and shakes, and with both. "nothing" shows something that moves smoothly and never
strikes: all that is found there is false.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from fractions import Fraction
from pathlib import Path

from v2a_plugin.guides.picture import picture_guide
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.cut_scores import Agreement, match_cuts
from v2a_plugin.testing.filming import Filming
from v2a_plugin.testing.hit_clips import CONDITIONS, KINDS, film_hits


def guide_of(media: MediaFile) -> Guide | None:
    """The guide of a clip's picture; None where there is nothing to follow."""
    try:
        return finish(picture_guide(media, media.span, media.path.name))
    except BadInput:
        return None


def measure(
    kind: str, filming: Filming, folder: Path, clips: int, seed: int, rates: list[Fraction]
) -> tuple[Agreement, float, list[float]]:
    """Film clips of a kind, find their events, count; the frames a second, and how far periods are off."""
    total, frames, taken, off = Agreement(), 0, 0.0, []
    for number in range(clips):
        rate = rates[number % len(rates)]
        clip = film_hits(
            folder / f"{filming.name}-{kind}-{number}.mp4", kind, filming, seed + number, round(6 * rate), rate
        )
        media = probe(clip.path)
        begun = time.perf_counter()
        found = guide_of(media)
        taken += time.perf_counter() - begun
        frames += round(media.duration * clip.rate)
        events = [event.at for event in found.events] if found else []
        total += match_cuts(events, clip.hits, 1 / clip.rate + Fraction(1, 1000))
        if clip.period is not None:
            off.append(abs(float(found.period) / clip.period - 1) if found and found.period else 1.0)
    return total, frames / taken, off


def main() -> None:
    """Print a table: what is shown by how it is filmed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=4, help="of each kind, six seconds each")
    parser.add_argument("--seed", type=int, default=100, help="of the footage")
    parser.add_argument("--rates", default="25", help="frames a second, by turns")
    parser.add_argument("--kinds", default=",".join(KINDS), help="what clips show")
    arguments = parser.parse_args()
    rates = [Fraction(rate) for rate in arguments.rates.split(",")]
    print(f"{'filmed':8} {'shows':14} precision  recall     F1   hits  false  missed  frames/s  period off")
    with tempfile.TemporaryDirectory() as folder:
        for filming in CONDITIONS:
            everything = Agreement()
            for kind in arguments.kinds.split(","):
                found, speed, off = measure(kind, filming, Path(folder), arguments.clips, arguments.seed, rates)
                everything += found
                periods = f"{max(off):8.1%}" if off else ""
                print(_row(filming.name, kind, found, f"{speed:8.0f}  {periods}"), flush=True)
            print(_row(filming.name, "total", everything, ""))


def _row(filming: str, kind: str, found: Agreement, speed: str) -> str:
    scores = f"{found.precision:9.3f} {found.recall:7.3f} {found.f1:6.3f}"
    return f"{filming:8} {kind:14} {scores} {found.hits:6} {found.false:6} {found.missed:7}  {speed}"


if __name__ == "__main__":
    main()
