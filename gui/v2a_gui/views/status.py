"""The line at the bottom that says what just happened."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

__all__ = ["StatusLine"]

_SAID, _WARNED = 20_000, 60_000
"""Milliseconds until a sentence, or a warning, is gone."""


class StatusLine(QLabel):
    """One sentence at a time; what does not fit ends in an ellipsis and is whole in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(8, 0, 8, 0)
        self._gone = QTimer(self, singleShot=True)
        self._gone.timeout.connect(self.clear)

    def say(self, text: str) -> None:
        """Show a sentence for a while."""
        self._show(text, "", _SAID)

    def warn(self, text: str) -> None:
        """Show what went wrong, for longer."""
        self._show(text, "warning", _WARNED)

    @property
    def fits(self) -> bool:
        """Whether all of it can be read."""
        return self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.setPen(option.palette.color(self.foregroundRole()))
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text().replace("\n", " "), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _show(self, text: str, role: str, milliseconds: int) -> None:
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setText(text)
        self.setToolTip(text)
        self._gone.start(milliseconds)
