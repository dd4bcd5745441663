"""The heads of the tracks: name, kind, mute, solo, record-safe, level and height."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from v2a_gui.access_keys import set_access_keys
from v2a_gui.theme import colours
from v2a_gui.views.small import LetterButton
from v2a_gui.views.timeline.layout import GUIDE, HEADER, PICTURE, RULER, SHOTS, Layout
from v2a_gui.views.timeline.production_lane import ProductionHead
from v2a_gui.views.timeline.track_meter import TrackMeter
from v2a_plugin.model.timeline import Timeline, Track, TrackKind
from v2a_plugin.timeline import track_edits
from v2a_plugin.timeline.changes import Change

__all__ = ["Headers"]

_GAINS = (6, 3, 0, -3, -6, -12, -18)


class Headers(QWidget):
    """One head a track, in step with the canvas.

    Signals:
        edited: A function that makes a change of the present timeline.
        stretched: (track id, new height).
    """

    edited = Signal(object)
    stretched = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._heads: dict[str, _Head] = {}
        self.setFixedWidth(HEADER)
        self._title = QLabel(self.tr("Picture"), self)
        self._title.setProperty("role", "muted")
        self._title.setGeometry(10, RULER, HEADER - 20, SHOTS)
        self._guide = QLabel(self.tr("Guide"), self)
        self._guide.setProperty("role", "muted")
        self._guide.setGeometry(10, RULER + SHOTS, HEADER - 20, GUIDE)
        self.production = ProductionHead(self)
        self.production.edited.connect(self.edited)
        self._add = QToolButton(self)
        self._add.setText("+")
        self._add.setToolTip(self.tr("Add a track"))
        self._add.setAccessibleName(self.tr("Add a track"))
        self._add.setGeometry(HEADER - 30, 1, 26, 22)
        menu = QMenu(self._add)
        for kind in TrackKind:
            if kind is not TrackKind.UNMATCHED:
                menu.addAction(self.tr(kind.value)).triggered.connect(
                    lambda _=False, kind=kind: self.edited.emit(lambda t: track_edits.add_track(t, kind))
                )
        set_access_keys(menu)
        self._add.setMenu(menu)
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_levels(self, level: Callable[[str], float]) -> bool:
        """Show how loud tracks are now; whether any meter stands above its lowest.

        Args:
            level: Peak of a track, full scale 1; of the production sound for "".
        """
        meters = {"": self.production.meter} | {name: head.meter for name, head in self._heads.items()}
        for name, meter in meters.items():
            meter.show_level(level(name))
        return any(meter.moving for meter in meters.values())

    def show_layout(self, layout: Layout | None) -> None:
        """Show the tracks of a layout."""
        timeline = layout.timeline if layout else None
        tracks = {track.id for track in timeline.tracks} if timeline else set()
        for identifier in [identifier for identifier in self._heads if identifier not in tracks]:
            self._heads.pop(identifier).deleteLater()
        self.production.show_timeline(timeline)
        for track, top, height in layout.rows() if layout else ():
            head = self._heads.get(track.id)
            if head is None:
                head = self._heads[track.id] = _Head(track.id)
                head.setParent(self)
                head.edited.connect(self.edited)
                head.stretched.connect(self.stretched)
                head.lower()
            head.show_track(track)
            head.setGeometry(0, top, HEADER, height)
            covered = RULER + PICTURE - top  # by what does not scroll
            head.setVisible(covered < height)
            head.setMask(head.rect().adjusted(0, covered, 0, 0)) if covered > 0 else head.clearMask()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window().color())
        painter.setPen(QPen(colours().line))
        for y in (RULER + SHOTS - 1, RULER + SHOTS + GUIDE - 1, RULER + PICTURE - 1):
            painter.drawLine(0, y, HEADER, y)


class _Head(QFrame):
    edited = Signal(object)
    stretched = Signal(str, int)

    def __init__(self, track: str) -> None:
        super().__init__()
        self._track = track
        self._from: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.name = QLabel()
        self.name.setProperty("role", "title")
        self.kind = QLabel()
        self.kind.setProperty("role", "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        self.mute = self._switch("M", self.tr("Mute"), track_edits.mute_track)
        self.solo = self._switch("S", self.tr("Solo"), track_edits.solo_track)
        self.lock = self._switch("L", self.tr("Record-safe"), track_edits.lock_track)
        for button in (self.mute, self.solo, self.lock):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.kind)
        self.meter = TrackMeter()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(10, 4, 4, 4)
        whole.setSpacing(4)
        layout = QVBoxLayout()
        whole.addLayout(layout, 1)
        whole.addWidget(self.meter)
        layout.setSpacing(0)
        layout.addWidget(self.name)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def show_track(self, track: Track) -> None:
        self.name.setText(track.name)
        kind = "" if track.name.casefold() == track.kind.value else self.tr(track.kind.value)
        self.kind.setText(f"{track.gain_db:+.0f} dB" if track.gain_db else kind)
        for button, on in ((self.mute, track.mute), (self.solo, track.solo), (self.lock, track.lock)):
            button.setChecked(on)
        self.setAccessibleName(track.name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._at_edge(event.position().toPoint()):
            self._from = (int(event.globalPosition().y()), self.height())
        elif event.button() == Qt.MouseButton.RightButton:
            self._menu(event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            begun, height = self._from
            self.stretched.emit(self._track, height + int(event.globalPosition().y()) - begun)
        elif self._at_edge(event.position().toPoint()):
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._rename()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(colours().line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _at_edge(self, at: QPoint) -> bool:
        return at.y() >= self.height() - 5

    def _switch(self, text: str, tip: str, edit: object) -> LetterButton:
        button = LetterButton(text, tip)
        button.setFixedSize(24, 22)

        def switched(on: bool) -> None:
            def make(timeline: Timeline) -> Change:
                assert callable(edit)
                change: Change = edit(timeline, self._track, on)
                return change

            self.edited.emit(make)

        button.clicked.connect(switched)
        return button

    def _rename(self) -> None:
        name, agreed = QInputDialog.getText(self, self.tr("Track"), self.tr("Name"), text=self.name.text())
        if agreed and name.strip():
            self.edited.emit(lambda t: track_edits.rename_track(t, self._track, name.strip()))

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Rename…")).triggered.connect(self._rename)
        kinds = menu.addMenu(self.tr("Kind"))
        for kind in TrackKind:
            if kind is not TrackKind.UNMATCHED:
                kinds.addAction(self.tr(kind.value)).triggered.connect(
                    lambda _=False, kind=kind: self.edited.emit(
                        lambda t: track_edits.set_track_kind(t, self._track, kind)
                    )
                )
        levels = menu.addMenu(self.tr("Level"))
        for db in _GAINS:
            levels.addAction(f"{db:+d} dB").triggered.connect(
                lambda _=False, db=db: self.edited.emit(lambda t: track_edits.set_track_gain(t, self._track, float(db)))
            )
        pans = menu.addMenu(self.tr("Pan"))
        for text, pan in ((self.tr("Left"), -1.0), (self.tr("Middle"), 0.0), (self.tr("Right"), 1.0)):
            pans.addAction(text).triggered.connect(
                lambda _=False, pan=pan: self.edited.emit(lambda t: track_edits.pan_track(t, self._track, pan))
            )
        menu.addAction(self.tr("Remove track")).triggered.connect(
            lambda: self.edited.emit(lambda t: track_edits.remove_track(t, self._track))
        )
        set_access_keys(menu)
        menu.popup(place)
