"""Hours of asking and discarding: the panel's memory, threads, widgets and timers stay where they are."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import HandClock, Panel
from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.bundles import tiny_bundle
from v2a_plugin.zoo.lock import lock_folder, write_lock

EXAMPLE = Path(__file__).parents[1] / "hooks" / "example_plugin"


def memory() -> float:
    """Resident megabytes, after everything that can go has gone."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20


def things(window: MainWindow) -> tuple[int, int, int]:
    """Widgets, timers and threads."""
    return len(window.findChildren(QWidget)), len(window.findChildren(QTimer)), threading.active_count()


def how_many(usual: int) -> int:
    """Rounds of a campaign; V2A_ROUNDS makes it shorter or longer."""
    return int(os.environ.get("V2A_ROUNDS", usual))


def rounds(panel: Panel, count: int, warm: int) -> tuple[float, float]:
    """Generate one take and discard it, many times; memory after the warm-up and at the end."""
    window = panel.window
    window.generate.takes.setValue(1)
    before, there = 0.0, (0, 0, 0)
    for number in range(count):
        panel.do("generate")
        panel.until(lambda: len(window.audition.takes) == 1, 120)
        panel.idle()
        take = window.audition.takes[0]
        window.takes.play(take)
        panel.until(lambda: window.sounds.take(take.id) is not None)  # noqa: B023
        window.player.pause()
        panel.do("discard")
        assert window.audition.takes == ()
        if number == warm:
            before, there = memory(), things(window)
    after = memory()
    assert things(window) == there
    return before, after


@pytest.fixture
def knocking(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: Path
) -> Iterator[Panel]:
    """A panel with the example plugin's generator, which needs no weights, in a bundle of tiny encoders."""
    folder = tiny_bundle(tmp_path / "models" / "bundles" / "tiny")
    card = (folder / "card.toml").read_text(encoding="utf-8")
    assert 'kind = "audioldm"' in card
    (folder / "card.toml").write_text(card.replace('kind = "audioldm"', 'kind = "knocks"'), encoding="utf-8")
    write_lock(folder, finish(lock_folder(folder, "tiny")))
    monkeypatch.setenv("V2A_MODELS", str(tmp_path / "models"))
    monkeypatch.syspath_prepend(str(EXAMPLE))
    from v2a_example import plugin  # type: ignore[import-not-found]  # found on the path that was just added

    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(tmp_path / "unsaved", load_plugins([plugin])), Player(HandClock), settings)
    window.show()
    panel_ = Panel(window, qtbot)
    window.open([clip])
    panel_.until(lambda: window.session.project is not None)
    panel_.idle()
    panel_.until(lambda: window.generate.bundle.findData("tiny") >= 0)
    window.generate.bundle.setCurrentIndex(window.generate.bundle.findData("tiny"))
    yield panel_
    window.session.queue.cancel_all()
    window.hide()
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    for name in [name for name in sys.modules if name.split(".")[0] == "v2a_example"]:
        del sys.modules[name]


def test_a_generator_of_a_plugin_is_heard_in_the_panel(knocking: Panel) -> None:
    knocking.do("generate")
    window = knocking.window
    knocking.until(lambda: len(window.audition.takes) == 4, 120)
    session = window.session
    assert session.project is not None
    take = session.project.take(window.audition.takes[0].id)
    assert take.recipe.bundle == "tiny"
    assert abs(session.project.sound(take.id).samples[0]).max() > 0.05
    knocking.idle()


@pytest.mark.soak
def test_five_hundred_rounds_leave_the_memory_as_it_was(knocking: Panel) -> None:
    count = how_many(500)
    before, after = rounds(knocking, count, warm=count // 5)
    print(f"{before:.0f} MB after {count // 5} rounds, {after:.0f} MB after {count}")
    assert after - before < 40


@pytest.mark.soak
def test_twenty_rounds_with_the_models_that_ship_leave_the_memory_as_it_was(opened: Panel) -> None:
    count = how_many(20)
    before, after = rounds(opened, count, warm=count // 4)
    print(f"{before:.0f} MB after {count // 4} rounds, {after:.0f} MB after {count}")
    assert after - before < 60
