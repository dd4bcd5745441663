"""The command palette: type a few letters, press Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.access_keys import plain_text
from v2a_gui.commands import Commands
from v2a_gui.theme import colours
from v2a_gui.views.fitting import resize_to_fit

__all__ = ["Palette"]

_KEYS = Qt.ItemDataRole.UserRole + 1
_GAP = 16
Index = QModelIndex | QPersistentModelIndex


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
        self.list.setItemDelegate(_Row(self.list))
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
        resize_to_fit(self, min(460, parent.width()), 380)
        place = parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, 80))
        first = parent.screen().availableGeometry().topLeft()
        last = parent.screen().availableGeometry().bottomRight() - self.rect().bottomRight()
        self.move(max(first.x(), min(place.x(), last.x())), max(first.y(), min(place.y(), last.y())))

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
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QListWidgetItem(text_)
                item.setData(Qt.ItemDataRole.UserRole, action)
                item.setData(_KEYS, keys)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text_} {keys}".strip())
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        action = item.data(Qt.ItemDataRole.UserRole) if item else None
        self.accept()
        if isinstance(action, QAction):
            action.trigger()


class _Row(QStyledItemDelegate):
    """A command, its shortcut at the other end of the row."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        metrics = QFontMetrics(option.font)
        taken = metrics.horizontalAdvance(str(index.data(_KEYS))) + 2 * _GAP
        option.text = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, option.rect.width() - taken)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QColor(colours().on_accent if selected else colours().muted))
        room = option.rect.adjusted(0, 0, -_GAP // 2, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.data(_KEYS)))
