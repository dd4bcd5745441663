"""The outline of a take beside the others of its shot."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from v2a_gui.models.peaks import Peaks
from v2a_gui.playback.mixer import RATE
from v2a_gui.theme import colours
from v2a_plugin.model.time import Span

__all__ = ["Waveform"]

_TICK = 6
"""Pixels of the ticks where single sounds lie."""


class Waveform(QWidget):
    """The outline of the part of a sound that lies against the picture, with ticks where single sounds lie, and the playhead."""

    def __init__(self) -> None:
        super().__init__()
        self._peaks: Peaks | None = None
        self._part = Span(Fraction(0), Fraction(1))
        self._share: float | None = None
        self.faded = self.alike = False
        """Drawn pale; drawn as if as loud as any other."""
        self._levels = ""
        self.setFixedHeight(38)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sound(self, peaks: Peaks | None, part: Span | None = None) -> None:
        """Draw a sound; None while it is loaded.

        Args:
            peaks: Its outline.
            part: The seconds of it that lie against the shot, its handles left out; None leaves the span of before.
        """
        self._peaks = peaks
        self._part = part or self._part
        self.update()

    def show_levels(self, text: str) -> None:
        """Write loudness and peak into a corner."""
        self._levels = text
        self.update()

    def playhead(self, share: float | None) -> None:
        """Draw the playhead at a share of the width."""
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        middle, half = self.height() / 2, self.height() / 2 - 2
        if self._peaks is None:
            painter.setPen(QPen(QColor(c.line)))
            painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
            return
        first, end = float(self._part.start * RATE), float(self._part.end * RATE)
        shade = QColor(c.wave)
        if self.faded:
            shade.setAlpha(90)
        painter.setPen(QPen(shade))
        columns = self._peaks.columns(first, end, self.width())
        if self.alike:
            columns /= max(0.05, float(abs(columns).max(initial=0)))
        else:
            columns = columns.clip(-1, 1)
        for x, (low, high) in enumerate(columns.tolist()):
            painter.drawLine(QPointF(x, middle - high * half - 0.5), QPointF(x, middle - low * half + 0.5))
        painter.setPen(QPen(QColor(c.hit), 1))
        for strike in self._peaks.strikes:
            place = (strike - first) / (end - first) * self.width()
            painter.drawLine(QPointF(place, 0), QPointF(place, _TICK))
        if self._levels:
            size = self.fontMetrics().size(0, self._levels).toSizeF()
            corner = QRectF(
                self.width() - size.width() - 6, self.height() - size.height(), size.width() + 6, size.height()
            )
            painter.fillRect(corner, QColor(c.base))  # the text is read over loud sound too
            painter.setPen(QColor(c.text))
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, self._levels)
        if self._share is not None and 0 <= self._share <= 1:
            painter.fillRect(QRectF(self._share * self.width() - 1, 0, 2, self.height()), QColor(c.playhead))
