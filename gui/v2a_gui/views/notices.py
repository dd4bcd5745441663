"""Bars above the work that say what needs a decision, and are never in its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from v2a_gui.views.small import IconButton

__all__ = ["Answer", "Notices"]

_READABLE = 200
"""Pixels of a line that can be read beside the buttons."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of a bar: what it says, and what it does. The bar goes when it is pressed."""

    text: str
    do: Callable[[], object]


class Notices(QWidget):
    """At most one bar of each name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: dict[str, _Bar] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.setVisible(False)

    def show_notice(self, name: str, text: str, answers: Sequence[Answer] = ()) -> None:
        """Show a bar, in the place of the one of the same name."""
        self.hide_notice(name)
        bar = self._bars[name] = _Bar(text, answers, lambda: self.hide_notice(name))
        self._rows.addWidget(bar)
        self.setVisible(True)

    def hide_notice(self, *names: str) -> None:
        """Take bars away; all of them without a name."""
        for name in names or tuple(self._bars):
            bar = self._bars.pop(name, None)
            if bar is not None:
                bar.hide()
                bar.deleteLater()
        self.setVisible(bool(self._bars))

    def text(self, name: str) -> str:
        """What a bar says; "" when it is not there."""
        return self._bars[name].label.text() if name in self._bars else ""

    def press(self, name: str, answer: str) -> None:
        """Press a button of a bar."""
        self._bars[name].buttons[answer].click()


class _Bar(QFrame):
    def __init__(self, text: str, answers: Sequence[Answer], close: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.label = QLabel(text)
        self.label.setWordWrap(True)
        self.setAccessibleName(text)
        self.buttons: dict[str, QPushButton] = {}
        self._rows, self._line, self._holder = QVBoxLayout(self), QHBoxLayout(), QWidget()
        self._answers = QHBoxLayout(self._holder)
        self._rows.setContentsMargins(12, 5, 8, 5)
        self._answers.setContentsMargins(0, 0, 0, 0)
        self._rows.addLayout(self._line)
        self._line.addWidget(self.label, 1)
        self._line.addWidget(self._holder)
        for answer in answers:
            button = self.buttons[answer.text] = QPushButton(answer.text)
            button.clicked.connect(close)
            button.clicked.connect(lambda _=False, answer=answer: answer.do())
            self._answers.addWidget(button)
        self._leave = IconButton("cancel", self.tr("Close this notice"))
        self._leave.clicked.connect(close)
        self._line.addWidget(self._leave)

    def minimumSizeHint(self) -> QSize:
        widest = max((button.sizeHint().width() for button in self.buttons.values()), default=0)
        sides = self._rows.contentsMargins()
        return QSize(widest + sides.left() + sides.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons beside the text, under it in a row, or under each other: as there is room."""
        gap, room = self._answers.spacing(), self._rows.contentsRect().width()
        buttons = sum(button.sizeHint().width() + gap for button in self.buttons.values())
        beside = _READABLE + buttons + self._leave.sizeHint().width() + gap <= room
        if beside is not (self._line.indexOf(self._holder) >= 0):
            if beside:
                self._line.insertWidget(1, self._holder)
            else:
                self._rows.addWidget(self._holder)
        down = not beside and buttons - gap > room
        self._answers.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)
