"""AAF as pyaaf2 writes it, laid out as editing programs do: mono sound beside it, dissolves, motion effects, timecode."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.formats.linking import link
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.model.errors import BadInput, MissingDependency
from v2a_plugin.model.time import Timecode
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.aaf_files import AafFile, build_aaf, write_picture
from v2a_plugin.testing.exchange import CASES, RateCase, rich_cut

READERS = load_plugins(disabled=["*"]).cut_readers()
RATE = Fraction(25)
START = Timecode.parse("01:00:00:00", RATE)
CODE = Timecode.parse("10:00:00:00", RATE)


def test_dissolves_motion_effects_and_timecode(tmp_path: Path) -> None:
    def build(aaf: AafFile) -> None:
        first = aaf.master("A001", "file:///f/A001.mov", 200, CODE)
        second = aaf.master("B002", "file:///f/B002.mov", 200, None)
        aaf.add(first, 25, 60)
        aaf.dissolve(10, 5)
        aaf.add(second, 10, 50)
        aaf.gap(25)
        aaf.warped(first, 100, 50, "1/2")
        aaf.warped(second, 100, 50, "-1/1")
        aaf.sound()

    path = tmp_path / "reel.aaf"
    build_aaf(path, RATE, START, "Reel 1", build)
    cut = read_cut(path, READERS)
    assert (cut.name, cut.rate, cut.start) == ("Reel 1", RATE, START)
    shown = [
        [clip.name, *(int(time * 25) for time in (clip.record.start, clip.record.end)),
         *(int(clip.shown().source(time) * 25) for time in (clip.record.start, clip.record.end))]
        for clip in cut.clips
    ]  # fmt: skip
    assert shown == [
        ["A001", 0, 55, CODE.frame + 25, CODE.frame + 80],
        ["B002", 55, 100, 15, 60],
        ["A001", 125, 175, CODE.frame + 100, CODE.frame + 125],
        ["B002", 175, 225, 150, 100],
    ]
    assert [clip.target for clip in cut.clips][:2] == ["file:///f/A001.mov", "file:///f/B002.mov"]
    assert cut.clips[0].source_start == CODE.seconds
    assert set(cut.left_out) == {"1 sound track is not read.", "1 transition is read as a cut."}


@pytest.mark.parametrize("case", CASES[:-1], ids=str)
def test_a_picture_comes_back_at_every_rate(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    path = tmp_path / "cut.aaf"
    write_picture(path, request.timeline, request.media)
    linked = link(read_cut(path, READERS, apart=False), request.media)
    assert not linked.unlinked
    assert (linked.cut.rate, linked.cut.start) == (case.rate, request.timeline.start)
    assert [(clip.record, clip.region.media, clip.region.span) for clip in linked.picture] == [
        (clip.record, clip.region.media, clip.region.span) for clip in request.timeline.picture
    ]


def test_what_is_no_aaf_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.aaf"
    path.write_bytes(b"RIFF")
    with pytest.raises(BadInput, match=r"a\.aaf is no AAF file"):
        read_cut(path, READERS)
    monkeypatch.setitem(sys.modules, "aaf2", None)
    with pytest.raises(MissingDependency, match="pyaaf2"):
        read_cut(path, READERS, apart=False)
