"""Playing and getting about: the cut, a take against its picture, the next shot, the next hit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from v2a_gui.theme import icon

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["Transport"]

_ROLL = Fraction(1)
"""Seconds before and after what is played around."""


class Transport(QObject):
    """Moves the player of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._player, self._audition = window.player, window.audition
        self._player.moved.connect(self._moved)
        self._player.played.connect(self._played)

    def play(self) -> None:
        """Play the cut, or pause; the cut takes the place of an auditioned take."""
        if not self._player.speed:
            self._audition.hear()
        self._player.toggle()

    def play_around(self) -> None:
        """Play the marked segment, or the shot, with a second before and after."""
        if self._audition.clip is not None:
            span = self._player.marked_span or self._audition.clip.span
            self._player.audition(span, pre=_ROLL, post=_ROLL)

    def audition(self, number: int) -> None:
        """Hear the take of a number, from 1."""
        takes = self._audition.takes
        if number <= len(takes):
            self._window.takes.play(takes[number - 1])

    def to_shot(self, by: int) -> None:
        """Go to the shot some places on."""
        timeline, clip = self._window.session.timeline, self._audition.clip
        if timeline is None or clip is None:
            return
        rows = [one.region.id for one in timeline.picture]
        row = rows.index(clip.region.id) + by if clip.region.id in rows else 0
        if 0 <= row < len(rows):
            self._window.filmstrip.pick(rows[row])
            self._player.locate(timeline.picture[row].record)

    def to_hit(self, by: int) -> None:
        """Go to the next hit or marker, or with -1 to the one before."""
        timeline, at = self._window.session.timeline, self._player.at
        if timeline is None:
            return
        times = sorted({marker.at for marker in timeline.markers})
        beside = [time for time in times if time > at] if by > 0 else [time for time in reversed(times) if time < at]
        if beside:
            self._player.locate(beside[0])

    def to_start(self) -> None:
        """Go to the first frame."""
        self._player.locate(Fraction(0))

    def to_end(self) -> None:
        """Go to the last frame."""
        self._player.locate(max(Fraction(0), self._player.end - 1 / self._player.rate))

    def redraw(self) -> None:
        """Draw the icon of the play command anew."""
        self._window.commands["play"].setIcon(icon("pause" if self._player.speed else "play"))

    def _moved(self, at: Fraction) -> None:
        clip = self._audition.clip
        if clip is not None:
            self._window.takes.playhead(float((at - clip.record) / clip.region.span.duration))

    def _played(self, on: bool) -> None:
        self._window.commands["play"].setIcon(icon("pause" if on else "play"))
        if on:
            self._window.tell_device(self._player.device or self.tr("No audio device: playing in silence"))
