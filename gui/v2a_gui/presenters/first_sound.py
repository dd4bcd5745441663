"""From the first screen to a sound: opens the clip that ships, renders takes for its first shot, and plays the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from v2a_plugin.jobs import JobReport
from v2a_resources import sample_path

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["FirstSound"]


class FirstSound(QObject):
    """Does once what a person does again and again; steps back as soon as the person does something else."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._opening = False
        self._region = ""
        window.session.told.connect(self._reported, Qt.ConnectionType.QueuedConnection)
        window.session.arrived.connect(self._arrived)
        window.player.played.connect(lambda _: self._stop())

    def begin(self) -> None:
        """Open the clip; the rest follows by itself."""
        self._stop()
        self._opening = True
        self._window.open([sample_path()])
        self._window.say(self.tr("Looking for the shots of the sample clip…"))

    def _stop(self) -> None:
        self._opening, self._region = False, ""

    def _reported(self, report: JobReport) -> None:
        """All shots are found: ask for takes of the first."""
        window = self._window
        clip = window.audition.clip
        if not self._opening or clip is None or not report.state.over:
            return
        if all(other.state.over for other in window.session.queue.reports()):
            self._opening, self._region = False, clip.region.id
            window.generate.request()
            window.say(self.tr("Rendering takes for {shot}. The first one plays as soon as it is there.").format(
                shot=clip.region.name))  # fmt: skip

    def _arrived(self, take: str) -> None:
        window, region = self._window, self._region
        kept = next((one for one in window.audition.takes if one.id == take), None)
        self._stop()
        if kept is not None and kept.region == region:
            window.takes.play(kept)
            window.say(
                self.tr("This is take 1. The number keys play the others as they arrive; P puts one on the timeline.")
            )
