"""Guides from the picture: repeated motion, what comes and goes, a curve; and pictures that say nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.guides.picture import is_sure, picture_guide, sure_guide
from v2a_plugin.guides.rhythm import find_rhythm, steady_ones, steady_period
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import FAINT, Guide
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span
from v2a_plugin.testing.cut_scores import Agreement, match_cuts
from v2a_plugin.testing.filming import Filming
from v2a_plugin.testing.hit_clips import CONDITIONS, film_hits

F = Fraction
ORIGIN = F(0)
CLEAN, NOISY, *_, ZOOMED = CONDITIONS


def guide_of(path: Path, start: Fraction = ORIGIN) -> tuple[Guide, list[str]]:
    """The guide of a clip from some second on, and what is said on the way."""
    media = probe(path)
    steps = picture_guide(media, Span(start, media.duration), "Shot 1")
    notices: list[str] = []
    while True:
        try:
            notices += next(steps).notices
        except StopIteration as end:
            return end.value, notices


def filmed(path: Path, picture: Callable[[int], np.ndarray], frames: int, size: int = 160) -> Path:
    """A clip of grey pictures."""
    pixels = np.stack([np.broadcast_to(picture(frame)[..., None], (size // 2, size, 3)) for frame in range(frames)])
    finish(write_clip(path, pixels.clip(0, 255).astype(np.uint8), Encoding()))
    return path


def scene(seed: int = 1, size: int = 160) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(40, 200, (size // 16, size // 8))
    return np.kron(coarse, np.ones((8, 8)))


SLOW, FAST, DOOR = ("walker", 101, 24), ("walker", 102, 50), ("door", 103, 30)


@pytest.mark.parametrize(
    ("filming", "seconds", "shown"),
    [
        (CLEAN, 3, (SLOW, FAST)),
        (NOISY, 4, (SLOW, DOOR)),
        *(pytest.param(filming, 5, (SLOW, FAST, DOOR), marks=pytest.mark.soak) for filming in (CLEAN, NOISY, ZOOMED)),
    ],
    ids=lambda given: given.name if isinstance(given, Filming) else None,
)
def test_steps_and_doors_are_found_to_the_frame_and_their_period(
    tmp_path: Path, filming: Filming, seconds: int, shown: tuple[tuple[str, int, int], ...]
) -> None:
    total = Agreement()
    for kind, seed, rate in shown:
        clip = film_hits(tmp_path / f"{kind}{seed}.mp4", kind, filming, seed, seconds * rate, F(rate))
        guide, _ = guide_of(clip.path)
        total += match_cuts([event.at for event in guide.events], clip.hits, F(1001, 1000) / rate)
        assert guide.curve is not None
        assert all(event.across is not None and 0 < event.strength <= 1 for event in guide.events)
        if clip.period is not None and filming is CLEAN:
            assert guide.period is not None
            assert abs(float(guide.period) / clip.period - 1) <= 0.03
    assert total.f1 >= (0.9 if filming is CLEAN else 0.8), total


def test_a_thing_that_comes_and_goes_is_met_at_both_ends_and_strikes_nowhere(tmp_path: Path) -> None:
    car = np.kron(np.random.default_rng(3).integers(120, 255, (5, 5)), np.ones((8, 8)))

    def passing(frame: int) -> np.ndarray:
        picture, left = np.full((80, 280), 60.0), 5 * (frame - 40) + 10
        if 0 <= left <= 240:
            picture[20:60, left : left + 40] = car
        return picture[:, 60:220]

    guide, _ = guide_of(filmed(tmp_path / "car.mp4", passing, 130))
    assert guide.curve is not None
    middle, ends = guide.curve.values[58:72], (*guide.curve.values[:35], *guide.curve.values[100:])
    assert min(middle) > 0.5 > max(ends)
    for end in (F(43, 25), F(81, 25)):
        assert min(abs(event.at - end) for event in guide.events) < F(36, 100)
    assert all(event.strength == FAINT for event in guide.events)
    assert not is_sure(guide)


def test_what_falls_into_the_frame_strikes_once(tmp_path: Path) -> None:
    back = 0.2 * scene()

    def falling(frame: int) -> np.ndarray:
        picture, low = back.copy(), 80 - abs(80 - 9 * (frame - 8))
        picture[max(0, low - 24) : max(0, low), 70:94] = 230
        return picture

    guide, _ = guide_of(filmed(tmp_path / "ball.mp4", falling, 40))
    [event] = guide.events
    assert abs(event.at - F(17, 25)) <= F(2, 25)


def test_a_guide_that_nobody_asks_for_is_given_where_the_picture_is_sure(tmp_path: Path) -> None:
    balls = film_hits(tmp_path / "balls.mp4", "balls", CLEAN, 7, 50).path
    grey = filmed(tmp_path / "grey.mp4", lambda _: scene(), 40)
    for path, sure in ((balls, True), (grey, False)):
        media = probe(path)
        guide = finish(sure_guide(media, Region.within(media, media.span, RegionKind.SHOT, "Shot 1")))
        assert (guide is not None) is sure
        assert guide is None or (guide.for_strikes and guide.events)
    assert finish(sure_guide(None, Region(Span(F(0), F(1)), "", RegionKind.SEGMENT, "Words"))) is None


def test_a_picture_in_which_nothing_moves_is_refused(tmp_path: Path) -> None:
    grain = np.random.default_rng(0)
    for name, frames, says in (
        ("still", 40, "Nothing moves in Shot 1"),
        ("one", 1, "fewer than three frames"),
        ("two", 2, "fewer than three frames"),
    ):
        path = filmed(tmp_path / f"{name}.mp4", lambda _: scene() + grain.normal(0, 3, (80, 160)), frames)
        with pytest.raises(BadInput, match=says):
            guide_of(path)


def test_a_cut_and_a_strobe_are_said_and_are_no_events(tmp_path: Path) -> None:
    def cut(frame: int) -> np.ndarray:
        picture = scene(1 + frame // 30).copy()
        picture[30:50, 20 + frame : 40 + frame] = 250
        return picture

    guide, notices = guide_of(filmed(tmp_path / "cut.mp4", cut, 60), F(1, 5))
    assert any("There is a cut at 0:01.000 in Shot 1" in notice for notice in notices)
    assert all(abs(event.at - 1) > F(2, 25) for event in guide.events)
    guide, notices = guide_of(filmed(tmp_path / "strobe.mp4", lambda frame: cut(frame % 30) + 60 * (frame % 4 < 2), 60))
    assert any("flashes all the time" in notice for notice in notices)
    assert len(guide.events) < 5


def test_rhythm_of_speed() -> None:
    time = np.arange(200)
    sawing = np.abs(np.sin(np.pi * time / 13.4))
    found = find_rhythm(sawing, 25.0)
    assert found is not None
    assert abs(found.period / 13.4 - 1) < 0.03
    assert all(min(turn % 13.4, 13.4 - turn % 13.4) <= 1 for turn in found.turns)
    assert find_rhythm(np.random.default_rng(0).uniform(0, 1, 200), 25.0) is None
    assert find_rhythm(np.zeros(200), 25.0) is None
    passing = np.where((time > 80) & (time < 107), 1.0, 0.0)
    assert find_rhythm(passing, 25.0) is None
    assert find_rhythm(0.02 * sawing, 25.0) is None
    assert find_rhythm(np.ones(3), 25.0) is None


def test_steady_moments_may_miss_some() -> None:
    assert steady_period([0, 10, 20, 40, 50]) == pytest.approx(10)
    assert steady_period([0, 10, 33, 41, 77, 80]) is None
    assert steady_period([0, 10]) is None
    assert steady_period([0, 10, 20, 30, 45, 55, 65, 75]) == pytest.approx(10, abs=1)
    extra = [0, 10, 13, 20, 30, 36, 40, 50, 60, 70, 80, 90]
    assert steady_ones(extra) == tuple(range(0, 100, 10))
    assert steady_period(extra) == pytest.approx(10)
