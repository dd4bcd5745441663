"""Takes put together and changed in place: by swiping, by number, and heard one cue at a time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import Panel, drag
from v2a_gui.playback.mixer import RATE
from v2a_plugin.model.timeline import Cue
from v2a_plugin.timeline import edits
from v2a_plugin.timeline.edits import Edge

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def placed(opened: Panel) -> Panel:
    """Three takes of the first shot, the first of them on the timeline and selected."""
    session = opened.window.session
    clip = session.timeline.picture[0]  # type: ignore[union-attr]
    opened.add_takes(clip.region, 3)
    assert session.place(opened.window.audition.takes[0])
    opened.window.timeline.canvas.choose(frozenset({cues(opened)[0].id}))
    return opened


def cues(panel: Panel) -> list[Cue]:
    timeline = panel.window.session.timeline
    assert timeline is not None
    return sorted((cue for track in timeline.tracks for cue in track.cues), key=lambda cue: cue.start)


def test_a_swipe_over_a_take_puts_that_part_into_the_cut(placed: Panel) -> None:
    window = placed.window
    one, other = window.audition.takes[:2]
    wave = window.takes._cards[other.id].wave
    drag(wave, QPoint(wave.width() // 4, 20), QPoint(wave.width() // 2, 22))
    first, second, third = cues(placed)
    assert [cue.take for cue in (first, second, third)] == [one.id, other.id, one.id]
    assert float(second.start) == pytest.approx(0.5, abs=0.06)
    assert float(second.end) == pytest.approx(1.0, abs=0.06)
    assert first.fade_out.length == second.fade_in.length == second.start * -1 + first.end > 0
    [part] = wave._placed
    assert part == pytest.approx((0.25, 0.5), abs=0.03)
    assert len(window.takes._cards[one.id].wave._placed) == 2
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(cues(placed)) == 1
    QTest.mouseClick(wave, LEFT, PLAIN, QPoint(40, 20))  # in one place it plays
    assert window.audition.heard == {other.id}
    window.player.pause()


def test_a_number_with_ctrl_plays_another_take_with_the_same_fades_level_and_trim(placed: Panel) -> None:
    window, [cue] = placed.window, cues(placed)
    window.session.edit(lambda t: edits.trim(t, cue.id, Edge.END, Fraction(1)))
    window.session.edit(lambda t: edits.gain(t, cue.id, -6.0))
    window.session.edit(lambda t: edits.fade(t, cue.id, Edge.START, Fraction(1, 4)))
    [before] = cues(placed)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    [after] = cues(placed)
    assert after.take == window.session.takes(before.region or "")[2].id
    assert (after.span, after.gain_db, after.fade_in, after.trim) == (before.span, -6.0, before.fade_in, before.trim)
    assert not placed.clocks  # nothing was played


def test_one_cue_is_heard_alone(placed: Panel) -> None:
    window = placed.window
    clip = window.session.timeline.picture[0]  # type: ignore[union-attr]
    assert window.session.place(window.audition.takes[1], layer=True)  # another sounds at the same time
    cue = next(cue for cue in cues(placed) if cue.take == window.audition.takes[0].id)
    window.session.edit(lambda t: edits.mute(t, cue.id))
    window.timeline.canvas.choose(frozenset({cue.id}))
    placed.hear_production(True)
    placed.until(lambda: window.player.production.ready(Fraction(0)))
    QTest.keyClick(window, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    placed.until(lambda: window.player.speed == 1)
    QTest.keyClick(window, Qt.Key.Key_M)  # an edit meanwhile brings nothing back
    played = placed.clock.run(9600)[:, 0]
    master = window.session.project.sound(cue.take).samples[0] * np.float32(np.sqrt(0.5))  # type: ignore[union-attr]
    first = RATE * 12 // 25
    assert clip.record == 0
    np.testing.assert_allclose(played[480:], master[first + 480 : first + 9600], atol=1e-6)
    window.player.pause()
    QTest.keyClick(window, Qt.Key.Key_Space)  # the cut again: the other one, and the production sound
    placed.until(lambda: window.player.cut.ready(Fraction(0)))
    window.player.locate(Fraction(0))
    again = placed.clock.run(9600)[:, 0]
    assert np.abs(again[480:] - played[480:]).max() > 0.05
    window.player.pause()
