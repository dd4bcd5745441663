"""What `v2a cut conform` prints as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.conform.report import MovedCue, ReroutedCue, UnmatchedCue

__all__ = ["ConformDone", "MatchLine"]


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A shot found again: its names in both cuts, what it was matched by, and how far it moved (seconds)."""

    old: str
    new: str
    kind: str
    shift: Fraction


@dataclass(frozen=True, slots=True)
class ConformDone:
    """`v2a cut conform`.

    Attributes:
        project: Whose cues followed.
        file: The new cut or picture.
        applied: Whether it was done, or only reported.
        matches: Shots found again.
        moved: Cues that are elsewhere now, or shorter.
        unmatched: Cues on a track of their own now.
        rerouted: Cues on another track of their kind now.
        gone: Names of shots that the new cut does not show.
        new: Names of shots that only the new cut has.
        markers_left: Ids of markers whose picture is gone.
        report: All of it in sentences, what needs attention first.
    """

    project: Path
    file: Path
    applied: bool
    matches: tuple[MatchLine, ...]
    moved: tuple[MovedCue, ...]
    unmatched: tuple[UnmatchedCue, ...]
    rerouted: tuple[ReroutedCue, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    markers_left: tuple[str, ...]
    report: tuple[str, ...]
