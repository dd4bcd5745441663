"""Times of the frame on screen: one large timecode that says which it is, the length of the shot, that of what is marked."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from v2a_gui.playback.player import Player
from v2a_gui.tokens import Space
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.model.timeline import Timeline

__all__ = ["LargeTimecode", "Lengths"]

_NONE = "--:--:--:--"


class LargeTimecode(QWidget):
    """Record timecode, or on demand that of the source.

    Args:
        player: Says where the playhead is.
        switch: Turns to the timecode of the source and back.
    """

    def __init__(self, player: Player, switch: QAction) -> None:
        super().__init__()
        self._player, self._switch = player, switch
        self._timeline: Timeline | None = None
        self.record, self.source = _NONE, ""
        """Both, whichever is shown."""
        self._which = QToolButton()
        self._which.setProperty("role", "small")
        self._which.clicked.connect(switch.trigger)
        self._which.setToolTip(switch.toolTip())
        self._digits = QLabel(_NONE)
        self._digits.setProperty("role", "timecode")
        self._digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self._which)
        row.addWidget(self._digits)
        switch.toggled.connect(self._show)
        player.moved.connect(self._moved)
        self._show()

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show times of another state of the cut."""
        self._timeline = timeline
        self._moved(self._player.at)

    def _moved(self, at: Fraction) -> None:
        timeline = self._timeline
        if timeline is None:
            self.record, self.source = _NONE, ""
        else:
            self.record = str(timeline.timecode(frame_start(at, timeline.rate)))
            clip = self._player.clip_at(at)
            media = self._player.media_of(clip) if clip else None
            self.source = ""
            if clip is not None and media is not None:
                self.source = str(source_timecode(media, max(Fraction(0), clip.source_at(at))))
        self._show()

    def _show(self, *_: object) -> None:
        of_source = self._switch.isChecked()
        self._which.setText(self.tr("SRC") if of_source else self.tr("REC"))
        name = self.tr("Source timecode") if of_source else self.tr("Record timecode")
        self._which.setAccessibleName(name)
        self._digits.setAccessibleName(name)
        self._digits.setText((self.source or _NONE) if of_source else self.record)


class Lengths(QWidget):
    """How long the shot under the playhead is, and what is marked between in and out, as timecode."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self._timeline: Timeline | None = None
        self.shot, self.marked = QLabel(), QLabel()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for label in (self.shot, self.marked):
            label.setProperty("role", "small")
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(label)
        player.moved.connect(lambda _: self._show())
        player.marked.connect(self._show)
        self._show()

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lengths in another state of the cut."""
        self._timeline = timeline
        self._show()

    def _show(self) -> None:
        clip = self._player.clip_at(self._player.at) if self._timeline else None
        marked = self._player.marked_span if self._timeline else None
        self.shot.setText(self.tr("Shot {length}").format(length=self._length(clip.span.duration if clip else None)))
        self.marked.setText(self.tr("I–O {length}").format(length=self._length(marked.duration if marked else None)))

    def _length(self, seconds: Fraction | None) -> str:
        if seconds is None or self._timeline is None:
            return _NONE
        rate = self._timeline.rate
        return str(Timecode(index_at(seconds, rate), rate))


def frame_start(at: Fraction, rate: Fraction) -> Fraction:
    """When the frame comes up that is on screen at a time."""
    return Fraction(int(at * rate)) / rate


def source_timecode(media: MediaFile, time: Fraction) -> Timecode:
    """What a file's own timecode says of the frame on screen at a time, counted from 00:00:00:00 in a file without one.

    Args:
        media: A probed file.
        time: Seconds from its first picture frame.
    """
    rate = Fraction(25) if media.still else media.timeline_rate
    first = media.timecode if media.timecode is not None else Timecode(0, rate)
    return first.moved(int(time * first.rate))
