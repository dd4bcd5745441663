"""The transport: plays, shuttles, steps and loops along the timeline; the sound is the clock, the picture follows."""

from __future__ import annotations

import bisect
import time
from collections.abc import Callable
from fractions import Fraction
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from v2a_gui.playback.cut_sound import CutSound
from v2a_gui.playback.metering import Meter
from v2a_gui.playback.mixer import RATE, Mixer
from v2a_gui.playback.output import Clock, WallClock, open_output
from v2a_gui.playback.picture import PictureThread, ShownPicture
from v2a_gui.playback.production_sound import ProductionSound
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import PictureClip, Timeline

__all__ = ["Player"]

SPEEDS = (1, 2, 4, 8)
"""What each further press of L (or J) plays at."""
_TICK = 15
_REST = 200
"""Milliseconds after which a playhead that was dragged stands still."""


class Player(QObject):
    """Where the playhead is and what moves it. Times are seconds on the timeline.

    Signals:
        moved: The playhead, as a Fraction.
        played: Whether it runs.
        sped: How fast it runs, as in `speed`.
        shown: A `ShownPicture` to paint; None for black.
        failed: A `V2AError` of the picture.
        marked: In and out point have changed.
    """

    moved = Signal(object)
    played = Signal(bool)
    sped = Signal(int)
    shown = Signal(object)
    failed = Signal(object)
    marked = Signal()

    def __init__(
        self,
        output: Callable[[Mixer], Clock] = open_output,
        parent: QObject | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.mixer = Mixer()
        self.cut = CutSound(self.mixer)
        self.production = ProductionSound(self.mixer)
        self.meter = Meter()
        self.mixer.heard = self.meter.take
        self._output = output
        self._clock: Clock | None = None
        self._picture = PictureThread()
        self._picture.shown.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._picture.failed.connect(self._failed, Qt.ConnectionType.QueuedConnection)
        self._timeline: Timeline | None = None
        self._media: dict[str, MediaFile] = {}
        self._starts: list[Fraction] = []
        self._instead: dict[str, MediaFile] = {}
        self._scrubbing = False
        self._located = 0.0
        self._longest = 960
        self._at = Fraction(0)
        self._until: Fraction | None = None
        self._speed = 0
        self._in: Fraction | None = None
        self._out: Fraction | None = None
        self._looping = False
        self._auditioned: Span | None = None
        """The stretch that an audition plays over and over; the marked segment when None."""
        self._timer = QTimer(self, interval=_TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._rested)

    # What is played

    def load(self, timeline: Timeline | None, media: tuple[MediaFile, ...] = ()) -> None:
        """Take another state of the timeline; the playhead stays."""
        self._timeline = timeline
        self._media = {file.fingerprint: file for file in media}
        self._starts = [clip.record for clip in timeline.picture] if timeline else []
        self.production.load(timeline, self._media)
        self.production.near(self._at)
        self.cut.near(self._at)
        if timeline is None:
            self.pause()
            self.marks(None, None)
        self._show()

    def show_instead(self, fingerprint: str, proxy: MediaFile | None) -> None:
        """Show a small copy of a file while the picture moves; None shows the originals of all again."""
        if proxy is None:
            self._instead.clear()
        else:
            self._instead[fingerprint] = proxy

    def reopen(self) -> None:
        """Give the audio device back; the next play opens the one that is wanted then."""
        self.pause()
        if self._clock is not None:
            self._clock.close()
            self._clock = None

    def size(self, longest: int) -> None:
        """How large frames are needed; grows and shrinks in steps, so that a drag of the window does not decode anew."""
        wanted = min(1920, max(320, -(-longest // 320) * 320))
        if wanted != self._longest:
            self._longest = wanted
            self._show()

    @property
    def rate(self) -> Fraction:
        """Frames a second of the timeline; 25 while there is none."""
        return self._timeline.rate if self._timeline else Fraction(25)

    @property
    def end(self) -> Fraction:
        """Where the timeline ends."""
        return self._timeline.end if self._timeline else Fraction(0)

    @property
    def device(self) -> str:
        """Name of the audio device; "" while there is none, or none was needed yet."""
        return self._clock.device if self._clock else ""

    @property
    def picture(self) -> tuple[PictureClip, ...]:
        """The picture clips of the timeline."""
        return self._timeline.picture if self._timeline else ()

    def clip_at(self, at: Fraction) -> PictureClip | None:
        """The picture clip under a time."""
        place = bisect.bisect_right(self._starts, at) - 1
        if self._timeline is None or place < 0:
            return None
        clip = self._timeline.picture[place]
        return clip if at < clip.span.end else None

    def media_of(self, clip: PictureClip) -> MediaFile | None:
        """The file that a picture clip shows."""
        return self._media.get(clip.region.media)

    # Where it is

    @property
    def at(self) -> Fraction:
        """The playhead."""
        return self._at

    @property
    def heard(self) -> Fraction:
        """Where the sound is at this moment; the playhead follows it a tick later."""
        return Fraction(self._clock.heard(), RATE) if self._clock and self._speed else self._at

    def locate(self, at: Fraction) -> None:
        """Put the playhead somewhere; playing goes on from there."""
        self._until = None
        now = self._now()
        self._scrubbing, self._located = bool(self._instead) and (now - self._located) * 1000 < _REST, now
        if self._scrubbing:
            self._rest.start()
        self._go(at)
        self.mixer.locate(index_at(self._at, RATE))

    def step(self, frames: int) -> None:
        """Stand on the frame some frames further on or back."""
        self.pause()
        frame = int(self._at * self.rate) + frames
        self.locate(Fraction(frame) / self.rate)

    # What moves it

    @property
    def speed(self) -> int:
        """0 stands, 1 plays, -2 shuttles back at twice the speed."""
        return self._speed

    @property
    def plays_stretch(self) -> bool:
        """Whether it plays up to a time or a stretch over and over, rather than on and on."""
        return bool(self._speed) and (self._until is not None or self._auditioned is not None)

    def play(self, speed: int = 1, until: Fraction | None = None) -> None:
        """Run, at a speed, up to a time or to the end."""
        if self._timeline is None:
            return
        if self._clock is None:
            self._clock = self._output(self.mixer)
        if speed > 0 and self._at >= self.end - 1 / self.rate and until is None:
            self._go(self._in if self._in is not None else Fraction(0))
        was, self._speed, self._until = self._speed, speed, until
        self.mixer.speed = float(speed)
        self.sped.emit(speed)
        if was == 0:
            self.mixer.start_at(index_at(self._at, RATE))
            self._clock.start()
            self._timer.start()
            self.played.emit(True)

    def pause(self) -> None:
        """Stand still on a frame."""
        if self._speed == 0:
            return
        self._timer.stop()
        self._speed, self._until = 0, None
        self.sped.emit(0)
        if self._auditioned is not None:
            self._auditioned = None
            self._set_loop()
        if self._clock is not None:
            self._clock.stop()
        self.mixer.speed = 1.0
        frame = int(self._at * self.rate)
        self._go(Fraction(frame) / self.rate)
        self.played.emit(False)

    def toggle(self) -> None:
        """Play or pause."""
        if self._speed:
            self.pause()
        else:
            self.play()

    def shuttle(self, direction: int) -> None:
        """J (-1) or L (1): play that way, faster with each press, slower against the way it goes."""
        faster = self._speed * direction > 0
        if self._speed == 0:
            self.play(direction)
        elif faster:
            place = SPEEDS.index(abs(self._speed))
            self.play(direction * SPEEDS[min(place + 1, len(SPEEDS) - 1)])
        elif abs(self._speed) > 1:
            place = SPEEDS.index(abs(self._speed))
            self.play(-direction * SPEEDS[place - 1])
        else:
            self.play(direction)

    def audition(self, span: Span, pre: Fraction = Fraction(0), post: Fraction = Fraction(0)) -> None:
        """Play a stretch from its first sample, with pre- and post-roll; over and over while looping."""
        self.pause()
        self._go(max(Fraction(0), span.start - pre))
        if self._looping:
            self._auditioned = Span(max(Fraction(0), span.start - pre), span.end + post)
            self._set_loop()
        self.play(until=None if self._looping else span.end + post)

    # In, out and loop

    @property
    def in_point(self) -> Fraction | None:
        """Where the marked segment begins."""
        return self._in

    @property
    def out_point(self) -> Fraction | None:
        """Where the marked segment ends."""
        return self._out

    @property
    def marked_span(self) -> Span | None:
        """The marked segment; None unless both ends are set in order."""
        if self._in is None or self._out is None or self._out <= self._in:
            return None
        return Span(self._in, self._out)

    @property
    def looping(self) -> bool:
        """Whether the marked segment plays over and over."""
        return self._looping

    def marks(self, start: Fraction | None, end: Fraction | None) -> None:
        """Set in and out point."""
        self._in, self._out = start, end
        self._set_loop()
        self.marked.emit()

    def loop(self, on: bool) -> None:
        """Play the marked segment, or the clip under the playhead, over and over."""
        self._looping = on
        if on and self.marked_span is None and (clip := self.clip_at(self._at)) is not None:
            self._in, self._out = clip.span.start, clip.span.end
        self._set_loop()
        self.marked.emit()

    def close(self) -> tuple[Thread, ...]:
        """Give the device back and have the threads end; they."""
        self.pause()
        if self._clock is not None:
            self._clock.close()
            self._clock = None
        return (*self._picture.close(), *self.cut.close(), *self.production.close())

    # Inside

    def _set_loop(self) -> None:
        span = (self._auditioned or self.marked_span) if self._looping else None
        if span is None:
            self.mixer.loop(0, 0)
        else:
            self.mixer.loop(index_at(span.start, RATE), index_at(span.end, RATE))

    def _tick(self) -> None:
        if self._clock is None:
            return
        at = Fraction(self._clock.heard(), RATE)
        if self._clock.lost:
            self._play_in_silence(at)
            return
        limit = self._until if self._until is not None else self.end
        looping = self._looping and (self._auditioned or self.marked_span) is not None and self._until is None
        over = (self._speed > 0 and at >= limit and not looping) or (self._speed < 0 and at <= 0)
        if over:
            self.pause()
            self._go(min(max(at, Fraction(0)), max(Fraction(0), limit - 1 / self.rate)))
            return
        self._go(at)

    def _play_in_silence(self, at: Fraction) -> None:
        """Go on by the wall clock: the audio device does not answer any more."""
        assert self._clock is not None
        name = self._clock.device
        self._clock.close()
        self._clock = WallClock(self.mixer)
        self.mixer.locate(index_at(at, RATE))
        self._clock.start()
        self.played.emit(True)
        self.failed.emit(
            V2AError(
                f"The audio device {name} does not answer any more; it plays on in silence.",
                "Choose another device in the preferences, or start the panel again.",
            )
        )

    def _go(self, at: Fraction) -> None:
        at = max(Fraction(0), at)
        if at != self._at:
            self._at = at
            self.cut.near(at)
            self.production.near(at)
            self.moved.emit(at)
        self._show()

    def _show(self) -> None:
        clip = self.clip_at(self._at)
        media = self._media.get(clip.region.media) if clip else None
        if clip is None or media is None:
            self.shown.emit(None)
            return
        if self._speed or self._scrubbing:
            media = self._instead.get(media.fingerprint, media)
        self._picture.show(media, max(Fraction(0), clip.source_at(self._at)), self._longest)

    def _rested(self) -> None:
        """The playhead is no longer dragged: the original is shown."""
        self._scrubbing = False
        self._show()

    def _failed(self, error: V2AError) -> None:
        """Show the original in the place of a copy that is gone; report what is wrong with an original."""
        if self._instead:
            self._instead.clear()
            self._show()
        else:
            self.failed.emit(error)

    def _arrived(self, picture: ShownPicture) -> None:
        self.shown.emit(picture)
