"""Who may render: workers of a scheduler that are as this machine is."""

from __future__ import annotations

import time

from distributed import CancelledError, Client, Future
from distributed import TimeoutError as Elapsed
from distributed.client import ClosedClientError

from v2a_plugin.farm.parcel import WorkerFacts, facts_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SourceKind

__all__ = ["LOOK", "Workers"]

LOOK = 1.0
"""Seconds between two looks at who is there."""
_ANSWER = 1.0
"""Seconds in which facts that a worker has found must have come here; else they are fetched at the next look."""


class Workers:
    """The workers of a scheduler, each compared with this machine when it is first seen.

    Args:
        client: Of the scheduler.
        mine: The facts of this machine.
        patience: Seconds to wait for the first worker, or for another when all are gone.
    """

    def __init__(self, client: Client, mine: WorkerFacts, patience: float) -> None:
        self._client, self._mine, self._patience = client, mine, patience
        self._address = client.scheduler.address
        self._threads: dict[str, int] = {}
        self._answers: dict[str, Future] = {}
        self._seen: set[str] = set()
        self._refused: dict[str, str] = {}
        self._notices: list[str] = []
        self._looked, self._last = 0.0, time.monotonic()

    @property
    def good(self) -> list[str]:
        """Addresses of those that are there and may render."""
        return [address for address in self._threads if address not in self._refused]

    @property
    def threads(self) -> int:
        """How many regions they can render at a time."""
        return sum(self._threads[address] for address in self.good)

    def notices(self) -> tuple[str, ...]:
        """What a person should know since this was last read, one sentence each."""
        found, self._notices = tuple(self._notices), []
        return found

    def usable(self) -> bool:
        """Whether any may render; looks again once a second.

        Raises:
            BadInput: All that are there are refused, there has been none for too long, or the scheduler is gone.
        """
        now = time.monotonic()
        if now - self._looked > LOOK or not self.good:
            self._looked = now
            try:
                self._look()
            except (OSError, ClosedClientError) as error:
                raise BadInput(
                    f"The scheduler {self._address} cannot be reached any more: {error}.",
                    "Start it again and run the same command; finished takes are kept.",
                ) from error
        if self.good:
            self._last = now
            return True
        if self._answers:  # one that is busy answers late
            self._last = now
            return False
        if self._threads:
            raise BadInput(
                f"No worker may render: {'; '.join(self._refused[each] for each in self._threads)}.",
                "Give every worker the same v2a-plugin, plugins, bundle and libraries.",
            )
        if now - self._last > self._patience:
            raise BadInput(
                f"The scheduler {self._address} has no worker.",
                "Start one with 'dask worker ADDRESS --nthreads 1' and run the same command; finished takes are kept.",
            )
        return False

    def _look(self) -> None:
        """Ask the scheduler who is there, and those that are new what they are; nobody waits for one that is silent."""
        there = self._client.scheduler_info(n_workers=-1).get("workers")
        if there is None:  # the client has given up the scheduler
            raise ClosedClientError("the connection was closed")
        source = SourceKind.BOTH if self._mine.libraries else SourceKind.GENERATOR
        for address in there:
            if address not in self._seen and address not in self._answers:
                self._answers[address] = self._client.submit(
                    facts_of, self._mine.bundle, source, workers=[address], pure=False, priority=1
                )
        for address, future in list(self._answers.items()):
            if address not in there or (future.done() and self._compare(address, future)):
                del self._answers[address]
        self._threads = {each: worker["nthreads"] for each, worker in there.items() if each in self._seen}

    def _compare(self, address: str, future: Future) -> bool:
        """Take in what a worker said of itself; gives whether that has come."""
        host, why = "it", ""
        try:
            answer: WorkerFacts = future.result(timeout=_ANSWER)
            host, why = answer.host, self._mine.differs(answer)
        except (Elapsed, CancelledError) as error:  # it is out of reach, or the scheduler has forgotten the question
            if future.status != "error":
                return bool(future.cancelled())
            why = f"{type(error).__name__}: {error}"
        except Exception as error:  # noqa: BLE001  # whatever a worker raises is a reason not to use it
            why = f"{type(error).__name__}: {error}"
        self._seen.add(address)
        if why:
            self._refused[address] = f"{host} at {address}: {why}"
            self._notices.append(f"A worker gets nothing to render, {self._refused[address]}.")
        return True
