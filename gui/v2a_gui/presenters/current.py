"""What is selected now: the shots, the marked range, the take and the playhead."""

from __future__ import annotations

from dataclasses import dataclass

from v2a_gui.models.audition import Audition
from v2a_gui.models.plugin_panel import Selection
from v2a_gui.playback.player import Player
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.takes import Takes
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import KeptTake, PictureClip

__all__ = ["Current", "Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """What takes are asked for.

    Attributes:
        clip: The shot they belong to.
        part: What of it, seconds on the clock of its region; None for all.
    """

    clip: PictureClip
    part: Span | None = None

    @property
    def length(self) -> float:
        """Seconds."""
        return float((self.part or self.clip.region.span).duration)


class Current:
    """Reads the selection from the views that hold it."""

    def __init__(self, player: Player, audition: Audition, filmstrip: Filmstrip, takes: Takes) -> None:
        self._player, self._audition, self._filmstrip, self._takes = player, audition, filmstrip, takes

    @property
    def clip(self) -> PictureClip | None:
        """The shot whose takes are shown."""
        return self._audition.clip

    @property
    def shots(self) -> tuple[PictureClip, ...]:
        """The selected shots, or else the one whose takes are shown."""
        clip, selected = self._audition.clip, self._filmstrip.selected()
        if clip is None or any(one.region.id == clip.region.id for one in selected):
            return selected
        return (clip,)

    @property
    def targets(self) -> tuple[Target, ...]:
        """What takes would be for now: what is marked, in each shot that it reaches into; else the selected shots."""
        marked = self._player.marked_span
        parts = [(clip, clip.span.intersection(marked)) for clip in self._player.picture] if marked else []
        found = tuple(
            Target(clip, None if part == clip.span else part.shifted(clip.region.span.start - clip.record))
            for clip, part in parts
            if part is not None
        )
        return found or tuple(Target(clip) for clip in self.shots)

    @property
    def take(self) -> KeptTake | None:
        """The take that has the keyboard."""
        return self._takes.take

    def selection(self) -> Selection:
        """The selection as plugins see it."""
        return Selection(self._player.at, self._filmstrip.selected(), self._takes.take)
