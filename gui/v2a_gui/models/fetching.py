"""Small things fetched in the background and kept: thumbnails, waveforms. The latest request comes first."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Steps

__all__ = ["Fetcher", "at_half_speed"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def at_half_speed(steps: Steps[V], wanted: Callable[[], bool]) -> V | None:
    """Walk steps, and sleep after each for as long as it took, so that half of the time is left to others.

    Args:
        steps: What is done; closed at the end.
        wanted: Asked after each step whether to go on.

    Returns:
        Their result; None when it is no longer wanted.

    Raises:
        What the steps raise.
    """
    try:
        while True:
            begun = time.monotonic()
            next(steps)
            time.sleep(time.monotonic() - begun)
            if not wanted():
                return None
    except StopIteration as end:
        result: V = end.value
        return result
    finally:
        steps.close()


class _Bell(QObject):
    fetched = Signal(object)


class Fetcher(Generic[K, V]):
    """One thread that makes values for keys; `get` never waits.

    Args:
        make: Makes a value, on the fetcher's thread; a `V2AError` counts as "there is none".
        ready: Called with the key when its value is there, on the thread that made the fetcher.
        keep: Most values held; the least recently used go first.
        backlog: Most keys waiting; the oldest go first.
    """

    def __init__(self, make: Callable[[K], V], ready: Callable[[K], None], keep: int = 512, backlog: int = 64) -> None:
        self._make, self._keep, self._backlog = make, keep, backlog
        self._bell = _Bell()
        self._bell.fetched.connect(ready, Qt.ConnectionType.QueuedConnection)
        self._changed = threading.Condition()
        self._values: OrderedDict[K, V | None] = OrderedDict()
        self._wanted: OrderedDict[K, None] = OrderedDict()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="v2a fetcher", daemon=True)
        self._thread.start()

    def get(self, key: K) -> V | None:
        """The value, if it is there; else it is fetched, and `ready` is called."""
        with self._changed:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            self._wanted[key] = None
            self._wanted.move_to_end(key)
            while len(self._wanted) > self._backlog:
                self._wanted.popitem(last=False)
            self._changed.notify()
        return None

    def forget(self) -> None:
        """Drop everything, also what waits."""
        with self._changed:
            self._values.clear()
            self._wanted.clear()

    def close(self) -> tuple[threading.Thread, ...]:
        """Have the thread end after what it makes now; it."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        return (self._thread,)

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._closed)
                if self._closed:
                    return
                key, _ = self._wanted.popitem()
            try:
                value: V | None = self._make(key)
            except V2AError:
                value = None
            with self._changed:
                self._values[key] = value
                while len(self._values) > self._keep:
                    self._values.popitem(last=False)
                if self._closed:
                    return
            self._bell.fetched.emit(key)
