"""What plugins add to the window: parts of it that they fill themselves, and that must not take it down."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QMenu, QPushButton, QVBoxLayout, QWidget

from v2a_gui.engine_texts import sentence_of
from v2a_gui.models.plugin_panel import PluginPanel, Selection
from v2a_gui.models.session import Session
from v2a_gui.panel_settings import DOCKS
from v2a_hooks import PanelSide
from v2a_plugin.model.errors import PluginError, V2AError

__all__ = ["Docks"]

_AREAS = {
    PanelSide.LEFT: Qt.DockWidgetArea.LeftDockWidgetArea,
    PanelSide.RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
    PanelSide.BOTTOM: Qt.DockWidgetArea.BottomDockWidgetArea,
}


class Docks(QObject):
    """The docks of plugins: hidden until they are switched on, filled when they are first seen.

    Args:
        holder: Has room for docks at its sides.
        session: What plugins see, and what reports the docks that fail.
        settings: Keep where the docks are.
        selection: Gives what is selected.
    """

    def __init__(
        self, holder: QMainWindow, session: Session, settings: QSettings, selection: Callable[[], Selection]
    ) -> None:
        super().__init__(holder)
        self._holder, self._session, self._plugins = holder, session, session.plugins
        self._settings, self._selection = settings, selection
        self._frames: dict[str, QDockWidget] = {}
        self._filled: dict[str, QWidget] = {}
        for dock in self._plugins.panel_docks():
            frame = self._frames[dock.name] = QDockWidget(str(dock.title), holder)
            frame.setObjectName(f"dock-{dock.name}")
            holder.addDockWidget(_AREAS.get(dock.side, Qt.DockWidgetArea.RightDockWidgetArea), frame)
            frame.hide()
            frame.visibilityChanged.connect(partial(self._seen, dock.name))

    def fill(self, menu: QMenu) -> None:
        """Put a switch for each dock into a menu."""
        if self._frames:
            part = menu.addMenu(self.tr("Docks"))
            for frame in self._frames.values():
                part.addAction(frame.toggleViewAction())

    def frame(self, name: str) -> QDockWidget:
        """The frame of a dock."""
        return self._frames[name]

    def restore(self) -> None:
        """Show the docks where they were."""
        state = DOCKS.of(self._settings)
        if self._frames and state is not None:
            self._holder.restoreState(state)

    def remember(self) -> None:
        """Write down where they are."""
        if self._frames:
            DOCKS.put(self._settings, self._holder.saveState())

    def refresh(self) -> None:
        """Tell the docks that are seen that something has changed."""
        for name, widget in tuple(self._filled.items()):
            refresh = getattr(widget, "refresh", None)
            if callable(refresh) and self._frames[name].isVisible():
                try:
                    refresh()
                except Exception as error:  # noqa: BLE001 - whatever a plugin raises is the plugin's
                    self._stop(name, self._plugins.blame_panel_dock(name, error))

    def caught(self, error: BaseException) -> bool:
        """Take the dock out in whose code an error arose that Qt met; whether there is one."""
        frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
        name = next((name for frame in frames if (name := self._owner(frame.f_locals.get("self")))), "")
        if not name:
            return False
        for painter in (value for frame in frames for value in frame.f_locals.values() if isinstance(value, QPainter)):
            painter.end()  # the traceback holds on to it, and Qt must not end the painting with it in use
        blamed = self._plugins.blame_panel_dock(name, error)
        QTimer.singleShot(0, self, lambda: self._stop(name, blamed))  # not in the middle of its own painting
        return True

    def _owner(self, thing: object) -> str:
        for name, widget in self._filled.items():
            if thing is widget or (isinstance(thing, QWidget) and widget.isAncestorOf(thing)):
                return name
        return ""

    def _seen(self, name: str, seen: bool) -> None:
        if seen and name not in self._filled and not isinstance(self._frames[name].widget(), _Stopped):
            self._make(name)

    def _make(self, name: str) -> None:
        try:
            filling = self._plugins.fill_panel_dock(name, PluginPanel(self._session, self._selection))
        except V2AError as error:
            self._stop(name, error)
            return
        if not isinstance(filling, QWidget):
            fault = TypeError(f"make gave a {type(filling).__name__}, not a QWidget")
            self._stop(name, self._plugins.blame_panel_dock(name, fault))
            return
        self._filled[name] = filling
        self._frames[name].setWidget(filling)
        self.refresh()

    def _stop(self, name: str, error: V2AError | PluginError) -> None:
        """Put a sentence in the place of a dock that failed."""
        gone = self._filled.pop(name, None)
        self._frames[name].setWidget(
            _Stopped(sentence_of(error) if isinstance(error, V2AError) else str(error), lambda: self._make(name))
        )
        if gone is not None:
            gone.hide()
            gone.deleteLater()
        self._session.failed.emit(error)


class _Stopped(QWidget):
    """What a dock shows that failed."""

    def __init__(self, text: str, again: object) -> None:
        super().__init__()
        label = QLabel(text)
        label.setWordWrap(True)
        label.setProperty("role", "warning")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        button = QPushButton(self.tr("Try again"))
        button.clicked.connect(again)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
