"""What recordings are looked among: all, favourites or those used last; how long, how many channels, which rate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from v2a_plugin.sources.library.filters import Filters

__all__ = ["ALL", "FAVOURITES", "FindFilters"]

ALL, FAVOURITES, RECENT = "all", "favourites", "recent"


class FindFilters(QWidget):
    """A few choices in two rows.

    Signals:
        changed: Something else is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.among = self._choice(
            self.tr("Which recordings"),
            ((self.tr("All"), ALL), (self.tr("Favourites"), FAVOURITES), (self.tr("Used last"), RECENT)),
        )
        self.length = self._choice(
            self.tr("Length"),
            (
                (self.tr("Any length"), (0.0, 0.0)),
                (self.tr("Up to 1 s"), (0.0, 1.0)),
                (self.tr("1 to 5 s"), (1.0, 5.0)),
                (self.tr("5 to 30 s"), (5.0, 30.0)),
                (self.tr("Over 30 s"), (30.0, 0.0)),
            ),
        )
        self.channels = self._choice(
            self.tr("Channels"),
            (
                (self.tr("Any channels"), 0),
                (self.tr("Mono"), 1),
                (self.tr("Stereo"), 2),
                (self.tr("4 channels"), 4),
                (self.tr("6 channels"), 6),
            ),
        )
        self.rate = self._choice(
            self.tr("Sample rate"),
            (
                (self.tr("Any rate"), 0),
                (self.tr("From 44.1 kHz"), 44_100),
                (self.tr("From 48 kHz"), 48_000),
                (self.tr("From 96 kHz"), 96_000),
            ),
        )
        self.category = QLineEdit(placeholderText=self.tr("Category"))
        self.category.setAccessibleName(self.tr("Category"))
        self.category.setToolTip(self.tr("How a CatID of the Universal Category System begins: DOOR, DOORWood"))
        self.category.editingFinished.connect(self.changed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(6)
        for place, widget in enumerate((self.among, self.length, self.category, self.channels, self.rate)):
            layout.addWidget(widget, place // 3, place % 3)
            layout.setColumnStretch(place % 3, 1)

    @property
    def filters(self) -> Filters:
        """What is chosen, but for which recordings."""
        shortest, longest = self.length.currentData()
        return Filters(
            shortest, longest, self.channels.currentData(), self.rate.currentData(), self.category.text().strip()
        )

    @property
    def limits(self) -> bool:
        """Whether anything is chosen that keeps recordings away."""
        return self.filters != Filters() or self.among.currentData() != ALL

    def _choice(self, name: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        for text, value in choices:
            box.addItem(text, value)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        return box
