"""What takes are asked for is seen before: the shot or range that is meant, its own words and seed, the cue that is swapped."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from tests.gui.conftest import Panel
from v2a_gui.models.orders import QueuedGeneration
from v2a_plugin.model.serial import from_json
from v2a_plugin.model.timeline import Cue, PictureClip, Timeline
from v2a_plugin.timeline import edits, shot_edits
from v2a_plugin.timeline.changes import Change, TakeChange

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def cut(panel: Panel) -> Timeline:
    timeline = panel.window.session.timeline
    assert timeline is not None
    return timeline


def key(panel: Panel, which: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key where the focus is; nothing has it after a click on the ruler."""
    QTest.keyClick(QApplication.focusWidget() or panel.window, which, keys)


def to(panel: Panel, seconds: float) -> None:
    """Click on the ruler, in the middle of a frame."""
    canvas = panel.window.timeline.canvas
    QTest.mouseClick(canvas, LEFT, PLAIN, QPoint(round(canvas.scale.x(Fraction(seconds) + Fraction(1, 50))), 6))


def click_shot(panel: Panel, number: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """Click on a shot in the filmstrip, from 1."""
    strip = panel.window.filmstrip.list
    index = strip.model().index(number - 1, 0)
    QTest.mouseClick(strip.viewport(), LEFT, keys, strip.visualRect(index).center())


def write(field: QLineEdit, text: str) -> None:
    QTest.mouseClick(field, LEFT)
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field, text)


def orders(panel: Panel) -> list[QueuedGeneration]:
    return [from_json(QueuedGeneration, report.spec) for report in panel.window.session.queue.reports() if report.spec]


def selected(panel: Panel) -> list[str]:
    return [clip.region.name for clip in panel.window.filmstrip.selected()]


def test_the_button_says_what_g_does_and_g_does_that(opened: Panel) -> None:
    """The shot under the playhead, the clicked ones, and before all others what is marked."""
    window, button = opened.window, opened.window.generate.button
    window.session.queue.pause()
    window.generate.takes.setValue(1)
    assert button.text() == "Generate · Shot 1, 2.0 s"
    to(opened, 4.5)
    assert (button.text(), selected(opened)) == ("Generate · Shot 3, 2.0 s", ["Shot 3"])
    click_shot(opened, 2)
    assert button.text() == "Generate · Shot 2, 2.0 s"
    click_shot(opened, 4, CONTROL)
    assert button.text() == "Generate · 2 shots, 4.0 s"
    key(opened, Qt.Key.Key_G)
    third = cut(opened).picture[2]
    to(opened, 4.4)
    key(opened, Qt.Key.Key_I)
    to(opened, 5.16)
    key(opened, Qt.Key.Key_O)
    assert button.text() == "Generate · Shot 3 in to out, 0.8 s"
    click_shot(opened, 2)  # what is marked is still what is meant, and the button says so
    assert button.text() == "Generate · Shot 3 in to out, 0.8 s"
    QTest.mouseClick(button, LEFT)
    key(opened, Qt.Key.Key_X)
    assert button.text() == "Generate · Shot 2, 2.0 s"
    *two, part = orders(opened)
    picture = cut(opened).picture
    assert [order.region for order in two] == [picture[1].region.id, picture[3].region.id]
    assert part.region == third.region.id
    assert part.part is not None
    assert (part.part.start, part.part.duration) == (Fraction(22, 5), Fraction(4, 5))


def test_the_shot_that_is_meant_stays_highlighted_over_all_that_happens(opened: Panel) -> None:
    window = opened.window
    click_shot(opened, 2)
    second = cut(opened).picture[1].region

    def still() -> bool:
        clip = window.audition.clip
        return second.name in selected(opened) and clip is not None and clip.region.id == second.id

    opened.add_takes(second, 1)
    assert still()
    window.session.edit(lambda timeline: shot_edits.split_shot(timeline, Fraction(7)))  # the list is another one now
    assert len(cut(opened).picture) == 5
    assert still()
    key(opened, Qt.Key.Key_Z, CONTROL)
    assert len(cut(opened).picture) == 4
    assert still()
    write(window.filmstrip.search, "shot 4")
    assert selected(opened) == []
    key(opened, Qt.Key.Key_Escape)
    assert still()
    QTest.mouseClick(window.filmstrip.search, LEFT)
    QTest.mouseClick(window.viewer.picture, LEFT)  # a way out of every field
    assert not window.filmstrip.search.hasFocus()
    to(opened, 4.5)
    assert selected(opened) == ["Shot 3"]


def test_words_settings_and_a_kept_seed_belong_to_their_shot(opened: Panel) -> None:
    window, form = opened.window, opened.window.generate
    opened.until(lambda: form.bundle.count() > 0)
    click_shot(opened, 1)
    write(form.prompt, "gravel")
    QTest.mouseClick(form.more, LEFT)
    form.steps.setValue(9)
    form.seed.setFocus()
    QTest.keyClick(form.seed, Qt.Key.Key_Up)
    seed = form.seed.value()
    QTest.mouseClick(form.lock, LEFT, PLAIN, QPoint(8, form.lock.height() // 2))
    click_shot(opened, 2)
    assert (form.prompt.text(), form.lock.isChecked()) == ("", False)
    first, second = cut(opened).picture[:2]
    assert first.settings is not None
    assert (first.settings.settings.prompt, first.settings.seed, second.settings) == ("gravel", seed, None)
    write(form.prompt, "sand")
    click_shot(opened, 1)
    assert (form.prompt.text(), form.steps.value(), form.seed.value()) == ("gravel", 9, seed)
    click_shot(opened, 3, CONTROL)
    opened.do("copy-settings")
    assert [words(clip) for clip in cut(opened).picture] == ["gravel", "sand", "gravel", ""]
    key(opened, Qt.Key.Key_Z, CONTROL)
    assert [words(clip) for clip in cut(opened).picture] == ["gravel", "sand", "", ""]
    window.session.queue.pause()
    opened.do("generate-all")
    assert [order.order.settings.prompt for order in orders(opened)] == ["gravel", "sand", "", ""]


def words(clip: PictureClip) -> str:
    return clip.settings.settings.prompt if clip.settings else ""


def test_return_in_the_words_generates_and_the_models_dialog_leaves_the_settings(opened: Panel) -> None:
    window, form = opened.window, opened.window.generate
    opened.until(lambda: form.bundle.count() > 0)
    opened.add_takes(cut(opened).picture[0].region, 1)
    window.session.queue.pause()
    form.steps.setValue(11)
    assert form.quality.currentText() == "Custom"
    form.quality.setFocus()
    QTest.keyClick(form.quality, Qt.Key.Key_Home)
    write(form.prompt, "slow steps")
    QTest.keyClick(form.prompt, Qt.Key.Key_Return)
    [order] = orders(opened)
    assert (order.order.settings.prompt, order.order.settings.steps) == ("slow steps", 5)
    assert not any(track.cues for track in cut(opened).tracks)  # elsewhere Return places a take
    form.offer(form._bundles)  # as the dialog does when it closes
    assert (form.quality.currentText(), form.prompt.text()) == ("Good", "slow steps")


def test_words_of_starred_takes_come_first_among_the_earlier_ones(opened: Panel) -> None:
    window, form = opened.window, opened.window.generate
    region = cut(opened).picture[0].region
    takes = opened.add_takes(region, 2)
    project = window.session.project
    assert project is not None
    told = zip(("gravel", "sand"), takes, strict=True)
    steps = [
        TakeChange(place, old, replace(old, prompt=prompt))
        for prompt, take in told
        for place, old in enumerate(project.timeline.takes)
        if old.id == take
    ]
    window.session.do(Change("Words", tuple(steps)))
    window.takes.pick(takes[0])
    window.timeline.canvas.setFocus()
    key(opened, Qt.Key.Key_F)
    QTest.mouseClick(form.earlier, LEFT)
    [menu] = [menu for menu in form.findChildren(QMenu) if menu.isVisible()]
    assert [action.text() for action in menu.actions()] == ["★ gravel", "sand"]
    QTest.mouseClick(menu, LEFT, PLAIN, menu.actionGeometry(menu.actions()[0]).center())
    assert (form.prompt.text(), words(cut(opened).picture[0])) == ("gravel", "gravel")


def test_p_swaps_the_take_of_the_cue_and_shift_p_layers(opened: Panel) -> None:
    window, focus = opened.window, opened.window.timeline.canvas
    first, second = opened.add_takes(cut(opened).picture[0].region, 2)
    focus.setFocus()
    window.takes.pick(first)
    key(opened, Qt.Key.Key_P)
    [placed] = cues(opened)
    window.session.edit(lambda timeline: edits.gain(timeline, (placed.id,), -6.0))
    window.takes.pick(second)
    key(opened, Qt.Key.Key_P)
    [swapped] = cues(opened)
    assert (swapped.take, swapped.gain_db, swapped.start) == (second, -6.0, placed.start)
    window.takes.pick(first)
    key(opened, Qt.Key.Key_P, SHIFT)
    assert [cue.take for cue in cues(opened)] == [second, first]
    key(opened, Qt.Key.Key_Z, CONTROL)
    key(opened, Qt.Key.Key_Z, CONTROL)
    assert [cue.take for cue in cues(opened)] == [first]


def cues(panel: Panel) -> list[Cue]:
    return [cue for track in cut(panel).tracks for cue in track.cues]
