"""What the window shows of its session: after each change, and when another shot is picked."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from v2a_gui.commands import Needs
from v2a_plugin.jobs import JobReport
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import PictureClip

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["Display"]


class Display(QObject):
    """Keeps the views of a window in step with its session."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session, self._player = window, window.session, window.player
        self._audition = window.audition
        self._proxied: tuple[MediaFile, ...] = ()
        session = self._session
        session.opened.connect(self._opened)
        session.changed.connect(lambda _: self.refresh())
        session.arrived.connect(self._arrived)
        session.told.connect(self._reported, Qt.ConnectionType.QueuedConnection)
        window.filmstrip.picked.connect(self._picked)
        window.takes.current.connect(lambda _: self.allow())
        window.timeline.canvas.selected.connect(lambda _: self.allow())

    def refresh(self) -> None:
        """Show the session as it is now."""
        window, player = self._window, self._player
        timeline, media, project = self._session.timeline, self._session.media, self._session.project
        player.load(timeline, media)
        if project is not None and not project.read_only and media != self._proxied:
            self._proxied = media
            window.proxies.want(media, project.layout.cache)
            window.signatures.want(media, project.layout)
        player.cut.load(timeline, project)
        window.shots.show(timeline, media)
        window.viewer.show_timeline(timeline)
        window.generate.rate = player.rate
        window.timeline.show_timeline(timeline)
        clip = self._audition.clip
        if timeline is not None:
            known = {one.region.id: one for one in timeline.picture}
            clip = known.get(clip.region.id) if clip else None
            if clip is None and timeline.picture:
                clip = player.clip_at(player.at) or timeline.picture[0]
                window.filmstrip.pick(clip.region.id)
        self._audition.show(clip)
        window.timeline.canvas.region = clip.region.id if clip else ""
        window.takes.refresh()
        self.allow()

    def picked(self) -> tuple[PictureClip, ...]:
        """The selected shots, or else the one that is shown."""
        clip = self._audition.clip
        return self._window.filmstrip.selected() or ((clip,) if clip else ())

    def allow(self) -> None:
        """Enable the commands that make sense now."""
        window, project, has = self._window, self._session.project, Needs.NOTHING
        if project is not None:
            has |= Needs.CUT
            has |= Needs.UNDO if project.can_undo else Needs.NOTHING
            has |= Needs.REDO if project.can_redo else Needs.NOTHING
            has |= Needs.REGION if self._audition.clip else Needs.NOTHING
            has |= Needs.TAKE if window.takes.take else Needs.NOTHING
            has |= Needs.CUE if window.timeline.chosen else Needs.NOTHING
        if any(not report.state.over for report in self._session.queue.reports()):
            has |= Needs.JOB
        window.commands.allow(has)
        window.docks.refresh()
        window.generate.button.setEnabled(bool(has & Needs.REGION))

    def name_steps(self) -> None:
        """Say in the menu what undo and redo would do."""
        project = self._session.project
        for command, plain, name in (
            ("undo", self.tr("Undo"), project.undo_name if project else ""),
            ("redo", self.tr("Redo"), project.redo_name if project else ""),
        ):
            self._window.commands[command].setText(f"{plain}: {name}" if name else plain)

    def forget_proxies(self) -> None:
        """Play from the files themselves until copies are made anew."""
        self._player.show_instead("", None)
        self._proxied = ()

    def _opened(self) -> None:
        window, project = self._window, self._session.project
        window.sounds.forget()
        window.retention.trim()
        self.forget_proxies()
        window.show_project(project.name if project else "")
        self._player.locate(Fraction(0))
        self.refresh()
        window.filmstrip.list.setFocus()

    def _picked(self, clips: tuple[PictureClip, ...]) -> None:
        if not clips:
            return
        clip, canvas = clips[0], self._window.timeline.canvas
        if self._audition.clip is None or clip.region.id != self._audition.clip.region.id:
            self._audition.show(clip)
            self._window.takes.refresh()
            canvas.region = clip.region.id
            canvas.update()
            if not (clip.span.start <= self._player.at < clip.span.end):
                self._player.locate(clip.record)
        self.allow()

    def _arrived(self, take: str) -> None:
        if self._window.takes.take is None:
            self._window.takes.pick(take)

    def _reported(self, report: JobReport) -> None:
        self._window.queue.show_report(report)
        if report.progress is None or report.state.over:
            self.allow()
