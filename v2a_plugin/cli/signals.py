"""How the program answers when it is asked to end: Ctrl-C, SIGTERM, and SIGHUP of a terminal that was closed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["CANCELLED", "interrupted", "interruptible", "leave_at_once"]

CANCELLED = 130
"""Exit code of what a person stopped."""

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_seen: list[int] = []


def leave_at_once() -> None:
    """Until a command begins there is nothing to put in order, so a signal ends the process where it is.

    An exception would do so less surely: inside an import it may be taken for a failed import, or be lost.
    """
    _answer(_leave)
    sys.unraisablehook = _unraisable


@contextmanager
def interruptible() -> Iterator[None]:
    """While it lasts, a signal raises KeyboardInterrupt in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _seen.clear()
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    _answer(_interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def interrupted() -> bool:
    """Whether a signal came since the command began: Python drops an exception that a callback of its own raises."""
    return bool(_seen)


def _answer(handler: signal.Handlers | object) -> None:
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a job in the background
            signal.signal(number, handler)  # type: ignore[arg-type]


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    os._exit(CANCELLED)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del frame
    _seen.append(number)
    raise KeyboardInterrupt


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    if not isinstance(lost.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
