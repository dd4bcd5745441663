"""Regions to the workers of a Dask scheduler, and their takes back to the one who keeps the project."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from distributed import CancelledError, Client, Future, KilledWorker, wait
from distributed import TimeoutError as Elapsed
from distributed.client import ClosedClientError

from v2a_plugin.farm.parcel import Parcel, Returned, WorkerFault, facts_of, render_parcel
from v2a_plugin.farm.workers import LOOK, Workers
from v2a_plugin.generation.engines import EngineChoice
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import NOT_THE_FILES_FAULT, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import SourceKind
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.takes import RenderedTake

__all__ = ["render_on"]

_AHEAD = 2
"""Parcels a thread of a worker has: one that renders, and one that waits so that it goes on at once."""
_TRIES = 3
_PAUSE = 0.2
_FETCH = 5.0
"""Seconds in which takes that are finished must come here, at first; others wait meanwhile."""
_PATIENCE = 60.0
"""Seconds without any worker after which the run ends."""


@dataclass(frozen=True, slots=True)
class FarmRegion:
    """What one region of a run came to.

    Attributes:
        region: Its id.
        failure: Why it has no takes; None where it has.
    """

    region: str
    failure: V2AError | None = None


@dataclass(slots=True, eq=False)
class _Item:
    """A region on its way."""

    region: str
    parcel: Parcel
    tries: int = 0
    workers: frozenset[str] = frozenset()
    avoid: set[str] = field(default_factory=set)
    seconds: float = _FETCH


def render_on(
    client: Client,
    requests: Iterable[tuple[str, GenerateRequest]],
    choice: EngineChoice,
    source: SourceKind,
    keep: Callable[[Sequence[RenderedTake], str], object],
    describe: Callable[[GenerateRequest], VisualEmbedding | None],
    total: int = 0,
    patience: float = _PATIENCE,
) -> Steps[tuple[FarmRegion, ...]]:
    """Have regions rendered by workers, in any order; each one's takes are kept as they come, once.

    A region whose worker dies or fails for a reason of its own goes to another, three times at most. Workers may come
    and go. One that is not as this machine is gets nothing, and is named in a notice.

    Args:
        client: Of the scheduler.
        requests: Pairs (region, what it is asked for); made one by one as workers get free.
        choice: Which models run.
        source: Where takes come from.
        keep: Stores takes of a region; on this thread.
        describe: What the visual encoder sees, for workers that cannot read the media.
        total: How many regions there are, for the progress.
        patience: Seconds to wait for the first worker, or for another when all are gone.

    Raises:
        BadInput: There is no worker, or none that is as this machine is.
        V2AError: `keep` failed; what was kept before stays.
    """
    run = _Run(client, choice, keep, describe, Workers(client, facts_of(choice.bundle, source), patience))
    return (yield from run.all(iter(requests), total))


class _Run:
    """One run over regions."""

    def __init__(
        self,
        client: Client,
        choice: EngineChoice,
        keep: Callable[[Sequence[RenderedTake], str], object],
        describe: Callable[[GenerateRequest], VisualEmbedding | None],
        workers: Workers,
    ) -> None:
        self._client, self._choice, self._keep, self._describe = client, choice, keep, describe
        self._workers = workers
        self._running: dict[Future, _Item] = {}
        self._waiting: deque[_Item] = deque()
        self._away: set[str] = set()
        self._done: list[FarmRegion] = []

    def all(self, requests: Iterator[tuple[str, GenerateRequest]], total: int) -> Steps[tuple[FarmRegion, ...]]:
        """Render them."""
        try:
            while True:
                while not self._workers.usable():
                    yield Progress("waiting for a worker", len(self._done), total, notices=self._workers.notices())
                    time.sleep(_PAUSE)
                if not self._fill(requests) and not self._running:
                    break
                before = len(self._done)
                for future in self._ended():
                    self._end(future)
                self._call_back()
                failures = tuple(str(each.failure) for each in self._done[before:] if each.failure)
                notices = (*failures, *self._workers.notices())
                stage = f"rendering on {len(self._workers.good)} workers"
                yield Progress(stage, len(self._done), max(total, len(self._done)), notices=notices)
        finally:
            with contextlib.suppress(ClosedClientError, OSError):  # the scheduler is gone, and they with it
                self._client.cancel(list(self._running), force=True)
        return tuple(self._done)

    def _fill(self, requests: Iterator[tuple[str, GenerateRequest]]) -> bool:
        """Send out parcels while workers have room; gives whether any region is left to send."""
        while len(self._running) < self._workers.threads * _AHEAD:
            if self._waiting:
                item = self._waiting.popleft()
            elif (following := next(requests, None)) is not None:
                item = _Item(following[0], Parcel(following[1], self._choice))
            else:
                return False
            self._send(item)
        return True

    def _send(self, item: _Item) -> None:
        media = item.parcel.request.media
        if media is not None and media.fingerprint in self._away and item.parcel.picture is None:
            item.parcel = replace(item.parcel, picture=self._describe(item.parcel.request))
        good = frozenset(self._workers.good)
        item.workers = good - item.avoid or good
        future = self._client.submit(
            render_parcel,
            item.parcel,
            workers=sorted(item.workers),
            key=f"v2a-{item.region}-{time.time_ns()}",
        )
        self._running[future] = item

    def _ended(self) -> list[Future]:
        """Futures that came to an end, after a second at most."""
        try:
            wait(list(self._running), timeout=LOOK, return_when="FIRST_COMPLETED")
        except Elapsed:
            return []
        except CancelledError:  # the scheduler has forgotten them
            pass
        return [future for future in self._running if future.done()]

    def _end(self, future: Future) -> None:
        item = self._running[future]
        returned = _result(future, item.parcel.request.name, item.seconds)
        if returned is None:  # its worker is cut off, and it will be lost; or the network is slow
            item.seconds *= 2
            return
        del self._running[future]
        future.release()
        media = item.parcel.request.media
        if returned.away and media is not None:
            self._away.add(media.fingerprint)
            self._waiting.append(item)
            return
        item.tries += 1
        if returned.error is None:
            self._keep(returned.takes, item.region)
            self._done.append(FarmRegion(item.region))
        elif item.tries < _TRIES and isinstance(returned.error, _RETRIED):
            item.avoid.add(returned.worker)
            self._waiting.append(item)
        else:
            self._done.append(FarmRegion(item.region, returned.error))

    def _call_back(self) -> None:
        """Take back the parcels of workers that have gone, so that others get them."""
        there = frozenset(self._workers.good)
        for future, item in list(self._running.items()):
            if not item.workers & there and not future.done():
                del self._running[future]
                self._client.cancel([future], force=True)
                self._waiting.append(item)


_RETRIED = (WorkerFault, *NOT_THE_FILES_FAULT)
"""Reasons that lie with a worker and not with the region."""


def _result(future: Future, name: str, seconds: float) -> Returned | None:
    """What a future brought, its digests compared; None where it has not come in that time, and is still awaited."""
    try:
        returned: Returned = future.result(timeout=seconds)
    except Elapsed:
        return None
    except KilledWorker as error:
        where = getattr(error.last_worker, "address", "")
        return Returned(where, error=WorkerFault(f"The worker that rendered {name} died.", "See its log."))
    except CancelledError:
        return Returned("", error=WorkerFault(f"The scheduler lost {name}.", "Run it again; finished takes are kept."))
    except Exception as error:  # noqa: BLE001  # whatever a worker raises is a sentence here
        return Returned("", error=WorkerFault(f"{name} failed on a worker: {type(error).__name__}: {error}."))
    for each in returned.takes:
        if each.sound.digest != each.take.digest:
            return Returned(
                returned.worker, error=WorkerFault(f"A take of {name} came back changed.", "Check the network.")
            )
    return returned
