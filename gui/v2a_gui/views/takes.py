"""The takes of a shot: a card each, and below them what renders between two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from v2a_gui.access_keys import set_access_keys
from v2a_gui.models.audition import Audition
from v2a_gui.models.expected import ExpectedTake
from v2a_gui.models.finds import RECORDING_TYPE
from v2a_gui.views.between import BetweenTakes
from v2a_gui.views.dragging import take_mime
from v2a_gui.views.pending_take import PendingTake
from v2a_gui.views.small import TrackMenu
from v2a_gui.views.take_card import TakeCard
from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import KeptTake, Track

__all__ = ["Takes"]


class Takes(QWidget):
    """Cards of the present shot's takes.

    Signals:
        starred: (take, on).
        rejected: (take, on).
        placed: A take to put on the timeline.
        placed_on: (take, id of a track): a take to put on that track.
        between: (id of a take, id of another, position): render a take between them.
        unwanted: A label that should not be heard: render again without it.
        wanted: A label that should be heard: render again with it.
        current: The take the keyboard is on.
        comped: (take, start, end): hear a part of a take in the cut, seconds on the timeline.
        cancelled: Number of a job whose takes are not wanted any more.
        recording_dropped: Digest of a recording of a library that was dropped here.
    """

    starred = Signal(object, bool)
    rejected = Signal(object, bool)
    placed = Signal(object)
    placed_on = Signal(object, str)
    between = Signal(str, str, float)
    unwanted = Signal(str)
    wanted = Signal(str)
    current = Signal(object)
    comped = Signal(object, object, object)
    cancelled = Signal(int)
    recording_dropped = Signal(str)

    def __init__(
        self, audition: Audition, wav_of: Callable[[str], str] = lambda _: "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._audition, self._wav_of = audition, wav_of
        self._cards: dict[str, TakeCard] = {}
        self.pending: list[PendingTake] = []
        """Rows of takes that are not there yet."""
        self._expected: Callable[[str], Sequence[ExpectedTake]] = lambda _: ()
        self._alike = False
        self._current: str = ""
        self._actions: tuple[QAction, ...] = ()
        self._tracks: Callable[[], Sequence[Track]] = tuple
        self._chosen: str | None = None
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.empty = QLabel(self.tr("No takes yet. Press G to generate some."))
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.empty, 1)
        layout.addWidget(area, 10)
        self.between_takes = BetweenTakes()
        self.between_takes.requested.connect(self.between)
        layout.addWidget(self.between_takes)
        audition.switched.connect(self._switched)
        audition.outlined.connect(self._outlined)
        audition.measured.connect(self._measured)
        self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(RECORDING_TYPE) and self._audition.clip is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.recording_dropped.emit(bytes(event.mimeData().data(RECORDING_TYPE).data()).decode())

    def refresh(self) -> None:
        """Show the takes as they are now; cards that stay keep their place."""
        clip, takes = self._audition.clip, self._audition.takes
        self.title.setText(clip.region.name if clip else "")
        self._chosen = clip.chosen if clip else None
        self.show_expected()
        self.empty.setText(
            self.tr("No takes yet. Press G to generate some.") if clip else self.tr("Pick a shot to see its takes.")
        )
        wanted, placed = {take.id for take in takes}, self._audition.placed()
        for identifier in [identifier for identifier in self._cards if identifier not in wanted]:
            gone = self._cards.pop(identifier)
            gone.hide()
            gone.deleteLater()
        for number, take in enumerate(takes, 1):
            card = self._cards.get(take.id)
            if card is None:
                card = self._cards[take.id] = TakeCard()
                card.gain.setValue(self._audition.gain_db(take.id))
                self._wire(card)
                self._rows.insertWidget(self._rows.count() - 1 - len(self.pending), card)
                card.wave.show_sound(self._audition.outline(take.id), take.used)
                card.wave.alike = self._alike
                self._measured(take.id)
            card.show_take(take, number, chosen=take.id == self._chosen)
            card.wave.show_placed(placed.get(take.id, ()))
        self.between_takes.show_takes(takes, self._audition.pair())
        if self._current not in wanted:
            self._current = takes[0].id if takes else ""
            self.current.emit(self.take)
        self._switched(self._audition.heard)

    def expect(self, expected: Callable[[str], Sequence[ExpectedTake]]) -> None:
        """Say who knows which takes of a region are still to come."""
        self._expected = expected

    def show_expected(self) -> None:
        """Have a row, below those that are there, for each take to come."""
        clip, takes = self._audition.clip, self._audition.takes
        expected = self._expected(clip.region.id) if clip else ()
        while len(self.pending) > len(expected):
            row = self.pending.pop()
            row.hide()
            row.deleteLater()
        while len(self.pending) < len(expected):
            row = PendingTake()
            row.cancelled.connect(self.cancelled)
            self.pending.append(row)
            self._rows.insertWidget(self._rows.count() - 1, row)
        for place, (row, take) in enumerate(zip(self.pending, expected, strict=True)):
            row.show_expected(len(takes) + place + 1, take)
        self.empty.setVisible(not takes and not expected)
        self._area.setVisible(bool(takes or expected))

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """Offer actions for a take in its context menu."""
        self._actions = tuple(actions)

    def offer_tracks(self, tracks: Callable[[], Sequence[Track]]) -> None:
        """Let a take be put on any of some tracks by its context menu."""
        self._tracks = tracks

    def show_menu(self, take: KeptTake, place: QPoint) -> None:
        """Offer what can be done with a take, at a place of the screen."""
        self.pick(take.id)  # the actions are about the take that has the keyboard
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        menu.addMenu(TrackMenu(self.tr("Place on"), menu, self._tracks(), lambda one: self.placed_on.emit(take, one)))
        set_access_keys(menu)
        menu.popup(place)

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

    def draw_alike(self, on: bool) -> None:
        """Draw takes as if they were equally loud, or as loud as they are."""
        self._alike = on
        for card in self._cards.values():
            card.wave.alike = on
            card.wave.update()

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
        card.menu_requested.connect(self.show_menu)
        card.gain.valueChanged.connect(lambda db: audition.gain(card.take.id, db) if card.take else None)
        card.solo.clicked.connect(lambda on: audition.solo(card.take.id, on) if card.take else None)
        card.mute.clicked.connect(lambda on: audition.mute(card.take.id, on) if card.take else None)
        card.played.connect(self.play)
        card.wave.swiped.connect(lambda low, high: self._comp(card.take, low, high) if card.take else None)
        card.focused.connect(lambda take: self.pick(take.id))
        card.starred.connect(self.starred)
        card.rejected.connect(self.rejected)
        card.placed.connect(self.placed)
        card.unwanted.connect(self.unwanted)
        card.wanted.connect(self.wanted)

    def _comp(self, take: KeptTake, low: float, high: float) -> None:
        """Say which part of a take was swiped, to the frame."""
        clip, rate = self._audition.clip, self._audition.rate
        if clip is not None:
            length = clip.region.span.duration
            start, end = (
                clip.record + Fraction(index_at(Fraction(share) * length, rate)) / rate for share in (low, high)
            )
            if end > start:
                self.comped.emit(take, start, end)

    def _switched(self, heard: frozenset[str]) -> None:
        self.between_takes.prefer(self._audition.pair())
        for identifier, card in self._cards.items():
            card.mark(heard=identifier in heard, current=identifier == self._current)
            card.solo.setChecked(identifier in self._audition.soloed)
            card.mute.setChecked(identifier in self._audition.muted)

    def _measured(self, identifier: str) -> None:
        card, levels = self._cards.get(identifier), self._audition.levels(identifier)
        if card is not None and levels is not None:
            loudness = "–" if levels.integrated_lufs is None else f"{levels.integrated_lufs:.1f} LUFS"
            text = f"{loudness}  {levels.true_peak_dbtp:.1f} dBTP"
            card.levels.setText(text)
            card.setAccessibleDescription(text)

    def _outlined(self, identifier: str) -> None:
        card = self._cards.get(identifier)
        if card is not None:
            card.wave.show_sound(self._audition.outline(identifier))
