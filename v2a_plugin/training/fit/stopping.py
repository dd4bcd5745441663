"""Ctrl-C while training: the step that runs is finished first, so that what is saved is complete."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

__all__ = ["Stop", "stopping"]


class Stop:
    """Whether a stop was requested."""

    def __init__(self) -> None:
        self.requested = False


@contextlib.contextmanager
def stopping() -> Iterator[Stop]:
    """Turns Ctrl-C or a signal to end into a request; a second Ctrl-C interrupts at once.

    A signal to end after Ctrl-C is the same request once more: launchers of several processes pass it on that way.
    Outside of the main thread signals do not arrive, and nothing is changed.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def request(number: int, _: object) -> None:
        if stop.requested and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.requested = True

    before = {number: signal.signal(number, request) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
