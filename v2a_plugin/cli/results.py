"""What commands print as JSON: one dataclass each, so that machines can rely on it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region
from v2a_plugin.model.takes import Take

__all__ = [
    "BundleLine",
    "BundleList",
    "BundlePlace",
    "BundleRemoved",
    "GeneratedRegion",
    "Generation",
    "LeftOut",
    "Probed",
    "ShotList",
    "WrittenTake",
]


@dataclass(frozen=True, slots=True)
class Probed:
    """`v2a probe`: the file, and its length as a float for convenience."""

    media: MediaFile
    duration_seconds: float


@dataclass(frozen=True, slots=True)
class ShotList:
    """`v2a shots`: the regions in order, and the rate that their spans fall on."""

    path: Path
    rate: Fraction
    detector: str
    shots: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class WrittenTake:
    """One take and where it was written; None where the exporter does not write a file a take."""

    audio: Path | None
    recipe: Path | None
    take: Take


@dataclass(frozen=True, slots=True)
class GeneratedRegion:
    """All that was written for one region, best take named by its score."""

    region: str
    folder: Path
    sheet: Path
    takes: tuple[WrittenTake, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of several that got nothing, and why: as `Failure`."""

    file: Path
    error: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Generation:
    """`v2a generate`: every region, the files that got none, and what differs from a recipe that is made again."""

    bundle: str
    regions: tuple[GeneratedRegion, ...]
    left_out: tuple[LeftOut, ...] = ()
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleLine:
    """One bundle of `v2a models list`: size in bytes on this disk, 0 when absent."""

    name: str
    title: str
    state: str
    size: int
    licence: str
    commercial: bool
    forbids: tuple[str, ...]
    vocoder: str
    mappers: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class BundleList:
    """`v2a models list`, and a sentence for each card that cannot be used."""

    bundles: tuple[BundleLine, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BundlePlace:
    """`v2a models path` and `pull`: where a bundle lies."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class BundleRemoved:
    """`v2a models remove`: how many bytes that gave back."""

    name: str
    freed: int
