"""The window: builds the models, the views and the presenters, and connects them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow, QMessageBox

from v2a_gui.commands import Commands
from v2a_gui.dialogs.shortcuts import stored_keys
from v2a_gui.models.audition import Audition
from v2a_gui.models.bundles import bundles_here
from v2a_gui.models.opening import Opening
from v2a_gui.models.proxies import Proxies
from v2a_gui.models.retention import Retention
from v2a_gui.models.session import Session
from v2a_gui.models.shots import ShotModel
from v2a_gui.models.signature_jobs import SignatureJobs
from v2a_gui.models.sounds import Sounds
from v2a_gui.models.tuning import tuning_of
from v2a_gui.playback.player import Player
from v2a_gui.presenters.arrangement import arrange
from v2a_gui.presenters.bulletin import Bulletin
from v2a_gui.presenters.display import Display
from v2a_gui.presenters.docks import Docks
from v2a_gui.presenters.extensions import Extensions
from v2a_gui.presenters.field_keys import FieldKeys
from v2a_gui.presenters.first_sound import FirstSound
from v2a_gui.presenters.ordering import Ordering
from v2a_gui.presenters.settings_presenter import SettingsPresenter
from v2a_gui.presenters.shot_presenter import ShotPresenter
from v2a_gui.presenters.take_presenter import TakePresenter
from v2a_gui.presenters.transport import Transport
from v2a_gui.views.dragging import TAKE_TYPE
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.generate import Generate
from v2a_gui.views.notices import Notices
from v2a_gui.views.queue import Queue
from v2a_gui.views.status import StatusLine
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView
from v2a_gui.views.viewer import Viewer
from v2a_gui.views.welcome import Welcome
from v2a_gui.wiring import slots, wire
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.timeline import KeptTake
from v2a_resources import sample_path

__all__ = ["MainWindow"]


class MainWindow(QMainWindow):
    """One window, one session."""

    def __init__(self, session: Session, player: Player, settings: QSettings) -> None:
        super().__init__()
        self.session, self.player, self.settings = session, player, settings
        self.setWindowTitle("v2a")
        self.setAcceptDrops(True)
        self._models()
        self._views()
        self._presenters()
        self._pages = arrange(self)
        FieldKeys(self)
        self.statusBar().addWidget(self._message, 1)
        self.statusBar().addPermanentWidget(self._device)
        geometry = settings.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        wire(self)
        self.commands.on(slots(self))
        self.commands["snap"].setChecked(True)
        self.generate.prefer(str(settings.value("device", "auto")))
        self.display.refresh()
        self.docks.restore()
        QTimer.singleShot(0, lambda: self.generate.offer(bundles_here()))

    def _models(self) -> None:
        session, settings = self.session, self.settings
        session.orders.tuning = lambda: tuning_of(settings)
        self.opening = Opening(session)
        self.shots = ShotModel()
        self.sounds = Sounds(lambda: session.project)
        self.audition = Audition(session, self.player, self.sounds)
        self.proxies = Proxies()
        self.signatures = SignatureJobs()
        self.retention = Retention(session, settings)

    def _views(self) -> None:
        self.extensions = Extensions(self.session.plugins)
        self.commands = Commands(self, stored_keys(self.settings), self.extensions.commands())
        self.viewer = Viewer(self.player, self.commands)
        self.filmstrip = Filmstrip(self.shots)
        self.takes = Takes(self.audition, self.session.sound_file)
        self.generate = Generate()
        self.queue = Queue(self.commands)
        self.timeline = TimelineView(self.session, self.player, self.sounds)
        self.welcome = Welcome(self.commands)
        self.notices = Notices()
        self._message = StatusLine()
        self._device = QLabel()

    def _presenters(self) -> None:
        session = self.session
        self.bulletin = Bulletin(
            self, session, self.opening, self.settings, self.notices, self.welcome, self.open, self.save_as
        )
        self.take_presenter = TakePresenter(self, session, self.filmstrip, self.takes, self.generate)
        self.shot_presenter = ShotPresenter(self)
        self.ordering = Ordering(self)
        self.transport = Transport(self)
        self.settings_presenter = SettingsPresenter(self)
        self.docks = Docks(self)
        self.display = Display(self)
        self.first_sound = FirstSound(self)

    # Open and save

    def open(self, paths: list[Path]) -> None:
        """Open videos, folders, cut files or a project."""
        self.opening.open(paths)

    def open_sample(self) -> None:
        """Open the clip that ships; where nothing is open yet, go on to its first sound."""
        if self.session.project is None:
            self.first_sound.begin()
        else:
            self.open([sample_path()])

    def ask_to_open(self) -> None:
        """Choose files and open them."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open"), str(self.settings.value("folder", "")))
        if names:
            self.settings.setValue("folder", str(Path(names[0]).parent))
            self.open([Path(name) for name in names])

    def ask_to_open_project(self) -> None:
        """Choose a project and open it."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Open project"), str(self.settings.value("folder", "")))
        if name:
            self.open([Path(name)])

    def ask_to_conform(self) -> None:
        """Choose a changed cut, or a new export of the picture, and let the project follow it."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Conform"), str(self.settings.value("folder", "")))
        if name:
            self.opening.conform(Path(name))

    def save_as(self) -> None:
        """Choose where to copy the project to, and go on there."""
        project, media = self.session.project, self.session.media
        if project is None:
            return
        place = (media[0].path.parent if media else Path.home()) / f"{project.name}.v2a"
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save project as"), str(place), "v2a (*.v2a)")
        if name:
            self.session.save_as(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not event.mimeData().hasFormat(TAKE_TYPE):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open(paths)

    # What is shown

    def show_project(self, name: str) -> None:
        """Show the work under a project's name, or the first screen without one."""
        self.setWindowTitle(f"{name} – v2a" if name else "v2a")
        self._pages.setCurrentIndex(1 if name else 0)

    def say(self, text: str) -> None:
        """Show a sentence in the status bar."""
        self._message.say(text)

    def explain(self, error: V2AError) -> None:
        """Show what went wrong and what to do; never in the way of the work."""
        self._message.warn(str(error))
        if not self._message.fits:
            self.notices.show_notice("error", str(error))  # the remedy comes last, and must be read

    def tell_device(self, text: str) -> None:
        """Say where the sound goes."""
        self._device.setText(text)

    def full_screen(self) -> None:
        """Fill the screen, or no longer."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    # Small things that commands do

    def with_take(self, work: Callable[[KeptTake], object]) -> None:
        """Do something with the take the keyboard is on."""
        if (take := self.takes.take) is not None:
            work(take)

    def clear_shot(self) -> None:
        """Let the takes of the shot go but favourites."""
        if self.audition.clip is not None:
            self.retention.clear((self.audition.clip.region.id,))

    def snap(self) -> None:
        """Let edits catch at frames, shots, hits and cues, or no longer."""
        self.timeline.canvas.snapping = self.commands["snap"].isChecked()

    def cancel(self) -> None:
        """Stop what runs, and playing."""
        running = [report for report in self.session.queue.reports() if not report.state.over]
        if running:
            self.session.queue.cancel(running[0].id)
        self.player.pause()

    # Close

    def closeEvent(self, event: QCloseEvent) -> None:
        running = any(not report.state.over and report.spec for report in self.session.queue.reports())
        if running and self.isVisible() and not self._leave():
            event.ignore()
            return
        self.settings.setValue("geometry", self.saveGeometry())
        self.docks.remember()
        for part in (
            self.player,
            self.sounds,
            self.take_presenter,
            self.proxies,
            self.signatures,
            self.shots,
            self.session,
        ):
            part.close()
        super().closeEvent(event)

    def _leave(self) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Close"),
            self.tr("Takes are still being rendered. Close anyway? They can be resumed when the project is opened."),
        )
        return answer == QMessageBox.StandardButton.Yes
