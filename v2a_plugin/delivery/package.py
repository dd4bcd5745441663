"""What every exporter needs: files that appear together or not at all, with digests and a manifest."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from types import TracebackType
from typing import Self

from v2a_plugin.delivery.manifest import MANIFEST, Manifest, read_manifest
from v2a_plugin.delivery.protocol import DeliveredFile, Delivery, DeliveryRequest
from v2a_plugin.files import output_folder, replacing, sha256_of, writing_errors
from v2a_plugin.model.errors import BadInput, Cancelled, NoSuchFile, OutputError
from v2a_plugin.model.serial import to_json

__all__ = ["Package"]


class Package:
    """The files of one delivery, put in place when its `with` block ends well.

        with Package(self.name, request, folder) as package:
            package.write("takes.csv", text)
        return package.delivery

    Until then they lie beside their places under temporary names; an error or a cancel removes them and leaves the
    folder as it was. A folder holds one delivery: the files of an older one by the same exporter are replaced, and
    those the new one does not have are removed unless somebody changed them since. A delivery of another exporter
    is refused. Files that no manifest lists are left alone, except that one of the same name is replaced.
    """

    def __init__(self, exporter: str, request: DeliveryRequest, folder: Path) -> None:
        self._exporter, self._request, self._folder = exporter, request, folder
        self._stack = contextlib.ExitStack()
        self._files: list[DeliveredFile] = []
        self._notes: list[str] = []
        self._delivery: Delivery | None = None

    @property
    def delivery(self) -> Delivery:
        """What was written; there once the block has ended well."""
        if self._delivery is None:
            raise RuntimeError("the package is not closed yet")
        return self._delivery

    def write(self, name: str, content: bytes | str) -> None:
        """Add a file.

        Args:
            name: File name, without folders.
            content: All of it; text becomes UTF-8.

        Raises:
            OutputError: The disk is full, or the folder may not be written.
        """
        if not name or Path(name).name != name or name == MANIFEST or any(name == file.name for file in self._files):
            raise ValueError(f"'{name}' is no name for a file of a delivery, or was used before")
        data = content.encode() if isinstance(content, str) else content
        path = self._stack.enter_context(replacing(self._folder / name))
        with writing_errors(self._folder / name):
            path.write_bytes(data)
        self._files.append(DeliveredFile(name, len(data), hashlib.sha256(data).hexdigest()))

    def note(self, sentence: str) -> None:
        """Add something a person should know to the delivery and its manifest."""
        self._notes.append(sentence)

    def __enter__(self) -> Self:
        output_folder(self._folder)
        self._older = self._older_files()
        # First in, last out: the manifest is put in place after every file it lists.
        self._manifest = self._stack.enter_context(replacing(self._folder / MANIFEST))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # take everything back; the error goes its own way, untouched
            self._stack.__exit__(Cancelled, Cancelled(), None)
            return
        with self._stack:
            stale = self._stale()
            request, files = self._request, tuple(self._files)
            manifest = Manifest(self._exporter, request.name, request.media, request.rate, files, tuple(self._notes))
            self._manifest.write_text(to_json(manifest), encoding="utf-8")
        for path in stale:
            with writing_errors(path):
                path.unlink()
        self._delivery = Delivery(self._exporter, self._folder, files, self._folder / MANIFEST, manifest.notes)

    def _older_files(self) -> tuple[DeliveredFile, ...]:
        try:
            older = read_manifest(self._folder)
        except NoSuchFile:
            return ()
        except BadInput as error:
            raise OutputError(
                f"{self._folder} holds a {MANIFEST} that cannot be read.", "Choose another folder."
            ) from error
        if older.exporter != self._exporter:
            raise OutputError(
                f"{self._folder} holds a delivery of the exporter '{older.exporter}'.", "Choose another folder."
            )
        return older.files

    def _stale(self) -> list[Path]:
        """Files of the older delivery that the new one lacks and nobody changed."""
        stale, names = [], {file.name for file in self._files}
        for file in self._older:
            path = self._folder / file.name
            if file.name in names or Path(file.name).name != file.name or not path.is_file():
                continue
            if sha256_of(path) == file.sha256:
                stale.append(path)
            else:
                self.note(f"{file.name} is from an older delivery and stays, because it was changed since.")
        return stale
