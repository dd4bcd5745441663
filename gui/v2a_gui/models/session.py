"""What is open: a project, the queue that works for it, and the edits that are made in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from v2a_gui.models.orders import Orders
from v2a_plugin.jobs import JobQueue, JobReport, JobState, Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import KeptTake, Timeline
from v2a_plugin.plugins.facade import Plugins, load_plugins
from v2a_plugin.project.copying import copied, with_suffix
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import Change
from v2a_plugin.timeline.placing import place_best, place_chosen
from v2a_plugin.timeline.take_edits import ranked

__all__ = ["Session"]


class Session(QObject):
    """One window's work. Its slots run on the main thread, its jobs on the queue's.

    Signals:
        opened: Another project is open, or none.
        changed: The timeline, after anything happened to it.
        arrived: Id of a take that was just rendered.
        reported: A `JobReport`.
        noted: A sentence a person should know.
        found: Sentences on what a cut has that is not modelled, or not here.
        left_over: How many generations were not finished when the project was last open.
        failed: A `V2AError` to show.
    """

    opened = Signal()
    changed = Signal(object)
    arrived = Signal(str)
    reported = Signal(object)
    noted = Signal(str)
    found = Signal(object)
    left_over = Signal(int)
    failed = Signal(object)
    _posted = Signal(object)

    def __init__(self, unsaved: Path, plugins: Plugins | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.unsaved = unsaved
        """Folder for projects that were not saved under a name yet."""
        self.plugins = plugins or load_plugins()
        self.project: Project | None = None
        self._posted.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)
        self.queue = JobQueue(self.reported.emit, self._posted.emit)
        self.orders = Orders(self)
        self.reported.connect(self._job_reported, Qt.ConnectionType.QueuedConnection)

    @property
    def timeline(self) -> Timeline | None:
        """The cut as it is now."""
        return self.project.timeline if self.project else None

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """The files it shows."""
        return self.project.media if self.project else ()

    def post(self, call: Callable[[], object]) -> None:
        """Have something called on the main thread, from whatever thread this is."""
        self._posted.emit(call)

    # Open and close

    def show(self, project: Project) -> None:
        """Turn to a project; the one that was open is closed."""
        self.close_project()
        self.project = project
        project.plugins = self.plugins
        self.opened.emit()
        self.changed.emit(project.timeline)
        for note in project.notes:
            self.noted.emit(note)
        self.orders.recall()

    def save_as(self, path: Path) -> None:
        """Copy the project to another folder and go on there."""
        project, target = self.project, with_suffix(path)
        if project is not None:
            self.queue.submit(f"save {target.name}", lambda: copied(project, target), self._go_on_in, lane=Lane.WRITE)

    def _go_on_in(self, copy: Project) -> None:
        """Turn to a copy of the project; what was being rendered is rendered for it."""
        waiting = self.orders.pending()
        self.show(copy)
        for queued in waiting:
            self.orders.generate(queued)

    def close_project(self) -> None:
        """Let go of the project; what was asked for and not finished is remembered in it."""
        if self.project is None:
            return
        self.orders.remember()
        self.queue.cancel_all()
        self.orders.waiting = ()
        self.project.close()
        self.project = None

    def close(self, patience: float = 1.0) -> bool:
        """End everything; whether all of it has ended: what computes right now cannot be stopped before its next step.

        Args:
            patience: Seconds to wait for a step of a job to end.
        """
        self.close_project()
        return self.queue.close(patience)

    # Edits

    def do(self, change: Change) -> bool:
        """Make a change; whether it could be made."""
        return self.attempt(lambda project: project.do(change))

    def edit(self, make: Callable[[Timeline], Change]) -> bool:
        """Make the change that a function makes of the present timeline; whether it could be made."""
        return self.attempt(lambda project: project.do(make(project.timeline)))

    def attempt(self, work: Callable[[Project], object]) -> bool:
        """Do something to the project; whether it could be done. The reason is shown."""
        if self.project is None:
            return False
        try:
            work(self.project)
        except V2AError as error:
            self.failed.emit(error)
            return False
        self.changed.emit(self.project.timeline)
        return True

    def undo(self) -> None:
        """Take the last edit back, and say which."""
        name = self.project.undo_name if self.project else ""
        if self.attempt(lambda project: project.undo()) and name:
            self.noted.emit(f"Undone: {name}.")

    def redo(self) -> None:
        """Do it again, and say what."""
        name = self.project.redo_name if self.project else ""
        if self.attempt(lambda project: project.redo()) and name:
            self.noted.emit(f"Done again: {name}.")

    def takes(self, region: str) -> tuple[KeptTake, ...]:
        """The takes of a region, the best first; silent and rejected ones last."""
        return ranked(self.timeline, region) if self.timeline else ()

    def place(self, take: KeptTake, layer: bool = False, track: str | None = None) -> bool:
        """Choose a take and hear it in its shot, beside what is heard there or in its place; whether it could be placed."""
        return self.edit(lambda timeline: place_chosen(timeline, take.id, layer, track))

    def place_best(self) -> None:
        """Put the chosen or best take of every region on the track that holds what it sounds like."""
        if self.timeline is None:
            return
        placement = place_best(self.timeline)
        if placement.change:
            self.do(placement.change)
        placed, skipped = len(placement.placed), len(placement.skipped)
        self.noted.emit(f"{placed} shots got a cue" + (f", {skipped} were passed over." if skipped else "."))

    def sound_file(self, take: str) -> str:
        """Path of the WAV file of a take; "" when it is gone."""
        path = self.project.layout.sound(take) if self.project else None
        return str(path) if path and path.is_file() else ""

    # Inside

    def _job_reported(self, report: JobReport) -> None:
        for notice in report.progress.notices if report.progress and report.state is JobState.RUNNING else ():
            self.noted.emit(notice)
        if report.state.over:
            self.orders.remember_soon()
        if report.state is JobState.FAILED and report.error is not None:
            self.failed.emit(report.error)
