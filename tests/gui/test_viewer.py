"""The viewer: shape, rotation, timecode of file and cut, rolls, marks; and pictures that keep up with the sound."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Panel, bars, number_of
from v2a_gui.playback.mixer import RATE
from v2a_gui.playback.picture import ShownPicture
from v2a_gui.views.times import source_timecode
from v2a_gui.views.viewer import Picture
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish


def painted(picture: Picture) -> QImage:
    return picture.grab().toImage()


@pytest.mark.parametrize(("size", "box"), [((96, 64), (300, 200)), ((64, 96), (133, 200)), ((192, 64), (300, 100))])
def test_a_picture_keeps_its_shape_with_black_around_it(
    qtbot: QtBot, size: tuple[int, int], box: tuple[int, int]
) -> None:
    picture = Picture()
    qtbot.addWidget(picture)
    picture.resize(300, 200)
    picture.show()
    white = np.full((size[1], size[0], 3), 255, np.uint8)
    picture.show_picture(ShownPicture("m", Fraction(0), Fraction(0), white))
    image = painted(picture)
    lit = [(x, y) for x in range(300) for y in range(200) if image.pixelColor(x, y).lightness() > 200]
    across, down = (1 + max(part) - min(part) for part in zip(*lit, strict=True))
    assert abs(across - box[0]) <= 1
    assert abs(down - box[1]) <= 1
    if box != (300, 200):
        assert image.pixelColor(1, 1) == QColor("#0b0c0d")


def test_a_rotated_film_stands_upright(panel: Panel, tmp_path: Path) -> None:
    """A phone's film: lying pixels that say they are to be turned by a quarter."""
    path = finish(write_clip(tmp_path / "phone.mp4", (bars(n) for n in range(50)), Encoding(rotation=90)))
    media = probe(path)
    assert media.picture.rotation in (90, -90, 270)
    shown: list[ShownPicture] = []
    panel.window.player.shown.connect(lambda picture: shown.append(picture) if picture else None)
    panel.window.open([path])
    panel.until(lambda: bool(shown))
    panel.idle()
    assert shown[-1].pixels.shape[0] > shown[-1].pixels.shape[1]
    [expected] = finish(frames_at(media, (shown[-1].requested,), Fit.within(max(shown[-1].pixels.shape)))).pixels
    assert (shown[-1].pixels == expected).all()


def test_source_timecode_is_the_files_own_and_record_that_of_the_cut(opened: Panel) -> None:
    window = opened.window
    timeline = window.session.timeline
    assert timeline is not None
    viewer = window.viewer
    window.player.locate(Fraction(3))
    assert (viewer.time.source, viewer.time.record) == ("01:00:03:00", str(timeline.timecode(Fraction(3))))


def test_both_timecodes_are_of_the_frame_on_screen(opened: Panel) -> None:
    """Between two frames the earlier one is on screen, however near the later one is."""
    viewer, player = opened.window.viewer, opened.window.player
    player.locate(Fraction(3) + Fraction(99, 2500))
    assert viewer.time.record[-5:] == viewer.time.source[-5:] == "03:00"
    player.locate(Fraction(3) + Fraction(1, 25))
    assert viewer.time.record[-5:] == viewer.time.source[-5:] == "03:01"


def test_drop_frame_timecode_is_counted_as_such(panel: Panel, tmp_path: Path) -> None:
    rate = Fraction(30000, 1001)
    coding = Encoding(rate=rate, timecode="00:00:59;28")
    path = finish(write_clip(tmp_path / "drop.mov", (bars(n) for n in range(30)), coding))
    window = panel.window
    window.open([path])
    panel.until(lambda: window.session.project is not None)
    panel.idle()
    for frame, text in ((0, "00:00:59;28"), (1, "00:00:59;29"), (2, "00:01:00;02")):
        window.player.locate(frame / rate)
        assert (window.viewer.time.record, window.viewer.time.source) == (text, text)


def test_a_file_without_timecode_counts_from_nought(counted: Path) -> None:
    assert str(source_timecode(probe(counted), Fraction(26, 25))) == "00:00:01:01"


def test_playing_around_a_shot_begins_and_ends_a_second_off(opened: Panel) -> None:
    player, timeline = opened.window.player, opened.window.session.timeline
    assert timeline is not None
    opened.window.audition.show(timeline.picture[1])
    opened.do("play-around")
    assert player.at == 1
    opened.clock.run(4 * RATE - 4800)
    player._tick()
    assert player.speed == 1
    opened.clock.run(9600)
    player._tick()
    assert player.speed == 0
    assert player.at == 5 - Fraction(1, 25)


def test_marks_are_set_and_cleared_by_key_and_bound_what_loops(opened: Panel) -> None:
    window, player = opened.window, opened.window.player
    player.locate(Fraction(1))
    QTest.keyClick(window, Qt.Key.Key_I)
    player.locate(Fraction(2) - Fraction(1, 25))
    QTest.keyClick(window, Qt.Key.Key_O)
    assert (player.in_point, player.out_point) == (Fraction(1), Fraction(2))
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    player.locate(Fraction(1))
    QTest.keyClick(window, Qt.Key.Key_Space)
    opened.clock.run(RATE * 5 // 2)
    player._tick()
    assert player.at == Fraction(3, 2)
    player.pause()
    QTest.keyClick(window, Qt.Key.Key_X)
    assert player.marked_span is None


def test_shuttle_keys_go_both_ways_and_slow_down_again(opened: Panel) -> None:
    window, player = opened.window, opened.window.player
    speeds = []
    for key in (Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K):
        QTest.keyClick(window, key)
        speeds.append(player.speed)
    assert speeds == [1, 2, 1, -1, -2, 0]


def test_scrubbing_on_the_bar_shows_the_frame_under_the_pointer(opened: Panel) -> None:
    window, bar = opened.window, opened.window.viewer.bar
    for share in (0.1, 0.5, 0.99):
        x = round(share * bar.width())
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
        assert abs(window.player.at - Fraction(x, bar.width()) * 8) <= Fraction(1, 25)
        assert (window.player.at * 25).denominator == 1


@pytest.mark.parametrize("minutes", [2, pytest.param(10, marks=pytest.mark.soak)])
def test_the_picture_on_screen_is_that_of_the_sound_while_minutes_play(
    panel: Panel, counted: Path, minutes: int
) -> None:
    """Every three seconds or so, the frame that is really shown, read from its pixels."""
    window, player = panel.window, panel.window.player
    window.open([counted])
    panel.until(lambda: window.session.project is not None)
    panel.idle()
    shown: list[ShownPicture] = []
    player.shown.connect(lambda picture: shown.append(picture) if picture else None)
    player.marks(Fraction(0), Fraction(8))
    player.loop(True)
    player.play()
    chance = random.Random(5)
    done, worst = 0, Fraction(0)
    while done < minutes * 60 * RATE:
        step = chance.randrange(2 * RATE, 4 * RATE)
        panel.clock.run(step)
        done += step
        player._tick()
        heard = Fraction(panel.clock.heard(), RATE)
        panel.bot.waitUntil(lambda: bool(shown) and shown[-1].requested == player.at, timeout=30_000)
        middle = (number_of(shown[-1].pixels) + Fraction(1, 2)) / 25
        worst = max(worst, abs(middle - heard))
    player.pause()
    assert worst <= Fraction(1, 50)
