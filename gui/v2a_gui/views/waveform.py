"""The outline of a take beside the others of its shot."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from v2a_gui.models.peaks import Peaks
from v2a_gui.playback.mixer import RATE
from v2a_gui.theme import colours, mixed
from v2a_plugin.model.time import Span

__all__ = ["Waveform"]

_TICK = 6
"""Pixels of the ticks where single sounds lie."""
_TINTS = (-0.3, -0.2, -0.1, 0.0, 0.15, 0.3, 0.45, 0.6)
"""How much nearer to the text's colour, or below 0 to the ground's, the ink is from the darkest sound to the brightest."""
_SWIPE = 6
"""Pixels across from which a press is a swipe."""


class Waveform(QWidget):
    """The outline of the part of a sound that lies against the picture, with ticks where single sounds lie, and the playhead.

    A swipe across it takes a part of it; pressed and let go in one place, or dragged out, it is as the card around it.

    Signals:
        swiped: (start, end) of the part, shares of the width.
    """

    swiped = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._peaks: Peaks | None = None
        self._part = Span(Fraction(0), Fraction(1))
        self._share: float | None = None
        self.faded = self.alike = self.recorded = False
        """Drawn pale; drawn as if as loud as any other; of a recording."""
        self._placed: tuple[tuple[float, float], ...] = ()
        self._swipe: tuple[float, float] | None = None
        self._pressed: QPointF | None = None
        self.setToolTip(self.tr("Swipe across it to hear this part of the take in the cut"))
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

    def show_placed(self, parts: tuple[tuple[float, float], ...]) -> None:
        """Mark the parts that are placed on the timeline, shares of the width."""
        if parts != self._placed:
            self._placed = parts
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            went = event.position() - self._pressed
            inside = self.rect().adjusted(-40, -8, 40, 8).contains(event.position().toPoint())
            if self._swipe is not None or (abs(went.x()) >= _SWIPE and abs(went.x()) > abs(went.y())):
                ends = sorted((self._pressed.x(), event.position().x()))
                low, high = (min(max(x / self.width(), 0.0), 1.0) for x in ends)
                self._swipe = (low, high) if inside else None
                self.update()
                if inside:
                    return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        swipe, self._swipe, self._pressed = self._swipe, None, None
        if swipe is not None:
            self.swiped.emit(*swipe)
            self.update()
        super().mouseReleaseEvent(event)

    def playhead(self, share: float | None) -> None:
        """Draw the playhead at a share of the width."""
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        for parts, alpha in ((self._placed, 60), ((self._swipe,) if self._swipe else (), 120)):
            shade = QColor(c.accent)
            shade.setAlpha(alpha)
            for low, high in parts:
                painter.fillRect(QRectF(low * self.width(), 0, (high - low) * self.width(), self.height()), shade)
        middle, half = self.height() / 2, self.height() / 2 - 2
        if self._peaks is None:
            painter.setPen(QPen(QColor(c.line)))
            painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
            return
        first, end = float(self._part.start * RATE), float(self._part.end * RATE)
        columns = self._peaks.columns(first, end, self.width())
        if self.alike:
            columns /= max(0.05, float(abs(columns).max(initial=0)))
        else:
            columns = columns.clip(-1, 1)
        shades = (self._peaks.brightness(first, end, self.width()).astype(int) * len(_TINTS) // 256).tolist()
        lines: list[list[QLineF]] = [[] for _ in _TINTS]
        for x, ((low, high), shade) in enumerate(zip(columns.tolist(), shades, strict=True)):
            lines[shade].append(QLineF(x, middle - high * half - 0.5, x, middle - low * half + 0.5))
        for tint, some in zip(_TINTS, lines, strict=True):
            ink = mixed(c.recorded if self.recorded else c.rendered, c.text if tint > 0 else c.base, abs(tint))
            ink.setAlpha(90 if self.faded else 255)
            painter.setPen(QPen(ink))
            painter.drawLines(some)
        painter.setPen(QPen(QColor(c.hit), 1))
        for strike in self._peaks.strikes:
            place = (strike - first) / (end - first) * self.width()
            painter.drawLine(QPointF(place, 0), QPointF(place, _TICK))
        if self._share is not None and 0 <= self._share <= 1:
            painter.fillRect(QRectF(self._share * self.width() - 1, 0, 2, self.height()), QColor(c.playhead))
