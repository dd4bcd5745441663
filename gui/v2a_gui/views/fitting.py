"""Fitting into a small screen: at 250 % of 1366 × 768 there are 546 × 307 to show everything in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QSizePolicy, QWidget

__all__ = ["Shrinking", "align_labels", "resize_to_fit", "scrolled"]

_MARGIN = 40
"""Pixels left for the frame of a window and the bars of a desktop."""


def resize_to_fit(window: QWidget, width: int, height: int) -> None:
    """Give a window a size, or what the screen has room for."""
    room = window.screen().availableGeometry().size() - QSize(_MARGIN, _MARGIN)
    window.resize(QSize(width, height).boundedTo(room))


def scrolled(widget: QWidget) -> QScrollArea:
    """A widget that is scrolled up and down where there is no room for its height; across, nothing of it is cut."""
    return _Scrolled(widget)


def align_labels(*forms: QFormLayout) -> None:
    """Let the fields of some forms that stand under each other begin in one line."""
    role = QFormLayout.ItemRole.LabelRole
    items = [form.itemAt(row, role) for form in forms for row in range(form.rowCount())]
    labels = [label for item in items if item is not None and (label := item.widget()) is not None]
    widest = max(label.sizeHint().width() for label in labels)
    for label in labels:
        label.setMinimumWidth(widest)


class _Scrolled(QScrollArea):
    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._shown = widget
        self.setWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._shown.minimumSizeHint().width() + bar, super().minimumSizeHint().height())


class Shrinking(_Scrolled):
    """A widget at its own height that gives way where there is no room, and is then scrolled.

    Args:
        widget: What is shown.
        least: Pixels of its height that stay.
    """

    def __init__(self, widget: QWidget, least: int) -> None:
        super().__init__(widget)
        self._least = least
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
        return QSize(super().minimumSizeHint().width(), min(least.height(), self._least))
