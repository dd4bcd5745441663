"""Takes: solo, mute and level, looping, dragging, discarding, clearing, limits, notes, the history, and takes between two."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from tests.gui.conftest import Panel, example_take
from v2a_gui.dialogs.edit_sound import EditSoundDialog
from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.models.take_table import COLUMNS, TAKE
from v2a_gui.playback.mixer import RAMP, RATE
from v2a_gui.views.dragging import TAKE_TYPE
from v2a_gui.views.timeline.layout import PICTURE, RULER, Scale
from v2a_plugin.model.recipe import Recipe, RecordingReference, SoundEditKind, SourceKind
from v2a_plugin.model.serial import from_json
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline.take_edits import choose, star


@pytest.fixture
def shot(opened: Panel) -> Panel:
    """The first shot has three takes, which are loaded."""
    window = opened.window
    takes = opened.add_takes(window.session.timeline.picture[0].region, 3)  # type: ignore[union-attr]
    opened.until(lambda: all(window.sounds.take(take) is not None for take in takes))
    return opened


def cut(panel: Panel) -> Timeline:
    timeline = panel.window.session.timeline
    assert timeline is not None
    return timeline


def ids(panel: Panel) -> list[str]:
    return [take.id for take in panel.window.audition.takes]


def test_solo_mute_and_level_of_takes_are_heard(shot: Panel) -> None:
    window = shot.window
    audition, takes = window.audition, ids(shot)
    masters = [window.session.project.sound(take).samples[0] for take in takes]  # type: ignore[union-attr]
    first = RATE * 12 // 25
    card = window.takes._cards[takes[1]]

    audition.audition(takes[0])
    audition.toggle(takes[1])
    assert audition.heard == {takes[0], takes[1]}
    QTest.mouseClick(card.solo, Qt.MouseButton.LeftButton)
    assert audition.heard == {takes[1]}
    card.gain.setValue(-6.0)
    window.player.pause()
    window.player.audition(window.audition.clip.span)  # type: ignore[union-attr]
    played = shot.clock.run(4800)[:, 0]
    np.testing.assert_allclose(played, masters[1][first : first + 4800] * 10 ** (-6 / 20), rtol=1e-5, atol=1e-7)

    QTest.mouseClick(card.mute, Qt.MouseButton.LeftButton)
    assert audition.heard == frozenset()
    assert not shot.clock.run(4800)[RAMP:].any()
    QTest.mouseClick(card.solo, Qt.MouseButton.LeftButton)
    assert audition.heard == {takes[0]}
    QTest.keyClick(window, Qt.Key.Key_2)  # who asks for a muted take hears it
    assert audition.heard == {takes[1]}
    assert not card.mute.isChecked()


def test_another_shot_begins_without_solo_and_mute(shot: Panel) -> None:
    audition = shot.window.audition
    audition.solo(ids(shot)[0], True)
    shot.do("next-shot")
    assert (audition.soloed, audition.muted, audition.heard) == (frozenset(), frozenset(), frozenset())


def test_a_take_loops_over_its_shot_and_starts_again_at_its_first_sample(shot: Panel) -> None:
    window, take = shot.window, ids(shot)[0]
    shot.do("loop")
    window.audition.audition(take)
    played = shot.clock.run(2 * RATE + 4800)[:, 0]
    window.player._tick()
    assert window.player.speed == 1
    assert window.player.mixer.position == 4800
    master = window.session.project.sound(take).samples[0]  # type: ignore[union-attr]
    first = RATE * 12 // 25
    np.testing.assert_array_equal(played[: 2 * RATE], master[first : first + 2 * RATE])
    np.testing.assert_array_equal(played[2 * RATE + RAMP :], master[first + RAMP : first + 4800])
    window.player.pause()
    shot.do("loop")
    window.audition.audition(take)
    shot.clock.run(2 * RATE + 4800)
    window.player._tick()
    assert window.player.speed == 0


def test_a_take_is_dragged_onto_the_timeline(shot: Panel) -> None:
    window = shot.window
    take, canvas = window.audition.takes[1], window.timeline.canvas
    mime = window.takes.mime(take)
    assert bytes(mime.data(TAKE_TYPE).data()).decode() == take.id
    [url] = mime.urls()
    assert url.toLocalFile().endswith(".wav")
    canvas.set_scale(Scale(Fraction(0), 50.0))
    place = QPointF(255, RULER + PICTURE + 30)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), copy, mime, left, none)
    canvas.dragEnterEvent(enter)
    assert enter.isAccepted()
    canvas.dropEvent(QDropEvent(place, copy, mime, left, none))
    [cue] = [cue for track in cut(shot).tracks for cue in track.cues]
    assert (cue.take, cue.start) == (take.id, Fraction(127, 25))
    shot.do("undo")
    canvas.dropEvent(QDropEvent(QPointF(5, place.y()), copy, mime, left, none))
    [cue] = [cue for track in cut(shot).tracks for cue in track.cues]
    assert cue.start == 0  # near its shot: in step with it


def test_a_take_that_is_dragged_over_the_window_does_not_open_as_a_file(shot: Panel) -> None:
    mime: QMimeData = shot.window.takes.mime(shot.window.audition.takes[0])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    shot.window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_pulling_a_card_starts_a_drag(shot: Panel) -> None:
    card = shot.window.takes._cards[ids(shot)[0]]
    pulled: list[object] = []
    card.dragged.disconnect()
    card.dragged.connect(pulled.append)
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    QTest.mouseMove(card, QPoint(60, 40))
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    assert pulled == [card.take]
    shot.window.player.pause()


def test_discarding_can_be_undone_and_takes_the_choice_along(shot: Panel) -> None:
    window, [one, two, three] = shot.window, ids(shot)
    window.takes.pick(two)
    shot.do("choose")
    shot.do("discard")
    assert ids(shot) == [one, three]
    assert cut(shot).picture[0].chosen is None
    shot.do("undo")
    assert set(ids(shot)) == {one, two, three}
    assert cut(shot).picture[0].chosen == two


def test_a_take_on_the_timeline_is_not_discarded(shot: Panel) -> None:
    window = shot.window
    assert window.session.place(window.audition.takes[0])
    window.takes.pick(ids(shot)[0])
    shot.do("discard")
    assert len(ids(shot)) == 3
    assert "on the timeline" in window._message.text()


def test_clearing_leaves_what_is_starred_chosen_or_placed(shot: Panel) -> None:
    window = shot.window
    second = cut(shot).picture[1].region
    shot.add_takes(second, 2, seed=50)
    starred, placed, _ = window.audition.takes
    window.takes.starred.emit(starred, True)
    assert window.session.place(placed)
    shot.do("clear-shot")
    assert {take.id for take in cut(shot).takes if take.region != second.id} == {starred.id, placed.id}
    assert sum(take.region == second.id for take in cut(shot).takes) == 2
    shot.do("clear-takes")
    assert {take.id for take in cut(shot).takes} == {starred.id, placed.id}
    shot.do("undo")
    shot.do("undo")
    assert len(cut(shot).takes) == 5


def test_a_shot_keeps_no_more_takes_than_the_preferences_say(shot: Panel) -> None:
    window = shot.window
    order = [take.id for take in cut(shot).takes]
    window.session.edit(lambda timeline: star(timeline, order[0]))
    window.settings.setValue("history", 4)
    shot.add_takes(cut(shot).picture[0].region, 3, seed=30)
    window.session.arrived.emit("")
    left = [take.id for take in cut(shot).takes]
    assert len(left) == 4
    assert left[0] == order[0]  # starred
    assert order[1] not in left
    assert order[2] not in left
    assert "a shot keeps 4" in window._message.text()


def test_a_note_is_written_on_a_take(shot: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (" more gravel ", True))
    shot.window.takes.pick(ids(shot)[1])
    shot.do("note")
    card = shot.window.takes._cards[ids(shot)[1]]
    assert card.note.text() == "more gravel"
    assert card.note.isVisible()


def test_all_takes_are_listed_searched_and_shown(shot: Panel) -> None:
    window = shot.window
    third = cut(shot).picture[2].region
    [other] = shot.add_takes(third, 1, seed=777)
    shot.do("history")
    page = window.all_takes
    table = page.table.model()
    assert window.tabs.currentWidget() is page
    assert table.rowCount() == 4
    seed = COLUMNS.index("Seed")
    shot.until(lambda: {table.index(row, seed).data() for row in range(4)} == {"0", "1", "2", "777"})
    row = {COLUMNS[column]: table.index(0, column).data() for column in range(len(COLUMNS))}
    assert row["Shot"] == "Shot 3"
    assert row["Heard as"].startswith("footsteps")
    assert row["Made"]
    page.search.setText("shot 3 777")
    assert table.rowCount() == 1
    page.table.selectRow(0)
    assert window.audition.clip is not None
    assert window.audition.clip.region.id == third.id
    assert window.takes.take is not None
    assert window.takes.take.id == other
    QTest.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert from_json(Recipe, QApplication.clipboard().text()).seed == 777
    window.generate.prompt.setText("rain")
    QTest.mouseClick(page.use, Qt.MouseButton.LeftButton)
    assert (window.generate.seed.value(), window.generate.prompt.text()) == (777, "")
    page.search.setText("no such take")
    assert page._count.text() == "0 / 4"
    assert page.empty.text() == "No take holds all of these words."
    page.search.clear()
    page.table.selectRow(1)
    shown = page.take
    assert shown is not None
    shot.do("star")
    [late] = shot.add_takes(third, 1, seed=778)
    assert (table.rowCount(), page.take and page.take.id) == (5, shown.id)  # what came does not take the row away
    assert table.index(0, COLUMNS.index("Shot")).data(TAKE).id == late
    page.table.setFocus()
    for _ in range(2):
        QTest.keyClick(page.table, Qt.Key.Key_Up)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert [cue.take for track in cut(shot).tracks for cue in track.cues] == [late]


def test_the_source_is_chosen_by_key_and_comes_back_with_the_settings_of_a_take(opened: Panel) -> None:
    window = opened.window
    box, project, region = window.generate.source, window.session.project, cut(opened).picture[0].region
    assert project is not None
    opened.until(lambda: window.generate.bundle.count() > 0)
    window.session.queue.pause()
    assert (box.currentText(), box.accessibleName()) == ("Both", "Where takes come from")
    for key, source in ((Qt.Key.Key_Home, SourceKind.GENERATOR), (Qt.Key.Key_Down, SourceKind.LIBRARY)):
        window.generate.prompt.setFocus()
        QTest.keyClick(window.generate.prompt, Qt.Key.Key_Tab)
        QTest.keyClick(window.generate.earlier, Qt.Key.Key_Tab)
        assert box.hasFocus()
        QTest.keyClick(box, key)
        window.generate.request()
        assert queued(opened)[-1].order.settings.source is source
    for seed, source, kind in ((5, SourceKind.GENERATOR, "generated"), (6, SourceKind.LIBRARY, "recorded")):
        made = example_take(region, seed)
        recipe = replace(made.take.recipe, settings=replace(made.take.recipe.settings, source=source))
        if source is SourceKind.LIBRARY:
            own = RecordingReference(Path("dog.wav"), "0" * 64, Span(Fraction(0), Fraction(1)), "mine")
            recipe = replace(recipe, recording=own)
        project.add_takes([replace(made, take=replace(made.take, recipe=recipe))], region)
        window.session.changed.emit(project.timeline)
        box.setCurrentIndex(2)
        window.takes.pick(made.take.id)
        opened.do("use-settings")
        assert window.generate.form_settings().order.settings.source is source
        opened.do("history")
        assert window.all_takes.table.model().index(0, COLUMNS.index("Origin")).data() == kind


def queued(panel: Panel) -> list[QueuedGeneration]:
    """What the queue would do, while it stands still."""
    return [from_json(QueuedGeneration, spec) for spec in panel.window.session.queue.pending()]


def test_the_two_takes_between_which_to_go_are_those_that_a_person_means(opened: Panel) -> None:
    window, between = opened.window, opened.window.takes.between_takes
    region = opened.window.session.timeline.picture[0].region  # type: ignore[union-attr]

    def offered() -> list[int]:
        order = [take.id for take in window.audition.takes]
        return [order.index(box.currentData()) + 1 for box in (between.start, between.end)]

    first = opened.add_takes(region, 1)  # they come one by one
    for seed in range(1, 5):
        opened.add_takes(region, 1, seed)
    assert offered() == [1, 2]
    opened.do("audition-4")
    assert offered() == [4, 1]
    opened.do("audition-3")
    assert offered() == [3, 4]
    window.session.edit(lambda t: choose(t, region.id, first[0]))
    assert offered() == [1, 3]
    window.session.edit(lambda t: choose(t, region.id, None))
    QTest.keyClick(between.end, Qt.Key.Key_End)
    assert offered() == [3, 5]
    opened.do("audition-2")
    opened.add_takes(region, 1, 9)
    assert offered() == [3, 5], "what a person picked stays"
    window.filmstrip.pick(window.session.timeline.picture[1].region.id)  # type: ignore[union-attr]
    opened.add_takes(window.session.timeline.picture[1].region, 2, 20)  # type: ignore[union-attr]
    assert offered() == [1, 2]


def test_a_take_between_two_others_is_rendered_when_the_button_is_pressed(shot: Panel) -> None:
    window, between = shot.window, shot.window.takes.between_takes
    window.session.queue.pause()
    assert between.isVisible()
    between.end.setCurrentIndex(2)
    between.slider.setValue(20)
    between.slider.setValue(30)
    assert queued(shot) == []
    between.button.click()
    [wanted] = queued(shot)
    assert wanted.order.between is not None
    takes = window.audition.takes
    recipes = [window.session.project.take(take.id).recipe for take in takes]  # type: ignore[union-attr]
    assert (wanted.order.between.start, wanted.order.between.end) == (recipes[0], recipes[2])
    assert (wanted.order.between.position, wanted.region, wanted.order.takes) == (0.3, takes[0].region, 1)
    assert wanted.note == "between “footsteps” and “footsteps”, 30%"


def test_more_like_this_leans_towards_neighbouring_seeds(shot: Panel) -> None:
    window = shot.window
    window.session.queue.pause()
    window.generate.takes.setValue(3)
    take = window.audition.takes[1]
    window.takes.pick(take.id)
    shot.do("more-like-this")
    seed = window.session.project.take(take.id).recipe.seed  # type: ignore[union-attr]
    assert [
        (one.order.seed, one.order.between.end.seed, one.order.between.position)
        for one in queued(shot)
        if one.order.between
    ] == [(seed + number, seed + number, 0.3) for number in (1, 2, 3)]


def test_takes_between_others_and_likenesses_are_rendered_with_the_models_that_ship(opened: Panel) -> None:
    window = opened.window
    opened.until(lambda: window.generate.bundle.count() > 0)
    window.generate.takes.setValue(2)
    window.generate.steps.setValue(2)
    opened.do("generate")
    opened.until(lambda: len(window.audition.takes) == 2, 120)
    one, other = (take.id for take in window.audition.takes)
    window.takes.between.emit(one, other, 0.5)
    opened.until(lambda: len(cut(opened).takes) == 3, 60)
    window.generate.takes.setValue(1)
    window.takes.pick(one)
    opened.do("more-like-this")
    opened.until(lambda: len(cut(opened).takes) == 4, 60)
    opened.idle()
    assert window.session.project is not None
    [middle, near] = [window.session.project.take(take.id).recipe for take in cut(opened).takes[2:]]
    assert middle.between is not None
    assert near.between is not None
    assert (middle.between.position, near.between.position) == (0.5, 0.3)
    assert middle.between.start == window.session.project.take(one).recipe


def test_the_sound_of_a_take_is_edited_into_a_new_one(shot: Panel) -> None:
    window, before = shot.window, ids(shot)
    project = window.session.project
    assert project is not None
    window.takes.pick(before[1])
    shot.do("edit-sound")
    [dialog] = [one for one in window.findChildren(EditSoundDialog) if one.isVisible()]
    assert not dialog.threshold.isEnabled()
    dialog.trim.setChecked(True)
    dialog.gain.setValue(-6)
    dialog.fade_out.setValue(0.5)
    dialog.make.click()
    shot.until(lambda: len(ids(shot)) == 4)
    [new] = set(ids(shot)) - set(before)
    recipe = project.take(new).recipe
    assert [(edit.kind, edit.value) for edit in recipe.edits] == [
        (SoundEditKind.TRIM, -50), (SoundEditKind.GAIN, -6), (SoundEditKind.FADE_OUT, 0.5),
    ]  # fmt: skip
    assert recipe.edits[0].digest == project.take(before[1]).digest
    shot.until(lambda: window.takes.take is not None and window.takes.take.id == new)


def test_a_sound_edit_that_does_nothing_is_refused(shot: Panel) -> None:
    failed: list[str] = []
    shot.window.session.failed.connect(lambda error: failed.append(error.message))
    shot.window.takes.pick(ids(shot)[0])
    shot.do("edit-sound")
    [dialog] = [one for one in shot.window.findChildren(EditSoundDialog) if one.isVisible()]
    dialog.make.click()
    shot.bot.waitUntil(lambda: bool(failed), timeout=30_000)
    assert "nothing to do" in failed[0]
    assert len(ids(shot)) == 3
