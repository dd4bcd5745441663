"""Paints a laid-out timeline: only what shows, in a few milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from v2a_gui.models.sounds import Peaks
from v2a_gui.playback.mixer import RATE
from v2a_gui.theme import colours
from v2a_gui.views.timeline.layout import PICTURE, RULER, Layout
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, KeptTake, MarkerKind, Track

__all__ = ["Overlay", "label_of", "paint"]

_KINDS = {
    "feet": "#7aa7e0", "moves": "#b58bd6", "props": "#d98f6c", "ambience": "#6fb98a", "fx": "#62b7c4",
    "unmatched": "#c98a8a",
}  # fmt: skip


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
    """

    playhead: Fraction
    marked: Span | None = None
    selected: Collection[str] = ()
    region: str = ""
    band: QRectF | None = None
    catch: Fraction | None = None


def label_of(cue: Cue, take: KeptTake | None) -> str:
    """What a cue is called: its own name, or what its take is heard as."""
    if cue.name:
        return cue.name
    return take.heard_as[0] if take and take.heard_as else cue.take[:8]


def paint(
    painter: QPainter,
    layout: Layout,
    width: int,
    height: int,
    overlay: Overlay,
    peaks: Callable[[str], Peaks | None],
    takes: Callable[[str], KeptTake | None],
) -> None:
    """Paint all of it.

    Args:
        painter: On the widget.
        layout: What and where.
        width: Pixels across.
        height: Pixels down.
        overlay: What lies over it.
        peaks: Outline of a take, when it is there.
        takes: A take by its id.
    """
    c = colours()
    painter.fillRect(QRect(0, 0, width, height), QColor(c.base))
    for track, top, tall in layout.rows():
        if top + tall > RULER + PICTURE and top < height:
            painter.setClipRect(0, max(top, RULER + PICTURE), width, tall)
            _track(painter, layout, track, top, tall, width, overlay, peaks, takes)
    painter.setClipping(False)
    _picture(painter, layout, width, overlay)
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
    peaks: Callable[[str], Peaks | None],
    takes: Callable[[str], KeptTake | None],
) -> None:
    c = colours()
    painter.setPen(QPen(QColor(c.line)))
    painter.drawLine(0, top + tall - 1, width, top + tall - 1)
    heard = layout.timeline.heard(track)
    shade = QColor(_KINDS.get(track.kind.value, c.wave))
    metrics = QFontMetrics(painter.font())
    for cue in layout.visible_cues(track, width):
        left, right = layout.scale.x(cue.start), layout.scale.x(cue.end)
        box = QRectF(left, top + 2, max(2.0, right - left - 1), tall - 5)
        chosen = cue.id in overlay.selected
        ground = QColor(shade)
        ground.setAlpha(70 if heard and not cue.mute else 26)
        painter.fillRect(box, ground)
        if box.width() > 6:
            _wave(
                painter, layout, cue, box, width, shade if heard and not cue.mute else QColor(c.muted), peaks(cue.take)
            )
            _fades(painter, layout, cue, box)
        painter.setPen(QPen(QColor(c.text if chosen else shade), 2 if chosen else 1))
        painter.drawRect(box)
        if box.width() > 40:
            y = layout.gain_y(cue, top, tall)
            painter.setPen(QPen(QColor(c.chosen), 1, Qt.PenStyle.SolidLine if cue.gain_db else Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(box.left() + 3, y), QPointF(box.right() - 3, y))
            marks = ("🔒 " if cue.lock else "") + ("∅ " if cue.mute else "")
            text = f"{marks}{label_of(cue, takes(cue.take))}" + (f"  {cue.gain_db:+.1f} dB" if cue.gain_db else "")
            visible = QRectF(
                max(box.left(), 0) + 4, box.top() + 1, min(box.right(), width) - max(box.left(), 0) - 8, 15
            )
            painter.setPen(QColor(c.text))
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(visible.width())))
            painter.drawText(visible, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)


def _wave(
    painter: QPainter, layout: Layout, cue: Cue, box: QRectF, width: int, shade: QColor, peaks: Peaks | None
) -> None:
    if peaks is None:
        return
    first, last = max(0, int(box.left())), min(width, int(box.right()))
    if last <= first:
        return
    density = layout.scale.density
    start = float(cue.trim.start) + (first - box.left()) / density
    columns = peaks.columns(start * RATE, (start + (last - first) / density) * RATE, last - first)
    columns *= 10 ** (cue.gain_db / 20)
    middle, half = box.center().y() + 5, (box.height() - 16) / 2
    painter.setPen(QPen(shade))
    painter.drawLines(
        [
            QLineF(x, middle - max(low, -1.0) * half, x, middle - min(high, 1.0) * half)
            for x, (low, high) in enumerate(columns.tolist(), first)
            if high - low > 0.004
        ]
    )


def _fades(painter: QPainter, layout: Layout, cue: Cue, box: QRectF) -> None:
    c, density = colours(), layout.scale.density
    painter.setPen(QPen(QColor(c.text), 1))
    painter.setBrush(QColor(c.text))
    for length, x, way in ((cue.fade_in.length, box.left(), 1), (cue.fade_out.length, box.right(), -1)):
        pixels = float(length) * density
        if pixels > 1:
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + way * pixels, box.top()))
        if box.width() > 28:
            painter.drawRect(QRectF(x + way * pixels - 2.5, box.top() + 0.5, 5, 5))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _picture(painter: QPainter, layout: Layout, width: int, overlay: Overlay) -> None:
    c = colours()
    painter.fillRect(QRect(0, RULER, width, PICTURE), QColor(c.window))
    metrics = QFontMetrics(painter.font())
    for clip in layout.visible_clips(width):
        left, right = layout.scale.x(clip.record), layout.scale.x(clip.span.end)
        box = QRectF(left, RULER + 3, max(1.5, right - left - 1), PICTURE - 7)
        current = clip.region.id == overlay.region
        painter.fillRect(box, QColor(c.accent if current else c.raised))
        if box.width() > 24:
            painter.setPen(QColor(c.on_accent if current else c.text))
            visible = box.adjusted(max(0.0, -box.left()) + 5, 0, -5, 0)
            state = "●  " if clip.chosen else ""
            short = metrics.elidedText(f"{state}{clip.region.name}", Qt.TextElideMode.ElideRight, int(visible.width()))
            painter.drawText(visible, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
    painter.setPen(QPen(QColor(c.line)))
    painter.drawLine(0, RULER + PICTURE - 1, width, RULER + PICTURE - 1)


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
