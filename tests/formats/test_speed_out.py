"""A change of speed goes out with the picture, and comes back from what was written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.formats.linking import link
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut

F = Fraction
PLUGINS = load_plugins(disabled=["*"])
RATE = F(25)
SLOW, FAST, BACK, HELD = F(1, 2), F(2), F(-1), F(0)


def request() -> CutRequest:
    """Clips of two seconds at five speeds, then a ramp."""
    takes = MemoryTakes()
    cut = small_cut(RATE, "01:00:00:00", takes)
    film = film_of(RATE, F(40), Timecode.parse("10:00:00:00", RATE), "/films/Rolle 1.mov")
    picture = []
    for number, speed in enumerate((F(1), SLOW, FAST, BACK, HELD)):
        begin = F(4) / speed if speed > 0 else F(0)
        span = Span(begin, begin + 2)
        time_map = None if speed == 1 else TimeMap.steady(span, F(6) if speed < 0 else F(4), speed)
        region = Region(span, film.fingerprint, RegionKind.SHOT, f"{speed}", f"r{number}", time_map)
        picture.append(PictureClip(region, F(2 * number)))
    span = Span(F(0), F(2))
    ramp = TimeMap.of([(F(0), F(1)), (F(1), F(2)), (F(2), F(5, 2))])
    picture.append(PictureClip(Region(span, film.fingerprint, RegionKind.SHOT, "ramp", "r9", ramp), F(10)))
    return CutRequest(replace(cut, picture=tuple(picture)), (film,), takes)


@pytest.mark.parametrize(
    ("name", "pattern", "ramps"),
    [
        ("otio", "*.otio", False),
        ("fcp7", "*.xml", True),
        ("fcpxml", "*.fcpxml", True),
        ("edl", "* V.edl", False),
        ("mlt", "*.mlt", True),
        ("kdenlive", "*.kdenlive", True),
    ],
)
def test_speeds_come_back(name: str, pattern: str, ramps: bool, tmp_path: Path) -> None:
    wanted = request()
    delivery = finish(PLUGINS.export(name, wanted, tmp_path))
    path = min(tmp_path.glob(pattern), key=lambda one: len(one.name))
    linked = link(read_cut(path, PLUGINS.cut_readers()), wanted.media)
    assert not linked.unlinked
    lost = "The speed of 1 picture clip is not carried: normal speed is written."
    assert (lost in delivery.notes) is not ramps
    for old, new in zip(wanted.timeline.picture, linked.picture, strict=True):
        assert new.span == old.span
        if old.region.name == "ramp" and not ramps:
            assert new.region.time_map is None or name == "edl"
            continue
        for moment in range(9):
            at = old.record + F(moment, 4) * F(999, 1000)
            assert abs(new.source_at(at) - old.source_at(at)) < 1 / RATE / 100


def test_reaper_plays_forwards_at_the_right_rate(tmp_path: Path) -> None:
    delivery = finish(PLUGINS.export("rpp", request(), tmp_path))
    [path] = tmp_path.glob("*.rpp")
    text = path.read_text(encoding="utf-8")
    assert [line.split()[1] for line in text.splitlines() if "PLAYRATE" in line] == ["0.5", "2"]
    assert "3 picture clips backwards, frozen or ramped: Reaper shows normal speed." in delivery.notes
