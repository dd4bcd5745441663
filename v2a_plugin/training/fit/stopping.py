"""Ctrl-C while training: the step that runs is finished first, so that what is saved is whole."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

__all__ = ["Stop", "stopping"]


class Stop:
    """Whether someone asked to stop."""

    def __init__(self) -> None:
        self.asked = False


@contextlib.contextmanager
def stopping() -> Iterator[Stop]:
    """Turns Ctrl-C or a request to end into a wish; a second Ctrl-C interrupts at once.

    A request to end after Ctrl-C is the same wish once more: launchers of several processes pass it on that way.
    Outside of the main thread signals do not arrive, and nothing is changed.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def wish(number: int, _: object) -> None:
        if stop.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.asked = True

    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
