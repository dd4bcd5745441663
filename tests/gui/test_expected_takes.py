"""Takes that were asked for stand in the list from the moment of the key; what is told of them neither begins anew nor climbs."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import Panel, example_take
from v2a_gui.models.fetching import Fetcher
from v2a_gui.models.outlook import Outlook
from v2a_plugin.jobs import JobReport, JobState
from v2a_plugin.model.progress import Progress
from v2a_plugin.model.takes import TakeReady

STAGES = (
    (11.0, "finding hits", 0), (12.0, "loading mini", 0), (13.5, "looking", 0), (14.1, "describing frames", 0),
    (19.6, "reading the words", 0), (19.7, "mapping", 0), (19.8, "finding recordings", 0), (20.8, "take found", 0.5),
    (20.9, "sampling", 0), (26.0, "sampling", 0.5), (31.2, "decoding", 0), (34.0, "finding phases", 0),
    (37.4, "refining", 0), (37.6, "listening", 0), (38.1, "take finished", 0), (38.3, "take finished", 0),
    (38.4, "sampling", 0), (42.0, "sampling", 0.5), (45.0, "decoding", 0), (46.7, "finding phases", 0),
    (48.8, "refining", 0), (49.0, "listening", 0),
)  # fmt: skip
"""Seconds at which stages of four takes began, on a loaded machine; the last take came at 49.3."""


def test_the_time_left_is_that_of_all_takes_and_the_bar_never_falls() -> None:
    outlook = Outlook()
    for job, gone in ((1, 0.0), (2, 13.0)):  # the second finds the models loaded
        outlook.begin(job, 4)
        told = 0
        fractions = []
        for at, stage, share in STAGES:
            if at > gone:
                kind = TakeReady if stage.startswith("take ") else Progress
                outlook.see(job, kind(stage, round(share * 20), 20), at - gone)
                forecast = outlook.forecast(job)
                assert forecast is not None
                fractions.append(forecast.fraction)
                if forecast.left is not None:
                    told += 1
                    assert abs(forecast.left - (49.3 - at)) < 8
        assert told >= 12
        assert fractions == sorted(fractions)
        assert fractions[-1] > 0.9
        outlook.end(job)


def test_four_rows_stand_from_the_moment_of_the_key_and_become_takes(opened: Panel) -> None:
    window = opened.window
    clip = window.session.timeline.picture[0]  # type: ignore[union-attr]
    window.session.queue.pause()
    QTest.keyClick(window, Qt.Key.Key_G)
    opened.until(lambda: len(window.takes.pending) == 4)
    assert not window.takes.empty.isVisible()
    assert [row.number.text() for row in window.takes.pending] == ["1", "2", "3", "4"]
    [job] = window.session.queue.reports()[-1:]

    def report(progress: Progress, seconds: float) -> None:
        running = JobReport(job.id, job.title, JobState.RUNNING, 0, progress, seconds, spec=job.spec)
        window.session.reported.emit(running)
        opened.until(lambda: window.expected._jobs[job.id].report is running)

    report(Progress("finding recordings", 0, 2), 2.0)
    found = example_take(clip.region, 1)
    window.session.project.add_take(found, clip.region)  # type: ignore[union-attr]
    window.session.changed.emit(window.session.timeline)
    report(TakeReady("take found", 1, 2), 3.0)
    report(Progress("sampling", 10, 20), 5.0)
    rows = window.takes.pending
    assert [row.number.text() for row in rows] == ["2", "3", "4"]
    assert [row.bar.value() > 0 for row in rows] == [True, True, False]
    assert rows[0].stage.text() == "sampling"
    assert "left" in window.queue._rows[job.id].detail.text()
    window.filmstrip.pick(window.session.timeline.picture[1].region.id)  # type: ignore[union-attr]
    assert window.takes.pending == []
    window.filmstrip.pick(clip.region.id)
    QTest.mouseClick(window.takes.pending[0].cancel, Qt.MouseButton.LeftButton)
    opened.until(lambda: not window.takes.pending)
    assert len(window.audition.takes) == 1


def test_closing_waits_for_nothing_that_computes(opened: Panel) -> None:
    window, go = opened.window, threading.Event()

    def compute(begun: threading.Event) -> bool:
        begun.set()
        return go.wait(30)

    try:
        for name in ("_takes", "_peaks", "_levels"):  # three threads in the middle of something long
            getattr(window.sounds, name).close()
            under_way = threading.Event()
            busy: Fetcher[threading.Event, bool] = Fetcher(compute, lambda _: None)
            busy.get(under_way)
            assert under_way.wait(10)
            setattr(window.sounds, name, busy)
        begun = time.monotonic()
        window.close()
        assert time.monotonic() - begun < 2
        assert not window.ended
    finally:
        go.set()
