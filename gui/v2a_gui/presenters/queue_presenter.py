"""The queue under a person's hands: its view, and the commands that cancel and pause."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, QTimer

from v2a_gui.commands import Commands
from v2a_gui.engine_texts import in_panel_language
from v2a_gui.models.expected import Expected
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.views.notices import Answer, Notices
from v2a_gui.views.queue import Queue
from v2a_gui.views.takes import Takes
from v2a_plugin.jobs import JobReport, JobState

__all__ = ["QueuePresenter"]

_STAYS = 10_000
"""Milliseconds that a cancellation can be taken back."""


class QueuePresenter(QObject):
    """Shows the jobs of a session and cancels, repeats and moves them.

    Args:
        session: Has the queue.
        expected: Knows how far takes are.
        player: Pauses when what runs is cancelled.
        queue: The view.
        takes: Has a row for each take to come.
        notices: Offer to take a cancellation back.
        commands: Have the switch that pauses the queue.
        changed: Called when a job has begun or ended.
    """

    def __init__(
        self,
        session: Session,
        expected: Expected,
        player: Player,
        queue: Queue,
        takes: Takes,
        notices: Notices,
        commands: Commands,
        changed: Callable[[], None],
    ) -> None:
        super().__init__(session)
        self._session, self._expected, self._player, self._queue = session, expected, player, queue
        self._commands, self._notices = commands, notices
        self._gone = QTimer(notices, singleShot=True, interval=_STAYS)
        self._gone.timeout.connect(lambda: notices.hide_notice("cancelled"))
        self._soon = QTimer(self, singleShot=True, interval=0)  # once for all reports that come together
        self._soon.timeout.connect(changed)
        self._changed, self._busy = changed, False
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)
        queue.cancelled.connect(self.cancel_job)
        takes.cancelled.connect(self.cancel_job)
        takes.expect(expected.takes)
        expected.changed.connect(lambda _: takes.show_expected())
        queue.retried.connect(session.queue.retry)
        queue.moved.connect(session.queue.move)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command of the queue does."""
        queue = self._session.queue
        return {
            "cancel": self.cancel,
            "cancel-queued": lambda: self._cancel(lambda report: report.state is JobState.QUEUED),
            "cancel-all": lambda: self._cancel(lambda _: True),
            "pause-queue": lambda: queue.pause(self._commands["pause-queue"].isChecked()),
        }

    def cancel(self) -> None:
        """Stop what runs, and playing."""
        running = next((report.id for report in self._session.queue.reports() if not report.state.over), 0)
        self._cancel(lambda report: report.id == running)
        self._player.pause()

    def cancel_job(self, number: int) -> None:
        """Stop one job."""
        self._cancel(lambda report: report.id == number)

    def _cancel(self, meant: Callable[[JobReport], bool]) -> None:
        """Stop jobs, say which, and offer to take that back."""
        queue = self._session.queue
        found = [report for report in queue.reports() if not report.state.over and meant(report)]
        if not found:
            return
        if all(report.state is JobState.QUEUED for report in found):
            queue.cancel_queued() if len(found) > 1 else queue.cancel(found[0].id)
        elif len(found) > 1:
            queue.cancel_all()
        else:
            queue.cancel(found[0].id)
        title = in_panel_language(found[0].title) if len(found) == 1 else self.tr("{n} jobs").format(n=len(found))

        def again() -> None:
            for report in found:
                queue.retry(report.id)

        said = self.tr("Cancelled: {title}.").format(title=title)
        self._notices.show_notice("cancelled", said, (Answer(self.tr("Undo"), again),))
        self._session.noted.emit(said)
        self._gone.start()

    def _reported(self, report: JobReport) -> None:
        self._queue.show_report(report, self._expected.forecast(report.id))
        if self._busy != self._session.queue.busy:
            self._busy = not self._busy
            self._changed()  # at once: the next key may be the one that cancels
        elif report.progress is None or report.state.over:
            self._soon.start()
