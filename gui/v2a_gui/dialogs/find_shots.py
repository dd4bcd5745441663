"""The dialog before cuts are detected again: detector, sensitivity, shortest shot. The last choice is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.engine_texts import in_panel_language
from v2a_gui.panel_settings import SHOT_DETECTOR, SHOT_SENSITIVITY, SHOT_SHORTEST
from v2a_gui.tokens import Space
from v2a_gui.views.fitting import Shrinking
from v2a_plugin.plugins.facade import Addition
from v2a_plugin.shots.protocol import KEEN
from v2a_plugin.shots.regions import MIN_LENGTH

__all__ = ["FindShotsDialog", "ShotSearch"]

_LEAST = 120
"""Pixels of the fields that stay where there is little room."""


@dataclass(frozen=True, slots=True)
class ShotSearch:
    """How cuts are looked for.

    Attributes:
        detector: Name of the detector.
        sensitivity: 0 (only the plainest cuts) to 1 (every suspicion).
        shortest: Seconds of the shortest shot.
    """

    detector: str = "adaptive"
    sensitivity: float = KEEN
    shortest: Fraction = MIN_LENGTH


class FindShotsDialog(QDialog):
    """Asks how to look for cuts.

    Signals:
        requested: A `ShotSearch`.
    """

    requested = Signal(object)

    def __init__(
        self, where: str, detectors: Sequence[Addition], settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Look for more cuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.detector = QComboBox()
        for added in detectors:
            self.detector.addItem(added.name, added.name)
        titles = [in_panel_language(added.title) for added in detectors]
        what = _muted("")
        self.detector.currentIndexChanged.connect(lambda row: what.setText(titles[row]))
        self.detector.setCurrentIndex(max(0, self.detector.findData(SHOT_DETECTOR.of(settings))))
        what.setText(titles[self.detector.currentIndex()] if titles else "")
        self.sensitivity = QSlider(Qt.Orientation.Horizontal)
        self.sensitivity.setRange(0, 100)
        self.sensitivity.setPageStep(10)
        self.percent = QLabel()
        self.percent.setMinimumWidth(44)
        self.sensitivity.valueChanged.connect(lambda value: self.percent.setText(f"{value} %"))
        self.sensitivity.setValue(SHOT_SENSITIVITY.of(settings))
        self.percent.setText(f"{self.sensitivity.value()} %")
        self.shortest = QDoubleSpinBox(minimum=0, maximum=60, singleStep=0.1, decimals=2, suffix=self.tr(" s"))
        self.shortest.setValue(SHOT_SHORTEST.of(settings))
        note = _muted(self.tr("The cuts that are there stay, and so do the takes. Undo takes back what is found."))
        keen = QHBoxLayout()
        keen.addWidget(self.sensitivity, 1)
        keen.addWidget(self.percent)
        form = QFormLayout()
        form.addRow(self.tr("Where"), QLabel(where))
        form.addRow(self.tr("Detector"), self.detector)
        form.addRow("", what)
        form.addRow(self.tr("Sensitivity"), keen)
        form.addRow("", _ends(self.tr("plain cuts only"), self.tr("every suspicion")))
        form.addRow(self.tr("Shortest shot"), self.shortest)
        for field, name in (
            (self.detector, self.tr("Detector")),
            (self.sensitivity, self.tr("Sensitivity, in percent")),
            (self.shortest, self.tr("Shortest shot, in seconds")),
        ):
            field.setAccessibleName(name)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.look = buttons.addButton(self.tr("Look"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.look.setProperty("role", "primary")
        self.look.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        fields = QWidget()
        inner = QVBoxLayout(fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.WIDE)
        inner.addLayout(form)
        inner.addWidget(note)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.WIDE)
        layout.addWidget(Shrinking(fields, _LEAST))
        layout.addWidget(buttons)
        self.setFixedWidth(480)

    def search(self) -> ShotSearch:
        """What is chosen."""
        return ShotSearch(
            str(self.detector.currentData()),
            self.sensitivity.value() / 100,
            Fraction(round(self.shortest.value() * 100), 100),
        )

    def accept(self) -> None:
        """Remember what is chosen, and ask for it."""
        SHOT_DETECTOR.put(self._settings, str(self.detector.currentData()))
        SHOT_SENSITIVITY.put(self._settings, self.sensitivity.value())
        SHOT_SHORTEST.put(self._settings, self.shortest.value())
        self.requested.emit(self.search())
        super().accept()


def _ends(low: str, high: str) -> QWidget:
    """What the two ends of a slider mean, under it."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 48, 0)
    for text, side in ((low, Qt.AlignmentFlag.AlignLeft), (high, Qt.AlignmentFlag.AlignRight)):
        row.addWidget(_muted(text, wrap=False), 1, side)
    return holder


def _muted(text: str, wrap: bool = True) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setWordWrap(wrap)
    return label
