"""What was found in the libraries, as a table: name, length, library, licence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from v2a_plugin.model.time import clock
from v2a_plugin.sources.library.library_records import Find

__all__ = ["FIND", "FindTable"]

FIND = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class FindTable(QAbstractTableModel):
    """One row a find, the nearest first."""

    def __init__(self) -> None:
        super().__init__()
        self._finds: tuple[Find, ...] = ()

    def show(self, finds: Sequence[Find]) -> None:
        """Show these."""
        self.beginResetModel()
        self._finds = tuple(finds)
        self.endResetModel()

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
            name = find.labels.title or find.file.stem
            return (name, clock(find.span.duration), find.library, find.licence or "–")[index.column()]
        return None
