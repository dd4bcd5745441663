"""What the cues of a timeline are called, and which category they have."""

from __future__ import annotations

from v2a_plugin.delivery.ucs import category_for
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline, Track
from v2a_plugin.timeline.routing import category_of_take

__all__ = ["Titles"]


class Titles:
    """Looks up what people read of a cue; made once for a timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self._takes = {take.id: take for take in timeline.takes}
        self._shots = {clip.region.id: clip.region.name for clip in timeline.picture}

    def take(self, cue: Cue) -> KeptTake | None:
        """What the timeline knows of a cue's take."""
        return self._takes.get(cue.take)

    def shot(self, cue: Cue) -> str:
        """The name of the region a cue belongs to; "" for a free one."""
        return self._shots.get(cue.region or "", "")

    def heard_as(self, cue: Cue) -> tuple[str, ...]:
        """Labels of a cue's take, best first."""
        take = self.take(cue)
        return take.heard_as if take else ()

    def title(self, cue: Cue) -> str:
        """A cue's own name, else its shot and the best name of its take, else the take's id."""
        return cue.name or " ".join(filter(None, (self.shot(cue), *self._names(cue)[:1]))) or cue.take

    def category(self, track: Track, cue: Cue) -> str:
        """The UCS CatID of a cue."""
        take = self.take(cue)
        return category_for(track.kind, category_of_take(take) if take else "", cue.category)

    def _names(self, cue: Cue) -> tuple[str, ...]:
        take = self.take(cue)
        return take.names if take else ()
