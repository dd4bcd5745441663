"""The history: every take that was made, what from, with search; a click shows it where it belongs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.models.take_table import COLUMNS, SORTED, TAKE, History
from v2a_gui.views.fitting import resize_to_fit
from v2a_plugin.model.timeline import KeptTake

__all__ = ["HistoryDialog"]


class HistoryDialog(QDialog):
    """Stays open beside the work.

    Signals:
        picked: A `KeptTake` to show.
        copied: A `KeptTake` whose recipe is wanted in the clipboard.
        again: A `KeptTake` whose settings are wanted in the form.
    """

    picked = Signal(object)
    copied = Signal(object)
    again = Signal(object)

    def __init__(self, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("History of takes"))
        self._filtered = _Filter(history)
        self.search = QLineEdit(placeholderText=self.tr("Search shots, words, seeds, tags, notes"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the history"))
        self.search.textChanged.connect(self._filtered.words)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self.table = QTableView()
        self.table.setModel(self._filtered)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(self.tr("Takes"))
        for column, width in enumerate((100, 46, 55, 180, 90, 140, 84, 80, 72, 50, 70, 130, 130)):
            self.table.setColumnWidth(column, width)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.copy = QPushButton(self.tr("Copy recipe"))
        self.copy.clicked.connect(lambda: self._with_take(self.copied))
        self.use = QPushButton(self.tr("Use these settings again"))
        self.use.clicked.connect(lambda: self._with_take(self.again))
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self._count)
        for button in (self.copy, self.use):
            button.setEnabled(False)
            below.addWidget(button)
        below.addStretch(1)
        closing = QPushButton(self.tr("Close"))
        closing.clicked.connect(self.reject)
        below.addWidget(closing)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        changes = (self._filtered.layoutChanged, self._filtered.rowsInserted, self._filtered.rowsRemoved)
        for signal in (self._filtered.modelReset, *changes):
            signal.connect(self._count_rows)
        self._count_rows()
        resize_to_fit(self, 1180, 460)

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

    def _with_take(self, signal: SignalInstance) -> None:
        if (take := self.take) is not None:
            signal.emit(take)

    def _count_rows(self, *_: object) -> None:
        shown, there = self._filtered.rowCount(), self._filtered.sourceModel().rowCount()
        self._count.setText(f"{shown}" if shown == there else f"{shown} / {there}")


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
