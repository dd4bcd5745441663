"""The commands that are used most, with their names while there is room for them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from v2a_gui.commands import Commands

__all__ = ["Toolbar"]

_TOOLS = (
    ("open", "Open"), ("undo", ""), ("redo", ""), ("", ""), ("generate", "Generate"), ("place", "Place"),
    ("place-best", "Place best"), ("", ""), ("export", "Export"), ("", ""), ("palette", "Commands"),
)  # fmt: skip
"""Commands and their short names; those whose sign everybody knows have none. A command of no name is a line."""


class Toolbar(QToolBar):
    """Shows the names where all of them fit, and until a person does without them."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("MainWindow", "Main"), parent, movable=False)
        self.setObjectName("main")
        self.setIconSize(QSize(20, 20))
        self._named = True
        self._buttons: list[QToolButton] = []
        for name, short in _TOOLS:
            if not name:
                self.addSeparator()
                continue
            action = commands[name]
            action.setIconText(QCoreApplication.translate("Toolbar", short) if short else "")
            self.addAction(action)
            button = self.widgetForAction(action)
            if short and isinstance(button, QToolButton):
                self._buttons.append(button)
        self._lay_out()

    def show_names(self, on: bool) -> None:
        """Show the names beside the signs, where there is room, or never."""
        self._named = on
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        with_names = self._named and self._width_with_names() <= self.width()
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if with_names else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._buttons:
            if button.toolButtonStyle() is not style:
                button.setToolButtonStyle(style)

    def _width_with_names(self) -> int:
        """Pixels that it would take with every name shown."""
        metrics = self.fontMetrics()
        names = sum(metrics.horizontalAdvance(button.text()) + 12 for button in self._buttons)
        return names + len(_TOOLS) * (self.iconSize().width() + 14)
