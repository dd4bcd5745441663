"""The window: puts the views together and says what each command does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.bulletin import Bulletin
from v2a_gui.commands import Command, Commands, Needs
from v2a_gui.dialogs.models import ModelsDialog
from v2a_gui.dialogs.preferences import Preferences
from v2a_gui.dialogs.shortcuts import stored_keys
from v2a_gui.models.audition import Audition
from v2a_gui.models.bundles import bundles_here
from v2a_gui.models.keeping import Keeping
from v2a_gui.models.opening import Opening
from v2a_gui.models.orders import Asked
from v2a_gui.models.plugin_panel import Selection, run_action
from v2a_gui.models.proxies import Proxies
from v2a_gui.models.session import Session
from v2a_gui.models.shot_desk import ShotDesk
from v2a_gui.models.shots import ShotModel
from v2a_gui.models.sounds import Sounds
from v2a_gui.models.tuning import is_set, set_offline, tuning_of
from v2a_gui.playback.output import output_devices
from v2a_gui.playback.player import Player
from v2a_gui.take_desk import TakeDesk
from v2a_gui.theme import Theme, apply_theme
from v2a_gui.views.dragging import TAKE_TYPE
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.generate import Generate, Wish
from v2a_gui.views.notices import Notices
from v2a_gui.views.queue import Queue
from v2a_gui.views.status import StatusLine
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView
from v2a_gui.views.viewer import Viewer
from v2a_gui.views.welcome import Welcome
from v2a_gui.wiring import slots
from v2a_hooks import PanelAction, PanelNeeds
from v2a_plugin.jobs import JobReport
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import KeptTake, PictureClip, Timeline
from v2a_plugin.timeline import take_edits

__all__ = ["MainWindow"]


class MainWindow(QMainWindow):
    """One window, one session."""

    def __init__(self, session: Session, player: Player, settings: QSettings) -> None:
        super().__init__()
        self.opening = Opening(session)
        self.session, self.player, self.settings = session, player, settings
        self.setWindowTitle("v2a")
        self.setAcceptDrops(True)
        session.orders.tuning = lambda: tuning_of(settings)
        self._actions = {f"plugin-{action.name}": action for action in session.plugins.panel_actions()}
        self.commands = Commands(self, stored_keys(settings), [_command(one) for one in self._actions.values()])
        self.shots = ShotModel()
        self.sounds = Sounds(lambda: session.project)
        self.audition = Audition(session, player, self.sounds)
        self.viewer = Viewer(player, self.commands)
        self.filmstrip = Filmstrip(self.shots)
        self.takes = Takes(self.audition, session.sound_file)
        self.desk = ShotDesk(session)
        self.proxies = Proxies()
        self.keeping = Keeping(session, settings)
        self._proxied: tuple[MediaFile, ...] = ()
        self.generate = Generate()
        self.queue = Queue(self.commands)
        self.timeline = TimelineView(session, player, self.sounds)
        self.welcome = Welcome(self.commands)
        self.notices = Notices()
        self.bulletin = Bulletin(self, session, settings, self.notices, self.welcome, self.open, self._save_as)
        self.take_desk = TakeDesk(self, session, self.filmstrip, self.takes, self.generate)
        self._message = StatusLine()
        self._device = QLabel()
        self._lay_out()
        self._wire()
        self.commands["snap"].setChecked(True)
        self.generate.prefer(str(settings.value("device", "auto")))
        shot_menu = ("generate", "split-shot", "merge-shots", "rename-shot", "find-shots-again", "find-hits")
        self.filmstrip.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.filmstrip.list.addActions([self.commands[name] for name in shot_menu])
        self._refresh()
        QTimer.singleShot(0, lambda: self.generate.offer(bundles_here()))

    # What each signal and command does

    def _wire(self) -> None:
        session, player = self.session, self.player
        session.opened.connect(self._opened)
        session.changed.connect(lambda _: self._refresh())
        session.arrived.connect(self._take_arrived)
        session.told.connect(self._told, Qt.ConnectionType.QueuedConnection)
        session.noted.connect(self.say)
        session.failed.connect(self.explain)
        self.proxies.made.connect(player.show_instead)
        player.failed.connect(self.explain)
        player.moved.connect(self._playhead)
        player.played.connect(self._played)
        self.filmstrip.picked.connect(self._picked)
        self.generate.asked.connect(self._ask)
        self.takes.starred.connect(lambda take, on: session.edit(lambda t: take_edits.star(t, take.id, on)))
        self.takes.rejected.connect(lambda take, on: session.edit(lambda t: take_edits.reject(t, take.id, on)))
        self.takes.placed.connect(session.place)
        self.takes.unwanted.connect(lambda label: self.generate.add_word(label, wanted=False))
        self.takes.wanted.connect(lambda label: self.generate.add_word(label, wanted=True))
        self.takes.current.connect(lambda _: self._allow())
        self.timeline.canvas.selected.connect(lambda _: self._allow())
        self.timeline.canvas.picked.connect(self.filmstrip.pick)
        self.queue.cancelled.connect(session.queue.cancel)
        self.queue.retried.connect(session.queue.retry)
        self.queue.moved.connect(session.queue.move)
        self.commands.on(slots(self))

    # Open

    def open(self, paths: list[Path]) -> None:
        """Open videos, folders, cut files or a project."""
        self.opening.open(paths)

    def open_sample(self) -> None:
        """Open the clip that ships."""
        from v2a_resources import sample_path

        self.open([sample_path()])

    def _open(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open"), str(self.settings.value("folder", "")))
        if names:
            self.settings.setValue("folder", str(Path(names[0]).parent))
            self.open([Path(name) for name in names])

    def _open_project(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Open project"), str(self.settings.value("folder", "")))
        if name:
            self.open([Path(name)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not event.mimeData().hasFormat(TAKE_TYPE):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open(paths)

    # Messages

    def say(self, text: str) -> None:
        """Show a sentence in the status bar."""
        self._message.say(text)

    def explain(self, error: V2AError) -> None:
        """Show what went wrong and what to do; never in the way of the work."""
        self._message.warn(str(error))
        if not self._message.fits:
            self.notices.show_notice("error", str(error))  # the remedy comes last, and must be read

    # Inside

    def _opened(self) -> None:
        self.sounds.forget()
        project = self.session.project
        self.keeping.trim()
        self.player.show_instead("", None)
        self._proxied = ()
        self.setWindowTitle(f"{project.name} – v2a" if project else "v2a")
        self._pages.setCurrentIndex(1 if project else 0)
        self.player.locate(Fraction(0))
        self._refresh()
        self.filmstrip.list.setFocus()

    def _refresh(self) -> None:
        timeline, media = self.session.timeline, self.session.media
        self.player.load(timeline, media)
        project = self.session.project
        if project is not None and not project.read_only and media != self._proxied:
            self._proxied = media
            self.proxies.want(media, project.layout.cache)
        self.player.cut.load(timeline, self.session.project)
        self.shots.show(timeline, media)
        self.viewer.show_timeline(timeline)
        self.generate.rate = self.player.rate
        self.timeline.show_timeline(timeline)
        clip = self.audition.clip
        if timeline is not None:
            known = {one.region.id: one for one in timeline.picture}
            clip = known.get(clip.region.id) if clip else None
            if clip is None and timeline.picture:
                clip = self.player.clip_at(self.player.at) or timeline.picture[0]
                self.filmstrip.pick(clip.region.id)
        self.audition.show(clip)
        self.timeline.canvas.region = clip.region.id if clip else ""
        self.takes.refresh()
        self._allow()

    def _allow(self) -> None:
        project, has = self.session.project, Needs.NOTHING
        if project is not None:
            has |= Needs.CUT
            has |= Needs.UNDO if project.can_undo else Needs.NOTHING
            has |= Needs.REDO if project.can_redo else Needs.NOTHING
            has |= Needs.REGION if self.audition.clip else Needs.NOTHING
            has |= Needs.TAKE if self.takes.take else Needs.NOTHING
            has |= Needs.CUE if self.timeline.chosen else Needs.NOTHING
        if any(not report.state.over for report in self.session.queue.reports()):
            has |= Needs.JOB
        self.commands.allow(has)
        self.generate.button.setEnabled(bool(has & Needs.REGION))

    def _name_steps(self) -> None:
        """Say in the menu what undo and redo would do."""
        project = self.session.project
        for command, name in (
            ("undo", project.undo_name if project else ""),
            ("redo", project.redo_name if project else ""),
        ):
            plain = self.tr("Undo") if command == "undo" else self.tr("Redo")
            self.commands[command].setText(f"{plain}: {name}" if name else plain)

    def _picked(self, clips: tuple[PictureClip, ...]) -> None:
        if not clips:
            return
        clip = clips[0]
        if self.audition.clip is None or clip.region.id != self.audition.clip.region.id:
            self.audition.show(clip)
            self.takes.refresh()
            self.timeline.canvas.region = clip.region.id
            self.timeline.canvas.update()
            if not (clip.span.start <= self.player.at < clip.span.end):
                self.player.locate(clip.record)
        self._allow()

    def _playhead(self, at: Fraction) -> None:
        clip = self.audition.clip
        if clip is not None:
            self.takes.playhead(float((at - clip.record) / clip.region.span.duration))

    def _played(self, on: bool) -> None:
        from v2a_gui.theme import icon

        self.commands["play"].setIcon(icon("pause" if on else "play"))
        if on and not self.player.device:
            self._device.setText(self.tr("No audio device: playing in silence"))
        elif on:
            self._device.setText(self.player.device)

    def _take_arrived(self, take: str) -> None:
        if self.takes.take is None:
            self.takes.pick(take)

    def _told(self, report: JobReport) -> None:
        self.queue.told(report)
        if report.progress is None or report.state.over:
            self._allow()

    def _ask(self, wish: Wish) -> None:
        chosen = self.filmstrip.selected() or ((self.audition.clip,) if self.audition.clip else ())
        for clip in chosen:
            self._queue(clip, wish)

    def _generate_all(self) -> None:
        timeline: Timeline | None = self.session.timeline
        if timeline is None:
            return
        with_takes = {take.region for take in timeline.takes}
        wish = self.generate.wish()
        for clip in timeline.picture:
            if clip.region.id not in with_takes:
                self._queue(clip, wish)

    def _queue(self, clip: PictureClip, wish: Wish) -> None:
        region = clip.region.id
        self.session.orders.generate(
            Asked(region, wish.settings, wish.seed, wish.takes, wish.handle, wish.bundle, wish.device)
        )

    def _next_seed(self) -> None:
        self.generate.next_seed()
        self.generate.ask()

    def _audition(self, number: int) -> None:
        takes = self.audition.takes
        if number <= len(takes):
            self.takes.play(takes[number - 1])

    def _with_take(self, work: Callable[[KeptTake], object]) -> None:
        if (take := self.takes.take) is not None:
            work(take)

    def _play(self) -> None:
        """Play the cut; a take that was auditioned gives way to it."""
        if not self.player.speed:
            self.audition.hear()
        self.player.toggle()

    def _shot_beside(self, by: int) -> None:
        timeline, clip = self.session.timeline, self.audition.clip
        if timeline is None or clip is None:
            return
        rows = [one.region.id for one in timeline.picture]
        row = rows.index(clip.region.id) + by if clip.region.id in rows else 0
        if 0 <= row < len(rows):
            self.filmstrip.pick(rows[row])
            self.player.locate(timeline.picture[row].record)

    def _hit_beside(self, by: int) -> None:
        timeline, at = self.session.timeline, self.player.at
        if timeline is None:
            return
        times = sorted({marker.at for marker in timeline.markers})
        beside = [time for time in times if time > at] if by > 0 else [time for time in reversed(times) if time < at]
        if beside:
            self.player.locate(beside[0])

    def _play_around(self) -> None:
        if self.audition.clip is not None:
            span = self.player.marked_span or self.audition.clip.span
            self.player.audition(span, pre=Fraction(1), post=Fraction(1))

    def _cancel(self) -> None:
        running = [report for report in self.session.queue.reports() if not report.state.over]
        if running:
            self.session.queue.cancel(running[0].id)
        self.player.pause()

    def _models(self) -> None:
        offline = is_set(self.settings, "offline") or bool(os.environ.get("V2A_OFFLINE"))
        dialog = ModelsDialog(self.session, self.settings, offline=offline, parent=self)
        dialog.finished.connect(lambda _: self.generate.offer(bundles_here()))
        dialog.offline.toggled.connect(self._go_offline)
        dialog.open()

    def _go_offline(self, on: bool) -> None:
        self.settings.setValue("offline", on)
        set_offline(on)

    def _run_action(self, name: str) -> None:
        """Do what a plugin added."""
        run_action(self.session, name, Selection(self.player.at, self.filmstrip.selected(), self.takes.take))
        self._allow()

    def _rename_shot(self) -> None:
        clip = self.audition.clip
        if clip is None:
            return
        name, agreed = QInputDialog.getText(self, self.tr("Shot"), self.tr("Name"), text=clip.region.name)
        if agreed:
            self.desk.rename(clip.region.id, name.strip())

    def _preferences(self, tab: int = 0) -> None:
        dialog = Preferences(self.settings, output_devices(), self)
        dialog.tabs.setCurrentIndex(tab)
        dialog.themed.connect(self._theme)
        dialog.keyed.connect(lambda: self.commands.bind_keys(stored_keys(self.settings)))
        dialog.reset.connect(lambda: self._theme(Theme.DARK))
        dialog.reset.connect(lambda: self.commands.bind_keys({}))
        dialog.cleared.connect(self._clear_caches)
        dialog.finished.connect(lambda _: self._apply_preferences())
        dialog.open()

    def _apply_preferences(self) -> None:
        """What does not read the preferences each time."""
        self.player.reopen()
        self.generate.prefer(str(self.settings.value("device", "auto")))
        self.keeping.enforce()
        self.keeping.trim()

    def _theme(self, theme: Theme) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)
        self.commands.redraw()
        self.takes.redraw()
        self._refresh()

    def _clear_caches(self) -> None:
        project = self.session.project
        if project is not None:
            self.player.show_instead("", None)
            self._proxied = ()
            shutil.rmtree(project.layout.cache, ignore_errors=True)
        self.sounds.forget()
        self.say(self.tr("The caches are empty."))

    def _save_as(self) -> None:
        project = self.session.project
        if project is None:
            return
        media = self.session.media
        place = (media[0].path.parent if media else Path.home()) / f"{project.name}.v2a"
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save project as"), str(place), "v2a (*.v2a)")
        if name:
            self.session.save_as(Path(name))

    def _clear_shot(self) -> None:
        if self.audition.clip is not None:
            self.keeping.clear((self.audition.clip.region.id,))

    def _segment(self) -> None:
        span = self.player.marked_span
        if span is not None:
            self.desk.mark(span)

    def _snap(self) -> None:
        self.timeline.canvas.snapping = self.commands["snap"].isChecked()

    def _full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def closeEvent(self, event: QCloseEvent) -> None:
        running = any(not report.state.over and report.spec for report in self.session.queue.reports())
        if running and self.isVisible() and not self._leave():
            event.ignore()
            return
        self.settings.setValue("geometry", self.saveGeometry())
        self.player.close()
        self.sounds.close()
        self.take_desk.close()
        self.proxies.close()
        self.shots.close()
        self.session.close()
        super().closeEvent(event)

    def _leave(self) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Close"),
            self.tr("Takes are still being rendered. Close anyway? They can be resumed when the project is opened."),
        )
        return answer == QMessageBox.StandardButton.Yes

    def _lay_out(self) -> None:
        menus = self.commands.fill(self.menuBar())
        menus["Edit"].aboutToShow.connect(self._name_steps)
        menus["File"].insertMenu(self.commands["save-as"], self.bulletin.recent)
        bar = QToolBar(self.tr("Main"), movable=False)
        bar.setObjectName("main")
        bar.setIconSize(QSize(20, 20))
        for name in ("open", "undo", "redo", "", "generate", "place", "place-best", "", "export", "", "palette"):
            if name:
                bar.addAction(self.commands[name])
            else:
                bar.addSeparator()
        self.addToolBar(bar)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.generate)
        column.addWidget(self.takes, 1)
        upper = _split(Qt.Orientation.Horizontal, (self.filmstrip, 2, 330), (self.viewer, 4, 640))
        left = _split(Qt.Orientation.Vertical, (upper, 3, 500), (self.timeline, 2, 330))
        right = _split(Qt.Orientation.Vertical, (beside, 1, 690), (self.queue, 0, 140))
        work = _split(Qt.Orientation.Horizontal, (left, 1, 970), (right, 0, 430))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(work)
        centre = QWidget()
        rows = QVBoxLayout(centre)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.notices)
        rows.addWidget(self._pages, 1)
        self.setCentralWidget(centre)
        self.statusBar().addWidget(self._message, 1)
        self.statusBar().addPermanentWidget(self._device)
        self.resize(1440, 860)
        geometry = self.settings.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)


def _split(way: Qt.Orientation, *parts: tuple[QWidget, int, int]) -> QSplitter:
    """Widgets beside each other with their stretch and first size; none can be folded away by accident."""
    made = QSplitter(way)
    made.setChildrenCollapsible(False)
    for number, (widget, stretch, _) in enumerate(parts):
        made.addWidget(widget)
        made.setStretchFactor(number, stretch)
    made.setSizes([size for _, _, size in parts])
    return made


_NEEDS = {
    PanelNeeds.NOTHING: Needs.NOTHING,
    PanelNeeds.CUT: Needs.CUT,
    PanelNeeds.SHOT: Needs.REGION,
    PanelNeeds.TAKE: Needs.TAKE,
}


def _command(action: PanelAction) -> Command:
    """A plugin's action as a command."""
    keys = (str(action.keys),) if action.keys else ()
    return Command(
        f"plugin-{action.name}", action.title, str(action.menu), keys, "", _NEEDS.get(action.needs, Needs.CUT)
    )
