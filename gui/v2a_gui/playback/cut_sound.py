"""The sound of the cut while it plays: rendered a second at a time by the engine's own mix, a few seconds ahead."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

import numpy as np

from v2a_gui.playback.ahead import Ahead, Block
from v2a_gui.playback.mixer import RATE, Mixer
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.timeline import Timeline, Track
from v2a_plugin.timeline.lookup import cues_between
from v2a_plugin.timeline.mix import Masters, placed, render

__all__ = ["CutSound"]


class _Sounds(Protocol):
    def sound(self, identifier: str) -> Sound: ...


class CutSound(Ahead):
    """The cues of every track that is heard."""

    def __init__(self, mixer: Mixer) -> None:
        self._timeline: Timeline | None = None
        self._sounds: _Sounds | None = None
        self._masters: Masters | None = None
        self._only = ""
        super().__init__(mixer, "cut")

    def load(self, timeline: Timeline | None, sounds: _Sounds | None) -> None:
        """Take another state of the cut; what was rendered of the old one is replaced as the playhead needs it.

        Args:
            timeline: The cut.
            sounds: Where the masters come from; the same object as before keeps what was read.
        """
        with self.changed:
            if timeline is self._timeline:
                return
            same = (
                self._timeline is not None
                and timeline is not None
                and timeline.tracks is self._timeline.tracks
                and timeline.production.solo == self._timeline.production.solo
            )
            self._timeline = timeline
            if sounds is None:
                self._masters = None
            elif self._masters is None or self._sounds is not sounds:
                self._masters = Masters(sounds, RATE)
            self._sounds = sounds
        if not same:
            self.renew()

    def only(self, cue: str) -> None:
        """Play one cue and nothing else of the cut, whatever is muted; "" plays all of it again."""
        if cue != self._only:
            self._only = cue
            self.renew()

    def stretch(self, first: int) -> Block | None:
        with self.changed:
            timeline, masters = self._timeline, self._masters
        if timeline is None or masters is None:
            return None
        start, end = Fraction(first, RATE), Fraction(first + self.length, RATE)
        out = np.zeros((self.length, 2), np.float32)
        for track in timeline.tracks:
            near = [
                placed(cue, track, RATE)
                for cue in cues_between(track, start, end)
                if (cue.id == self._only if self._only else _heard(timeline, track) and not cue.mute)
            ]
            if near:
                try:
                    block = render(near, masters, first, self.length, 2)
                except V2AError:
                    continue  # a take is gone: the rest is still heard
                self.measure(first, track.id, block)
                out += block
        return out


def _heard(timeline: Timeline, track: Track) -> bool:
    return timeline.heard(track) and (track.solo or not timeline.production.solo)
