"""Keys and menus as an editor expects them: tried with the events that a keyboard and a mouse send."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from tests.gui.conftest import Panel
from v2a_gui.access_keys import plain_text, with_access_keys
from v2a_gui.commands import COMMANDS
from v2a_gui.views.timeline.layout import PICTURE, RULER, TRACK
from v2a_plugin.jobs import JobState
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.timeline import Cue

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def key(panel: Panel, which: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the window system does: the focus decides who gets it."""
    QTest.keyClick(panel.window.windowHandle(), which, keys)
    QApplication.processEvents()


def write(widget: QWidget, text: str) -> None:
    """Type letters as the window system sends them."""
    for letter in text:
        which = Qt.Key.Key_Space if letter == " " else Qt.Key[f"Key_{letter.upper()}"]
        QTest.keyClick(widget.window().windowHandle(), which)
    QApplication.processEvents()


def press(panel: Panel, widget: QWidget, at: QPoint, button: Qt.MouseButton) -> None:
    """Press a button of the mouse as the window system does: the place decides who gets it."""
    QTest.mouseClick(panel.window.windowHandle(), button, pos=widget.mapTo(panel.window, at))
    QApplication.processEvents()


def open_menu(panel: Panel) -> QMenu:
    panel.bot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=30_000)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu) -> list[str]:
    return [plain_text(action.text()) for action in menu.actions() if not action.isSeparator()]


def entry(menu: QMenu, *path: str) -> QAction:
    """What is found in a menu, and in the menus in it."""
    action = next(action for action in menu.actions() if plain_text(action.text()) == path[0])
    if not path[1:]:
        return action
    inner = action.menu()
    assert isinstance(inner, QMenu)
    return entry(inner, *path[1:])


@pytest.fixture
def placed(opened: Panel) -> Panel:
    """The first shot has two takes, and the first of them is on the timeline."""
    assert opened.window.session.timeline is not None
    takes = opened.add_takes(opened.window.session.timeline.picture[0].region, 2)
    opened.window.takes.pick(takes[0])
    opened.do("place")
    return opened


def test_escape_cancels_no_job_and_its_own_key_does_and_says_so(opened: Panel) -> None:
    window, queue = opened.window, opened.window.session.queue
    queue.pause()
    window.filmstrip.list.setFocus()
    key(opened, Qt.Key.Key_G)
    opened.until(lambda: [report for report in queue.reports() if not report.state.over])
    key(opened, Qt.Key.Key_Escape)
    assert [report.state for report in queue.reports() if report.spec] == [JobState.QUEUED]
    opened.until(window.commands["cancel"].isEnabled)
    key(opened, Qt.Key.Key_Period, CONTROL)
    opened.until(lambda: [report.state for report in queue.reports() if report.spec] == [JobState.CANCELLED])
    assert window._message.text() == "Cancelled: generate Shot 1."


def test_escape_gives_up_a_drag_and_then_selects_nothing(placed: Panel) -> None:
    window, canvas = placed.window, placed.window.timeline.canvas
    at = QPoint(60, RULER + PICTURE + TRACK // 2)
    before = window.session.timeline
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    canvas.setFocus()
    key(placed, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(80, 0))
    assert window.session.timeline is before
    assert canvas.chosen
    key(placed, Qt.Key.Key_Escape)
    assert not canvas.chosen


def test_only_moving_the_playhead_repeats_while_a_key_is_held(opened: Panel) -> None:
    repeating = {command.id for command in COMMANDS if opened.window.commands[command.id].autoRepeat()}
    assert repeating == {
        "step-back", "step-on", "back-ten", "on-ten", "previous-shot", "next-shot", "previous-hit", "next-hit",
    }  # fmt: skip


def test_the_palette_takes_typing_at_once(opened: Panel) -> None:
    window = opened.window
    key(opened, Qt.Key.Key_K, CONTROL)
    opened.bot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=30_000)
    palette = QApplication.activePopupWidget()
    assert palette is not None
    write(palette, "marker play")
    QTest.keyClick(palette.windowHandle(), Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.session.timeline is not None
    assert [marker.at for marker in window.session.timeline.markers] == [0]


@pytest.mark.parametrize("leave", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down])
def test_the_search_gives_the_keyboard_back(placed: Panel, leave: Qt.Key) -> None:
    window = placed.window
    window.filmstrip.search.setFocus()
    write(window, "shot")
    assert window.filmstrip.search.text() == "shot"
    key(placed, leave)
    assert window.filmstrip.search.text() == ("" if leave == Qt.Key.Key_Escape else "shot")
    key(placed, Qt.Key.Key_2)
    assert window.audition.heard == {window.audition.takes[1].id}
    window.player.pause()


def test_a_click_on_the_picture_takes_the_keyboard_out_of_a_field(placed: Panel) -> None:
    window = placed.window
    window.generate.prompt.setFocus()
    picture = window.viewer.picture
    press(placed, picture, picture.rect().center(), Qt.MouseButton.LeftButton)
    key(placed, Qt.Key.Key_1)
    assert window.generate.prompt.text() == ""
    assert window.audition.heard == {window.audition.takes[0].id}
    window.player.pause()


def test_every_menu_and_entry_has_an_access_key_and_no_two_share_one(opened: Panel) -> None:
    bar = opened.window.menuBar()
    menus = [action.menu() for action in bar.actions()]
    rows = [[menu.title() for menu in menus]]  # type: ignore[attr-defined]
    rows += [[action.text() for action in menu.actions() if not action.isSeparator()] for menu in menus]  # type: ignore[attr-defined]
    assert len(rows) > 7
    for texts in rows:
        letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
        assert len(letters) == len(set(letters))
        assert len(letters) == len(texts)


def test_a_menu_opens_by_its_access_key(opened: Panel) -> None:
    title = next(action.text() for action in opened.window.menuBar().actions() if plain_text(action.text()) == "Takes")
    letter = title[title.index("&") + 1].upper()
    key(opened, Qt.Key[f"Key_{letter}"], Qt.KeyboardModifier.AltModifier)
    menu = open_menu(opened)
    assert "Generate takes" in entries(menu)
    menu.close()


def test_access_keys_keep_an_ampersand_that_is_part_of_a_name() -> None:
    assert with_access_keys(["Open", "Options", "A & B", "O"]) == ("&Open", "O&ptions", "&A && B", "O")
    assert [plain_text(text) for text in ("&Open", "&A && B")] == ["Open", "A & B"]


def test_m_puts_a_marker_and_k_stops_and_does_not_start(opened: Panel) -> None:
    window = opened.window
    window.filmstrip.list.setFocus()
    window.player.locate(Fraction(2))
    key(opened, Qt.Key.Key_M)
    assert window.session.timeline is not None
    assert [marker.at for marker in window.session.timeline.markers] == [2]
    key(opened, Qt.Key.Key_K)
    assert window.player.speed == 0
    key(opened, Qt.Key.Key_Space)
    assert window.player.speed == 1
    key(opened, Qt.Key.Key_K)
    assert window.player.speed == 0


def test_a_right_click_on_a_cue_offers_what_can_be_done_with_it(placed: Panel) -> None:
    canvas = placed.window.timeline.canvas
    press(placed, canvas, QPoint(60, RULER + PICTURE + TRACK // 2), Qt.MouseButton.RightButton)
    menu = open_menu(placed)
    offered = {"Delete", "Mute", "Lock", "Next take", "Split at the playhead", "Duplicate", "Rename…"}
    aligning = {"Align the loudest transient to the playhead", "Align the loudest transient to the nearest hit"}
    assert offered | aligning <= set(entries(menu))
    entry(menu, "Mute").trigger()
    entry(menu, "Move to", "Props").trigger()
    menu.close()
    timeline = placed.window.session.timeline
    assert timeline is not None
    assert [(track.name, cue.mute) for track in timeline.tracks for cue in track.cues] == [("Props", True)]


def test_a_right_click_on_a_take_is_about_that_take(placed: Panel) -> None:
    window = placed.window
    other = window.audition.takes[1]
    card = window.takes._cards[other.id]
    press(placed, card.wave, card.wave.rect().center(), Qt.MouseButton.RightButton)
    menu = open_menu(placed)
    assert {"Place on the timeline", "Star", "Reject", "Discard this take", "More like this"} <= set(entries(menu))
    entry(menu, "Star").trigger()
    entry(menu, "Place on", "Moves").trigger()
    menu.close()
    assert [take.star for take in window.audition.takes] == [False, True]
    timeline = window.session.timeline
    assert timeline is not None
    cues = [(track.name, cue.take) for track in timeline.tracks for cue in track.cues]
    assert cues == [("Feet", window.audition.takes[0].id), ("Moves", other.id)]
    assert card.put.toolTip() == "Place on the timeline, on Feet"


def test_a_new_clip_fits_the_zoom(opened: Panel, tmp_path: object) -> None:
    from pathlib import Path

    window, canvas = opened.window, opened.window.timeline.canvas
    fitted = canvas.scale.density
    for _ in range(4):
        key(opened, Qt.Key.Key_Equal, CONTROL)
    assert canvas.scale.density > 4 * fitted
    path = Path(str(tmp_path)) / "long.mp4"
    finish(write_clip(path, (np.full((32, 32, 3), n, np.uint8) for n in range(100)), Encoding(rate=Fraction(5))))
    first = window.session.project
    window.open([path])
    opened.until(lambda: window.session.project is not first)
    assert window.session.timeline is not None
    end = canvas.scale.x(window.session.timeline.end)
    assert canvas.width() * 0.9 < end <= canvas.width()
    opened.idle()


def test_a_cancelled_job_is_said_and_comes_back_by_a_button(opened: Panel) -> None:
    window, queue = opened.window, opened.window.session.queue
    queue.pause()
    opened.do("generate")
    opened.do("generate")
    opened.until(window.commands["cancel"].isEnabled)
    window.timeline.canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Escape)  # only closes and deselects
    assert not any(report.state.over for report in queue.reports() if report.spec)
    QTest.keyClick(window, Qt.Key.Key_Period, CONTROL | SHIFT)
    opened.until(lambda: all(report.state.over for report in queue.reports()))
    assert window.notices.text("cancelled") == "Cancelled: 2 jobs."
    [undo] = [one for one in window.notices.findChildren(QPushButton) if one.text() == "Undo"]
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert len(queue.pending()) == 2
    assert window.notices.text("cancelled") == ""


def test_esc_leaves_a_field_and_the_shuttle_says_how_fast_it_goes(opened: Panel) -> None:
    window = opened.window
    QTest.mouseClick(window.generate.prompt, Qt.MouseButton.LeftButton)
    QTest.keyClicks(window.generate.prompt, "jl")
    QTest.keyClick(window.generate.prompt, Qt.Key.Key_Escape)
    assert (window.timeline.canvas.hasFocus(), window.generate.prompt.text()) == (True, "jl")
    speeds = []
    for which in (Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_J):
        QTest.keyClick(window.timeline.canvas, which)
        speeds.append(window.viewer._speed.text())
    assert speeds == ["", "▶ 2×", "▶ 4×", "▶ 2×", "", "◀ 1×"]


def test_a_cue_is_slipped_by_a_tool_and_made_louder_by_key(placed: Panel) -> None:
    window, canvas = placed.window, placed.window.timeline.canvas

    def cue() -> Cue:
        timeline = window.session.timeline
        assert timeline is not None
        return next(cue for track in timeline.tracks for cue in track.cues)

    before = cue()
    at = QPoint(round(canvas.scale.x(before.start + before.trim.duration / 2)), RULER + PICTURE + TRACK - 13)
    QTest.keyClick(canvas, Qt.Key.Key_Y)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    for pixels in (8, 16, 24):
        QTest.mouseMove(canvas, at - QPoint(pixels, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at - QPoint(24, 0))
    slipped = cue()
    assert (slipped.start, slipped.trim.duration) == (before.start, before.trim.duration)
    assert slipped.trim.start > before.trim.start
    QTest.keyClick(canvas, Qt.Key.Key_Y)
    QTest.keyClick(canvas, Qt.Key.Key_Up, CONTROL)
    assert cue().gain_db == 1.0
