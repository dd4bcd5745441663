"""Playing and getting about: the cut, a take against its picture, the next shot, the next hit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from v2a_gui.commands import Commands
from v2a_gui.models.audition import Audition
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.theme import icon
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView
from v2a_plugin.timeline.lookup import find_cue

__all__ = ["Transport"]

_ROLL = Fraction(1)
"""Seconds before and after what is played around."""


class Transport(QObject):
    """Moves the player.

    Args:
        session: Has the cut.
        player: What is moved.
        audition: Has the shot and its takes.
        filmstrip: Shows the shot that is gone to.
        takes: Show the playhead.
        timeline: Has the cue that is played alone.
        commands: Have the action whose icon says whether it plays.
        device: Says where the sound goes.
    """

    def __init__(
        self,
        session: Session,
        player: Player,
        audition: Audition,
        filmstrip: Filmstrip,
        takes: Takes,
        timeline: TimelineView,
        commands: Commands,
        device: QLabel,
    ) -> None:
        super().__init__(player)
        self._session, self._player, self._audition = session, player, audition
        self._filmstrip, self._takes, self._commands, self._device = filmstrip, takes, commands, device
        self._timeline = timeline
        player.moved.connect(self._moved)
        player.played.connect(self._played)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        player = self._player
        return {
            "play": self.play,
            "stop": player.pause,
            "shuttle-back": lambda: player.shuttle(-1),
            "shuttle-on": lambda: player.shuttle(1),
            "step-back": lambda: player.step(-1),
            "step-on": lambda: player.step(1),
            "back-ten": lambda: player.step(-10),
            "on-ten": lambda: player.step(10),
            "previous-shot": lambda: self.to_shot(-1),
            "next-shot": lambda: self.to_shot(1),
            "previous-hit": lambda: self.to_hit(-1),
            "next-hit": lambda: self.to_hit(1),
            "go-start": self.to_start,
            "go-end": self.to_end,
            "mark-in": lambda: player.marks(player.at, player.out_point),
            "mark-out": lambda: player.marks(player.in_point, player.at + 1 / player.rate),
            "clear-marks": lambda: player.marks(None, None),
            "loop": lambda: player.loop(not player.looping),
            "play-around": self.play_around,
            "play-cue": self.play_cue,
            "match-loudness": lambda: self._audition.match(self._commands["match-loudness"].isChecked()),
            "draw-alike": lambda: self._takes.draw_alike(self._commands["draw-alike"].isChecked()),
            **{f"audition-{number}": partial(self.audition, number) for number in range(1, 10)},
        }

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

    def play_cue(self) -> None:
        """Play the first selected cue alone."""
        timeline, chosen = self._session.timeline, self._timeline.chosen
        if timeline is not None and chosen:
            self._audition.only(find_cue(timeline, chosen[0]).cue)

    def audition(self, number: int) -> None:
        """Hear the take of a number, from 1."""
        takes = self._audition.takes
        if number <= len(takes):
            self._takes.play(takes[number - 1])

    def to_shot(self, by: int) -> None:
        """Go to the shot some places on."""
        timeline, clip = self._session.timeline, self._audition.clip
        if timeline is None or clip is None:
            return
        rows = [one.region.id for one in timeline.picture]
        row = rows.index(clip.region.id) + by if clip.region.id in rows else 0
        if 0 <= row < len(rows):
            self._filmstrip.pick(rows[row])
            self._player.locate(timeline.picture[row].record)

    def to_hit(self, by: int) -> None:
        """Go to the next hit or marker, or with -1 to the one before."""
        timeline, at = self._session.timeline, self._player.at
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
        self._commands["play"].setIcon(icon("pause" if self._player.speed else "play"))

    def _moved(self, at: Fraction) -> None:
        clip = self._audition.clip
        if clip is not None:
            self._takes.playhead(float((at - clip.record) / clip.region.span.duration))

    def _played(self, on: bool) -> None:
        self._commands["play"].setIcon(icon("pause" if on else "play"))
        if on:
            self._device.setText(self._player.device or self.tr("No audio device: playing in silence"))
