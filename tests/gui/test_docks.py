"""Docks of plugins: shown when switched on, refreshed with each change, remembered; and one that fails takes nothing else down."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import HandClock, Panel
from v2a_gui.access_keys import plain_text
from v2a_gui.faults import catch_faults
from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_hooks import PanelDock, PanelSide, hookimpl
from v2a_plugin.plugins.facade import load_plugins

MakePanel = Callable[..., Panel]


class Counter(QLabel):
    """Says how many takes there are."""

    def __init__(self, panel: Any) -> None:
        super().__init__()
        self.panel = panel

    def refresh(self) -> None:
        timeline = self.panel.timeline
        self.setText(f"{len(timeline.takes)} takes, {len(self.panel.shots)} picked" if timeline else "nothing")


class NoInk(QWidget):
    """Paints until it is told not to be able to."""

    able = False

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(60, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawText(10, 10, "ink")
        if not NoInk.able:
            raise RuntimeError("the ink is dry")


def button(_: object) -> QWidget:
    """A button whose click fails, deep in a layout."""
    filled = QPushButton("Press")

    class Outer(QWidget):
        def press(self) -> None:
            raise ZeroDivisionError("pressed too hard")

    outer = Outer()
    filled.setParent(outer)
    filled.clicked.connect(lambda: outer.press())
    return outer


def plugin_of(*docks: PanelDock) -> object:
    return SimpleNamespace(__name__="inky", register_panel_docks=hookimpl(lambda: list(docks)))


@pytest.fixture
def with_docks(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakePanel]:
    """Makes a window whose plugin adds docks; it tells of faults as the program does."""
    windows: list[MainWindow] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)

    def make(*docks: PanelDock) -> Panel:
        plugins = load_plugins([plugin_of(*docks)])
        window = MainWindow(Session(tmp_path / "unsaved", plugins), Player(HandClock), settings)
        window.show()
        windows.append(window)
        catch_faults(window, window.docks.caught, window.messages.explain)
        return Panel(window, qtbot)

    yield make
    for window in windows:
        window.session.queue.cancel_all()
        window.hide()
        window.close()
        window.deleteLater()
    QApplication.processEvents()


def show(panel: Panel, name: str) -> None:
    panel.window.docks.frame(name).toggleViewAction().trigger()
    QApplication.processEvents()


def text(panel: Panel, name: str) -> str:
    return " ".join(label.text() for label in panel.window.docks.frame(name).widget().findChildren(QLabel))


def press(panel: Panel, name: str) -> None:
    [found] = panel.window.docks.frame(name).widget().findChildren(QPushButton)
    found.click()


def test_a_dock_is_filled_when_it_is_shown_and_hears_of_changes(with_docks: MakePanel, clip: Path) -> None:
    filled: list[Counter] = []

    def make(panel: Any) -> Counter:
        filled.append(Counter(panel))
        return filled[-1]

    panel = with_docks(PanelDock("count", "How many", make, PanelSide.LEFT))
    window = panel.window
    assert filled == []
    show(panel, "count")
    [counter] = filled
    assert counter.text() == "nothing"
    window.open([clip])
    panel.until(lambda: window.session.project is not None)
    panel.idle()
    panel.until(lambda: len(window.session.timeline.picture) == 4)  # type: ignore[union-attr]
    panel.add_takes(window.session.timeline.picture[0].region, 2)  # type: ignore[union-attr]
    assert counter.text().startswith("2 takes")
    [menu] = [one for one in window.menuBar().findChildren(QMenu) if plain_text(one.title()) == "Docks"]
    assert [plain_text(action.text()) for action in menu.actions()] == ["How many"]


def test_docks_are_remembered(with_docks: MakePanel) -> None:
    dock = PanelDock("count", "How many", Counter)
    first = with_docks(dock, PanelDock("other", "Other", Counter))
    show(first, "count")
    first.window.close()
    second = with_docks(dock, PanelDock("other", "Other", Counter))
    assert second.window.docks.frame("count").isVisible()
    assert not second.window.docks.frame("other").isVisible()


def test_a_dock_that_raises_on_paint_is_taken_out_and_the_panel_goes_on(
    with_docks: MakePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NoInk, "able", False)
    panel = with_docks(PanelDock("ink", "Ink", lambda _: NoInk()), PanelDock("count", "How many", Counter))
    window = panel.window
    show(panel, "count")
    show(panel, "ink")
    panel.bot.waitUntil(lambda: "the ink is dry" in text(panel, "ink"), timeout=30_000)
    assert "inky" in window._message.text() + window.notices.text("error")
    assert [info.state.value for info in window.session.plugins.report() if info.name == "inky"] == ["impaired"]
    assert isinstance(window.docks.frame("count").widget(), Counter), "the plugin's other dock stays"
    before = len(window.session.plugins.failures)
    window.update()
    QApplication.processEvents()
    assert len(window.session.plugins.failures) == before, "it is not painted any more"
    monkeypatch.setattr(NoInk, "able", True)
    press(panel, "ink")
    QApplication.processEvents()
    assert isinstance(window.docks.frame("ink").widget(), NoInk)
    panel.do("models")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda _: 1 / 0, "division by zero"),
        (lambda _: "a text", "gave a str, not a QWidget"),
        (lambda panel: panel.nothing, "nothing"),
    ],
)
def test_a_dock_that_cannot_be_filled_says_why(with_docks: MakePanel, make: Callable[..., Any], why: str) -> None:
    panel = with_docks(PanelDock("bad", "Bad", make))
    show(panel, "bad")
    assert why in text(panel, "bad")
    assert "inky" in text(panel, "bad")


def test_a_click_or_a_refresh_that_fails_takes_out_the_dock_it_belongs_to(with_docks: MakePanel) -> None:
    class Worse(QLabel):
        def refresh(self) -> None:
            raise LookupError("lost")

    panel = with_docks(PanelDock("press", "Press", button), PanelDock("worse", "Worse", lambda _: Worse()))
    show(panel, "worse")
    assert "lost" in text(panel, "worse")
    show(panel, "press")
    press(panel, "press")
    panel.bot.waitUntil(lambda: "pressed too hard" in text(panel, "press"), timeout=30_000)


def test_a_fault_of_the_panel_itself_is_shown_and_printed(
    with_docks: MakePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: printed.append(str(error)))
    panel = with_docks()
    sys.excepthook(ValueError, ValueError("a slip"), None)
    panel.bot.waitUntil(lambda: "a slip" in panel.window._message.text(), timeout=30_000)
    assert "please report it" in panel.window._message.text()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert printed == ["a slip", ""]
