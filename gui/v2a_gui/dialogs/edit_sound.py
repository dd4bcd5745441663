"""The dialog that makes a new take of a take: its silence trimmed, louder or softer, faded, looped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from v2a_plugin.model.recipe import SoundEdit, SoundEditKind

__all__ = ["EditSoundDialog"]


class EditSoundDialog(QDialog):
    """Has a field for each edit of a take's sound.

    Signals:
        requested: A tuple of `SoundEdit`, in the order they are made.
    """

    requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Edit the sound of a take"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.trim = QCheckBox(self.tr("Trim the silence at its ends"))
        self.threshold = QDoubleSpinBox(minimum=-120, maximum=0, value=-50, decimals=0, suffix=self.tr(" dBFS"))
        self.gain = QDoubleSpinBox(minimum=-60, maximum=60, decimals=1, suffix=self.tr(" dB"))
        self.fade_in = QDoubleSpinBox(minimum=0, maximum=600, singleStep=0.05, decimals=2, suffix=self.tr(" s"))
        self.fade_out = QDoubleSpinBox(minimum=0, maximum=600, singleStep=0.05, decimals=2, suffix=self.tr(" s"))
        self.loop = QDoubleSpinBox(minimum=0, maximum=60, singleStep=0.05, decimals=2, suffix=self.tr(" s"))
        form = QFormLayout()
        form.addRow("", self.trim)
        for field, name in (
            (self.threshold, self.tr("Silence is below")),
            (self.gain, self.tr("Gain")),
            (self.fade_in, self.tr("Fade in")),
            (self.fade_out, self.tr("Fade out")),
            (self.loop, self.tr("Loop, its ends crossed over")),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.threshold.setEnabled(False)
        self.trim.toggled.connect(self.threshold.setEnabled)
        note = QLabel(self.tr("A new take is made. The take it is made of stays as it is."))
        note.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = buttons.addButton(self.tr("New take"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setProperty("role", "primary")
        self.make.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def edits(self) -> tuple[SoundEdit, ...]:
        """What is chosen, in the order it is done."""
        wanted = (
            (self.trim.isChecked(), SoundEditKind.TRIM, self.threshold),
            (self.gain.value() != 0, SoundEditKind.GAIN, self.gain),
            (self.fade_in.value() > 0, SoundEditKind.FADE_IN, self.fade_in),
            (self.fade_out.value() > 0, SoundEditKind.FADE_OUT, self.fade_out),
            (self.loop.value() > 0, SoundEditKind.LOOP, self.loop),
        )
        return tuple(SoundEdit(kind, field.value()) for chosen, kind, field in wanted if chosen)

    def accept(self) -> None:
        """Ask for what is chosen."""
        self.requested.emit(self.edits())
        super().accept()
