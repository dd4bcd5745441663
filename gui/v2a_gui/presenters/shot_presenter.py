"""Shots under a person's hands: split, merge, mark, rename, find again, and the hits in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from v2a_gui.dialogs.find_shots import FindShotsDialog, ShotSearch
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.plugins.facade import Kind
from v2a_plugin.timeline.shot_edits import mark_segment, merge_shots, split_shot
from v2a_plugin.timeline.track_edits import rename_region

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow
    from v2a_plugin.project.detection import FoundHits, FoundShots  # reads pictures, which takes a while to load

__all__ = ["ShotPresenter"]


class ShotPresenter(QObject):
    """Edits the shots of a window's session; what looks at frames is a job."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session

    def split(self) -> None:
        """Cut the shot under the playhead in two."""
        at = self._window.player.at
        self._session.edit(lambda timeline: split_shot(timeline, at))

    def merge(self) -> None:
        """Join the selected shots, which follow one another."""
        regions = [clip.region.id for clip in self._window.filmstrip.selected()]
        self._session.edit(lambda timeline: merge_shots(timeline, regions))

    def mark(self) -> None:
        """Make a region of its own of what lies between in and out."""
        span = self._window.player.marked_span
        if span is not None:
            self._session.edit(lambda timeline: mark_segment(timeline, span))

    def rename(self) -> None:
        """Call the shot something else."""
        clip = self._window.audition.clip
        if clip is None:
            return
        name, agreed = QInputDialog.getText(self._window, self.tr("Shot"), self.tr("Name"), text=clip.region.name)
        if agreed and name.strip():
            self._session.edit(lambda timeline: rename_region(timeline, clip.region.id, name.strip()))

    def ask_to_find_again(self) -> None:
        """Ask how to look for cuts inside the selected shots once more."""
        clips = self._window.display.picked()
        if clips:
            detectors = self._session.plugins.added(Kind.SHOT_DETECTOR)
            dialog = FindShotsDialog(_name(clips), detectors, self._window.settings, self._window)
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
                session.noted.emit(f"{more} more cut{'s' if more != 1 else ''} found." if more else "No other cuts.")

        session.queue.submit(f"find cuts in {_name(clips)}", work, show)

    def find_hits(self) -> None:
        """Look where something strikes or flashes in the selected shots; the hits become markers."""
        clips = self._window.display.picked()
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
            session.noted.emit(f"{count} hit{'s' if count != 1 else ''} found." if count else "Nothing strikes there.")

        session.queue.submit(f"find hits in {_name(clips)}", work, show)


def _name(clips: tuple[PictureClip, ...]) -> str:
    return clips[0].region.name if len(clips) == 1 else f"{len(clips)} shots"
