"""Brings the index of a library up to date with its folder.

First everything is listed; then what is new or has another size or time is read, several files at once, and written to
the index a few files at a time, so that a scan that is broken off in any way goes on where it was. A file whose bytes are
known from a path that is gone keeps its entry. What has vanished is forgotten last.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from filelock import FileLock, Timeout

from v2a_plugin.model.config import usable_cores
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.library.file_reading import FileReader, ReadFile
from v2a_plugin.sources.library.index import Index, KnownFile
from v2a_plugin.sources.library.library_records import BrokenFile
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.tables import read_tables
from v2a_plugin.sources.library.walk import FoundFile, walk_sounds
from v2a_plugin.sources.library.writing import drop_recording, put_meta, put_recording, put_spans

__all__ = ["ScanReport", "scan"]

_BATCH = 32
"""Files a transaction."""
_SECONDS = 1.0
"""Or so many seconds, whichever is sooner: what a crash may cost."""
_AHEAD = 4
"""Files a thread that are read before the first of them is written."""
_MOST_THREADS = 8
_LOOK = 0.1
"""Seconds between two looks at what the threads do."""
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


def scan(library: Library, threads: int = 0) -> Steps[ScanReport]:
    """Read what is new in a library; close the steps to stop, and scan again to go on.

    Args:
        library: It.
        threads: How many files are read at once; 0 for one a core, 8 at most.

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
            return (yield from _Scan(library, index, threads or min(usable_cores(), _MOST_THREADS)).run())
    except Timeout as error:
        raise BadInput(
            f"The library '{library.name}' is being scanned by another program.", "Wait until it is finished."
        ) from error


class _Scan:
    """One scan."""

    def __init__(self, library: Library, index: Index, threads: int) -> None:
        self._library, self._index, self._threads = library, index, threads
        self._waiting: list[ReadFile] = []
        self._written = time.monotonic()
        self._added = self._changed = self._moved = 0
        self._seconds = 0.0

    def run(self) -> Steps[ScanReport]:
        found = yield from self._listed()
        known = self._index.known()
        if known and not found:
            raise _away(self._library)  # an empty folder where a drive should be mounted
        table = read_tables(self._library.folder)
        relabel = self._index.meta(_TABLE) != table.digest
        todo = [
            file
            for path, file in found.items()
            if relabel or path not in known or (known[path].size, known[path].modified) != (file.size, file.modified)
        ]
        reader = FileReader(self._library, table, (known[path] for path in known.keys() - found.keys()))
        try:
            yield from self._read(reader, todo, known)
        finally:
            self._write()
        removed = reader.unclaimed()
        if self._library.away:
            raise _away(self._library)
        with self._index.writing() as base:
            for each in removed:
                drop_recording(base, each.id)
            put_meta(base, _TABLE, table.digest)
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

    def _read(self, reader: FileReader, todo: list[FoundFile], known: Mapping[str, KnownFile]) -> Steps[None]:
        """Read files in threads, and write them in their order."""
        left: Iterator[FoundFile] = iter(todo)
        reading: deque[Future[ReadFile]] = deque()
        done = 0
        pool = ThreadPoolExecutor(self._threads)
        try:
            while done < len(todo):
                while len(reading) < _AHEAD * self._threads and (file := next(left, None)) is not None:
                    reading.append(pool.submit(reader.read, file, known.get(file.path)))
                yield Progress("scanning", done, len(todo), reader.now)
                wait([reading[0]], _LOOK)
                while reading and reading[0].done():
                    self._keep(reading.popleft().result())
                    done += 1
        except (GeneratorExit, KeyboardInterrupt):
            for each in reading:
                if each.done() and not each.cancelled() and each.exception() is None:
                    self._keep(each.result())
            raise
        finally:
            reader.stop()
            pool.shutdown(cancel_futures=True)

    def _keep(self, read: ReadFile) -> None:
        """Count a file that was read, and write those that wait when it is time."""
        if read.broken and self._library.away:
            raise _away(self._library)
        self._added += read.known is None
        self._moved += read.moved
        self._changed += read.known is not None and not read.moved
        if read.spans is not None and not read.broken:
            self._seconds += float(read.recording.seconds)
        self._waiting.append(read)
        if len(self._waiting) >= _BATCH or time.monotonic() - self._written > _SECONDS:
            self._write()

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            with self._index.writing() as base:
                for each in waiting:
                    recording = each.recording
                    if each.known is not None and each.spans is None:  # the sound is as it was
                        recording = replace(
                            self._index.recording(each.known.id), path=recording.path, size=recording.size,
                            modified=recording.modified, labels=recording.labels,
                        )  # fmt: skip
                    number = put_recording(base, each.known.id if each.known else None, recording)
                    if each.spans is not None:
                        put_spans(base, number, each.spans)
        self._written = time.monotonic()


def _away(library: Library) -> NoSuchFile:
    return NoSuchFile(
        f"The folder {library.folder} of the library '{library.name}' is away.",
        "Connect its drive and scan again; what is indexed stays.",
    )
