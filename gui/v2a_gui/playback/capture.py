"""The microphone: what it hears while the cut plays, on the clock of the cut, and how late that is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from jaxtyping import Float32
from PySide6.QtCore import QIODevice, QObject, QTimer, Signal

from v2a_gui.playback.mixer import RATE, Mixer, Voice
from v2a_gui.playback.output import Clock
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.sound import Sound

__all__ = ["Capture", "Loopback"]

_BUFFER = 0.5
"""Seconds that wait for a window that is busy."""
_DEAF = 2000
"""Milliseconds without a sample after which a microphone is gone: not every sound server says so."""
_SETTLED = 0.3
"""Seconds after which the clocks of both devices run evenly."""
_FRESH = 0.95
"""Share of the reports of a device that are later than those that are believed."""
_CLICKS = tuple(0.6 + 0.4 * number + 0.03 * number**2 for number in range(6))
"""Seconds at which clicks are played to measure how late they come back; no two gaps are alike."""
_LISTENED = 4.2
_POLL, _MOST_POLLS = 50, 240
"""Milliseconds between looks at the clock, and looks after which it is given up."""
_LATEST = 0.6
"""Seconds by which a click may be late."""
_ENOUGH = 4
_SPREAD = 0.005
"""Seconds that most of the clicks must agree within."""


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """What a microphone heard.

    Attributes:
        samples: Mono, at `RATE`.
        start: Sample of the timeline that was heard when the first one came; None while nothing played.
    """

    samples: Float32[np.ndarray, " sample"]
    start: int | None

    def part(self, begin: Fraction, length: Fraction, late: float) -> Sound | None:
        """What belongs to a stretch of the timeline; None where nothing does.

        Args:
            begin: Seconds on the timeline.
            length: Seconds.
            late: Seconds by which the microphone is late.
        """
        if self.start is None:
            return None
        first = round((float(begin) + late) * RATE) - self.start
        count = round(length * RATE)
        part = np.zeros(count, np.float32)
        found = self.samples[max(0, first) : max(0, first + count)]
        if not len(found):
            return None
        part[max(0, -first) : max(0, -first) + len(found)] = found
        return Sound.mono(part, RATE)


class Capture(QObject):
    """Records the default microphone; nothing of it is ever written to a file.

    Signals:
        lost: The microphone is gone.
    """

    lost = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QObject | None = None
        self._stream: QIODevice | None = None
        self._blocks: list[Float32[np.ndarray, " sample"]] = []
        self._count = 0
        self._clocks: list[tuple[float, float]] = []
        """Samples that were heard and that have come, each less what the wall clock counts."""
        self._heard: Callable[[], int | None] = lambda: None
        self._deaf = QTimer(self, interval=_DEAF)
        self._deaf.timeout.connect(self._missed)

    def start(self, heard: Callable[[], int | None]) -> None:
        """Begin to record.

        Args:
            heard: Gives the sample of the timeline that is heard now; None while nothing plays.

        Raises:
            V2AError: There is no microphone, or it does not answer.
        """
        none = V2AError("There is no microphone.", "Connect one, or tap the events with T.")
        try:
            from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices
        except ImportError as error:  # libpulse is missing: Qt's multimedia cannot load
            raise none from error
        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            raise none
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Float)
        source = QAudioSource(device, form, self)
        source.setBufferSize(int(_BUFFER * RATE) * 4)
        self._blocks, self._count, self._clocks, self._heard = [], 0, [], heard
        stream = source.start()
        if stream is None or source.error().name != "NoError":
            source.deleteLater()
            raise V2AError(f"The microphone {device.description()} does not answer.", "Connect it again.")
        self._source, self._stream = source, stream
        stream.readyRead.connect(self._read)
        source.stateChanged.connect(self._changed)
        self._deaf.start()

    def stop(self) -> Captured:
        """End it, and give what was heard."""
        self._read()
        self._deaf.stop()
        source, self._source, self._stream = self._source, None, None
        if source is not None:
            source.blockSignals(True)
            source.stop()  # type: ignore[attr-defined]
            source.deleteLater()
        samples = np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.float32)
        self._blocks = []
        if not self._clocks:
            return Captured(samples, None)
        heard, come = np.quantile(self._clocks, _FRESH, axis=0)  # both devices report in steps, and late
        return Captured(samples, round(heard - come))

    def _changed(self) -> None:
        if self._source is not None and self._source.error().name != "NoError":  # type: ignore[attr-defined]
            self.lost.emit()

    def _missed(self) -> None:
        count = self._count
        self._read()  # a window that was busy has not looked
        if self._count == count:
            self._deaf.stop()
            self.lost.emit()

    def _read(self) -> None:
        if self._stream is None:
            return
        block = np.frombuffer(bytes(self._stream.readAll().data()), np.float32)
        if not len(block):
            return
        self._blocks.append(block)
        self._count += len(block)
        self._deaf.start()
        heard = self._heard()
        if heard is not None:
            now = time.monotonic() * RATE
            self._clocks.append((heard - now, self._count - now))


class Loopback(QObject):
    """Plays clicks and listens how late they come back: through the air, or by a cable from the output to the input.

    Signals:
        measured: Seconds.
        failed: A `V2AError`.
    """

    measured = Signal(float)
    failed = Signal(object)

    def __init__(self, output: Callable[[Mixer], Clock], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._output = output
        self._capture = Capture(self)
        self._clock: Clock | None = None
        self._polls = 0
        self._poll = QTimer(self, interval=_POLL)
        self._poll.timeout.connect(self._look)

    def start(self) -> None:
        """Begin; it takes some seconds. Nothing while it is under way."""
        if self._clock is not None:
            return
        mixer = Mixer()
        mixer.put(Voice("clicks", clicks(_CLICKS, _LISTENED + 1), 0))
        mixer.hear({"clicks": 1.0})
        clock = self._clock = self._output(mixer)
        try:
            self._capture.start(lambda: heard if (heard := clock.heard()) > _SETTLED * RATE else None)
        except V2AError as error:
            self._end()
            self.failed.emit(error)
            return
        mixer.start_at(0)
        clock.start()
        self._polls = 0
        self._poll.start()

    def _look(self) -> None:
        """End when all clicks were played, or when nothing plays."""
        self._polls += 1
        if self._clock is None or self._clock.heard() >= _LISTENED * RATE or self._polls > _MOST_POLLS:
            self._poll.stop()
            self._done()

    def _end(self) -> None:
        if self._clock is not None:
            self._clock.close()
            self._clock = None

    def _done(self) -> None:
        captured = self._capture.stop()
        self._end()
        late = lateness(captured)
        if late is None:
            self.failed.emit(
                V2AError(
                    "The clicks did not come back from the microphone.",
                    "Turn up the loudspeaker, or connect the output to the input.",
                )
            )
        else:
            self.measured.emit(late)


def clicks(times: tuple[float, ...], length: float) -> Float32[np.ndarray, " sample"]:
    """Short bursts of noise at some seconds."""
    samples = np.zeros(round(length * RATE), np.float32)
    burst = np.random.default_rng(0).uniform(-0.7, 0.7, RATE // 100) * np.exp(-np.arange(RATE // 100) / (RATE / 400))
    for second in times:
        at = round(second * RATE)
        samples[at : at + len(burst)] = burst
    return samples


def lateness(captured: Captured) -> float | None:
    """By how many seconds the clicks came back late; None where they did not."""
    from v2a_plugin.guides.transients import find_transients

    if captured.start is None or not len(captured.samples):
        return None
    heard = [float(one.at) + captured.start / RATE for one in find_transients(Sound.mono(captured.samples, RATE))]
    late = [min((at - click for at in heard if 0 <= at - click <= _LATEST), default=None) for click in _CLICKS]
    known = sorted(one for one in late if one is not None)
    if len(known) < _ENOUGH:
        return None
    middle = known[len(known) // 2]
    return middle if sum(abs(one - middle) <= _SPREAD for one in known) >= _ENOUGH else None
