"""What `v2a project` prints as JSON: one dataclass each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.cli.project.hits import SkippedCue
from v2a_plugin.model.sound import Levels
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import Cue, Marker, TrackKind
from v2a_plugin.project.links import LinkState
from v2a_plugin.project.orphans import Orphan
from v2a_plugin.timeline.placing import Skipped

__all__ = [
    "ChangeDone",
    "Cleaning",
    "CueLine",
    "GeneratedClip",
    "LevelledCue",
    "Levelling",
    "MarkerLine",
    "MarkersWritten",
    "MediaLine",
    "ProjectGeneration",
    "ProjectInfo",
    "RegionLine",
    "Relinked",
    "TrackLine",
]


@dataclass(frozen=True, slots=True)
class MediaLine:
    """One media file of a project and whether it is there."""

    path: Path
    fingerprint: str
    state: LinkState


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """`v2a project info` and `new`: counts, why it could not be edited now ("" when it could), and what was noted."""

    path: Path
    name: str
    rate: Fraction
    start: Timecode
    end_seconds: float
    regions: int
    takes: int
    tracks: int
    cues: int
    markers: int
    media: tuple[MediaLine, ...]
    can_undo: bool
    can_redo: bool
    read_only: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One clip of the cut: number from 1, place on the timeline in seconds and timecode, takes that are kept."""

    number: int
    id: str
    name: str
    media: str
    start: Fraction
    end: Fraction
    timecode: Timecode
    takes: int
    chosen: str | None
    cues: int


@dataclass(frozen=True, slots=True)
class CueLine:
    """A cue and the track it is on."""

    track: str
    track_name: str
    cue: Cue


@dataclass(frozen=True, slots=True)
class TrackLine:
    """A track without its cues."""

    id: str
    name: str
    kind: TrackKind
    cues: int
    mute: bool
    solo: bool
    gain_db: float
    pan: float
    lock: bool


@dataclass(frozen=True, slots=True)
class MarkerLine:
    """A marker or hit, and its timecode."""

    marker: Marker
    timecode: Timecode


@dataclass(frozen=True, slots=True)
class GeneratedClip:
    """Takes that a region got; why it was left out, if it was, and whether that was because it failed."""

    region: str
    name: str
    takes: tuple[str, ...]
    skipped: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class ProjectGeneration:
    """`v2a project generate`."""

    bundle: str
    seed: int
    regions: tuple[GeneratedClip, ...]


@dataclass(frozen=True, slots=True)
class ChangeDone:
    """`v2a project place`, `undo` and `redo`: what was done, "" for nothing; ids of new cues."""

    change: str
    cues: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkersWritten:
    """`v2a project markers`: the file, and how many are in it."""

    file: Path
    count: int


@dataclass(frozen=True, slots=True)
class Relinked:
    """`v2a project relink`: what was found, and what is still missing."""

    found: tuple[MediaLine, ...]
    missing: tuple[MediaLine, ...]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """`v2a project gc`: files that may go, and whether they are gone."""

    files: tuple[Orphan, ...]
    size: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class LevelledCue:
    """A cue's gain before and now in dB, what its take measures, and the production sound under it.

    `peak_dbtp` is the true peak of what it plays with the new gain; above 0 it may clip.
    """

    cue: str
    before_db: float
    gain_db: float
    measured: Levels | None
    reference: Levels | None
    peak_dbtp: float | None


@dataclass(frozen=True, slots=True)
class Levelling:
    """`v2a project level`."""

    cues: tuple[LevelledCue, ...]
    skipped: tuple[SkippedCue, ...] = ()
