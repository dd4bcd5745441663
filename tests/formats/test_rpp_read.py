"""The picture of Reaper projects: as our exporter writes it, and as Reaper saves it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.formats.linking import link
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.exchange import CASES, RateCase, rich_cut

PLUGINS = load_plugins(disabled=["*"])
READERS = PLUGINS.cut_readers()


@pytest.mark.parametrize("case", CASES[:-1], ids=str)
def test_our_own_project_gives_the_same_picture(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    finish(PLUGINS.export("rpp", request, tmp_path))
    [path] = tmp_path.glob("*.rpp")
    cut = read_cut(path, READERS, apart=False)
    linked = link(cut, request.media)
    assert not linked.unlinked
    assert (cut.rate, cut.start.drop) == (case.rate, request.timeline.start.drop)
    zero = request.timeline.start.seconds - cut.start.seconds
    assert [(clip.record - zero, clip.region.media, clip.region.span) for clip in linked.picture] == [
        (clip.record, clip.region.media, clip.region.span) for clip in request.timeline.picture
    ]
    assert len(cut.markers) == 3


REAPER = """<REAPER_PROJECT 0.1 "7.11/linux-x86_64" 1710000000
  PROJOFFS 3600 0 0
  TIMEMODE 1 5 -1 25 0 0 -1
  MARKER 1 2.5 `Say "now"` 0
  MARKER 2 3 "a region" 1
  MARKER 2 5 "" 1
  <TRACK {A}
    NAME "V2"
    <ITEM
      POSITION 1
      LENGTH 2
      MUTE 0 0
      NAME "over.mp4"
      SOFFS 4
      PLAYRATE 0.5 1 0 -1 0 0.0025
      <SOURCE SECTION
        LENGTH 5
        MODE 0
        STARTPOS 1
        <SOURCE VIDEO
          FILE "Media/over #1.mp4"
        >
      >
    >
  >
  <TRACK {B}
    NAME ""
    <ITEM
      POSITION 0
      LENGTH 10
      MUTE 0 0
      NAME "film.mov"
      <SOURCE VIDEO
        FILE "/f/film.mov" 1
      >
    >
    <ITEM
      POSITION 12
      LENGTH 1
      MUTE 1 0
      <SOURCE VIDEO
        FILE "off.mov"
      >
    >
  >
  <TRACK {C}
    <ITEM
      POSITION 0
      LENGTH 10
      <SOURCE WAVE
        FILE "a.wav"
      >
    >
  >
>
"""


def test_what_reaper_saves(tmp_path: Path) -> None:
    path = tmp_path / "film.rpp"
    path.write_text(REAPER, encoding="utf-8")
    cut = read_cut(path, READERS)
    assert (str(cut.start), cut.rate) == ("01:00:00:00", Fraction(25))
    assert [
        (clip.name, float(clip.record.start), float(clip.record.end), float(clip.source.start), float(clip.source.end))
        for clip in cut.clips
    ] == [("film.mov", 0, 1, 0, 1), ("over.mp4", 1, 3, 5, 6), ("film.mov", 3, 10, 3, 10)]
    assert [clip.target for clip in cut.clips][:2] == ["/f/film.mov", "Media/over #1.mp4"]
    [marker] = cut.markers
    assert (marker.name, float(marker.at)) == ('Say "now"', 2.5)
    assert set(cut.left_out) == {
        "1 sound track is not read.",
        "1 clip is switched off and left out.",
        "1 clip is covered by another.",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "no Reaper project"),
        ("<REAPER_PROJECT 0.1\n>", "does not say its frame rate"),
        ("<REAPER_PROJECT 0.1\n" + "<A\n" * 500, "nested deeper"),
    ],
)
def test_what_is_no_project_says_so(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rpp"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        read_cut(path, READERS, apart=False)
