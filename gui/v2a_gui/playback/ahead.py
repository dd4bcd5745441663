"""Sound that is rendered some seconds ahead of the playhead, on a thread of its own, so that playing never waits."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from fractions import Fraction

import numpy as np
from jaxtyping import Float32

from v2a_gui.playback.mixer import RATE, Mixer, Voice
from v2a_plugin.model.time import index_at

__all__ = ["Ahead", "Block"]

_LEVELS = 25
"""Peaks a second that are kept of each part, for meters."""

Block = Float32[np.ndarray, "sample 2"]


class Ahead(ABC):
    """Keeps the stretches around the playhead in the mixer.

    Each stretch is a voice named after this and its number; `keys` names those in the mixer.

    Args:
        mixer: Plays them.
        name: Of the voices: "cut" gives `cut-0`, `cut-1` …
        seconds: Length of a stretch.
        ahead: Stretches after the one under the playhead that are rendered before they are needed.
        kept: Most stretches in the mixer.
    """

    def __init__(self, mixer: Mixer, name: str, seconds: int = 1, ahead: int = 3, kept: int = 12) -> None:
        self._mixer, self._name, self._ahead, self._kept = mixer, name, ahead, kept
        self.length = seconds * RATE
        """Samples of a stretch."""
        self.changed = threading.Condition()
        """Held to read or write what rendering needs."""
        self._peaks: dict[int, dict[str, Float32[np.ndarray, " peak"]]] = {}
        """Of each stretch and each of its parts, full scale 1."""
        self._ready: OrderedDict[int, int] = OrderedDict()
        """Stretches in the mixer, and the state that they were rendered from."""
        self._state = 0
        self._at: int | None = None
        self._gain = 0.0
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=f"v2a {name}", daemon=True)
        self._thread.start()

    @abstractmethod
    def stretch(self, first: int) -> Block | None:
        """Render a stretch, on the thread; None while there is nothing to play.

        Args:
            first: Its first sample on the timeline.
        """

    def renew(self) -> None:
        """Render everything anew as the playhead needs it: what it comes from is another."""
        with self.changed:
            self._state += 1
            self.changed.notify()

    def turn(self, gain: float) -> None:
        """Hear it at a linear gain; at 0 nothing is rendered."""
        with self.changed:
            self._gain = gain
            self.changed.notify()
        self._mixer.turn(dict.fromkeys(self.keys, gain))

    def near(self, at: Fraction) -> None:
        """Say where the playhead is."""
        number = index_at(at, RATE) // self.length
        with self.changed:
            if number != self._at:
                self._at = number
                self.changed.notify()

    def ready(self, at: Fraction) -> bool:
        """Whether a time can be played as things are now."""
        with self.changed:
            return self._ready.get(index_at(at, RATE) // self.length) == self._state

    def measure(self, first: int, part: str, block: Block) -> None:
        """Note the peaks of a part of a stretch, for meters."""
        size = RATE // _LEVELS
        peaks = np.abs(block).max(axis=1).reshape(-1, size).max(axis=1)
        self._peaks.setdefault(first // self.length, {})[part] = peaks

    def level(self, part: str, at: Fraction) -> float:
        """Peak of a part around a time, full scale 1; 0 while it is not heard."""
        number, rest = divmod(index_at(at, RATE), self.length)
        peaks = self._peaks.get(number, {}).get(part)
        return 0.0 if peaks is None else float(peaks[rest * _LEVELS // RATE]) * self._gain

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the voices that are in the mixer."""
        with self.changed:
            return tuple(self._key(number) for number in self._ready)

    def close(self) -> tuple[threading.Thread, ...]:
        """Have the thread end after what it renders now; it."""
        with self.changed:
            self._closed = True
            self.changed.notify()
        return (self._thread,)

    def _key(self, number: int) -> str:
        return f"{self._name}-{number}"

    def _wanted(self) -> int | None:
        """The next stretch to render: from the playhead on, then the one before it; None when all are there."""
        if self._at is None or not self._gain:
            return None
        wanted = (*(self._at + ahead for ahead in range(self._ahead + 1)), self._at - 1)
        return next((number for number in wanted if number >= 0 and self._ready.get(number) != self._state), None)

    def _serve(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self._closed or self._wanted() is not None)
                if self._closed:
                    return
                number, state = self._wanted(), self._state
            assert number is not None
            self._peaks.pop(number, None)
            block = self.stretch(number * self.length)
            key = self._key(number)
            if block is not None:
                self._mixer.put(Voice(key, block, number * self.length))
            else:
                self._mixer.drop(key)
            stale: list[str] = []
            with self.changed:
                self._ready[number] = state
                self._ready.move_to_end(number)
                while len(self._ready) > self._kept:
                    gone = self._ready.popitem(last=False)[0]
                    self._peaks.pop(gone, None)
                    stale.append(self._key(gone))
                gain = self._gain
            self._mixer.drop(*stale)
            self._mixer.turn({key: gain})
