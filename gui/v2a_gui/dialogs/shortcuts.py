"""The shortcut editor: every command with its keys, and which of them clash."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.commands import COMMANDS, text_of
from v2a_gui.panel_settings import KEY_SET, changed_keys, shortcut
from v2a_gui.shortcut_sets import OURS, SETS, keys_of_set

__all__ = ["ShortcutEditor"]


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


class _KeyField(QKeySequenceEdit):
    """Takes one shortcut; Backspace alone takes it away."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.clear()
            self.editingFinished.emit()
        else:
            super().keyPressEvent(event)


class ShortcutEditor(QWidget):
    """Writes to the settings at once.

    Signals:
        keyed: The shortcuts have changed.
    """

    keyed = Signal()

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.search = QLineEdit(placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search shortcuts"))
        self.search.textChanged.connect(self._filter)
        self.sets = QComboBox()
        self.sets.setAccessibleName(self.tr("Set of shortcuts"))
        for name in SETS:
            self.sets.addItem(name if name == OURS else self.tr("as in {program}").format(program=name), name)
        self.sets.setCurrentIndex(max(0, self.sets.findData(KEY_SET.of(settings))))
        self.sets.activated.connect(lambda _: self._use_set())
        self.list = QTreeWidget()
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Shortcut"), self.tr("Conflict")])
        self.list.setRootIsDecorated(False)
        self.list.header().setStretchLastSection(False)
        fitting = QHeaderView.ResizeMode.ResizeToContents
        for column, mode in enumerate((QHeaderView.ResizeMode.Stretch, fitting, fitting)):
            self.list.header().setSectionResizeMode(column, mode)
        self.list.setAccessibleName(self.tr("Shortcuts"))
        self.edit = _KeyField(maximumSequenceLength=1)
        self.edit.setAccessibleName(self.tr("New shortcut"))
        self.edit.editingFinished.connect(self._change)
        self.again = QPushButton(self.tr("Use the one that ships"), autoDefault=False)
        self.again.clicked.connect(self._restore)
        for command in COMMANDS:
            item = QTreeWidgetItem([text_of(command)])
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            self.list.addTopLevelItem(item)
        self.list.currentItemChanged.connect(lambda *_: self._picked())
        below = QHBoxLayout()
        below.addWidget(self.edit, 1)
        below.addWidget(self.again)
        layout = QVBoxLayout(self)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.sets)
        layout.addLayout(above)
        layout.addWidget(self.list, 1)
        layout.addWidget(QLabel(self.tr("Press the new shortcut for the selected command; Backspace takes it away:")))
        layout.addLayout(below)
        self._show()
        self._picked()

    @property
    def command(self) -> str:
        """Id of the selected command; "" for none."""
        item = self.list.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item else ""

    def _keys(self, command: str) -> tuple[str, ...]:
        return shortcut(command, keys_of_set(KEY_SET.of(self._settings))[command]).of(self._settings)

    def _use_set(self) -> None:
        """Use another set; what a person changed stays changed."""
        KEY_SET.put(self._settings, self.sets.currentData())
        self._keys_changed()

    def _show(self) -> None:
        keys = {**keys_of_set(KEY_SET.of(self._settings)), **changed_keys(self._settings)}
        clashing = conflicts(keys)
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            assert item is not None
            name = str(item.data(0, Qt.ItemDataRole.UserRole))
            native = QKeySequence.SequenceFormat.NativeText  # as menus and the palette write them
            item.setText(1, ", ".join(QKeySequence(key).toString(native) for key in keys[name]))
            item.setText(2, f"⚠ {clashing[name]}" if name in clashing else "")

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            assert item is not None
            item.setHidden(not all(word in item.text(0).casefold() for word in words))

    def _picked(self) -> None:
        command = self.command
        self.edit.setEnabled(bool(command))
        self.again.setEnabled(bool(command) and command in changed_keys(self._settings))
        if command:
            self.edit.setKeySequence(QKeySequence(next(iter(self._keys(command)), "")))

    def _change(self) -> None:
        """Put the new shortcut in the place of the first one; others of the same command stay."""
        command, wanted = self.command, self.edit.keySequence().toString()
        if not command:
            return
        old = self._keys(command)
        if wanted == QKeySequence(next(iter(old), "")).toString():
            return  # the field was only passed
        keys = dict.fromkeys((wanted, *old[1:])) if wanted else ()
        shortcut(command).put(self._settings, tuple(keys))
        self._keys_changed()

    def _restore(self) -> None:
        shortcut(self.command).forget(self._settings)
        self._keys_changed()

    def _keys_changed(self) -> None:
        self._show()
        self._picked()
        self.keyed.emit()
