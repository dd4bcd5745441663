"""Requests for takes: for the selected shots, for every shot without any, once more with the next seeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.models.session import Session
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.presenters.current import Current
from v2a_gui.views.generate import FormSettings, Generate
from v2a_plugin.model.timeline import PictureClip

__all__ = ["Generation"]


class Generation:
    """Turns what the form says into orders of the session."""

    def __init__(self, session: Session, current: Current, generate: Generate, guides: ShotGuides) -> None:
        self._session, self._current, self._generate, self._guides = session, current, generate, guides
        generate.requested.connect(self.request)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {
            "generate": self._generate.request,
            "generate-all": self.request_all,
            "next-seed": self.next_seed,
        }

    def request(self, form: FormSettings) -> None:
        """Takes for the selected shots, or else for the one that is shown."""
        for clip in self._current.shots:
            self._queue(clip, form)

    def request_all(self) -> None:
        """Takes for every shot that has none."""
        timeline = self._session.timeline
        if timeline is None:
            return
        with_takes = {take.region for take in timeline.takes}
        form = self._generate.form_settings()
        for clip in timeline.picture:
            if clip.region.id not in with_takes:
                self._queue(clip, form)

    def next_seed(self) -> None:
        """The same once more, with the seeds that follow."""
        self._generate.next_seed()
        self._generate.request()

    def _queue(self, clip: PictureClip, form: FormSettings) -> None:
        guides = self._guides
        guide = guides.guide(clip) if guides.follows(clip) else None
        self._session.orders.generate(
            QueuedGeneration(clip.region.id, form.order, form.bundle, form.device, guide, guides.unknown(clip))
        )
