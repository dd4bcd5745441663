"""Frames of clips at another speed, from a clip whose every frame has a grey of its own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.conform.signatures import sign
from v2a_plugin.guides.hits import Hit, HitKind
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.probe import probe
from v2a_plugin.media.retimed import retimed_frames
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.model.timemap import TimeMap

F = Fraction
FRAMES = 50


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    path: Path = tmp_path_factory.mktemp("film") / "grey.mov"
    pictures = (np.full((48, 64, 3), 20 + 4 * number, np.uint8) for number in range(FRAMES))
    finish(write_clip(path, pictures, Encoding()))
    return probe(path)


def seen(film: MediaFile, time_map: TimeMap, span: Span, count: int) -> list[int]:
    """Numbers of the frames that are shown."""
    batch = finish(retimed_frames(film, time_map, span, count, Fit.within(64)))
    assert list(batch.times) == sorted(batch.times)
    return [round((float(frame.mean()) - 20) / 4) for frame in batch.pixels]


def test_frames_are_sampled_through_the_map(film: MediaFile) -> None:
    rate, two = film.rate, Span(F(0), F(2))
    assert FRAMES / rate == 2
    half = seen(film, TimeMap.steady(two, F(0), F(1, 2)), two, 4)
    assert half == [int(F(2 * part + 1, 8) * rate) for part in range(4)]
    assert seen(film, TimeMap.steady(two, F(2), F(-1)), two, 4) == [
        int((2 - F(2 * part + 1, 4)) * rate) for part in range(4)
    ]
    assert seen(film, TimeMap.steady(two, F(1), F(0)), two, 3) == [int(rate)] * 3
    ramp = TimeMap.of([(F(0), F(0)), (F(1), F(0)), (F(2), F(2))])
    assert seen(film, ramp, two, 4) == [0, 0, int(rate / 2), int(3 * rate / 2)]


def test_beyond_the_media_its_ends_are_held(film: MediaFile) -> None:
    two = Span(F(0), F(2))
    assert seen(film, TimeMap.steady(two, F(-2), F(4)), two, 4) == [0, int(film.rate), FRAMES - 1, FRAMES - 1]


def test_a_region_is_as_long_as_it_is_shown(film: MediaFile) -> None:
    span = Span(F(4), F(6))
    region = Region(span, film.fingerprint, RegionKind.SHOT, "slow", "r", TimeMap.steady(span, F(1), F(1, 2)))
    assert region.source_span == Span(F(1), F(2))
    clip = PictureClip(region, F(10))
    assert (clip.span, clip.source_at(F(11))) == (Span(F(10), F(12)), F(3, 2))
    assert from_json(PictureClip, to_json(clip)) == clip
    plain = to_json(replace(clip, region=replace(region, time_map=None)))
    assert from_json(PictureClip, plain.replace(',\n    "time_map": null', "")).region.time_map is None
    assert region.time_map is not None
    assert region.time_map.shown_at(F(3, 2)) == (F(5),)


def test_signatures_are_compared_as_they_are_shown(film: MediaFile) -> None:
    signature = finish(sign(film))
    two = Span(F(0), F(2))
    backwards = signature.sampled(two, F(25), TimeMap.steady(two, F(2), F(-1)))
    assert backwards.shape == signature.sampled(two, F(25)).shape


def test_hits_of_a_region_are_where_they_are_seen() -> None:
    hit = Hit(F(1), HitKind.IMPACT, 1.0)
    there_and_back = TimeMap.of([(F(0), F(0)), (F(2), F(2)), (F(4), F(0))])
    assert there_and_back.shown_at(hit.at) == (F(1), F(3))
