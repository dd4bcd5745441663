"""Workers to render on: those of a scheduler that runs, or some on this machine for one run."""

from __future__ import annotations

import logging
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from distributed import Client, LocalCluster
from distributed.comm import get_address_host_port

from v2a_plugin.generation.engines import EngineChoice
from v2a_plugin.model.config import usable_cores
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["connected", "reached"]

_LOCAL = re.compile(r"local:(\d+)")
_MOST = 256
_SECONDS = 15
_PAUSE = 0.1
_ATTEMPT = 1.0


def reached(on: str) -> Steps[None]:
    """Wait until a scheduler listens: one that was started a moment ago does not yet.

    Args:
        on: As for `connected`; of "local:N" and of what is no address nothing is waited for.

    Raises:
        BadInput: Nobody listens there after `_SECONDS`, or the host cannot be reached.
    """
    address = on if "://" in on else f"tcp://{on}"
    if _LOCAL.fullmatch(on) or not address.startswith(("tcp://", "tls://")):
        return
    last = time.monotonic() + _SECONDS
    try:
        place = get_address_host_port(address)
        while not _listens(place, last):
            yield Progress("waiting for the scheduler", 0, note=on)
            time.sleep(_PAUSE)
    except (OSError, ValueError, TypeError) as error:
        raise _no_scheduler(on, error) from error


@contextmanager
def connected(on: str, choice: EngineChoice) -> Iterator[tuple[Client, EngineChoice]]:
    """A client of the workers that are meant, and the choice of models for them; workers that were started end with it.

    Args:
        on: "local:N" for N processes on this machine, or the address of a scheduler ("tcp://10.0.0.1:8786").
        choice: Which models run, and where; N processes share the threads of this machine.

    Raises:
        BadInput: It is neither, or there is no scheduler at that address.
    """
    local = _LOCAL.fullmatch(on)
    if local is None:
        try:
            client = Client(on, timeout=_SECONDS)
        except (OSError, ValueError, TypeError) as error:
            raise _no_scheduler(on, error) from error
        with client:
            yield client, choice
        return
    count = int(local[1])
    if not 1 <= count <= _MOST:
        raise BadInput(f"local:{count} is no number of processes.", f"Give local:1 to local:{_MOST}.")
    threads = max(1, usable_cores() // count)
    with (
        LocalCluster(
            n_workers=count, threads_per_worker=1, memory_limit=0, silence_logs=logging.CRITICAL,
            dashboard_address=None, scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # its pages: none; their port: any
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        yield client, replace(choice, threads=choice.threads or threads)


def _listens(place: tuple[str, int], last: float) -> bool:
    """Whether somebody listens there.

    Args:
        place: Host and port.
        last: Until when nobody may, on the monotonic clock.

    Raises:
        OSError: Nobody does, and it is later than that; or the host cannot be reached.
    """
    try:
        socket.create_connection(place, min(_ATTEMPT, _SECONDS)).close()
    except (ConnectionRefusedError, TimeoutError):
        if time.monotonic() >= last:
            raise
        return False
    return True


def _no_scheduler(on: str, error: Exception) -> BadInput:
    return BadInput(
        f"There is no Dask scheduler at '{on}': {str(error) or type(error).__name__}.",
        "Give local:N, or the address that 'dask scheduler' prints.",
    )
