"""What is heard is metered: the master meter against the engine's own, takes with their levels, and matched to each other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import Panel
from v2a_gui.playback.metering import Meter
from v2a_gui.playback.mixer import RATE
from v2a_plugin.media.levels import levels
from v2a_plugin.model.sound import Sound
from v2a_plugin.timeline.track_edits import set_track_gain


@pytest.mark.parametrize(("frequency", "level"), [(997, 0.1), (60, 0.3), (8000, 0.02)])
def test_the_meter_reads_what_the_engine_measures(frequency: int, level: float) -> None:
    """Of a steady tone, short-term and integrated loudness are the same (EBU Tech 3341, case 1)."""
    tone = (level * np.sin(2 * np.pi * frequency * np.arange(4 * RATE) / RATE)).astype(np.float32)
    both, meter = np.stack([tone, tone], axis=1), Meter()
    for start in range(0, len(both), 1024):
        meter.take(both[start : start + 1024])
    reading, measured = meter.read(), levels(Sound(both.T, RATE))
    assert reading is not None
    assert reading.short_term == pytest.approx(measured.integrated_lufs, abs=0.15)
    assert reading.true_peaks == pytest.approx((20 * np.log10(level),) * 2, abs=0.1)
    assert not reading.clipped
    assert meter.read() is None


def test_the_clip_light_holds_until_it_is_pressed(opened: Panel) -> None:
    """A peak between samples counts: a tone at a quarter of the rate, caught beside its crests."""
    meter, tone = opened.window.viewer.meter, np.zeros((4800, 2), np.float32)
    tone[:, 0] = 0.9 * np.sqrt(2) * np.sin(2 * np.pi * (np.arange(4800) / 4 + 1 / 8))
    assert np.abs(tone).max() < 1
    opened.window.player.meter.take(tone)
    opened.bot.waitUntil(lambda: meter.clipped, timeout=10_000)
    assert meter.highest == pytest.approx(2.1, abs=0.3)
    assert "dBTP" in meter.accessibleDescription()
    opened.window.player.meter.take(np.zeros((4800, 2), np.float32))
    opened.bot.wait(120)
    assert meter.clipped
    QTest.mouseClick(meter, Qt.MouseButton.LeftButton, pos=QPoint(10, 6))
    assert not meter.clipped


def test_takes_say_their_levels_and_are_heard_equally_loud_by_a_key(opened: Panel) -> None:
    window, session = opened.window, opened.window.session
    assert session.timeline is not None
    [take] = opened.add_takes(session.timeline.picture[0].region, 1)
    opened.until(lambda: window.audition.levels(take) is not None and window.sounds.take(take) is not None)
    card = window.takes._cards[take]
    opened.until(lambda: card.accessibleDescription() == "-23.0 LUFS  -6.0 dBTP")
    window.timeline.canvas.setFocus()
    assert window.audition._matching(take) == 1.0
    measured = window.sounds.levels

    def quiet(identifier: str) -> object:
        found = measured(identifier)
        return replace(found, integrated_lufs=-35.0, true_peak_dbtp=-9.0) if found else None

    window.sounds.levels = quiet  # type: ignore[method-assign, assignment]
    QTest.keyClick(window.timeline.canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ShiftModifier)
    assert window.audition._matching(take) == pytest.approx(10 ** (8 / 20))  # as far as -1 dBTP
    window.takes.play(window.audition.takes[0])
    heard = window.player.mixer._voices[take].target
    QTest.keyClick(window.timeline.canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ShiftModifier)
    assert heard / window.player.mixer._voices[take].target == pytest.approx(10 ** (8 / 20))
    window.player.pause()


def test_a_soft_take_is_drawn_soft_and_as_tall_as_others_when_wanted(opened: Panel) -> None:
    window = opened.window
    assert window.session.timeline is not None
    [take] = opened.add_takes(window.session.timeline.picture[0].region, 1)
    opened.until(lambda: window.sounds.peaks(take) is not None)
    wave = window.takes._cards[take].wave

    def height() -> int:
        picture = wave.grab().toImage()
        middle = picture.width() // 2
        ground = picture.pixel(middle, 0)
        return sum(picture.pixel(middle, y) != ground for y in range(picture.height()))

    opened.until(lambda: height() > 2)
    soft = height()
    opened.do("draw-alike")
    assert height() > 1.5 * soft


def test_every_track_has_a_meter_that_shows_its_own_sound(opened: Panel) -> None:
    window = opened.window
    session, player, headers = window.session, window.player, window.timeline.headers
    clip = session.timeline.picture[0]  # type: ignore[union-attr]
    [take] = opened.add_takes(clip.region, 1)
    assert session.place(window.audition.takes[0])
    track = session.timeline.tracks[0]  # type: ignore[union-attr]
    session.edit(lambda t: set_track_gain(t, track.id, -6.0))
    opened.hear_production(True)
    opened.until(lambda: player.cut.ready(Fraction(0)) and player.production.ready(Fraction(0)))
    player.locate(Fraction(0))
    player.play()
    opened.clock.run(RATE // 2)
    player._tick()
    opened.until(lambda: headers._heads[track.id].meter.shown > -59)
    master = session.project.sound(take).samples[0]  # type: ignore[union-attr]
    first = RATE * 12 // 25 + RATE // 2
    peak = 20 * np.log10(np.abs(master[first : first + RATE // 25]).max() * np.sqrt(0.5)) - 6
    assert headers._heads[track.id].meter.shown == pytest.approx(peak, abs=2)
    assert headers.production.meter.shown == pytest.approx(20 * np.log10(0.2 * np.sqrt(0.5)), abs=2)
    assert [head.meter.shown for name, head in headers._heads.items() if name != track.id] == [-60] * 4
    window.audition.hear(take)  # the cut is silent under a take, and the production sound lower
    player.pause()
    opened.until(lambda: not window.timeline._meters.isActive())
    assert headers._heads[track.id].meter.shown == -60
