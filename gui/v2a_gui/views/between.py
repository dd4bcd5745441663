"""Between two takes: a slider that renders where it is let go."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from v2a_plugin.model.timeline import KeptTake

__all__ = ["BetweenTakes"]

_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
_PAUSE = 600
"""Milliseconds after the last key until it renders."""


class BetweenTakes(QWidget):
    """Two takes and a place between them.

    Signals:
        asked: (id of the one, id of the other, position from 0 to 1).
    """

    asked = Signal(str, str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start, self.end = QComboBox(), QComboBox()
        self.start.setAccessibleName(self.tr("Between this take"))
        self.end.setAccessibleName(self.tr("and this take"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(1, 99)
        self.slider.setValue(50)
        self.slider.setAccessibleName(self.tr("Place between the two takes, in percent"))
        self.slider.setToolTip(self.tr("Renders a take between the two where it is let go"))
        self.place = QLabel("50 %")
        self.place.setMinimumWidth(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 8, 4)
        row.addWidget(QLabel(self.tr("Between")))
        row.addWidget(self.start)
        row.addWidget(self.slider, 1)
        row.addWidget(self.end)
        row.addWidget(self.place)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self._ask)
        self.slider.sliderReleased.connect(self._ask)
        self.slider.valueChanged.connect(self._moved)
        self.slider.installEventFilter(self)
        self.setVisible(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The slider's own keys move it, though the window has shortcuts on them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def show_takes(self, takes: tuple[KeptTake, ...]) -> None:
        """Offer takes by their numbers; those that are picked stay picked while they are there."""
        for box, usual in ((self.start, 0), (self.end, 1)):
            kept = box.currentData()
            box.blockSignals(True)
            box.clear()
            for number, take in enumerate(takes, 1):
                box.addItem(str(number), take.id)
            found = box.findData(kept)
            box.setCurrentIndex(found if found >= 0 else min(usual, len(takes) - 1))
            box.blockSignals(False)
        self.setVisible(len(takes) > 1)

    def _moved(self, value: int) -> None:
        self.place.setText(f"{value} %")
        if not self.slider.isSliderDown():  # by keys or the wheel: when they rest
            self._later.start()

    def _ask(self) -> None:
        self._later.stop()
        start, end = self.start.currentData(), self.end.currentData()
        if start and end and start != end:
            self.asked.emit(start, end, self.slider.value() / 100)
