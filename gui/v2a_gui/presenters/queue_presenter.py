"""The queue under a person's hands: its view, and the commands that cancel and pause."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, QTimer

from v2a_gui.commands import Commands
from v2a_gui.engine_texts import in_panel_language
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.views.queue import Queue
from v2a_plugin.jobs import JobReport

__all__ = ["QueuePresenter"]


class QueuePresenter(QObject):
    """Shows the jobs of a session and cancels, repeats and moves them.

    Args:
        session: Has the queue.
        player: Pauses when what runs is cancelled.
        queue: The view.
        commands: Have the switch that pauses the queue.
        changed: Called when a job has begun or ended.
    """

    def __init__(
        self, session: Session, player: Player, queue: Queue, commands: Commands, changed: Callable[[], None]
    ) -> None:
        super().__init__(session)
        self._session, self._player, self._queue = session, player, queue
        self._commands = commands
        self._soon = QTimer(self, singleShot=True, interval=0)  # once for all reports that come together
        self._soon.timeout.connect(changed)
        self._changed, self._busy = changed, False
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)
        queue.cancelled.connect(session.queue.cancel)
        queue.retried.connect(session.queue.retry)
        queue.moved.connect(session.queue.move)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command of the queue does."""
        queue = self._session.queue
        return {
            "cancel": self.cancel,
            "cancel-queued": queue.cancel_queued,
            "cancel-all": queue.cancel_all,
            "pause-queue": lambda: queue.pause(self._commands["pause-queue"].isChecked()),
        }

    def cancel(self) -> None:
        """Stop what runs, and playing."""
        running = [report for report in self._session.queue.reports() if not report.state.over]
        if running:
            self._session.queue.cancel(running[0].id)
            title = in_panel_language(running[0].title)
            self._session.noted.emit(self.tr("Cancelled: {title}.").format(title=title))
        self._player.pause()

    def _reported(self, report: JobReport) -> None:
        self._queue.show_report(report)
        if self._busy != self._session.queue.busy:
            self._busy = not self._busy
            self._changed()  # at once: the next key may be the one that cancels
        elif report.progress is None or report.state.over:
            self._soon.start()
