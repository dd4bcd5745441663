"""The queue: order, cancel, pause, retry, failures, and an end in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from v2a_plugin.jobs import JobQueue, JobReport, JobState, Lane
from v2a_plugin.model.errors import BadInput, OutOfMemory
from v2a_plugin.model.progress import Progress, Steps


class Bench:
    """A queue whose jobs wait for the test to let them go on."""

    def __init__(self) -> None:
        self.told: list[JobReport] = []
        self.closed: list[str] = []
        self.results: list[str] = []
        self.gate = threading.Semaphore(0)
        self.queue = JobQueue(self.told.append)

    def work(self, name: str, steps: int = 3, error: BaseException | None = None) -> Callable[[], Steps[str]]:
        def run() -> Steps[str]:
            try:
                for step in range(steps):
                    assert self.gate.acquire(timeout=10)
                    yield Progress("working", step + 1, steps)
                if error is not None:
                    raise error
                return name
            finally:
                self.closed.append(name)

        return run

    def submit(self, name: str, **kinds: object) -> int:
        return self.queue.submit(name, self.work(name, **kinds), self.results.append, spec=name)  # type: ignore[arg-type]

    def state(self, number: int) -> JobState:
        return next(report.state for report in self.queue.reports() if report.id == number)

    def until(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not happened():
            assert time.monotonic() < deadline
            time.sleep(0.001)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    for _ in range(100):
        made.gate.release()
    assert made.queue.close()


def test_jobs_run_in_order_and_hand_over_their_results(bench: Bench) -> None:
    numbers = [bench.submit(name) for name in "abc"]
    bench.gate.release(9)
    bench.until(lambda: bench.state(numbers[-1]) is JobState.DONE)
    bench.until(lambda: len(bench.results) == 3)
    assert bench.results == ["a", "b", "c"]
    assert [report.progress for report in bench.told if report.id == 1 and report.progress][-1] == Progress(
        "working", 3, 3
    )


def test_the_running_job_is_cancelled_at_its_next_yield_and_the_next_one_runs(bench: Bench) -> None:
    first, second = bench.submit("a"), bench.submit("b")
    bench.until(lambda: bench.state(first) is JobState.RUNNING)
    bench.queue.cancel(first)
    bench.gate.release(4)
    bench.until(lambda: bench.state(second) is JobState.DONE)
    assert bench.state(first) is JobState.CANCELLED
    assert bench.closed == ["a", "b"]
    assert bench.results == ["b"]


def test_a_waiting_job_is_cancelled_without_ever_running(bench: Bench) -> None:
    first, second, third = (bench.submit(name) for name in "abc")
    bench.until(lambda: bench.state(first) is JobState.RUNNING)
    bench.queue.cancel(second)
    assert bench.state(second) is JobState.CANCELLED
    assert next(report.place for report in bench.queue.reports() if report.id == third) == 1
    bench.gate.release(6)
    bench.until(lambda: bench.state(third) is JobState.DONE)
    assert bench.closed == ["a", "c"]


def test_cancel_all_leaves_nothing_to_do(bench: Bench) -> None:
    numbers = [bench.submit(name) for name in "abc"]
    bench.until(lambda: bench.state(numbers[0]) is JobState.RUNNING)
    bench.queue.cancel_all()
    bench.gate.release()
    bench.until(lambda: all(bench.state(number) is JobState.CANCELLED for number in numbers))
    assert bench.queue.pending() == ()


def test_a_failed_job_says_why_and_can_be_tried_again(bench: Bench) -> None:
    number = bench.submit("a", error=BadInput("The clip is gone.", "Bring it back."))
    bench.gate.release(3)
    bench.until(lambda: bench.state(number) is JobState.FAILED)
    assert bench.told[-1].error is not None
    assert bench.told[-1].error.hint == "Bring it back."
    bench.queue.retry(number)
    bench.gate.release(3)
    bench.until(lambda: len(bench.closed) == 2)


@pytest.mark.parametrize(("error", "kind"), [(MemoryError(), OutOfMemory), (ZeroDivisionError("by zero"), Exception)])
def test_the_queue_survives_whatever_a_job_raises(bench: Bench, error: BaseException, kind: type[Exception]) -> None:
    first, second = bench.submit("a", error=error), bench.submit("b")
    bench.gate.release(6)
    bench.until(lambda: bench.state(second) is JobState.DONE)
    [report] = [report for report in bench.queue.reports() if report.id == first]
    assert isinstance(report.error, kind)
    assert report.error is not None
    assert report.error.__cause__ is error


def test_a_pause_holds_the_running_job_and_a_cancel_still_gets_through(bench: Bench) -> None:
    number = bench.submit("a", steps=1000)
    bench.gate.release()
    bench.until(lambda: any(report.progress for report in bench.told))
    bench.queue.pause()
    bench.gate.release(50)
    time.sleep(0.05)
    told = len(bench.told)
    time.sleep(0.05)
    assert len(bench.told) == told
    bench.queue.cancel(number)
    bench.until(lambda: bench.state(number) is JobState.CANCELLED)


def test_a_job_can_jump_the_line(bench: Bench) -> None:
    numbers = [bench.submit(name) for name in "abcd"]
    bench.until(lambda: bench.state(numbers[0]) is JobState.RUNNING)
    bench.queue.move(numbers[3], 1)
    assert bench.queue.pending() == ("a", "d", "b", "c")
    bench.gate.release(12)
    bench.until(lambda: len(bench.results) == 4)
    assert bench.results == ["a", "d", "b", "c"]


def test_the_time_left_is_told_from_the_pace_of_the_stage() -> None:
    now = [0.0]
    told: list[JobReport] = []
    queue = JobQueue(told.append, clock=lambda: now[0])

    def work() -> Steps[None]:
        yield Progress("loading", 1, 1)
        now[0] += 100
        for step in range(4):
            yield Progress("sampling", step, 4)
            now[0] += 2

    number = queue.submit("a", work)
    while not any(report.id == number and report.state.over for report in queue.reports()):
        time.sleep(0.001)
    queue.close()
    assert [report.left for report in told if report.progress and report.progress.stage == "sampling"][:4] == [
        None,
        pytest.approx(6),
        pytest.approx(4),
        pytest.approx(2),
    ]


def test_closing_cancels_what_runs_and_ends_the_thread() -> None:
    bench = Bench()
    bench.submit("a", steps=10_000)
    bench.gate.release(10_000)
    assert bench.queue.close()
    assert bench.closed in (["a"], [])
    with pytest.raises(RuntimeError):
        bench.submit("b")


def test_lanes_do_not_wait_for_each_other(bench: Bench) -> None:
    render = bench.submit("render")
    waits = bench.submit("renders next")
    bench.until(lambda: bench.state(render) is JobState.RUNNING)
    written: list[str] = []

    def at_once(name: str) -> Callable[[], Steps[str]]:
        def run() -> Steps[str]:
            yield Progress("working", 0, 1)
            return name

        return run

    read = bench.queue.submit("open", at_once("open"), written.append, lane=Lane.READ)
    export = bench.queue.submit("export", at_once("export"), written.append, lane=Lane.WRITE)
    bench.until(lambda: {bench.state(read), bench.state(export)} == {JobState.DONE})
    assert set(written) == {"open", "export"}
    assert bench.state(waits) is JobState.QUEUED
    reports = {report.id: report for report in bench.queue.reports()}
    assert (reports[waits].place, reports[export].lane) == (1, Lane.WRITE)


def test_a_pause_holds_the_renders_alone(bench: Bench) -> None:
    bench.queue.pause()
    render = bench.submit("render")
    export = bench.queue.submit("export", lambda: iter(()), lane=Lane.WRITE)  # type: ignore[arg-type, return-value]
    bench.until(lambda: bench.state(export).over)
    assert bench.state(render) is JobState.QUEUED
    bench.queue.pause(False)
    bench.until(lambda: bench.state(render) is JobState.RUNNING)


def test_many_jobs_are_queued_and_cancelled_with_a_report_each(bench: Bench) -> None:
    first = bench.submit("first")
    bench.until(lambda: bench.state(first) is JobState.RUNNING)
    bench.told.clear()
    numbers = [bench.submit(f"shot {number}") for number in range(2000)]
    assert len(bench.told) == 2000
    bench.queue.cancel_all()
    bench.gate.release()
    bench.until(lambda: all(bench.state(number).over for number in (first, numbers[0], numbers[-1])))
    assert bench.state(first) is JobState.CANCELLED
    assert len(bench.told) <= 4010  # the running one says that it ended, the others that they were cancelled


def test_a_job_jumps_the_line_of_its_own_lane(bench: Bench) -> None:
    running = bench.submit("running")
    bench.until(lambda: bench.state(running) is JobState.RUNNING)
    bench.queue.pause()
    one, two = bench.submit("one"), bench.submit("two")
    bench.queue.move(two, 1)
    places = {report.id: report.place for report in bench.queue.reports()}
    assert (places[two], places[one]) == (1, 2)
    bench.queue.pause(False)
