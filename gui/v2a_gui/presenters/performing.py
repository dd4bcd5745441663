"""Performing: a voice or hands before the microphone while the shot plays become its guide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QObject, QSettings, QTimer

from v2a_gui.models.session import Session
from v2a_gui.panel_settings import AUDIO_DEVICE, INPUT_LATENCY
from v2a_gui.playback.capture import Capture, Loopback
from v2a_gui.playback.mixer import RATE, Mixer
from v2a_gui.playback.output import Clock, open_output
from v2a_gui.playback.player import Player
from v2a_gui.presenters.current import Current
from v2a_plugin.jobs import Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.guide import Guide, GuideOrigin
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.timeline.guide_edits import set_guide

__all__ = ["Performing"]

_COUNTS, _BEAT = 3, 600
"""Beats of the count-in, and milliseconds between them."""
_CLIPPED = 0.999


class Performing(QObject):
    """Records the microphone against the shot; what was recorded is dropped once the guide is known.

    Args:
        session: Has the cut.
        player: Plays it.
        current: Gives the shot.
        settings: Keep how late the microphone is.
        output: Opens the audio device for the clicks of a measurement.
    """

    def __init__(
        self,
        session: Session,
        player: Player,
        current: Current,
        settings: QSettings,
        output: Callable[[Mixer], Clock] | None = None,
    ) -> None:
        super().__init__(session)
        self._session, self._player, self._current, self._settings = session, player, current, settings
        self._capture = Capture(self)
        self._capture.lost.connect(self._lost)
        self._loopback = Loopback(output or (lambda mixer: open_output(mixer, AUDIO_DEVICE.of(settings))), self)
        self._loopback.measured.connect(self._measured)
        self._loopback.failed.connect(session.failed)
        self._clip: PictureClip | None = None
        self._left = 0
        self._beat = QTimer(self, interval=_BEAT)
        self._beat.timeout.connect(self._count)
        player.played.connect(lambda on: None if on else self._finish())

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {"perform": self.perform, "measure-latency": self.measure}

    def measure(self) -> None:
        """Measure how late the microphone is."""
        if self._clip is None:
            self._session.noted.emit(self.tr("Clicks are played and listened to …"))
            self._loopback.start()

    def perform(self) -> None:
        """Count in, and record while the shot plays; once more gives it up."""
        clip, player = self._current.clip, self._player
        if self._clip is not None:
            self._give_up()
            return
        if clip is None:
            return
        player.pause()
        try:
            self._capture.start(lambda: round(player.heard * RATE) if player.speed == 1 else None)
        except V2AError as error:
            self._session.failed.emit(error)
            return
        self._clip, self._left = clip, _COUNTS
        player.locate(clip.record)
        self._count()
        self._beat.start()

    def _count(self) -> None:
        if self._clip is None:
            self._beat.stop()
        elif self._left:
            self._session.noted.emit(f"{self._left} …")
            self._left -= 1
        else:
            self._beat.stop()
            self._session.noted.emit(self.tr("Perform: what the microphone hears becomes the guide."))
            self._player.play(until=self._clip.span.end)

    def _give_up(self) -> None:
        self._clip = None
        self._beat.stop()
        self._capture.stop()
        self._player.pause()

    def _lost(self) -> None:
        if self._clip is not None:
            self._give_up()
            self._session.failed.emit(V2AError("The microphone was taken away.", "Connect it, and perform again."))

    def _finish(self) -> None:
        clip, self._clip = self._clip, None
        if clip is None or self._beat.isActive():
            self._clip = clip
            return
        length = clip.region.span.duration
        sound = self._capture.stop().part(clip.record, length, INPUT_LATENCY.of(self._settings) / 1000)
        if sound is None:
            self._session.failed.emit(V2AError("The microphone gave no sound.", "Choose another one in your system."))
            return
        if float(abs(sound.samples).max(initial=0.0)) >= _CLIPPED:
            self._session.noted.emit(self.tr("The microphone was too loud: peaks are cut off."))
        self._understand(clip, sound, length)

    def _understand(self, clip: PictureClip, sound: Sound, length: Fraction) -> None:
        session, project = self._session, self._session.project

        def work() -> Steps[Guide]:
            from v2a_plugin.guides.sound_guide import sound_guide

            yield Progress("finding transients", 0, 1)
            return replace(sound_guide(sound, length, "The performance"), origin=GuideOrigin.PERFORMANCE)

        def keep(guide: Guide) -> None:
            if session.project is project:
                session.edit(lambda timeline: set_guide(timeline, clip.region.id, guide))

        session.queue.submit(self.tr("find transients"), work, keep, lane=Lane.READ)

    def _measured(self, late: float) -> None:
        INPUT_LATENCY.put(self._settings, round(late * 1000, 1))
        self._session.noted.emit(self.tr("The microphone is {late} ms late.").format(late=round(late * 1000)))
