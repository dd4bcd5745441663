"""Every take of the project: what it was made from, with search; the row that is current is shown where it belongs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSortFilterProxyModel, Qt, Signal, SignalInstance
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from v2a_gui.models.take_table import COLUMNS, SORTED, TAKE, History
from v2a_gui.tokens import Space
from v2a_gui.views.dragging import take_mime
from v2a_gui.views.sound_table import SoundTable
from v2a_plugin.model.timeline import KeptTake

__all__ = ["AllTakes"]


class AllTakes(QWidget):
    """A field for words, a row a take, and what can be done with one.

    Args:
        history: The takes.
        wav_of: Gives the path of a take's sound, by its id.

    Signals:
        picked: A `KeptTake` to show.
        heard: A `KeptTake` to hear.
        placed: A `KeptTake` to put on the timeline.
        copied: A `KeptTake` whose recipe is wanted in the clipboard.
        again: A `KeptTake` whose settings are wanted in the form.
        menu_requested: (a `KeptTake`, where on the screen).
    """

    picked = Signal(object)
    heard = Signal(object)
    placed = Signal(object)
    copied = Signal(object)
    again = Signal(object)
    menu_requested = Signal(object, object)

    def __init__(self, history: History, wav_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filtered = _Filter(history)
        self.search = QLineEdit(placeholderText=self.tr("Search shots, words, seeds, tags, notes"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search all takes"))
        self.search.textChanged.connect(self._filtered.words)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.table = _Table(wav_of)
        self.table.setModel(self._filtered)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.table.setAccessibleName(self.tr("Takes"))
        self.table.setWordWrap(False)
        for column, width in enumerate((70, 46, 140, 50, 92, 140, 84, 80, 72, 50, 70, 120, 130)):
            title = str(self._filtered.headerData(column, Qt.Orientation.Horizontal))
            named = self.fontMetrics().horizontalAdvance(title) + 2 * Space.MIDDLE
            self.table.setColumnWidth(column, max(width, named))
        self.copy = QPushButton(self.tr("Copy recipe"))
        self.use = QPushButton(self.tr("Use these settings again"))
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self._count)
        for button in (self.copy, self.use):
            button.setEnabled(False)
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(below)
        self._connect()
        self._count_rows()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.clicked.connect(lambda _: self._with_take(self.heard))
        self.table.play_pressed.connect(lambda: self._with_take(self.heard))
        self.table.use_pressed.connect(lambda: self._with_take(self.placed))
        self.table.customContextMenuRequested.connect(self._menu)
        self.copy.clicked.connect(lambda: self._with_take(self.copied))
        self.use.clicked.connect(lambda: self._with_take(self.again))
        changes = (self._filtered.layoutChanged, self._filtered.rowsInserted, self._filtered.rowsRemoved)
        for signal in (self._filtered.modelReset, *changes):
            signal.connect(self._count_rows)

    @property
    def take(self) -> KeptTake | None:
        """The take of the selected row."""
        index = self.table.currentIndex()
        take: KeptTake | None = index.data(TAKE) if index.isValid() else None
        return take

    def _moved(self, *_: object) -> None:
        take = self.take
        for button in (self.copy, self.use):
            button.setEnabled(take is not None)
        if take is not None:
            self.picked.emit(take)

    def _menu(self, place: QPoint) -> None:
        if (take := self.take) is not None:
            self.menu_requested.emit(take, self.table.viewport().mapToGlobal(place))

    def _with_take(self, signal: SignalInstance) -> None:
        if (take := self.take) is not None:
            signal.emit(take)

    def _count_rows(self, *_: object) -> None:
        shown, there = self._filtered.rowCount(), self._filtered.sourceModel().rowCount()
        self._count.setText(f"{shown}" if shown == there else f"{shown} / {there}")
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.empty.setText(
            self.tr("No take holds all of these words.")
            if there
            else self.tr("No takes yet. Press G to generate some for a shot, or take a recording from the library.")
        )


class _Table(SoundTable):
    """The rows; one is dragged to the timeline as its card is.

    Args:
        wav_of: Gives the path of a take's sound, by its id.
    """

    def __init__(self, wav_of: Callable[[str], str]) -> None:
        super().__init__()
        self._wav_of = wav_of

    def startDrag(self, actions: Qt.DropAction) -> None:
        take: KeptTake | None = self.currentIndex().data(TAKE)
        if take is not None:
            drag = QDrag(self)
            drag.setMimeData(take_mime(take.id, self._wav_of(take.id)))
            drag.exec(Qt.DropAction.CopyAction)


class _Filter(QSortFilterProxyModel):
    """Takes of which some column holds each word."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self._words: list[str] = []
        self.setSourceModel(history)
        self.setSortRole(SORTED)

    def words(self, text: str) -> None:
        """Show the takes that hold every word."""
        self._words = text.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        if not self._words:
            return True
        source = self.sourceModel()
        held = " ".join(str(source.index(row, column).data()) for column in range(len(COLUMNS))).casefold()
        return all(word in held for word in self._words)

    def lessThan(self, left: QModelIndex | QPersistentModelIndex, right: QModelIndex | QPersistentModelIndex) -> bool:
        one, other = left.data(SORTED), right.data(SORTED)
        if isinstance(one, str) or isinstance(other, str):
            return str(one).casefold() < str(other).casefold()
        return bool(one < other)
