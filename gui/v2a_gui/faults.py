"""Errors that nobody caught: shown in the window, and not only in a terminal that nobody sees."""

from __future__ import annotations

import sys
from types import TracebackType

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from v2a_gui.main_window import MainWindow
from v2a_plugin.model.errors import V2AError

__all__ = ["catch_faults"]


def catch_faults(window: MainWindow) -> None:
    """Show in a window what Qt met in Python code that it called: a click, a timer, a paint.

    A dock of a plugin is taken out when its code raises. Anything else is a fault of the panel: it is printed with its
    traceback as before, and the window says so and goes on.
    """
    before = sys.excepthook

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception) or not isValid(window):
            before(kind, error, trace)
        elif not window.docks.caught(error):
            before(kind, error, trace)
            fault = V2AError(f"The panel failed at something: {error}.", "What was done is kept; please report it.")
            QTimer.singleShot(0, window, lambda: window.explain(fault))

    sys.excepthook = report
