"""The queue under the mouse: order, places, time left, cancelling one, those that wait, or all; pause, retry."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from tests.gui.conftest import Panel
from v2a_gui.views.queue import Queue, duration_label
from v2a_plugin.jobs import JobReport, JobState
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps


class Work:
    """A job that takes its steps one by one, when the test says so."""

    def __init__(self, steps: int = 4, fails: bool = False) -> None:
        self.steps, self.fails = steps, fails
        self.may = threading.Semaphore(0)
        self.done = 0
        self.closed = False

    def run(self) -> Steps[int]:
        try:
            for step in range(self.steps):
                self.done = step
                yield Progress("rendering", step, self.steps)
                self.may.acquire()
            if self.fails:
                raise BadInput("The clip is gone.", "Bring it back.")
            return self.steps
        finally:
            self.closed = True


@pytest.fixture
def busy(panel: Panel) -> Iterator[tuple[Panel, list[Work]]]:
    """Three jobs; the first one runs."""
    works = [Work() for _ in range(3)]
    for number, work in enumerate(works, 1):
        panel.window.session.queue.submit(f"job {number}", work.run)
    panel.bot.waitUntil(lambda: "rendering" in texts(panel.window.queue), timeout=30_000)
    yield panel, works
    panel.window.session.queue.cancel_all()
    for work in works:
        work.may.release(100)


def rows(queue: Queue) -> list[tuple[str, str]]:
    """Title and detail of the rows, from top to bottom."""
    shown = sorted(queue._rows.values(), key=lambda row: queue._list.indexOf(row))
    return [(row.title.text(), row.detail.text()) for row in shown]


def texts(queue: Queue) -> str:
    return "\n".join(f"{title}: {detail}" for title, detail in rows(queue))


def states(panel: Panel) -> list[JobState]:
    return [report.state for report in sorted(panel.window.session.queue.reports(), key=lambda report: report.id)]


def press(panel: Panel, title: str, name: str) -> None:
    """Click a button of a row."""
    row = next(row for row in panel.window.queue._rows.values() if row.title.text() == title)
    panel.window.show_project("jobs")  # the page with the queue
    QApplication.processEvents()
    button = next(button for button in row.findChildren(QToolButton) if button.accessibleName() == name)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_each_job_tells_its_place(busy: tuple[Panel, list[Work]]) -> None:
    panel, _ = busy
    queue = panel.window.queue
    panel.bot.waitUntil(lambda: len(rows(queue)) == 3, timeout=30_000)
    assert rows(queue) == [("job 1", "rendering"), ("job 2", "waiting, 1 ahead"), ("job 3", "waiting, 2 ahead")]
    assert queue.summary.text() == "running, 2 waiting"


def test_a_job_that_is_wanted_next_moves_up_the_list(busy: tuple[Panel, list[Work]]) -> None:
    panel, _ = busy
    press(panel, "job 3", "Do this next")
    panel.bot.waitUntil(lambda: [title for title, _ in rows(panel.window.queue)] == ["job 1", "job 3", "job 2"])


def test_the_job_that_runs_is_cancelled_by_key_and_the_next_one_begins(busy: tuple[Panel, list[Work]]) -> None:
    panel, works = busy
    panel.until(panel.window.commands["cancel"].isEnabled)
    QTest.keyClick(panel.window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    works[0].may.release()
    panel.bot.waitUntil(lambda: states(panel)[:2] == [JobState.CANCELLED, JobState.RUNNING], timeout=30_000)
    assert works[0].closed
    panel.bot.waitUntil(lambda: [title for title, _ in rows(panel.window.queue)] == ["job 2", "job 3"])


def test_one_that_waits_all_that_wait_and_all_are_cancelled(busy: tuple[Panel, list[Work]]) -> None:
    panel, works = busy
    press(panel, "job 2", "Cancel")
    assert states(panel) == [JobState.RUNNING, JobState.CANCELLED, JobState.QUEUED]
    panel.do("cancel-queued")
    assert states(panel) == [JobState.RUNNING, JobState.CANCELLED, JobState.CANCELLED]
    panel.do("cancel-all")
    works[0].may.release()
    panel.bot.waitUntil(lambda: set(states(panel)) == {JobState.CANCELLED}, timeout=30_000)
    panel.bot.waitUntil(lambda: panel.window.queue.summary.text() == "Nothing to do", timeout=30_000)


def test_pausing_holds_the_job_that_runs_at_its_next_step(busy: tuple[Panel, list[Work]]) -> None:
    panel, works = busy
    panel.do("pause-queue")
    works[0].may.release(4)
    panel.bot.wait(150)
    assert works[0].done <= 1
    assert states(panel)[0] is JobState.RUNNING
    panel.do("pause-queue")
    panel.bot.waitUntil(lambda: states(panel)[0] is JobState.DONE, timeout=30_000)


def test_a_job_that_failed_says_why_and_can_be_tried_again_or_taken_off(panel: Panel) -> None:
    work = Work(steps=1, fails=True)
    work.may.release(10)
    panel.window.session.queue.submit("poor", work.run)
    panel.bot.waitUntil(lambda: rows(panel.window.queue) == [("poor", "The clip is gone.")], timeout=30_000)
    assert "Bring it back." in panel.window._message.text()
    press(panel, "poor", "Try again")
    panel.bot.waitUntil(lambda: states(panel) == [JobState.FAILED], timeout=30_000)
    QApplication.processEvents()
    work.fails = False
    panel.bot.waitUntil(lambda: rows(panel.window.queue) == [("poor", "The clip is gone.")], timeout=30_000)
    press(panel, "poor", "Try again")
    panel.bot.waitUntil(lambda: rows(panel.window.queue) == [], timeout=30_000)

    work.fails = True
    panel.window.session.queue.submit("poor again", work.run)
    panel.bot.waitUntil(lambda: rows(panel.window.queue) == [("poor again", "The clip is gone.")], timeout=30_000)
    press(panel, "poor again", "Take off the list")
    assert rows(panel.window.queue) == []
    assert panel.window.queue.summary.text() == "Nothing to do"


def test_the_time_that_is_left_reads_as_people_read_it(panel: Panel) -> None:
    panel.window.queue.show_report(
        JobReport(7, "long", JobState.RUNNING, progress=Progress("take 2 of 4", 1, 4), left=192.4)
    )
    QApplication.processEvents()
    assert rows(panel.window.queue) == [("long", "take 2 of 4, 3 min 12 s left")]
    row = panel.window.queue._rows[7]
    assert (row.bar.value(), row.bar.maximum()) == (1, 4)
    assert [duration_label(seconds) for seconds in (9.6, 59.4, 61, 3599, 7325)] == [
        "10 s", "59 s", "1 min 01 s", "59 min 59 s", "2 h 02 min",
    ]  # fmt: skip


def test_every_shot_of_the_film_is_queued_and_selected_shots_are(opened: Panel) -> None:
    window = opened.window
    window.session.queue.pause()
    assert window.session.timeline is not None
    opened.add_takes(window.session.timeline.picture[1].region, 1)
    opened.do("generate-all")
    titles = [report.title for report in window.session.queue.reports() if report.spec]
    assert titles == ["generate Shot 1", "generate Shot 3", "generate Shot 4"]
    window.session.queue.cancel_all()
    strip = window.filmstrip.list
    for row, keys in ((0, Qt.KeyboardModifier.NoModifier), (2, Qt.KeyboardModifier.ControlModifier)):
        box = strip.visualRect(strip.model().index(row, 0))
        QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, keys, box.center())
    QTest.keyClick(window, Qt.Key.Key_G)
    waiting = [report.title for report in window.session.queue.reports() if report.state is JobState.QUEUED]
    assert waiting == ["generate Shot 1", "generate Shot 3"]


def test_reading_and_writing_do_not_wait_for_a_render(
    busy: tuple[Panel, list[Work]], clip: Path, tmp_path: Path
) -> None:
    panel, works = busy
    session = panel.window.session
    panel.window.open([clip])
    panel.bot.waitUntil(lambda: session.timeline is not None and bool(session.timeline.picture), timeout=30_000)
    assert states(panel)[0] is JobState.RUNNING
    session.save_as(tmp_path / "copy")
    panel.bot.waitUntil(
        lambda: session.project is not None and session.project.path == tmp_path / "copy.v2a", timeout=30_000
    )
    works[0].may.release(100)


def test_two_thousand_jobs_have_a_hundred_rows_and_are_cancelled_at_once(busy: tuple[Panel, list[Work]]) -> None:
    panel, works = busy
    queue, jobs = panel.window.queue, panel.window.session.queue
    for number in range(2000):
        jobs.submit(f"shot {number}", Work().run)
    panel.bot.waitUntil(lambda: queue.summary.text() == "running, 2002 waiting", timeout=30_000)
    assert len(rows(queue)) == 100
    panel.do("cancel-all")
    works[0].may.release()
    panel.bot.waitUntil(lambda: queue.summary.text() == "Nothing to do", timeout=30_000)
    assert rows(queue) == []
