"""The dialogs under mouse and keyboard: export, shortcuts, models, plugins, preferences, palette, history."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import soundfile
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QPushButton,
    QTreeWidgetItem,
)

from tests.gui.conftest import Panel
from v2a_gui.access_keys import plain_text
from v2a_gui.app import make_window
from v2a_gui.commands import COMMANDS
from v2a_gui.dialogs.export import ExportDialog
from v2a_gui.dialogs.markers import MarkersDialog
from v2a_gui.dialogs.models import ModelsDialog
from v2a_gui.dialogs.palette import Palette
from v2a_gui.dialogs.plugins import PluginsDialog
from v2a_gui.dialogs.preferences import Preferences
from v2a_gui.dialogs.shortcuts import ShortcutEditor, conflicts
from v2a_gui.models.bundles import bundles_here
from v2a_gui.panel_settings import changed_keys
from v2a_gui.shortcut_sets import SETS, keys_of_set
from v2a_hooks import hookimpl
from v2a_plugin.model.progress import Progress
from v2a_plugin.plugins.facade import load_plugins

# The lists of devices and popups ask for things that a platform without a screen does not have.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "pipewire", extend=True)
LEFT = Qt.MouseButton.LeftButton


def shown(panel: Panel, command: str) -> QDialog:
    panel.do(command)
    panel.until(lambda: any(one.isVisible() for one in panel.window.findChildren(QDialog)))
    QApplication.processEvents()
    return next(one for one in panel.window.findChildren(QDialog) if one.isVisible())


@pytest.fixture
def placed(opened: Panel) -> Panel:
    """A cue on the timeline."""
    session = opened.window.session
    region = session.timeline.picture[0].region  # type: ignore[union-attr]
    opened.add_takes(region, 1)
    assert session.place(session.takes(region.id)[0])
    return opened


# Export


def pick(dialog: ExportDialog, name: str) -> None:
    rows = [
        row for row in range(dialog.formats.count()) if name in (dialog._program(row).format, dialog._program(row).name)
    ]
    dialog.formats.setCurrentRow(rows[0])


def test_export_remembers_every_choice_for_each_format(placed: Panel, tmp_path: Path) -> None:
    dialog = shown(placed, "export")
    assert isinstance(dialog, ExportDialog)
    pick(dialog, "Files only")
    dialog.stems.division.setCurrentIndex(1)
    assert not dialog.stems.handles.isEnabled()
    assert dialog.stems.pop.isEnabled()
    dialog.stems.bits.setCurrentIndex(1)
    dialog.stems.rate.setCurrentIndex(1)
    dialog.stems.stereo.setChecked(True)
    dialog.stems.pop.setChecked(True)
    dialog.folder.setText(str(tmp_path / "stems"))
    QTest.mouseClick(dialog.write, LEFT)
    placed.until(dialog.next_.isVisible, 60)
    [stem] = (tmp_path / "stems").rglob("*.wav")
    info = soundfile.info(stem)
    assert (info.samplerate, info.channels, info.subtype) == (96_000, 2, "FLOAT")
    pick(dialog, "otio")
    assert (dialog.stems.bits.currentIndex(), dialog.stems.rate.currentData(), dialog.stems.stereo.isChecked()) == (
        0,
        48_000,
        False,
    )
    dialog.close()

    again = shown(placed, "export")
    assert isinstance(again, ExportDialog)
    assert again._program(again.formats.currentRow()).format == "bwf"
    chosen = again.request(again.wanted[0]).stems
    assert (chosen.layout.value, chosen.rate, chosen.depth.value, chosen.channels, chosen.two_pop) == (
        "per-track", 96_000, "32f", 2, True,
    )  # fmt: skip
    assert again.folder.text() == str(tmp_path / "clip for Files only")  # beside the film, whatever was chosen last
    again.close()


def test_export_says_what_a_format_leaves_out_and_what_to_click(
    placed: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_.append(url.toLocalFile()))
    dialog = shown(placed, "export")
    assert isinstance(dialog, ExportDialog)
    pick(dialog, "edl")
    assert len(dialog.lost.text()) > 10
    pick(dialog, "otio")
    dialog.folder.setText(str(tmp_path / "out"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # the button that writes is the one Return presses
    placed.until(dialog.next_.isVisible, 60)
    assert "DaVinci Resolve" in dialog.next_.toPlainText()
    assert opened_ == [str(tmp_path / "out")]  # by itself
    QTest.mouseClick(dialog.open_after, LEFT, pos=QPoint(8, dialog.open_after.height() // 2))
    QTest.mouseClick(dialog.write, LEFT)
    placed.until(dialog.write.isEnabled, 60)
    assert opened_ == [str(tmp_path / "out")]
    QTest.mouseClick(dialog.reveal, LEFT)
    assert opened_ == [str(tmp_path / "out")] * 2
    dialog.close()


def test_several_programs_are_exported_for_at_once_and_the_window_waits_for_what_is_written(
    placed: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = placed.window
    opened_: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_.append(url.toLocalFile()))
    dialog = shown(placed, "export")
    assert isinstance(dialog, ExportDialog)
    assert dialog.write.text() == "Export for DaVinci Resolve"
    for name in ("Reaper", "Shotcut"):
        row = next(row for row in range(dialog.formats.count()) if dialog._program(row).name == name)
        place = dialog.formats.visualItemRect(dialog.formats.item(row))
        QTest.mouseClick(dialog.formats.viewport(), LEFT, pos=QPoint(place.left() + 12, place.center().y()))
    assert [program.name for program in dialog.wanted] == ["Reaper", "Shotcut"]
    assert dialog.write.text() == "Export for 2 programs"
    assert "Shotcut: " in dialog.lost.text()  # what a format leaves out, before anything is written
    folder = Path(dialog.folder.text())
    assert window.session.media[0].path.parent == folder.parent
    begin, go = threading.Event(), window.session.plugins.export

    def held(*arguments: Any) -> Any:
        yield Progress("waiting", 0, 1)
        while not begin.is_set():
            yield Progress("waiting", 0, 1)
        return (yield from go(*arguments))

    monkeypatch.setattr(window.session.plugins, "export", held)
    QTest.mouseClick(dialog.write, LEFT)
    placed.until(lambda: dialog.count.text() == "Reaper: waiting, 0 of 1")
    dialog.close()
    asked: list[str] = []

    def answer(text: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        button = next(one for one in box.buttons() if one.text() == text)
        QTest.mouseClick(button, LEFT)

    QTimer.singleShot(200, lambda: answer("Cancel"))
    window.close()
    assert window.isVisible()
    QTimer.singleShot(200, lambda: answer("Close when they are written"))
    window.close()
    assert window.isVisible()
    assert "still being written" in asked[1]
    begin.set()
    placed.bot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert list((folder / "Reaper").glob("*.rpp"))
    assert list((folder / "Shotcut").glob("*.mlt"))


def test_a_preset_ticks_its_programs_and_fills_the_fields(placed: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = shown(placed, "export")
    assert isinstance(dialog, ExportDialog)
    ticked = [row for row in range(dialog.formats.count()) if dialog._program(row).name in ("Reaper", "Pro Tools")]
    for row in ticked:
        dialog.formats.item(row).setCheckState(Qt.CheckState.Checked)
    dialog.stems.rate.setCurrentIndex(1)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Mix stage", True))
    QTest.mouseClick(dialog.keep, LEFT)
    dialog.close()
    again = shown(placed, "export")
    assert isinstance(again, ExportDialog)
    assert (len(again.wanted), again.stems.rate.currentData()) == (1, 48_000)
    again.presets.setFocus()
    QTest.keyClick(again.presets, Qt.Key.Key_Down)
    assert [program.name for program in again.wanted] == ["Pro Tools", "Reaper"]
    assert again.stems.rate.currentData() == 96_000
    assert again.request(again.wanted[1]).stems.handle == 20  # as rendered: as far as the takes reach
    QTest.mouseClick(again.drop, LEFT)
    assert again.presets.count() == 1
    again.close()


def test_nothing_placed_yet_cannot_be_exported_and_is_said(opened: Panel) -> None:
    dialog = shown(opened, "export")
    assert isinstance(dialog, ExportDialog)
    assert not dialog.write.isEnabled()
    assert dialog.lost.text()
    dialog.close()


# Shortcuts


@pytest.fixture
def keys(panel: Panel) -> Iterator[ShortcutEditor]:
    dialog = shown(panel, "shortcuts")
    assert isinstance(dialog, Preferences)
    yield dialog.shortcuts
    dialog.close()


def choose(editor: ShortcutEditor, command: str) -> QTreeWidgetItem:
    for row in range(editor.list.topLevelItemCount()):
        item = editor.list.topLevelItem(row)
        if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == command:
            editor.list.setCurrentItem(item)
            return item
    raise AssertionError(command)


def test_a_shortcut_is_changed_works_at_once_and_the_clash_is_shown(panel: Panel, keys: ShortcutEditor) -> None:
    star, reject = choose(keys, "star"), choose(keys, "reject")
    choose(keys, "star")
    QTest.keyClick(keys.edit, Qt.Key.Key_R)
    panel.bot.waitUntil(lambda: star.text(1) == "R", timeout=30_000)
    assert star.text(2) == "⚠ Reject"
    assert reject.text(2) == "⚠ Star"
    assert panel.window.commands["star"].shortcut().toString() == "R"
    QTest.mouseClick(keys.again, LEFT)
    assert (star.text(1), star.text(2), reject.text(2)) == ("F", "", "")
    assert panel.window.commands["star"].shortcut().toString() == "F"
    assert changed_keys(panel.window.settings) == {}


def test_passing_the_field_changes_nothing(panel: Panel, keys: ShortcutEditor) -> None:
    choose(keys, "redo")
    keys.edit.setFocus()
    QTest.keyClick(keys.edit, Qt.Key.Key_Tab)
    keys.search.setFocus()
    panel.bot.wait(50)
    assert changed_keys(panel.window.settings) == {}
    assert [one.toString() for one in panel.window.commands["redo"].shortcuts()] == ["Ctrl+Shift+Z", "Ctrl+Y"]


def test_the_first_of_two_shortcuts_is_changed_and_the_other_stays(panel: Panel, keys: ShortcutEditor) -> None:
    item = choose(keys, "redo")
    QTest.keyClick(keys.edit, Qt.Key.Key_F8)
    panel.bot.waitUntil(lambda: item.text(1) == "F8, Ctrl+Y", timeout=30_000)
    assert [one.toString() for one in panel.window.commands["redo"].shortcuts()] == ["F8", "Ctrl+Y"]


@pytest.mark.parametrize("name", SETS)
def test_no_two_commands_of_a_set_share_a_shortcut(name: str) -> None:
    keys = keys_of_set(name)
    assert conflicts(keys) == {}
    assert set(keys) == {command.id for command in COMMANDS}  # a name that is none would do nothing
    assert all(not QKeySequence(text).isEmpty() for texts in keys.values() for text in texts)


def test_a_set_of_shortcuts_works_at_once_and_what_was_changed_stays(panel: Panel, keys: ShortcutEditor) -> None:
    commands = panel.window.commands
    item = choose(keys, "star")
    QTest.keyClick(keys.edit, Qt.Key.Key_F8)
    panel.bot.waitUntil(lambda: item.text(1) == "F8", timeout=30_000)
    keys.sets.setFocus()
    QTest.keyClick(keys.sets, Qt.Key.Key_Down)
    assert choose(keys, "cut-split").text(1) == "B, Ctrl+E"
    assert [commands[name].shortcut().toString() for name in ("cut-split", "star", "export")] == [
        "B",
        "F8",
        "Ctrl+Alt+B",
    ]
    QTest.keyClick(keys.sets, Qt.Key.Key_Up)
    assert [commands[name].shortcut().toString() for name in ("cut-split", "star", "export")] == ["S", "F8", "Ctrl+E"]


def test_backspace_takes_a_shortcut_away(panel: Panel, keys: ShortcutEditor) -> None:
    item = choose(keys, "star")
    QTest.keyClick(keys.edit, Qt.Key.Key_Backspace)
    assert item.text(1) == ""
    assert panel.window.commands["star"].shortcut().isEmpty()
    keys.search.setText("star")
    assert [keys.list.topLevelItem(row).isHidden() for row in range(keys.list.topLevelItemCount())].count(False) >= 1  # type: ignore[union-attr]
    assert not item.isHidden()


# Preferences


def test_reset_asks_first_and_enter_in_a_field_does_not_reset(panel: Panel) -> None:
    settings = panel.window.settings
    settings.setValue("threads", 1)
    dialog = shown(panel, "preferences")
    assert isinstance(dialog, Preferences)
    QTest.keyClick(dialog.tabs.currentWidget(), Qt.Key.Key_Return)
    assert settings.value("threads") in (1, "1")
    assert dialog.findChildren(QMessageBox) == []
    again = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Reset everything")
    QTest.mouseClick(again, LEFT)
    [box] = dialog.findChildren(QMessageBox)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert settings.value("threads") in (1, "1")
    QApplication.processEvents()
    QTest.mouseClick(again, LEFT)
    box = dialog.findChildren(QMessageBox)[-1]
    agree = next(button for button in box.buttons() if button.text() == "Reset everything")
    QTest.mouseClick(agree, LEFT)
    panel.bot.waitUntil(lambda: settings.value("threads") is None, timeout=30_000)


# Models


def rows(dialog: ModelsDialog) -> dict[str, tuple[str, ...]]:
    """State, size and licence of each bundle."""
    found = {}
    for row in range(dialog.tree.topLevelItemCount()):
        item = dialog.tree.topLevelItem(row)
        assert item is not None
        found[str(item.data(0, Qt.ItemDataRole.UserRole))] = tuple(item.text(column) for column in (1, 2, 3))
    return found


def select(dialog: ModelsDialog, name: str) -> None:
    for row in range(dialog.tree.topLevelItemCount()):
        item = dialog.tree.topLevelItem(row)
        if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == name:
            dialog.tree.setCurrentItem(item)


def test_models_tell_size_licence_and_what_it_forbids_before_anything_is_fetched(panel: Panel) -> None:
    dialog = shown(panel, "models")
    assert isinstance(dialog, ModelsDialog)
    panel.bot.waitUntil(lambda: dialog.tree.topLevelItemCount() >= 4, timeout=30_000)
    listed = rows(dialog)
    assert listed["mini"][0] == "shipped"
    assert listed["mini"][1].endswith(" MB")
    assert "NON-COMMERCIAL" in listed["audioldm-s"][2]
    select(dialog, "audioldm-s")
    assert "Commercial use is not allowed" in dialog.about.text()
    assert dialog.get.isEnabled()
    dialog.offline.setChecked(True)
    assert not dialog.get.isEnabled()
    select(dialog, "mini")
    assert dialog.check.isEnabled()
    assert not dialog.drop.isEnabled()
    dialog.close()


def test_a_bundle_is_verified_and_what_has_changed_is_named(
    models: Path, panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models, tmp_path / "models")
    folder = tmp_path / "models" / "bundles" / "tiny"
    monkeypatch.setenv("V2A_MODELS", str(tmp_path / "models"))
    dialog = shown(panel, "models")
    assert isinstance(dialog, ModelsDialog)
    panel.bot.waitUntil(lambda: "tiny" in rows(dialog), timeout=30_000)
    select(dialog, "tiny")
    QTest.mouseClick(dialog.check, LEFT)
    panel.bot.waitUntil(lambda: "as they were" in dialog.status.text(), timeout=30_000)
    weights = next(path for path in sorted(folder.rglob("*.safetensors")))
    with weights.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last[0] ^ 1]))
    select(dialog, "tiny")
    QTest.mouseClick(dialog.check, LEFT)
    panel.bot.waitUntil(lambda: weights.name in dialog.status.text(), timeout=30_000)
    dialog.close()


def test_another_folder_for_models_is_used_at_once_and_at_the_next_start(
    models: Path, panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V2A_MODELS", str(tmp_path / "usual"))
    shutil.copytree(models, tmp_path / "andere Platte")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(tmp_path / "andere Platte"))
    dialog = shown(panel, "models")
    assert isinstance(dialog, ModelsDialog)
    assert "tiny" not in rows(dialog)
    QTest.mouseClick(dialog.choose, LEFT)
    assert "tiny" in rows(dialog)
    assert "andere Platte" in dialog.folder.text()
    assert "tiny" in {choice.name for choice in bundles_here()}
    dialog.close()
    panel.bot.waitUntil(lambda: panel.window.generate.bundle.findData("tiny") >= 0, timeout=30_000)
    assert panel.window.settings.value("models") == str(tmp_path / "andere Platte")

    monkeypatch.setenv("V2A_MODELS", str(tmp_path / "usual"))
    window = make_window(tmp_path / "unsaved 2", panel.window.settings)
    try:
        assert "tiny" in {choice.name for choice in bundles_here()}
    finally:
        window.close()
        window.deleteLater()


# Plugins, palette, history


@pytest.mark.logs_errors
def test_a_plugin_that_does_not_register_is_listed_with_the_reason(panel: Panel) -> None:
    @hookimpl
    def register_panel_actions() -> list[object]:
        raise RuntimeError("no camera")

    module = ModuleType("poor")
    module.register_panel_actions = register_panel_actions  # type: ignore[attr-defined]
    plugins = load_plugins([module])
    plugins.panel_actions()
    dialog = PluginsDialog(plugins, panel.window.settings, panel.window)
    item = next(
        item for row in range(dialog.tree.topLevelItemCount())
        if (item := dialog.tree.topLevelItem(row)) is not None and item.text(0) == "poor"
    )  # fmt: skip
    assert item.text(1)[0] in "!✗"
    dialog.tree.setCurrentItem(item)
    assert "no camera" in dialog.why.text()
    dialog.deleteLater()


def test_the_palette_finds_and_does_by_keyboard(opened: Panel) -> None:
    window = opened.window
    window.player.locate(Fraction(2))
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    opened.bot.waitUntil(lambda: bool(window.findChildren(Palette)), timeout=30_000)
    palette = window.findChildren(Palette)[-1]
    QTest.keyClicks(palette.field, "start go")
    assert palette.list.count() == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.player.at == 0


def test_markers_are_listed_named_gone_to_removed_and_saved(
    placed: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, session = placed.window, placed.window.session
    placed.do("markers")
    [dialog] = window.findChildren(MarkersDialog)
    assert (dialog.empty.isVisible(), dialog.write.isEnabled()) == (True, False)
    for at in (2, 4):
        window.player.locate(Fraction(at))
        placed.do("add-marker")
    assert session.timeline is not None
    table, model = dialog.table, dialog.table.model()
    assert [model.index(row, 0).data() for row in range(2)] == [
        str(session.timeline.timecode(Fraction(at))) for at in (2, 4)
    ]
    table.setCurrentCell(0, 1)
    assert window.player.at == 2
    assert model.setData(model.index(0, 1), "slam")
    assert model.setData(model.index(0, 2), "door")
    assert [(one.name, one.note) for one in session.timeline.markers] == [("slam", "door"), ("Marker", "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "marks"), "DaVinci Resolve (*.edl)"))
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    assert "|M:slam |D:1" in (tmp_path / "marks.edl").read_text()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert [one.name for one in session.timeline.markers] == ["Marker"]
    placed.do("undo")
    assert table.rowCount() == 2
    dialog.close()


def test_undo_and_redo_say_in_the_menu_and_below_what_they_do(placed: Panel) -> None:
    window = placed.window
    edit = next(action.menu() for action in window.menuBar().actions() if plain_text(action.text()) == "Edit")
    edit.aboutToShow.emit()  # type: ignore[attr-defined]
    assert plain_text(window.commands["undo"].text()) == "Undo: Place"
    placed.do("undo")
    assert "Place" in window._message.text()
    edit.aboutToShow.emit()  # type: ignore[attr-defined]
    assert plain_text(window.commands["redo"].text()) == "Redo: Place"
