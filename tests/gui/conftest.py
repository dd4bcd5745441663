"""A panel on a platform without a screen, with settings and projects of its own, and an audio clock that the test moves."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.playback.mixer import RATE, Mixer
from v2a_gui.playback.player import Player
from v2a_gui.theme import Theme, apply_theme
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Precision, Recipe, Settings
from v2a_plugin.model.regions import Region
from v2a_plugin.model.sound import Levels, Sound, Tag
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span
from v2a_plugin.timeline.track_edits import set_production


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in steps, let go; QTest's own moves hold no buttons."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(widget, left, none, start)
    for part in (0.2, 0.6, 1.0):
        at = QPointF(start) + QPointF(end - start) * part
        move = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, left, none)
        QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, left, none, end)


class HandClock:
    """An audio device that plays when the test says so."""

    device = "test"
    lost = False

    def __init__(self, mixer: Mixer) -> None:
        self.mixer = mixer
        self.running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def heard(self) -> int:
        return self.mixer.position

    def close(self) -> None:
        self.running = False

    def run(self, samples: int) -> np.ndarray:
        """Let some samples be played."""
        assert self.running
        return self.mixer.render(samples)


@dataclass(eq=False)
class Panel:
    """A window and what drives it."""

    window: MainWindow
    bot: QtBot
    clocks: list[HandClock] = field(default_factory=list)

    @property
    def clock(self) -> HandClock:
        return self.clocks[-1]

    def until(self, happened: Callable[[], object], seconds: float = 30) -> None:
        def sure() -> bool:
            failed = [report.error for report in self.window.session.queue.reports() if report.error]
            assert not failed, failed
            return bool(happened())

        self.bot.waitUntil(sure, timeout=int(seconds * 1000))

    def do(self, command: str) -> None:
        action = self.window.commands[command]
        assert action.isEnabled(), command
        action.trigger()

    def idle(self) -> None:
        """Wait until the queue has nothing to do."""
        self.until(lambda: all(report.state.over for report in self.window.session.queue.reports()))
        QApplication.processEvents()

    def hear_production(self, on: bool) -> None:
        """Let the production sound be heard, or not; no step of the history."""
        self.window.session.edit(lambda timeline: set_production(timeline, mute=not on))

    def add_takes(self, region: Region, count: int, seed: int = 0, channels: int = 1) -> list[str]:
        """Finished takes of a region, as the engine would give them: noise with a marked first sample."""
        project = self.window.session.project
        assert project is not None
        takes = [example_take(region, seed + number, channels=channels) for number in range(count)]
        project.add_takes(takes, region)
        self.window.session.changed.emit(project.timeline)
        return [take.take.id for take in takes]


def example_take(region: Region, seed: int, handle: Fraction = Fraction(12, 25), channels: int = 1) -> RenderedTake:
    """A take without any model: soft noise, different for each seed and channel."""
    rendered = region.span.widened(handle)
    chance = np.random.default_rng(seed)
    sound = Sound((0.1 * chance.standard_normal((channels, rendered.samples(RATE)))).astype(np.float32), RATE)
    recipe = Recipe(
        None, region.span, handle, Fraction(25), None, Settings(), seed, "mini", "0" * 64, "", "cpu", Precision.FP32, 1, 1,
        16_000, (),
    )  # fmt: skip
    tags = (Tag("footsteps", 0.5), Tag("a door closing", 0.4), Tag("rain", 0.3))
    take = Take(
        sound.digest[:16], sound.digest, RATE, rendered, region.span, 1 - seed / 100, tags,
        Levels(-23.0, -6.0, -6.0, -20.0), recipe, channels=channels,
    )  # fmt: skip
    return RenderedTake(take, sound)


def bars(number: int, width: int = 96, height: int = 64) -> np.ndarray:
    """A picture of eight bars, white for the set bits of a number, lowest bit on the left."""
    pixels = np.zeros((height, width, 3), np.uint8)
    for bit in range(8):
        if number >> bit & 1:
            pixels[:, bit * width // 8 : (bit + 1) * width // 8] = 255
    return pixels


def number_of(pixels: np.ndarray) -> int:
    """The number a picture of bars carries."""
    width = pixels.shape[1]
    middles = [(2 * bit + 1) * width // 16 for bit in range(8)]
    return sum(1 << bit for bit, at in enumerate(middles) if pixels[:, at - 1 : at + 2].mean() > 127)


@pytest.fixture
def clip(four_shots: Path, tmp_path: Path) -> Path:
    """Eight seconds, four plain shots of two seconds; a tone for production sound."""
    return Path(shutil.copy(four_shots, tmp_path))


@pytest.fixture(scope="session")
def encoded_bars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clip of `counted`, to be copied only."""
    path = tmp_path_factory.mktemp("bars") / "counted.mp4"
    return finish(write_clip(path, (bars(number) for number in range(200)), Encoding(gop=50)))


@pytest.fixture
def counted(encoded_bars: Path, tmp_path: Path) -> Path:
    """200 frames, each carrying its number as bars."""
    return Path(shutil.copy(encoded_bars, tmp_path))


def without_parent(owner: object, seen: set[int]) -> Iterator[QObject]:
    """What works for a window and would outlive it: a signal that is connected to a lambda holds it, and so the window."""
    for part in list(vars(owner).values()) if hasattr(owner, "__dict__") else ():
        if id(part) not in seen and type(part).__module__.startswith("v2a_gui"):
            seen.add(id(part))
            if isinstance(part, QObject) and not isinstance(part, QWidget) and part.parent() is None:
                yield part
            yield from without_parent(part, seen)


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Panel]:
    """A window with nothing open. Afterwards nothing of it may be left running."""
    before = set(threading.enumerate())
    apply_theme(qapp, Theme.DARK)
    clocks: list[HandClock] = []

    def output(mixer: Mixer) -> HandClock:
        clocks.append(HandClock(mixer))
        return clocks[-1]

    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(tmp_path / "unsaved"), Player(output), settings)
    window.resize(1440, 860)  # the screen of this platform is smaller, and the tests point at places in the window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=30_000)  # shortcuts work in the active window only
    panel_ = Panel(window, qtbot, clocks)
    yield panel_
    window.session.queue.cancel_all()
    window.hide()
    window.close()
    for part in list(without_parent(window, {id(window)})):
        part.setParent(window)
    window.deleteLater()
    QApplication.processEvents()
    deadline = time.monotonic() + 30
    while (left := set(threading.enumerate()) - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left, f"threads left running: {left}"
    window.garbage.stop()


@pytest.fixture
def opened(panel: Panel, clip: Path) -> Panel:
    """The same with the four-shot clip open and its shots found."""
    panel.window.open([clip])
    panel.until(lambda: panel.window.session.project is not None)
    panel.idle()
    panel.until(lambda: panel.window.shots.rowCount() == 4)  # what the cut shows is listed a moment later
    panel.hear_production(False)  # so that what is heard is what a test plays
    return panel


def span_of(start: float, end: float) -> Span:
    """A span in seconds."""
    return Span(Fraction(start), Fraction(end))
