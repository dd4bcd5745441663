"""How the engine runs: the device, and where the parts of a bundle lie."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from v2a_plugin.model.recipe import Precision

__all__ = ["PartSource", "Runtime", "usable_cores"]


@dataclass(frozen=True, slots=True)
class Runtime:
    """Where and how arithmetic runs.

    Attributes:
        device: A torch device that exists here: "cpu", "cuda", "cuda:1", "mps".
        precision: Number format of the generator; encoders and mappers always run in fp32.
        threads: CPU threads.
        memory: Most bytes that one rendering may take besides the weights; None for what the device has.
    """

    device: str = "cpu"
    precision: Precision = Precision.FP32
    threads: int = 1
    memory: int | None = None


@dataclass(frozen=True, slots=True)
class PartSource:
    """One part of a bundle, ready to load: what the factory of its kind is given.

    Attributes:
        kind: Which factory loads it ("open_clip", "clap", "audioldm", "diffusion").
        folder: Where its files lie.
        space_in: Id of the embedding space it takes; "" where it takes none.
        space_out: Id of the embedding space it gives; "" where it gives none.
        model: Name inside the library, where a folder alone does not say ("ViT-B-32-quickgelu").
        options: Pairs (name, value) from the card, for this kind only.
    """

    kind: str
    folder: Path
    space_in: str = ""
    space_out: str = ""
    model: str = ""
    options: tuple[tuple[str, str], ...] = field(default=())

    def option(self, name: str, default: str = "") -> str:
        """The card's value for a name, or the default."""
        return dict(self.options).get(name, default)


def usable_cores() -> int:
    """CPU cores that this process may run on, at least one: a container or a queue may give fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
