"""Between two takes: a slider that renders where it is let go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from v2a_plugin.model.timeline import KeptTake

__all__ = ["BetweenTakes"]

_PAUSE = 600
"""Milliseconds after the last key until it renders."""


class BetweenTakes(QWidget):
    """Two takes and a place between them.

    Signals:
        requested: (id of the one, id of the other, position from 0 to 1).
    """

    requested = Signal(str, str, float)

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
        self._picked = False
        for box in (self.start, self.end):
            box.activated.connect(self._pick)
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
        self.setVisible(False)

    def show_takes(self, takes: tuple[KeptTake, ...], pair: tuple[str, ...]) -> None:
        """Offer takes by their numbers; those that a person picked stay picked while they are there.

        Args:
            takes: In the order of their numbers.
            pair: Ids of the two that are offered until a person picks.
        """
        kept = [box.currentData() for box in (self.start, self.end)]
        for box in (self.start, self.end):
            box.clear()
            for number, take in enumerate(takes, 1):
                box.addItem(str(number), take.id)
        there = {take.id for take in takes}
        self._picked = self._picked and there.issuperset(kept)
        if self._picked:
            self._set(kept)
        self.prefer(pair)
        self.setVisible(len(takes) > 1)

    def prefer(self, pair: tuple[str, ...]) -> None:
        """Offer two takes, unless a person picked others."""
        if not self._picked:
            self._set(pair)

    def _set(self, takes: Sequence[str]) -> None:
        for box, take in zip((self.start, self.end), takes, strict=False):
            box.setCurrentIndex(max(0, box.findData(take)))

    def _pick(self) -> None:
        self._picked = True

    def _moved(self, value: int) -> None:
        self.place.setText(f"{value} %")
        if not self.slider.isSliderDown():  # by keys or the wheel: when they rest
            self._later.start()

    def _ask(self) -> None:
        self._later.stop()
        start, end = self.start.currentData(), self.end.currentData()
        if start and end and start != end:
            self.requested.emit(start, end, self.slider.value() / 100)
