"""Hits are found to within a frame on H.264 clips of things that bounce, strike and flash at known frames."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.guides.hits import Hit, HitKind, find_hits, hit_changes, hits_in
from v2a_plugin.guides.onsets import PictureCurve
from v2a_plugin.guides.peaks import peaks
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Marker, MarkerKind, PictureClip, Timeline
from v2a_plugin.testing.cut_scores import Agreement, match_cuts
from v2a_plugin.testing.filming import Filming
from v2a_plugin.testing.hit_clips import CONDITIONS, film_hits
from v2a_plugin.timeline.changes import apply, inverse

RATE = Fraction(25)
FLOORS = {"clean": 0.9, "noise": 0.8, "pan": 0.8, "both": 0.8, "zoom": 0.8}
"""Least recall and precision at one frame. `benchmarks/hits.py` measures more clips."""


OFTEN = tuple(
    filming if filming.name in ("clean", "both") else pytest.param(filming, marks=pytest.mark.soak)
    for filming in CONDITIONS
)


@pytest.mark.parametrize("filming", OFTEN, ids=lambda filming: filming.name)
def test_bounces_strikes_and_flashes_are_found_to_the_frame(tmp_path: Path, filming: Filming) -> None:
    total = Agreement()
    for kind, seed in (("balls", 7), ("hammer", 8), ("flashes", 9), ("nothing", 10)):
        clip = film_hits(tmp_path / f"{kind}.mp4", kind, filming, seed, frames=100)
        media = probe(clip.path)
        found = finish(find_hits(media, media.span))
        total += match_cuts([hit.at for hit in found], clip.hits, 1 / RATE)
        wanted = {"flashes": {HitKind.FLASH}, "nothing": set()}.get(kind, {HitKind.IMPACT})
        assert wanted <= {hit.kind for hit in found}
        assert all(0 < hit.strength < 1 for hit in found)
    assert total.hits + total.missed >= 12
    assert total.recall >= FLOORS[filming.name], total
    assert total.precision >= FLOORS[filming.name], total


def curve(change: list[float], luma: list[float] | None = None) -> PictureCurve:
    times = tuple(Fraction(place) / RATE for place in range(len(change)))
    none = np.zeros(len(change))
    return PictureCurve(
        times, np.array(change), np.array(luma or [80.0] * len(change)), none, none, none, none, none, none
    )


def test_a_flash_goes_again_and_a_light_that_stays_is_none() -> None:
    dark = [80.0] * 20
    flash = [*dark, 160.0, 150.0, *dark]
    light = [*dark, *[160.0] * 22]
    [hit] = hits_in(curve([0.0] * 42, flash), RATE)
    assert (hit.at, hit.kind) == (Fraction(20) / RATE, HitKind.FLASH)
    assert hits_in(curve([0.0] * 42, light), RATE) == ()
    blinded = [0.0] * 42
    blinded[21] = 90.0  # what a flash does to the measure of motion
    assert [one.kind for one in hits_in(curve(blinded, flash), RATE)] == [HitKind.FLASH]


def test_sensitivity_finds_more_or_fewer() -> None:
    change = [0.0] * 150
    for place, height in ((20, 1.5), (60, 6.0), (100, 60.0)):
        change[place] = height
    counts = [len(hits_in(curve(change), RATE, sensitivity)) for sensitivity in (0, 0.5, 1)]
    assert counts == [1, 2, 3]


def test_peaks_stand_out_and_keep_their_distance() -> None:
    values = np.random.default_rng(0).uniform(0, 1, 300)
    values[[50, 52, 150, 0, 299]] = (9, 8, 7, 6, 5)
    assert peaks(values, around=25, apart=4, factor=4, least=1) == [0, 50, 150, 299]
    assert peaks(np.zeros(30), around=25, apart=4, factor=4, least=0) == []
    assert peaks(np.zeros(0), around=25, apart=4, factor=4, least=0) == []
    assert peaks(np.array([0.0, 5, 5, 5, 0, 0, 0, 0]), around=25, apart=4, factor=4, least=1) == [1]


def test_pictures_too_small_short_or_still_have_no_hits(tmp_path: Path) -> None:
    for name, size, frames in (("tiny", 16, 8), ("one", 64, 1), ("two", 64, 2)):
        pixels = np.random.default_rng(0).integers(0, 255, (frames, size, size, 3), np.uint8)
        path = tmp_path / f"{name}.mp4"
        finish(write_clip(path, pixels, Encoding()))
        media = probe(path)
        assert finish(find_hits(media, media.span)) == ()


def test_hits_become_markers_wherever_the_cut_shows_the_region() -> None:
    region = Region(Span(Fraction(2), Fraction(4)), "1-ab", RegionKind.SHOT, "Shot", "shot")
    picture = (PictureClip(region, Fraction(0)), PictureClip(region, Fraction(10)))
    mine = Marker(Fraction(1), "Door")
    before = Timeline(RATE, Timecode(0, RATE), picture, markers=(mine,))
    hits = (Hit(Fraction(5, 2), HitKind.IMPACT, 0.7), Hit(Fraction(7, 2), HitKind.FLASH, 0.4))
    change = hit_changes(before, "shot", hits)
    after = apply(change, before)
    told = [(marker.at, marker.name, marker.kind, marker.region) for marker in after.markers]
    hit = MarkerKind.HIT
    assert told == [
        (Fraction(1, 2), "Impact", hit, "shot"), (Fraction(1), "Door", MarkerKind.MARK, None),
        (Fraction(3, 2), "Flash", hit, "shot"), (Fraction(21, 2), "Impact", hit, "shot"),
        (Fraction(23, 2), "Flash", hit, "shot"),
    ]  # fmt: skip
    assert apply(inverse(change), after) == before
    again = apply(hit_changes(after, "shot", hits[:1]), after)
    assert [marker.name for marker in again.markers] == ["Impact", "Door", "Impact"]
    with pytest.raises(BadInput):
        hit_changes(before, "gone", hits)


def test_where_all_moves_what_comes_down_and_stops_strikes() -> None:
    """Sticks go up and down over a hand that fidgets: each stop of a fall is a strike, no turn at the top is."""
    busy = np.where(np.arange(200) % 2, 40.0, 10.0)
    falls = np.full(200, 0.01)
    strikes = list(range(12, 190, 17))
    falls[strikes] = 0.5
    still = np.zeros(200)
    times = tuple(Fraction(place) / RATE for place in range(200))
    found = hits_in(PictureCurve(times, busy, still + 80, still, still, still, still, still, falls), RATE)
    assert [round(hit.at * RATE) - 1 for hit in found] == strikes
    assert all(0 < hit.strength < 1 for hit in found)
