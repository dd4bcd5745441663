"""The library beside the takes: found by words, heard by key and click, made takes of. The recordings are those that ship."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Panel, example_take
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


def test_filters_favourites_and_those_used_last(opened: Panel) -> None:
    browser, filters = opened.window.library, opened.window.library.filters
    opened.do("library")
    search(opened, "bark")
    found = finds(opened)
    first = next(find for find in found if find.span.duration > 0)
    opened.until(lambda: browser.waveform._peaks is not None)
    looked_at: list[Find] = []
    browser.looked_at.connect(looked_at.append)
    filters.channels.setCurrentIndex(filters.channels.findText("Stereo"))
    opened.idle()
    assert {find.channels for find in finds(opened)} <= {2}
    assert looked_at == finds(opened)[:1]  # once, for each reads the file
    assert len(finds(opened)) < len(found)
    browser.words.clear()
    opened.idle()
    assert {find.channels for find in finds(opened)} == {2}  # filters alone list what they let through
    filters.channels.setCurrentIndex(0)
    filters.among.setCurrentIndex(filters.among.findText("Favourites"))
    opened.idle()
    assert finds(opened) == []
    filters.among.setCurrentIndex(0)
    search(opened, "bark")
    browser.table.selectRow(finds(opened).index(first))
    QTest.mouseClick(browser.buttons["star"], Qt.MouseButton.LeftButton)
    assert browser.model.index(finds(opened).index(first), 0).data().startswith("★ ")
    browser.words.clear()
    filters.among.setCurrentIndex(filters.among.findText("Favourites"))
    opened.idle()
    assert [find.digest for find in finds(opened)] == [first.digest]
    opened.window.session.queue.pause()
    QTest.mouseClick(browser.buttons["use"], Qt.MouseButton.LeftButton)
    opened.window.session.queue.pause(False)
    QTest.mouseClick(browser.buttons["star"], Qt.MouseButton.LeftButton)
    filters.among.setCurrentIndex(filters.among.findText("Used last"))
    opened.idle()
    assert [find.digest for find in finds(opened)] == [first.digest]
    assert not browser.model.index(0, 0).data().startswith("★")


def dragged(panel: Panel, digest: str) -> QMimeData:
    model = panel.window.library.model
    row = [find.digest for find in finds(panel)].index(digest)
    return model.mimeData([model.index(row, 0)])


def test_a_recording_is_dragged_to_the_timeline_and_to_the_takes(opened: Panel) -> None:
    window = opened.window
    opened.do("library")
    search(opened, "bark")
    find = finds(opened)[0]
    data = dragged(opened, find.digest)
    assert [url.toLocalFile() for url in data.urls()] == [str(find.file)]
    project, canvas = window.session.project, window.timeline.canvas
    assert project is not None
    clip, track = project.timeline.picture[1], project.timeline.tracks[0].id
    at = clip.record + Fraction(1, 25)
    across = canvas.scale.x(at)
    down = next(y for y in range(canvas.height()) if canvas.shown and canvas.shown.hit(across, y).track is not None)
    assert canvas.shown is not None
    window.session.queue.pause()
    drop = QDropEvent(
        QPointF(across, down), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    canvas.dropEvent(drop)
    [use] = queued(opened)
    assert (use.region, use.order.recording) == (clip.region.id, find.reference())
    made = example_take(clip.region, 1)
    recorded = replace(made, take=replace(made.take, recipe=replace(made.take.recipe, recording=find.reference())))
    project.add_take(recorded, clip.region)
    window.session.arrived.emit(made.take.id)
    [cue] = [cue for each in project.timeline.tracks for cue in each.cues]
    assert (cue.take, track) == (made.take.id, project.timeline.tracks[0].id)
    window.takes.recording_dropped.emit(find.digest)
    assert [each.region for each in queued(opened)] == [clip.region.id, window.audition.clip.region.id]  # type: ignore[union-attr]
    said: list[str] = []
    window.session.noted.connect(said.append)
    window.library_presenter.drop("not there", track, at)
    assert said == ["There is no shot under this place."]


def test_nothing_and_no_words_are_said(opened: Panel) -> None:
    window = opened.window
    opened.do("library")
    search(opened, "zxqv")
    assert window.library.empty.text().startswith("No recording is like this")
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
