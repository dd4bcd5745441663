"""The library beside the takes: found by words, heard by key and click, made takes of. The recordings are those that ship."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Panel
from v2a_gui.models.finds import FIND
from v2a_gui.models.orders import QueuedGeneration
from v2a_plugin.model.recipe import SourceKind
from v2a_plugin.model.serial import from_json
from v2a_plugin.sources.library.library_records import Find


def queued(panel: Panel) -> list[QueuedGeneration]:
    return [from_json(QueuedGeneration, spec) for spec in panel.window.session.queue.pending()]


def finds(panel: Panel) -> list[Find]:
    model = panel.window.library.model
    return [model.index(row, 0).data(FIND) for row in range(model.rowCount())]


def search(panel: Panel, words: str) -> None:
    field = panel.window.library.words
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    panel.idle()


def test_recordings_are_found_heard_and_used_by_key_and_click(opened: Panel) -> None:
    window = opened.window
    browser, table = window.library, window.library.table
    opened.do("library")
    assert window.tabs.currentWidget() is browser
    assert browser.words.hasFocus()
    assert [browser.library.itemText(row) for row in range(browser.library.count())] == ["All libraries", "v2a"]
    assert not browser.buttons["use"].isEnabled()
    QTest.keyClicks(browser.words, "bark")  # single letters are shortcuts elsewhere
    opened.until(lambda: browser.model.rowCount() > 1)
    first = finds(opened)[0]
    assert all("bark" in f"{each.file} {each.labels}".lower() for each in finds(opened))
    shown = [browser.model.index(0, column).data() for column in range(4)]
    assert shown[2:] == ["v2a", first.licence]
    assert first.licence in browser.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)

    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Space)
    opened.until(lambda: window.audition.heard == {"preview"})
    assert window.player.speed == 1
    assert abs(opened.clock.run(4800)).max() > 0
    window.player.pause()
    second = table.visualRect(browser.model.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=second)
    opened.until(lambda: window.player.speed == 1)
    window.player.pause()
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert browser.selected == first

    QTest.mouseClick(browser.buttons["like"], Qt.MouseButton.LeftButton)
    opened.until(lambda: finds(opened)[1:] and finds(opened)[1].why.distance is not None)
    assert finds(opened)[0].digest == first.digest

    window.session.queue.pause()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    [use] = queued(opened)
    assert use.order.recording is not None
    assert (use.order.recording.digest, use.order.takes) == (first.digest, 1)
    assert use.order.settings.source is SourceKind.LIBRARY
    browser.strength.setValue(0.3)
    QTest.mouseClick(browser.buttons["vary"], Qt.MouseButton.LeftButton)
    variation = queued(opened)[1].order.variation
    assert variation is not None
    assert (variation.recording.digest, variation.strength) == (first.digest, 0.3)


def test_nothing_and_no_words_are_said(opened: Panel) -> None:
    window = opened.window
    opened.do("library")
    search(opened, "zxqv")
    assert window.library.note.text() == "Recordings found: 0"
    search(opened, "…!")
    assert finds(opened) == []
    assert not window.library.buttons["use"].isEnabled()
    [take] = opened.add_takes(window.session.timeline.picture[0].region, 1)  # type: ignore[union-attr]
    window.takes.pick(take)
    said: list[str] = []
    window.session.noted.connect(said.append)
    opened.do("vary-recording")
    QApplication.processEvents()
    assert said == ["This take was made of no recording."]
