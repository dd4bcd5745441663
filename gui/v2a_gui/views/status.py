"""The line at the bottom that says what just happened."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from v2a_gui.views.small import ElidedLabel

__all__ = ["StatusLine"]

_SAID, _WARNED = 20_000, 60_000
"""Milliseconds until a sentence, or a warning, is gone."""


class StatusLine(ElidedLabel):
    """One sentence at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(8, 0, 8, 0)
        self._gone = QTimer(self, singleShot=True)
        self._gone.timeout.connect(self.clear)

    def say(self, text: str) -> None:
        """Show a sentence for a while."""
        self._show(text, "", _SAID)

    def warn(self, text: str) -> None:
        """Show what went wrong, for longer."""
        self._show(text, "warning", _WARNED)

    def _show(self, text: str, role: str, milliseconds: int) -> None:
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setText(text)
        self.setToolTip(text)
        self._gone.start(milliseconds)
