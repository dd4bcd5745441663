"""Where the views of the window are: menus, toolbar, the work in its splitters, the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QToolBar, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["arrange"]

_TOOLS = ("open", "undo", "redo", "", "generate", "place", "place-best", "", "export", "", "palette")
_SHOT_MENU = ("generate", "split-shot", "merge-shots", "rename-shot", "find-shots-again", "find-hits")


def arrange(window: MainWindow) -> QStackedWidget:
    """Put the views of a window in their places; gives the pages: the first screen, and the work."""
    _menus(window)
    _toolbar(window)
    pages = QStackedWidget()
    pages.addWidget(window.welcome)
    pages.addWidget(_work(window))
    window.setCentralWidget(_column(window.notices, pages))
    window.filmstrip.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    window.filmstrip.list.addActions([window.commands[name] for name in _SHOT_MENU])
    window.resize(1440, 860)
    return pages


def _menus(window: MainWindow) -> None:
    menus = window.commands.fill(window.menuBar())
    menus["Edit"].aboutToShow.connect(window.display.name_steps)
    window.docks.fill(menus["View"])
    menus["File"].insertMenu(window.commands["save-as"], window.bulletin.recent)


def _toolbar(window: MainWindow) -> None:
    bar = QToolBar(QCoreApplication.translate("MainWindow", "Main"), movable=False)
    bar.setObjectName("main")
    bar.setIconSize(QSize(20, 20))
    for name in _TOOLS:
        if name:
            bar.addAction(window.commands[name])
        else:
            bar.addSeparator()
    window.addToolBar(bar)


def _work(window: MainWindow) -> QWidget:
    beside = _column(window.generate, window.takes)
    upper = _split(Qt.Orientation.Horizontal, (window.filmstrip, 2, 330), (window.viewer, 4, 640))
    left = _split(Qt.Orientation.Vertical, (upper, 3, 500), (window.timeline, 2, 330))
    right = _split(Qt.Orientation.Vertical, (beside, 1, 690), (window.queue, 0, 140))
    return _split(Qt.Orientation.Horizontal, (left, 1, 970), (right, 0, 430))


def _column(top: QWidget, rest: QWidget) -> QWidget:
    """One widget above another that takes what room there is."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(top)
    column.addWidget(rest, 1)
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
