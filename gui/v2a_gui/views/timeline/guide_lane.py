"""A lane with the guides of shots: events as strokes, as high as they are strong, over the curve; edited by mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QWidget

from v2a_gui.access_keys import set_access_keys
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.playback.player import Player
from v2a_gui.theme import colours
from v2a_gui.tokens import Colours
from v2a_gui.views.timeline.layout import GUIDE, Layout, Scale
from v2a_plugin.model.guide import Guide, GuideEvent
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.timeline.guide_edits import clear_guide, edited_guide, set_guide
from v2a_plugin.timeline.operations import Change

__all__ = ["GuideLane"]

_REACH = 5
"""Pixels from an event within which it is meant."""
_STILL = 4
"""Pixels up or down before a drag changes the strength."""
_FOOT, _HEAD = 3, 4
"""Pixels below and above the strokes."""
_NARROW = 12
"""Pixels of a shot from which its guide is drawn."""


@dataclass(frozen=True, slots=True)
class _Drag:
    """An event under the mouse: of which shot, as it was, where it was taken, and as it is now."""

    clip: PictureClip
    event: GuideEvent
    pressed: QPointF
    now: GuideEvent


class GuideLane(QWidget):
    """The guides of shots. A double click sets an event, a drag moves it or changes its strength, Delete takes it away.

    Signals:
        edited: A function that makes a change of the present timeline.
        picked: Id of the region of a shot that was clicked.
    """

    edited = Signal(object)
    picked = Signal(str)

    def __init__(self, player: Player, guides: ShotGuides, snaps: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self._player, self._guides, self._snaps = player, guides, snaps
        self._timeline: Timeline | None = None
        self._scale: Scale | None = None
        self._fit = ""
        self._drag: _Drag | None = None
        self.chosen: tuple[str, Fraction] | None = None
        """Region and time of the event that was clicked last."""
        self._tapping = False
        self.region = ""
        self.setFixedHeight(GUIDE)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Guide"))
        self.setToolTip(self.tr("When it sounds. Double-click sets an event; drag it across or up; Delete removes it."))
        player.moved.connect(lambda _: self.update())
        guides.changed.connect(lambda _: self.update())

    # What is shown

    def show_timeline(self, timeline: Timeline | None, scale: Scale) -> None:
        """Show every shot of a cut at a scale."""
        self._timeline, self._scale, self._fit = timeline, scale, ""
        self.update()

    def show_shot(self, timeline: Timeline | None, region: str) -> None:
        """Show one shot alone, as wide as the lane."""
        self._timeline, self._scale, self._fit = timeline, None, region
        self.update()

    def mark(self, region: str) -> None:
        """Say which shot is worked on."""
        self.region = region
        self.update()

    def arm(self, on: bool) -> None:
        """Show whether keys strike."""
        self._tapping = on
        self.update()

    def abandon(self) -> bool:
        """Give up the drag that is under way, or else the choice of an event; whether there was one."""
        there = self._drag is not None or self.chosen is not None
        self._drag = self.chosen = None
        self.update()
        return there

    def pixel(self, at: Fraction) -> float:
        """The pixel of a time of the cut."""
        return self._shown().x(at)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        clip, at = self._clip_at(event.position().x()), self._shown().at(event.position().x())
        if event.button() != Qt.MouseButton.LeftButton or clip is None or self._timeline is None:
            return
        near = self._near(clip, event.position().x())
        self.chosen = (clip.region.id, near.at) if near else None
        if near is not None:
            self._drag = _Drag(clip, near, event.position(), near)
        else:
            self._player.locate(self._frame(at))
            self.picked.emit(clip.region.id)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drag, place = self._drag, event.position()
        if drag is None or self._timeline is None:
            clip = self._clip_at(place.x())
            over = clip is not None and self._near(clip, place.x()) is not None
            self.setCursor(Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.ArrowCursor)
            return
        went, up = place.x() - drag.pressed.x(), drag.pressed.y() - place.y()
        at = drag.event.at
        if abs(went) >= 2:
            at += self._shown().at(place.x()) - self._shown().at(drag.pressed.x())
            if self._snaps() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                at = self._frame(drag.clip.record + at + 1 / (2 * self._timeline.rate)) - drag.clip.record
        at = min(max(at, Fraction(0)), drag.clip.region.span.duration - Fraction(1, 1000))
        strength = drag.event.strength
        if abs(up) > _STILL:
            strength = round(min(max(strength + (up - _STILL * (1 if up > 0 else -1)) / self._tall, 0.05), 1.0), 2)
        self._drag = replace(drag, now=replace(drag.event, at=at, strength=strength))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.now != drag.event:
            self.chosen = (drag.clip.region.id, drag.now.at)
            self._edit(drag.clip, "Move event", (drag.event.at,), (drag.now,))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        clip = self._clip_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and clip and self._near(clip, event.position().x()) is None:
            self._set(clip, event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = QPointF(event.pos())
        clip = self._clip_at(place.x())
        if clip is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        near = self._near(clip, place.x())
        if near is not None:
            menu.addAction(self.tr("Remove event")).triggered.connect(lambda: self._remove(clip, near.at))
        else:
            menu.addAction(self.tr("Set an event here")).triggered.connect(lambda: self._set(clip, place))
        if clip.guide is not None:
            menu.addAction(self.tr("Back to what the picture shows")).triggered.connect(
                lambda: self.edited.emit(lambda timeline: clear_guide(timeline, clip.region.id))
            )
        set_access_keys(menu)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        removes = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if event.type() == QEvent.Type.ShortcutOverride and removes and self.chosen is not None:
            event.accept()  # before the command that deletes cues
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen is not None:
            region, at = self.chosen
            clip = next((clip for clip in self._clips() if clip.region.id == region), None)
            self.chosen = None
            if clip is not None:
                self._remove(clip, at)
            return
        super().keyPressEvent(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        c, scale = colours(), self._shown()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(c.base))
        origin = float(scale.origin)
        for clip in self._clips():
            span = clip.region.span
            long = (float(span.end) - float(span.start)) * scale.density
            if long >= _NARROW:
                box = QRectF((float(clip.record) - origin) * scale.density, 0, long, self.height())
                self._paint_shot(painter, clip, box, c)
        painter.setPen(QPen(QColor(c.line)))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self._tapping:
            painter.setPen(QPen(QColor(c.playhead), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        x = scale.x(self._player.at)
        if -2 <= x <= self.width() + 2:
            painter.setPen(QPen(QColor(c.playhead), 2))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def _paint_shot(self, painter: QPainter, clip: PictureClip, box: QRectF, c: Colours) -> None:
        guide = self._guides.guide(clip)
        used = self._guides.follows(clip) or self._tapping
        drag = self._drag if self._drag and self._drag.clip.region.id == clip.region.id else None
        painter.setPen(QPen(QColor(c.line)))
        painter.drawLine(QPointF(box.left(), 0), QPointF(box.left(), box.bottom()))
        if guide is None:
            self._paint_hint(painter, clip, box)
            return
        if guide.curve is not None:
            shade = QColor(c.wave)
            shade.setAlpha(80 if used else 40)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawPolygon(self._outline(guide, box))
        strokes: dict[bool, list[QLineF]] = {False: [], True: []}
        for each in guide.events:
            one = drag.now if drag is not None and drag.event.at == each.at else each
            x = box.left() + float(one.at) * self._shown().density
            if -2 <= x <= self.width() + 2:
                foot = self.height() - _FOOT
                meant = self.chosen == (clip.region.id, each.at)
                strokes[meant].append(QLineF(x, foot, x, foot - max(3.0, one.strength * self._tall)))
        for meant, lines in strokes.items():
            colour = QColor(c.text if meant else c.hit if used else c.muted)
            painter.setPen(QPen(colour, 2))
            painter.drawLines(lines)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for line in lines:
                painter.drawEllipse(line.p2(), 2.5, 2.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_hint(self, painter: QPainter, clip: PictureClip, box: QRectF) -> None:
        if not self._fit or clip.region.id != self.region:
            return  # under the picture it is said already
        text = self.tr("Double-click to set an event, or press T and tap")
        room = box.intersected(QRectF(self.rect())).adjusted(6, 0, -6, 0)
        if QFontMetrics(painter.font()).horizontalAdvance(text) <= room.width():
            painter.setPen(QColor(colours().muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _outline(self, guide: Guide, box: QRectF) -> QPolygonF:
        """The area under a curve, a point every other pixel that shows at most."""
        assert guide.curve is not None
        foot, density = self.height() - _FOOT, self._shown().density
        values, rate = guide.curve.values, float(guide.curve.rate)
        step = max(1, int(2 * rate / density))
        first = max(0, int(-box.left() / density * rate) // step * step)
        last = min(len(values), int((self.width() - box.left()) / density * rate) + step + 1)
        points = [
            QPointF(
                min(box.left() + place / rate * density, box.right()),
                foot - max(values[place : place + step]) * self._tall,
            )
            for place in range(first, last, step)
        ]
        if points:
            points = [QPointF(points[0].x(), foot), *points, QPointF(points[-1].x(), foot)]
        return QPolygonF(points)

    # Inside

    @property
    def _tall(self) -> float:
        """Pixels of the strongest event."""
        return self.height() - _FOOT - _HEAD

    def _shown(self) -> Scale:
        if self._scale is not None:
            return self._scale
        clip = next(iter(self._clips()), None)
        if clip is None:
            return Scale()
        return Scale(clip.record, max(1, self.width()) / float(clip.region.span.duration))

    def _clips(self) -> tuple[PictureClip, ...]:
        timeline = self._timeline
        if timeline is None:
            return ()
        if self._scale is not None:
            return Layout(timeline, self._scale).visible_clips(self.width())
        return tuple(clip for clip in timeline.picture if clip.region.id == self._fit)[:1]

    def _clip_at(self, x: float) -> PictureClip | None:
        at = self._shown().at(x)
        return next((clip for clip in self._clips() if at in clip.span), None)

    def _near(self, clip: PictureClip, x: float) -> GuideEvent | None:
        guide = self._guides.guide(clip)
        events = guide.events if guide else ()
        near = min(events, key=lambda event: abs(self.pixel(clip.record + event.at) - x), default=None)
        return near if near and abs(self.pixel(clip.record + near.at) - x) <= _REACH else None

    def _frame(self, at: Fraction) -> Fraction:
        assert self._timeline is not None
        return Fraction(int(at * self._timeline.rate)) / self._timeline.rate

    def _set(self, clip: PictureClip, place: QPointF) -> None:
        """Set an event on the frame under a place, as strong as it is high."""
        strength = round(min(max((self.height() - _FOOT - place.y()) / self._tall, 0.1), 1.0), 2)
        at = max(Fraction(0), self._frame(self._shown().at(place.x())) - clip.record)
        self.chosen = (clip.region.id, at)
        self._edit(clip, "Add event", (), (GuideEvent(at, strength),))

    def _remove(self, clip: PictureClip, at: Fraction) -> None:
        self._edit(clip, "Remove event", (at,))

    def _edit(self, clip: PictureClip, name: str, gone: tuple[Fraction, ...], new: tuple[GuideEvent, ...] = ()) -> None:
        """Make what the shot follows its own guide, with some events gone and others set."""
        base = self._guides.guide(clip)

        def make(timeline: Timeline) -> Change:
            return set_guide(timeline, clip.region.id, edited_guide(base, clip, gone, new), name)

        self.edited.emit(make)
