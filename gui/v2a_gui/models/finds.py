"""What was found in the libraries, as a table: name, length, library, licence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, QUrl

from v2a_plugin.model.time import clock
from v2a_plugin.sources.library.library_records import Find

__all__ = ["FIND", "RECORDING_TYPE", "FindTable"]

RECORDING_TYPE = "application/x-v2a-recording"
"""Mime type of a recording that is dragged inside the panel: its digest."""
FIND = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class FindTable(QAbstractTableModel):
    """One row a find, the nearest first."""

    def __init__(self) -> None:
        super().__init__()
        self._finds: tuple[Find, ...] = ()
        self._favourites: frozenset[str] = frozenset()

    def show(self, finds: Sequence[Find]) -> None:
        """Show these."""
        self.beginResetModel()
        self._finds = tuple(finds)
        self.endResetModel()

    def mark(self, favourites: frozenset[str]) -> None:
        """Show a star at those of these digests."""
        self._favourites = favourites
        if self._finds:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._finds) - 1, 0))

    def find(self, digest: str) -> Find | None:
        """The find of a recording, where it is shown."""
        return next((find for find in self._finds if find.digest == digest), None)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [RECORDING_TYPE, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The recording inside the panel, its file to everybody else."""
        find = self._finds[indexes[0].row()]
        data = QMimeData()
        data.setData(RECORDING_TYPE, find.digest.encode())
        data.setUrls([QUrl.fromLocalFile(str(find.file))])
        return data

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._finds)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Name"), self.tr("Length"), self.tr("Library"), self.tr("Licence"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        find = self._finds[index.row()]
        if role == FIND:
            return find
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{find.file}\n{find.why.words_of()}\n{find.reference().terms}"
        if role == Qt.ItemDataRole.DisplayRole:
            star = "★ " if find.digest in self._favourites else ""
            name = star + (find.labels.title or find.file.stem)
            return (name, clock(find.span.duration), find.library, find.licence or "–")[index.column()]
        return None
