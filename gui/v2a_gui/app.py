"""Starts the panel."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication

from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.theme import Theme, apply_theme, icon

__all__ = ["make_application", "make_window", "run"]


def make_application() -> QApplication:
    """The application, with its name, theme and icon; the one there is if there is one already."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QCoreApplication.setOrganizationName("v2a")
    QCoreApplication.setApplicationName("v2a")
    apply_theme(application, Theme(str(QSettings().value("theme", Theme.DARK.value))))
    application.setWindowIcon(icon("app"))
    return application


def make_window(unsaved: Path | None = None) -> MainWindow:
    """A window with a session of its own.

    Args:
        unsaved: Folder for projects that were not saved under a name yet; None takes the user's data folder.
    """
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    session = Session(unsaved or Path(place) / "unsaved")
    return MainWindow(session, Player(), QSettings())


def run(paths: Sequence[Path] = ()) -> int:
    """Show the panel until it is closed.

    Args:
        paths: Videos, folders, cut files or a project to open.
    """
    application = make_application()
    window = make_window()
    window.show()
    if paths:
        window.open(list(paths))
    return application.exec()
