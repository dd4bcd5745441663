"""The markers of the cut as a list: gone to, named, taken away, and written to a file for other programs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.models.session import Session
from v2a_gui.views.fitting import resize_to_fit
from v2a_plugin.delivery.marker_list import write_markers
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.timeline import Marker, MarkerKind, Timeline
from v2a_plugin.timeline import marker_edits

__all__ = ["MarkersDialog"]

_NAME, _NOTE = 1, 2


class MarkersDialog(QDialog):
    """Stays open beside the work.

    Signals:
        picked: The `Marker` whose row is current now.
    """

    picked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Markers"))
        self._session = session
        self._shown: tuple[Marker, ...] = ()
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("Timecode"), self.tr("Name"), self.tr("Note"), self.tr("Kind")])
        self.table.setAccessibleName(self.tr("Markers"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((110, 170, 190)):
            self.table.setColumnWidth(column, width)
        self.empty = QLabel(self.tr("No markers yet. M sets one at the playhead, H finds hits in the picture."))
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.remove = QPushButton(self.tr("Remove"))
        self.write = QPushButton(self.tr("Save as…"))
        self.write.setToolTip(self.tr("For a spreadsheet (CSV), or for DaVinci Resolve (EDL)"))
        closing = QPushButton(self.tr("Close"))
        below = QHBoxLayout()
        for button in (self.remove, self.write):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(closing)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(below)
        self.table.currentCellChanged.connect(lambda row, *_: self._picked(row))
        self.table.itemChanged.connect(self._written)
        self.table.installEventFilter(self)
        self.remove.clicked.connect(self.remove_selected)
        self.write.clicked.connect(self.ask_to_save)
        closing.clicked.connect(self.reject)
        session.changed.connect(self.show_timeline)
        self.show_timeline(session.timeline)
        resize_to_fit(self, 620, 420)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show the markers as they are now."""
        markers = timeline.markers if timeline else ()
        if timeline is not None and markers != self._shown:
            words = {MarkerKind.MARK: self.tr("marker"), MarkerKind.HIT: self.tr("hit")}
            self.table.blockSignals(True)
            self.table.setRowCount(len(markers))
            for row, marker in enumerate(markers):
                texts = str(timeline.timecode(marker.at)), marker.name, marker.note, words[marker.kind]
                for column, text in enumerate(texts):
                    item = QTableWidgetItem(text)
                    if column not in (_NAME, _NOTE):
                        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                    self.table.setItem(row, column, item)
            self.table.blockSignals(False)
        self._shown = markers
        self.table.setVisible(bool(markers))
        self.empty.setVisible(not markers)
        for button in (self.remove, self.write):
            button.setEnabled(bool(markers))

    def remove_selected(self) -> None:
        """Take the markers of the selected rows away."""
        rows = {index.row() for index in self.table.selectedIndexes()}
        gone = [marker.id for row, marker in enumerate(self._shown) if row in rows]
        if gone:
            self._session.edit(lambda timeline: marker_edits.remove_markers(timeline, gone))

    def ask_to_save(self) -> None:
        """Ask for a file and write the markers to it."""
        timeline = self._session.timeline
        if timeline is None:
            return
        spreadsheet = self.tr("Spreadsheet")
        kinds = f"{spreadsheet} (*.csv);;DaVinci Resolve (*.edl)"
        proposed = f"{file_safe(timeline.name, 'markers')}.csv"
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Save the markers"), proposed, kinds)
        if not name:
            return
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(".edl" if "edl" in kind else ".csv")
        try:
            write_markers(timeline, path)
        except V2AError as error:
            self._session.failed.emit(error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self.remove_selected()
            return True
        return super().eventFilter(watched, event)

    def _picked(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.picked.emit(self._shown[row])

    def _written(self, item: QTableWidgetItem) -> None:
        """Take over a name or note that was written into the list."""
        marker, text = self._shown[item.row()], item.text().strip()
        name, note = (text, None) if item.column() == _NAME else (None, text)
        self._session.edit(lambda timeline: marker_edits.note_marker(timeline, marker.id, name=name, note=note))
