"""Asking for takes: for the selected shots, for every shot without any, once more with the next seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.views.generate import FormSettings
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.timeline import PictureClip

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["Ordering"]


class Ordering:
    """Turns what the form says into orders of the session."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.generate.requested.connect(self.ask)

    def ask(self, form: FormSettings) -> None:
        """Takes for the selected shots, or else for the one that is shown."""
        for clip in self._window.display.picked():
            self._queue(clip, form)

    def ask_for_all(self) -> None:
        """Takes for every shot that has none."""
        timeline = self._window.session.timeline
        if timeline is None:
            return
        with_takes = {take.region for take in timeline.takes}
        form = self._window.generate.form_settings()
        for clip in timeline.picture:
            if clip.region.id not in with_takes:
                self._queue(clip, form)

    def next_seed(self) -> None:
        """The same once more, with the seeds that follow."""
        self._window.generate.next_seed()
        self._window.generate.request()

    def _queue(self, clip: PictureClip, form: FormSettings) -> None:
        order = GenerationOrder(form.settings, form.seed, form.takes, form.handle)
        self._window.session.orders.generate(QueuedGeneration(clip.region.id, order, form.bundle, form.device))
