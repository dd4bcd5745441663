"""The queue of long work: generators run one after the other in three lanes, each a background thread of its own.

    queue = JobQueue(announce=show)
    job = queue.submit("generate Shot 3", lambda: propose(engine, request), then=keep)
    queue.submit("export otio", lambda: plugins.export("otio", request, folder), lane=Lane.WRITE)
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
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from v2a_plugin.model.errors import Cancelled, OutOfMemory, V2AError
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["JobQueue", "JobReport", "JobState", "Lane"]

T = TypeVar("T")

_NEAR = 200
"""Places in line whose changes are announced: with thousands waiting, nobody reads the others."""


class Lane(StrEnum):
    """What a job waits for: only others of its lane."""

    RENDER = "render"
    """What needs the models: they are loaded once, for one thread."""
    READ = "read"
    """Opening, shots, hits."""
    WRITE = "write"
    """Exports and saves."""


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
        place: Jobs of its lane before it; 0 for the running one and those that are over.
        progress: Of its present stage; None before it begins.
        seconds: How long it has run.
        left: Seconds its present stage will still take, when that can be told.
        error: Why it failed.
        spec: What the submitter needs to make it again after a restart; "" for work that is not worth it.
        lane: Which others it waits for.
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
    lane: Lane = Lane.RENDER


@dataclass(slots=True, eq=False)
class _Job:
    report: JobReport
    work: Callable[[], Steps[Any]]
    then: Callable[[Any], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


class JobQueue:
    """Runs the jobs of each lane in order on a thread of its own; every method may be called from any thread.

    Args:
        announce: Called with a report whenever something changes, on the thread where it changes; must be quick.
        post: Runs a `then` on the thread it belongs to; by default on that of its lane.
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
        self._running: dict[Lane, _Job] = {}
        self._over: dict[int, _Job] = {}
        self._paused = self._closed = False
        self._numbers = itertools.count(1)
        self._threads = [
            threading.Thread(target=self._serve, args=(lane,), name=f"v2a {lane} jobs", daemon=True) for lane in Lane
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self,
        title: str,
        work: Callable[[], Steps[T]],
        then: Callable[[T], None] = lambda _: None,
        spec: str = "",
        lane: Lane = Lane.RENDER,
    ) -> int:
        """Add a job at the end of its lane; its number.

        Args:
            title: What is being done, in a few words.
            work: Makes the generator; called on the lane's thread.
            then: Given the result, through `post`.
            spec: See `JobReport`.
            lane: Which others it waits for.

        Raises:
            RuntimeError: The queue is closed.
        """
        with self._changed:
            if self._closed:
                raise RuntimeError("the queue is closed")
            last = next((job for job in reversed(self._waiting) if job.report.lane is lane), None)
            place = last.report.place + 1 if last else int(lane in self._running)
            job = _Job(JobReport(next(self._numbers), title, place=place, spec=spec, lane=lane), work, then)
            self._waiting.append(job)
            self._announce(job.report)
            self._changed.notify_all()
        return job.report.id

    def cancel(self, number: int) -> None:
        """Stop a job that runs or waits; nothing for one that is over."""
        self._cancel(lambda job: job.report.id == number)

    def cancel_queued(self) -> None:
        """Stop every job that waits."""
        self._cancel(lambda job: job is not self._running.get(job.report.lane))

    def cancel_all(self) -> None:
        """Stop every job that waits, and those that run."""
        self._cancel(lambda _: True)

    def _cancel(self, meant: Callable[[_Job], bool]) -> None:
        with self._changed:
            for job in filter(meant, self._running.values()):
                job.cancelled.set()
            found = [job for job in self._waiting if meant(job)]
            self._waiting = [job for job in self._waiting if not meant(job)]
            self._changed.notify_all()
        for job in found:
            self._end(job, JobState.CANCELLED)
        if found:
            self._tell_places()

    def retry(self, number: int) -> None:
        """Put a job that failed or was cancelled at the end of its lane again."""
        with self._changed:
            job = self._over.get(number)
            if job is None or job.report.state is JobState.DONE or self._closed:
                return
            del self._over[number]
            job.cancelled.clear()
            job.report = JobReport(number, job.report.title, spec=job.report.spec, lane=job.report.lane)
            self._waiting.append(job)
            self._changed.notify_all()
        self._tell_places()

    def move(self, number: int, place: int) -> None:
        """Give a waiting job another place in its lane, 1 for the next one."""
        with self._changed:
            found = next((job for job in self._waiting if job.report.id == number), None)
            if found is None:
                return
            self._waiting.remove(found)
            lane = [job for job in self._waiting if job.report.lane is found.report.lane]
            after = lane[max(0, place - 1) :]
            self._waiting.insert(self._waiting.index(after[0]) if after else len(self._waiting), found)
        self._tell_places()

    def pause(self, paused: bool = True) -> None:
        """Hold what renders at its next yield, or go on; reading and writing go on."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()

    @property
    def paused(self) -> bool:
        """Whether rendering is held."""
        return self._paused

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return bool(self._running or self._waiting)

    def reports(self) -> tuple[JobReport, ...]:
        """Every job: over, running, waiting."""
        with self._changed:
            return tuple(job.report for job in (*self._over.values(), *self._running.values(), *self._waiting))

    def forget(self) -> None:
        """Drop what is known of jobs that are over, with whatever they hold."""
        with self._changed:
            self._over.clear()

    def pending(self) -> tuple[str, ...]:
        """The specs of jobs that run or wait, in order: what to resume after a restart."""
        return tuple(report.spec for report in self.reports() if report.spec and not report.state.over)

    def close(self, timeout: float = 10.0) -> bool:
        """Cancel everything and end the threads; whether they ended in time."""
        with self._changed:
            self._closed, self._paused = True, False
            self._waiting.clear()
            for job in self._running.values():
                job.cancelled.set()
            self._changed.notify_all()
        last = self._clock() + timeout
        for thread in self._threads:
            if threading.current_thread() is not thread:
                thread.join(max(0.0, last - self._clock()))
        return not any(thread.is_alive() for thread in self._threads)

    # On the thread of a lane

    def _serve(self, lane: Lane) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._next(lane) is not None)
                job = None if self._closed else self._next(lane)
                if job is None:
                    return
                self._waiting.remove(job)
                self._running[lane] = job
            self._tell_places()
            self._run(job)

    def _next(self, lane: Lane) -> _Job | None:
        """The job of a lane that may begin now."""
        if self._paused and lane is Lane.RENDER:
            return None
        return next((job for job in self._waiting if job.report.lane is lane), None)

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
            held = job.report.lane is Lane.RENDER
            self._changed.wait_for(lambda: not (held and self._paused) or job.cancelled.is_set())
        if job.cancelled.is_set():
            raise Cancelled

    def _end(self, job: _Job, state: JobState, error: V2AError | None = None) -> None:
        with self._changed:
            if self._running.get(job.report.lane) is job:
                del self._running[job.report.lane]
            self._over[job.report.id] = job
        self._change(job, state=state, place=0, left=None, error=error)

    def _change(self, job: _Job, **changes: Any) -> None:
        with self._changed:
            job.report = replace(job.report, **changes)
            self._announce(job.report)  # under the lock: reports arrive in the order in which things happened

    def _tell_places(self) -> None:
        with self._changed:
            before = Counter(self._running.keys())
            for job in self._waiting:
                was, place = job.report.place, before[job.report.lane]
                before[job.report.lane] += 1
                if was != place or not place:
                    job.report = replace(job.report, place=place)
                    if not was or place < _NEAR:
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
