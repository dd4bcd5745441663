"""The watched folder: a clip or a cut that is put into it comes back as takes and a timeline.

A file is touched only when it has kept its size for a while, so half a copy is never read. What cannot be used moves
to the folder `broken` with a sentence beside it, and the watch goes on. What was finished stays finished when the
watch is stopped and started again, and a file that was half done goes on where it was.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.delivery.folder_lock import writing_to
from v2a_plugin.files import output_folder, write_text, writing_errors
from v2a_plugin.formats.reading import is_cut, read_cut
from v2a_plugin.generation.engine import Engine
from v2a_plugin.hosts.arrival_log import Arrival, Ledger, LineState
from v2a_plugin.hosts.arriving import WatchOrder, media_of, work_on
from v2a_plugin.model.errors import NOT_THE_FILES_FAULT, BadInput, NoSuchFile, V2AError
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["WatchEvent", "watch_folder"]

BROKEN = "broken"
"""Folder inside the watched one for what cannot be used."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")
_CLUTTER = ("thumbs.db", "desktop.ini")

logger = logging.getLogger("v2a_plugin.watch")


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """What became of one file.

    Attributes:
        file: The file.
        folder: Its result; where it was moved when it cannot be used.
        problem: Why it cannot be used, with the remedy; "" when it came out well.
        notes: What else a person should know.
    """

    file: Path
    folder: Path
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    """A file as it was last seen, and since when it is so."""

    arrival: Arrival
    since: float


def watch_folder(
    folder: Path,
    out: Path,
    order: WatchOrder,
    engine: Engine,
    announce: Callable[[WatchEvent], None],
    *,
    settle: float = 3.0,
    once: bool = False,
) -> Steps[int]:
    """Work on everything that is or comes into a folder.

    Args:
        folder: Which.
        out: Where the results go; outside of `folder`.
        order: What is made of each file.
        engine: Who renders.
        announce: Told of every file that is over.
        settle: Seconds a file keeps its size before it is touched.
        once: End when everything that lies there is worked on; else never.

    Returns:
        How many files came out well.

    Raises:
        NoSuchFile: The folder is not there.
        BadInput: The results would lie inside of it.
        OutputError: A result cannot be written; the file is left where it is. Or another program watches the folder, or
            puts results where these go.
    """
    if not folder.is_dir():
        raise NoSuchFile(f"{folder} is no folder.", "Make it first.")
    if out.resolve() == folder.resolve() or folder.resolve() in out.resolve().parents:
        raise BadInput(f"The results would lie inside {folder}, which is watched.", "Choose another --out.")
    for name in order.formats:
        engine.plugins.cut_exporter(name)  # a name that does not exist is said before an hour of work, not after
    with contextlib.ExitStack() as held:
        held.enter_context(writing_to(output_folder(out)))
        if os.access(folder, os.W_OK):
            held.enter_context(writing_to(folder))
        return (yield from _Watcher(folder, out, order, engine, announce, settle).run(once))


class _Watcher:
    def __init__(
        self,
        folder: Path,
        out: Path,
        order: WatchOrder,
        engine: Engine,
        announce: Callable[[WatchEvent], None],
        settle: float,
    ) -> None:
        self._folder, self._order, self._engine, self._announce = folder, order, engine, announce
        self._settle = settle
        self._readers = engine.plugins.cut_readers()
        self._ledger = Ledger(out)
        self._seen: dict[Path, _Seen] = {}

    def run(self, once: bool) -> Steps[int]:
        """Scan, work, wait, and again."""
        done = 0
        while True:
            file = self._next()
            if file is not None:
                done += yield from self._work(file)
                continue
            waiting = sum(not self._ledger.settled(seen.arrival) for seen in self._seen.values())
            if once and not waiting:
                return done
            yield Progress("waiting for files", 0, 0, f"{waiting} still being copied" if waiting else "")
            time.sleep(min(1.0, max(0.05, self._settle / 4)))

    def _next(self) -> Path | None:
        """A file that has settled, cuts first: what they show is no clip of its own."""
        now = time.monotonic()
        present = {path: arrival for path in self._files() if (arrival := _arrival(path)) is not None}
        self._seen = {
            path: self._seen[path]
            if path in self._seen and self._seen[path].arrival == arrival
            else _Seen(arrival, now)
            for path, arrival in present.items()
        }
        open_ = {path: seen for path, seen in self._seen.items() if not self._ledger.settled(seen.arrival)}
        if any(is_cut(path, self._readers) for path in open_) and any(
            now - seen.since < self._settle for seen in open_.values()
        ):
            return None  # a cut waits for its media, and the media for their cut
        settled = [path for path, seen in open_.items() if now - seen.since >= self._settle]
        return min(settled, key=lambda path: (not is_cut(path, self._readers), path.name), default=None)

    def _files(self) -> Iterator[Path]:
        for path in self._folder.iterdir():
            hidden = path.name.startswith((".", "~")) or path.name.casefold() in _CLUTTER
            bundle = path.is_dir() and path.suffix.lower() == ".fcpxmld"
            if not hidden and path.suffix.lower() not in _UNFINISHED and (path.is_file() or bundle):
                yield path

    def _work(self, file: Path) -> Steps[int]:
        arrival = self._seen[file].arrival
        if self._ledger.deadly(arrival):
            self._set_aside(file, arrival, f"{file.name} ended the program twice and is not tried again.")
            return 0
        try:
            folder = self._ledger.begin(arrival)
            self._claim_media(file)
            notes = yield from work_on(file, folder, self._order, self._engine)
        except (*NOT_THE_FILES_FAULT, GeneratorExit, KeyboardInterrupt):
            self._ledger.pause(arrival)
            raise
        except V2AError as error:
            self._set_aside(file, arrival, str(error))
        except (OSError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
            logger.debug("Where %s failed", file.name, exc_info=error)
            self._set_aside(file, arrival, f"{file.name} failed in an unforeseen way: {error or type(error).__name__}")
        else:
            self._ledger.settle(arrival, LineState.DONE)
            self._announce(WatchEvent(file, folder, notes=notes))
            return 1
        return 0

    def _claim_media(self, file: Path) -> None:
        """What a cut shows belongs to it, where it lies in the watched folder too."""
        if is_cut(file, self._readers):
            cut = read_cut(file, self._readers, self._order.rate)
            for media in media_of(file, cut, self._engine.plugins):
                seen = self._seen.get(self._folder / media.path.name)
                if seen and media.path.parent.resolve() == self._folder.resolve():
                    self._ledger.settle(seen.arrival, LineState.PART)

    def _set_aside(self, file: Path, arrival: Arrival, sentence: str) -> None:
        """Move a file out of the way with a sentence; if it was taken away meanwhile, forget it."""
        if not file.exists():
            return
        self._ledger.settle(arrival, LineState.BROKEN)
        aside = self._folder / BROKEN
        target = aside / file.name
        number = 1
        while target.exists():
            number += 1
            target = aside / f"{file.stem} {number}{file.suffix}"
        with writing_errors(target):
            aside.mkdir(exist_ok=True)
            file.rename(target)
        write_text(target.with_name(f"{target.name}.txt"), f"{sentence}\n")
        self._announce(WatchEvent(file, aside, problem=sentence))


def _arrival(path: Path) -> Arrival | None:
    """What a file is like now; None when it has just gone. A bundle is all of its files."""
    try:
        stats = [item.stat() for item in (path.rglob("*") if path.is_dir() else [path]) if item.is_file()]
    except OSError:
        return None
    modified = max((stat.st_mtime_ns for stat in stats), default=0)
    return Arrival(path.name, sum(stat.st_size for stat in stats), modified)
