"""What every exporter needs: files that appear together or not at all, with digests and a manifest."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from v2a_plugin.delivery.commit import claim, put_in_place
from v2a_plugin.delivery.manifest import MANIFEST, CutRecord, DeliveredRecording, Manifest, read_manifest
from v2a_plugin.delivery.protocol import CutRequest, DeliveredFile, Delivery, DeliveryRequest
from v2a_plugin.delivery.provenance import SourceType
from v2a_plugin.files import discard, output_folder, partial_beside, sha256_of, sync_file, writing_errors
from v2a_plugin.model.errors import BadInput, Cancelled, NoSuchFile, OutputError
from v2a_plugin.model.serial import to_json
from v2a_plugin.model.takes import Take

__all__ = ["Package"]

_AT_ONCE = 16
"""Files that are brought to the disk side by side."""


class Package:
    """The files of one delivery, put in place when its `with` block ends well.

        with Package(self.name, request, folder) as package:
            package.write("takes.csv", text)
        return package.delivery

    Until then they lie beside their places under temporary names; an error, a cancel or a kill leaves the folder as it
    was. One process at a time writes to a folder. A folder holds one delivery: the files of an older one by the same exporter are replaced, and
    those the new one does not have are removed unless somebody changed them since. A delivery of another exporter
    is refused. Files that no manifest lists are left alone, except that one of the same name is replaced.

    Exporters of a cut use `v2a_plugin.delivery.cut.CutPackage`.
    """

    def __init__(self, exporter: str, request: DeliveryRequest | CutRequest, folder: Path) -> None:
        if isinstance(request, DeliveryRequest):
            media = request.media.without_folder() if request.media else None
            self._manifest = Manifest(exporter, request.name, media, request.rate, ())
        else:
            self._manifest = Manifest(exporter, request.timeline.name, None, request.timeline.rate, ())
        self._folder = folder
        self._stack = contextlib.ExitStack()
        self._files: list[DeliveredFile] = []
        self._names: set[str] = set()
        self._parents: set[Path] = set()
        self._notes: list[str] = []
        self._recordings: list[DeliveredRecording] = []
        self._partials: list[tuple[Path, Path]] = []
        self._delivery: Delivery | None = None
        for rendered in request.takes if isinstance(request, DeliveryRequest) else ():
            self.credit(rendered.take)

    @property
    def delivery(self) -> Delivery:
        """What was written; there once the block has ended well."""
        if self._delivery is None:
            raise RuntimeError("the package is not closed yet")
        return self._delivery

    def write(self, name: str, content: bytes | str, sound: SourceType | None = None) -> None:
        """Add a file.

        Args:
            name: Path inside the delivery, with '/'.
            content: All of it; text becomes UTF-8, with '?' for what is no character.
            sound: How its sound came to be; None for files without sound.

        Raises:
            OutputError: The disk is full, or the folder may not be written.
        """
        data = content.encode(errors="replace") if isinstance(content, str) else content
        with self._place(name) as path:
            path.write_bytes(data)
            self._files.append(DeliveredFile(name, len(data), hashlib.sha256(data).hexdigest(), sound or ""))

    @contextlib.contextmanager
    def file(self, name: str, sound: SourceType | None = None) -> Iterator[Path]:
        """Add a file that is written through a path: large ones, and those a library writes.

            with package.file("audio/steps.wav") as path:
                ...

        The path has the name's suffix and holds an empty file. It is read once more for its digest.

        Args:
            name: Path inside the delivery, with '/'.
            sound: As for `write`.

        Raises:
            OutputError: The disk is full, or the folder may not be written.
        """
        with self._place(name) as path:
            yield path
            self._files.append(DeliveredFile(name, path.stat().st_size, sha256_of(path), sound or ""))

    @contextlib.contextmanager
    def _place(self, name: str) -> Iterator[Path]:
        """The path under which a file is written until the package is closed."""
        if not _inside(name):
            raise ValueError(f"'{name}' is no name for a file of a delivery")
        if name == MANIFEST or name in self._names:
            raise ValueError(f"'{name}' was used before")
        self._names.add(name)
        target = self._folder / name
        self._make_parent(target.parent)
        with writing_errors(target):
            yield self._partial(target)

    def credit(self, take: Take) -> None:
        """List the recording that is heard in a take in the manifest, and say so where nobody says its licence."""
        if take.recipe.credited is None:
            return
        recording = take.recipe.credited.without_folder()
        if not recording.licence and recording.digest not in {each.recording.digest for each in self._recordings}:
            self.note(f"{recording.called} is a recording without a licence.")
        self._recordings.append(DeliveredRecording(take.id, recording))

    def note(self, sentence: str) -> None:
        """Add something a person should know to the delivery and its manifest."""
        self._notes.append(sentence)

    def __enter__(self) -> Self:
        output_folder(self._folder)
        with contextlib.ExitStack() as opening:
            opening.enter_context(claim(self._folder))
            self._older = self._older_files()
            self._lock = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # take everything back; the error goes its own way, untouched
            with self._lock:
                self._stack.__exit__(Cancelled, Cancelled(), None)
            return
        with self._lock, self._stack:
            cut = self._cut()
            stale = self._stale()
            old, files, notes = self._manifest, tuple(self._files), tuple(self._notes)
            recordings = tuple(self._recordings)
            manifest = Manifest(old.exporter, old.name, old.media, old.rate, files, notes, cut, recordings=recordings)
            with writing_errors(self._folder / MANIFEST):
                self._partial(self._folder / MANIFEST).write_bytes(to_json(manifest).encode(errors="replace"))
            self._put_in_place()
            for path in stale:
                discard(path)
                self._drop_if_empty(path.parent)
        self._delivery = Delivery(manifest.exporter, self._folder, files, self._folder / MANIFEST, notes)

    def _cut(self) -> CutRecord | None:
        """What the manifest says of the cut; the last chance to add files."""
        return None

    def _partial(self, target: Path) -> Path:
        """An empty file beside a target, which is gone when the package is closed."""
        path = partial_beside(target)
        path.touch(exist_ok=False)
        self._stack.callback(discard, path)
        self._partials.append((path, target))
        return path

    def _put_in_place(self) -> None:
        """Everything onto the disk, many at a time, which disks do faster; then under its name, the manifest last."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for (_, target), done in [(pair, pool.submit(sync_file, pair[0])) for pair in self._partials]:
                with writing_errors(target):
                    done.result()
        put_in_place(self._folder, self._partials)

    def _make_parent(self, parent: Path) -> None:
        """The folder of a file. One that was made here goes again if it ends up empty."""
        if parent in self._parents:
            return
        with writing_errors(parent):
            for folder in reversed([parent, *parent.parents]):
                if folder.is_relative_to(self._folder) and not folder.is_dir():
                    folder.mkdir()
                    self._stack.callback(self._drop_if_empty, folder)
        self._parents.add(parent)

    def _drop_if_empty(self, folder: Path) -> None:
        if folder != self._folder:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _older_files(self) -> tuple[DeliveredFile, ...]:
        try:
            older = read_manifest(self._folder)
        except NoSuchFile:
            return ()
        except BadInput as error:
            raise OutputError(
                f"{self._folder} holds a {MANIFEST} that cannot be read.", "Choose another folder."
            ) from error
        if older.exporter != self._manifest.exporter:
            raise OutputError(
                f"{self._folder} holds a delivery of the exporter '{older.exporter}'.", "Choose another folder."
            )
        return older.files

    def _stale(self) -> list[Path]:
        """Files of the older delivery that the new one lacks and nobody changed."""
        stale = []
        for file in self._older:
            path = self._folder / file.name
            if file.name in self._names or not _inside(file.name) or not path.is_file():
                continue
            if sha256_of(path) == file.sha256:
                stale.append(path)
            else:
                self.note(f"{file.name} is from an older delivery and stays, because it was changed since.")
        return stale


def _inside(name: str) -> bool:
    """Whether a name is that of a file below the delivery's folder."""
    path = PurePosixPath(name)
    return str(path) == name and bool(path.name) and not path.is_absolute() and ".." not in path.parts
