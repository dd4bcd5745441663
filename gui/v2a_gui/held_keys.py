"""Whether a key was struck or is held, also where the window system does not say so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

__all__ = ["HeldKeys"]


class HeldKeys(QObject):
    """Watches the keys of a window.

    An X server repeats a held key as releases and presses of one moment. Qt marks them as repeats only where both wait
    in its queue together. Keys are seen where they enter the window, so that nothing else comes by here.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._released: dict[int, int] = {}
        self.repeating = False
        """Whether the latest press comes of a key that is held."""
        if QGuiApplication.platformName() == "xcb":
            window.installEventFilter(self)  # until it is shown, which gives it a handle

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Note releases, and compare presses with them; every event goes on."""
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window.removeEventFilter(self)
            self._window.windowHandle().installEventFilter(self)
        elif event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            self._released[event.key()], self.repeating = event.timestamp(), False
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.repeating = event.isAutoRepeat() or event.timestamp() == self._released.get(event.key())
        return False
