"""Python's garbage collection, in the thread of the window only.

A collection runs in whatever thread sets objects aside at that moment, and ends the objects that it finds there. What Qt has
of them is then destroyed in a thread that is not theirs, while the window may be destroying it too; the process ends by
signal 11.
"""

from __future__ import annotations

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

__all__ = ["GarbageCollection"]

_OFTEN = 100
"""Milliseconds from one look to the next."""
_SHARE = 4
"""A whole collection pays when a quarter of what it would look through is new, as CPython has it."""


class GarbageCollection(QObject):
    """Collects as Python would by itself, by the same thresholds; from its beginning to `stop`, Python does not."""

    _running: ClassVar[int] = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = False
        GarbageCollection._running += 1
        gc.disable()
        self._grown = 0
        """Objects that got through two collections since the last whole one, at most."""
        self._old = len(gc.get_objects(generation=2))
        self._timer = QTimer(self, interval=_OFTEN)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect, if it is time."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] <= limits[0]:
            return
        if counts[1] <= limits[1]:
            gc.collect(0)
            return
        if counts[2] > limits[2] and self._grown > self._old // _SHARE:
            gc.collect(2)
            self._grown, self._old = 0, len(gc.get_objects(generation=2))
            return
        self._grown += len(gc.get_objects(generation=0)) + len(gc.get_objects(generation=1))
        gc.collect(1)

    def stop(self) -> None:
        """Leave it to Python again; to be called once no other thread works for the window."""
        if self._stopped:
            return
        self._stopped = True
        if isValid(self._timer):
            self._timer.stop()
        GarbageCollection._running -= 1
        if not GarbageCollection._running:
            gc.enable()
