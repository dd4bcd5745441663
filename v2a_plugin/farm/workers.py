"""Who may render: workers of a scheduler that are as this machine is."""

from __future__ import annotations

import time

from distributed import Client
from distributed.client import ClosedClientError

from v2a_plugin.farm.parcel import WorkerFacts, facts_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SourceKind

__all__ = ["LOOK", "Workers"]

LOOK = 1.0
"""Seconds between two looks at who is there."""


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
        """Ask the scheduler who is there, and those that are new what they are."""
        there = self._client.scheduler_info(n_workers=-1).get("workers")
        if there is None:  # the client has given up the scheduler
            raise ClosedClientError("the connection was closed")
        new = [address for address in there if address not in self._seen]
        source = SourceKind.BOTH if self._mine.libraries else SourceKind.GENERATOR
        answers = self._client.run(facts_of, self._mine.bundle, source, workers=new, on_error="return") if new else {}
        for address, answer in answers.items():
            self._seen.add(address)
            known = isinstance(answer, WorkerFacts)
            why = self._mine.differs(answer) if known else f"{type(answer).__name__}: {answer}"
            if why:
                host = answer.host if known else "it"
                self._refused[address] = f"{host} at {address}: {why}"
                self._notices.append(f"A worker gets nothing to render, {self._refused[address]}.")
        self._threads = {each: worker["nthreads"] for each, worker in there.items() if each in self._seen}
