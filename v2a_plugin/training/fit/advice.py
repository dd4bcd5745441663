"""What to train when nobody says: kind, start and settings that fit the size of the set and the machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.model.config import usable_cores
from v2a_plugin.training.cache.shard_records import Split
from v2a_plugin.training.cache.shards import read_note

__all__ = ["Advice", "advise", "free_threads", "pairs_in"]

_FROM_SCRATCH = 2_000
"""Pairs below which a mapper with random weights learns its own pairs and little else."""
_LARGE = 20_000
"""Pairs from which the paper's size is worth its time, on a device that has any."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What suits a set.

    Attributes:
        kind: "diffusion", "regression" or "bridge".
        start: Mapper to go on from; "" for random weights.
        config: Settings that ship: "paper" or "small".
        why: A sentence.
    """

    kind: str
    start: str
    config: str
    why: str


def advise(pairs: int, mappers: Sequence[str], fast: bool) -> Advice:
    """What suits so many pairs.

    Args:
        pairs: To learn from.
        mappers: Names of those that the bundle brings.
        fast: Whether there is a GPU.
    """
    if pairs >= _LARGE and fast:
        return Advice("diffusion", "", "paper", f"{pairs} pairs and a GPU are enough for a mapper of the paper's size.")
    if pairs >= _FROM_SCRATCH:
        return Advice("diffusion", "", "small", f"{pairs} pairs are enough for a small diffusion mapper.")
    few = f"{pairs} pairs are few for a mapper from scratch"
    if "regression" in mappers:
        return Advice("regression", "regression", "small", f"{few}: it goes on from the one that ships.")
    return Advice(
        "bridge", "", "small", f"{few}, and the bundle brings none to go on from: captions and pairs make a bridge."
    )


def pairs_in(caches: Sequence[Path]) -> int:
    """Pairs for training in some caches, by the notes beside their shards."""
    notes = (read_note(shard) for folder in caches for shard in sorted(folder.glob(f"{Split.TRAIN}-*.tar")))
    return sum(note.items for note in notes if note is not None)


def free_threads() -> int:
    """Threads that nobody else uses now, at least one; what OMP_NUM_THREADS says, where it says something.

    The networks are small: a thread that has to wait for a busy core costs more than it does.
    """
    said = os.environ.get("OMP_NUM_THREADS", "")
    if said.isdigit() and int(said) > 0:
        return int(said)
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, round(usable_cores() - busy))
