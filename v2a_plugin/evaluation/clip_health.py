"""The state of each clip as a sound: loudness, peaks, silence, exact length; and what clips cost, as measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.evaluation.measures import Measured, mean_of, missing
from v2a_plugin.files import read_text
from v2a_plugin.generation.costs import COSTS, Costs
from v2a_plugin.media.levels import levels
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.serial import from_json
from v2a_plugin.model.sound import Levels, Sound
from v2a_plugin.model.time import index_at
from v2a_plugin.sources.finishing import is_silent

__all__ = ["Condition", "condition_of", "conditions", "costs", "expected_samples"]


@dataclass(frozen=True, slots=True)
class Condition:
    """The state of one clip.

    Attributes:
        seconds: Length.
        levels: Loudness and peaks.
        silent: Its loudest tenth of a second stays below -50 dBFS RMS.
        off: Samples longer (or, below 0, shorter) than requested; None when the length is not known.
    """

    seconds: float
    levels: Levels
    silent: bool
    off: int | None

    @property
    def short(self) -> bool:
        """Shorter than the block that loudness is measured in (ITU-R BS.1770): it has none, whatever it holds."""
        return self.seconds < 0.4 and not self.silent


def condition_of(sound: Sound, samples: int | None) -> Condition:
    """Measure one clip.

    Args:
        sound: The clip.
        samples: How long it should be; None when unknown.
    """
    off = None if samples is None else len(sound) - samples
    return Condition(float(sound.duration), levels(sound), is_silent(sound), off)


def expected_samples(path: Path, rate: int, noted: Costs | None, seconds: Fraction | None) -> int | None:
    """How long a clip should be: as the command says, as noted when it was made, or as its recipe says; else None."""
    if seconds is not None:
        return index_at(seconds, rate)
    if noted is not None and (cost := noted.of(path)) is not None:
        return cost.samples
    recipe = path.with_name(f"{path.stem}.recipe.json")
    if recipe.is_file():
        try:
            return from_json(Recipe, read_text(recipe), recipe.name).rendered.samples(rate)
        except (V2AError, OSError, UnicodeDecodeError):
            return None
    return None


def conditions(found: Sequence[Condition]) -> tuple[Measured, ...]:
    """Silence, loudness, peaks and exact length over all clips."""
    loud = [each.levels.integrated_lufs for each in found if each.levels.integrated_lufs is not None]
    peaks = [each.levels.true_peak_dbtp for each in found if np.isfinite(each.levels.true_peak_dbtp)]
    known = [float(each.off == 0) for each in found if each.off is not None]
    worst = max((abs(each.off) for each in found if each.off is not None), default=0)
    return (
        mean_of("silent", "", [float(each.silent) for each in found]),
        mean_of("loudness", "", loud, "" if loud else _no_loudness(found)),
        Measured("true peak", "", max(peaks), None, None, len(peaks)) if peaks else missing("true peak", "", "silence"),
        mean_of(
            "exact length",
            "",
            known,
            f"farthest off: {worst} samples" if known else "not known: nobody noted the length",
        ),
    )


def _no_loudness(found: Sequence[Condition]) -> str:
    """Why no clip has an integrated loudness."""
    short = sum(each.short for each in found)
    if not short:
        return "nothing is loud enough to have one"
    some = "" if short == len(found) else f"{short} of {len(found)} clips are "
    return f"{some}too short to have one, which takes 0.4 s"


def costs(noted: Costs | None, clips: Sequence[Path]) -> tuple[Measured, ...]:
    """Time and memory of the clips that are evaluated, where they were noted."""
    known = [cost for clip in clips if noted is not None and (cost := noted.of(clip)) is not None]
    if not known:
        note = f"not known: no {COSTS} beside the clips says so"
        return missing("time", "", note), missing("memory", "", note)
    note = "" if len(known) == len(clips) else f"known for {len(known)} of {len(clips)} clips"
    peak = max(cost.megabytes for cost in known)
    return (
        mean_of("time", "", [cost.seconds for cost in known], note),
        Measured("memory", "", peak, None, None, len(known), note),
    )
