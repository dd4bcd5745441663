"""The shots of the cut as a list: names, lengths, states, thumbnails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from threading import Thread
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from v2a_gui.models.fetching import Fetcher
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import clock
from v2a_plugin.model.timeline import PictureClip, Timeline

__all__ = ["CLIP", "STATE", "TAKES", "ShotModel", "ShotState", "picture_of"]

CLIP = Qt.ItemDataRole.UserRole
STATE = Qt.ItemDataRole.UserRole + 1
TAKES = Qt.ItemDataRole.UserRole + 2
_SIDE = 240
Index = QModelIndex | QPersistentModelIndex


class ShotState(StrEnum):
    """How far a shot has come."""

    NONE = "no takes"
    TAKES = "takes"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class _Moment:
    media: MediaFile
    time: Fraction


def picture_of(media: MediaFile, time: Fraction, longest: int = _SIDE) -> QImage:
    """The frame on screen at a time, small."""
    from v2a_plugin.media.fit import Fit
    from v2a_plugin.media.frames import frames_at  # a start needs no decoder

    [pixels] = finish(frames_at(media, (time,), Fit.within(longest))).pixels
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class ShotModel(QAbstractListModel):
    """One row a picture clip, in record order."""

    def __init__(self) -> None:
        super().__init__()
        self._clips: tuple[PictureClip, ...] = ()
        self._counts: dict[str, int] = {}
        self._media: dict[str, MediaFile] = {}
        self._rows: dict[_Moment, int] = {}
        self._thumbnails = Fetcher(lambda moment: picture_of(moment.media, moment.time), self._drawn)

    def show(self, timeline: Timeline | None, media: tuple[MediaFile, ...]) -> None:
        """Show another state of the cut; rows that stay the same keep their selection."""
        clips = timeline.picture if timeline else ()
        counts: dict[str, int] = {}
        for take in timeline.takes if timeline else ():
            if not take.rejected:
                counts[take.region] = counts.get(take.region, 0) + 1
        self._media = {file.fingerprint: file for file in media}
        same = [clip.region.id for clip in clips] == [clip.region.id for clip in self._clips]
        if same:
            changed = [
                row
                for row, (old, new) in enumerate(zip(self._clips, clips, strict=True))
                if old != new or counts.get(new.region.id) != self._counts.get(new.region.id)
            ]
            self._clips, self._counts = clips, counts
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._clips, self._counts = clips, counts
        self._rows.clear()
        self.endResetModel()

    def row_of(self, region: str) -> int:
        """The row of a region, -1 when it is not there."""
        return next((row for row, clip in enumerate(self._clips) if clip.region.id == region), -1)

    def clip(self, row: int) -> PictureClip | None:
        """The clip of a row."""
        return self._clips[row] if 0 <= row < len(self._clips) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._clips)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        clip = self.clip(index.row())
        if clip is None:
            return None
        takes = self._counts.get(clip.region.id, 0)
        state = ShotState.CHOSEN if clip.chosen else ShotState.TAKES if takes else ShotState.NONE
        if role == Qt.ItemDataRole.DisplayRole:
            return clip.region.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(clip, index.row())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.tr("{name}, {length} s, {state}").format(
                name=clip.region.name, length=f"{float(clip.region.span.duration):.2f}", state=self.tr(state.value)
            )
        if role == Qt.ItemDataRole.StatusTipRole:
            return clock(clip.region.span.duration)
        return {CLIP: clip, STATE: state, TAKES: takes}.get(Qt.ItemDataRole(role) if role < CLIP else role)

    def close(self) -> tuple[Thread, ...]:
        """Have the thread that draws thumbnails end; it."""
        return self._thumbnails.close()

    def _thumbnail(self, clip: PictureClip, row: int) -> QImage | None:
        media = self._media.get(clip.region.media)
        if media is None:
            return None
        span = clip.region.span
        middle = span.start + span.duration / 2 if not media.still else Fraction(0)
        moment = _Moment(media, middle)
        self._rows[moment] = row
        return self._thumbnails.get(moment)

    def _drawn(self, moment: _Moment) -> None:
        row = self._rows.get(moment, -1)
        if 0 <= row < len(self._clips):
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])
