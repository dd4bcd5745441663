"""When takes sound, in the panel: the lane of events under mouse and keys, tapping, and following the picture."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from tests.gui.conftest import Panel, drag, example_take
from v2a_gui.playback.mixer import RATE
from v2a_gui.presenters.tapping import KeyDelay
from v2a_gui.views.timeline.guide_lane import GuideLane
from v2a_plugin.model.guide import Guide, GuideOrigin, PlacedSound, Sync
from v2a_plugin.model.ranges import BED
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.testing.filming import Filming
from v2a_plugin.testing.hit_clips import film_hits
from v2a_plugin.testing.sounds import click_train
from v2a_plugin.timeline.guide_edits import add_event
from v2a_plugin.timeline.placing import place_chosen

F = Fraction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def clip_of(panel: Panel, shot: int = 0) -> PictureClip:
    timeline = panel.window.session.timeline
    assert timeline is not None
    return timeline.picture[shot]


def events(panel: Panel, shot: int = 0) -> list[tuple[F, float]]:
    guide = clip_of(panel, shot).guide
    return [(event.at, event.strength) for event in guide.events] if guide else []


def near(panel: Panel, *times: F, shot: int = 0) -> bool:
    """Whether a shot has events at these times; a key may wait some milliseconds, which are taken off."""
    found = [at for at, _ in events(panel, shot)]
    return len(found) == len(times) and all(0 <= at - one <= F(1, 50) for one, at in zip(found, times, strict=True))


def place(lane: GuideLane, at: float, strength: float = 0.5) -> QPoint:
    """Where an event of a strength is drawn on a lane."""
    return QPoint(round(lane.pixel(F(at))), round(lane.height() - 3 - strength * (lane.height() - 7)))


def key(panel: Panel, which: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    """A key as it comes from the window system."""
    QTest.keyClick(panel.window.windowHandle(), which, keys)


def test_events_are_set_moved_and_taken_away_by_mouse(opened: Panel) -> None:
    window = opened.window
    lane = window.timeline.guides
    opened.until(lambda: lane.width() > 400)
    QTest.mouseDClick(lane, LEFT, NONE, place(lane, 1.0))
    [(at, strength)] = events(opened)
    assert abs(at - 1) <= F(1, 25)
    assert at * 25 == int(at * 25)  # on a frame
    assert abs(strength - 0.5) < 0.1
    drag(lane, place(lane, float(at), strength), place(lane, 1.6, strength))
    [(moved, kept)] = events(opened)
    assert abs(moved - F(8, 5)) <= F(1, 25)
    assert (moved * 25 == int(moved * 25), kept) == (True, strength)
    drag(lane, place(lane, float(moved), strength), place(lane, float(moved), 1.2))
    assert events(opened)[0][0] == moved
    assert events(opened)[0][1] > 0.9
    viewer = window.viewer.guide
    QTest.mouseDClick(viewer, LEFT, NONE, QPoint(viewer.width() // 4, 10))  # the shot alone, two seconds wide
    assert [round(float(one), 1) for one, _ in events(opened)] == [0.5, 1.6]
    assert window.generate.follow.text() == "Follow your events: 2 events"
    assert window.generate.follow.isChecked()

    QTest.mouseClick(lane, LEFT, NONE, place(lane, float(moved)))
    key(opened, Qt.Key.Key_Delete)
    assert [round(float(one), 1) for one, _ in events(opened)] == [0.5]
    key(opened, Qt.Key.Key_Delete)  # nothing is chosen any more
    for count in (2, 1, 1, 1, 0):
        key(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(events(opened)) == count

    region = clip_of(opened, 1).region
    take = example_take(region, 5)
    single = PlacedSound(F(5, 2), F(5, 2), 0.0, 0, F(0))
    assert window.session.project is not None
    window.session.project.add_take(RenderedTake(replace(take.take, placed=(single,)), take.sound), region)
    opened.until(lambda: window.sounds.peaks(take.take.id))
    peaks = window.sounds.peaks(take.take.id)
    assert peaks is not None
    assert peaks.strikes == (round((F(5, 2) - take.take.rendered.start) * RATE),)


def test_keys_become_events_while_the_shot_plays(opened: Panel) -> None:
    window, player = opened.window, opened.window.player
    lane = window.timeline.guides
    key(opened, Qt.Key.Key_T)
    assert window.commands["tap"].isChecked()
    key(opened, Qt.Key.Key_Space)
    assert player.speed == 1
    opened.clock.run(RATE // 2)
    key(opened, Qt.Key.Key_S)  # else it would split
    opened.clock.run(RATE // 4)
    key(opened, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    opened.clock.run(RATE // 4)
    key(opened, Qt.Key.Key_J)
    assert events(opened) == []  # kept at the end of the pass
    shown = window.guides.guide(clip_of(opened))
    assert shown is not None
    assert len(shown.events) == 3
    key(opened, Qt.Key.Key_Backspace)
    key(opened, Qt.Key.Key_Space)
    assert player.speed == 0
    assert near(opened, F(1, 2), F(3, 4))
    assert [strength for _, strength in events(opened)] == [0.6, 1.0]
    guide = clip_of(opened).guide
    assert guide is not None
    assert guide.origin is GuideOrigin.TAPS
    assert not window.session.timeline.markers  # type: ignore[union-attr]

    player.locate(F(19, 10))
    key(opened, Qt.Key.Key_Space)
    opened.clock.run(RATE // 25)
    key(opened, Qt.Key.Key_F)
    opened.clock.run(RATE * 9 // 50)
    key(opened, Qt.Key.Key_F)  # in the next shot
    key(opened, Qt.Key.Key_T)
    assert not window.commands["tap"].isChecked()
    assert near(opened, F(1, 2), F(3, 4), F(97, 50))
    assert near(opened, F(3, 25), shot=1)
    key(opened, Qt.Key.Key_Space)
    key(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [len(events(opened, shot)) for shot in (0, 1)] == [2, 0]
    key(opened, Qt.Key.Key_F)  # strikes no more
    key(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert events(opened) == []
    assert lane.chosen is None


def test_what_is_plain_in_the_picture_is_followed(panel: Panel, tmp_path: Path) -> None:
    film = film_hits(tmp_path / "balls.mp4", "balls", Filming("clean"), 3, frames=50)
    window = panel.window
    window.open([film.path])
    panel.until(lambda: window.session.project is not None)
    panel.idle()
    panel.do("pause-queue")
    key(panel, Qt.Key.Key_G)
    follow = window.generate.follow
    panel.until(lambda: window.guides.looked(clip_of(panel)))
    guide = window.guides.guide(clip_of(panel))
    assert guide is not None
    assert follow.text() == f"Follow the picture: {len(guide.events)} events"
    assert follow.isChecked()
    key(panel, Qt.Key.Key_G)
    QTest.mouseClick(follow, LEFT, NONE, QPoint(8, follow.height() // 2))
    assert not follow.isChecked()
    key(panel, Qt.Key.Key_G)
    asked: list[tuple[Guide | None, bool]] = [(one.guide, one.look) for one in window.session.orders.pending()]
    by_itself = replace(guide, for_strikes=True)
    assert asked[1:] == [(by_itself, False), (None, False)]
    assert asked[0] in ((None, True), (by_itself, False))  # looked for when its turn comes, unless it was there
    lane = window.timeline.guides
    at = float(guide.events[0].at)
    QTest.mouseClick(lane, LEFT, NONE, place(lane, at))
    key(panel, Qt.Key.Key_Delete)
    assert len(events(panel)) == len(guide.events) - 1  # the shot's own now, without that one
    panel.do("clear-guide")
    assert clip_of(panel).guide is None


def test_a_cue_is_nudged_and_its_strike_brought_to_a_moment(opened: Panel) -> None:
    window, session = opened.window, opened.window.session
    region = clip_of(opened).region
    made = example_take(region, 1)
    knock = click_train((1.0,), (0.5,), float(made.take.rendered.duration), RATE, 0.001, 1)
    take = replace(made.take, id="knock", digest=knock.digest)
    assert session.project is not None
    session.project.add_take(RenderedTake(take, knock), region)
    session.edit(lambda timeline: place_chosen(timeline, "knock"))
    session.edit(lambda timeline: add_event(timeline, F(9, 10)))
    window.timeline.select_all()

    def struck() -> float:
        assert session.timeline is not None
        [cue] = session.timeline.tracks[0].cues
        return float(cue.start + 1 - cue.trim.start)

    begun = struck()
    for which, keys, frames in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier, 1),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier, -0.1),
    ):
        before = struck()
        key(opened, which, keys)
        assert struck() - before == pytest.approx(frames / 25)
    window.player.locate(F(13, 10))
    key(opened, Qt.Key.Key_A)
    opened.until(lambda: abs(struck() - 1.3) < 0.003)
    session.edit(lambda timeline: add_event(timeline, F(6, 5)))
    key(opened, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    opened.until(lambda: abs(struck() - 1.2) < 0.003)
    for _ in range(5):
        opened.do("undo")
    assert struck() == pytest.approx(begun)


def test_a_key_counts_from_when_it_was_struck() -> None:
    clock = [100.0]
    delay = KeyDelay(lambda: clock[0])

    def struck(stamp: int) -> QKeyEvent:
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F, NONE)
        event.setTimestamp(stamp)
        return event

    assert delay.of(struck(7_000)) == 0
    clock[0] += 1.040
    assert delay.of(struck(8_000)) == F(40, 1000)  # it waited in the queue
    clock[0] += 1.0
    assert delay.of(struck(9_100)) == 0  # the quickest so far
    assert delay.of(struck(9_000)) == F(100, 1000)
    assert delay.of(struck(1)) == 0  # not to be believed
    assert delay.of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F, NONE)) == 0


def test_the_form_says_how_takes_keep_to_the_guide(panel: Panel) -> None:
    form = panel.window.generate
    form.more.click()
    along = form.along
    along.sync.setFocus()
    QTest.keyClick(along.sync, Qt.Key.Key_Down)
    along.bed.setFocus()
    QTest.keyClick(along.bed, Qt.Key.Key_Up)
    QTest.mouseClick(along.pan, LEFT, NONE, QPoint(8, along.pan.height() // 2))
    knobs = form.form_settings().order.settings
    assert (knobs.sync, knobs.bed, knobs.pan) == (Sync.LOOSE, BED.least, True)
    form.show_settings(replace(form.shot_settings(), settings=replace(knobs, bed=None, pan=False)))
    assert (along.sync.currentData(), along.bed.text(), along.pan.isChecked()) == (Sync.LOOSE, "No bed", False)
