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

_OFTEN = 20
"""Milliseconds from one look to the next: few objects are made meanwhile, so that each collection is short."""
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
        self._young = self._grown = 0
        """Objects that were made and kept since the last collection of the second generation, and since the last whole one."""
        self._old = len(gc.get_objects(generation=2))
        self._timer = QTimer(self, interval=_OFTEN)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect, if it is time."""
        made, (first, second, third) = gc.get_count()[0], gc.get_threshold()
        if made <= first:
            return
        many = first * max(1, second)
        self._young += made
        self._grown += made
        if self._grown > max(many * third, self._old // _SHARE):
            gc.collect(2)
            self._young = self._grown = 0
            self._old = len(gc.get_objects(generation=2))
        elif self._young > many:
            gc.collect(1)
            self._young = 0
        else:
            gc.collect(0)

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
