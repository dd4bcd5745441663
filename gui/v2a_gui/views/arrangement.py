"""Where the views are: side by side, or where that has no room, in one column beside an editing program."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from v2a_gui.views.all_takes import AllTakes
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.fitting import Shrinking, scrolled
from v2a_gui.views.generate import Generate
from v2a_gui.views.library import LibraryBrowser
from v2a_gui.views.queue import Queue
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView
from v2a_gui.views.viewer import Viewer

__all__ = ["Work", "column", "tabbed"]

_FORM = 104
"""Pixels of the form that stay where there is little room."""
_SHORTEST = 160
"""Pixels of height that do: what is in the column is scrolled."""
_FRAMES = 4


class Work(QWidget):
    """The views of an open project. In the column, shots, timeline and queue are tabs beside takes and library."""

    def __init__(
        self,
        filmstrip: Filmstrip,
        viewer: Viewer,
        timeline: TimelineView,
        generate: Generate,
        tabs: QTabWidget,
        queue: Queue,
    ) -> None:
        super().__init__()
        self._filmstrip, self._viewer, self._timeline, self._queue = filmstrip, viewer, timeline, queue
        self._form, self._tabs, self._always = Shrinking(generate, _FORM), tabs, tabs.count()
        self.narrow: bool | None = None
        """Whether it is the column."""
        self._holder: QWidget | None = None
        self._jobs = 0
        queue.counted.connect(self._count)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._arrange(narrow=False)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least_of_column().width(), _SHORTEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Arrange the views for the room there is now; there is none to look at before they are shown."""
        if not self.isVisible():
            return
        least = self._least_of_sides()
        self._arrange(narrow=self.width() < least.width() or self.height() < least.height())
        self._give_room()
        inside = self._holder.widget() if self.narrow and isinstance(self._holder, QScrollArea) else None
        if inside is not None:
            inside.setMinimumHeight(self._least_of_column().height())

    def _least_of_sides(self) -> QSize:
        """The smallest size at which nothing is cut side by side."""
        upper = _beside(self._filmstrip, self._viewer)
        left = QSize(max(upper.width(), _width(self._timeline)), upper.height() + _height(self._timeline))
        pages = max(_height(page) for page in self._pages()) + self._tabs.tabBar().sizeHint().height()
        right = max(_width(part) for part in (self._form, self._queue, *self._pages()))
        height = max(left.height(), _height(self._form) + pages + self._queue.least)
        return QSize(left.width() + right + _FRAMES, height + _FRAMES)

    def _least_of_column(self) -> QSize:
        """The same in the column."""
        tabs = (*self._pages(), self._filmstrip, self._timeline, self._queue)
        pages = max(_height(page) for page in tabs) + self._tabs.tabBar().sizeHint().height()
        bar = self.style().pixelMetric(self.style().PixelMetric.PM_ScrollBarExtent)
        width = max(_width(part) for part in (self._viewer, self._form, *tabs)) + bar
        return QSize(width, _height(self._viewer) + _height(self._form) + pages + _FRAMES)

    def _pages(self) -> tuple[QWidget, ...]:
        """Those that are tabs in any case."""
        pages = (self._tabs.widget(number) for number in range(self._always))
        return tuple(page for page in pages if page is not None)

    def _arrange(self, narrow: bool) -> None:
        if narrow == self.narrow:
            return
        self.narrow = narrow
        focus, old = QApplication.focusWidget(), self._holder
        moving = (self._filmstrip, self._timeline, self._queue)
        for part in moving:
            if (number := self._tabs.indexOf(part)) >= 0:
                self._tabs.removeTab(number)
        self._holder = self._column() if narrow else self._sides()
        self._rows.addWidget(self._holder)
        for part in (*(() if narrow else moving), self._viewer, self._form, self._tabs):
            part.show()
        if old is not None:
            old.hide()
            old.deleteLater()
        if focus is not None and self.isAncestorOf(focus):
            focus.setFocus()

    def _sides(self) -> QWidget:
        beside = column(self._form, self._tabs)
        upper = _split(Qt.Orientation.Horizontal, (self._filmstrip, 2, 330), (self._viewer, 4, 640))
        left = _split(Qt.Orientation.Vertical, (upper, 3, 500), (self._timeline, 2, 348))
        right = _split(Qt.Orientation.Vertical, (beside, 1, 690), (self._queue, 0, 100))
        return _split(Qt.Orientation.Horizontal, (left, 1, 970), (right, 0, 430))

    def _count(self, jobs: int) -> None:
        """Say on its tab how many jobs the queue lists, for they are out of sight."""
        self._jobs = jobs
        if (number := self._tabs.indexOf(self._queue)) >= 0:
            self._tabs.setTabText(number, self.tr("Queue") + (f" · {jobs}" if jobs else ""))
        self._give_room()

    def _give_room(self) -> None:
        """Have the queue as high as its jobs need, or one line; a splitter hears of no greatest height that changed."""
        splitter = self._queue.parentWidget()
        if isinstance(splitter, QSplitter):
            above, own = splitter.sizes()
            room = max(own, self._queue.least) if self._jobs else self._queue.maximumHeight()
            if room != own:
                splitter.setSizes([above + own - room, room])

    def _column(self) -> QWidget:
        self._tabs.addTab(self._filmstrip, self.tr("Shots"))
        self._tabs.addTab(self._timeline, self.tr("Timeline"))
        self._tabs.addTab(self._queue, "")
        self._count(self._jobs)
        below = column(self._form, self._tabs)
        inside = _split(Qt.Orientation.Vertical, (self._viewer, 2, 320), (below, 3, 480))
        inside.installEventFilter(self)  # what it needs grows with what is in it
        area = scrolled(inside)
        area.setObjectName("column")
        return area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)


def tabbed(takes: Takes, library: LibraryBrowser, all_takes: AllTakes) -> QTabWidget:
    """The takes of the shot, the recordings that could be some, and the takes of all shots."""
    tabs = QTabWidget(documentMode=True)
    tabs.setUsesScrollButtons(False)
    tabs.setElideMode(Qt.TextElideMode.ElideRight)
    tabs.addTab(takes, QCoreApplication.translate("MainWindow", "Takes"))
    tabs.addTab(library, QCoreApplication.translate("MainWindow", "Library"))
    tabs.addTab(all_takes, QCoreApplication.translate("MainWindow", "All takes"))
    tabs.tabBar().setChangeCurrentOnDrag(True)
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


def _width(widget: QWidget) -> int:
    return max(widget.minimumSizeHint().width(), widget.minimumWidth())


def _height(widget: QWidget) -> int:
    return max(widget.minimumSizeHint().height(), widget.minimumHeight())


def _beside(one: QWidget, other: QWidget) -> QSize:
    return QSize(_width(one) + _width(other), max(_height(one), _height(other)))


def _split(orientation: Qt.Orientation, *parts: tuple[QWidget, int, int]) -> QSplitter:
    """Widgets beside each other with their stretch and first size; none can be folded away by accident."""
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    for number, (widget, stretch, _) in enumerate(parts):
        splitter.addWidget(widget)
        splitter.setStretchFactor(number, stretch)
    splitter.setSizes([size for _, _, size in parts])
    return splitter
