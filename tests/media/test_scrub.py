"""Scrubbing shows the frame that is asked for, in any order, and decodes little to do so."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from av.video.frame import VideoFrame
from PIL import Image

from v2a_plugin.media.fit import Fit, Fitter
from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.media.scrub import Scrubber
from v2a_plugin.model.progress import finish

if TYPE_CHECKING:
    from tests.media.conftest import Bench

KINDS: list[tuple[str, dict[str, object]]] = [
    ("long.mp4", {"gop": 250}),
    ("b.mp4", {"gop": 24, "options": (("bf", "3"),)}),
    ("short.mov", {"gop": 1, "codec": "mjpeg", "pixel_format": "yuvj420p"}),
    ("ntsc.mkv", {"gop": 48, "rate": Fraction(30000, 1001)}),
    ("old.avi", {"gop": 12, "codec": "mpeg4", "sound_codec": "pcm_s16le"}),
    ("tape.mpg", {"gop": 12, "codec": "mpeg2video", "options": (("bf", "2"),)}),
]


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=[name for name, _ in KINDS])
def test_every_frame_is_the_one_on_screen_in_any_order(bench: Bench, name: str, kind: dict[str, object]) -> None:
    media = probe(bench.clip(name, count=120, **kind))  # type: ignore[arg-type]
    chance = random.Random(name)
    half = 1 / (2 * media.rate)
    numbers = [chance.randrange(120) for _ in range(40)] + list(range(70, 40, -1)) + list(range(41, 60))
    with Scrubber(media, Fit.within(96)) as scrubber:
        for number in numbers:
            assert bench.number(scrubber.at(number / media.rate + half).pixels) == number


def test_it_agrees_with_single_frames_to_the_pixel(bench: Bench) -> None:
    media = probe(bench.clip("clip.mp4", count=60, gop=30))
    times = [Fraction(n, 50) for n in (3, 77, 20, 21, 119)]
    with Scrubber(media, Fit.within(80)) as scrubber:
        for time in times:
            [expected] = finish(frames_at(media, (time,), Fit.within(80))).pixels
            assert (scrubber.at(time).pixels == expected).all()


def test_times_outside_the_clip_show_its_ends(bench: Bench) -> None:
    media = probe(bench.clip("clip.mp4", count=20))
    with Scrubber(media, Fit.within(96)) as scrubber:
        assert bench.number(scrubber.at(Fraction(-3)).pixels) == 0
        assert bench.number(scrubber.at(Fraction(99)).pixels) == 19


def test_stepping_back_through_a_long_group_of_pictures_decodes_it_few_times(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = probe(bench.clip("long.mp4", count=120, gop=250))
    fitted = []
    original = Fitter.__call__

    def counted(self: Fitter, frame: VideoFrame) -> np.ndarray:
        fitted.append(frame.pts)
        return original(self, frame)

    monkeypatch.setattr(Fitter, "__call__", counted)
    with Scrubber(media, Fit.within(96)) as scrubber:
        for number in range(110, 10, -1):
            assert bench.number(scrubber.at((number + Fraction(1, 2)) / media.rate).pixels) == number
    assert len(fitted) < 2 * 110


def test_the_cache_stays_inside_its_budget(bench: Bench) -> None:
    media = probe(bench.clip("clip.mp4", count=100))
    frame = 96 * 64 * 3
    with Scrubber(media, Fit.within(96), budget=10 * frame) as scrubber:
        for number in range(100):
            assert bench.number(scrubber.at((number + Fraction(1, 2)) / media.rate).pixels) == number
            assert len(scrubber._frames) <= 10


def test_a_still_shows_itself(bench: Bench, tmp_path: Path) -> None:
    Image.fromarray(bench.frame(77)).save(tmp_path / "still.png")
    with Scrubber(probe(tmp_path / "still.png"), Fit.within(96)) as scrubber:
        assert bench.number(scrubber.at(Fraction(5)).pixels) == 77
