"""What the engine asks of an exporter, and what comes out of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol, runtime_checkable

from v2a_plugin.files import sha256_of
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import MediaReference
from v2a_plugin.model.takes import RenderedTake

__all__ = ["DeliveredFile", "Delivery", "DeliveryRequest", "Exporter"]


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """What is to be written.

    Attributes:
        name: What a person calls it ("Shot 3"); for titles inside files, not a path.
        takes: The takes in the order of their numbers, at least one.
        media: The picture they belong to; None when words alone were used.
        rate: Frames a second of that picture, exact.
    """

    name: str
    takes: tuple[RenderedTake, ...]
    media: MediaReference | None
    rate: Fraction

    def __post_init__(self) -> None:
        if not self.takes:
            raise BadInput(f"There is no take of {self.name or 'this region'} to write.", "Render at least one take.")


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file of a delivery.

    Attributes:
        name: Path inside the delivery's folder, with '/'.
        size: Bytes.
        sha256: Digest of its content, hex.
    """

    name: str
    size: int
    sha256: str


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
