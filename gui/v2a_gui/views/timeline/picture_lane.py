"""The picture on the timeline: a filmstrip of each clip with its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from v2a_gui.models.film_frames import FilmFrames
from v2a_gui.theme import colours
from v2a_gui.views.timeline.cue_arrays import CueArrays
from v2a_gui.views.timeline.layout import RULER, SHOTS, Layout
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import PictureClip

__all__ = ["PictureLane"]

_LINE = 3
"""Pixels of the line above a shot."""
_EDGED = 4
"""Pixels of a clip from which it has an edge."""
_NAMED = 24
_FILM = 48
"""Pixels of a clip from which its frames are drawn."""
_TOP, _TALL = RULER + 2, SHOTS - 5
_NAME = 15
"""Pixels of the name over the frames."""


class PictureLane:
    """Paints the lane.

    Args:
        frames: Where its frames come from.
        media: The files of the cut by fingerprint.
    """

    def __init__(self, frames: FilmFrames, media: Callable[[], Mapping[str, MediaFile]]) -> None:
        self._frames, self._media = frames, media

    def paint(self, painter: QPainter, layout: Layout, width: int, region: str, arrays: CueArrays) -> None:
        """Paint it across a width of pixels.

        Args:
            painter: On the widget.
            layout: What and where.
            width: Pixels across.
            region: Id of the shot that is worked on.
            arrays: Where clips lie.
        """
        c, metrics = colours(), QFontMetrics(painter.font())
        painter.fillRect(QRect(0, RULER, width, SHOTS), QColor(c.window))
        clips, media = layout.timeline.picture, self._media()
        showing = arrays.clips(clips).showing(layout.scale, width)
        for left, right, _ in showing.runs(_EDGED):
            painter.fillRect(QRectF(left, _TOP, right - left, _TALL), QColor(c.raised))
        for index, (left, right) in enumerate(zip(showing.left.tolist(), showing.right.tolist(), strict=True)):
            clip = clips[showing.first + index]
            current = clip.region.id == region
            if right - left < _EDGED and not current:
                continue
            box = QRectF(left, _TOP, right - left, _TALL)
            painter.fillRect(box, QColor(c.accent if current else c.raised))
            file = media.get(clip.region.media)
            if file is not None and box.width() >= _FILM:
                self._film(painter, layout, clip, file, box, width)
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), _LINE), QColor(c.shot))
            if box.width() > _NAMED:
                self._name(painter, clip, box, current, metrics)
            if current:
                painter.setPen(QPen(QColor(c.accent), 2))
                painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor(c.line)))
        painter.drawLine(0, RULER + SHOTS - 1, width, RULER + SHOTS - 1)

    def _film(
        self, painter: QPainter, layout: Layout, clip: PictureClip, file: MediaFile, box: QRectF, width: int
    ) -> None:
        density = layout.scale.density
        picture = file.picture
        wide = _TALL * (picture.width / picture.height if picture.height else 16 / 9)
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for at, frame in self._frames.strip(clip, file, wide / density, *_shown(box, width, density)):
            if frame is not None:
                painter.drawImage(QRectF(box.left() + float(at) * density, _TOP, wide, _TALL), frame)
        painter.restore()

    def _name(self, painter: QPainter, clip: PictureClip, box: QRectF, current: bool, metrics: QFontMetrics) -> None:
        c = colours()
        room = box.adjusted(max(0.0, -box.left()) + 3, 2, -3, 0)
        text = f"{'●  ' if clip.chosen else ''}{clip.region.name}"
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) - 6)
        label = QRectF(room.left(), room.top(), metrics.horizontalAdvance(short) + 6, _NAME)
        painter.fillRect(label, QColor(c.accent if current else c.window))  # read over any picture
        painter.setPen(QColor(c.on_accent if current else c.text))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, short)


def _shown(box: QRectF, width: int, density: float) -> tuple[float, float]:
    """Seconds of a clip, from its start, that show."""
    return max(0.0, -box.left()) / density, max(0.0, min(box.right(), width) - box.left()) / density
