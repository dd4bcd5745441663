"""Keys of fields: what a field does with an arrow key goes before what the window does with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QWidget

__all__ = ["FieldKeys"]

_KEYS = frozenset(
    (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Home, Qt.Key.Key_End,
    )
)  # fmt: skip


class FieldKeys(QObject):
    """Lets the lists, numbers and sliders in a window have the keys that move them while the keyboard is on them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        for kind in (QComboBox, QAbstractSpinBox, QAbstractSlider):
            for field in window.findChildren(kind):
                if not isinstance(field, QScrollBar):
                    field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _KEYS
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)
