"""How the panel feels, without a screen: start, stalls while takes render, a full timeline, a large project, a film, idling.

python benchmarks/panel.py [--seconds 60] [--only start stalls timeline open film idle]

Each part runs in a process of its own, with settings and a home folder of its own. A stall is how long something a
person does at any moment waits for the main thread: a timer is due every 5 ms; while one is late, those that were due
in between count too, so a stop of half a second weighs a hundred times, not once. The peer is the same panel with
nothing to do.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

PARTS = ("start", "stalls", "timeline", "open", "film", "idle")
GOAL_START, GOAL_PAINT, GOAL_OPEN, GOAL_IDLE, GOAL_EDIT = 1.2, 0.016, 2.0, 0.02, 0.050
GOAL_FILM = 400.0
"""MB more than without a film, with every shot of ten minutes looked at."""
GOAL_STALL, GOAL_STALL_BUSY = 0.016, 0.033
"""Seconds; the second one while four takes render."""
BEAT = 0.005
HOLD_UP = 30
"""Milliseconds of each of a person's moves: faster than anyone drags."""

START = """
import os, sys, time
said = os.fdopen(os.dup(1), "w")  # a command keeps what is printed away from standard output
import v2a_gui.app as app
from PySide6.QtCore import QEvent, QObject, QTimer

class Eye(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, seen)
        return False

def seen():
    print(time.monotonic(), time.process_time(), *sorted({"torch", "av", "scipy", "diffusers"} & set(sys.modules)), file=said, flush=True)
    window[0].close()
    app.QApplication.instance().quit()

window, eye, make = [], Eye(), app.make_window

def watched(*arguments):
    window.append(make(*arguments))
    window[0].welcome.installEventFilter(eye)
    return window[0]

app.make_window = watched
from v2a_plugin.cli import main
sys.argv = ["v2a", "panel"]
main()
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things waited for the main thread, in seconds."""

    seconds: np.ndarray

    def __str__(self) -> str:
        middle, high, higher = (np.percentile(self.seconds, share) * 1e3 for share in (50, 99, 99.9))
        return f"p50 {middle:6.1f} ms   p99 {high:6.1f} ms   p99.9 {higher:6.1f} ms   longest {self.seconds.max() * 1e3:6.1f} ms"

    def verdict(self, goal: float) -> str:
        """The same beside a goal for its 99th percentile, seconds."""
        met = np.percentile(self.seconds, 99) < goal
        return f"{self}   goal p99 {goal * 1e3:.0f} ms: {'met' if met else 'MISSED'}"


class Heart:
    """Notes when a timer of the main thread comes late."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._waits: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=int(BEAT * 1e3), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        late = now - self._last - BEAT
        self._waits.append(max(0.0, late))
        while (late := late - BEAT) > 0:  # those that were due while this one waited
            self._waits.append(late)
        self._last = now

    def stop(self) -> Waits:
        """What there was."""
        self._timer.stop()
        return Waits(np.array(self._waits))


def verdict(value: float, goal: float, unit: str, scale: float = 1.0) -> str:
    """A number beside its goal."""
    met = "met" if value < goal else "MISSED"
    return f"{value * scale:8.2f} {unit}   goal {goal * scale:g} {unit}: {met}"


def window_in(folder: Path) -> MainWindow:
    """A window of its own, shown."""
    from PySide6.QtCore import QSettings

    from v2a_gui.app import make_application
    from v2a_gui.main_window import MainWindow
    from v2a_gui.models.session import Session
    from v2a_gui.playback.output import WallClock
    from v2a_gui.playback.player import Player

    make_application()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(folder / "unsaved"), Player(WallClock), settings)
    window.show()
    pump(0.2)
    return window


def pump(seconds: float, until: Callable[[], object] = lambda: False) -> bool:
    """Let the window work for a while, or until something has happened; whether it has."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, end = QEventLoop(), time.perf_counter() + seconds
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: loop.quit() if until() or time.perf_counter() >= end else None)
    timer.start()
    loop.exec()
    timer.stop()
    return bool(until())


def start(rounds: int = 5) -> None:
    """From the start of the process to the first painted frame."""
    times, work, loaded = [], [], ""
    for _ in range(rounds):
        begun = time.monotonic()
        said = subprocess.run([sys.executable, "-c", START], check=True, capture_output=True, text=True).stdout.split()
        times.append(float(said[0]) - begun)
        work.append(float(said[1]))
        loaded = " ".join(said[2:])
    print(f"{'panel visible':<34}{verdict(float(np.median(times)), GOAL_START, 's')}   (first run {times[0]:.2f} s; "
          f"of a core: {np.median(work):.2f} s)")  # fmt: skip
    met = "met" if "torch" not in loaded.split() else "MISSED"
    print(f"{'  loaded by then':<34}{loaded or 'none of torch, av, scipy, diffusers'}   goal no torch: {met}")


def moves(window: MainWindow) -> Iterator[None]:
    """What a person does while takes render: scrubs, steps, plays, zooms, picks shots."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    bar, keys, button = window.viewer.bar, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton

    def mouse(kind: QEvent.Type, share: float, held: Qt.MouseButton) -> None:
        at = QPointF(share * bar.width(), 10)
        QApplication.sendEvent(bar, QMouseEvent(kind, at, bar.mapToGlobal(at), held, held, keys))

    for turn in itertools.count():
        mouse(QEvent.Type.MouseButtonPress, 0.0, button)
        for step in range(100):
            mouse(QEvent.Type.MouseMove, abs((step * 3 % 200) - 100) / 100, button)
            yield
        mouse(QEvent.Type.MouseButtonRelease, 0.0, Qt.MouseButton.NoButton)
        for command in ("next-shot", "step-on", "step-on", "zoom-in", "zoom-in", "play"):
            window.commands[command].trigger()
            yield
        for _ in range(30):
            yield
        window.commands["play"].trigger()
        for command in ("zoom-out", "zoom-out", "previous-shot" if turn % 2 else "next-shot", "back-ten"):
            window.commands[command].trigger()
            yield


def stalls(seconds: float, folder: Path) -> None:
    """Scrubbing with nothing else to do, and while mini renders four takes after four takes."""
    from PySide6.QtCore import QTimer

    from v2a_plugin.jobs import JobState
    from v2a_resources import sample_path

    window = window_in(folder)
    session = window.session
    window.open([sample_path()])

    def settled() -> bool:
        return session.project is not None and all(report.state.over for report in session.queue.reports())

    assert pump(300, settled), "the sample clip did not open"
    pump(2)
    rendered = [0]
    session.arrived.connect(lambda _: rendered.__setitem__(0, rendered[0] + 1))
    for name, busy in (("scrubbing, idle", False), ("scrubbing, four takes render", True)):
        if busy:
            window.generate.takes.setValue(4)
            window.commands["generate"].trigger()
            pump(120, lambda: rendered[0])  # the models are loaded
        script, heart, hand = moves(window), Heart(), QTimer(interval=HOLD_UP)
        hand.timeout.connect(lambda: next(script))  # noqa: B023
        hand.start()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if busy and not any(
                report.state in (JobState.RUNNING, JobState.QUEUED) for report in session.queue.reports()
            ):
                window.commands["generate"].trigger()
            pump(min(0.5, max(0.0, end - time.perf_counter())))
        waits = heart.stop()
        hand.stop()
        print(f"{name:<34}{waits.verdict(GOAL_STALL_BUSY if busy else GOAL_STALL)}", flush=True)
    print(f"{'  takes rendered meanwhile':<34}{rendered[0]:8}")
    window.hide()
    window.close()


def timeline(folder: Path, cues: int = 20_000, tracks: int = 10) -> None:
    """Frames of a full timeline while it scrolls and zooms, drawn where a screen would be."""
    from PySide6.QtWidgets import QApplication

    from v2a_gui.models.peaks import peaks_of
    from v2a_gui.playback.mixer import RATE
    from v2a_gui.views.timeline.layout import Scale

    window = window_in(folder)
    chance = np.random.default_rng(0)
    outlines = [peaks_of(0.2 * chance.standard_normal(6 * RATE, np.float32)) for _ in range(16)]
    window.timeline.canvas._arrays._peaks = lambda take: outlines[int(take[:4], 16) % 16]
    window.resize(1920, 1080)
    window._pages.setCurrentIndex(1)
    project = full_project(folder / "full.v2a", cues, tracks)
    window.session.show(project)
    pump(1)
    canvas, end = window.timeline.canvas, float(project.timeline.end)
    canvas.setMinimumHeight(560)
    pump(0.5)
    fit = canvas.width() / end
    scales = [Scale(Fraction(0), fit * 1.05**step) for step in range(150)]
    scales += [Scale(Fraction(round(end * share * 1000), 1000), density)
               for density in (fit, 0.5, 4.0, 30.0, 200.0) for share in np.linspace(0, 0.99, 60)]  # fmt: skip
    times, work = [], []
    for scale in scales:
        begun, worked = time.perf_counter(), time.thread_time()
        canvas.set_scale(scale)
        QApplication.processEvents()  # paints
        times.append(time.perf_counter() - begun)
        work.append(time.thread_time() - worked)
    print(f"{f'frame, {cues:,} cues, p99':<34}{verdict(float(np.percentile(times, 99)), GOAL_PAINT, 'ms', 1e3)}"
          f"   (median {np.median(times) * 1e3:.2f}, longest {max(times) * 1e3:.2f}; of a core: p99 "
          f"{np.percentile(work, 99) * 1e3:.2f} ms; {canvas.width()}×{canvas.height()} pixels)")  # fmt: skip
    window.hide()
    window.close()


def full_project(path: Path, cues: int, tracks: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """A project with cues of two to five seconds, end to end on every track."""
    from v2a_plugin.model.regions import Region, RegionKind
    from v2a_plugin.model.time import Span, Timecode
    from v2a_plugin.model.timeline import Cue, KeptTake, PictureClip, Timeline, Track, TrackKind
    from v2a_plugin.project.folder import create_project

    rate = Fraction(25)
    each = cues // tracks
    rows: list[list[Cue]] = [[] for _ in range(tracks)]
    clips, takes, record = [], [], Fraction(0)
    for number in range(each):
        length = Fraction(50 + number * 37 % 75, 25)
        region = Region(Span(record, record + length), "1-a", RegionKind.SHOT, f"Shot {number + 1}")
        clips.append(PictureClip(region, record))
        take = KeptTake(
            f"{number:04x}{region.id[-12:]}", region.id, length + 1, Span(Fraction(1, 2), length + Fraction(1, 2)), 48_000,
            0.5, ("footsteps on gravel", "a door"), origin=record - Fraction(1, 2),
        )  # fmt: skip
        takes.append(take)
        for row in rows:
            row.append(Cue(take.id, record, take.used, take.length, region.id))
        record += length
    kinds = list(TrackKind)[:4]
    made = tuple(Track(kinds[row % 4], f"Track {row + 1}", cues=tuple(cues)) for row, cues in enumerate(rows))
    return create_project(
        path, Timeline(rate, Timecode.at(Fraction(3600), rate), tuple(clips), made, takes=tuple(takes), name="Full")
    )


def open_large(folder: Path, regions: int = 1500) -> None:
    """From dropping a project on the window to its filmstrip on the screen."""
    from importlib import import_module

    from PySide6.QtWidgets import QApplication

    path = folder / "feature.v2a"
    import_module("project").build(path, regions, regions * 3)
    window = window_in(folder)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        window.open([path])
        QApplication.processEvents()
        window.grab()
        times.append(time.perf_counter() - begun)
        assert window.shots.rowCount() == regions
        window.session.close_project()
        pump(0.2)
    print(f"{f'open {regions:,} shots, {regions * 4:,} takes':<34}{verdict(float(np.median(times)), GOAL_OPEN, 's')}"
          f"   (first {times[0]:.2f} s)")  # fmt: skip
    window.open([path])
    pump(1)
    edits = []
    take = window.session.timeline.takes[0]  # type: ignore[union-attr]
    for turn in range(20):
        begun = time.perf_counter()
        window.takes.starred.emit(take, turn % 2 == 0)
        QApplication.processEvents()
        edits.append(time.perf_counter() - begun)
    print(f"{'  an edit there, to the screen':<34}{verdict(float(np.median(edits)), GOAL_EDIT, 'ms', 1e3)}")
    window.hide()
    window.close()


def film(folder: Path, shots: int = 150, seconds: int = 4) -> None:
    """Memory and cache of a film of ten minutes, every shot of which is looked at and scrubbed through."""
    import psutil

    from v2a_plugin.media.encode import Encoding, write_clip
    from v2a_plugin.model.progress import finish
    from v2a_plugin.model.sound import Sound

    chance, rate = np.random.default_rng(0), 25

    def frames() -> Iterator[np.ndarray]:
        for _ in range(shots):
            small = chance.integers(0, 256, (9, 16, 3), dtype=np.uint8)
            large = small.repeat(40, axis=0).repeat(40, axis=1)
            for step in range(seconds * rate):
                yield np.roll(large, step, axis=1)

    noise = 0.1 * chance.standard_normal(48_000 * shots * seconds).astype(np.float32)
    path = folder / "film.mp4"
    finish(write_clip(path, frames(), Encoding(rate=Fraction(rate)), Sound.mono(noise, 48_000)))
    del noise
    window, held = window_in(folder), psutil.Process().memory_info
    session, before = window.session, held().rss
    window.open([path])
    pump(600, lambda: session.project is not None and all(report.state.over for report in session.queue.reports()))
    project = session.project
    assert project is not None
    pump(5)
    most = held().rss
    for _ in range(len(project.timeline.picture)):
        window.commands["next-shot"].trigger()
        for _ in range(5):
            window.commands["on-ten"].trigger()
            pump(0.02)
        most = max(most, held().rss)
    cache = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and file != path)
    print(f"{f'a film of {len(project.timeline.picture)} shots, memory':<34}"
          f"{verdict((most - before) / 1e6, GOAL_FILM, 'MB')}   (project and cache on disk {cache / 1e6:.0f} MB)")  # fmt: skip
    window.hide()
    window.close()


def idle(seconds: float, folder: Path) -> None:
    """What a window costs that nobody touches, with a clip open."""
    from v2a_resources import sample_path

    window = window_in(folder)
    session = window.session
    window.open([sample_path()])
    pump(300, lambda: session.project is not None and all(report.state.over for report in session.queue.reports()))
    pump(3)
    begun, work = time.perf_counter(), time.process_time()
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1e3), loop.quit)
    loop.exec()
    share = (time.process_time() - work) / (time.perf_counter() - begun)
    print(f"{'a core while idle':<34}{verdict(share, GOAL_IDLE, '%', 100)}")
    window.hide()
    window.close()


def part(name: str, seconds: float, folder: Path) -> None:
    """Measure one part in this process."""
    if name == "start":
        start()
    elif name == "stalls":
        stalls(seconds, folder)
    elif name == "timeline":
        timeline(folder)
    elif name == "open":
        open_large(folder)
    elif name == "film":
        film(folder)
    else:
        idle(min(seconds, 20), folder)


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60, help="Of scrubbing, idle and busy each.")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        [only] = given.only
        part(only, given.seconds, given.here)
        return
    print(json.dumps({"cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()}))
    for only in given.only:
        with tempfile.TemporaryDirectory() as folder:
            homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), folder)
            waiting = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "1000"}  # as `v2a` sets them
            environment = (
                waiting | dict(os.environ) | homes | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
            )
            command = [sys.executable, __file__, "--only", only, "--seconds", str(given.seconds), "--here", folder]
            subprocess.run(command, check=True, env=environment)


if __name__ == "__main__":
    main()
