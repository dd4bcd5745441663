"""Takes that were asked for and are not there yet: whose they are, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.models.outlook import Forecast, Outlook
from v2a_gui.models.session import Session
from v2a_plugin.jobs import JobReport, JobState
from v2a_plugin.model.serial import from_json

__all__ = ["Expected", "ExpectedTake"]


@dataclass(frozen=True, slots=True)
class ExpectedTake:
    """A take that is not there yet.

    Attributes:
        job: Number of its job.
        ahead: Jobs before that; 0 once it runs, or is next.
        running: Whether it runs.
        stage: What is being done, in the engine's words; "" before the first stage.
        share: How far it is, 0 to 1.
    """

    job: int
    ahead: int
    running: bool
    stage: str
    share: float


@dataclass(slots=True)
class _Job:
    region: str
    report: JobReport


class Expected(QObject):
    """The generations of a session, watched.

    Signals:
        changed: Id of the region whose takes are nearer now, or no longer expected.
    """

    changed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._outlook = Outlook()
        self._jobs: dict[int, _Job] = {}
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)

    def forecast(self, job: int) -> Forecast | None:
        """What is to be expected of a job; None of one that generates nothing, or waits."""
        known = self._jobs.get(job)
        return self._outlook.forecast(job) if known and known.report.progress else None

    def takes(self, region: str) -> tuple[ExpectedTake, ...]:
        """What is still to come for a region, in order."""
        found: list[ExpectedTake] = []
        for number, job in self._jobs.items():
            forecast = self._outlook.forecast(number) if job.region == region else None
            report = job.report
            stage = report.progress.stage if report.progress else ""
            running = report.state is JobState.RUNNING
            found += [
                ExpectedTake(number, report.place, running, stage, share)
                for share in (forecast.rows if forecast else ())
            ]
        return tuple(found)

    def _reported(self, report: JobReport) -> None:
        job = self._jobs.get(report.id)
        if report.state.over or not report.spec:
            if job is not None:
                del self._jobs[report.id]
                self._outlook.end(report.id)
                self.changed.emit(job.region)
            return
        if job is None:
            queued = from_json(QueuedGeneration, report.spec)
            job = self._jobs[report.id] = _Job(queued.region, report)
            self._outlook.begin(report.id, queued.order.takes)
        job.report = report
        if report.progress is not None:
            self._outlook.see(report.id, report.progress, report.seconds)
        self.changed.emit(job.region)
