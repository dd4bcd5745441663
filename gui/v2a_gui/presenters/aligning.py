"""Cues brought to a moment: the loudest transient to the playhead or to the nearest hit, and nudges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from v2a_gui.models.session import Session
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.playback.player import Player
from v2a_gui.views.timeline.view import TimelineView
from v2a_plugin.jobs import Lane
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline.changes import Change
from v2a_plugin.timeline.edits import nudge, together
from v2a_plugin.timeline.lookup import find_cues

if TYPE_CHECKING:
    from v2a_plugin.guides.transients import Transient  # looks into sounds, which takes a while to load

__all__ = ["Aligning"]

_FINE = Fraction(1, 10)
"""Frames of a fine nudge."""


class Aligning(QObject):
    """Moves the selected cues in time, or the sound under them.

    Args:
        session: Has the cut.
        player: Has the playhead.
        timeline: Has the selected cues.
        guides: Have events that count as hits.
    """

    def __init__(self, session: Session, player: Player, timeline: TimelineView, guides: ShotGuides) -> None:
        super().__init__(session)
        self._session, self._player, self._timeline, self._guides = session, player, timeline, guides

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {
            "align-playhead": lambda: self.align(self._player.at),
            "align-hit": lambda: self.align(None),
            "nudge-back": lambda: self.nudge(Fraction(-1)),
            "nudge-on": lambda: self.nudge(Fraction(1)),
            "nudge-back-fine": lambda: self.nudge(-_FINE),
            "nudge-on-fine": lambda: self.nudge(_FINE),
        }

    def nudge(self, frames: Fraction) -> None:
        """Move the selected cues by some frames."""
        cues, by = self._timeline.chosen, frames / self._player.rate
        if cues:
            self._session.edit(lambda timeline: nudge(timeline, cues, by))

    def align(self, to: Fraction | None) -> None:
        """Bring the loudest transient of each selected cue to a time; None to the hit that is nearest to it."""
        session, project, cues = self._session, self._session.project, self._timeline.chosen
        if project is None or not cues:
            return
        takes = {placed.cue.id: placed.cue.take for placed in find_cues(project.timeline, cues)}
        found = [(clip.record, self._guides.guide(clip)) for clip in project.timeline.picture]
        moments = tuple(start + event.at for start, guide in found if guide for event in guide.events)

        def work() -> Steps[dict[str, tuple[Transient, ...]]]:
            from v2a_plugin.guides.transients import find_transients

            heard: dict[str, tuple[Transient, ...]] = {}
            for number, (cue, take) in enumerate(takes.items()):
                yield Progress("finding transients", number, len(takes))
                heard[cue] = find_transients(project.sound(take))
            return heard

        def show(heard: dict[str, tuple[Transient, ...]]) -> None:
            from v2a_plugin.guides.alignment import align_to_hit, nearest_hit

            def aligned(timeline: Timeline, cue: str) -> Change:
                hit = nearest_hit(timeline, cue, heard[cue], moments) if to is None else to
                return align_to_hit(timeline, cue, hit, heard[cue]).change

            if session.project is project:
                session.edit(
                    lambda timeline: together("Align to hit", timeline, [partial(aligned, cue=c) for c in takes])
                )

        session.queue.submit(self.tr("find transients"), work, show, lane=Lane.READ)
