"""The production sound on the timeline: its waveform under the picture, and its head with mute, solo and level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32
from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from v2a_gui.access_keys import set_access_keys
from v2a_gui.models.production_outline import ProductionOutline
from v2a_gui.theme import colours
from v2a_gui.views.small import LetterButton
from v2a_gui.views.timeline.cue_arrays import waves
from v2a_gui.views.timeline.layout import GUIDE, HEADER, PRODUCTION, RULER, SHOTS, Layout
from v2a_gui.views.timeline.track_meter import TrackMeter
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.timeline.track_edits import set_production

__all__ = ["ProductionHead", "ProductionLane"]

_TOP = RULER + SHOTS + GUIDE
_LEVELS = (6, 3, 0, -3, -6, -12, -18)
_DUCKS = (0, -6, -12, -18, -24)


@dataclass(frozen=True, slots=True)
class _Run:
    """Clips that go on in the same file, seconds."""

    media: MediaFile
    start: float
    end: float
    source: float


class ProductionLane:
    """Paints the lane; remembers the waveform while nothing about it changes.

    Args:
        outline: What it looks like.
        media: The files of the cut by fingerprint.
    """

    def __init__(self, outline: ProductionOutline, media: Callable[[], Mapping[str, MediaFile]]) -> None:
        self._outline, self._media = outline, media
        self._drawn: tuple[object, QImage | None] = (None, None)

    def paint(self, painter: QPainter, layout: Layout, width: int) -> None:
        """Paint it across a width of pixels."""
        c, timeline = colours(), layout.timeline
        painter.fillRect(QRect(0, _TOP, width, PRODUCTION), QColor(c.base))
        heard = timeline.production_heard
        key = (
            timeline.picture, layout.scale, width, self._outline.state, heard, timeline.production.gain_db, c.wave, c.muted,
        )  # fmt: skip
        if self._drawn[0] != key:
            self._drawn = (key, self._image(layout, width, QColor(c.production if heard else c.muted)))
        if self._drawn[1] is not None:
            painter.drawImage(0, _TOP, self._drawn[1])
        elif timeline.picture and not any(media.sound for media in self._media().values()):
            painter.setPen(QColor(c.muted))
            text = QCoreApplication.translate("ProductionLane", "The video has no sound of its own.")
            painter.drawText(QRect(0, _TOP, width, PRODUCTION), Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(QPen(QColor(c.line)))
        painter.drawLine(0, _TOP + PRODUCTION - 1, width, _TOP + PRODUCTION - 1)

    def _image(self, layout: Layout, width: int, ink: QColor) -> QImage | None:
        columns = np.zeros((width, 2), np.float32)
        scale = layout.scale
        origin = float(scale.origin)
        for run in _runs(layout.visible_clips(width), self._media()):
            left, right = (run.start - origin) * scale.density, (run.end - origin) * scale.density
            first, last = max(0, round(left)), min(width, round(right))
            if first < last:
                begin = run.source + (first - left) / scale.density
                columns[first:last] = self._outline.columns(
                    run.media, begin, begin + (last - first) / scale.density, last - first
                )
        gained: Float32[np.ndarray, "x 2"] = columns * np.float32(10 ** (layout.timeline.production.gain_db / 20))
        return waves(gained[:, 0], gained[:, 1], np.full(width, ink.rgba(), np.uint32), PRODUCTION, 3)


def _runs(clips: tuple[PictureClip, ...], media: Mapping[str, MediaFile]) -> Iterator[_Run]:
    last: _Run | None = None
    for clip in clips:
        file = media.get(clip.region.media)
        if file is None or file.sound is None or clip.region.time_map:
            continue
        start, source = float(clip.record), float(clip.region.span.start)
        end = start + float(clip.region.span.duration)
        if (
            last is not None
            and last.media is file
            and abs(last.end - start) < 1e-6
            and abs(last.source + last.end - last.start - source) < 1e-6
        ):
            last = _Run(file, last.start, end, last.source)
            continue
        if last is not None:
            yield last
        last = _Run(file, start, end, source)
    if last is not None:
        yield last


class ProductionHead(QFrame):
    """Mute, solo, level and ducking of the production sound.

    Signals:
        edited: A function that makes a change of the present timeline.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setGeometry(0, _TOP, HEADER, PRODUCTION)
        name = QLabel(self.tr("Production"))
        name.setProperty("role", "muted")
        name.setToolTip(self.tr("The sound of the video itself; heard here, delivered in a film only"))
        self.mute = LetterButton(self.tr("M"), self.tr("Mute the production sound"))
        self.solo = LetterButton(self.tr("S"), self.tr("Solo the production sound"))
        self.mute.clicked.connect(lambda on: self.edited.emit(lambda t: set_production(t, mute=on)))
        self.solo.clicked.connect(lambda on: self.edited.emit(lambda t: set_production(t, solo=on)))
        for switch in (self.mute, self.solo):
            switch.setFixedSize(24, 22)
        self.level = QToolButton()
        self.level.setAccessibleName(self.tr("Level of the production sound"))
        self.level.setProperty("role", "level")
        self.level.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.level)
        for db in _LEVELS:
            menu.addAction(f"{db:+d} dB").triggered.connect(
                lambda _=False, db=db: self.edited.emit(lambda t: set_production(t, db=float(db)))
            )
        ducks = menu.addMenu(self.tr("While a take is heard"))
        for db in _DUCKS:
            ducks.addAction(f"{db:+d} dB").triggered.connect(
                lambda _=False, db=db: self.edited.emit(lambda t: set_production(t, duck=float(db)))
            )
        set_access_keys(menu)
        self.level.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 2, 2)
        row.setSpacing(2)
        row.addWidget(name, 1)
        self.meter = TrackMeter()
        for widget in (self.level, self.mute, self.solo, self.meter):
            row.addWidget(widget)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show how it is listened to."""
        self.setEnabled(timeline is not None)
        if timeline is not None:
            production = timeline.production
            self.mute.setChecked(production.mute)
            self.solo.setChecked(production.solo)
            self.level.setText(f"{production.gain_db:+.0f} dB")
            ducked = self.tr("{db} dB more while a take is heard").format(db=f"{production.duck_db:+.0f}")
            self.level.setToolTip(f"{self.level.accessibleName()}; {ducked}")
