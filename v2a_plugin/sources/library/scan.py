"""Brings the index of a library up to date with its folder.

First everything is listed; then what is new or has another size or time is read, and written to the index a few files
at a time, so that a scan that is broken off in any way goes on where it was. A file whose bytes are known from a path
that is gone keeps its entry. What has vanished is forgotten last.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from v2a_plugin.files import open_regular
from v2a_plugin.media.recordings import recording_facts
from v2a_plugin.model.errors import BadInput, MediaError, NoSuchFile, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.library.chunks import WaveChunks, read_chunks
from v2a_plugin.sources.library.index import Index, KnownFile
from v2a_plugin.sources.library.labels import labels_of
from v2a_plugin.sources.library.library_records import BrokenFile, Labels, Recording, Stretch
from v2a_plugin.sources.library.measure import measure
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.tables import FileTable, read_tables
from v2a_plugin.sources.library.walk import FoundFile, walk_sounds
from v2a_plugin.sources.library.writing import drop_recording, put_meta, put_recording, put_spans

__all__ = ["ScanReport", "scan"]

_BATCH = 32
"""Files a transaction."""
_SECONDS = 1.0
"""Or so many seconds, whichever is sooner: what a crash may cost."""
_BLOCK = 1 << 20
_TABLE = "tables"


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did.

    Attributes:
        library: Its name.
        files: Recordings that can be used now.
        added: New ones.
        changed: Those whose sound or labels are others than before.
        moved: Those found again under another path.
        removed: Those that are gone.
        seconds: Length of what was decoded.
        broken: Files that could not be read.
        note: What else a person should know; "" for nothing.
    """

    library: str
    files: int
    added: int
    changed: int
    moved: int
    removed: int
    seconds: float
    broken: tuple[BrokenFile, ...]
    note: str = ""


def scan(library: Library) -> Steps[ScanReport]:
    """Read what is new in a library; close the steps to stop, and scan again to go on.

    Yields:
        Progress in files.

    Raises:
        NoSuchFile: The folder is away, or went away; what was read stays.
        BadInput: Another scan of it is running, or the index is in use or of a newer version.
        OutputError: The index cannot be written.
    """
    if library.away:
        raise _away(library)
    try:
        with FileLock(library.home / "scan.lock", timeout=1), Index(library.index_file, thorough=True) as index:
            return (yield from _Scan(library, index).run())
    except Timeout as error:
        raise BadInput(
            f"The library '{library.name}' is being scanned by another program.", "Wait until it is finished."
        ) from error


@dataclass(slots=True)
class _Waiting:
    """A file that was read and is to be written."""

    number: int | None
    recording: Recording
    spans: tuple[Stretch, ...] | None


class _Scan:
    """One scan."""

    def __init__(self, library: Library, index: Index) -> None:
        self._library, self._index = library, index
        self._table = FileTable("", {})
        self._waiting: list[_Waiting] = []
        self._written = time.monotonic()
        self._added = self._changed = self._moved = 0
        self._seconds = 0.0

    def run(self) -> Steps[ScanReport]:
        found = yield from self._listed()
        known = self._index.known()
        if known and not found:
            raise _away(self._library)  # an empty folder where a drive should be mounted
        self._table = read_tables(self._library.folder)
        relabel = self._index.meta(_TABLE) != self._table.digest
        gone: dict[str, list[tuple[str, KnownFile]]] = defaultdict(list)
        for path in known.keys() - found.keys():
            gone[known[path].digest].append((path, known[path]))
        todo = [
            file
            for path, file in found.items()
            if relabel or path not in known or (known[path].size, known[path].modified) != (file.size, file.modified)
        ]
        try:
            for done, file in enumerate(todo):
                yield Progress("scanning", done, len(todo), file.path)
                yield from self._take(file, known.get(file.path), gone, done, len(todo))
                if len(self._waiting) >= _BATCH or time.monotonic() - self._written > _SECONDS:
                    self._write()
        except (GeneratorExit, KeyboardInterrupt):
            self._write()
            raise
        self._write()
        removed = [file for files in gone.values() for _, file in files]
        if self._library.away:
            raise _away(self._library)
        with self._index.writing() as base:
            for each in removed:
                drop_recording(base, each.id)
            put_meta(base, _TABLE, self._table.digest)
        counts, broken = self._index.counts(), self._index.broken()
        return ScanReport(
            self._library.name, counts.files, self._added, self._changed, self._moved, len(removed), self._seconds,
            broken, self._index.note,
        )  # fmt: skip

    def _listed(self) -> Steps[dict[str, FoundFile]]:
        found: dict[str, FoundFile] = {}
        try:
            for file in walk_sounds(self._library.folder):
                found[file.path] = file
                if len(found) % 500 == 0:
                    yield Progress("listing", len(found))
        except OSError as error:
            raise _away(self._library) from error
        return found

    def _take(
        self,
        file: FoundFile,
        known: KnownFile | None,
        gone: dict[str, list[tuple[str, KnownFile]]],
        done: int,
        total: int,
    ) -> Steps[None]:
        """Read one file and keep what there is to write."""
        path = self._library.folder / file.path
        start = Recording(file.path, file.size, file.modified)
        number = known.id if known else None
        try:
            digest = yield from _digest(path, done, total)
            if known is None and gone.get(digest):
                _, known = gone[digest].pop()
                number = known.id
                self._moved += 1
            elif known is None:
                self._added += 1
            else:
                self._changed += 1
            labels = self._labels(file.path, path)
            if known is not None and known.digest == digest:
                kept = self._index.recording(known.id)
                same = replace(kept, path=file.path, size=file.size, modified=file.modified, labels=labels)
                self._waiting.append(_Waiting(number, same, None))
                return
            steps = measure(path)
            while True:
                try:
                    each = next(steps)
                except StopIteration as end:
                    measured = end.value
                    break
                yield Progress("scanning", done, total, f"{file.path} {each.done} s")
            self._seconds += measured.frames / measured.rate
            recording = replace(
                start, digest=digest, rate=measured.rate, channels=measured.channels, frames=measured.frames,
                loudness=measured.loudness, peak=measured.peak, labels=labels, problem=measured.problem,
            )  # fmt: skip
            self._waiting.append(_Waiting(number, recording, measured.spans))
        except (V2AError, OSError, ValueError, MemoryError) as error:
            if self._library.away:
                self._write()
                raise _away(self._library) from error
            self._waiting.append(_Waiting(number, replace(start, problem=_reason(path, error)), ()))

    def _labels(self, inside: str, path: Path) -> Labels:
        try:
            chunks = read_chunks(path)
        except OSError:
            chunks = WaveChunks()
        return labels_of(inside, chunks, recording_facts(path).tags, self._table.of(inside))

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            with self._index.writing() as base:
                for each in waiting:
                    number = put_recording(base, each.number, each.recording)
                    if each.spans is not None:
                        put_spans(base, number, each.spans)
        self._written = time.monotonic()


def _digest(path: Path, done: int, total: int) -> Steps[str]:
    """sha256 of a file, hex.

    Raises:
        MediaError: It is empty.
        OSError: The system does not give it.
    """
    hashed, count = hashlib.sha256(), 0
    with open_regular(path) as file:
        while block := file.read(_BLOCK):
            hashed.update(block)
            count += 1
            if count % 64 == 0:
                yield Progress("scanning", done, total, path.name)
    if not count:
        raise MediaError(f"{path.name} is empty.", "Copy it again.")
    return hashed.hexdigest()


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, V2AError):
        return error.message
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"{path.name} cannot be read: {text.lower()}."


def _away(library: Library) -> NoSuchFile:
    return NoSuchFile(
        f"The folder {library.folder} of the library '{library.name}' is away.",
        "Connect its drive and scan again; what is indexed stays.",
    )
