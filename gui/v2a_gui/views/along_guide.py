"""How takes keep to a guide: exactly or as a person plays, with a bed beneath, and panned."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QVBoxLayout, QWidget

from v2a_plugin.model.guide import Sync
from v2a_plugin.model.ranges import BED
from v2a_plugin.model.recipe import Settings

__all__ = ["AlongGuide"]


class AlongGuide(QWidget):
    """Three fields, one below the other.

    Signals:
        changed: One of them was.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sync = QComboBox()
        self.sync.addItem(self.tr("Exactly on its events"), Sync.STRICT)
        self.sync.addItem(self.tr("As a person plays, within 20 ms"), Sync.LOOSE)
        self.sync.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sync.setMinimumContentsLength(6)
        self.sync.setAccessibleName(self.tr("How closely sounds keep to the guide"))
        none = int(BED.least) - 1
        self.bed = QSpinBox(minimum=none, maximum=int(BED.most), value=none)
        self.bed.setSpecialValueText(self.tr("No bed"))
        self.bed.setPrefix(self.tr("Bed "))
        self.bed.setSuffix(self.tr(" dB"))
        self.bed.setToolTip(self.tr("Continuous sound beneath the events, against the loudest of them"))
        self.bed.setAccessibleName(self.tr("Bed beneath the events"))
        self.pan = QCheckBox(self.tr("Pan with the picture"))
        self.pan.setToolTip(self.tr("Single sounds lie where in the picture their events do; mono takes become stereo"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for field in (self.sync, self.bed, self.pan):
            layout.addWidget(field)
        self.sync.currentIndexChanged.connect(self.changed)
        self.bed.valueChanged.connect(self.changed)
        self.pan.toggled.connect(self.changed)

    def add_to(self, settings: Settings) -> Settings:
        """Settings with what the fields say."""
        bed = self.bed.value()
        return replace(
            settings,
            sync=self.sync.currentData(),
            bed=None if bed == self.bed.minimum() else float(bed),
            pan=self.pan.isChecked(),
        )

    def show_settings(self, settings: Settings) -> None:
        """Set the fields."""
        self.sync.setCurrentIndex(self.sync.findData(settings.sync))
        self.bed.setValue(self.bed.minimum() if settings.bed is None else round(settings.bed))
        self.pan.setChecked(settings.pan)
