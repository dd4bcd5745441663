"""What is selected now: the shots, the take and the playhead."""

from __future__ import annotations

from v2a_gui.models.audition import Audition
from v2a_gui.models.plugin_panel import Selection
from v2a_gui.playback.player import Player
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.takes import Takes
from v2a_plugin.model.timeline import KeptTake, PictureClip

__all__ = ["Current"]


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
        clip = self._audition.clip
        return self._filmstrip.selected() or ((clip,) if clip else ())

    @property
    def take(self) -> KeptTake | None:
        """The take that has the keyboard."""
        return self._takes.take

    def selection(self) -> Selection:
        """The selection as plugins see it."""
        return Selection(self._player.at, self._filmstrip.selected(), self._takes.take)
