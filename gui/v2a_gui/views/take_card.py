"""One take as a card: its waveform, score, what it is heard as, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.access_keys import set_access_keys
from v2a_gui.theme import colours, icon
from v2a_gui.views.small import ElidedLabel, IconButton, LetterButton
from v2a_gui.views.waveform import Waveform
from v2a_plugin.model.recipe import Origin
from v2a_plugin.model.timeline import KeptTake
from v2a_plugin.timeline.routing import track_name_for

__all__ = ["TakeCard"]

_TAGS = 3
_SIGN = 14
"""Pixels of the sign that shows where a take comes from."""


class TakeCard(QFrame):
    """One take."""

    played = Signal(object)
    focused = Signal(object)
    starred = Signal(object, bool)
    rejected = Signal(object, bool)
    placed = Signal(object)
    dragged = Signal(object)
    unwanted = Signal(str)
    wanted = Signal(str)
    menu_requested = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._take: KeptTake | None = None
        self._pressed: QPointF | None = None
        self._heard = self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.number = QLabel()
        self.number.setProperty("role", "title")
        self.number.setMinimumWidth(14)
        self.score = QLabel()
        self.score.setProperty("role", "muted")
        self.state = QLabel()
        self.origin = QLabel()
        self.origin.setProperty("role", "muted")
        self._origin_sign = QLabel()
        self.wave = Waveform()
        self.star = IconButton("star", self.tr("Star"), checkable=True)
        self.reject = IconButton("reject", self.tr("Reject"), checkable=True)
        self.put = IconButton("place", self.tr("Place on the timeline"))
        self.star.clicked.connect(lambda on: self.starred.emit(self._take, on))
        self.reject.clicked.connect(lambda on: self.rejected.emit(self._take, on))
        self.put.clicked.connect(lambda: self.placed.emit(self._take))
        self.tags = _Tags()
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.number)
        head.addWidget(self._origin_sign)
        head.addWidget(self.origin)
        head.addWidget(self.state)
        head.addWidget(self.tags, 1)
        for widget in (self.score, self.star, self.reject, self.put):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 3, 6, 5)
        layout.setSpacing(2)
        layout.addLayout(head)
        self.note, self.seen = ElidedLabel(), ElidedLabel()
        for line in (self.seen, self.note):
            line.setProperty("role", "muted")
            layout.addWidget(line)
        self.solo = LetterButton(self.tr("S"), self.tr("Solo"))
        self.mute = LetterButton(self.tr("M"), self.tr("Mute"))
        self.gain = QDoubleSpinBox(minimum=-60, maximum=24, singleStep=1, decimals=1, suffix=self.tr(" dB"))
        self.gain.setAccessibleName(self.tr("Level while auditioning"))
        self.gain.setToolTip(self.tr("Level while auditioning; the level on the timeline is the cue's own"))
        self.gain.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.gain.setProperty("role", "bare")
        self.gain.setFixedWidth(62)
        self.levels = QLabel()
        self.levels.setProperty("role", "small")
        self.levels.setAlignment(Qt.AlignmentFlag.AlignRight)
        controls = QGridLayout()
        controls.setSpacing(2)
        for column, control in enumerate((self.solo, self.mute, self.gain)):
            controls.addWidget(control, 0, column)
        controls.addWidget(self.levels, 1, 0, 1, 3)
        low = QHBoxLayout()
        low.setSpacing(4)
        low.addWidget(self.wave, 1)
        low.addLayout(controls)
        layout.addLayout(low)

    def show_take(self, take: KeptTake, number: int, chosen: bool) -> None:
        """Show a take as it is now."""
        labels = tuple(filter(None, (take.title, *take.heard_as)))[:_TAGS]
        if self._take is None or (self._take.title, self._take.heard_as) != (take.title, take.heard_as):
            self._show_tags(labels, take.title)
        self._take = take
        self.number.setText(str(number))
        self.score.setText(f"{take.score:+.2f}")
        self.score.setToolTip(self.tr("How close it came to the request, -1 to 1"))
        marks = [self.tr("● chosen")] if chosen else []
        marks += [self.tr("rejected")] if take.rejected else []
        marks += [self.tr("silent")] if take.silent else []
        self.state.setText("  ".join(marks))
        self.state.setVisible(bool(marks))
        self.star.setChecked(take.star)
        self.star.draw(*(("star-on", colours().chosen) if take.star else ("star",)))
        self.put.setToolTip(self.tr("Place on the timeline, on {track}").format(track=track_name_for(take)))
        self.reject.setChecked(take.rejected)
        self.note.setText(take.note)
        self.note.setToolTip(take.note)
        self.note.setVisible(bool(take.note))
        self.seen.setText(self.tr("Seen: {words}").format(words=", ".join(take.seen_as)))
        self.seen.setToolTip(
            self.tr("The words that won in the picture: {words}").format(words=", ".join(take.seen_as))
        )
        self.seen.setVisible(bool(take.seen_as))
        self.wave.faded, self.wave.recorded = take.rejected, take.kind is Origin.RECORDED
        self.wave.update()
        name, word = {
            Origin.RECORDED: ("recorded", self.tr("recorded")),
            Origin.BOTH: ("wave", self.tr("varied")),
            Origin.GENERATED: ("wave", self.tr("generated")),
        }[take.kind]
        self.origin.setText(word)
        ink = colours().recorded if take.kind is Origin.RECORDED else colours().rendered
        self._origin_sign.setPixmap(icon(name, ink).pixmap(_SIGN, _SIGN))
        for label in (self.origin, self._origin_sign):
            label.setToolTip(take.recording or self.tr("Rendered by a model"))
        self.setAccessibleName(
            self.tr("Take {number}, {origin}, {tags}").format(number=number, origin=word, tags=", ".join(labels))
        )

    def mark(self, heard: bool, current: bool) -> None:
        """Show whether it is heard and whether the keyboard is on it."""
        self._heard, self._current = heard, current
        self.number.setToolTip(self.tr("Heard now") if heard else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the frame; a style sheet of its own would have every part of the card polished each time."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(c.accent if self._current else c.line))
        painter.setBrush(QColor(c.raised if self._heard else c.base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    @property
    def take(self) -> KeptTake | None:
        """What it shows."""
        return self._take

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self.played.emit(self._take)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(self._take, event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position() - self._pressed).manhattanLength() if self._pressed is not None else 0
        if far >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged.emit(self._take)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.focused.emit(self._take)
        super().focusInEvent(event)

    def _show_tags(self, labels: tuple[str, ...], title: str) -> None:
        buttons: list[QToolButton] = []
        for label in labels:
            button = QToolButton()
            button.setText(label)
            button.setProperty("role", "tag")
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            said = self.tr("The recording is called “{label}”.") if label == title else self.tr("Heard as “{label}”.")
            button.setToolTip(self.tr("{said} Wrong, or just right?").format(said=said.format(label=label)))
            menu = QMenu(button)
            menu.addAction(self.tr("Not “{label}”: render again without it").format(label=label)).triggered.connect(
                lambda _=False, label=label: self.unwanted.emit(label)
            )
            menu.addAction(self.tr("More “{label}”: render again with it").format(label=label)).triggered.connect(
                lambda _=False, label=label: self.wanted.emit(label)
            )
            set_access_keys(menu)
            button.setMenu(menu)
            buttons.append(button)
        self.tags.show_buttons(buttons)


class _Tags(QWidget):
    """As many buttons in a row as there is room for; the others are not there."""

    _GAP = 4

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[QToolButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_buttons(self, buttons: list[QToolButton]) -> None:
        """Show these in the place of others, the first ones first."""
        for button in self._buttons:
            button.deleteLater()
        self._buttons = buttons
        for button in buttons:
            button.setParent(self)
        self.setFixedHeight(max((button.sizeHint().height() for button in buttons), default=0))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        x = 0
        for button in self._buttons:
            hint = button.sizeHint()
            fits = x + hint.width() <= self.width()
            button.setVisible(fits)
            if fits:
                button.setGeometry(x, (self.height() - hint.height()) // 2, hint.width(), hint.height())
            x += hint.width() + self._GAP
