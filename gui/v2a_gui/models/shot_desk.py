"""Shots under a person's hands: split, merge, mark, rename, find again, and the hits in them."""

from __future__ import annotations

from fractions import Fraction

from v2a_gui.models.session import Session
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.project.looking import FoundHits, FoundShots, find_hits_again, find_shots_again
from v2a_plugin.timeline.shot_edits import mark_segment, merge_shots, split_shot
from v2a_plugin.timeline.track_edits import rename_region

__all__ = ["ShotDesk"]


class ShotDesk:
    """Edits the shots of a session; what looks at frames is a job."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def split(self, at: Fraction) -> None:
        """Cut the shot under a time in two."""
        self._session.edit(lambda timeline: split_shot(timeline, at))

    def merge(self, clips: tuple[PictureClip, ...]) -> None:
        """Join shots that follow one another."""
        self._session.edit(lambda timeline: merge_shots(timeline, [clip.region.id for clip in clips]))

    def mark(self, span: Span) -> None:
        """Make a region of its own of a part of a shot."""
        self._session.edit(lambda timeline: mark_segment(timeline, span))

    def rename(self, region: str, name: str) -> None:
        """Call a shot something else."""
        if name:
            self._session.edit(lambda timeline: rename_region(timeline, region, name))

    def find_again(self, clips: tuple[PictureClip, ...]) -> None:
        """Look for cuts inside shots once more, and more keenly."""
        session, project = self._session, self._session.project
        if project is None or not clips:
            return

        def work() -> Steps[FoundShots]:
            detector = session.plugins.shot_detector("adaptive")()
            return (yield from find_shots_again(project, clips, detector))

        def show(found: FoundShots) -> None:
            if session.project is not project:
                return
            if session.edit(found.change):
                more = found.more
                session.noted.emit(f"{more} more cut{'s' if more != 1 else ''} found." if more else "No other cuts.")

        session.queue.submit(f"find cuts in {_name(clips)}", work, show)

    def find_hits(self, clips: tuple[PictureClip, ...]) -> None:
        """Look where something strikes or flashes; the hits become markers."""
        session, project = self._session, self._session.project
        if project is None or not clips:
            return

        def work() -> Steps[FoundHits]:
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
