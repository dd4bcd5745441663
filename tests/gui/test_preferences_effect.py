"""Preferences that do something, and what plugins add to the panel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import HandClock, Panel
from v2a_gui.access_keys import plain_text
from v2a_gui.app import make_window
from v2a_gui.dialogs.plugins import PluginsDialog, disabled_plugins
from v2a_gui.dialogs.preferences import Preferences
from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.models.tuning import Tuning, tuning_of
from v2a_gui.playback.player import Player
from v2a_hooks import PanelAction, PanelNeeds, hookimpl
from v2a_plugin.model.errors import BadInput, Cancelled
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.plugins.panel import Panel as PluginView
from v2a_plugin.plugins.report import Kind, PluginState
from v2a_plugin.project.limits import trim_cache
from v2a_plugin.timeline.marker_edits import add_marker


def test_threads_precision_and_memory_reach_the_engine(opened: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened.window
    choices: list[object] = []

    def load(choice: object) -> Iterator[object]:
        choices.append(choice)
        raise Cancelled("The choice is all that is looked at.")
        yield

    monkeypatch.setattr(window.session.orders._engines, "load", load)
    for key, value in (("threads", 1), ("precision", "bf16"), ("memory", 1024), ("device", "cpu")):
        window.settings.setValue(key, value)
    window.settings_presenter.apply()
    opened.do("generate")
    opened.idle()
    [choice] = choices
    assert (choice.precision, choice.threads, choice.memory, choice.device) == ("bf16", 1, 1024 << 20, "cpu")  # type: ignore[attr-defined]


def test_what_the_preferences_say_before_anybody_set_them(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "empty.ini"), QSettings.Format.IniFormat)
    assert tuning_of(settings) == Tuning("auto", None, None)


def test_a_memory_limit_reaches_the_generator() -> None:
    from v2a_plugin.sources.generators.devices import choose_runtime
    from v2a_plugin.sources.generators.memory import at_most, free_bytes

    assert choose_runtime("cpu", "auto", 1, 1 << 20).memory == 1 << 20
    assert at_most(1 << 20)("cpu") < free_bytes("cpu")


def test_another_audio_device_is_opened_at_the_next_play(opened: Panel) -> None:
    player = opened.window.player
    player.play()
    first = opened.clock
    dialog = Preferences(opened.window.settings, ("Speakers",), opened.window)
    dialog.deleteLater()
    opened.window.settings_presenter.apply()
    assert not first.running
    player.play()
    assert opened.clock is not first
    player.pause()


def test_the_audio_device_and_its_buffer_come_from_the_preferences(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, float]] = []

    def output(mixer: object, wanted: str, buffer: float) -> HandClock:
        opened.append((wanted, buffer))
        return HandClock(mixer)  # type: ignore[arg-type]

    monkeypatch.setattr("v2a_gui.app.open_output", output)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("audio", "Speakers")
    settings.setValue("buffer", 120)
    settings.setValue("offline", True)
    settings.setValue("plugins/disabled", "blender\nreaper")
    window = make_window(tmp_path / "unsaved", settings)
    try:
        window.player._output(window.player.mixer)
        assert opened == [("Speakers", 0.12)]
        assert os.environ["HF_HUB_OFFLINE"] == "1"
        states = {info.name: info.state for info in window.session.plugins.report()}
        assert states["blender"] is states["reaper"] is PluginState.DISABLED
        assert states["formats"] is PluginState.WORKING
        window.settings_presenter.go_offline(False)
        assert "HF_HUB_OFFLINE" not in os.environ
    finally:
        window.close()
        window.deleteLater()


def test_a_plugin_that_is_unticked_is_left_out_from_the_next_start_on(panel: Panel) -> None:
    window = panel.window
    dialog = PluginsDialog(window.session.plugins, window.settings, window)
    item = next(
        item for row in range(dialog.tree.topLevelItemCount())
        if (item := dialog.tree.topLevelItem(row)) is not None and item.text(0) == "reaper"
    )  # fmt: skip
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert disabled_plugins(window.settings) == {"reaper"}
    dialog.deleteLater()


def test_a_cache_is_trimmed_oldest_first(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / "peaks" / f"{number}.npy"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 1000)
        os.utime(path, (1000 + number, 1000 + number))
    assert trim_cache(tmp_path, 2500) == 3000
    assert sorted(path.name for path in (tmp_path / "peaks").iterdir()) == ["3.npy", "4.npy"]
    assert trim_cache(tmp_path, 2500) == 0
    assert trim_cache(tmp_path / "none", 0) == 0


# Plugins


def mark(panel: PluginView) -> None:
    assert panel.timeline is not None
    panel.do(add_marker(panel.timeline, panel.playhead, f"{len(panel.shots)} shots"))
    panel.say("Marked.")


def refuse(panel: PluginView) -> None:
    raise BadInput("Not on a Sunday.", "Come back tomorrow.")


def crash(panel: PluginView) -> None:
    raise ZeroDivisionError("oops")


@pytest.fixture
def plugged(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Panel]:
    """A window with a plugin that adds three actions."""

    @hookimpl
    def register_panel_actions() -> list[PanelAction]:
        return [
            PanelAction("mark", "Mark a question", mark, menu="Edit", needs=PanelNeeds.CUT, keys="Ctrl+Alt+Q"),
            PanelAction("refuse", "Refuse", refuse, keys="G"),
            PanelAction("crash", "Crash", crash, needs=PanelNeeds.SHOT),
        ]

    module = ModuleType("questions")
    module.register_panel_actions = register_panel_actions  # type: ignore[attr-defined]
    clocks: list[HandClock] = []

    def output(mixer: object) -> HandClock:
        clocks.append(HandClock(mixer))  # type: ignore[arg-type]
        return clocks[-1]

    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(tmp_path / "unsaved", load_plugins([module])), Player(output), settings)
    window.show()
    yield Panel(window, qtbot, clocks)
    window.hide()
    window.close()
    window.deleteLater()


def test_a_plugin_adds_actions_to_menus_and_the_palette(plugged: Panel, clip: Path) -> None:
    window = plugged.window
    assert not window.commands["plugin-mark"].isEnabled()
    assert window.commands["plugin-mark"].shortcut().toString() == "Ctrl+Alt+Q"
    assert window.commands["plugin-refuse"].shortcut().isEmpty()  # G is taken
    menus = {plain_text(action.text()): action.menu() for action in window.menuBar().actions()}
    assert list(menus)[-2:] == ["Plugins", "Help"]
    assert "Mark a question" in [plain_text(action.text()) for action in menus["Edit"].actions()]  # type: ignore[attr-defined]
    window.open([clip])
    plugged.until(lambda: window.session.project is not None)
    plugged.idle()
    assert "plugin-mark" in [command.id for command, _ in window.commands.enabled()]
    window.player.locate(Fraction(3))
    plugged.do("plugin-mark")
    assert [(marker.at, marker.name) for marker in window.session.timeline.markers] == [(Fraction(3), "1 shots")]  # type: ignore[union-attr]
    assert window._message.text() == "Marked."
    plugged.do("undo")
    assert window.session.timeline is not None
    assert window.session.timeline.markers == ()


def test_an_action_that_fails_is_reported_and_nothing_else_is_affected(plugged: Panel, clip: Path) -> None:
    window = plugged.window
    plugged.do("plugin-refuse")
    assert "Not on a Sunday." in window._message.text()
    window.open([clip])
    plugged.until(lambda: window.session.project is not None)
    plugged.idle()
    plugged.do("plugin-crash")
    assert "questions" in window._message.text() + window.notices.text("error")
    [info] = [info for info in window.session.plugins.report() if info.name == "questions"]
    assert info.state is PluginState.IMPAIRED
    assert "oops" in info.failures[0].reason
    assert len(window.session.plugins.added(Kind.PANEL_ACTION)) == 3
    plugged.do("plugin-mark")
    assert len(window.session.timeline.markers) == 1  # type: ignore[union-attr]
