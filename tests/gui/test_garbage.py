"""Objects of Qt that Python finds unused end in the thread of the window, whichever thread made garbage."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from tests.gui.conftest import Panel
from v2a_gui.garbage import GarbageCollection


class Watched(QWidget):
    """A widget that only a circle of references keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


class Plain:
    """The same without Qt."""

    def __init__(self) -> None:
        self.me = self


def make_garbage() -> None:
    for _ in range(20_000):
        Plain()


def test_widgets_end_in_the_thread_of_the_window(panel: Panel) -> None:
    ended_in: list[threading.Thread] = []
    widget = Watched()
    widget.destroyed.connect(lambda: ended_in.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)
    gone = weakref.ref(widget)
    del widget
    other = threading.Thread(target=make_garbage)
    other.start()
    other.join()
    assert gone() is not None
    panel.until(lambda: make_garbage() or gone() is None)  # type: ignore[func-returns-value]
    assert ended_in == [threading.main_thread()]


def test_python_collects_by_itself_again_when_the_window_is_closed(panel: Panel) -> None:
    assert not gc.isenabled()
    panel.window.close()
    panel.until(lambda: panel.window.ended)
    assert gc.isenabled()


def test_it_goes_on_until_the_last_window_is_closed() -> None:
    owner = QObject()
    first, second = GarbageCollection(owner), GarbageCollection(owner)
    first.stop()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()


def test_old_garbage_goes_once_enough_is_new() -> None:
    owner = QObject()
    collection = GarbageCollection(owner)
    try:
        old = Plain()
        gone = weakref.ref(old)
        gc.collect()  # it has survived
        del old
        kept: list[list[list[int]]] = []
        for _ in range(3000):
            kept.append([[] for _ in range(1000)])
            collection.look()
            if gone() is None:
                break
        assert gone() is None
    finally:
        collection.stop()
