"""Shots under a person's hands: split, merge, mark, rename, find again, and the hits in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QInputDialog, QWidget

from v2a_gui.dialogs.find_shots import FindShotsDialog, ShotSearch
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.presenters.current import Current
from v2a_gui.views.filmstrip import Filmstrip
from v2a_plugin.jobs import Lane
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.plugins.facade import Kind
from v2a_plugin.timeline.shot_edits import mark_segment, merge_shots, split_shot
from v2a_plugin.timeline.track_edits import rename_region

if TYPE_CHECKING:
    from v2a_plugin.project.detection import FoundHits, FoundShots  # reads pictures, which takes a while to load

__all__ = ["ShotPresenter"]


class ShotPresenter(QObject):
    """Edits the shots of a session; what looks at frames is a job.

    Args:
        parent: Of the dialogs.
        session: Has the shots.
        player: Has the playhead and the marked segment.
        current: Gives the shot that is shown.
        filmstrip: Has the selected shots.
        settings: Keep how cuts were looked for.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        player: Player,
        current: Current,
        filmstrip: Filmstrip,
        settings: QSettings,
    ) -> None:
        super().__init__(parent)
        self._parent, self._session, self._player = parent, session, player
        self._current, self._filmstrip, self._settings = current, filmstrip, settings

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {
            "segment": self.mark,
            "split-shot": self.split,
            "merge-shots": self.merge,
            "rename-shot": self.rename,
            "find-shots-again": self.ask_to_find_again,
            "find-hits": self.find_hits,
        }

    def split(self) -> None:
        """Cut the shot under the playhead in two."""
        at = self._player.at
        self._session.edit(lambda timeline: split_shot(timeline, at))

    def merge(self) -> None:
        """Join the selected shots, which follow one another."""
        regions = [clip.region.id for clip in self._filmstrip.selected()]
        self._session.edit(lambda timeline: merge_shots(timeline, regions))

    def mark(self) -> None:
        """Make a region of its own of what lies between in and out."""
        span = self._player.marked_span
        if span is not None:
            self._session.edit(lambda timeline: mark_segment(timeline, span))

    def rename(self) -> None:
        """Call the shot something else."""
        clip = self._current.clip
        if clip is None:
            return
        name, agreed = QInputDialog.getText(self._parent, self.tr("Shot"), self.tr("Name"), text=clip.region.name)
        if agreed and name.strip():
            self._session.edit(lambda timeline: rename_region(timeline, clip.region.id, name.strip()))

    def ask_to_find_again(self) -> None:
        """Ask how to look for cuts inside the selected shots once more."""
        clips = self._current.shots
        if clips:
            detectors = self._session.plugins.added(Kind.SHOT_DETECTOR)
            dialog = FindShotsDialog(self._name(clips), detectors, self._settings, self._parent)
            dialog.requested.connect(lambda search: self.find_again(clips, search))
            dialog.open()

    def find_again(self, clips: tuple[PictureClip, ...], search: ShotSearch) -> None:
        """Look for cuts inside shots once more."""
        session, project = self._session, self._session.project
        if project is None:
            return

        def work() -> Steps[FoundShots]:
            from v2a_plugin.project.detection import find_shots_again

            detector = session.plugins.shot_detector(search.detector)()
            return (
                yield from find_shots_again(
                    project, clips, detector, sensitivity=search.sensitivity, min_length=search.shortest
                )
            )

        def show(found: FoundShots) -> None:
            if session.project is not project:
                return
            if session.edit(found.change):
                more = found.more
                session.noted.emit(
                    _counted(
                        more, self.tr("No other cuts."), self.tr("1 more cut found."), self.tr("{n} more cuts found.")
                    )
                )

        session.queue.submit(
            self.tr("find cuts in {where}").format(where=self._name(clips)), work, show, lane=Lane.READ
        )

    def find_hits(self) -> None:
        """Look where something strikes or flashes in the selected shots; the hits become markers."""
        clips = self._current.shots
        session, project = self._session, self._session.project
        if project is None or not clips:
            return

        def work() -> Steps[FoundHits]:
            from v2a_plugin.project.detection import find_hits_again

            return (yield from find_hits_again(project, clips))

        def show(found: FoundHits) -> None:
            if session.project is not project:
                return
            session.edit(found.change)
            count = found.count
            session.noted.emit(
                _counted(count, self.tr("Nothing strikes there."), self.tr("1 hit found."), self.tr("{n} hits found."))
            )

        session.queue.submit(
            self.tr("find hits in {where}").format(where=self._name(clips)), work, show, lane=Lane.READ
        )

    def _name(self, clips: tuple[PictureClip, ...]) -> str:
        return clips[0].region.name if len(clips) == 1 else self.tr("{n} shots").format(n=len(clips))


def _counted(number: int, none: str, one: str, many: str) -> str:
    return none if not number else one if number == 1 else many.format(n=number)
