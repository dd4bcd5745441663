"""What is heard is what is asked for, to the sample, and the picture keeps up with it."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Panel, number_of
from v2a_gui.playback.mixer import RAMP, RATE, Mixer
from v2a_gui.playback.output import WallClock
from v2a_gui.playback.picture import PictureThread, ShownPicture
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import index_at


@pytest.mark.parametrize("auditions", [30, pytest.param(200, marks=pytest.mark.soak)])
def test_a_take_leaves_at_the_sample_of_the_in_point(opened: Panel, auditions: int) -> None:
    window = opened.window
    session, player = window.session, window.player
    clips = session.timeline.picture  # type: ignore[union-attr]
    takes = {clip.region.id: opened.add_takes(clip.region, 3, seed=100 * row) for row, clip in enumerate(clips)}
    chance = random.Random(7)
    for _ in range(auditions):
        clip = chance.choice(clips)
        opened.window.filmstrip.pick(clip.region.id)
        opened.until(lambda: all(window.sounds.take(take) is not None for take in takes[clip.region.id]))  # noqa: B023
        point = clip.record + Fraction(chance.randrange(0, 40), 25)
        player.marks(point, clip.span.end)
        take = chance.choice(takes[clip.region.id])
        player.pause()
        window.audition.audition(take)
        played = opened.clock.run(960)
        master = session.project.sound(take).samples[0]  # type: ignore[union-attr]
        first = index_at(point, RATE) - index_at(clip.record - Fraction(12, 25), RATE)
        np.testing.assert_array_equal(played[:, 0], master[first : first + 960])


@pytest.mark.parametrize("channels", [2, 6])
def test_a_take_of_several_channels_is_heard_in_stereo(opened: Panel, channels: int) -> None:
    """Alone, and in the cut: the sides stay apart, and what lies around them is folded in."""
    window = opened.window
    clip = window.session.timeline.picture[0]  # type: ignore[union-attr]
    [take] = opened.add_takes(clip.region, 1, channels=channels)
    opened.until(lambda: window.sounds.take(take) is not None and window.sounds.peaks(take) is not None)
    window.audition.audition(take)
    played = opened.clock.run(960)
    sides = window.session.project.sound(take).stereo().samples.T  # type: ignore[union-attr]
    first = index_at(Fraction(12, 25), RATE)
    np.testing.assert_allclose(played, sides[first : first + 960], atol=1e-6)
    assert np.abs(played[:, 0] - played[:, 1]).max() > 0.05
    outline = window.sounds.peaks(take)
    assert outline is not None
    drawn = outline.columns(0, len(sides), 1)[0]
    assert drawn == pytest.approx([sides.min(), sides.max()], abs=1e-3)


def test_switching_takes_while_playing_does_not_click_and_stays_in_place(opened: Panel) -> None:
    window = opened.window
    clip = window.session.timeline.picture[0]  # type: ignore[union-attr]
    takes = opened.add_takes(clip.region, 2)
    opened.until(lambda: all(window.sounds.take(take) is not None for take in takes))
    window.audition.audition(takes[0])
    opened.clock.run(10_000)
    window.audition.audition(takes[1])
    played = opened.clock.run(5_000)[:, 0]
    masters = [window.session.project.sound(take).samples[0] for take in takes]  # type: ignore[union-attr]
    start = index_at(Fraction(12, 25), RATE) + 10_000
    old, new = (master[start : start + 5_000] for master in masters)
    np.testing.assert_array_equal(played[RAMP:], new[RAMP:])
    rise = np.arange(1, RAMP + 1) / RAMP
    np.testing.assert_allclose(played[:RAMP], old[:RAMP] * (1 - rise) + new[:RAMP] * rise, atol=1e-6)


def test_the_cut_is_heard_when_it_plays_and_silent_under_an_audition(opened: Panel) -> None:
    window = opened.window
    clip = window.session.timeline.picture[1]  # type: ignore[union-attr]
    [take] = opened.add_takes(clip.region, 1)
    kept = window.session.takes(clip.region.id)[0]
    assert window.session.place(kept)
    window.audition.hear()
    window.player.locate(Fraction(2))
    opened.do("play")
    opened.until(lambda: window.player.cut.ready(Fraction(2)))
    window.player.pause()
    window.player.locate(Fraction(2))
    window.player.play()
    played = opened.clock.run(4800)
    master = window.session.project.sound(take).samples[0]  # type: ignore[union-attr]
    first = index_at(Fraction(12, 25), RATE)
    np.testing.assert_allclose(played[RAMP:, 0], master[first + RAMP : first + 4800] * np.sqrt(0.5), atol=1e-6)


def test_the_picture_shown_is_the_frame_requested(qtbot: QtBot, counted: Path) -> None:
    media = probe(counted)
    thread = PictureThread()
    shown: list[ShownPicture] = []
    thread.shown.connect(shown.append)
    chance = random.Random(3)
    for number in [chance.randrange(200) for _ in range(40)]:
        time_ = (number + Fraction(1, 2)) / media.rate
        shown.clear()
        thread.show(media, time_, 96)
        qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
        assert number_of(shown[-1].pixels) == number
        [expected] = finish(frames_at(media, (time_,), Fit.within(96))).pixels
        assert (shown[-1].pixels == expected).all()
    thread.close()


def test_late_requests_are_dropped_and_the_last_one_is_shown(qtbot: QtBot, counted: Path) -> None:
    media = probe(counted)
    thread = PictureThread()
    shown: list[ShownPicture] = []
    thread.shown.connect(shown.append)
    for number in range(199, -1, -1):
        thread.show(media, (number + Fraction(1, 2)) / media.rate, 96)
    qtbot.waitUntil(lambda: bool(shown) and number_of(shown[-1].pixels) == 0, timeout=30_000)
    assert len(shown) < 200
    thread.close()


def test_a_file_that_vanishes_is_reported_and_the_thread_goes_on(qtbot: QtBot, counted: Path) -> None:
    media = probe(counted)
    thread = PictureThread()
    failed: list[object] = []
    shown: list[ShownPicture] = []
    thread.failed.connect(failed.append)
    thread.shown.connect(shown.append)
    moved = counted.rename(counted.with_name("moved.mp4"))
    thread.show(media, Fraction(1))
    qtbot.waitUntil(lambda: bool(failed), timeout=30_000)
    assert "counted.mp4" in str(failed[0])
    moved.rename(counted)
    thread.show(media, Fraction(1))
    qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    thread.close()


@pytest.mark.parametrize("minutes", [2, pytest.param(10, marks=pytest.mark.soak)])
def test_the_picture_keeps_within_half_a_frame_of_the_sound_for_minutes(opened: Panel, minutes: int) -> None:
    """The frame that is asked for at each tick is the one that is on screen at the sample heard then."""
    player = opened.window.player
    requests: list[tuple[Fraction, int]] = []

    def request(media: MediaFile, time: Fraction, longest: int = 960) -> None:
        requests.append((time, player.mixer.position))

    player._picture.show = request  # type: ignore[method-assign]
    player.marks(Fraction(0), Fraction(8))
    player.loop(True)
    player.play()
    chance = random.Random(1)
    done = 0
    while done < minutes * 60 * RATE:
        step = chance.randrange(400, 4000)
        opened.clock.run(step)
        player._tick()
        done += step
        time, heard = requests[-1]
        assert abs(time - Fraction(heard, RATE)) <= Fraction(1, 50)
        requests.clear()
    player.pause()


def test_a_loop_of_everything_goes_on_from_its_very_end(opened: Panel) -> None:
    player = opened.window.player
    player.marks(Fraction(0), Fraction(8))
    player.loop(True)
    player.play()
    opened.clock.run(8 * RATE)
    player._tick()
    opened.clock.run(RATE)
    player._tick()
    assert player.at == 1
    player.pause()


def test_the_wall_clock_plays_in_real_time_without_a_device() -> None:
    now = [100.0]
    mixer = Mixer()
    clock = WallClock(mixer, lambda: now[0])
    clock.start()
    for _ in range(600):
        now[0] += 1 / 60
        clock.heard()
    assert abs(clock.heard() - 10 * RATE) <= 1
    clock.stop()
    now[0] += 5
    assert abs(clock.heard() - 10 * RATE) <= 1


def test_shuttling(opened: Panel) -> None:
    player = opened.window.player
    for command, speed in (
        ("shuttle-on", 1), ("shuttle-on", 2), ("shuttle-on", 4), ("shuttle-back", 2), ("shuttle-back", 1),
        ("shuttle-back", -1), ("shuttle-back", -2), ("play", 0),
    ):  # fmt: skip
        opened.do(command)
        assert player.speed == speed
    player.locate(Fraction(4))
    opened.do("shuttle-back")
    opened.clock.run(RATE)
    player._tick()
    assert player.at == 3


def test_stepping_by_frames_from_anywhere(opened: Panel) -> None:
    player = opened.window.player
    player.locate(Fraction(101, 100))
    opened.do("step-on")
    assert player.at == Fraction(26, 25)
    opened.do("back-ten")
    assert player.at == Fraction(16, 25)
    opened.do("go-end")
    assert player.at == Fraction(199, 25)
    opened.do("go-start")
    assert player.at == 0
