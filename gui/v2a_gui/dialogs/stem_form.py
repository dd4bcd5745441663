"""How the sound of a delivery is written: the fields of the export dialog."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from v2a_gui.models.export_presets import AS_RENDERED, Preset
from v2a_plugin.delivery.protocol import Feature, StemDepth, StemLayout, StemSettings

__all__ = ["StemForm"]

_LAYOUTS = (
    (StemLayout.PER_CUE, "One file a cue"),
    (StemLayout.PER_TRACK, "One file a track"),
    (StemLayout.MIX, "The mix"),
)
_LONGEST = 500
"""Frames of a handle; takes reach less far."""


class StemForm(QWidget):
    """Fields for stems, handles, samples, rate, pan and 2-pop.

    Signals:
        changed: One of them is another now.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.division = QComboBox()
        for layout, text in _LAYOUTS:
            self.division.addItem(self.tr(text), layout)
        self.handles = QSpinBox(minimum=AS_RENDERED, maximum=_LONGEST, suffix=self.tr(" frames"))
        self.handles.setSpecialValueText(self.tr("as rendered"))
        self.handles.setToolTip(self.tr("Sound before and after a cue, where the format carries it"))
        self.bits = QComboBox()
        self.bits.addItem(self.tr("24 bit, dithered"), StemDepth.PCM24)
        self.bits.addItem(self.tr("32 bit float"), StemDepth.FLOAT32)
        self.rate = QComboBox()
        for rate in (48_000, 96_000):
            self.rate.addItem(f"{rate // 1000} kHz", rate)
        self.stereo = QCheckBox(self.tr("Stereo, with the tracks' pan"))
        self.pop = QCheckBox(self.tr("2-pop before the start"))
        form = self.form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for text, field in (
            (self.tr("Stems"), self.division), (self.tr("Handles"), self.handles), (self.tr("Samples"), self.bits),
            (self.tr("Rate"), self.rate),
        ):  # fmt: skip
            form.addRow(text, field)
            field.setAccessibleName(text)
        form.addRow("", self.stereo)
        form.addRow("", self.pop)
        for box in (self.division, self.bits, self.rate):
            box.currentIndexChanged.connect(lambda _: self._edited())
        self.handles.valueChanged.connect(lambda _: self._edited())
        for switch in (self.stereo, self.pop):
            switch.toggled.connect(lambda _: self._edited())

    def show_preset(self, preset: Preset) -> None:
        """Fill every field; `changed` comes once."""
        with QSignalBlocker(self):
            self.division.setCurrentIndex(max(0, self.division.findData(preset.stems)))
            self.handles.setValue(preset.handles)
            self.bits.setCurrentIndex(max(0, self.bits.findData(preset.samples)))
            self.rate.setCurrentIndex(max(0, self.rate.findData(preset.rate)))
            self.stereo.setChecked(preset.stereo)
            self.pop.setChecked(preset.pop)
        self.changed.emit()

    def preset(self, programs: tuple[str, ...]) -> Preset:
        """What the fields say, for some programs."""
        return Preset(
            programs, StemLayout(self.division.currentData()), self.handles.value(), StemDepth(self.bits.currentData()),
            self.rate.currentData(), self.stereo.isChecked(), self.pop.isChecked(),
        )  # fmt: skip

    def settings(self, layout: StemLayout | None, features: frozenset[Feature], frame: Fraction) -> StemSettings:
        """What the fields say, for one format.

        Args:
            layout: In the place of what the field says; None leaves that.
            features: What the format carries.
            frame: Seconds of a frame.
        """
        said = self.preset(())
        layout = layout or said.stems
        each = layout is StemLayout.PER_CUE
        carried = {Feature.HANDLES, Feature.FADES} <= features
        frames = said.handles if said.handles != AS_RENDERED else _LONGEST if carried else 0
        return StemSettings(
            layout, frames * frame if each else Fraction(0), None, said.rate, said.samples, 2 if said.stereo else 0,
            said.pop and not each,
        )  # fmt: skip

    def _edited(self) -> None:
        each = self.division.currentData() == StemLayout.PER_CUE
        self.handles.setEnabled(each)
        self.pop.setEnabled(not each)
        self.changed.emit()
