"""The meter of a track: how loud it is at the playhead while it plays, and whether that went over full scale."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from v2a_gui.theme import colours

__all__ = ["TrackMeter"]

_WIDTH = 5
_LOWEST = -60.0
_FALL = 0.7
"""dB that it falls between two looks: some 20 dB a second."""


class TrackMeter(QWidget):
    """A bar from -60 dB to full scale."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = _LOWEST
        """dB full scale."""
        self.setFixedWidth(_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Level of the track"))

    @property
    def moving(self) -> bool:
        """Whether it stands above its lowest."""
        return self.shown > _LOWEST

    def show_level(self, peak: float) -> None:
        """Show a peak, full scale 1; it falls back slowly."""
        level = max(20 * math.log10(peak) if peak > 0 else _LOWEST, self.shown - _FALL, _LOWEST)
        if level != self.shown:
            self.shown = level
            self.setToolTip(f"{level:+.1f} dB" if level > _LOWEST else "")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c, painter = colours(), QPainter(self)
        painter.fillRect(self.rect(), QColor(c.line))
        share = (min(self.shown, 0.0) - _LOWEST) / -_LOWEST
        colour = c.warning if self.shown > 0 else c.chosen if self.shown > -9 else c.wave
        painter.fillRect(QRectF(0, self.height() * (1 - share), self.width(), self.height() * share), QColor(colour))
