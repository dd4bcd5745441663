"""What goes wrong around a panel: files and drives that vanish, full disks, too many shots, haste, other screens."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.gui.conftest import Panel
from v2a_gui.playback.mixer import Mixer
from v2a_gui.playback.output import WallClock, open_output
from v2a_gui.views.timeline.layout import Scale
from v2a_plugin.jobs import JobReport, JobState
from v2a_plugin.model.errors import OutOfMemory
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.timeline.track_edits import set_picture


def cut(panel: Panel) -> Timeline:
    timeline = panel.window.session.timeline
    assert timeline is not None
    return timeline


def settle(panel: Panel, seconds: float = 60) -> None:
    """Wait until the queue has nothing to do, whatever became of it."""
    reports = panel.window.session.queue.reports
    panel.bot.waitUntil(lambda: all(report.state.over for report in reports()), timeout=int(seconds * 1000))
    QApplication.processEvents()


def failures(panel: Panel) -> list[JobReport]:
    return [report for report in panel.window.session.queue.reports() if report.state is JobState.FAILED]


# Files and drives


def test_a_video_that_vanishes_while_it_plays_is_named_and_the_sound_goes_on(opened: Panel, clip: Path) -> None:
    window, player = opened.window, opened.window.player
    [take] = opened.add_takes(cut(opened).picture[0].region, 1)
    opened.until(lambda: window.sounds.take(take) is not None)
    window.audition.audition(take)
    opened.clock.run(4800)
    away = clip.rename(clip.with_name("away.mp4"))
    player.size(1900)  # the file is opened anew, as it is when another shot is shown
    opened.clock.run(4800)
    player._tick()
    opened.until(lambda: "clip.mp4" in window._message.text())
    assert player.speed == 1
    assert opened.clock.run(4800).any()
    window.generate.takes.setValue(1)
    opened.do("generate")
    settle(opened)
    [failed] = failures(opened)
    assert failed.error is not None
    assert "clip.mp4" in str(failed.error)
    assert failed.error.hint

    away.rename(clip)
    shown: list[object] = []
    player.shown.connect(shown.append)
    player.pause()
    player.locate(Fraction(3))
    opened.bot.waitUntil(lambda: any(shown), timeout=30_000)
    window.generate.steps.setValue(2)
    window.session.queue.retry(failed.id)
    settle(opened, 120)
    assert failures(opened) == []
    assert len(cut(opened).takes) == 2


def test_a_drive_that_is_pulled_costs_what_is_on_it_and_nothing_else(
    panel: Panel, small_disk: Callable[[str], Path], clip: Path
) -> None:
    window, session = panel.window, panel.window.session
    drive = small_disk("20m")
    there = Path(str(clip.rename(clip.with_name("kept.mp4")))).read_bytes()
    (drive / "film.mp4").write_bytes(there)
    window.open([drive / "film.mp4"])
    panel.until(lambda: session.project is not None)
    panel.idle()
    window.session.save_as(drive / "film.v2a")
    panel.until(lambda: session.project is not None and session.project.path == drive / "film.v2a")
    panel.idle()
    subprocess.run(["umount", "-l", str(drive)], check=True)
    panel.do("generate")
    settle(panel)
    assert "film.mp4" in window._message.text()
    window.player.play()
    window.player.locate(Fraction(5))
    window.player.pause()
    window.open([clip.with_name("kept.mp4")])
    panel.bot.waitUntil(lambda: window.windowTitle().startswith("kept"), timeout=30_000)
    settle(panel)
    assert len(cut(panel).picture) == 4


def test_a_full_disk_is_named_and_what_was_there_stays(
    panel: Panel, small_disk: Callable[[str], Path], clip: Path
) -> None:
    window, session = panel.window, panel.window.session
    disk = small_disk("8m")
    window.open([clip])
    panel.until(lambda: session.project is not None)
    panel.idle()
    session.save_as(disk / "film.v2a")
    panel.until(lambda: session.project is not None and session.project.path.parent == disk)
    panel.idle()
    region = cut(panel).picture[0].region
    [kept] = panel.add_takes(region, 1)
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    window.generate.takes.setValue(1)
    window.generate.steps.setValue(2)
    panel.do("generate")
    settle(panel, 120)
    [failed] = failures(panel)
    assert "full" in str(failed.error)
    assert "full" in window._message.text()
    assert [take.id for take in cut(panel).takes] == [kept]

    filler.unlink()
    session.queue.retry(failed.id)
    settle(panel, 120)
    assert len(cut(panel).takes) == 2


@pytest.mark.parametrize("name", ["notes.txt", "sheet.pdf", "empty.mov", "folder"])
def test_what_is_no_media_is_refused_by_name_and_the_open_project_stays(
    opened: Panel, tmp_path: Path, name: str
) -> None:
    window, before = opened.window, opened.window.session.project
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"" if name.startswith("empty") else b"%PDF-1.4 nothing")
    window.open([path])
    opened.bot.waitUntil(lambda: name in window._message.text(), timeout=30_000)
    settle(opened)
    assert window.session.project is before
    assert window._message.property("role") == "warning"


def test_a_long_sentence_does_not_widen_the_window_and_can_be_read(opened: Panel, tmp_path: Path) -> None:
    window = opened.window
    width = window.width()
    path = tmp_path / ("sehr " * 40 + ".mp4")
    path.write_bytes(b"nothing")
    window.open([path])
    opened.bot.waitUntil(lambda: bool(window.notices.text("error")), timeout=30_000)
    QApplication.processEvents()
    assert window.width() == width
    assert window.minimumSizeHint().width() <= 1280
    assert window.notices.text("error").endswith("copy it again.")


# The queue goes on


@pytest.mark.logs_errors
def test_after_a_crash_and_a_lack_of_memory_the_queue_goes_on(opened: Panel) -> None:
    queue, window = opened.window.session.queue, opened.window

    def crash() -> Steps[None]:
        yield Progress("working", 0, 2)
        raise ZeroDivisionError("a plugin's own mistake")

    def greedy() -> Steps[None]:
        yield Progress("working", 0, 2)
        raise OutOfMemory("There was not enough memory.", "Ask for fewer takes or a shorter segment.")

    done: list[int] = []

    def fine() -> Steps[int]:
        yield Progress("working", 0, 2)
        return 7

    queue.submit("crash", crash)
    queue.submit("greedy", greedy)
    queue.submit("fine", fine, done.append)
    settle(opened)
    opened.bot.waitUntil(lambda: done == [7], timeout=30_000)
    assert [(report.title, report.state) for report in failures(opened)] == [
        ("crash", JobState.FAILED), ("greedy", JobState.FAILED),
    ]  # fmt: skip
    assert "fewer takes" in window._message.text()
    opened.bot.waitUntil(lambda: window.queue.summary.text() == "2 failed", timeout=30_000)


# Haste


def test_asking_twice_at_once_gives_two_jobs_with_seeds_of_their_own(opened: Panel) -> None:
    window = opened.window
    window.session.queue.pause()
    window.generate.takes.setValue(3)
    window.generate.seed.setValue(100)
    QTest.keyClick(window, Qt.Key.Key_G)
    QTest.keyClick(window, Qt.Key.Key_G)
    from v2a_gui.models.orders import QueuedGeneration
    from v2a_plugin.model.serial import from_json

    assert [from_json(QueuedGeneration, spec).order.seed for spec in window.session.queue.pending()] == [100, 103]


def test_cancelling_at_once_leaves_nothing_behind(opened: Panel) -> None:
    window, session = opened.window, opened.window.session
    QTest.keyClick(window, Qt.Key.Key_G)
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    settle(opened)
    assert session.project is not None
    assert cut(opened).takes == ()
    remembered = session.project.path / "queue.json"
    opened.bot.waitUntil(lambda: not remembered.exists(), timeout=30_000)
    assert [report.state for report in session.queue.reports() if report.spec] == [JobState.CANCELLED]
    window.generate.takes.setValue(1)
    window.generate.steps.setValue(2)
    QTest.keyClick(window, Qt.Key.Key_G)
    opened.until(lambda: len(cut(opened).takes) == 1, 120)
    opened.idle()


def test_closing_while_takes_render_asks_and_offers_to_go_on(opened: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    window, session = opened.window, opened.window.session
    window.generate.takes.setValue(20)
    opened.do("generate")
    opened.until(
        lambda: any(report.state is JobState.RUNNING and report.spec for report in session.queue.reports()), 60
    )
    assert session.project is not None
    path = session.project.path
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_, **__: answers.pop(0))
    window.close()
    assert window.isVisible()
    assert any(not report.state.over for report in session.queue.reports())
    window.close()
    assert not window.isVisible()
    assert answers == []
    assert (path / "queue.json").is_file()
    from v2a_plugin.project.folder import open_project

    again = open_project(path)
    assert not again.read_only
    again.close()


# Sizes


def with_picture(panel: Panel, lengths: list[Fraction]) -> None:
    """Put other shots in the place of those that were found."""
    first = cut(panel).picture[0].region
    clips, at = [], Fraction(0)
    for number, length in enumerate(lengths):
        region = Region(Span(at, at + length), first.media, RegionKind.SHOT, f"Shot {number + 1}")
        clips.append(PictureClip(region, at))
        at += length
    assert panel.window.session.do(set_picture(cut(panel), clips))


def test_a_cut_without_shots_can_be_looked_at_and_undone(opened: Panel) -> None:
    window = opened.window
    with_picture(opened, [])
    QApplication.processEvents()
    assert window.shots.rowCount() == 0
    assert window.audition.clip is None
    assert not window.commands["generate"].isEnabled()
    for command in ("play", "step-on", "next-shot", "go-end", "zoom-fit", "place-best", "generate-all", "next-hit"):
        window.commands[command].trigger()
    window.player.pause()
    window.grab()
    assert window.takes.empty.text() == "Pick a shot to see its takes."
    opened.do("undo")
    assert window.shots.rowCount() == 4


def test_five_thousand_shots_are_listed_searched_and_walked(opened: Panel) -> None:
    window = opened.window
    with_picture(opened, [Fraction(1, 25) if n % 2 else Fraction(2, 25) for n in range(5000)])
    QApplication.processEvents()
    assert window.shots.rowCount() == 5000
    window.filmstrip.search.setText("4999")
    assert window.filmstrip.list.model().rowCount() == 1
    window.filmstrip.search.setText("no such shot")
    assert window.filmstrip.nothing.isVisible()
    assert window.filmstrip._count.text() == "0 / 5000"
    window.filmstrip.search.clear()
    assert not window.filmstrip.nothing.isVisible()
    window.filmstrip.pick(cut(opened).picture[-1].region.id)
    opened.do("previous-shot")
    assert window.audition.clip == cut(opened).picture[-2]
    window.timeline.canvas.fit()
    window.timeline.canvas.set_scale(Scale(Fraction(100), 400.0))
    window.grab()


def test_a_shot_of_three_frames_is_rendered_auditioned_and_placed(opened: Panel) -> None:
    window = opened.window
    with_picture(opened, [Fraction(3, 25), Fraction(197, 25)])
    window.filmstrip.pick(cut(opened).picture[0].region.id)
    window.generate.takes.setValue(1)
    window.generate.steps.setValue(2)
    opened.do("generate")
    opened.until(lambda: len(window.audition.takes) == 1, 120)
    opened.idle()
    take = window.audition.takes[0]
    assert take.used.duration == Fraction(3, 25)
    opened.until(lambda: window.sounds.take(take.id) is not None)
    window.takes.play(take)
    played = opened.clock.run(5760)
    assert played.shape == (5760, 2)
    window.player._tick()
    assert window.player.speed == 0  # it is over after three frames
    QTest.keyClick(window, Qt.Key.Key_P)
    [cue] = [cue for track in cut(opened).tracks for cue in track.cues]
    assert cue.trim.duration == Fraction(3, 25)
    window.timeline.canvas.set_scale(Scale(Fraction(0), 30.0))  # narrower than its own handles
    window.grab()


# Devices


@pytest.mark.qt_log_ignore("pipewire", extend=True)
def test_without_an_audio_device_the_wall_clock_plays_and_the_panel_says_so(
    opened: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtMultimedia import QMediaDevices

    window = opened.window
    monkeypatch.setattr(QMediaDevices, "audioOutputs", list)
    assert isinstance(open_output(Mixer()), WallClock)
    window.player._output = open_output
    window.player.locate(Fraction(1))
    opened.do("play")
    opened.until(lambda: window.player.at > Fraction(6, 5), 10)
    opened.do("play")
    assert window._device.text() == "No audio device: playing in silence"


class DeadClock(WallClock):
    """A device that was pulled out: what is heard does not move any more."""

    device = "Headphones"

    def heard(self) -> int:
        return self._mixer.position

    @property
    def lost(self) -> bool:  # type: ignore[override]
        return True


def test_a_device_that_dies_while_it_plays_gives_way_to_the_wall_clock(opened: Panel) -> None:
    window, player = opened.window, opened.window.player
    player._output = DeadClock
    player.locate(Fraction(2))
    opened.do("play")
    assert window._device.text() == "Headphones"
    opened.bot.waitUntil(lambda: "Headphones" in window._message.text(), timeout=30_000)
    opened.bot.waitUntil(lambda: player.at > Fraction(5, 2), timeout=30_000)
    assert player.speed == 1
    assert window._device.text() == "No audio device: playing in silence"
    player.pause()


MOVED = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, QPoint, QSettings, QTimer
from PySide6.QtWidgets import QApplication
from PySide6.QtTest import QTest
from v2a_gui.app import make_application
from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.playback.output import WallClock
from v2a_gui.playback.player import Player
clip, folder = map(Path, sys.argv[1:3])
app = make_application()
window = MainWindow(Session(folder / "unsaved"), Player(WallClock), QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))
window.resize(1200, 760)
window.show()
window.open([clip])
def wait(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
def until(happened):
    end = time.monotonic() + 100
    while not happened():
        assert time.monotonic() < end
        wait(20)  # QTest.qWait holds Python's lock, and no other thread goes on meanwhile
until(lambda: window.session.project and all(r.state.over for r in window.session.queue.reports()))
said = []
for screen in (*app.screens(), app.screens()[0]):
    window.move(screen.geometry().topLeft() + QPoint(20, 20))
    until(lambda: window.screen() is screen and window.devicePixelRatioF() == screen.devicePixelRatio())
    QApplication.processEvents()
    image = window.grab().toImage()
    said.append([window.devicePixelRatioF(), image.width(), window.width(), window.player._longest])
print(json.dumps(said))
window.close()
"""


def test_the_window_moves_to_a_screen_of_another_scale(clip: Path, tmp_path: Path) -> None:
    screens = [
        {"name": f"s{scale}", "x": x, "y": 0, "width": 1600 * scale, "height": 1000 * scale, "logicalDpi": 96,
         "logicalBaseDpi": 96, "dpr": 1}
        for scale, x in ((1, 0), (2, 1600))
    ]  # fmt: skip
    setup = tmp_path / "screens.json"
    setup.write_text(json.dumps({"screens": screens}))
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", MOVED, str(clip), str(tmp_path)], capture_output=True, text=True, timeout=120,
        env=os.environ | homes
        | {"QT_QPA_PLATFORM": f"offscreen:configfile={setup}", "QT_SCREEN_SCALE_FACTORS": "s1=1;s2=2"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    one, two, again = json.loads(done.stdout.splitlines()[-1])
    assert one[0] == again[0] == 1
    assert two[0] == 2
    assert two[1] == 2 * two[2]
    assert one[2] == two[2] == again[2]
    assert two[3] > one[3]  # larger pictures are asked for where there are more pixels
