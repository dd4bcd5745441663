"""From the first screen to a sound by one click, without a network; and how it steps back when somebody else steps in."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import Panel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def quick(panel: Panel) -> Panel:
    """Few steps a take: this is about the way, not the sound."""
    panel.until(lambda: panel.window.generate.bundle.count() > 0)
    panel.window.generate.takes.setValue(2)
    panel.window.generate.steps.setValue(2)
    return panel


def test_one_click_on_the_first_screen_ends_with_a_sound_in_under_a_minute(quick: Panel) -> None:
    """Of processor time: what else runs on the machine is not the panel's."""
    window, begun = quick.window, time.process_time()
    assert window.welcome.isVisible()
    QTest.mouseClick(window.welcome.sample, LEFT)
    quick.until(lambda: window.player.speed == 1, 300)
    spent = time.process_time() - begun
    take = window.audition.takes[0]
    assert window.audition.heard == {take.id}
    assert window.player.at == 0
    played = quick.clock.run(int(take.used.duration * 48_000))
    assert abs(played).max() > 0.01
    assert "take 1" in window._message.text()
    assert spent < 60
    window.player.pause()
    quick.until(lambda: len(window.audition.takes) == 2, 120)
    assert window.player.speed == 0  # the second one waits to be asked for
    quick.idle()


def test_it_does_not_play_over_what_somebody_else_began(quick: Panel) -> None:
    window = quick.window
    window.generate.takes.setValue(1)
    window.session.queue.pause()
    window.files.open_sample()
    window.session.queue.pause(False)
    quick.until(lambda: any(report.spec for report in window.session.queue.reports()), 120)
    window.player.locate(Fraction(2))  # of the first shot, whose takes are shown then
    quick.do("play")
    quick.do("play")
    quick.until(lambda: len(window.audition.takes) == 1, 300)
    quick.idle()
    assert window.player.speed == 0
    assert window.player.at == 2
