"""One file from the hub: gone on with where an earlier attempt ended, and compared with what was announced."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from v2a_plugin.files import sync_file, sync_folder
from v2a_plugin.model.errors import BundleError, HubError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.zoo.hub import RemoteFile, Repository, hub_errors, reading
from v2a_plugin.zoo.pull_plan import PlannedFile

__all__ = ["fetch_file", "partial_of"]

_CHUNK = 1 << 17
_RETRIES = 5
"""Attempts in a row that may bring no byte before a connection counts as lost for good."""


def fetch_file(repository: Repository, file: PlannedFile, folder: Path, so_far: Progress, pause: float) -> Steps[str]:
    """Fetch one file, or the rest of it, and compare it with what the hub announced; gives its sha256 in hex.

    Args:
        repository: Where from, at one revision.
        file: Which one, and where in the folder it goes.
        folder: What is being put together; what arrived earlier lies there.
        so_far: Bytes of the whole pull that are done before this file.
        pause: Seconds before the first new attempt; each further one waits twice as long.

    Raises:
        HubError: The connection is lost for good, or the hub refuses.
        BundleError: What came is not what was announced; nothing of it is kept.
    """
    done, total = so_far.done, so_far.total
    path = folder / file.target
    partial = path if path.exists() else partial_of(path)
    partial.touch()
    with partial.open("r+b") as out:
        meter = _Meter(file.remote)
        while chunk := out.read(_CHUNK):  # what an earlier pull has left
            meter.take(chunk)
            yield Progress("checking", done + meter.count, total, file.remote.path)
        failures = 0
        while meter.count < file.remote.size:
            before = meter.count
            try:
                with hub_errors(repository.name), _connection(repository, file, meter.count) as (start, chunks):
                    if start != meter.count:
                        meter = _Meter(file.remote)
                        out.seek(0)
                        out.truncate()
                    for chunk in chunks:
                        meter.take(chunk)
                        out.write(chunk)
                        yield Progress("pulling", done + meter.count, total, file.remote.path)
                        if meter.count > file.remote.size:
                            break
                if meter.count <= before:
                    raise HubError(
                        f"{repository.name} sends nothing of {file.remote.path}.", "Pull again later.", transient=True
                    )
            except HubError as error:
                failures = 1 if meter.count > before else failures + 1
                if not error.transient or failures > _RETRIES:
                    raise
                yield Progress("waiting", done + meter.count, total, f"{error.message} Trying again.")
                time.sleep(pause * 2 ** (failures - 1))
    if not meter.good:
        partial.unlink()
        raise BundleError(
            f"{file.remote.path} of {repository.name} is not what was announced: its content has changed.",
            "Nothing of it was kept. Pull the bundle again.",
        )
    if partial != path:
        sync_file(partial)
        partial.replace(path)
        sync_folder(path.parent)
    return meter.sha256.hexdigest()


@contextmanager
def _connection(repository: Repository, file: PlannedFile, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
    """The place a server begins at, and its bytes; a server may begin at 0 whatever was requested."""
    with reading(repository.name, repository.revision, file.remote.path, start) as response:
        yield (start if response.status_code == 206 else 0), response.iter_bytes()  # as it arrives


class _Meter:
    """Counts and hashes the bytes of a file as they pass."""

    def __init__(self, announced: RemoteFile) -> None:
        self.count = 0
        self.sha256 = hashlib.sha256()
        self._announced = announced
        self._git = hashlib.sha1(f"blob {announced.size}\0".encode(), usedforsecurity=False)

    def take(self, chunk: bytes) -> None:
        """Count a chunk."""
        self.count += len(chunk)
        self.sha256.update(chunk)
        self._git.update(chunk)

    @property
    def good(self) -> bool:
        """Whether what passed is what the hub announced, as far as it said."""
        said = self._announced
        return (
            self.count == said.size
            and said.sha256 in ("", self.sha256.hexdigest())
            and said.blob in ("", self._git.hexdigest())
        )


def partial_of(path: Path) -> Path:
    """What a file is called until all of it is here."""
    return path.with_name(path.name + ".partial")
