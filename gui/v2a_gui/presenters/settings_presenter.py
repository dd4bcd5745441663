"""Preferences and models: the dialogs, and what takes effect when they close."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from v2a_gui.commands import Commands
from v2a_gui.dialogs.models import ModelsDialog
from v2a_gui.dialogs.preferences import Preferences
from v2a_gui.models.bundles import bundles_here
from v2a_gui.models.retention import Retention
from v2a_gui.models.session import Session
from v2a_gui.models.sounds import Sounds
from v2a_gui.models.tuning import set_offline
from v2a_gui.panel_settings import DEVICE, OFFLINE
from v2a_gui.playback.output import output_devices
from v2a_gui.playback.player import Player
from v2a_gui.presenters.media_copies import MediaCopies
from v2a_gui.shortcut_sets import keys_in_use
from v2a_gui.theme import Theme, apply_theme, chosen_theme
from v2a_gui.views.generate import Generate

__all__ = ["SettingsPresenter"]


class SettingsPresenter(QObject):
    """Applies the settings.

    Args:
        parent: Of the dialogs.
        session: Does the jobs of the models.
        settings: What is shown and applied.
        player: Opens the audio device anew.
        retention: Enforces the limits.
        sounds: Are forgotten with the caches.
        copies: Are forgotten with the caches.
        commands: Get other shortcuts.
        generate: The form: offers models, prefers a device.
        redraw: Called after the colours have changed.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        settings: QSettings,
        player: Player,
        retention: Retention,
        sounds: Sounds,
        copies: MediaCopies,
        commands: Commands,
        generate: Generate,
        redraw: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._parent, self._session, self._settings, self._player = parent, session, settings, player
        self._retention, self._sounds, self._copies = retention, sounds, copies
        self._commands, self._generate, self._redraw = commands, generate, redraw
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {
            "preferences": self.preferences,
            "shortcuts": lambda: self.preferences(tab=2),
            "models": self.models,
        }

    def preferences(self, tab: int = 0) -> None:
        """Show the preferences, and one of their tabs."""
        dialog = Preferences(self._settings, output_devices(), self._parent)
        dialog.tabs.setCurrentIndex(tab)
        dialog.themed.connect(self.theme)
        dialog.keyed.connect(lambda: self._commands.bind_keys(keys_in_use(self._settings)))
        dialog.reset.connect(lambda: self.theme(Theme.DARK))
        dialog.reset.connect(lambda: self._commands.bind_keys({}))
        dialog.cleared.connect(self.clear_caches)
        dialog.finished.connect(lambda _: self.apply())
        dialog.open()

    def models(self) -> None:
        """Show the models."""
        offline = OFFLINE.of(self._settings) or bool(os.environ.get("V2A_OFFLINE"))
        dialog = ModelsDialog(self._session, self._settings, offline=offline, parent=self._parent)
        dialog.finished.connect(lambda _: self._generate.offer(bundles_here()))
        dialog.offline.toggled.connect(self.go_offline)
        dialog.open()

    def apply(self) -> None:
        """Make effective what is not read from the preferences each time."""
        self._player.reopen()
        self._generate.prefer(DEVICE.of(self._settings))
        self._retention.enforce()
        self._retention.trim()

    def go_offline(self, on: bool) -> None:
        """Open no network connection any more, or again."""
        OFFLINE.put(self._settings, on)
        set_offline(on)

    def theme(self, theme: Theme) -> None:
        """Show the panel in other colours."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)
        self._redraw()

    def _desktop_changed(self) -> None:
        """Follow the desktop from dark to light and back, unless a theme was chosen."""
        if chosen_theme() is Theme.SYSTEM:
            self.theme(Theme.SYSTEM)

    def clear_caches(self) -> None:
        """Throw away what can be made again."""
        project = self._session.project
        if project is not None:
            self._copies.forget()
            shutil.rmtree(project.layout.cache, ignore_errors=True)
        self._sounds.forget()
        self._session.noted.emit(self.tr("The caches are empty."))
