"""The timeline under the mouse: each gesture is one edit with its inverse, and shows what it would do."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Panel
from v2a_gui.models.shots import picture_of
from v2a_gui.theme import colours
from v2a_gui.views.timeline import canvas as module
from v2a_gui.views.timeline.layout import PICTURE, RULER, Grip, Layout, Scale
from v2a_plugin.model.timeline import Cue, FadeShape, Marker, MarkerKind, Timeline, VolumePoint
from v2a_plugin.timeline import edits
from v2a_plugin.timeline.edits import Edge
from v2a_plugin.timeline.marker_edits import add_marker, add_markers


@pytest.fixture
def cut(opened: Panel) -> Panel:
    """Two cues of two seconds on the first track, at 0 and 4 s; 50 pixels a second."""
    session = opened.window.session
    for row in (0, 2):
        clip = session.timeline.picture[row]  # type: ignore[union-attr]
        opened.add_takes(clip.region, 2, seed=row)
        assert session.place(session.takes(clip.region.id)[0])
    canvas = opened.window.timeline.canvas
    canvas.set_scale(Scale(Fraction(0), 50.0))
    opened.until(lambda: canvas.width() > 420)
    return opened


def cues(panel: Panel) -> list[Cue]:
    timeline = panel.window.session.timeline
    assert timeline is not None
    return [cue for track in timeline.tracks for cue in track.cues]


def drag(panel: Panel, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    canvas = panel.window.timeline.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, keys, start)
    for part in range(1, 5):
        at = QPointF(start + (end - start) * part / 4)
        left = Qt.MouseButton.LeftButton  # QTest's own moves hold no keys
        move = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), Qt.MouseButton.NoButton, left, keys)
        QApplication.sendEvent(canvas, move)
        panel.bot.wait(1)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, keys, end)


def row_y(track: int = 0) -> int:
    return RULER + PICTURE + track * 58 + 45


def test_a_cue_is_moved_and_catches_at_a_shot(cut: Panel) -> None:
    drag(cut, QPoint(50, row_y()), QPoint(50 + 104, row_y()))  # 2.08 s, near the cut at 2 s
    assert [cue.start for cue in cues(cut)] == [2, 4]
    cut.do("undo")
    assert [cue.start for cue in cues(cut)] == [0, 4]


def test_a_cue_moves_to_another_track(cut: Panel) -> None:
    drag(cut, QPoint(50, row_y()), QPoint(50, row_y(1)))
    tracks = cut.window.session.timeline.tracks  # type: ignore[union-attr]
    assert [len(track.cues) for track in tracks[:2]] == [1, 1]


def test_a_cue_that_is_dragged_over_another_crossfades_with_it_unless_it_would_cover_it(cut: Panel) -> None:
    drag(cut, QPoint(50, row_y()), QPoint(50 + 150, row_y()))
    first, second = sorted(cues(cut), key=lambda cue: cue.start)
    assert [first.start, second.start] == [3, 4]
    assert first.fade_out.length == second.fade_in.length == 1
    cut.do("undo")
    drag(cut, QPoint(50, row_y()), QPoint(50 + 200, row_y()))
    starts = sorted(cue.start for cue in cues(cut))
    assert starts[1] == 4
    assert starts[0] < 4  # where it last fitted


def test_a_gesture_says_where_how_long_and_how_loud_while_it_goes_on(cut: Panel) -> None:
    canvas = cut.window.timeline.canvas

    def said(start: QPoint, end: QPoint) -> str:
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for at in (QPointF(start + (end - start) / 2), QPointF(end)):
            left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            move = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), Qt.MouseButton.NoButton, left, none)
            QApplication.sendEvent(canvas, move)
        text = canvas.readout[0] if canvas.readout else ""
        assert canvas.grab().toImage().pixelColor(0, 0).isValid()
        canvas.abandon()
        assert canvas.readout is None
        return text

    timeline = cut.window.session.timeline
    assert timeline is not None
    assert said(QPoint(50, row_y()), QPoint(50 + 25, row_y())) == f"{timeline.timecode(Fraction(13, 25))}  +13 f"
    assert said(QPoint(50, row_y()), QPoint(50 + 150, row_y())).endswith("+75 f  ⤫ 1.00 s (25 f)")
    assert said(QPoint(98, row_y()), QPoint(98 - 50, row_y())).endswith("1.00 s (25 f)  -25 f")
    layout = canvas.shown
    assert layout is not None
    [(_, top, tall), *_] = layout.rows()
    line = round(layout.gain_y(cues(cut)[0].gain_db, top, tall))
    assert said(QPoint(50, line), QPoint(50, line + 12)) == "-6.0 dB"
    assert said(QPoint(3, top + 4), QPoint(53, top + 4)).startswith("1.0")


def test_the_waveform_follows_level_and_fades(cut: Panel) -> None:
    """Noise of one level: its columns are as high as the cue is loud there."""
    canvas, session = cut.window.timeline.canvas, cut.window.session
    cue = cues(cut)[0]
    cut.until(lambda: cut.window.sounds.peaks(cue.take) is not None)
    places = canvas._arrays.cues(session.timeline.tracks[0].cues)  # type: ignore[union-attr]
    at = np.array([0.0, 0.25, 0.5, 1.5, 1.75, 2.0])
    assert places.levels(np.zeros(6, np.int64), at) == pytest.approx(np.ones(6))
    session.edit(lambda t: edits.fade(t, cue.id, Edge.START, Fraction(1, 2)))
    session.edit(lambda t: edits.fade(t, cue.id, Edge.END, Fraction(1, 2), FadeShape.LINEAR))
    session.edit(lambda t: edits.gain(t, cue.id, -6.0205999))
    places = canvas._arrays.cues(session.timeline.tracks[0].cues)  # type: ignore[union-attr]
    wanted = 0.5 * np.array([0, np.sqrt(0.5), 1, 1, 0.5, 0])
    assert places.levels(np.zeros(6, np.int64), at) == pytest.approx(wanted, abs=1e-6)

    def ink(second: float) -> int:
        image = canvas.grab().toImage()
        ratio = image.devicePixelRatio()
        column = [
            image.pixelColor(round(second * 50 * ratio), y).blue()
            for y in range(round(row_y() * ratio) - 40, round(row_y() * ratio) + 30)
        ]
        return sum(value > 200 for value in column)

    session.edit(lambda t: edits.gain(t, cue.id, 12.0))
    assert ink(1.0) > ink(0.2) > 0


def test_an_end_is_trimmed_and_stops_where_the_take_ends(cut: Panel) -> None:
    drag(cut, QPoint(98, row_y()), QPoint(98 - 50, row_y()))
    assert cues(cut)[0].trim.duration == pytest.approx(1, abs=0.05)
    drag(cut, QPoint(int(float(cues(cut)[0].end) * 50) - 2, row_y()), QPoint(180, row_y()))
    assert cues(cut)[0].end == 2 + Fraction(12, 25)  # the handle is the end of its sound


def test_alt_slips_the_sound_under_the_cue(cut: Panel) -> None:
    before = cues(cut)[0]
    drag(cut, QPoint(50, row_y()), QPoint(50 - 10, row_y()), Qt.KeyboardModifier.AltModifier)
    after = cues(cut)[0]
    assert (after.start, after.end) == (before.start, before.end)
    assert after.trim.start - before.trim.start == Fraction(1, 5)


def test_a_fade_is_pulled_from_its_handle(cut: Panel) -> None:
    top = RULER + PICTURE + 5
    drag(cut, QPoint(2, top), QPoint(32, top))
    assert cues(cut)[0].fade_in.length == Fraction(3, 5)


def test_a_volume_point_is_added_moved_and_removed_on_the_gain_line(cut: Panel) -> None:
    canvas, left = cut.window.timeline.canvas, Qt.MouseButton.LeftButton

    def line(db: float) -> int:
        layout = canvas.shown
        assert layout is not None
        [(_, top, tall), *_] = layout.rows()
        return round(layout.gain_y(db, top, tall))

    for x in (30, 70):
        QTest.mouseClick(canvas, left, Qt.KeyboardModifier.NoModifier, QPoint(x, line(0)))
        QTest.mouseDClick(canvas, left, Qt.KeyboardModifier.NoModifier, QPoint(x, line(0)))
    times = [Fraction(3, 5), Fraction(7, 5)]
    origin = cues(cut)[0].trim.start
    assert cues(cut)[0].volume == tuple(VolumePoint(origin + at, 0.0) for at in times)
    drag(cut, QPoint(70, line(0)), QPoint(80, line(0) + 24))
    moved = cues(cut)[0].volume[1]
    assert moved == VolumePoint(origin + Fraction(8, 5), -12.0)
    drag(cut, QPoint(80, line(-12)), QPoint(2, line(-12)))  # no further than the point before it
    assert cues(cut)[0].volume[1].at == origin + Fraction(601, 1000)
    cut.do("undo")
    assert canvas.grab().toImage().pixelColor(80, line(-12)).name() == colours().chosen
    QTest.mouseDClick(canvas, left, Qt.KeyboardModifier.NoModifier, QPoint(80, line(-12)))
    assert [point.at for point in cues(cut)[0].volume] == [origin + times[0]]
    cut.window.player.locate(Fraction(1))
    cut.do("volume-point")
    assert [point.at for point in cues(cut)[0].volume] == [origin + times[0], origin + 1]


def test_the_gain_line_is_pulled(cut: Panel) -> None:
    canvas = cut.window.timeline.canvas
    layout = canvas.shown
    assert layout is not None
    _, top, height = next(layout.rows())
    y = int(layout.gain_y(cues(cut)[0].gain_db, top, height))
    drag(cut, QPoint(60, y), QPoint(60, y + 12))
    assert cues(cut)[0].gain_db == -6.0


def test_several_cues_move_together(cut: Panel) -> None:
    cut.do("select-all")
    cut.do("snap")
    drag(cut, QPoint(50, row_y()), QPoint(67, row_y()))
    assert [cue.start for cue in cues(cut)] == [Fraction(17, 50), Fraction(217, 50)]  # free of frames and shots


def test_control_click_adds_and_takes_away(cut: Panel) -> None:
    canvas, keys = cut.window.timeline.canvas, Qt.KeyboardModifier.ControlModifier
    for x, count in ((50, 1), (250, 2), (50, 1)):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, keys, QPoint(x, row_y()))
        assert len(canvas.chosen) == count


def test_a_rubber_band_selects(cut: Panel) -> None:
    drag(cut, QPoint(150, row_y() + 2), QPoint(320, row_y() - 30))
    assert set(cut.window.timeline.chosen) == {cues(cut)[1].id}


def test_split_copy_paste_duplicate_delete_and_ripple(cut: Panel) -> None:
    window = cut.window
    window.player.locate(Fraction(1))
    cut.do("cut-split")
    assert [cue.start for cue in cues(cut)] == [0, 1, 4]
    window.timeline.canvas.choose(frozenset({cues(cut)[0].id}))
    cut.do("ripple-delete")
    assert [cue.start for cue in cues(cut)] == [0, 3]
    window.timeline.canvas.choose(frozenset({cues(cut)[0].id}))
    cut.do("copy")
    window.player.locate(Fraction(13, 2))
    cut.do("paste")
    assert [cue.start for cue in cues(cut)] == [0, 3, Fraction(13, 2)]
    cut.do("select-all")
    cut.do("delete")
    assert cues(cut) == []
    for _ in range(4):
        cut.do("undo")
    assert [cue.start for cue in cues(cut)] == [0, 4]


def test_a_click_in_the_ruler_puts_the_playhead_there(cut: Panel) -> None:
    QTest.mouseClick(cut.window.timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(175, 8))
    assert cut.window.player.at == Fraction(87, 25)


def test_track_switches_are_edits(cut: Panel) -> None:
    head = next(iter(cut.window.timeline.headers._heads.values()))
    QTest.mouseClick(head.mute, Qt.MouseButton.LeftButton)
    assert cut.window.session.timeline.tracks[0].mute  # type: ignore[union-attr]
    cut.do("undo")
    assert not cut.window.session.timeline.tracks[0].mute  # type: ignore[union-attr]


def test_the_tracks_scroll_to_what_was_placed_and_their_heads_go_along(cut: Panel) -> None:
    timeline = cut.window.timeline
    cut.window.resize(1440, 700)
    QApplication.processEvents()
    session, canvas = cut.window.session, timeline.canvas
    assert session.timeline is not None
    take, last = session.timeline.takes[0], session.timeline.tracks[-1]
    assert canvas.down == 0
    assert timeline.headers._heads[last.id].geometry().bottom() > canvas.height()
    assert session.place(take, track=last.id)
    heads = [timeline.headers._heads[track.id] for track in session.timeline.tracks]
    assert heads[-1].geometry().bottom() <= canvas.height()
    for head in heads:  # what does not scroll is never drawn over
        assert not head.isVisible() or head.y() + head.mask().boundingRect().top() >= RULER + PICTURE
    assert not all(head.isVisible() for head in heads)


def test_zoom_keeps_the_time_under_the_pointer() -> None:
    scale = Scale(Fraction(3), 40.0)
    before = scale.at(200)
    assert abs(scale.zoomed(1.7, 200).at(200) - before) < Fraction(1, 500)


def test_what_lies_under_a_point(cut: Panel) -> None:
    timeline: Timeline | None = cut.window.session.timeline
    assert timeline is not None
    layout = Layout(timeline, Scale(Fraction(0), 50.0))
    assert layout.hit(50, 5).ruler
    assert layout.hit(50, RULER + 10).clip == timeline.picture[0]
    assert layout.hit(2, row_y()).grip is Grip.START
    assert layout.hit(98, row_y()).grip is Grip.END
    assert layout.hit(150, row_y()).cue is None


def test_control_lets_go_of_what_catches_while_it_is_held(cut: Panel) -> None:
    free = Qt.KeyboardModifier.ControlModifier
    drag(cut, QPoint(250, row_y()), QPoint(250 + 23, row_y()))
    caught = cues(cut)[1].start
    assert (caught * 25).denominator == 1
    cut.do("undo")
    QTest.mouseClick(cut.window.timeline.canvas, Qt.MouseButton.LeftButton, pos=QPoint(380, row_y()))  # nothing there
    drag(cut, QPoint(250, row_y()), QPoint(250 + 23, row_y()), free)
    assert cues(cut)[1].start == 4 + Fraction(23, 50)


def test_a_cue_catches_at_a_hit_between_frames(cut: Panel) -> None:
    hit = Marker(Fraction(51, 50), "hit", MarkerKind.HIT)
    assert cut.window.session.edit(lambda timeline: add_markers(timeline, [hit]))
    drag(cut, QPoint(50, row_y()), QPoint(50 + 53, row_y()))
    assert cues(cut)[0].start == Fraction(51, 50)


def test_a_marker_is_dragged_and_its_place_undone(cut: Panel) -> None:
    session = cut.window.session
    assert session.edit(lambda timeline: add_marker(timeline, Fraction(3), "here"))
    drag(cut, QPoint(150, RULER - 7), QPoint(200, RULER - 7))
    timeline = session.timeline
    assert timeline is not None
    assert [marker.at for marker in timeline.markers] == [4]
    cut.do("undo")
    assert session.timeline is not None
    assert [marker.at for marker in session.timeline.markers] == [3]


def test_the_wheel_zooms_at_the_pointer_and_scrolls(cut: Panel) -> None:
    canvas = cut.window.timeline.canvas
    before = canvas.scale.at(200)

    def wheel(delta: QPoint, keys: Qt.KeyboardModifier) -> None:
        at = QPointF(200, row_y())
        event = QWheelEvent(
            at, canvas.mapToGlobal(at), QPoint(), delta, Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, event)

    wheel(QPoint(0, 240), Qt.KeyboardModifier.ControlModifier)
    assert canvas.scale.density == pytest.approx(50 * 1.2**2)
    assert abs(canvas.scale.at(200) - before) < Fraction(1, 200)
    origin = canvas.scale.origin
    wheel(QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert canvas.scale.origin > origin
    QTest.keyClick(cut.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.scale.x(Fraction(0)) >= 0
    assert canvas.scale.x(Fraction(8)) <= canvas.width()


def test_a_track_grows_by_its_lower_edge(cut: Panel) -> None:
    canvas = cut.window.timeline.canvas
    head = next(iter(cut.window.timeline.headers._heads.values()))
    x, edge = 60, head.height() - 2
    QTest.mousePress(head, Qt.MouseButton.LeftButton, pos=QPoint(x, edge))
    QTest.mouseMove(head, QPoint(x, edge + 30))
    QTest.mouseRelease(head, Qt.MouseButton.LeftButton, pos=QPoint(x, edge + 30))
    layout = canvas.shown
    assert layout is not None
    assert [height for _, _, height in layout.rows()][:2] == [88, 58]
    assert head.height() == 88


def test_what_is_pasted_is_selected_and_outlives_what_it_was_copied_from(cut: Panel) -> None:
    window = cut.window
    window.timeline.canvas.choose(frozenset({cues(cut)[0].id}))
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert [cue.start for cue in cues(cut)] == [4]
    window.player.locate(Fraction(1))
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [cue.start for cue in cues(cut)] == [1, 4]
    assert window.timeline.chosen == (cues(cut)[0].id,)


def test_an_empty_timeline_says_what_to_do(opened: Panel) -> None:
    canvas = opened.window.timeline.canvas
    said: list[str] = []
    paint = module.paint  # type: ignore[attr-defined]  # what the canvas calls

    def listening(*arguments: Any) -> None:
        said.append(arguments[-1])
        paint(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "paint", listening)
        canvas.grab()
    assert "press P" in said[-1]


def test_the_picture_is_a_filmstrip_of_what_each_shot_shows(cut: Panel) -> None:
    canvas, frames, timeline = cut.window.timeline.canvas, cut.window.frames, cut.window.session.timeline
    assert timeline is not None
    [media] = cut.window.session.media
    clip = timeline.picture[1]
    cut.until(lambda: all(frame for _, frame in frames.strip(clip, media, 1.0, 0.0, 2.0)))
    strip = dict(frames.strip(clip, media, 1.0, 0.0, 2.0))
    assert list(strip) == [0, 1]
    assert [strip[at] == picture_of(media, clip.region.span.start + at, 96) for at in strip] == [True, True]

    def colours_in(row: int) -> int:
        image = canvas.grab().toImage()
        ratio, y = image.devicePixelRatio(), RULER + 28
        return len({image.pixel(round(x * ratio), round(y * ratio)) for x in range(100 * row + 55, 100 * row + 95)})

    cut.until(lambda: all(colours_in(row) > 8 for row in range(4)))


def test_tracks_and_waveforms_grow_by_key_and_the_playhead_is_followed_or_not(cut: Panel) -> None:
    window, canvas = cut.window, cut.window.timeline.canvas
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_Up, keys)
    assert canvas.shown is not None
    assert {height for _, _, height in canvas.shown.rows()} == {72}
    QTest.keyClick(window, Qt.Key.Key_Down, keys)
    assert {height for _, _, height in canvas.shown.rows()} == {58}
    QTest.keyClick(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert canvas._arrays.tall == pytest.approx(2)
    canvas.set_scale(Scale(Fraction(0), 400.0))
    window.player.play()
    cut.do("follow-playhead")
    cut.clock.run(7 * 48_000)
    window.player._tick()
    assert canvas.scale.origin == 0
    cut.do("follow-playhead")
    cut.clock.run(4800)
    window.player._tick()
    assert canvas.scale.origin > 0
    window.player.pause()


def test_the_whole_cut_stays_in_view_and_the_times_beside_the_buttons_when_the_column_comes_and_goes(
    opened: Panel,
) -> None:
    window = opened.window
    canvas = window.timeline.canvas
    window.resize(1440, 860)
    QApplication.processEvents()
    canvas.fit()
    before, rows = canvas.scale, window.viewer.height() - window.viewer.time.y()
    window.resize(420, 900)
    QApplication.processEvents()
    assert window.work.narrow
    window.tabs.setCurrentWidget(window.timeline)
    QApplication.processEvents()
    assert canvas.scale.x(opened.window.session.timeline.end) <= canvas.width()  # type: ignore[union-attr]
    window.resize(1440, 860)
    QApplication.processEvents()
    assert not window.work.narrow
    assert canvas.scale == canvas._scale_for(canvas.width())
    assert abs(float(canvas.scale.density / before.density) - 1) < 0.1
    assert window.viewer.height() - window.viewer.time.y() == rows
