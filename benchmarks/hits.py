"""How well hits are found in pictures, on clips made here: balls bounce, a hammer strikes, lights flash.

    python benchmarks/hits.py [--clips 4] [--seed 100]

Found hits are matched one to one with true ones, to within a frame. Clips are H.264 of 320 × 180 pixels; filmed clean,
with grain, with a camera that pans and shakes, and with both. "nothing" shows something that moves smoothly and never
strikes: all that is found there is false.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from fractions import Fraction
from pathlib import Path

from v2a_plugin.guides.hits import find_hits
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.cut_scores import Agreement, match_cuts
from v2a_plugin.testing.filming import Filming
from v2a_plugin.testing.hit_clips import CONDITIONS, KINDS, film_hits


def measure(kind: str, filming: Filming, folder: Path, clips: int, seed: int) -> tuple[Agreement, float]:
    """Film some clips of a kind, find their hits, count; and the frames a second of the finding."""
    total, frames, taken = Agreement(), 0, 0.0
    for number in range(clips):
        clip = film_hits(folder / f"{filming.name}-{kind}-{number}.mp4", kind, filming, seed + number)
        media = probe(clip.path)
        begun = time.perf_counter()
        found = finish(find_hits(media, media.span))
        taken += time.perf_counter() - begun
        frames += round(media.duration * clip.rate)
        total += match_cuts([hit.at for hit in found], clip.hits, 1 / clip.rate + Fraction(1, 1000))
    return total, frames / taken


def main() -> None:
    """Print a table: what is shown by how it is filmed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=4, help="of each kind, six seconds each")
    parser.add_argument("--seed", type=int, default=100, help="of the footage")
    arguments = parser.parse_args()
    print(f"{'filmed':8} {'shows':14} precision  recall     F1   hits  false  missed  frames/s")
    with tempfile.TemporaryDirectory() as folder:
        for filming in CONDITIONS:
            everything = Agreement()
            for kind in KINDS:
                found, speed = measure(kind, filming, Path(folder), arguments.clips, arguments.seed)
                everything += found
                print(_row(filming.name, kind, found, f"{speed:8.0f}"))
            print(_row(filming.name, "total", everything, ""))


def _row(filming: str, kind: str, found: Agreement, speed: str) -> str:
    scores = f"{found.precision:9.3f} {found.recall:7.3f} {found.f1:6.3f}"
    return f"{filming:8} {kind:14} {scores} {found.hits:6} {found.false:6} {found.missed:7}  {speed}"


if __name__ == "__main__":
    main()
