"""Where the views are: the work in its splitters."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.fitting import Shrinking
from v2a_gui.views.generate import Generate
from v2a_gui.views.library import LibraryBrowser
from v2a_gui.views.queue import Queue
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView
from v2a_gui.views.viewer import Viewer

__all__ = ["column", "tabbed", "work"]

_FORM = 90
"""Pixels of the form that stay where there is little room."""


def work(
    filmstrip: Filmstrip, viewer: Viewer, timeline: TimelineView, generate: Generate, tabs: QTabWidget, queue: Queue
) -> QWidget:
    """The views of an open project, beside each other."""
    beside = column(Shrinking(generate, _FORM), tabs)
    upper = _split(Qt.Orientation.Horizontal, (filmstrip, 2, 330), (viewer, 4, 640))
    left = _split(Qt.Orientation.Vertical, (upper, 3, 500), (timeline, 2, 348))
    right = _split(Qt.Orientation.Vertical, (beside, 1, 690), (queue, 0, 140))
    return _split(Qt.Orientation.Horizontal, (left, 1, 970), (right, 0, 430))


def tabbed(takes: Takes, library: LibraryBrowser) -> QTabWidget:
    """The takes of the shot, and the recordings that could be some."""
    tabs = QTabWidget(documentMode=True)
    tabs.addTab(takes, QCoreApplication.translate("MainWindow", "Takes"))
    tabs.addTab(library, QCoreApplication.translate("MainWindow", "Library"))
    return tabs


def column(top: QWidget, rest: QWidget) -> QWidget:
    """One widget above another that takes what room there is."""
    holder = QWidget()
    rows = QVBoxLayout(holder)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    rows.addWidget(top)
    rows.addWidget(rest, 1)
    return holder


def _split(orientation: Qt.Orientation, *parts: tuple[QWidget, int, int]) -> QSplitter:
    """Widgets beside each other with their stretch and first size; none can be folded away by accident."""
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    for number, (widget, stretch, _) in enumerate(parts):
        splitter.addWidget(widget)
        splitter.setStretchFactor(number, stretch)
    splitter.setSizes([size for _, _, size in parts])
    return splitter
