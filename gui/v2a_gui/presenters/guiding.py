"""When the takes of a shot sound: looks into its picture, shows the guide, and has it followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from v2a_gui.models.session import Session
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.presenters.current import Current
from v2a_gui.views.follow_box import FollowBox
from v2a_gui.views.timeline.guide_lane import GuideLane
from v2a_plugin.timeline.guide_edits import clear_guide

__all__ = ["Guiding"]


class Guiding(QObject):
    """Keeps the lanes and the switch in step with the guides.

    Args:
        session: Has the cut.
        current: Gives the shot that is shown.
        guides: Of its shots.
        box: Has them followed or not.
        lanes: Show them; the first one the whole cut, the others the shot.
    """

    def __init__(
        self, session: Session, current: Current, guides: ShotGuides, box: FollowBox, *lanes: GuideLane
    ) -> None:
        super().__init__(session)
        self._session, self._current, self._guides = session, current, guides
        self._box, self._lanes = box, lanes
        box.chosen.connect(self.follow)
        guides.changed.connect(lambda _: self.refresh())
        for lane in lanes[1:]:
            lane.edited.connect(session.edit)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {"follow": lambda: self.follow(not self._box.isChecked()), "clear-guide": self.clear}

    def follow(self, on: bool) -> None:
        """Have takes of the shot follow its guide, or not."""
        if self._current.clip is not None:
            self._guides.follow(self._current.clip.region.id, on)

    def clear(self) -> None:
        """Take away what was tapped or set by hand for the shot."""
        clip = self._current.clip
        if clip is not None and clip.guide is not None:
            self._session.edit(lambda timeline: clear_guide(timeline, clip.region.id))

    def refresh(self) -> None:
        """Show the guide of the shot that is shown now, and look for it in the picture when nobody has yet."""
        clip, guides, region = self._current.clip, self._guides, ""
        if clip is None:
            self._box.show_guide(None, looked=True, on=False)
        else:
            region = clip.region.id
            self._box.show_guide(guides.guide(clip), guides.looked(clip), guides.unknown(clip) or guides.follows(clip))
        guides.look(clip)
        for lane in self._lanes:
            lane.mark(region)
        for lane in self._lanes[1:]:
            lane.show_shot(self._session.timeline, region)
