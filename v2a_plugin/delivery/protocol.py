"""What the engine asks of an exporter, and what comes out of one.

An `Exporter` writes the takes of one region, a `CutExporter` a whole timeline with its stems. Both are registered
through the same hook.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol, runtime_checkable

from v2a_plugin.delivery.kinds import Feature, StemDepth, StemLayout
from v2a_plugin.files import sha256_of
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.frame_rates import check_standard
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import MediaReference
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import Timeline

__all__ = [
    "CutExporter",
    "CutRequest",
    "DeliveredFile",
    "Delivery",
    "DeliveryRequest",
    "Exporter",
    "Feature",
    "StemDepth",
    "StemLayout",
    "StemSettings",
    "TakeSource",
]

_CONFORM = "Give it one with 'v2a project edit PROJECT frame-rate 25'; cues and clips stay at their times."


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """What is to be written.

    Attributes:
        name: What a person calls it ("Shot 3"); for titles inside files, not a path.
        takes: The takes in the order of their numbers, at least one.
        media: The picture they belong to; None when words alone were used.
        rate: Frames a second of a timeline that shows that picture: a standard rate.
    """

    name: str
    takes: tuple[RenderedTake, ...]
    media: MediaReference | None
    rate: Fraction

    def __post_init__(self) -> None:
        if not self.takes:
            raise BadInput(f"There is no take of {self.name or 'this region'} to write.", "Render at least one take.")
        check_standard(self.rate, self.name or "The picture")


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file of a delivery.

    Attributes:
        name: Path inside the delivery's folder, with '/'.
        size: Bytes.
        sha256: Digest of its content, hex.
        digital_source_type: IPTC's address of how its sound came to be; "" for files without sound.
    """

    name: str
    size: int
    sha256: str
    digital_source_type: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Files that were written together.

    Attributes:
        exporter: Name of the exporter.
        folder: Where the files lie.
        files: Every file but the manifest, in the order they were written.
        manifest: Path of the manifest, which lists them.
        notes: What a person should know, one sentence each (a file that had to be turned down).
    """

    exporter: str
    folder: Path
    files: tuple[DeliveredFile, ...]
    manifest: Path
    notes: tuple[str, ...] = field(default=())

    def verify(self) -> None:
        """Read every file again and compare it with its digest.

        Raises:
            NoSuchFile: A file is gone.
            BadInput: A file has changed since.
        """
        for file in self.files:
            path = self.folder / file.name
            if not path.is_file():
                raise NoSuchFile(f"{file.name} is missing from {self.folder}.", "Write the delivery again.")
            if path.stat().st_size != file.size or sha256_of(path) != file.sha256:
                raise BadInput(
                    f"{file.name} in {self.folder} has changed since it was written.", "Write the delivery again."
                )


@runtime_checkable
class Exporter(Protocol):
    """Writes takes as files of one kind."""

    @property
    def name(self) -> str:
        """What people and the manifest call it ("wav")."""

    @property
    def title(self) -> str:
        """What it is, in a few words a person reads."""

    @property
    def carries(self) -> tuple[str, ...]:
        """What survives in its files, a few words each ("samples at 48 kHz", "handles")."""

    def write(self, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
        """Write one delivery into a folder, all of it or nothing.

        The folder may hold an older delivery, which the new one replaces once all its files are complete.

        Raises:
            OutputError: The disk is full, or the folder may not be written.
        """


@dataclass(frozen=True, slots=True)
class StemSettings:
    """How stems are written.

    Gain, mute, solo and pan are always baked into the samples. Fades are baked in too, except that a per-cue stem
    with handles leaves them to the timeline's file: a faded handle would be no handle.

    Attributes:
        layout: One file a cue, a track, or for everything.
        handle: Seconds of sound before and after each cue; per-cue stems only, as far as the take reaches.
        start: Timecode all stems begin at (per-track and mix); None for the start of the timeline.
        rate: Samples a second, 48000 or 96000.
        depth: How a sample is written.
        channels: 1 (folded) to 8, or 0 for as many as the widest take of a stem has.
        two_pop: One frame of 1 kHz at -20 dBFS, two seconds before the timeline's time 0 (per-track and mix).
        grid: Per-cue stems begin on a frame that is a multiple of this, counted from time 0: silence fills the rest.
        split: One mono file a channel.
    """

    layout: StemLayout = StemLayout.PER_CUE
    handle: Fraction = Fraction(0)
    start: Timecode | None = None
    rate: int = 48_000
    depth: StemDepth = StemDepth.PCM24
    channels: int = 0
    two_pop: bool = False
    grid: int = 1
    split: bool = False

    def __post_init__(self) -> None:
        if self.grid < 1:
            raise BadInput(f"Stems cannot begin on every frame that is a multiple of {self.grid}.", "Give 1 or more.")
        if self.handle < 0:
            raise BadInput(f"The handles are {float(self.handle)} s long.", "Give 0 or more.")
        if self.rate not in (48_000, 96_000):
            raise BadInput(f"Stems cannot be written at {self.rate} Hz.", "Give 48000 or 96000.")
        if self.channels and self.channels not in LAYOUTS:
            raise BadInput(f"Stems cannot have {self.channels} channels.", f"Give 1 to {max(LAYOUTS)}.")


@runtime_checkable
class TakeSource(Protocol):
    """Where the samples and recipes of kept takes come from: a project's take store."""

    def take(self, identifier: str) -> Take:
        """A take with its recipe. NoSuchFile when it is gone."""

    def sound(self, identifier: str) -> Sound:
        """Its float32 master, handles included. NoSuchFile when it is gone."""


@dataclass(frozen=True, slots=True)
class CutRequest:
    """What is to be written of a cut.

    Attributes:
        timeline: The cut, at a standard rate.
        media: The files its picture clips show.
        takes: Where the sound comes from.
        stems: How the stems are written.
    """

    timeline: Timeline
    media: tuple[MediaFile, ...]
    takes: TakeSource
    stems: StemSettings = field(default=StemSettings())

    def __post_init__(self) -> None:
        if not any(track.cues for track in self.timeline.tracks):
            raise BadInput(f"{self.timeline.name} has no cue to deliver.", "Place a take on a track first.")
        check_standard(self.timeline.rate, self.timeline.name, _CONFORM)


@runtime_checkable
class CutExporter(Protocol):
    """Writes a whole cut: stems, and for most a timeline's file that places them."""

    @property
    def name(self) -> str:
        """What people and the manifest call it ("otio")."""

    @property
    def title(self) -> str:
        """What it is and for which hosts, in a few words a person reads."""

    @property
    def features(self) -> frozenset[Feature]:
        """What its files carry; the rest is left out with a note."""

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Write one delivery into a folder, all of it or nothing.

        Raises:
            OutputError: The disk is full, or the folder may not be written.
            NoSuchFile: The sound of a cue is gone.
        """
