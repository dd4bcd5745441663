"""Closing the window: what still runs is asked about first, and nothing that waits is lost without a word."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from v2a_gui.models.session import Session
from v2a_plugin.jobs import Lane

__all__ = ["Leaving"]


class Leaving(QObject):
    """Says whether the window may close now.

    Args:
        parent: Of the questions.
        session: Has the queue.

    Signals:
        ready: What the window waited for is written: it may close.
    """

    ready = Signal()

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._parent, self._session = parent, session
        self._waits = False
        session.reported.connect(lambda _: self._look(), Qt.ConnectionType.QueuedConnection)

    def may_close(self) -> bool:
        """Whether it may; asks where takes are rendered or files are written."""
        if self._writing():
            return self._ask_about_files()
        rendering = any(not report.state.over and report.spec for report in self._session.queue.reports())
        if self._waits or not rendering:
            return True
        answer = QMessageBox.question(
            self._parent,
            self.tr("Close"),
            self.tr("Takes are still being rendered. Close anyway? They can be resumed when the project is opened."),
        )
        return answer == QMessageBox.StandardButton.Yes

    def _writing(self) -> bool:
        reports = self._session.queue.reports()
        return any(not report.state.over and report.lane is Lane.WRITE for report in reports)

    def _ask_about_files(self) -> bool:
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Close"))
        box.setText(self.tr("Files are still being written. If the window closes now, they are not delivered."))
        wait = box.addButton(self.tr("Close when they are written"), QMessageBox.ButtonRole.AcceptRole)
        now = box.addButton(self.tr("Close without them"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(wait)
        box.exec()
        if box.clickedButton() is now:
            return True
        self._waits = box.clickedButton() is wait
        if self._waits:
            self._look()
        return False

    def _look(self) -> None:
        if self._waits and not self._writing():
            self.ready.emit()
