"""The filmstrip: every shot with its thumbnail, name, length and state; search and filter above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QFontMetrics, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.models.shots import CLIP, STATE, TAKES, ShotModel, ShotState
from v2a_gui.theme import colours
from v2a_plugin.model.time import clock
from v2a_plugin.model.timeline import PictureClip

__all__ = ["Filmstrip"]

Index = QModelIndex | QPersistentModelIndex
_CELL = QSize(150, 124)
_MARKS = {ShotState.NONE: "○", ShotState.TAKES: "◐", ShotState.CHOSEN: "●"}


class Filmstrip(QWidget):
    """Shots to pick from.

    Signals:
        picked: The `PictureClip`s that are selected now, the current one first.
    """

    picked = Signal(object)

    def __init__(self, model: ShotModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._regions: frozenset[str] = frozenset()
        """Ids of the regions that are selected, over a change of the list."""
        self._filtered = _Filter()
        self._filtered.setSourceModel(model)
        self.search = QLineEdit(placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search shots"))
        self.search.setMinimumWidth(80)
        self.search.textChanged.connect(self._filtered.words)
        self.search.installEventFilter(self)
        self.states = QComboBox()
        self.states.setAccessibleName(self.tr("Which shots are listed"))
        self.states.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.states.setMinimumContentsLength(6)
        self.states.addItem(self.tr("All shots"), None)
        for state, text in (
            (ShotState.NONE, self.tr("Without takes")),
            (ShotState.TAKES, self.tr("With takes")),
            (ShotState.CHOSEN, self.tr("Chosen")),
        ):
            self.states.addItem(f"{_MARKS[state]} {text}", state)
        self.states.currentIndexChanged.connect(lambda _: self._filtered.state(self.states.currentData()))
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        above = QHBoxLayout()
        above.setContentsMargins(8, 6, 8, 2)
        above.addWidget(self.search, 3)
        above.addWidget(self.states, 2)
        above.addWidget(self._count)
        self.list = QListView()
        self.list.setModel(self._filtered)
        self.list.setItemDelegate(_Frame(self.list))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Shots"))
        self.list.selectionModel().selectionChanged.connect(self._selected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addWidget(self.list, 1)
        self.nothing = QLabel(self.tr("No shot fits this search."), self.list)
        self.nothing.setProperty("role", "muted")
        self.nothing.move(12, 12)
        self.nothing.adjustSize()
        changes = (self._filtered.layoutChanged, self._filtered.rowsInserted, self._filtered.rowsRemoved)
        for signal in (model.modelReset, *changes):
            signal.connect(self._count_rows)
        self._filtered.modelReset.connect(self._select_again)
        for chosen in (self.search.textChanged, self.states.currentIndexChanged):
            chosen.connect(self._select_again)  # after the filter
        self._count_rows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the search with Return, Esc or Down: the number keys play takes again."""
        leaving = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Down)
        if watched is self.search and isinstance(event, QKeyEvent) and event.key() in leaving:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self.search.clear()
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """Offer actions for the selected shots in the context menu."""
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.list.addActions(list(actions))

    def selected(self) -> tuple[PictureClip, ...]:
        """The selected clips, in the order of the cut."""
        rows = sorted(self._filtered.mapToSource(index).row() for index in self.list.selectionModel().selectedIndexes())
        return tuple(clip for clip in map(self._model.clip, rows) if clip is not None)

    def pick(self, region: str) -> None:
        """Select a shot by the id of its region, and show it."""
        row = self._model.row_of(region)
        index = self._filtered.mapFromSource(self._model.index(row)) if row >= 0 else QModelIndex()
        if not index.isValid():  # the search leaves it out
            self.list.clearSelection()
            self._regions = frozenset({region})
        elif index not in self.list.selectionModel().selectedIndexes():
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect  # whatever keys are down, as in Ctrl+Z
            self.list.selectionModel().setCurrentIndex(index, how)
            self.list.scrollTo(index)

    def _selected(self, *_: object) -> None:
        clips = self.selected()
        self._regions = frozenset(clip.region.id for clip in clips) or self._regions
        self.picked.emit(clips)

    def _select_again(self, *_: object) -> None:
        """Select what was selected before the list changed."""
        if self.list.selectionModel().hasSelection():
            return
        again = QItemSelection()
        for row in range(self._filtered.rowCount()):
            index = self._filtered.index(row, 0)
            if index.data(CLIP).region.id in self._regions:
                again.select(index, index)
        if not again.isEmpty():
            self.list.selectionModel().select(again, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _count_rows(self, *_: object) -> None:
        shown, there = self._filtered.rowCount(), self._model.rowCount()
        self._count.setText(f"{shown}" if shown == there else f"{shown} / {there}")
        self.nothing.setVisible(bool(there) and not shown)


class _Filter(QSortFilterProxyModel):
    """Shots whose name holds the words and whose state is the one wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._state: ShotState | None = None

    def words(self, text: str) -> None:
        """Show shots whose names hold every word."""
        self._words = text.casefold().split()
        self.invalidate()

    def state(self, state: ShotState | None) -> None:
        """Show shots of one state; None shows all."""
        self._state = state
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        index = self.sourceModel().index(row, 0, parent)
        name = str(index.data()).casefold()
        fits = all(word in name for word in self._words)
        return fits and (self._state is None or index.data(STATE) == self._state)


class _Frame(QStyledItemDelegate):
    """A thumbnail with its name, length and state under it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = colours()
        rect: QRect = option.rect.adjusted(4, 4, -4, -4)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(rect, QColor(c.accent if selected else c.raised))
        inner = rect.adjusted(2, 2, -2, -2)
        area = QRect(inner.left(), inner.top(), inner.width(), inner.height() - 36)
        painter.fillRect(area, QColor(c.picture))
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(image, QImage):
            size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, size.width(), size.height())
            place.moveCenter(area.center())
            painter.drawImage(place, image)
        clip: PictureClip = index.data(CLIP)
        state: ShotState = index.data(STATE)
        takes: int = index.data(TAKES)
        ink = QColor(c.on_accent if selected else c.text)
        painter.setPen(ink)
        metrics = QFontMetrics(painter.font())
        first = QRect(inner.left() + 4, area.bottom() + 2, inner.width() - 8, 17)
        name = metrics.elidedText(clip.region.name, Qt.TextElideMode.ElideRight, first.width() - 18)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _MARKS[state])
        painter.setPen(ink if selected else QColor(c.muted))
        second = first.translated(0, 16)
        painter.drawText(
            second, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, clock(clip.region.span.duration)
        )
        if takes:
            painter.drawText(
                second,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                self.tr("1 take") if takes == 1 else self.tr("{count} takes").format(count=takes),
            )
        painter.restore()
