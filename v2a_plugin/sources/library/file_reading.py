"""Reads the files of a library for a scan: digest, labels, length, loudness, spans; in several threads at once."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from v2a_plugin.files import open_regular
from v2a_plugin.media.recordings import recording_facts
from v2a_plugin.model.errors import MediaError, V2AError
from v2a_plugin.sources.library.chunks import WaveChunks, read_chunks
from v2a_plugin.sources.library.index import KnownFile
from v2a_plugin.sources.library.labels import labels_of
from v2a_plugin.sources.library.library_records import Labels, Recording, Stretch
from v2a_plugin.sources.library.measure import measure
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.tables import FileTable
from v2a_plugin.sources.library.walk import FoundFile

__all__ = ["FileReader", "ReadFile"]

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What reading a file gave.

    Attributes:
        recording: Its row; only path, size, time and labels where the sound is as it was.
        known: The entry that it has in the index; None for a new one.
        moved: Whether that entry had another path.
        spans: None where the sound is as it was.
        broken: Whether it could not be read.
    """

    recording: Recording
    known: KnownFile | None
    moved: bool
    spans: tuple[Stretch, ...] | None
    broken: bool = False


class _Stopped(Exception):
    """Nobody waits for the file any more."""


class FileReader:
    """Reads files, in any thread.

    Args:
        library: The files are in its folder.
        table: What its tables say.
        gone: Entries whose path is gone: a file with the bytes of one takes it over.

    Attributes:
        now: What was read last, for a person.
    """

    def __init__(self, library: Library, table: FileTable, gone: Iterable[KnownFile]) -> None:
        self.now = ""
        self._library, self._table = library, table
        self._gone: dict[str, list[KnownFile]] = defaultdict(list)
        for each in gone:
            self._gone[each.digest].append(each)
        self._lock, self._stopped = threading.Lock(), threading.Event()

    def stop(self) -> None:
        """Have every reading end soon."""
        self._stopped.set()

    def unclaimed(self) -> list[KnownFile]:
        """Entries whose path is gone and that no file took over."""
        return [each for entries in self._gone.values() for each in entries]

    def read(self, file: FoundFile, known: KnownFile | None) -> ReadFile:
        """Read a file; what is wrong with it becomes a problem of its recording."""
        path = self._library.folder / file.path
        recording = Recording(file.path, file.size, file.modified)
        moved = False
        try:
            self._pass(file.path)
            digest = self._digest(path)
            if known is None:
                known = self._claimed(digest)
                moved = known is not None
            recording = replace(recording, labels=self._labels(file.path, path))
            if known is not None and known.digest == digest:
                return ReadFile(recording, known, moved, None)
            steps = measure(path)
            while True:
                try:
                    self._pass(f"{file.path} {next(steps).done} s")
                except StopIteration as end:
                    measured = end.value
                    break
            recording = replace(
                recording, digest=digest, rate=measured.rate, channels=measured.channels, frames=measured.frames,
                loudness=measured.loudness, peak=measured.peak, problem=measured.problem,
            )  # fmt: skip
            return ReadFile(recording, known, moved, measured.spans)
        except (V2AError, OSError, ValueError, MemoryError) as error:
            bare = Recording(file.path, file.size, file.modified, problem=_reason(path, error))
            return ReadFile(bare, known, moved, (), broken=True)

    def _pass(self, now: str) -> None:
        if self._stopped.is_set():
            raise _Stopped
        self.now = now

    def _claimed(self, digest: str) -> KnownFile | None:
        with self._lock:
            entries = self._gone.get(digest)
            return entries.pop() if entries else None

    def _digest(self, path: Path) -> str:
        """sha256 of a file, hex.

        Raises:
            MediaError: It is empty.
            OSError: The system does not give it.
        """
        hashed, count = hashlib.sha256(), 0
        with open_regular(path) as file:
            while block := file.read(_BLOCK):
                self._pass(self.now)
                hashed.update(block)
                count += len(block)
        if not count:
            raise MediaError(f"{path.name} is empty.", "Copy it again.")
        return hashed.hexdigest()

    def _labels(self, inside: str, path: Path) -> Labels:
        try:
            chunks = read_chunks(path)
        except OSError:
            chunks = WaveChunks()
        return labels_of(inside, chunks, recording_facts(path).tags, self._table.of(inside))


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, V2AError):
        return error.message
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"{path.name} cannot be read: {text.lower()}."
