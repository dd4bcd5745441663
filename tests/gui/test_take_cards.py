"""Cards under the mouse: tags, production sound, waveform beside the playhead, and what fits into a narrow one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from tests.gui.conftest import Panel
from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.models.peaks import keep_peaks, kept_peaks, peaks_of
from v2a_gui.playback.mixer import RATE
from v2a_gui.theme import Theme, colours, mixed
from v2a_gui.views.take_card import TakeCard
from v2a_gui.views.waveform import Waveform
from v2a_plugin.model.serial import from_json
from v2a_plugin.model.time import Span

# A popup asks for things that a platform without a screen does not have.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shot(opened: Panel) -> Panel:
    """The first shot has three takes, which are loaded."""
    window = opened.window
    takes = opened.add_takes(window.session.timeline.picture[0].region, 3)  # type: ignore[union-attr]
    opened.until(lambda: all(window.sounds.take(take) is not None for take in takes))
    return opened


def card(panel: Panel, number: int) -> TakeCard:
    return panel.window.takes._cards[panel.window.audition.takes[number - 1].id]


def tags(one: TakeCard) -> list[QToolButton]:
    return [button for button in one.findChildren(QToolButton) if button.property("role") == "tag"]


def pick_from_menu(row: int) -> None:
    """Press the row of the menu that is open now, as soon as it is."""
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        QTimer.singleShot(20, lambda: pick_from_menu(row))
        return
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(menu.actions()[row]).center())


def queued(panel: Panel) -> list[QueuedGeneration]:
    return [from_json(QueuedGeneration, spec) for spec in panel.window.session.queue.pending()]


@pytest.mark.parametrize(("row", "prompt", "negative"), [(0, "", "footsteps"), (1, "footsteps", "")])
def test_a_click_on_a_tag_renders_again_without_it_or_with_it(
    shot: Panel, row: int, prompt: str, negative: str
) -> None:
    window = shot.window
    window.session.queue.pause()
    tag = tags(card(shot, 1))[0]
    assert tag.text() == "footsteps"
    QTimer.singleShot(0, lambda: pick_from_menu(row))
    QTest.mouseClick(tag, LEFT)
    [one] = queued(shot)
    assert (one.order.settings.prompt, one.order.settings.negative) == (prompt, negative)
    assert one.region == window.audition.clip.region.id  # type: ignore[union-attr]
    assert window.generate.negative.isVisible()  # what was added can be seen


def test_tags_that_do_not_fit_are_left_out(shot: Panel) -> None:
    one = card(shot, 1)
    for width in range(120, 700, 40):
        one.tags.resize(width, one.tags.height())
        shown = [tag for tag in tags(one) if tag.isVisible()]
        assert all(tag.geometry().right() < width for tag in shown)
        assert [tag.text() for tag in shown] == [tag.text() for tag in tags(one)][: len(shown)]
    assert len(shown) == 3


@pytest.mark.usefixtures("qapp")
def test_the_outline_shows_what_lies_against_the_shot_and_the_playhead_is_on_it() -> None:
    """A click of 20 ms in the middle of the used second; the handles around it are loud and must not show."""
    samples = np.zeros(3 * RATE, np.float32)
    samples[:RATE] = samples[2 * RATE :] = 0.9
    samples[RATE + RATE // 2 - 480 : RATE + RATE // 2 + 480] = 0.5
    wave = Waveform()
    wave.resize(400, 38)
    wave.show_sound(peaks_of(samples), Span(Fraction(1), Fraction(2)))
    wave.playhead(0.5)
    image = wave.grab().toImage()
    ratio = image.devicePixelRatio()
    line = colours().playhead
    inks = {mixed(colours().rendered, colours().base, share).name() for share in (0.1, 0.2, 0.3)}
    lit = {x for x in range(image.width()) if image.pixelColor(x, int(8 * ratio)).name() in {*inks, line}}
    assert {round(200 * ratio), round(201 * ratio)} & lit
    inside = {x for x in lit if 2 * ratio < x < 398 * ratio}  # an outline's last 5 ms reach over the edge
    assert all(180 * ratio < x < 220 * ratio for x in inside)
    assert image.pixelColor(round(200 * ratio), 2).name() == line
    wave.show_sound(replace(peaks_of(samples), strikes=(RATE + RATE // 4, 0)))
    ticks = {x for x in range(image.width()) if wave.grab().toImage().pixelColor(x, 1).name() == colours().hit}
    assert ticks
    assert all(abs(x - 100 * ratio) <= ratio for x in ticks)


@pytest.mark.usefixtures("qapp")
def test_what_sounds_brighter_is_drawn_nearer_to_the_colour_of_the_text(tmp_path: Path) -> None:
    times = np.arange(RATE // 2) / RATE
    tones = [np.sin(2 * np.pi * pitch * times).astype(np.float32) for pitch in (125, 800, 8000)]
    peaks = peaks_of(np.concatenate(tones))
    keep_peaks(tmp_path / "sound.npy", peaks)
    kept = kept_peaks(tmp_path / "sound.npy")
    assert kept is not None
    assert (kept.bins == peaks.bins).all()
    low, middle, high = kept.brightness(0, len(times) * 3, 3).tolist()
    assert (low < 25, abs(middle - 113) < 5, high > 250) == (True, True, True)
    wave = Waveform()
    wave.resize(300, 38)
    wave.show_sound(kept, Span(Fraction(0), Fraction(3, 2)))
    image = wave.grab().toImage()
    drawn = [image.pixelColor(round(x * image.devicePixelRatio()), image.height() // 2).name() for x in (50, 150, 250)]
    c = colours()
    assert drawn == [mixed(c.rendered, c.base, 0.3).name(), c.rendered, mixed(c.rendered, c.text, 0.6).name()]


def test_star_and_reject_by_mouse_and_undo_by_key(shot: Panel) -> None:
    window, one = shot.window, card(shot, 2)
    QTest.mouseClick(one.star, LEFT)
    QTest.mouseClick(one.reject, LEFT)
    kept = window.audition.takes[1]
    assert (kept.star, kept.rejected) == (True, True)
    assert one.state.text() == "rejected"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (window.audition.takes[1].star, window.audition.takes[1].rejected) == (True, False)
    assert not one.state.isVisible()
    assert shot.window._message.text().startswith("Undone: ")


def test_the_slider_between_two_takes_says_where_and_the_button_renders_there(shot: Panel) -> None:
    window = shot.window
    window.session.queue.pause()
    between = window.takes.between_takes
    at = QPoint(between.slider.width() // 2, between.slider.height() // 2)
    QTest.mousePress(between.slider, LEFT, pos=at)
    QTest.mouseMove(between.slider, QPoint(between.slider.width() // 4, at.y()))
    QTest.mouseRelease(between.slider, LEFT, pos=QPoint(between.slider.width() // 4, at.y()))
    assert queued(shot) == []
    QTest.mouseClick(between.button, LEFT)
    [one] = queued(shot)
    assert one.order.between is not None
    assert 0.1 < one.order.between.position < 0.4
    assert one.order.between.start != one.order.between.end


def test_icons_follow_the_theme_wherever_they_are(shot: Panel) -> None:
    """A queue row, a notice and a card that were made in the dark are seen in the light."""
    window = shot.window
    window.session.queue.pause()
    shot.do("generate")
    shot.until(lambda: bool(window.queue._rows))
    window.notices.show_notice("note", "Something to know.")
    buttons = [
        *(button for button in window.queue.findChildren(QToolButton) if button.accessibleName() == "Cancel"),
        *(button for button in window.notices.findChildren(QToolButton)),
    ]
    assert len(buttons) >= 2

    def darkest(button: QToolButton) -> int:
        image = button.icon().pixmap(16, 16).toImage()
        solid = [
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 200
        ]  # fmt: skip
        return min(colour.lightness() for colour in solid)

    assert all(darkest(button) > 150 for button in buttons)
    window.settings_presenter.theme(Theme.LIGHT)
    QApplication.processEvents()
    assert all(darkest(button) < 100 for button in buttons)
    window.settings_presenter.theme(Theme.DARK)
    window.session.queue.cancel_all()


def test_a_card_says_whether_its_take_was_recorded_by_a_word_and_a_sign(shot: Panel) -> None:
    one = card(shot, 1)
    take = shot.window.audition.takes[0]
    generated = one._origin_sign.pixmap().toImage()
    assert one.origin.text() == "generated"
    one.show_take(replace(take, recording="ANMLDog_Bark.wav (CC0-1.0)"), 1, False)
    assert one.origin.text() == "recorded"
    assert one._origin_sign.pixmap().toImage() != generated
    assert "ANMLDog_Bark.wav (CC0-1.0)" in one.origin.toolTip()
    assert "recorded" in one.accessibleName()
