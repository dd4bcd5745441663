"""The manifest: which files a delivery is made of, and of a cut all that is needed to make them again."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from v2a_plugin.delivery.protocol import DeliveredFile, Delivery, StemSettings
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.files import read_text
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.recipe import MediaReference, RecordingReference
from v2a_plugin.model.serial import from_json
from v2a_plugin.model.timeline import Timeline

__all__ = [
    "MANIFEST",
    "CutRecord",
    "DeliveredRecording",
    "DeliveredTake",
    "Manifest",
    "read_delivery",
    "read_manifest",
]

MANIFEST = "manifest.json"
"""Name of the manifest in the folder of a delivery."""

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class DeliveredTake:
    """A take that a delivery was made from.

    Attributes:
        take: Its id.
        digest: sha256 of its float32 samples, hex: what making it again has to give.
        recipe: The file of the delivery that holds its recipe; `v2a generate --recipe` reads it.
    """

    take: str
    digest: str
    recipe: str


@dataclass(frozen=True, slots=True)
class DeliveredRecording:
    """A recording that a take of a delivery was cut from, with its licence and whom to name.

    Attributes:
        take: Id of the take.
        recording: Its file's name, digest and span, its library, title, licence and attribution.
    """

    take: str
    recording: RecordingReference


@dataclass(frozen=True, slots=True)
class CutRecord:
    """The cut as it was delivered: with the takes made again from their recipes, it gives the same stems.

    Attributes:
        timeline: The cut, with those of its takes that play.
        media: The files that its picture clips show.
        settings: Of the stems.
        stems: The stems in the order they were planned; none in a delivery without sound.
        takes: Every take that plays, sorted by id.
    """

    timeline: Timeline
    media: tuple[MediaReference, ...]
    settings: StemSettings
    stems: tuple[Stem, ...]
    takes: tuple[DeliveredTake, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` holds.

    Attributes:
        exporter: Name of the exporter.
        name: What a person calls the delivery.
        media: The picture of a region's takes; None for a cut, which names its own, and when words alone were used.
        rate: Frames a second of the picture.
        files: Every other file of the delivery, in the order they were written.
        notes: What a person should know, one sentence each.
        cut: The cut; None for the takes of one region.
        schema: Version of this layout.
        recordings: What its recorded takes were cut from.
    """

    exporter: str
    name: str
    media: MediaReference | None
    rate: Fraction
    files: tuple[DeliveredFile, ...]
    notes: tuple[str, ...] = field(default=())
    cut: CutRecord | None = None
    schema: int = SCHEMA
    recordings: tuple[DeliveredRecording, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.schema != SCHEMA:
            raise BadInput(f"The manifest has layout {self.schema}, not {SCHEMA}.", "Read it with a newer v2a-plugin.")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the delivery in a folder.

    Raises:
        NoSuchFile: There is none.
        BadInput: It is no manifest.
    """
    path = folder / MANIFEST
    try:
        text = read_text(path)
    except OSError as error:
        raise NoSuchFile(f"{folder} holds no {MANIFEST}.", "Give the folder of a delivery.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not text.", "Use the file as it was written.") from error
    return from_json(Manifest, text, str(path))


def read_delivery(folder: Path) -> Delivery:
    """The delivery in a folder, as its manifest tells; `verify()` compares it with the files.

    Raises:
        NoSuchFile: There is none.
        BadInput: Its manifest cannot be read.
    """
    manifest = read_manifest(folder)
    return Delivery(manifest.exporter, folder, manifest.files, folder / MANIFEST, manifest.notes)
