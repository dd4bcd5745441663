"""Guides of the shots: what the editor set by hand, else what the picture shows, which is found in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Thread

from PySide6.QtCore import QObject, Signal

from v2a_gui.models.fetching import Fetcher, at_half_speed
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.regions import Region
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.project.project import Project

__all__ = ["ShotGuides"]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the picture of a region shows: no guide where nothing moves."""

    guide: Guide | None
    sure: bool = False


class ShotGuides(QObject):
    """What the shots of the open project follow. Of the time of a look into a picture, half is left to others.

    Signals:
        changed: Id of a region whose guide is another, or is followed or not, now.
    """

    changed = Signal(str)

    def __init__(self, project: Callable[[], Project | None]) -> None:
        super().__init__()
        self._project = project
        self._stopped = False
        self._wanted: Region | None = None
        self._finding: Fetcher[Region, _Found | None] = Fetcher(self._find, self._ready, backlog=1)
        self._found: dict[str, tuple[Region, _Found]] = {}
        self._choices: dict[str, bool] = {}
        self._taps: dict[str, Guide] = {}

    def guide(self, clip: PictureClip) -> Guide | None:
        """The guide of a shot: what is being tapped, what was set by hand, or what was found in its picture so far."""
        found = self._known(clip.region)
        return self._taps.get(clip.region.id) or clip.guide or (found.guide if found else None)

    def follows(self, clip: PictureClip) -> bool:
        """Whether takes of a shot follow its guide: as was chosen, else where it is plain what to follow."""
        found = self._known(clip.region)
        return self._choices.get(clip.region.id, clip.guide is not None or (found is not None and found.sure))

    def followed(self, clip: PictureClip) -> Guide | None:
        """What takes of a shot follow; by sound that strikes alone where nobody set it or chose to follow it."""
        guide = self.guide(clip) if self.follows(clip) else None
        by_itself = clip.guide is None and clip.region.id not in self._choices
        return replace(guide, for_strikes=True) if guide and by_itself else guide

    def looked(self, clip: PictureClip) -> bool:
        """Whether it is known what there is to follow."""
        return clip.guide is not None or self._known(clip.region) is not None

    def unknown(self, clip: PictureClip) -> bool:
        """Whether takes of a shot should follow what nobody has found yet, if that is plain."""
        return not self.looked(clip) and self._choices.get(clip.region.id, True)

    def follow(self, region: str, on: bool) -> None:
        """Follow the guide of a region, or not."""
        self._choices[region] = on
        self.changed.emit(region)

    def look(self, clip: PictureClip | None) -> None:
        """Find what the picture of a shot shows, in the background and in the place of another shot's."""
        region = clip.region if clip and not self.looked(clip) else None
        if region == self._wanted:
            return
        self._wanted = region
        self._finding.forget()
        if region is not None:
            self._finding.get(region)

    def show_taps(self, guides: dict[str, Guide]) -> None:
        """Show guides that are being tapped, by region; none to go back to what is kept."""
        regions = {*self._taps, *guides}
        self._taps = guides
        for region in regions:
            self.changed.emit(region)

    def forget(self) -> None:
        """Drop everything: another project is open."""
        self._wanted = None
        self._finding.forget()
        self._found, self._choices, self._taps = {}, {}, {}

    def close(self) -> tuple[Thread, ...]:
        """Stop, and have the thread end; it."""
        self._stopped = True
        return self._finding.close()

    def _known(self, region: Region) -> _Found | None:
        was, found = self._found.get(region.id, (None, None))
        return found if was == region else None

    def _ready(self, region: Region) -> None:
        found = self._finding.get(region) if region == self._wanted else None
        if found is not None:
            self._found[region.id] = (region, found)
            self._wanted = None
            self.changed.emit(region.id)

    def _find(self, region: Region) -> _Found | None:
        from v2a_plugin.guides.picture import is_sure
        from v2a_plugin.project.detection import find_picture_guide

        project = self._project()
        if project is None:
            return None
        try:
            guide = at_half_speed(
                find_picture_guide(project, region), lambda: not self._stopped and self._wanted == region
            )
        except BadInput:
            return _Found(None)
        return None if guide is None else _Found(guide, is_sure(guide))
