"""The sound of the cut while it plays: rendered a second at a time by the engine's own mix, a few seconds ahead."""

from __future__ import annotations

import threading
from collections import OrderedDict
from fractions import Fraction
from typing import Protocol

from v2a_gui.playback.mixer import RATE, Mixer, Voice
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline.mix import Masters, placed, render

__all__ = ["CutSound"]

_CHUNK = RATE
_AHEAD = 3
_KEPT = 12


class _Sounds(Protocol):
    def sound(self, identifier: str) -> Sound: ...


class CutSound:
    """Keeps the seconds around the playhead in the mixer, on a thread of its own.

    Each second is a voice named `cut-N`; `keys` names those in the mixer, so that the cut can be heard or not.
    """

    def __init__(self, mixer: Mixer) -> None:
        self._mixer = mixer
        self._changed = threading.Condition()
        self._timeline: Timeline | None = None
        self._sounds: _Sounds | None = None
        self._masters: Masters | None = None
        self._ready: OrderedDict[int, int] = OrderedDict()
        """Seconds in the mixer, and the state of the cut they were rendered from."""
        self._state = 0
        self._at: int | None = None
        self._heard = False
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="v2a cut", daemon=True)
        self._thread.start()

    def load(self, timeline: Timeline | None, sounds: _Sounds | None) -> None:
        """Take another state of the cut; what was rendered of the old one is replaced as the playhead needs it.

        Args:
            timeline: The cut.
            sounds: Where the masters come from; the same object as before keeps what was read.
        """
        with self._changed:
            if timeline is self._timeline:
                return
            same = self._timeline is not None and timeline is not None and timeline.tracks is self._timeline.tracks
            self._timeline = timeline
            if sounds is None:
                self._masters = None
            elif self._masters is None or self._sounds is not sounds:
                self._masters = Masters(sounds, RATE)
            self._sounds = sounds
            if not same:
                self._state += 1
            self._changed.notify()

    def hear(self, on: bool) -> None:
        """Let the cut be heard, or not."""
        with self._changed:
            self._heard = on
            self._changed.notify()
        self._turn()

    def near(self, at: Fraction) -> None:
        """Say where the playhead is."""
        second = index_at(at, RATE) // _CHUNK
        with self._changed:
            if second != self._at:
                self._at = second
                self._changed.notify()

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the voices that are in the mixer."""
        with self._changed:
            return tuple(f"cut-{second}" for second in self._ready)

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(5)

    def _turn(self) -> None:
        gain = 1.0 if self._heard else 0.0
        self._mixer.turn(dict.fromkeys(self.keys, gain))

    def _wanted(self) -> int | None:
        """The next second to render; None when all are there."""
        if self._timeline is None or self._masters is None or self._at is None or not self._heard:
            return None
        wanted = (self._at + ahead for ahead in range(_AHEAD + 1))
        return next((second for second in wanted if self._ready.get(second) != self._state), None)

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._wanted() is not None)
                if self._closed:
                    return
                second, state = self._wanted(), self._state
                timeline, masters = self._timeline, self._masters
            assert second is not None
            assert timeline is not None
            assert masters is not None
            first = second * _CHUNK
            cues = [
                placed(cue, track, RATE)
                for track in timeline.tracks
                if timeline.heard(track)
                for cue in track.cues
                if not cue.mute
            ]
            near = [cue for cue in cues if cue.first < first + _CHUNK and cue.end > first]
            try:
                block = render(near, masters, first, _CHUNK, 2)
            except V2AError:
                block = render((), masters, first, _CHUNK, 2)  # a take is gone: the rest is still heard
            key = f"cut-{second}"
            self._mixer.put(Voice(key, block, first))
            stale: list[str] = []
            with self._changed:
                self._ready[second] = state
                self._ready.move_to_end(second)
                while len(self._ready) > _KEPT:
                    stale.append(f"cut-{self._ready.popitem(last=False)[0]}")
            self._mixer.drop(*stale)
            self._mixer.turn({key: 1.0 if self._heard else 0.0})
