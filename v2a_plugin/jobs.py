"""The queue of long work: one background thread that runs generators, one after the other.

    queue = JobQueue(announce=show)
    job = queue.submit("generate Shot 3", lambda: propose(engine, request), then=keep)
    queue.cancel(job)
    queue.close()

What the queue tells is plain data (`JobReport`), so a child process could take the thread's place. Cancelling closes
the generator at its next yield, which leaves things as they were.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from v2a_plugin.model.errors import Cancelled, OutOfMemory, V2AError
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["JobQueue", "JobReport", "JobState"]

T = TypeVar("T")


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen, short of a retry."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobReport:
    """What is known of a job.

    Attributes:
        id: Number of the job, from 1; a retry keeps it.
        title: What is being done, in a few words.
        state: Where it stands.
        place: Jobs before it; 0 for the running one and those that are over.
        progress: Of its present stage; None before it begins.
        seconds: How long it has run.
        left: Seconds its present stage will still take, when that can be told.
        error: Why it failed.
        spec: What the submitter needs to make it again after a restart; "" for work that is not worth it.
    """

    id: int
    title: str
    state: JobState = JobState.QUEUED
    place: int = 0
    progress: Progress | None = None
    seconds: float = 0.0
    left: float | None = None
    error: V2AError | None = None
    spec: str = ""


@dataclass(slots=True, eq=False)
class _Job:
    report: JobReport
    work: Callable[[], Steps[Any]]
    then: Callable[[Any], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


class JobQueue:
    """Runs jobs in order on one thread of its own; every method may be called from any thread.

    Args:
        announce: Called with a report whenever something changes, on the thread where it changes; must be quick.
        post: Runs a `then` on the thread it belongs to; by default on the queue's own.
        clock: Seconds that only go forward.
    """

    def __init__(
        self,
        announce: Callable[[JobReport], None] = lambda _: None,
        post: Callable[[Callable[[], None]], None] = lambda call: call(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._announce, self._post, self._clock = announce, post, clock
        self._changed = threading.Condition()
        self._waiting: list[_Job] = []
        self._running: _Job | None = None
        self._over: dict[int, _Job] = {}
        self._paused = self._closed = False
        self._numbers = itertools.count(1)
        self._thread = threading.Thread(target=self._serve, name="v2a jobs", daemon=True)
        self._thread.start()

    def submit(
        self, title: str, work: Callable[[], Steps[T]], then: Callable[[T], None] = lambda _: None, spec: str = ""
    ) -> int:
        """Add a job at the end of the line; its number.

        Args:
            title: What is being done, in a few words.
            work: Makes the generator; called on the queue's thread.
            then: Told the result, through `post`.
            spec: See `JobReport`.

        Raises:
            RuntimeError: The queue is closed.
        """
        job = _Job(JobReport(next(self._numbers), title, spec=spec), work, then)
        with self._changed:
            if self._closed:
                raise RuntimeError("the queue is closed")
            self._waiting.append(job)
            self._changed.notify_all()
        self._tell_places()
        return job.report.id

    def cancel(self, number: int) -> None:
        """Stop a job that runs or waits; nothing for one that is over."""
        with self._changed:
            if self._running is not None and self._running.report.id == number:
                self._running.cancelled.set()
                self._changed.notify_all()
                return
            found = [job for job in self._waiting if job.report.id == number]
            self._waiting = [job for job in self._waiting if job.report.id != number]
        for job in found:
            self._end(job, JobState.CANCELLED)
        self._tell_places()

    def cancel_queued(self) -> None:
        """Stop every job that waits."""
        for report in self.reports():
            if report.state is JobState.QUEUED:
                self.cancel(report.id)

    def cancel_all(self) -> None:
        """Stop every job that waits, and the one that runs."""
        self.cancel_queued()
        with self._changed:
            if self._running is not None:
                self._running.cancelled.set()
                self._changed.notify_all()

    def retry(self, number: int) -> None:
        """Put a job that failed or was cancelled at the end of the line again."""
        with self._changed:
            job = self._over.get(number)
            if job is None or job.report.state is JobState.DONE or self._closed:
                return
            del self._over[number]
            job.cancelled.clear()
            job.report = JobReport(number, job.report.title, spec=job.report.spec)
            self._waiting.append(job)
            self._changed.notify_all()
        self._tell_places()

    def move(self, number: int, place: int) -> None:
        """Give a waiting job another place in line, 1 for the next one."""
        with self._changed:
            found = [job for job in self._waiting if job.report.id == number]
            if not found:
                return
            self._waiting.remove(found[0])
            self._waiting.insert(max(0, place - 1), found[0])
        self._tell_places()

    def pause(self, paused: bool = True) -> None:
        """Hold everything at the next yield, or go on."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()

    @property
    def paused(self) -> bool:
        """Whether everything is held."""
        return self._paused

    def reports(self) -> tuple[JobReport, ...]:
        """Every job: over, running, waiting."""
        with self._changed:
            running = [self._running] if self._running is not None else []
            return tuple(job.report for job in (*self._over.values(), *running, *self._waiting))

    def forget(self) -> None:
        """Drop what is known of jobs that are over, with whatever they hold."""
        with self._changed:
            self._over.clear()

    def pending(self) -> tuple[str, ...]:
        """The specs of jobs that run or wait, in order: what to resume after a restart."""
        return tuple(report.spec for report in self.reports() if report.spec and not report.state.over)

    def close(self, timeout: float = 10.0) -> bool:
        """Cancel everything and end the thread; whether it ended in time."""
        with self._changed:
            self._closed, self._paused = True, False
            self._waiting.clear()
            if self._running is not None:
                self._running.cancelled.set()
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    # On the queue's thread

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or (self._waiting and not self._paused))
                if self._closed:
                    return
                job = self._running = self._waiting.pop(0)
            self._tell_places()
            self._run(job)

    def _run(self, job: _Job) -> None:
        begun = stage_begun = self._clock()
        stage = ""
        try:
            with contextlib.closing(job.work()) as steps:
                self._change(job, state=JobState.RUNNING, place=0)
                while True:
                    self._hold(job)
                    progress = next(steps)
                    now = self._clock()
                    if progress.stage != stage:
                        stage, stage_begun = progress.stage, now
                    left = _left(progress, now - stage_begun)
                    self._change(job, progress=progress, seconds=now - begun, left=left)
        except StopIteration as end:
            result = end.value
            self._end(job, JobState.DONE)
            self._post(lambda: job.then(result))
        except Cancelled:
            self._end(job, JobState.CANCELLED)
        except V2AError as error:
            self._end(job, JobState.FAILED, error)
        except MemoryError as error:
            self._end(job, JobState.FAILED, _explained(error))
        except Exception as error:  # noqa: BLE001  # whatever a job does, the queue goes on
            self._end(job, JobState.FAILED, _explained(error))

    def _hold(self, job: _Job) -> None:
        """Wait while paused.

        Raises:
            Cancelled: The job was cancelled.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._paused or job.cancelled.is_set())
        if job.cancelled.is_set():
            raise Cancelled

    def _end(self, job: _Job, state: JobState, error: V2AError | None = None) -> None:
        with self._changed:
            if self._running is job:
                self._running = None
            self._over[job.report.id] = job
        self._change(job, state=state, place=0, left=None, error=error)

    def _change(self, job: _Job, **changes: Any) -> None:
        with self._changed:
            job.report = replace(job.report, **changes)
            self._announce(job.report)  # under the lock: reports arrive in the order in which things happened

    def _tell_places(self) -> None:
        with self._changed:
            first = 1 if self._running is not None else 0
            moved = [
                (job, place) for place, job in enumerate(self._waiting, first) if job.report.place != place or not place
            ]
            for job, place in moved:
                job.report = replace(job.report, place=place)
                self._announce(job.report)


def _left(progress: Progress, seconds: float) -> float | None:
    share = progress.fraction
    return seconds / share * (1 - share) if share else None


def _explained(error: BaseException) -> V2AError:
    if isinstance(error, MemoryError):
        explained: V2AError = OutOfMemory("There was not enough memory.", "Ask for fewer takes or a shorter segment.")
    else:
        text = str(error).strip().splitlines()
        explained = V2AError(
            f"Something unexpected went wrong: {type(error).__name__}{': ' + text[0] if text else ''}.",
            "Try again; if it stays, report it with what 'v2a doctor' prints.",
        )
    explained.__cause__ = error
    return explained
