"""Preferences: where models run, limits, sound, looks, and the shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import psutil
from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.dialogs.shortcuts import ShortcutEditor
from v2a_gui.language import language_name, languages
from v2a_gui.panel_settings import (
    AUDIO_BUFFER,
    AUDIO_DEVICE,
    CACHE_SIZE,
    DEVICE,
    LANGUAGE,
    MEMORY,
    PRECISION,
    TAKES_KEPT,
    THEME,
    THREADS,
    Setting,
)
from v2a_gui.theme import Theme
from v2a_gui.views.fitting import resize_to_fit, scrolled

__all__ = ["Preferences"]

S = TypeVar("S", bound=str)


class Preferences(QDialog):
    """Every setting of the panel; each takes effect at once, but for the language.

    Signals:
        themed: Another `Theme`.
        keyed: The shortcuts have changed.
        reset: Everything is as it ships again.
        cleared: Throw the caches away.
    """

    themed = Signal(object)
    keyed = Signal()
    reset = Signal()
    cleared = Signal()

    def __init__(self, settings: QSettings, devices: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tabs = QTabWidget()
        self.tabs.addTab(scrolled(self._engine()), self.tr("Engine"))
        self.tabs.addTab(scrolled(self._sound(devices)), self.tr("Sound and looks"))
        self.shortcuts = ShortcutEditor(settings)
        self.shortcuts.keyed.connect(self.keyed)
        self.tabs.addTab(self.shortcuts, self.tr("Shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        again = buttons.addButton(self.tr("Reset everything"), QDialogButtonBox.ButtonRole.ResetRole)
        again.clicked.connect(self._ask_reset)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return ends a number and nothing else
        resize_to_fit(self, 620, 520)

    def _engine(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        cores = psutil.cpu_count(logical=True) or 1
        memory = psutil.virtual_memory().total // 2**20
        form.addRow(self.tr("Device"), self._choice(DEVICE, ("auto", "cpu", "cuda", "mps")))
        form.addRow(self.tr("Precision"), self._choice(PRECISION, ("auto", "fp32", "bf16", "fp16")))
        form.addRow(self.tr("CPU threads (0 chooses)"), self._number(THREADS, 0, cores))
        form.addRow(
            self.tr("Memory for one rendering"),
            self._number(MEMORY, 0, max(512, memory), self.tr(" MB"), self.tr("what there is")),
        )
        form.addRow(self.tr("Cache on disk"), self._number(CACHE_SIZE, 64, 1_000_000, self.tr(" MB")))
        form.addRow(self.tr("Takes kept for each shot"), self._number(TAKES_KEPT, 4, 10_000))
        clear = QPushButton(self.tr("Clear the caches now"))
        clear.clicked.connect(self.cleared)
        form.addRow("", clear)
        _name_fields(form)
        return page

    def _sound(self, devices: tuple[str, ...]) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.addRow(self.tr("Audio device"), self._choice(AUDIO_DEVICE, ("", *devices), self.tr("The system's own")))
        form.addRow(self.tr("Audio buffer"), self._number(AUDIO_BUFFER, 10, 500, self.tr(" ms")))
        theme = self._choice(THEME, tuple(Theme))
        for row, each in enumerate(Theme):
            theme.setItemText(row, self.tr(each.value))
        theme.currentIndexChanged.connect(lambda _: self.themed.emit(theme.currentData()))
        form.addRow(self.tr("Theme"), theme)
        language = self._choice(LANGUAGE, languages())
        for row in range(language.count()):
            language.setItemText(row, language_name(language.itemData(row)))
        form.addRow(self.tr("Language"), language)
        later = QLabel(self.tr("Another language is spoken when the panel is started again."))
        later.setProperty("role", "muted")
        later.setVisible(False)
        language.currentIndexChanged.connect(lambda _: later.setVisible(True))
        form.addRow("", later)
        _name_fields(form)
        return page

    def _choice(self, setting: Setting[S], values: Sequence[S], first: str = "") -> QComboBox:
        box = QComboBox()
        for value in values:
            box.addItem(self.tr("auto") if value == "auto" else value or first, value)
        box.setCurrentIndex(max(0, box.findData(setting.of(self._settings))))
        box.currentIndexChanged.connect(lambda _: setting.put(self._settings, box.currentData()))
        return box

    def _number(self, setting: Setting[int], low: int, high: int, suffix: str = "", lowest: str = "") -> QSpinBox:
        box = QSpinBox(minimum=low, maximum=high, suffix=suffix)
        box.setSpecialValueText(lowest)
        box.setValue(setting.of(self._settings))
        box.valueChanged.connect(lambda value: setting.put(self._settings, value))
        return box

    def _ask_reset(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question, self.tr("Preferences"),
            self.tr("Set everything back to what ships, shortcuts and recent projects included?"), parent=self,
        )  # fmt: skip
        box.addButton(self.tr("Reset everything"), QMessageBox.ButtonRole.AcceptRole).clicked.connect(self._reset)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.finished.connect(box.deleteLater)
        box.open()

    def _reset(self) -> None:
        self._settings.clear()
        self.reset.emit()
        self.accept()


def _name_fields(form: QFormLayout) -> None:
    """Give every field the text of its label for a name."""
    for row in range(form.rowCount()):
        label, field = (
            form.itemAt(row, role) for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)
        )
        named, shown = label.widget() if label else None, field.widget() if field else None
        if isinstance(named, QLabel) and shown is not None:
            shown.setAccessibleName(named.text())
