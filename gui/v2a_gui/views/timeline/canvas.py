"""The timeline's canvas: paints, scrolls, zooms, selects, and hands finished gestures on as changes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from v2a_gui.models.finds import RECORDING_TYPE
from v2a_gui.models.peaks import Peaks
from v2a_gui.playback.player import Player
from v2a_gui.views.dragging import TAKE_TYPE, take_mime
from v2a_gui.views.timeline.cue_arrays import CueArrays
from v2a_gui.views.timeline.gestures import Drag, Gesture, gesture_for
from v2a_gui.views.timeline.layout import PICTURE, RULER, Grip, Hit, Layout, Scale
from v2a_gui.views.timeline.painting import Overlay, paint
from v2a_gui.views.timeline.picture_lane import PictureLane
from v2a_gui.views.timeline.production_lane import ProductionLane
from v2a_gui.views.timeline.readouts import readout
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.timeline import KeptTake, Timeline
from v2a_plugin.timeline import volume
from v2a_plugin.timeline.changes import Change, apply
from v2a_plugin.timeline.snapping import SnapPoint, snap_points

__all__ = ["Canvas"]

_REACH = 8
_CURSORS = {
    Grip.BODY: Qt.CursorShape.OpenHandCursor,
    Grip.START: Qt.CursorShape.SizeHorCursor,
    Grip.END: Qt.CursorShape.SizeHorCursor,
    Grip.FADE_IN: Qt.CursorShape.SizeHorCursor,
    Grip.FADE_OUT: Qt.CursorShape.SizeHorCursor,
    Grip.GAIN: Qt.CursorShape.SizeVerCursor,
    Grip.POINT: Qt.CursorShape.SizeAllCursor,
}


class Canvas(QWidget):
    """Everything of the timeline but the headers of its tracks.

    Signals:
        edited: A `Change` that a gesture made.
        selected: Ids of the selected cues have changed.
        dropped: (take id, track id, time): a take was dropped on a track.
        recording_dropped: (digest, track id, time): a recording of a library was.
        scaled: Zoom, scroll or the rows of tracks may have changed.
        menu_requested: (`Hit`, global position): the context menu.
        picked: Id of the region of a picture clip that was clicked.
    """

    edited = Signal(object)
    selected = Signal(object)
    dropped = Signal(str, str, object)
    recording_dropped = Signal(str, str, object)
    scaled = Signal()
    menu_requested = Signal(object, object)
    picked = Signal(str)

    def __init__(
        self,
        player: Player,
        peaks: Callable[[str], Peaks | None],
        picture: PictureLane,
        production: ProductionLane,
        wav_of: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__()
        self._player, self._wav_of = player, wav_of
        self._lanes = picture, production
        self._arrays = CueArrays(peaks)
        self._timeline: Timeline | None = None
        self._preview: Timeline | None = None
        self._takes: dict[str, KeptTake] = {}
        self._heights: dict[str, int] = {}
        self.scale, self.down = Scale(), 0
        self.chosen: frozenset[str] = frozenset()
        self.region = ""
        self.snapping, self.slipping, self.following = True, False, True
        self._pressed: QPointF | None = None
        self._hit: Hit | None = None
        self._gesture: Gesture | None = None
        self._points: tuple[SnapPoint, ...] = ()
        self._change: Change | None = None
        self._catch: Fraction | None = None
        self.readout: tuple[str, QPointF] | None = None
        """What the gesture that is under way says, and where."""
        self._band: QRectF | None = None
        self._fitted = False
        self._fitted_to = 0
        """Pixels that the whole cut was fitted to; a hidden widget is not told how wide it was."""
        self._there: set[str] = set()
        self._unchoose = ""
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(RULER + PICTURE + 48)
        player.moved.connect(lambda _: self.update())
        player.marked.connect(self.update)

    # What is shown

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show another state of the cut."""
        before, self._timeline, self._preview = self._timeline, timeline, None
        self._takes = {take.id: take for take in timeline.takes} if timeline else {}
        there = {cue.id for track in timeline.tracks for cue in track.cues} if timeline else set()
        if not self.chosen <= there:
            self.choose(self.chosen & there)
        if timeline is None:
            self._fitted = False
        elif not self._fitted and timeline.end:
            self.fit()
        new, self._there = there - self._there, there
        if before is not None and new:
            self._reveal(new)
        self.update()

    def _reveal(self, cues: set[str]) -> None:
        """Scroll the tracks until those that some cues are on can be seen, the upper ones first."""
        layout = self.shown
        rows = [
            (top, top + height)
            for track, top, height in (layout.rows() if layout else ())
            if any(cue.id in cues for cue in track.cues)
        ]
        if rows:
            above, below = rows[0][0] - RULER - PICTURE, rows[-1][1] - self.height()
            if above < 0 or below > 0:
                self.scroll_to(self.down + (above if above < 0 else min(above, below)))

    @property
    def shown(self) -> Layout | None:
        """What is painted now, a gesture's preview included."""
        timeline = self._preview or self._timeline
        return Layout(timeline, self.scale, self._heights, self.down) if timeline else None

    def choose(self, cues: frozenset[str]) -> None:
        """Select cues."""
        if cues != self.chosen:
            self.chosen = cues
            self.selected.emit(cues)
            self.update()

    def set_height(self, track: str, height: int) -> None:
        """Set how tall a track is."""
        self._heights[track] = min(max(height, 28), 200)
        self.scaled.emit()
        self.update()

    def stretch(self, factor: float) -> None:
        """Make every track taller or lower."""
        layout = self.shown
        for track, _, height in tuple(layout.rows()) if layout else ():
            self.set_height(track.id, round(height * factor))

    def amplify(self, factor: float) -> None:
        """Draw the waveforms taller or lower, whatever their level; from a quarter to 32 times."""
        self._arrays.tall = min(max(self._arrays.tall * factor, 0.25), 32.0)
        self.update()

    # Zoom and scroll

    def fit_next(self) -> None:
        """Show the whole of the next cut, whatever the zoom is now."""
        self._fitted = False

    def fit(self) -> None:
        """Show the whole cut."""
        if self._timeline is None or not self._timeline.end:
            return
        self._fitted, self._fitted_to = self.width() > 100, self.width()
        self.set_scale(self._scale_for(self.width()))

    def _scale_for(self, width: int) -> Scale:
        """The scale that shows the whole cut in so many pixels."""
        end = float(self._timeline.end) if self._timeline is not None and self._timeline.end else 1.0
        return Scale(Fraction(0), max(0.02, (width - 24) / end))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Nearer or further, around a pixel; around the playhead, or the middle, when None."""
        if x is None:
            x = self.scale.x(self._player.at)
            x = x if 0 <= x <= self.width() else self.width() / 2
        self.set_scale(self.scale.zoomed(factor, x))

    def set_scale(self, scale: Scale) -> None:
        """Zoom and scroll to a scale."""
        self.scale = scale
        self.scaled.emit()
        self.update()

    def follow(self, at: Fraction) -> None:
        """Turn the page when the playhead leaves it, unless it is not to be followed."""
        x = self.scale.x(at)
        if self.following and not 0 <= x <= self.width():
            self.set_scale(Scale(at - self.scale.reach(self.width() * 0.1), self.scale.density))

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta, keys = event.angleDelta(), event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.2 ** (delta.y() / 120), event.position().x())
        elif delta.x() or keys & Qt.KeyboardModifier.ShiftModifier:
            pixels = event.pixelDelta().x() or delta.x() or delta.y()
            moved = self.scale.reach(abs(pixels)) * (1 if pixels < 0 else -1)
            self.set_scale(Scale(self.scale.origin + moved, self.scale.density))
        else:
            self.scroll_to(self.down - delta.y() // 2)
        event.accept()

    def scroll_to(self, scroll: int) -> None:
        """Scroll the tracks."""
        layout = self.shown
        limit = max(0, layout.height - self.height()) if layout else 0
        self.down = min(max(0, scroll), limit)
        self.scaled.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._fitted or self.scale == self._scale_for(self._fitted_to):
            self.fit()  # all of it was shown, and is
        self.scroll_to(self.down)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layout = self.shown
        if layout is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position()
        hit = self._hit = layout.hit(event.position().x(), event.position().y())
        more = bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
        if hit.cue is not None:
            self._unchoose = hit.cue.id if more and hit.cue.id in self.chosen else ""
            if hit.cue.id not in self.chosen:
                self.choose((self.chosen if more else frozenset()) | {hit.cue.id})
            slipping = self.slipping or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._gesture = gesture_for(hit, self.chosen or {hit.cue.id}, slipping)
        elif hit.marker is not None:
            self._gesture = gesture_for(hit, (), False)
        elif hit.ruler or hit.clip is not None:
            self._player.locate(layout.frame(max(Fraction(0), hit.at)))
            if hit.clip is not None:
                self.picked.emit(hit.clip.region.id)
        elif not more:
            self.choose(frozenset())
        kept = frozenset(self.chosen) | ({hit.marker.id} if hit.marker else set())
        self._points = snap_points(layout.timeline, without=kept, playhead=self._player.at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the gain line of a cue: a volume point more; on a volume point: it goes. Elsewhere a press like any."""
        layout = self.shown
        hit = layout.hit(event.position().x(), event.position().y()) if layout else None
        left = event.button() == Qt.MouseButton.LeftButton
        if layout is None or hit is None or hit.cue is None or not left or hit.grip not in (Grip.GAIN, Grip.POINT):
            self.mousePressEvent(event)
        elif hit.point is not None:
            at = volume.point_time(hit.cue, hit.point)
            self.edited.emit(volume.remove_volume_point(layout.timeline, hit.cue.id, at))
        else:
            self.edited.emit(volume.add_volume_point(layout.timeline, hit.cue.id, hit.at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layout = self.shown
        if layout is None:
            return
        position = event.position()
        if self._pressed is None or self._hit is None:
            hit = layout.hit(position.x(), position.y())
            self.setCursor(_CURSORS[hit.grip] if hit.cue else Qt.CursorShape.ArrowCursor)
            return
        if self._gesture is not None:
            if (position - self._pressed).manhattanLength() >= 3 or self._change is not None:
                if not self.rect().adjusted(-40, -40, 40, 40).contains(position.toPoint()) and self._hit.cue:
                    self._drag_out(self._hit.cue.take)
                    return
                self._dragged(self._gesture, position, event.modifiers())
        elif self._hit.ruler or self._hit.clip is not None:
            self._player.locate(layout.frame(max(Fraction(0), self.scale.at(position.x()))))
        else:
            self._band = QRectF(self._pressed, position).normalized()
            self._choose_inside(layout, self._band)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        change = self._change
        if change is None and self._unchoose:
            self.choose(self.chosen - {self._unchoose})
        self._unchoose = ""
        self._let_go()
        if change is not None and change:
            self.edited.emit(change)

    def abandon(self) -> bool:
        """Give up the gesture that is under way; whether there was one."""
        under_way = self._pressed is not None
        self._let_go()
        return under_way

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        layout = self.shown
        if layout is None:
            return
        hit = layout.hit(event.pos().x(), event.pos().y())
        if hit.cue is not None and hit.cue.id not in self.chosen:
            self.choose(frozenset({hit.cue.id}))
        self.menu_requested.emit(hit, event.globalPos())

    # Takes that are dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(TAKE_TYPE) or event.mimeData().hasFormat(RECORDING_TYPE):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        layout = self.shown
        position = event.position()
        if layout is not None and layout.hit(position.x(), position.y()).track is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        layout = self.shown
        if layout is None:
            return
        hit = layout.hit(event.position().x(), event.position().y())
        if hit.track is not None:
            event.acceptProposedAction()
            for kind, signal in ((TAKE_TYPE, self.dropped), (RECORDING_TYPE, self.recording_dropped)):
                if event.mimeData().hasFormat(kind):
                    dropped = bytes(event.mimeData().data(kind).data()).decode()
                    signal.emit(dropped, hit.track.id, layout.frame(hit.at))

    def paintEvent(self, event: QPaintEvent) -> None:
        layout = self.shown
        painter = QPainter(self)
        if layout is None:
            painter.fillRect(self.rect(), self.palette().base().color())
            return
        overlay = Overlay(
            self._player.at, self._player.marked_span, self.chosen, self.region, self._band, self._catch, self.readout
        )
        hint = self.tr("Drag a take here, or press P to place the selected one.")
        paint(painter, layout, self.width(), self.height(), overlay, self._arrays, self._takes.get, *self._lanes, hint)
        if self._arrays.again:
            QTimer.singleShot(0, self, self.update)

    # Inside

    def _dragged(self, gesture: Gesture, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self._timeline is None or self._pressed is None:
            return
        layout = Layout(self._timeline, self.scale, self._heights, self.down)
        under = layout.hit(position.x(), position.y()).track
        free = not self.snapping or bool(keys & Qt.KeyboardModifier.ControlModifier)
        drag = Drag(
            self.scale.at(position.x()) - self.scale.at(self._pressed.x()),
            self._pressed.y() - position.y(),
            under.id if under else "",
            () if free else self._points,
            Fraction(0) if free else self.scale.reach(_REACH),
        )
        try:
            change = gesture.change(self._timeline, drag)
            before = len(layout.timeline.tracks if self._preview is None else self._preview.tracks)
            self._preview = apply(change, self._timeline) if change else self._timeline
        except V2AError:
            self.setCursor(Qt.CursorShape.ForbiddenCursor)
            return  # the last place that worked stays
        self._change = change
        if len(self._preview.tracks) != before:
            self.scaled.emit()  # a track more has a head of its own
        text = readout(self._timeline, change)
        self.readout = (text, position) if text else None
        self._catch = None if free else gesture.caught(self._timeline, drag)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _choose_inside(self, layout: Layout, band: QRectF) -> None:
        inside = set()
        for track, top, height in layout.rows():
            if top < band.bottom() and top + height > band.top():
                for cue in layout.visible_cues(track, self.width()):
                    if self.scale.x(cue.start) < band.right() and self.scale.x(cue.end) > band.left():
                        inside.add(cue.id)
        self.choose(frozenset(inside))

    def _drag_out(self, take: str) -> None:
        """Drag the sound of a cue to another program, as a WAV file."""
        self._let_go()
        path = self._wav_of(take)
        if not path:
            return
        drag = QDrag(self)
        drag.setMimeData(take_mime(take, path))
        drag.exec(Qt.DropAction.CopyAction)

    def _let_go(self) -> None:
        self._pressed = self._hit = self._gesture = self._change = self._preview = self._band = self._catch = None
        self.readout = None
        self.scaled.emit()
        self.unsetCursor()
        self.update()
