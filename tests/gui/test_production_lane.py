"""Production sound: heard as a film opens, continuous over its shots, ducked under a take, muted and soloed on its lane."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Panel
from v2a_gui.models.peaks import kept_peaks
from v2a_gui.playback.mixer import RAMP, RATE, Mixer
from v2a_gui.playback.production_sound import ProductionSound
from v2a_gui.theme import colours
from v2a_gui.views.timeline.layout import GUIDE, PRODUCTION, RULER, SHOTS, Scale
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.timeline.track_edits import set_production

LEFT = Qt.MouseButton.LeftButton
LANE = RULER + SHOTS + GUIDE


@pytest.fixture
def heard(opened: Panel) -> Panel:
    """The clip is open as a person finds it, and its sound is ready to play."""
    opened.hear_production(True)
    opened.until(lambda: all(opened.window.player.production.ready(Fraction(second)) for second in range(4)))
    return opened


def whole(panel: Panel) -> np.ndarray:
    """The sound of the file as the cut plays it."""
    [media] = panel.window.session.media
    return finish(sound_of(media, Span(Fraction(0), Fraction(8)), RATE)).stereo().samples.T


def test_a_film_opens_with_its_sound_which_goes_on_over_the_cuts(heard: Panel) -> None:
    window = heard.window
    window.player.locate(Fraction(0))
    heard.do("play")
    played = np.concatenate([heard.clock.run(4800) for _ in range(75)])  # 7.5 s, three cuts
    window.player.pause()
    np.testing.assert_allclose(
        played[RAMP:], whole(heard)[RAMP : len(played)], atol=1e-5
    )  # decoded from other places on


def test_a_take_ducks_it_by_the_set_amount_and_0_mutes_it(heard: Panel) -> None:
    window = heard.window
    clip = window.session.timeline.picture[0]  # type: ignore[union-attr]
    [take] = heard.add_takes(clip.region, 1)
    heard.until(lambda: window.sounds.take(take) is not None)
    window.session.edit(lambda timeline: set_production(timeline, duck=-20.0))
    QTest.keyClick(window, Qt.Key.Key_1)
    master = window.session.project.sound(take).samples[0]  # type: ignore[union-attr]
    first, under = RATE * 12 // 25, whole(heard)[:, 0]
    played = heard.clock.run(9600)[:, 0]
    np.testing.assert_allclose(played, master[first : first + 9600] + 0.1 * under[:9600], atol=1e-5)
    QTest.keyClick(window, Qt.Key.Key_0)
    alone = heard.clock.run(9600)[:, 0]
    np.testing.assert_allclose(alone[RAMP:], master[first + 9600 + RAMP : first + 19_200], atol=1e-6)
    QTest.keyClick(window, Qt.Key.Key_0)
    heard.clock.run(RAMP)
    assert np.abs(heard.clock.run(4800)[:, 0]).max() > np.abs(alone).max() * 0.5
    window.player.pause()


def test_mute_solo_and_level_by_the_mouse_are_no_steps_of_undo(heard: Panel) -> None:
    window, head = heard.window, heard.window.timeline.headers.production
    clip = window.session.timeline.picture[0]  # type: ignore[union-attr]
    heard.add_takes(clip.region, 1)
    assert window.session.place(window.session.takes(clip.region.id)[0])
    window.audition.hear()

    def loudest() -> tuple[float, float]:
        """Of the production sound and of the cue, in what plays from half a second on."""
        heard.until(lambda: window.player.cut.ready(Fraction(1, 2)) and window.player.production.ready(Fraction(1, 2)))
        window.player.locate(Fraction(1, 2))
        window.player.play()
        played = heard.clock.run(9600)[:, 0]
        window.player.pause()
        tone = whole(heard)[RATE // 2 : RATE // 2 + 9600, 0]
        share = float(played @ tone / (tone @ tone))
        return share, float(np.abs(played - share * tone).max())

    heard.until(lambda: loudest() == pytest.approx((1, 0.3), abs=0.1))  # once the cut is rendered with the cue
    QTest.mouseClick(head.solo, LEFT)
    heard.until(lambda: loudest()[1] < 0.01)  # the cut is rendered anew
    QTest.mouseClick(head.solo, LEFT)
    heard.until(lambda: loudest()[1] > 0.2)
    QTest.mouseClick(head.mute, LEFT)
    assert loudest()[0] == pytest.approx(0, abs=0.03)
    assert not window.commands["production"].isChecked()
    QTest.mouseClick(head.mute, LEFT)
    head.level.menu().actions()[4].trigger()
    assert head.level.text() == "-6 dB"
    assert loudest()[0] == pytest.approx(0.5, abs=0.03)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(track.cues for track in window.session.timeline.tracks)  # type: ignore[union-attr]
    assert window.session.timeline.production.gain_db == -6  # type: ignore[union-attr]


def test_the_lane_draws_the_waveform_and_keeps_it_on_the_disk(heard: Panel) -> None:
    window, canvas = heard.window, heard.window.timeline.canvas
    heard.until(lambda: window.outline.state > 1)
    canvas.set_scale(Scale(Fraction(0), 50.0))

    def ink() -> set[tuple[int, str]]:
        QApplication.processEvents()
        image = canvas.grab().toImage()
        ratio = image.devicePixelRatio()
        middle = LANE + PRODUCTION // 2 - 4
        return {(x, image.pixelColor(round(x * ratio), round(middle * ratio)).name()) for x in range(0, 500, 10)}

    inked = {x for x, name in ink() if name == colours().production}
    assert set(range(20, 390, 10)) <= inked  # the tone lasts eight seconds, and a playhead may stand at the start
    assert not inked & set(range(410, 500, 10))
    heard.hear_production(False)
    assert {x for x, name in ink() if name == colours().muted} >= set(range(20, 390, 10))
    folder = window.session.project.layout.cache / "peaks"  # type: ignore[union-attr]
    assert [kept_peaks(path) is not None for path in folder.glob("sound-*.npy")] == [True]


def test_shots_in_another_order_play_their_own_sound_and_surround_is_folded(tmp_path: Path) -> None:
    """Two seconds of a rising ramp in the centre of six channels; the second half is shown first."""
    ramp = np.linspace(0, 0.5, 2 * RATE).astype(np.float32)
    written = np.zeros((6, 2 * RATE), np.float32)
    written[2] = ramp
    frames = (np.zeros((64, 96, 3), np.uint8) for _ in range(50))
    encoding = Encoding(sound_codec="pcm_s24le")
    media = probe(finish(write_clip(tmp_path / "a.mkv", frames, encoding, Sound(written, RATE))))

    def clip(start: int, record: int) -> PictureClip:
        span = Span(Fraction(start), Fraction(start + 1))
        return PictureClip(Region(span, media.fingerprint, RegionKind.SHOT, "Shot"), Fraction(record))

    sound = ProductionSound(Mixer())
    timeline = Timeline(Fraction(25), Timecode(0, Fraction(25)), (clip(1, 0), clip(0, 1)))
    sound.load(timeline, {media.fingerprint: media})
    block = sound.stretch(0)
    shutil.move(media.path, tmp_path / "gone.mkv")
    gone = sound.stretch(0)
    sound.close()
    assert block is not None
    shown = np.concatenate([ramp[RATE:], ramp[:RATE]]) * np.sqrt(0.5)
    np.testing.assert_allclose(block, np.stack([shown, shown], axis=1), atol=1e-5)
    assert gone is None
