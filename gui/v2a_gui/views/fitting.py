"""Fitting into a small screen: at 250 % of 1366 × 768 there are 546 × 307 to show everything in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

__all__ = ["Shrinking", "resize_to_fit", "scrolled"]

_MARGIN = 40
"""Pixels left for the frame of a window and the bars of a desktop."""


def resize_to_fit(window: QWidget, width: int, height: int) -> None:
    """Give a window a size, or what the screen has room for."""
    room = window.screen().availableGeometry().size() - QSize(_MARGIN, _MARGIN)
    window.resize(QSize(width, height).boundedTo(room))


def scrolled(widget: QWidget) -> QScrollArea:
    """A widget that is scrolled up and down where there is no room for its height."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(widget)
    return area


class Shrinking(QScrollArea):
    """A widget at its own height that gives way where there is no room, and is then scrolled.

    Args:
        widget: What is shown.
        least: Pixels of its height that stay.
    """

    def __init__(self, widget: QWidget, least: int) -> None:
        super().__init__()
        self._shown, self._least = widget, least
        self.setWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._shown and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._shown.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(least.width() + bar, min(least.height(), self._least))
