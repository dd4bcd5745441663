"""The command palette: type a few letters, press Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from v2a_gui.access_keys import plain_text
from v2a_gui.commands import Commands

__all__ = ["Palette"]


class Palette(QDialog):
    """Every command that can be done now."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._found = list(commands.enabled())
        self.field = QLineEdit(placeholderText=self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Find a command"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFocusProxy(self.field)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._do)
        self.list.itemClicked.connect(lambda _: self._do())
        self._search("")
        self.setFocusProxy(self.field)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)  # Qt sends the keys of a popup to what has its focus
        self.resize(460, 380)
        self.move(parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, 80)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self.list.clear()
        words = text.casefold().split()
        for command, action in self._found:
            text_ = plain_text(action.text())
            name = f"{command.menu} {text_}".casefold()
            if all(word in name for word in words):
                keys = action.shortcut().toString()
                item = QListWidgetItem(text_ + (f"    {keys}" if keys else ""))
                item.setData(Qt.ItemDataRole.UserRole, action)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        action = item.data(Qt.ItemDataRole.UserRole) if item else None
        self.accept()
        if isinstance(action, QAction):
            action.trigger()
