"""From the first screen to a sound: opens the clip that ships, renders takes for its first shot, and plays the first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from v2a_gui.models.audition import Audition
from v2a_gui.models.opening import Opening
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.views.generate import Generate
from v2a_gui.views.takes import Takes
from v2a_plugin.jobs import JobReport
from v2a_resources import sample_path

__all__ = ["FirstSound"]


class FirstSound(QObject):
    """Does once what a person does again and again; steps back as soon as the person does something else."""

    def __init__(
        self,
        session: Session,
        opening: Opening,
        player: Player,
        audition: Audition,
        generate: Generate,
        takes: Takes,
    ) -> None:
        super().__init__(session)
        self._session, self._opening, self._audition = session, opening, audition
        self._generate, self._takes = generate, takes
        self._begun = False
        self._region = ""
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)
        session.arrived.connect(self._arrived)
        player.played.connect(lambda _: self._stop())

    def begin(self) -> None:
        """Open the clip; the rest follows by itself."""
        self._stop()
        self._begun = True
        self._opening.open([sample_path()])
        self._session.noted.emit(self.tr("Looking for the shots of the sample clip…"))

    def _stop(self) -> None:
        self._begun, self._region = False, ""

    def _reported(self, report: JobReport) -> None:
        """All shots are found: request takes for the first."""
        clip = self._audition.clip
        if not self._begun or clip is None or not report.state.over:
            return
        if not self._session.queue.busy:
            self._begun, self._region = False, clip.region.id
            self._generate.request()
            self._session.noted.emit(
                self.tr("Rendering takes for {shot}. The first one plays as soon as it is there.").format(
                    shot=clip.region.name
                )
            )

    def _arrived(self, take: str) -> None:
        region = self._region
        kept = next((one for one in self._audition.takes if one.id == take), None)
        self._stop()
        if kept is not None and kept.region == region:
            self._takes.play(kept)
            self._session.noted.emit(
                self.tr("This is take 1. The number keys play the others as they arrive; P puts one on the timeline.")
            )
