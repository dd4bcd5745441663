"""How well events of a picture agree with the sound that it was filmed with.

    python benchmarks/real_guides.py FOLDER

All MP4 files below the folder are looked at. Truth are the transients of a clip's sound that rise to at least 15 % of
its strongest. Measures, each over all clips together, and F1 as the mean over clips too:

- F1 within 80 ms, beside events at random and a metronome (the mean over 200 phases), both with as many events as the
  guide has and with as many as there are in truth;
- F1 within 50 ms, as `mir_eval.onset.f_measure` counts;
- average precision within 100 ms by strength, and whether the number of events is right (CondFoleyGen);
- E-L1: mean absolute difference of the two energy curves, each from 0 to 1 (T-Foley).

Clips are not part of this repository. Those that were measured are named in docs/guides.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.guides.picture import picture_guide
from v2a_plugin.guides.sound_guide import sound_guide
from v2a_plugin.guides.transients import find_transients
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.cut_scores import Agreement, match_cuts

AUDIBLE = 0.15
"""Strength of a transient of a real sound that counts."""
NEAR, CLOSE, WIDE = (Fraction(milliseconds, 1000) for milliseconds in (80, 50, 100))
DRAWS = 200
RIVALS = ("random, own number", "random, true number", "metronome, own number", "metronome, true number")


@dataclass(slots=True)
class Totals:
    """What is counted over all clips."""

    near: Agreement = field(default_factory=Agreement)
    close: Agreement = field(default_factory=Agreement)
    each: list[float] = field(default_factory=list)
    rivals: dict[str, Agreement] = field(default_factory=lambda: dict.fromkeys(RIVALS, Agreement()))
    ranked: list[tuple[float, bool]] = field(default_factory=list)
    numbers: list[bool] = field(default_factory=list)
    energy: list[float] = field(default_factory=list)
    heard: int = 0


def guide_of(media: MediaFile) -> Guide | None:
    """The guide of a clip's picture; None where there is nothing to follow."""
    try:
        return finish(picture_guide(media, media.span, media.path.name))
    except BadInput:
        return None


def rival_events(rival: str, found: int, true: int, length: float, rng: np.random.Generator) -> list[Fraction]:
    """The events of a rival, seconds."""
    count = found if rival.endswith("own number") else true
    if not count:
        return []
    gap = length / count
    times = rng.uniform(0, length, count) if rival.startswith("random") else np.arange(rng.uniform(0, gap), length, gap)
    return [Fraction(float(time)) for time in times]


def average_precision(ranked: Sequence[tuple[float, bool]], true: int) -> float:
    """Area under precision over recall, the most confident events first."""
    hits, total = 0, 0.0
    for number, (_, hit) in enumerate(sorted(ranked, key=lambda one: -one[0]), 1):
        hits += hit
        total += hits / number if hit else 0.0
    return total / true if true else 1.0


def matched(guide: Guide, heard: Sequence[Fraction]) -> list[tuple[float, bool]]:
    """Strength of each event, and whether it has a transient of its own; the strongest choose first."""
    free = list(heard)
    ranked = []
    for event in sorted(guide.events, key=lambda event: -event.strength):
        nearest = min(free, key=lambda time: abs(time - event.at), default=None)
        hit = nearest is not None and abs(nearest - event.at) <= WIDE
        if hit and nearest is not None:
            free.remove(nearest)
        ranked.append((event.strength, hit))
    return ranked


def energy_apart(guide: Guide | None, own: Guide, length: float) -> float:
    """Mean absolute difference of two energy curves, 50 times a second; a guide without a curve is silent."""
    grid = np.arange(0, length, 0.02)
    curves = []
    for curve in (guide.curve if guide else None, own.curve):
        values = np.zeros(2) if curve is None else np.array(curve.values)
        curves.append(np.interp(grid, np.arange(len(values)) / float(curve.rate if curve else 1), values))
    return float(np.abs(curves[0] - curves[1]).mean())


def measure(path: Path, totals: Totals, rng: np.random.Generator) -> None:
    """Add one clip, and print how it did."""
    media = probe(path)
    if media.sound is None:
        return
    sound = finish(sound_of(media, media.span))
    heard = sorted(one.at for one in find_transients(sound) if one.strength > AUDIBLE)
    guide = guide_of(media)
    events = [event.at for event in guide.events] if guide else []
    near = match_cuts(events, heard, NEAR)
    totals.near += near
    totals.close += match_cuts(events, heard, CLOSE)
    totals.each.append(near.f1)
    length = float(media.duration)
    scores = []
    for rival in RIVALS:
        tries = Agreement()
        for _ in range(DRAWS):
            tries += match_cuts(rival_events(rival, len(events), len(heard), length, rng), heard, NEAR)
        totals.rivals[rival] += tries
        scores.append(tries.f1)
    totals.ranked += matched(guide, heard) if guide else []
    totals.numbers.append(len(events) == len(heard))
    totals.heard += len(heard)
    totals.energy.append(energy_apart(guide, sound_guide(sound, media.duration, path.name), length))
    print(
        f"{path.stem[-40:]:40} {len(heard):5} {len(events):5} {near.f1:8.3f}  "
        + "  ".join(f"{one:.3f}" for one in scores)
    )


def main() -> None:
    """Print a line a clip, then all clips together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="of clips with their own sound")
    folder = parser.parse_args().folder
    totals, rng = Totals(), np.random.default_rng(0)
    print(f"{'clip':40} {'sound':>5} {'found':>5} {'picture':>8}  " + "  ".join(RIVALS))
    for path in sorted(folder.rglob("*.mp4")):
        measure(path, totals, rng)
    print(f"F1 at 80 ms {totals.near.f1:.3f} (precision {totals.near.precision:.3f}, recall {totals.near.recall:.3f})")
    print(f"mean over {len(totals.each)} clips {np.mean(totals.each):.3f}")
    print(", ".join(f"{rival} {one.f1:.3f}" for rival, one in totals.rivals.items()))
    print(f"F1 at 50 ms {totals.close.f1:.3f}, AP at 100 ms {average_precision(totals.ranked, totals.heard):.3f}")
    print(f"right number of events {np.mean(totals.numbers):.2f}, E-L1 {np.mean(totals.energy):.3f}")


if __name__ == "__main__":
    main()
