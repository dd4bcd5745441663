"""What the views show of the session: after each change, and when another shot is picked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QObject

from v2a_gui.models.audition import Audition
from v2a_gui.models.session import Session
from v2a_gui.models.shots import ShotModel
from v2a_gui.playback.player import Player
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.generate import Generate
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView
from v2a_gui.views.viewer import Viewer
from v2a_plugin.model.timeline import PictureClip

__all__ = ["Display"]


class Display(QObject):
    """Keeps views in step with a session.

    Args:
        session: What is shown.
        player: Plays it.
        audition: The takes of the shot that is shown.
        shots: The list behind the filmstrip.
        filmstrip: Shots to pick from.
        viewer: The picture.
        takes: Cards of the takes.
        timeline: The cut.
        generate: The form; a handle in it is counted in frames of the cut.
        refreshed: Called after the views are in step.
    """

    def __init__(
        self,
        session: Session,
        player: Player,
        audition: Audition,
        shots: ShotModel,
        filmstrip: Filmstrip,
        viewer: Viewer,
        takes: Takes,
        timeline: TimelineView,
        generate: Generate,
        refreshed: Callable[[], None],
    ) -> None:
        super().__init__(session)
        self._session, self._player, self._audition = session, player, audition
        self._shots, self._filmstrip, self._viewer, self._takes = shots, filmstrip, viewer, takes
        self._timeline, self._generate, self._refreshed = timeline, generate, refreshed
        session.changed.connect(lambda _: self.refresh())
        session.arrived.connect(self._arrived)
        filmstrip.picked.connect(self._picked)
        player.moved.connect(self._follow)

    def refresh(self) -> None:
        """Show the session as it is now."""
        player, timeline, media = self._player, self._session.timeline, self._session.media
        player.load(timeline, media)
        player.cut.load(timeline, self._session.project)
        self._shots.show(timeline, media)
        self._viewer.show_timeline(timeline)
        self._generate.rate = player.rate
        self._timeline.show_timeline(timeline)
        clip = self._audition.clip
        if timeline is not None:
            known = {one.region.id: one for one in timeline.picture}
            clip = known.get(clip.region.id) if clip else None
            if clip is None and timeline.picture:
                clip = player.clip_at(player.at) or timeline.picture[0]
        self._audition.show(clip)
        if clip is not None and not self._filmstrip.selected():
            self._filmstrip.pick(clip.region.id)
        self._timeline.canvas.region = clip.region.id if clip else ""
        self._takes.refresh()
        self._refreshed()

    def show_opened(self) -> None:
        """Show another project, from its first frame; the same cut under another name where it was."""
        timeline, clip = self._session.timeline, self._audition.clip
        if timeline is None or clip is None or all(one.region.id != clip.region.id for one in timeline.picture):
            self._player.locate(Fraction(0))
            self._timeline.canvas.fit_next()
        self.refresh()
        self._filmstrip.list.setFocus()

    def _picked(self, clips: tuple[PictureClip, ...]) -> None:
        shown = self._audition.clip
        if not clips:
            return
        if shown is None or all(clip.region.id != shown.region.id for clip in clips):
            clip = clips[0]
            self._show(clip)
            if not (clip.span.start <= self._player.at < clip.span.end):
                self._player.locate(clip.record)
        self._refreshed()

    def _show(self, clip: PictureClip) -> None:
        """Turn to a shot."""
        self._audition.show(clip)
        self._takes.refresh()
        self._timeline.canvas.region = clip.region.id
        self._timeline.canvas.update()

    def _follow(self, at: Fraction) -> None:
        """Turn to the shot under the playhead, unless a take or a stretch is being played."""
        clip, shown = self._player.clip_at(at), self._audition.clip
        if clip is None or (shown is not None and clip.region.id == shown.region.id):
            return
        if self._player.speed and (self._player.plays_stretch or self._audition.heard):
            return
        self._show(clip)
        self._filmstrip.pick(clip.region.id)
        self._refreshed()

    def _arrived(self, take: str) -> None:
        if self._takes.take is None:
            self._takes.pick(take)
