"""The window: builds the models, the views and the presenters, and connects them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget

from v2a_gui.access_keys import set_access_keys
from v2a_gui.commands import Commands
from v2a_gui.dialogs.export import ExportDialog
from v2a_gui.dialogs.guide import GuideDialog
from v2a_gui.dialogs.palette import Palette
from v2a_gui.dialogs.plugins import PluginsDialog
from v2a_gui.garbage import GarbageCollection
from v2a_gui.menus import fill_menus
from v2a_gui.models.audition import Audition
from v2a_gui.models.bundles import bundles_here
from v2a_gui.models.expected import Expected
from v2a_gui.models.film_frames import FilmFrames
from v2a_gui.models.opening import Opening
from v2a_gui.models.production_outline import ProductionOutline
from v2a_gui.models.proxies import Proxies
from v2a_gui.models.retention import Retention
from v2a_gui.models.session import Session
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.models.shots import ShotModel
from v2a_gui.models.signature_jobs import SignatureJobs
from v2a_gui.models.sounds import Sounds
from v2a_gui.models.take_table import History
from v2a_gui.models.tuning import tuning_of
from v2a_gui.panel_settings import DEVICE, GEOMETRY, TOOL_NAMES
from v2a_gui.playback.player import Player
from v2a_gui.presenters.aligning import Aligning
from v2a_gui.presenters.availability import Availability
from v2a_gui.presenters.bulletin import Bulletin
from v2a_gui.presenters.current import Current
from v2a_gui.presenters.display import Display
from v2a_gui.presenters.docks import Docks
from v2a_gui.presenters.editing import Editing
from v2a_gui.presenters.extensions import Extensions
from v2a_gui.presenters.field_keys import FieldKeys
from v2a_gui.presenters.file_presenter import FilePresenter
from v2a_gui.presenters.first_sound import FirstSound
from v2a_gui.presenters.generation import Generation
from v2a_gui.presenters.guiding import Guiding
from v2a_gui.presenters.leaving import Leaving
from v2a_gui.presenters.library_presenter import LibraryPresenter
from v2a_gui.presenters.media_copies import MediaCopies
from v2a_gui.presenters.messages import Messages
from v2a_gui.presenters.performing import Performing
from v2a_gui.presenters.queue_presenter import QueuePresenter
from v2a_gui.presenters.settings_presenter import SettingsPresenter
from v2a_gui.presenters.shot_presenter import ShotPresenter
from v2a_gui.presenters.take_presenter import TakePresenter
from v2a_gui.presenters.tapping import Tapping
from v2a_gui.presenters.transport import Transport
from v2a_gui.shortcut_sets import keys_in_use
from v2a_gui.views.all_takes import AllTakes
from v2a_gui.views.arrangement import Work, column, tabbed
from v2a_gui.views.dragging import TAKE_TYPE
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.fitting import resize_to_fit, scrolled
from v2a_gui.views.generate import Generate
from v2a_gui.views.library import LibraryBrowser
from v2a_gui.views.notices import Notices
from v2a_gui.views.queue import Queue
from v2a_gui.views.status import StatusLine
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView
from v2a_gui.views.toolbar import Toolbar
from v2a_gui.views.viewer import Viewer
from v2a_gui.views.welcome import Welcome

__all__ = ["MainWindow"]

_PATIENCE = 1.0
"""Seconds that closing waits in all for what computes at that moment."""
_TAKE_MENU = (
    "place", "place-layer", "choose", "star", "reject", "note", "more-like-this", "vary-recording",
    "edit-sound", "use-settings", "copy-recipe", "reveal",
    "discard",
)  # fmt: skip
_SHOT_MENU = ("generate", "split-shot", "merge-shots", "rename-shot", "copy-settings", "find-shots-again", "find-hits")


class MainWindow(QMainWindow):
    """One window, one session."""

    def __init__(self, session: Session, player: Player, settings: QSettings) -> None:
        super().__init__()
        self.session, self.player, self.settings = session, player, settings
        self.setWindowTitle("v2a")
        self.setAcceptDrops(True)
        self.ended = False
        """Whether it was closed and nothing of it computes any more."""
        self.garbage = GarbageCollection(self)
        self._build_models()
        self._build_views()
        self._build_presenters()
        self._arrange()
        self._connect()
        geometry = GEOMETRY.of(settings)
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.generate.prefer(DEVICE.of(settings))
        self.display.refresh()
        self.docks.restore()
        self.commands["tool-names"].setChecked(TOOL_NAMES.of(settings))
        self.toolbar.show_names(TOOL_NAMES.of(settings))
        QTimer.singleShot(0, lambda: self.generate.offer(bundles_here()))

    # Build and connect

    def _build_models(self) -> None:
        session, settings = self.session, self.settings
        session.orders.tuning = lambda: tuning_of(settings)
        self.opening = Opening(session)
        self.shots = ShotModel()
        self.sounds = Sounds(lambda: session.project)
        self.outline = ProductionOutline(lambda: session.project)
        self.frames = FilmFrames()
        self.audition = Audition(session, self.player, self.sounds)
        self.expected = Expected(session)
        self.history = History(lambda: session.project)
        self.proxies = Proxies()
        self.signatures = SignatureJobs()
        self.retention = Retention(session, settings)
        self.guides = ShotGuides(lambda: session.project)

    def _build_views(self) -> None:
        self.extensions = Extensions(self.session)
        self.commands = Commands(self, keys_in_use(self.settings), self.extensions.added())
        self.viewer = Viewer(self.player, self.commands, self.guides)
        self.filmstrip = Filmstrip(self.shots)
        self.takes = Takes(self.audition, self.session.sound_file)
        self.library = LibraryBrowser()
        self.all_takes = AllTakes(self.history, self.session.sound_file)
        self.tabs = tabbed(self.takes, self.library, self.all_takes)
        self.generate = Generate()
        self.queue = Queue(self.commands)
        self.timeline = TimelineView(
            self.session, self.player, self.sounds, self.outline, self.frames, self.guides, self.audition.numbered
        )
        self.work = Work(self.filmstrip, self.viewer, self.timeline, self.generate, self.tabs, self.queue)
        self.welcome = Welcome(self.commands)
        self.notices = Notices()
        self.toolbar = Toolbar(self.commands)
        self._message = StatusLine()
        self._device = QLabel()
        self._pages = QStackedWidget()

    def _build_presenters(self) -> None:
        session, player, settings, audition = self.session, self.player, self.settings, self.audition
        filmstrip, takes, generate, commands = self.filmstrip, self.takes, self.generate, self.commands
        current = Current(player, audition, filmstrip, takes)
        self.messages = Messages(session, player, self._message, self.notices)
        self.leaving = Leaving(self, session)
        self.copies = MediaCopies(session, player, self.proxies, self.signatures)
        self.docks = Docks(self, session, settings, current.selection)
        self.availability = Availability(session, current, commands, takes, self.timeline, generate)
        self.display = Display(
            session, player, audition, self.shots, filmstrip, self.viewer, takes, self.timeline, generate,
            self._refresh_commands,
        )  # fmt: skip
        self.first_sound = FirstSound(session, self.opening, player, audition, generate, takes)
        self.files = FilePresenter(self, session, self.opening, settings, self.first_sound)
        self.bulletin = Bulletin(
            self, session, self.opening, settings, self.notices, self.welcome, self.open, self.files.save_as
        )
        self.editing = Editing(session, player, audition, self.timeline, filmstrip, self.notices, commands)
        self.transport = Transport(session, player, audition, filmstrip, takes, self.timeline, commands, self._device)
        self.generation = Generation(session, player, current, generate, self.guides)
        lanes = (self.timeline.guides, self.viewer.guide)
        self.guiding = Guiding(session, current, self.guides, generate.follow, *lanes)
        self.aligning = Aligning(session, player, self.timeline, self.guides)
        self.performing = Performing(session, player, current, settings)
        self.tapping = Tapping(session, player, self.guides, commands, *lanes)
        self.take_presenter = TakePresenter(
            self, session, self.retention, current, filmstrip, takes, generate, self.history, self.all_takes, self.tabs
        )
        self.library_presenter = LibraryPresenter(
            session, audition, current, generate, self.library, self.tabs, self.timeline.drop_take
        )
        self.timeline.canvas.recording_dropped.connect(self.library_presenter.drop)
        takes.recording_dropped.connect(self.library_presenter.drop_on_takes)
        self.shot_presenter = ShotPresenter(self, session, player, current, filmstrip, settings)
        self.queue_presenter = QueuePresenter(
            session, self.expected, player, self.queue, takes, self.notices, commands, self._refresh_commands
        )
        self.settings_presenter = SettingsPresenter(
            self, session, settings, player, self.retention, self.sounds, self.copies, commands, generate,
            self._redraw,
        )  # fmt: skip
        for doing in (
            self.files.commands(), self.editing.commands(), self.transport.commands(), self.generation.commands(),
            self.guiding.commands(), self.tapping.commands(), self.aligning.commands(), self.performing.commands(),
            self.take_presenter.commands(), self.library_presenter.commands(), self.shot_presenter.commands(),
            self.queue_presenter.commands(),
            self.settings_presenter.commands(), self.extensions.commands(current.selection), self._own_commands(),
        ):  # fmt: skip
            commands.on(doing)

    def _own_commands(self) -> Mapping[str, Callable[[], object]]:
        session, settings = self.session, self.settings
        return {
            "quit": self.close,
            "full-screen": self.full_screen,
            "tool-names": self._name_tools,
            "palette": lambda: Palette(self.commands, self).show(),
            "export": lambda: ExportDialog(session, settings, self).open(),
            "plugins": lambda: PluginsDialog(session.plugins, settings, self).open(),
            "guide": lambda: GuideDialog(self).show(),
        }

    def _arrange(self) -> None:
        menus = fill_menus(self.menuBar(), self.commands)
        menus["Edit"].aboutToShow.connect(self.availability.name_steps)
        self.docks.fill(menus["View"])
        menus["File"].insertMenu(self.commands["save-as"], self.bulletin.recent)
        for menu in menus.values():
            set_access_keys(menu)  # of what is no command too
        self.addToolBar(self.toolbar)
        self._pages.addWidget(scrolled(self.welcome))
        self._pages.addWidget(self.work)
        self.setCentralWidget(column(self.notices, self._pages))
        self.takes.set_menu([self.commands[name] for name in _TAKE_MENU])
        self.timeline.set_menu([self.commands[name] for name in ("play-cue", "align-playhead", "align-hit")])
        self.filmstrip.set_menu([self.commands[name] for name in _SHOT_MENU])
        self.statusBar().addWidget(self._message, 1)
        self.statusBar().addPermanentWidget(self._device)
        FieldKeys(self)
        resize_to_fit(self, 1440, 860)

    def _connect(self) -> None:
        self.session.opened.connect(self._opened)
        self.proxies.ready.connect(lambda *_: self.retention.trim())
        self.leaving.ready.connect(self.close, Qt.ConnectionType.QueuedConnection)

    # What is shown

    def open(self, paths: list[Path]) -> None:
        """Open videos, folders, cut files or a project."""
        self.opening.open(paths)

    def show_project(self, name: str) -> None:
        """Show the work under a project's name, or the first screen without one."""
        self.setWindowTitle(f"{name} – v2a" if name else "v2a")
        self._pages.setCurrentIndex(1 if name else 0)

    def full_screen(self) -> None:
        """Fill the screen, or no longer."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _name_tools(self) -> None:
        """Show the names of the tools, or their signs only, as the switch says."""
        on = self.commands["tool-names"].isChecked()
        TOOL_NAMES.put(self.settings, on)
        self.toolbar.show_names(on)

    def _opened(self) -> None:
        project = self.session.project
        self.sounds.forget()
        self.outline.forget()
        self.frames.forget()
        self.guides.forget()
        self.retention.trim()
        self.copies.forget()
        self.show_project(project.name if project else "")
        self.display.show_opened()

    def _refresh_commands(self) -> None:
        self.availability.refresh()
        self.guiding.refresh()
        self.generation.refresh()
        self.docks.refresh()

    def _redraw(self) -> None:
        """Draw everything in the colours of another theme."""
        self.commands.redraw()
        self.transport.redraw()
        self.takes.redraw()
        self.display.refresh()

    # Files that are dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not event.mimeData().hasFormat(TAKE_TYPE):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open(paths)

    # Close

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible() and not self.leaving.may_close():
            event.ignore()
            return
        self.generate.flush()
        GEOMETRY.put(self.settings, self.saveGeometry())
        self.docks.remember()
        last = time.monotonic() + _PATIENCE
        threads = [
            thread
            for part in (
                self.player, self.sounds, self.outline, self.frames, self.take_presenter, self.proxies, self.signatures,
                self.shots, self.guides,
            )
            for thread in part.close()
        ]  # fmt: skip
        self.ended = self.session.close(_PATIENCE)
        for thread in threads:
            thread.join(max(0.0, last - time.monotonic()))
        self.ended &= not any(thread.is_alive() for thread in threads)
        if self.ended:
            self.garbage.stop()
        super().closeEvent(event)
