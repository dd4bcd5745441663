"""Where the mix goes: an audio device with a thread of its own, or a wall clock when there is none.

Both are a `Clock`: they say which sample of the timeline is heard now. The device pulls from the mixer, so its clock is
the master; the wall clock moves the mixer along in silence.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import numpy as np
from PySide6.QtCore import QIODevice, QObject, QThread, Signal, Slot

from v2a_gui.playback.mixer import RATE, Mixer

__all__ = ["Clock", "WallClock", "open_output", "output_devices"]

BUFFER = 0.06
"""Seconds of sound that wait in the device when nobody said otherwise."""
_SILENT = 2.0
"""Seconds without a sample played after which a device is given up."""
_LOST: list[QObject] = []
"""What belongs to servers that died under their device: closing it, or opening another, would end the program."""


class Clock(Protocol):
    """What plays."""

    @property
    def device(self) -> str:
        """Name of the audio device; "" when nothing can be heard."""

    @property
    def lost(self) -> bool:
        """Whether it should play and nothing moves any more: the device or its server is gone."""

    def start(self) -> None:
        """Play on from where the mixer stands."""

    def stop(self) -> None:
        """Stand still; what was not heard yet is dropped."""

    def heard(self) -> int:
        """Sample of the timeline that is heard now."""

    def close(self) -> None:
        """Give the device back."""


class WallClock:
    """Time without sound."""

    device = ""
    lost = False

    def __init__(self, mixer: Mixer, now: Callable[[], float] = time.monotonic) -> None:
        self._mixer, self._now = mixer, now
        self._since: float | None = None

    def start(self) -> None:
        """Play on from where the mixer stands."""
        self._since = self._now()

    def stop(self) -> None:
        """Stand still."""
        self.heard()
        self._since = None

    def heard(self) -> int:
        """Sample of the timeline that would be heard now."""
        if self._since is not None:
            now = self._now()
            samples = int((now - self._since) * RATE)
            if samples > 0:
                self._since += samples / RATE
                self._mixer.render(min(samples, RATE))
        return self._mixer.position

    def close(self) -> None:
        """Nothing to give back."""


class _Source(QIODevice):
    """Bytes of the mix, as many as the device asks for."""

    def __init__(self, mixer: Mixer) -> None:
        super().__init__()
        self._mixer = mixer
        self.given = 0
        self.positions: list[tuple[int, int]] = []
        """(samples given before, position of the mixer there), the latest few seconds."""

    def readData(self, maxlen: int) -> bytes:
        frames = maxlen // 8  # all of it: a short read counts as the end
        if frames <= 0:
            return b""
        self.positions.append((self.given, self._mixer.position))
        del self.positions[:-64]
        block = np.clip(self._mixer.render(frames), -1, 1)
        self.given += frames
        data: bytes = block.tobytes()  # not a QByteArray: its content would not be taken
        return data

    def writeData(self, data: object, length: int) -> int:
        return -1

    def bytesAvailable(self) -> int:
        return RATE * 8

    def isSequential(self) -> bool:
        return True


class _Device(QObject):
    """The sink and its source; lives on the audio thread."""

    failed = Signal(str)

    def __init__(self, mixer: Mixer, name: str, buffer: float) -> None:
        super().__init__()
        self._mixer, self._name, self._buffer = mixer, name, buffer
        self._sink: object | None = None
        self.source: _Source | None = None

    @Slot()
    def begin(self) -> None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

        self.finish()
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(2)
        form.setSampleFormat(QAudioFormat.SampleFormat.Float)
        devices = [device for device in QMediaDevices.audioOutputs() if device.description() == self._name]
        sink = QAudioSink(devices[0] if devices else QMediaDevices.defaultAudioOutput(), form)
        sink.setBufferSize(int(self._buffer * RATE) * 8)
        source = _Source(self._mixer)
        source.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)
        sink.start(source)
        if sink.error().name != "NoError":
            self.failed.emit(self._name)
        self._sink, self.source = sink, source

    @Slot()
    def finish(self) -> None:
        if self._sink is not None:
            self._sink.reset()  # type: ignore[attr-defined]
            self._sink.deleteLater()  # type: ignore[attr-defined]
        if self.source is not None:
            self.source.close()
        self._sink = self.source = None

    @property
    def playing(self) -> bool:
        """Whether Qt believes that it plays."""
        return self._sink is not None and self._sink.state().name == "ActiveState"  # type: ignore[attr-defined]

    def heard(self) -> int:
        source, sink = self.source, self._sink
        if source is None or sink is None or not source.positions:
            return self._mixer.position
        played = int(sink.processedUSecs() * RATE / 1_000_000)  # type: ignore[attr-defined]
        known = source.positions.copy()
        given, position = next((pair for pair in reversed(known) if pair[0] <= played), known[0])
        return position + int((played - given) * self._mixer.speed)


class AudioClock(QObject):
    """A device that plays the mix; its own thread feeds it, so a busy window cannot make it stutter."""

    _begin = Signal()
    _finish = Signal()

    def __init__(self, mixer: Mixer, name: str, buffer: float = BUFFER) -> None:
        super().__init__()
        self.device = name
        self._mixer = mixer
        self._moved: tuple[int, float] | None = None
        """What was heard last, and when that changed; None while it stands."""
        self._thread = QThread()
        self._thread.setObjectName("v2a audio")
        self._worker = _Device(mixer, name, buffer)
        self._worker.moveToThread(self._thread)
        self._begin.connect(self._worker.begin)
        self._finish.connect(self._worker.finish)
        self._thread.start(QThread.Priority.TimeCriticalPriority)

    def start(self) -> None:
        """Play on from where the mixer stands."""
        self._moved = self._worker.heard(), time.monotonic()
        self._begin.emit()

    def stop(self) -> None:
        """Stand still; the mixer goes back to what was heard last."""
        heard = self.heard()
        self._moved = None
        self._finish.emit()
        self._mixer.locate(heard)

    def heard(self) -> int:
        """Sample of the timeline that is heard now."""
        heard = self._worker.heard()
        if self._moved is not None and heard != self._moved[0]:
            self._moved = heard, time.monotonic()
        return heard

    @property
    def lost(self) -> bool:
        """Whether nothing has been heard for longer than any device needs to begin."""
        return self._moved is not None and time.monotonic() - self._moved[1] > _SILENT

    def close(self) -> None:
        """Give the device back and end the thread; one whose server is gone is left alone, for libpulse aborts then."""
        if self.lost and self._worker.playing:
            _LOST.append(self._worker)
        else:
            self._finish.emit()
        self._moved = None
        self._thread.quit()
        self._thread.wait(2000)


def output_devices() -> tuple[str, ...]:
    """Descriptions of the audio devices that are there."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return ()
    return tuple(device.description() for device in QMediaDevices.audioOutputs())


def open_output(mixer: Mixer, wanted: str = "", buffer: float = BUFFER) -> Clock:
    """The audio device of a name, the default one, or a wall clock when there is none.

    Args:
        mixer: Gives the samples.
        wanted: Description of a device; "" takes the system's default.
        buffer: Seconds of sound that wait in the device: less answers sooner, more never stutters.
    """
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:  # libpulse is missing: Qt's multimedia cannot load
        return WallClock(mixer)
    if _LOST:
        return WallClock(mixer)
    default = QMediaDevices.defaultAudioOutput()
    names = [device.description() for device in QMediaDevices.audioOutputs()]
    if not names or default.isNull():
        return WallClock(mixer)
    return AudioClock(mixer, wanted if wanted in names else default.description(), buffer)
