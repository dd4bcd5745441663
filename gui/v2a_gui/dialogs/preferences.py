"""Preferences: where models run, limits, sound, looks, and the shortcuts."""

from __future__ import annotations

from collections.abc import Mapping

import psutil
from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.commands import COMMANDS
from v2a_gui.theme import Theme

__all__ = ["Preferences", "conflicts", "stored_keys"]

_KEYS = "keys"


def stored_keys(settings: QSettings) -> dict[str, tuple[str, ...]]:
    """Shortcuts a person changed, by command."""
    settings.beginGroup(_KEYS)
    found = {
        name: tuple(part for part in str(settings.value(name)).split("\n") if part) for name in settings.childKeys()
    }
    settings.endGroup()
    return found


def conflicts(keys: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Commands that share a shortcut with another one, and which."""
    owners: dict[str, list[str]] = {}
    for command in COMMANDS:
        for text in keys.get(command.id, command.keys):
            owners.setdefault(QKeySequence(text).toString(), []).append(command.id)
    names = {command.id: command.text for command in COMMANDS}
    return {
        one: names[next(other for other in sharing if other != one)]
        for sharing in owners.values()
        if len(sharing) > 1
        for one in sharing
    }


class Preferences(QDialog):
    """Every setting of the panel; each takes effect at once.

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
        self.tabs.addTab(self._engine(), self.tr("Engine"))
        self.tabs.addTab(self._sound(devices), self.tr("Sound and looks"))
        self.tabs.addTab(self._shortcuts(), self.tr("Shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        again = buttons.addButton(self.tr("Reset everything"), QDialogButtonBox.ButtonRole.ResetRole)
        again.clicked.connect(self._reset)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        self.resize(620, 520)

    def _engine(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        cores = psutil.cpu_count(logical=True) or 1
        memory = psutil.virtual_memory().total // 2**20
        form.addRow(self.tr("Device"), self._choice("device", ("auto", "cpu", "cuda", "mps")))
        form.addRow(self.tr("Precision"), self._choice("precision", ("auto", "fp32", "bf16", "fp16")))
        form.addRow(self.tr("CPU threads (0 chooses)"), self._number("threads", 0, cores, 0, ""))
        form.addRow(
            self.tr("Memory for one rendering"),
            self._number("memory", 0, max(512, memory), 0, " MB", self.tr("what there is")),
        )
        form.addRow(self.tr("Cache on disk"), self._number("cache", 64, 1_000_000, 2048, " MB"))
        form.addRow(self.tr("Takes kept for each shot"), self._number("history", 4, 10_000, 200, ""))
        clear = QPushButton(self.tr("Clear the caches now"))
        clear.clicked.connect(self.cleared)
        form.addRow("", clear)
        _name_fields(form)
        return page

    def _sound(self, devices: tuple[str, ...]) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.addRow(self.tr("Audio device"), self._choice("audio", ("", *devices), self.tr("The system's own")))
        form.addRow(self.tr("Audio buffer"), self._number("buffer", 10, 500, 60, " ms"))
        theme = self._choice("theme", tuple(each.value for each in Theme), default=Theme.DARK.value)
        theme.currentTextChanged.connect(lambda text: self.themed.emit(Theme(text)))
        form.addRow(self.tr("Theme"), theme)
        _name_fields(form)
        return page

    def _shortcuts(self) -> QWidget:
        page = QWidget()
        self.search = QLineEdit(placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search shortcuts"))
        self.search.textChanged.connect(self._filter)
        self.keys = QTreeWidget()
        self.keys.setHeaderLabels([self.tr("Command"), self.tr("Shortcut"), self.tr("Conflict")])
        self.keys.setRootIsDecorated(False)
        self.keys.setAccessibleName(self.tr("Shortcuts"))
        self.edit = QKeySequenceEdit(maximumSequenceLength=1)
        self.edit.setAccessibleName(self.tr("New shortcut"))
        self.edit.editingFinished.connect(self._change)
        for command in COMMANDS:
            item = QTreeWidgetItem([self.tr(command.text)])
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            self.keys.addTopLevelItem(item)
        self.keys.currentItemChanged.connect(lambda *_: self._picked())
        layout = QVBoxLayout(page)
        layout.addWidget(self.search)
        layout.addWidget(self.keys, 1)
        layout.addWidget(QLabel(self.tr("Press the new shortcut for the selected command; Backspace takes it away:")))
        layout.addWidget(self.edit)
        self._list_keys()
        return page

    def _list_keys(self) -> None:
        changed = stored_keys(self._settings)
        clashing = conflicts(changed)
        shipped = {command.id: command.keys for command in COMMANDS}
        for row in range(self.keys.topLevelItemCount()):
            item = self.keys.topLevelItem(row)
            assert item is not None
            name = str(item.data(0, Qt.ItemDataRole.UserRole))
            item.setText(1, ", ".join(changed.get(name, shipped[name])))
            item.setText(2, f"⚠ {clashing[name]}" if name in clashing else "")
        for column in range(2):
            self.keys.resizeColumnToContents(column)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self.keys.topLevelItemCount()):
            item = self.keys.topLevelItem(row)
            assert item is not None
            item.setHidden(not all(word in item.text(0).casefold() for word in words))

    def _picked(self) -> None:
        item = self.keys.currentItem()
        if item is not None:
            self.edit.setKeySequence(QKeySequence(item.text(1).split(", ")[0]))

    def _change(self) -> None:
        item = self.keys.currentItem()
        if item is None:
            return
        name = str(item.data(0, Qt.ItemDataRole.UserRole))
        self._settings.setValue(f"{_KEYS}/{name}", self.edit.keySequence().toString())
        self._list_keys()
        self.keyed.emit()

    def _choice(self, key: str, values: tuple[str, ...], first: str = "", default: str = "") -> QComboBox:
        box = QComboBox()
        for value in values:
            box.addItem(value or first, value)
        box.setCurrentIndex(max(0, box.findData(str(self._settings.value(key, default or values[0])))))
        box.currentIndexChanged.connect(lambda _: self._settings.setValue(key, box.currentData()))
        return box

    def _number(self, key: str, low: int, high: int, default: int, suffix: str, lowest: str = "") -> QSpinBox:
        box = QSpinBox(minimum=low, maximum=high, suffix=suffix)
        box.setSpecialValueText(lowest)
        box.setValue(int(str(self._settings.value(key, default))))
        box.valueChanged.connect(lambda value: self._settings.setValue(key, value))
        return box

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
