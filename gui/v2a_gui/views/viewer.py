"""The viewer: the picture at its right shape, the time under it, and a bar to scrub on."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from v2a_gui.access_keys import plain_text
from v2a_gui.commands import Commands
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.playback.picture import ShownPicture
from v2a_gui.playback.player import Player
from v2a_gui.theme import colours
from v2a_gui.views.meter import MasterMeter
from v2a_gui.views.timeline.guide_lane import GuideLane
from v2a_gui.views.times import LargeTimecode, Lengths
from v2a_plugin.model.timeline import Timeline

__all__ = ["Viewer"]

_SIDES = 16
"""Pixels at the sides of the buttons."""
_BUTTONS = ("mark-in", "step-back", "shuttle-back", "play", "shuttle-on", "step-on", "mark-out", "loop")


class Viewer(QWidget):
    """Picture, the guide of the shot, scrub bar, time and transport buttons."""

    def __init__(self, player: Player, commands: Commands, guides: ShotGuides, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture()
        self.guide = GuideLane(player, guides)
        self.bar = ScrubBar(player)
        self.time = LargeTimecode(player, commands["source-timecode"])
        self.lengths = Lengths(player)
        self._buttons = QHBoxLayout()
        for name in _BUTTONS:
            button = QToolButton()
            button.setDefaultAction(commands[name])
            button.setIconSize(QSize(20, 20))
            button.setAccessibleName(plain_text(commands[name].text()))
            self._buttons.addWidget(button)
        self._speed = QLabel()
        self._speed.setProperty("role", "title")
        self._speed.setFixedWidth(self._speed.fontMetrics().horizontalAdvance("◀ 8×") + 8)
        self._speed.setAccessibleName(self.tr("Speed"))
        player.sped.connect(self._show_speed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.meter = MasterMeter(player.meter)
        screen = QHBoxLayout()
        screen.setSpacing(0)
        screen.addWidget(self.picture, 1)
        screen.addWidget(self.meter)
        layout.addLayout(screen, 1)
        layout.addWidget(self.guide)
        layout.addWidget(self.bar)
        self._beside, self._under = QHBoxLayout(), QHBoxLayout()
        self._beside.setContentsMargins(8, 2, 8, 6)
        self._under.setContentsMargins(8, 0, 8, 6)
        self._beside.addStretch(1)
        self._beside.addLayout(self._buttons)
        self._beside.addStretch(1)
        self._under.addStretch(1)
        self._narrow: bool | None = None
        self._lay_out(narrow=False)
        layout.addLayout(self._beside)
        layout.addLayout(self._under)
        player.shown.connect(self.picture.show_picture)
        player.moved.connect(lambda _: self.bar.update())
        player.marked.connect(self.bar.update)
        self.picture.resized.connect(player.size)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._buttons.sizeHint().width() + _SIDES, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a time takes more room, or less
            self._fit()
        return done

    def _fit(self) -> None:
        times = sum(each.sizeHint().width() for each in (self.time, self._speed, self.lengths))
        self._lay_out(narrow=self.width() < self._buttons.sizeHint().width() + times + 2 * _SIDES)
        self.lengths.setVisible(self.width() >= times + _SIDES)  # the timecode comes first

    def _lay_out(self, narrow: bool) -> None:
        """Put the times beside the buttons; where there is no room, under them."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        row = self._under if narrow else self._beside
        row.insertWidget(0, self.time)
        row.insertWidget(1, self._speed)
        row.addWidget(self.lengths)
        self._under.setContentsMargins(8, 0, 8, 6 if narrow else 0)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show times of another state of the cut."""
        for part in (self.bar, self.time, self.lengths):
            part.show_timeline(timeline)

    def _show_speed(self, speed: int) -> None:
        """Say how fast it shuttles, and which way."""
        self._speed.setText("" if speed in (0, 1) else f"{'▶' if speed > 0 else '◀'} {abs(speed)}×")


class Picture(QWidget):
    """One frame, as large as fits, black around it."""

    resized = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.shown: ShownPicture | None = None
        self.setMinimumSize(160, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Viewer"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_picture(self, picture: ShownPicture | None) -> None:
        """Show a frame, or black."""
        self.shown = picture
        if picture is None:
            self._image = None
        else:
            height, width = picture.pixels.shape[:2]
            self._image = QImage(picture.pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:  # the window is on another screen now
            self._tell_size()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._tell_size()

    def _tell_size(self) -> None:
        self.resized.emit(int(max(self.width(), self.height()) * self.devicePixelRatioF()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().picture))
        if self._image is None:
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2), size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)


class ScrubBar(QWidget):
    """The whole cut as a bar: shots, the marked segment, the playhead. Dragging scrubs."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self._timeline: Timeline | None = None
        self.setFixedHeight(22)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Scrub bar"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show another state of the cut."""
        self._timeline = timeline
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._scrub(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, timeline = colours(), self._timeline
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(c.raised))
        if timeline is None or not timeline.end:
            return
        painter.setPen(QPen(QColor(c.line)))
        if len(timeline.picture) * 2 < self.width():
            for clip in timeline.picture:
                x = self._x(clip.record)
                painter.drawLine(QPointF(x, 4), QPointF(x, self.height() - 4))
        span = self._player.marked_span
        if span is not None:
            tint = QColor(c.accent)
            tint.setAlpha(90)
            painter.fillRect(QRectF(self._x(span.start), 0, self._x(span.end) - self._x(span.start), 22), tint)
        painter.setPen(QPen(QColor(c.hit), 2))
        for marker in timeline.markers[:2000]:
            x = self._x(marker.at)
            painter.drawLine(QPointF(x, 0), QPointF(x, 5))
        painter.setPen(QPen(QColor(c.playhead), 2))
        x = self._x(self._player.at)
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def _x(self, at: Fraction) -> float:
        assert self._timeline is not None
        return float(at / self._timeline.end) * self.width()

    def _scrub(self, event: QMouseEvent) -> None:
        if self._timeline is None or not self._timeline.end:
            return
        share = min(max(event.position().x() / max(1, self.width()), 0.0), 1.0)
        frame = int(Fraction(share) * self._timeline.end * self._timeline.rate)
        last = max(0, int(self._timeline.end * self._timeline.rate) - 1)
        self._player.locate(Fraction(min(frame, last)) / self._timeline.rate)
