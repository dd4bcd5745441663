"""Between two takes: a slider that says where, and a button that renders a take there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from v2a_plugin.model.timeline import KeptTake

__all__ = ["BetweenTakes"]


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
        self.slider.setToolTip(self.tr("How much of each: to the left more of the first"))
        self.place = QLabel("50 %")
        self.place.setMinimumWidth(36)
        self._picked = False
        for box in (self.start, self.end):
            box.activated.connect(self._pick)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(2)  # numbers
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 8, 4)
        row.addWidget(QLabel(self.tr("Between")))
        row.addWidget(self.start)
        row.addWidget(self.slider, 1)
        row.addWidget(self.end)
        row.addWidget(self.place)
        self.button = QPushButton(self.tr("Render"))
        self.button.setToolTip(self.tr("Render a take between the two"))
        self.button.clicked.connect(self._ask)
        row.addWidget(self.button)
        self.slider.valueChanged.connect(lambda value: self.place.setText(f"{value} %"))
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

    def _ask(self) -> None:
        start, end = self.start.currentData(), self.end.currentData()
        if start and end and start != end:
            self.requested.emit(start, end, self.slider.value() / 100)
