"""Errors that nobody caught: shown in the window, and not only in a terminal that nobody sees."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from v2a_plugin.model.errors import V2AError

__all__ = ["catch_faults"]


def catch_faults(
    owner: QObject, caught_by_dock: Callable[[BaseException], bool], explain: Callable[[V2AError], None]
) -> None:
    """Show what Qt met in Python code that it called: a click, a timer, a paint.

    Anything but a fault of a plugin's dock is a fault of the panel: it is printed with its traceback as before, and
    the window says so and goes on.

    Args:
        owner: While it lives, errors are shown.
        caught_by_dock: Takes the dock out in whose code an error arose; whether there is one.
        explain: Shows an error.
    """
    before = sys.excepthook

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception) or not isValid(owner):
            before(kind, error, trace)
        elif not caught_by_dock(error):
            before(kind, error, trace)
            fault = V2AError(f"The panel failed at something: {error}.", "What was done is kept; please report it.")
            QTimer.singleShot(0, owner, lambda: explain(fault))

    sys.excepthook = report
