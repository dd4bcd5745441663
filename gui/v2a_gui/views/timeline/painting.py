"""Paints a laid-out timeline: only what shows, in a few milliseconds."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from v2a_gui.theme import colours
from v2a_gui.views.timeline.cue_arrays import CueArrays
from v2a_gui.views.timeline.layout import PICTURE, RULER, Layout
from v2a_gui.views.timeline.picture_lane import PictureLane
from v2a_gui.views.timeline.production_lane import ProductionLane
from v2a_plugin.model.recipe import Origin
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, FadeShape, KeptTake, MarkerKind, Track

__all__ = ["Overlay", "paint"]

_LINE = ((1.0, 1.0),)
_CURVE = tuple((step / 8, math.sin(step / 8 * math.pi / 2)) for step in range(1, 9))
"""Points of the curve of a fade, shares of its length and of full level."""
_SMALL = 16
"""Pixels of a fade up to which its curve is a line."""
_SIDE = 8
"""Pixels left beside the hint."""
_EDGED, _BOX, _DETAILED, _NAMED = 4, 12, 28, 56
"""Pixels of a cue from which its edge, its box and outline, its handles, and its name are drawn."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the timeline.

    Attributes:
        playhead: The playhead.
        marked: The segment between in and out point.
        selected: Ids of selected cues.
        region: Id of the shot that is worked on.
        band: A rubber band, in pixels.
        catch: Where a dragged thing caught.
        readout: What a gesture says, and the pixel that it stands at.
    """

    playhead: Fraction
    marked: Span | None = None
    selected: Collection[str] = ()
    region: str = ""
    band: QRectF | None = None
    catch: Fraction | None = None
    readout: tuple[str, QPointF] | None = None


def label_of(cue: Cue, take: KeptTake | None) -> str:
    """What a cue is called: its own name, or the best one of its take."""
    return cue.name or (take.label if take else cue.take[:8])


def paint(
    painter: QPainter,
    layout: Layout,
    width: int,
    height: int,
    overlay: Overlay,
    arrays: CueArrays,
    takes: Callable[[str], KeptTake | None],
    picture: PictureLane,
    production: ProductionLane,
    hint: str = "",
) -> None:
    """Paint all of it.

    Args:
        painter: On the widget.
        layout: What and where.
        width: Pixels across.
        height: Pixels down.
        overlay: What lies over it.
        arrays: What is known from the frames before.
        takes: A take by its id.
        picture: Paints the lane of the picture.
        production: Paints the lane of the production sound.
        hint: What to do while there are no cues.
    """
    c = colours()
    arrays.begin()
    painter.fillRect(QRect(0, 0, width, height), QColor(c.base))
    for track, top, tall in layout.rows():
        if top + tall > RULER + PICTURE and top < height:
            painter.setClipRect(0, max(top, RULER + PICTURE), width, tall)
            _track(painter, layout, track, top, tall, width, overlay, arrays, takes)
    painter.setClipping(False)
    picture.paint(painter, layout, width, overlay.region, arrays)
    production.paint(painter, layout, width)
    if not any(track.cues for track in layout.timeline.tracks):
        painter.setPen(QColor(c.muted))
        for _, top, tall in layout.rows():  # in the first row, so that no line runs through it
            room = QRect(_SIDE, top, width - 2 * _SIDE, tall)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), hint)
            break
    _ruler(painter, layout, width, overlay)
    _over(painter, layout, width, height, overlay)


def _track(
    painter: QPainter,
    layout: Layout,
    track: Track,
    top: int,
    tall: int,
    width: int,
    overlay: Overlay,
    arrays: CueArrays,
    takes: Callable[[str], KeptTake | None],
) -> None:
    c = colours()
    painter.setPen(QPen(QColor(c.line)))
    painter.drawLine(0, top + tall - 1, width, top + tall - 1)
    heard = layout.timeline.heard(track)
    muted, inks = QColor(c.muted), {False: QColor(c.rendered), True: QColor(c.recorded)}
    places = arrays.cues(track.cues)
    showing = places.showing(layout.scale, width)
    strengths = {False: 60 if heard else 26, True: 26}
    grounds = {mute: _tint(inks[False], strength) for mute, strength in strengths.items()}
    for left, right, mute in showing.runs(_BOX):
        painter.fillRect(QRectF(left, top + 2, right - left, tall - 5), grounds[mute])
    wide = np.flatnonzero(showing.widths >= _BOX)
    recorded = {index: _is_recorded(takes(track.cues[showing.first + index].take)) for index in wide.tolist()}

    pale, ink = muted.rgba(), {of: colour.rgba() for of, colour in inks.items()}

    def ink_of(index: int) -> int:
        return pale if not heard or showing.mutes[index] else ink[recorded[index]]

    image = arrays.outlines(track.cues, places, showing, wide, layout.scale, (width, tall), ink_of)
    left_of, right_of = showing.left, showing.right
    boxes: dict[tuple[bool, bool], list[QRectF]] = defaultdict(list)
    for index, found in recorded.items():
        x = left_of[index]
        boxes[bool(showing.mutes[index]), found].append(QRectF(x, top + 2, right_of[index] - x, tall - 5))
    for (mute, found), some in boxes.items():
        painter.setPen(QPen(inks[found]))
        painter.setBrush(_tint(inks[found], strengths[mute]))
        painter.drawRects(some)
    painter.setPen(QPen(inks[False]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    edges = np.flatnonzero((showing.widths >= _EDGED) & (showing.widths < _BOX))
    painter.drawLines([QLineF(x, top + 2, x, top + tall - 3) for x in left_of[edges].tolist()])
    if image is not None:
        painter.drawImage(0, top, image)
    detailed = np.flatnonzero(showing.widths >= _DETAILED).tolist()
    shown = [(track.cues[showing.first + index], index) for index in detailed]
    drawn = [(cue, QRectF(left_of[i], top + 2, right_of[i] - left_of[i], tall - 5)) for cue, i in shown]
    _fades(painter, layout, drawn)
    _gains(painter, layout, drawn, top, tall)
    _labels(painter, drawn, width, takes)
    if overlay.selected:
        painter.setPen(QPen(QColor(c.text), 2))
        for index, cue in enumerate(track.cues[showing.first : showing.first + len(left_of)]):
            if cue.id in overlay.selected:
                painter.drawRect(QRectF(left_of[index], top + 2, right_of[index] - left_of[index], tall - 5))


def _is_recorded(take: KeptTake | None) -> bool:
    return take is not None and take.kind is Origin.RECORDED


def _tint(colour: QColor, alpha: int) -> QColor:
    tint = QColor(colour)
    tint.setAlpha(alpha)
    return tint


def _fades(painter: QPainter, layout: Layout, drawn: Sequence[tuple[Cue, QRectF]]) -> None:
    text, density = QColor(colours().text), layout.scale.density
    ramps = QPainterPath()
    squares: list[QRectF] = []
    for cue, box in drawn:
        for fade, x, side in ((cue.fade_in, box.left(), 1), (cue.fade_out, box.right(), -1)):
            pixels = float(fade.length) * density if fade.length else 0.0
            if pixels > 1:
                ramps.moveTo(x, box.bottom())
                curve = _CURVE if pixels > _SMALL and fade.shape is not FadeShape.LINEAR else _LINE
                for share, level in curve:
                    ramps.lineTo(x + side * pixels * share, box.bottom() - level * box.height())
            squares.append(QRectF(x + side * pixels - 2.5, box.top() + 0.5, 5, 5))
    painter.setPen(QPen(text))
    painter.drawPath(ramps)
    painter.setBrush(text)
    painter.drawRects(squares)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _gains(painter: QPainter, layout: Layout, drawn: Sequence[tuple[Cue, QRectF]], top: int, tall: int) -> None:
    ink = QColor(colours().chosen)
    for changed, style in ((False, Qt.PenStyle.DotLine), (True, Qt.PenStyle.SolidLine)):
        painter.setPen(QPen(ink, 1, style))
        lines = [
            QLineF(box.left() + 3, y, box.right() - 3, y)
            for cue, box in drawn
            if bool(cue.gain_db) is changed and not cue.volume
            for y in (layout.gain_y(cue.gain_db, top, tall),)
        ]
        painter.drawLines(lines)
    painter.setBrush(ink)
    for cue in (cue for cue, _ in drawn if cue.volume):
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in layout.gain_line(cue, top, tall)]))
        for at, point in layout.points(cue):
            y = layout.gain_y(cue.gain_db + point.db, top, tall)
            painter.drawEllipse(QPointF(layout.scale.x(at), y), 3.0, 3.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _labels(
    painter: QPainter, drawn: Sequence[tuple[Cue, QRectF]], width: int, takes: Callable[[str], KeptTake | None]
) -> None:
    painter.setPen(QColor(colours().text))
    metrics = QFontMetrics(painter.font())
    for cue, box in drawn:
        if box.width() < _NAMED:
            continue
        marks = ("🔒 " if cue.lock else "") + ("∅ " if cue.mute else "")
        text = f"{marks}{label_of(cue, takes(cue.take))}" + (f"  {cue.gain_db:+.1f} dB" if cue.gain_db else "")
        visible = QRectF(max(box.left(), 0) + 9, box.top() + 7, min(box.right(), width) - max(box.left(), 0) - 16, 15)
        short = _elided(text, metrics, max(0, int(visible.width())))
        painter.drawText(visible, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)


def _elided(text: str, metrics: QFontMetrics, width: int) -> str:
    if len(text) * metrics.maxWidth() <= width:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _ruler(painter: QPainter, layout: Layout, width: int, overlay: Overlay) -> None:
    c, timeline, scale = colours(), layout.timeline, layout.scale
    painter.fillRect(QRect(0, 0, width, RULER), QColor(c.raised))
    if overlay.marked is not None:
        tint = QColor(c.accent)
        tint.setAlpha(110)
        painter.fillRect(
            QRectF(scale.x(overlay.marked.start), 0, float(overlay.marked.duration) * scale.density, RULER),
            tint,
        )
    step = layout.ruler_step()
    first = int(scale.at(0) * timeline.rate) // step * step
    last = int(scale.at(width) * timeline.rate)
    painter.setPen(QColor(c.muted))
    for frame in range(first, last + step, step):
        at = Fraction(frame) / timeline.rate
        x = scale.x(at)
        painter.drawLine(QPointF(x, RULER - 7), QPointF(x, RULER))
        if at >= -timeline.start.seconds:
            painter.drawText(QPointF(x + 3, 15), str(timeline.timecode(at)))
    painter.setPen(Qt.PenStyle.NoPen)
    for marker in timeline.markers:
        x = scale.x(marker.at)
        if -6 <= x <= width + 6:
            hit = marker.kind is MarkerKind.HIT
            painter.setBrush(QColor(c.hit if hit else c.accent))
            shape = [(0, 5), (-4, 0), (0, -5), (4, 0)] if hit else [(-4, -5), (4, -5), (0, 5)]
            painter.drawPolygon(QPolygonF([QPointF(x + dx, RULER - 7 + dy) for dx, dy in shape]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _over(painter: QPainter, layout: Layout, width: int, height: int, overlay: Overlay) -> None:
    c, scale, timeline = colours(), layout.scale, layout.timeline
    hit = QColor(c.hit)
    hit.setAlpha(60)
    painter.setPen(QPen(hit))
    painter.drawLines(
        [
            QLineF(x, RULER + PICTURE, x, height)
            for x in (scale.x(marker.at) for marker in timeline.markers)
            if 0 <= x <= width
        ]
    )
    if overlay.catch is not None:
        painter.setPen(QPen(QColor(c.chosen), 1, Qt.PenStyle.DashLine))
        x = scale.x(overlay.catch)
        painter.drawLine(QPointF(x, 0), QPointF(x, height))
    if overlay.band is not None:
        tint = QColor(c.accent)
        tint.setAlpha(50)
        painter.fillRect(overlay.band, tint)
        painter.setPen(QPen(QColor(c.accent)))
        painter.drawRect(overlay.band)
    x = scale.x(overlay.playhead)
    if -2 <= x <= width + 2:
        painter.setPen(QPen(QColor(c.playhead), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, height))
    if overlay.readout is not None:
        text, place = overlay.readout
        size = QFontMetrics(painter.font()).size(0, text).toSizeF()
        box = QRectF(place.x() + 14, place.y() + 14, size.width() + 12, size.height() + 6)
        box.moveRight(min(box.right(), width - 2.0))
        box.moveBottom(min(box.bottom(), height - 2.0))
        painter.fillRect(box, QColor(c.raised))
        painter.setPen(QPen(QColor(c.text)))
        painter.drawRect(box)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
