"""The takes of a shot: a card each, with waveform, score, what it is heard as, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.models.audition import PRODUCTION, Audition
from v2a_gui.models.sounds import Peaks
from v2a_gui.playback.mixer import RATE
from v2a_gui.theme import colours, icon
from v2a_gui.views.between import BetweenTakes
from v2a_gui.views.dragging import take_mime
from v2a_plugin.model.timeline import KeptTake

__all__ = ["TakeCard", "Takes", "Waveform"]

_TAGS = 3


class Takes(QWidget):
    """Cards of the present shot's takes.

    Signals:
        starred: (take, on).
        rejected: (take, on).
        placed: A take to put on the timeline.
        between: (id of a take, id of another, position): render a take between them.
        unwanted: A label that should not be heard: render again without it.
        wanted: A label that should be heard: render again with it.
        current: The take the keyboard is on.
    """

    starred = Signal(object, bool)
    rejected = Signal(object, bool)
    placed = Signal(object)
    between = Signal(str, str, float)
    unwanted = Signal(str)
    wanted = Signal(str)
    current = Signal(object)

    def __init__(
        self, audition: Audition, wav_of: Callable[[str], str] = lambda _: "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._audition, self._wav_of = audition, wav_of
        self._cards: dict[str, TakeCard] = {}
        self._current: str = ""
        self._chosen: str | None = None
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.empty = QLabel(self.tr("No takes yet. Press G to generate some."))
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.production = QToolButton()
        self.production.setText(self.tr("0  Production sound"))
        self.production.setCheckable(True)
        self.production.clicked.connect(lambda: audition.toggle(PRODUCTION))
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(6, 0, 6, 6)
        self._rows.setSpacing(6)
        self._rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(self._list)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 8, 2)
        head.addWidget(self.title, 1)
        head.addWidget(self.production)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.empty, 1)
        layout.addWidget(area, 10)
        self.way = BetweenTakes()
        self.way.asked.connect(self.between)
        layout.addWidget(self.way)
        audition.switched.connect(self._switched)
        audition.outlined.connect(self._outlined)
        self.refresh()

    def refresh(self) -> None:
        """Show the takes as they are now; cards that stay keep their place."""
        clip, takes = self._audition.clip, self._audition.takes
        self.title.setText(clip.region.name if clip else "")
        self._chosen = clip.chosen if clip else None
        self.production.setVisible(clip is not None)
        self.empty.setVisible(not takes)
        self._area.setVisible(bool(takes))
        self.empty.setText(
            self.tr("No takes yet. Press G to generate some.") if clip else self.tr("Pick a shot to see its takes.")
        )
        wanted = {take.id for take in takes}
        for identifier in [identifier for identifier in self._cards if identifier not in wanted]:
            self._cards.pop(identifier).deleteLater()
        for number, take in enumerate(takes, 1):
            card = self._cards.get(take.id)
            if card is None:
                card = self._cards[take.id] = TakeCard()
                card.gain.setValue(self._audition.gain_db(take.id))
                self._wire(card)
                self._rows.insertWidget(self._rows.count() - 1, card)
                card.wave.show_sound(self._audition.outline(take.id), take.length)
            card.show_take(take, number, chosen=take.id == self._chosen)
        self.way.show_takes(takes)
        if self._current not in wanted:
            self._current = takes[0].id if takes else ""
            self.current.emit(self.take)
        self._switched(self._audition.heard)

    def redraw(self) -> None:
        """Make the cards anew, after the palette has changed."""
        for card in self._cards.values():
            card.deleteLater()
        self._cards.clear()
        self.refresh()

    @property
    def take(self) -> KeptTake | None:
        """The take the keyboard is on."""
        return next((take for take in self._audition.takes if take.id == self._current), None)

    def pick(self, take: str) -> None:
        """Put the keyboard on a take and show it."""
        self._current = take
        card = self._cards.get(take)
        if card is not None:
            self._area.ensureWidgetVisible(card)
        self._switched(self._audition.heard)
        self.current.emit(self.take)

    def play(self, take: KeptTake) -> None:
        """Audition a take and put the keyboard on it."""
        self.pick(take.id)
        self._audition.audition(take.id)

    def playhead(self, share: float | None) -> None:
        """Draw where the playhead is in the shot, 0 to 1; None for outside."""
        for card in self._cards.values():
            card.wave.playhead(share)

    def mime(self, take: KeptTake) -> QMimeData:
        """A take as it is dragged: onto the timeline, or out of the window as a file."""
        return take_mime(take.id, self._wav_of(take.id))

    def _drag(self, take: KeptTake) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.mime(take))
        drag.exec(Qt.DropAction.CopyAction)

    def _wire(self, card: TakeCard) -> None:
        audition = self._audition
        card.dragged.connect(self._drag)
        card.gain.valueChanged.connect(lambda db: audition.gain(card.take.id, db) if card.take else None)
        card.solo.clicked.connect(lambda on: audition.solo(card.take.id, on) if card.take else None)
        card.mute.clicked.connect(lambda on: audition.mute(card.take.id, on) if card.take else None)
        card.played.connect(self.play)
        card.focused.connect(lambda take: self.pick(take.id))
        card.starred.connect(self.starred)
        card.rejected.connect(self.rejected)
        card.placed.connect(self.placed)
        card.unwanted.connect(self.unwanted)
        card.wanted.connect(self.wanted)

    def _switched(self, heard: frozenset[str]) -> None:
        self.production.setChecked(PRODUCTION in heard)
        for identifier, card in self._cards.items():
            card.mark(heard=identifier in heard, current=identifier == self._current)
            card.solo.setChecked(identifier in self._audition.soloed)
            card.mute.setChecked(identifier in self._audition.muted)

    def _outlined(self, identifier: str) -> None:
        card = self._cards.get(identifier)
        if card is not None:
            card.wave.show_sound(self._audition.outline(identifier))


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

    def __init__(self) -> None:
        super().__init__()
        self._take: KeptTake | None = None
        self._pressed: QPointF | None = None
        self.setObjectName("take")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.number = QLabel()
        self.number.setProperty("role", "title")
        self.number.setFixedWidth(22)
        self.score = QLabel()
        self.score.setProperty("role", "muted")
        self.state = QLabel()
        self.wave = Waveform()
        self.star = _button("star", self.tr("Star"), checkable=True)
        self.reject = _button("reject", self.tr("Reject"), checkable=True)
        self.put = _button("place", self.tr("Place on the timeline"))
        self.star.clicked.connect(lambda on: self.starred.emit(self._take, on))
        self.reject.clicked.connect(lambda on: self.rejected.emit(self._take, on))
        self.put.clicked.connect(lambda: self.placed.emit(self._take))
        tags = QWidget()
        tags.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tags = QHBoxLayout(tags)
        self._tags.setContentsMargins(0, 0, 0, 0)
        self._tags.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.number)
        head.addWidget(self.state)
        head.addStretch(1)
        for widget in (self.score, self.star, self.reject, self.put):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 6, 6)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(tags)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self.note)
        self.solo, self.mute = _letter(self.tr("S"), self.tr("Solo")), _letter(self.tr("M"), self.tr("Mute"))
        self.gain = QDoubleSpinBox(minimum=-60, maximum=24, singleStep=1, decimals=1, suffix=self.tr(" dB"))
        self.gain.setAccessibleName(self.tr("Level while auditioning"))
        self.gain.setToolTip(self.tr("Level while auditioning; the level on the timeline is the cue's own"))
        self.gain.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.gain.setFixedWidth(62)
        low = QHBoxLayout()
        low.setSpacing(2)
        low.addWidget(self.wave, 1)
        for control in (self.solo, self.mute, self.gain):
            low.addWidget(control)
        layout.addLayout(low)

    def show_take(self, take: KeptTake, number: int, chosen: bool) -> None:
        """Show a take as it is now."""
        labels = take.heard_as[:_TAGS]
        if self._take is None or self._take.heard_as[:_TAGS] != labels:
            self._show_tags(labels)
        self._take = take
        self.number.setText(str(number))
        self.score.setText(f"{take.score:+.2f}")
        self.score.setToolTip(self.tr("How close it came to what was asked for, -1 to 1"))
        marks = [self.tr("● chosen")] if chosen else []
        marks += [self.tr("rejected")] if take.rejected else []
        marks += [self.tr("silent")] if take.silent else []
        self.state.setText("  ".join(marks))
        self.star.setChecked(take.star)
        self.star.setIcon(icon("star-on", colours().chosen) if take.star else icon("star"))
        self.reject.setChecked(take.rejected)
        self.note.setText(take.note)
        self.note.setToolTip(take.note)
        self.note.setVisible(bool(take.note))
        self.wave.faded = take.rejected
        self.wave.update()
        self.setAccessibleName(self.tr("Take {number}, {tags}").format(number=number, tags=", ".join(labels)))

    def mark(self, heard: bool, current: bool) -> None:
        """Show whether it is heard and whether the keyboard is on it."""
        c = colours()
        line = c.accent if current else c.line
        ground = c.raised if heard else c.base
        self.setStyleSheet(f"#take {{ background: {ground}; border: 1px solid {line}; border-radius: 5px; }}")
        self.number.setToolTip(self.tr("Heard now") if heard else "")

    @property
    def take(self) -> KeptTake | None:
        """What it shows."""
        return self._take

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self.played.emit(self._take)
        super().mousePressEvent(event)

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

    def _show_tags(self, labels: tuple[str, ...]) -> None:
        while (item := self._tags.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for label in labels:
            button = QToolButton()
            button.setText(label)
            button.setProperty("role", "tag")
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setToolTip(self.tr("Heard as “{label}”. Wrong, or just right?").format(label=label))
            menu = QMenu(button)
            menu.addAction(self.tr("Not “{label}”: render again without it").format(label=label)).triggered.connect(
                lambda _=False, label=label: self.unwanted.emit(label)
            )
            menu.addAction(self.tr("More “{label}”: render again with it").format(label=label)).triggered.connect(
                lambda _=False, label=label: self.wanted.emit(label)
            )
            button.setMenu(menu)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._tags.addWidget(button)
        self._tags.addStretch(1)


class Waveform(QWidget):
    """The outline of a sound, with the playhead on it."""

    def __init__(self) -> None:
        super().__init__()
        self._peaks: Peaks | None = None
        self._length = Fraction(0)
        self._share: float | None = None
        self.faded = False
        self.setFixedHeight(44)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sound(self, peaks: Peaks | None, length: Fraction | None = None) -> None:
        """Draw a sound; None while it is loaded.

        Args:
            peaks: Its outline.
            length: Its seconds; None leaves what was told before.
        """
        self._peaks = peaks
        self._length = length if length is not None else self._length
        self.update()

    def playhead(self, share: float | None) -> None:
        """Draw the playhead at a share of the width."""
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        middle, half = self.height() / 2, self.height() / 2 - 2
        if self._peaks is None:
            painter.setPen(QPen(QColor(c.line)))
            painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
            return
        shade = QColor(c.wave)
        if self.faded:
            shade.setAlpha(90)
        painter.setPen(QPen(shade))
        columns = self._peaks.columns(0, float(self._length * RATE), self.width())
        columns /= max(0.05, float(abs(columns).max(initial=0)))
        for x, (low, high) in enumerate(columns.tolist()):
            painter.drawLine(QPointF(x, middle - high * half - 0.5), QPointF(x, middle - low * half + 0.5))
        if self._share is not None and 0 <= self._share <= 1:
            painter.fillRect(QRectF(self._share * self.width() - 1, 0, 2, self.height()), QColor(c.playhead))


def _letter(letter: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setText(letter)
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setCheckable(True)
    return button


def _button(name: str, text: str, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setCheckable(checkable)
    return button
