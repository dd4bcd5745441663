"""What clips cost: noted beside them when they are made, in `made.json`, and read when they are evaluated."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from v2a_plugin.files import read_text, write_text
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import from_json, to_json

__all__ = ["COSTS", "Costs", "Watch", "note_costs", "read_costs"]

COSTS = "made.json"
"""File beside clips that says what each cost."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one clip cost.

    Attributes:
        file: Its file, as seen from the folder of the note: NAME.wav, or FOLDER/NAME.wav.
        seconds: Its share of the time its batch took; on a CPU processor time divided by threads.
        megabytes: Resident size of the process when it was done.
        samples: How long it should be, at its own rate.
    """

    file: str
    seconds: float
    megabytes: float
    samples: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What the clips of a folder cost."""

    clips: tuple[Cost, ...]

    def of(self, clip: Path) -> Cost | None:
        """What a clip cost, found by its name and that of its folder."""
        wanted = (f"{clip.parent.name}/{clip.name}", clip.name)
        return next((cost for name in wanted for cost in self.clips if cost.file == name), None)


class Watch:
    """Measures what a batch of clips costs, from the moment it is built."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._begun = self._now()

    def costs(self, files: Sequence[str], samples: int) -> tuple[Cost, ...]:
        """The cost of each clip of the batch: an equal share of the time so far.

        Args:
            files: Names as in `Cost`.
            samples: How long each should be.
        """
        share = (self._now() - self._begun) / max(1, len(files))
        size = psutil.Process().memory_info().rss / 1e6
        return tuple(Cost(file, share, size, samples) for file in files)

    def _now(self) -> float:
        """Seconds: on a CPU, processor time divided by threads, so that other work on the machine does not count."""
        on_cpu = self._runtime.device == "cpu"
        return time.process_time() / self._runtime.threads if on_cpu else time.perf_counter()


def note_costs(folder: Path, costs: Sequence[Cost]) -> None:
    """Add costs to the note of a folder; those of the same file are replaced, those of files that are gone left out.

    A damaged note is begun anew.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    try:
        known = tuple(cost for cost in _read(folder) if (folder / cost.file).exists())
    except BadInput:
        known = ()
    merged = {cost.file: cost for cost in (*known, *costs)}
    write_text(folder / COSTS, to_json(Costs(tuple(merged.values()))))


def read_costs(folder: Path) -> Costs | None:
    """What the clips of a folder and of the folders right inside it cost; None when nobody noted it.

    Raises:
        BadInput: A note is there and damaged.
    """
    found = list(_read(folder))
    for path in sorted(folder.glob(f"*/{COSTS}")):
        found += [replace(cost, file=f"{path.parent.name}/{cost.file}") for cost in _read(path.parent)]
    return Costs(tuple(found)) if found else None


def _read(folder: Path) -> tuple[Cost, ...]:
    path = folder / COSTS
    try:
        return from_json(Costs, read_text(path), path.name).clips
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read.", "Delete it: what the clips cost is then not known.") from error
