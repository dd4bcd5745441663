"""The master meter: true peaks of both sides, short-term loudness, and a light that stays on after a clip."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from v2a_gui.playback.metering import Meter
from v2a_gui.theme import colours

__all__ = ["MasterMeter"]

_LOWEST, _HIGHEST = -60.0, 3.0
_TICK = 40
_FALL = 0.8
"""dB that the bars fall a tick: 20 dB a second."""
_WIDTH = 52


class MasterMeter(QAbstractButton):
    """Shows a meter while it moves. A press puts the clip light out and forgets the highest peak."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self._meter = meter
        self._shown = [_LOWEST, _LOWEST]
        self.highest = _LOWEST
        self.short_term: float | None = None
        self.clipped = False
        self.setFixedWidth(_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Master meter"))
        self.setToolTip(self.tr("Highest true peak (dBTP) and short-term loudness (LUFS); press to put the light out"))
        self.clicked.connect(self._reset)
        timer = QTimer(self, interval=_TICK)
        timer.timeout.connect(self._tick)
        timer.start()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 120)

    def _reset(self) -> None:
        self.highest, self.clipped = _LOWEST, False
        self.update()

    def _tick(self) -> None:
        reading = self._meter.read()
        if reading is None and max(self._shown) <= _LOWEST:
            return
        peaks = reading.true_peaks if reading else (_LOWEST, _LOWEST)
        self._shown = [max(peak, before - _FALL, _LOWEST) for peak, before in zip(peaks, self._shown, strict=True)]
        if reading is not None:
            self.highest = max(self.highest, *reading.true_peaks)
            self.short_term = reading.short_term
            self.clipped |= reading.clipped
            self.setAccessibleDescription(self._text())
        self.update()

    def _text(self) -> str:
        loudness = "–" if self.short_term is None else f"{self.short_term:.1f} LUFS"
        return f"{self.highest:+.1f} dBTP, {loudness}"

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = colours(), QPainter(self)
        painter.fillRect(self.rect(), QColor(c.window))
        line = self.fontMetrics().height()
        light = QRectF(4, 3, _WIDTH - 8, 8)
        painter.fillRect(light, QColor(c.warning if self.clipped else c.line))
        top, tall = light.bottom() + 4, self.height() - light.bottom() - 2 * line - 10
        for x, level in zip((4.0, _WIDTH / 2 + 1), self._shown, strict=True):
            ground = QRectF(x, top, _WIDTH / 2 - 5, tall)
            painter.fillRect(ground, QColor(c.base))
            share = (min(level, _HIGHEST) - _LOWEST) / (_HIGHEST - _LOWEST)
            colour = c.warning if level > 0 else c.chosen if level > -9 else c.wave
            painter.fillRect(ground.adjusted(0, tall * (1 - share), 0, 0), QColor(colour))
        painter.setPen(QColor(c.text))
        peak = "–" if self.highest <= _LOWEST else f"{self.highest:+.1f}"
        loudness = "–" if self.short_term is None else f"{self.short_term:.1f}"
        for row, text in enumerate((peak, loudness)):
            place = QRectF(0, self.height() - (2 - row) * line - 2, _WIDTH, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        if self.hasFocus():
            painter.setPen(QColor(c.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
