"""Starts the panel."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, QSocketNotifier, QStandardPaths
from PySide6.QtWidgets import QApplication

from v2a_gui.dialogs.plugins import disabled_plugins
from v2a_gui.faults import catch_faults
from v2a_gui.language import apply_language
from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.models.tuning import set_models_folder, set_offline
from v2a_gui.panel_settings import AUDIO_BUFFER, AUDIO_DEVICE, LANGUAGE, MODELS_FOLDER, OFFLINE, THEME
from v2a_gui.playback.mixer import Mixer
from v2a_gui.playback.output import Clock, open_output
from v2a_gui.playback.player import Player
from v2a_gui.theme import apply_theme, icon
from v2a_plugin.cli.signals import CANCELLED
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.plugins.loading import disabled_by_environment


def make_application() -> QApplication:
    """The application, with its name, theme and icon; the one there is if there is one already."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QCoreApplication.setOrganizationName("v2a")
    QCoreApplication.setApplicationName("v2a")
    apply_language(application, LANGUAGE.of(QSettings()))
    apply_theme(application, THEME.of(QSettings()))
    application.setWindowIcon(icon("app"))
    return application


def make_window(unsaved: Path | None = None, settings: QSettings | None = None) -> MainWindow:
    """A window with a session of its own, as the preferences say: audio device, plugins that are left out, offline.

    Args:
        unsaved: Folder for projects that were not saved under a name yet; None takes the user's data folder.
        settings: The preferences; None takes the user's.
    """
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    kept = settings or QSettings()
    set_offline(OFFLINE.of(kept) or "HF_HUB_OFFLINE" in os.environ)
    set_models_folder(MODELS_FOLDER.of(kept))
    plugins = load_plugins(disabled=disabled_plugins(kept) | disabled_by_environment())
    session = Session(unsaved or Path(place) / "unsaved", plugins)

    def output(mixer: Mixer) -> Clock:
        return open_output(mixer, AUDIO_DEVICE.of(kept), AUDIO_BUFFER.of(kept) / 1000)

    return MainWindow(session, Player(output), kept)


def run(paths: Sequence[Path] = ()) -> int:
    """Show the panel until it is closed.

    Args:
        paths: Videos, folders, cut files or a project to open.
    """
    application = make_application()
    window = make_window()
    catch_faults(window, window.docks.caught, window.messages.explain)
    window.show()
    if paths:
        window.open(list(paths))
    with leaving_on_signals(window):
        code = application.exec()
    if not window.ended:  # a step of the models is still under way in a thread that must not outlive Python
        os._exit(code)
    return code


@contextmanager
def leaving_on_signals(window: MainWindow) -> Iterator[None]:
    """While it lasts, a signal that asks the program to end closes the window without a question; the exit code is 130.

    Python would raise KeyboardInterrupt in whatever Qt calls next, and Qt would go on.
    """
    reader, writer = socket.socketpair()
    for end in (reader, writer):
        end.setblocking(False)

    def leave() -> None:
        notifier.setEnabled(False)
        window.hide()
        window.close()
        QCoreApplication.exit(CANCELLED)

    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(leave)
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    wakeup = signal.set_wakeup_fd(writer.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()
