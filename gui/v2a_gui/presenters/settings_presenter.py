"""Preferences and models: the dialogs, and what takes effect when they close."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from v2a_gui.dialogs.models import ModelsDialog
from v2a_gui.dialogs.preferences import Preferences
from v2a_gui.dialogs.shortcuts import stored_keys
from v2a_gui.models.bundles import bundles_here
from v2a_gui.models.tuning import is_set, set_offline
from v2a_gui.playback.output import output_devices
from v2a_gui.theme import Theme, apply_theme, chosen_theme

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["SettingsPresenter"]


class SettingsPresenter(QObject):
    """Applies the settings of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._settings = window, window.settings
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    def preferences(self, tab: int = 0) -> None:
        """Show the preferences, and one of their tabs."""
        dialog = Preferences(self._settings, output_devices(), self._window)
        dialog.tabs.setCurrentIndex(tab)
        dialog.themed.connect(self.theme)
        dialog.keyed.connect(lambda: self._window.commands.bind_keys(stored_keys(self._settings)))
        dialog.reset.connect(lambda: self.theme(Theme.DARK))
        dialog.reset.connect(lambda: self._window.commands.bind_keys({}))
        dialog.cleared.connect(self.clear_caches)
        dialog.finished.connect(lambda _: self.apply())
        dialog.open()

    def models(self) -> None:
        """Show the models."""
        offline = is_set(self._settings, "offline") or bool(os.environ.get("V2A_OFFLINE"))
        dialog = ModelsDialog(self._window.session, self._settings, offline=offline, parent=self._window)
        dialog.finished.connect(lambda _: self._window.generate.offer(bundles_here()))
        dialog.offline.toggled.connect(self.go_offline)
        dialog.open()

    def apply(self) -> None:
        """Make effective what is not read from the preferences each time."""
        self._window.player.reopen()
        self._window.generate.prefer(str(self._settings.value("device", "auto")))
        self._window.retention.enforce()
        self._window.retention.trim()

    def go_offline(self, on: bool) -> None:
        """Open no network connection any more, or again."""
        self._settings.setValue("offline", on)
        set_offline(on)

    def theme(self, theme: Theme) -> None:
        """Show the panel in other colours."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)
        self._window.commands.redraw()
        self._window.transport.redraw()
        self._window.takes.redraw()
        self._window.display.refresh()

    def _desktop_changed(self) -> None:
        """Follow the desktop from dark to light and back, unless a theme was chosen."""
        if chosen_theme() is Theme.SYSTEM:
            self.theme(Theme.SYSTEM)

    def clear_caches(self) -> None:
        """Throw away what can be made again."""
        project = self._window.session.project
        if project is not None:
            self._window.display.forget_proxies()
            shutil.rmtree(project.layout.cache, ignore_errors=True)
        self._window.sounds.forget()
        self._window.say(self.tr("The caches are empty."))
