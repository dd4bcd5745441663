"""MLT documents as melt writes them, and as Shotcut and Kdenlive save them."""

from __future__ import annotations

import os
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from v2a_plugin.formats.cut import CutClip, EditorsCut
from v2a_plugin.formats.linking import link
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import finish
from v2a_plugin.model.timeline import MarkerKind
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.exchange import CASES, RateCase, rich_cut

PLUGINS = load_plugins(disabled=["*"])
READERS = PLUGINS.cut_readers()
melt = pytest.mark.skipif(shutil.which("melt") is None, reason="melt is not installed")


def read(path: Path, sequence: str = "") -> EditorsCut:
    return read_cut(path, READERS, None, sequence, apart=False)


def frames(cut: EditorsCut) -> list[tuple[Any, ...]]:
    """Name, record in and out, and the source at both, in frames."""
    return [
        (
            clip.name,
            clip.record.start * cut.rate,
            clip.record.end * cut.rate,
            clip.shown().source(clip.record.start) * cut.rate,
            clip.shown().source(clip.record.end) * cut.rate,
        )
        for clip in cut.clips
    ]


def run_melt(folder: Path, *arguments: str) -> Path:
    out = folder / "melt.mlt"
    command = ["melt", *arguments, "-consumer", f"xml:{out}"]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=folder,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return out


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "Küche #1.mov"
    finish(write_clip(path, (np.full((90, 160, 3), number, np.uint8) for number in range(100)), Encoding()))
    return path


@melt
def test_what_melt_writes(film: Path, tmp_path: Path) -> None:
    out = run_melt(
        tmp_path, "-profile", "atsc_1080p_25", film.name, "in=25", "out=74", "-blank", "9", film.name, "out=19",
        "-track", "-blank", "9", f"timewarp:2:{film.name}", "in=10", "out=19",
    )  # fmt: skip
    cut = read(out)
    assert cut.rate == 25
    assert frames(cut) == [
        (film.stem, 0, 10, 25, 35),
        (film.stem, 10, 20, 20, 40),
        (film.stem, 20, 50, 45, 75),
        (film.stem, 60, 80, 0, 20),
    ]
    linked = link(cut, [probe(film)])
    assert not linked.unlinked
    assert [clip.region.time_map is not None for clip in linked.picture] == [False, True, False, False]


@melt
@pytest.mark.parametrize("name", ["mlt", "kdenlive"])
@pytest.mark.parametrize("case", [CASES[0], CASES[2], CASES[6]], ids=str)
def test_our_document_is_read_through_the_one_that_melt_makes_of_it(name: str, case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case, path=str(tmp_path / "Küche.mov"))
    for media, length in zip(request.media, (400, 200), strict=True):
        pictures = (np.zeros((36, 64, 3), np.uint8) for _ in range(length))
        finish(write_clip(media.path, pictures, Encoding(rate=case.rate)))
    finish(PLUGINS.export(name, request, tmp_path))
    [path] = tmp_path.glob(f"*.{name}")
    ours, theirs = read(path), read(run_melt(tmp_path, path.name))
    assert [one[1:] for one in frames(ours)] == [one[1:] for one in frames(theirs)]
    assert len(ours.clips) == 5
    assert (ours.markers[0].name, ours.markers[0].kind) == ("Start", MarkerKind.MARK)
    assert [mark.kind for mark in ours.markers].count(MarkerKind.HIT) == 1


SHOTCUT = """<mlt LC_NUMERIC="C" version="7.24.0" root="/home/u/Film" producer="main_bin" title="Shotcut version 24">
<profile frame_rate_num="25" frame_rate_den="1"/>
<playlist id="main_bin"><property name="xml_retain">1</property></playlist>
<producer id="black" in="00:00:00.000" out="00:00:10.000"><property name="length">00:00:10.040</property>
 <property name="resource">0</property><property name="mlt_service">color</property></producer>
<playlist id="background"><entry producer="black" in="00:00:00.000" out="00:00:09.960"/></playlist>
<chain id="chain0" out="00:00:19.960"><property name="length">00:00:20.000</property><property name="resource">a.mov</property>
 <property name="mlt_service">avformat-novalidate</property><property name="shotcut:caption">A</property>
 <filter><property name="mlt_service">brightness</property></filter></chain>
<producer id="back" out="00:00:03.960"><property name="length">00:00:04.000</property><property name="resource">-2:b.mov</property>
 <property name="mlt_service">timewarp</property><property name="warp_speed">-2</property>
 <property name="warp_resource">b.mov</property></producer>
<playlist id="playlist0"><property name="shotcut:video">1</property><blank length="00:00:01.000"/>
 <entry producer="chain0" in="00:00:02.000" out="00:00:03.960"/><entry producer="back" in="00:00:01.000" out="00:00:01.960"/></playlist>
<playlist id="off"><entry producer="chain0" out="00:00:09.960"/></playlist>
<tractor id="tractor0" in="00:00:00.000" out="00:00:10.000"><property name="shotcut">1</property>
<properties name="shotcut:markers"><properties name="0"><property name="text">Here</property>
<property name="start">00:00:01.480</property><property name="color">#008000</property></properties></properties>
<track producer="background"/><track producer="playlist0"/><track producer="off" hide="both"/></tractor></mlt>"""


def test_what_shotcut_saves(tmp_path: Path) -> None:
    path = tmp_path / "film.mlt"
    path.write_text(SHOTCUT, encoding="utf-8")
    cut = read(path)
    assert frames(cut) == [("A", 25, 75, 50, 100), ("b", 75, 100, 150, 100)]
    assert [clip.target for clip in cut.clips] == ["/home/u/Film/a.mov", "/home/u/Film/b.mov"]
    [here] = cut.markers
    assert (here.name, int(here.at * 25)) == ("Here", 37)
    assert set(cut.left_out) == {
        "1 effect on the picture is left out.",
        "1 picture track is switched off and left out.",
    }


SPEEDS = """<mlt producer="t"><profile frame_rate_num="25" frame_rate_den="1"/>
<chain id="c0" out="99"><property name="length">100</property><property name="resource">a.mov</property>
 <property name="mlt_service">avformat</property><link><property name="mlt_service">timeremap</property>
 <property name="time_map">00:00:00.000=4;00:00:01.000=4;00:00:02.000~=5;75=3.5</property></link></chain>
<chain id="c1" out="99"><property name="length">100</property><property name="resource">a.mov</property>
 <property name="mlt_service">avformat</property><link><property name="mlt_service">timeremap</property>
 <property name="speed_map">25=1;50=0.5;75|=2;80=-1</property></link></chain>
<producer id="p" out="99"><property name="length">100</property><property name="resource">a.mov</property>
 <property name="mlt_service">avformat</property></producer>
<producer id="old" out="99"><property name="length">100</property><property name="resource">a.mov?0.5</property>
 <property name="mlt_service">framebuffer</property></producer>
<playlist id="row"><entry producer="c0" in="10" out="84"/><entry producer="c1" in="0" out="89"/>
<entry producer="p" in="50" out="89">HOLD</entry><entry producer="p" in="50" out="89">AFTER</entry>
<entry producer="p" in="50" out="89">BEFORE</entry><entry producer="old" in="20" out="29"/></playlist>
<tractor id="t"><track producer="row"/></tractor></mlt>"""


def freeze(frame: int, side: str = "") -> str:
    more = f'<property name="freeze_{side}">1</property>' if side else ""
    return f'<filter><property name="mlt_service">freeze</property><property name="frame">{frame}</property>{more}</filter>'


def test_ramps_and_frozen_frames(tmp_path: Path) -> None:
    """The right values of the frozen frames are those that melt 7.12 renders; of speeds, their sum over time."""
    text = (
        SPEEDS.replace("HOLD", freeze(10)).replace("AFTER", freeze(10, "after")).replace("BEFORE", freeze(10, "before"))
    )
    path = tmp_path / "a.mlt"
    path.write_text(text, encoding="utf-8")
    cut = read(path)
    ramp, speeds, hold, after, before, old = cut.clips

    def seen(clip: CutClip, *places: int) -> list[float]:
        return [round(float(clip.shown().source(clip.record.start + Fraction(at, 25)) * 25), 2) for at in places]

    assert seen(ramp, 0, 10, 15, 40, 65, 66, 70) == [100, 100, 100, 125, 87.5, 86, 86]
    assert seen(speeds, 0, 25, 50, 75, 77, 80, 85) == pytest.approx([0, 25, 43.75, 75, 79, 85, 80], abs=0.02)
    assert [seen(clip, 0, 10, 20, 39) for clip in (hold, after, before)] == [
        [60, 60, 60, 60],
        [50, 60, 60, 60],
        [60, 60, 70, 89],
    ]
    assert seen(old, 0, 10) == [10, 15]
    assert cut.left_out == ("1 smoothed change of speed is read as straight between its keys.",)


KDENLIVE = """<mlt LC_NUMERIC="C" producer="main_bin" version="7.22.0" root="/f">
<profile frame_rate_num="24000" frame_rate_den="1001"/>
<producer id="black" in="0" out="999"><property name="resource">black</property><property name="mlt_service">color</property></producer>
<chain id="c1" out="499"><property name="resource">a.mov</property><property name="mlt_service">avformat</property>
 <property name="kdenlive:clipname">Küche</property></chain>
<playlist id="p0"><entry in="10" out="33" producer="c1"/></playlist><playlist id="p1"/>
<tractor id="t0" in="0" out="23"><track hide="audio" producer="p0"/><track hide="audio" producer="p1"/></tractor>
<tractor id="{s1}" in="0" out="23"><property name="kdenlive:uuid">{s1}</property><property name="kdenlive:clipname">Eins</property>
<property name="kdenlive:sequenceproperties.guides">[{"comment":"G","pos":12,"type":0}]</property>
<track producer="black"/><track producer="t0"/></tractor>
<playlist id="q0"><blank length="5"/><entry in="4" out="9" producer="{s1}"/></playlist><playlist id="q1"/>
<tractor id="t1"><track hide="audio" producer="q0"/><track hide="audio" producer="q1"/></tractor>
<tractor id="{s2}" in="0" out="11"><property name="kdenlive:uuid">{s2}</property><property name="kdenlive:clipname">Zwei</property>
<track producer="black"/><track producer="t1"/></tractor>
<playlist id="main_bin"><entry producer="{s1}"/><entry producer="{s2}"/></playlist>
<tractor id="tx" in="0" out="11"><property name="kdenlive:projectTractor">1</property><track in="0" out="11" producer="{s2}"/></tractor>
</mlt>"""


def test_what_kdenlive_saves_with_several_sequences(tmp_path: Path) -> None:
    path = tmp_path / "film.kdenlive"
    path.write_text(KDENLIVE, encoding="utf-8")
    cut = read(path)
    assert (cut.name, cut.sequences, cut.rate) == ("Zwei", ("Zwei", "Eins"), Fraction(24000, 1001))
    assert frames(cut) == [("Küche", 5, 11, 14, 20)]
    one = read(path, "eins")
    assert frames(one) == [("Küche", 0, 24, 10, 34)]
    [guide] = one.markers
    assert (guide.name, int(guide.at * one.rate)) == ("G", 12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<mlt/>", "does not say its frame rate"),
        ('<mlt><profile frame_rate_num="25" frame_rate_den="1"/></mlt>', "holds no timeline"),
        ("<kdenlivedoc/>", "no MLT document: it holds <kdenlivedoc>"),
        (SHOTCUT.replace('length="00:00:01.000"', 'length="soon"'), "'soon' is no number"),
    ],
)
def test_what_is_no_timeline_says_so(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mlt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        read(path)


def test_a_document_that_is_not_there_is_said(tmp_path: Path) -> None:
    text = '<producer id="x" out="9"><property name="resource">gone.mlt</property><property name="mlt_service">xml</property>'
    path = tmp_path / "a.mlt"
    path.write_text(f'<mlt><profile frame_rate_num="25" frame_rate_den="1"/>{text}</producer></mlt>', encoding="utf-8")
    assert "The document gone.mlt in it is left black" in read(path).left_out[0]
    path.write_text(path.read_text(encoding="utf-8").replace("gone.mlt", "a.mlt"), encoding="utf-8")
    assert "deeper" in read(path).left_out[0]


def test_a_tractor_that_holds_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.mlt"
    path.write_text(
        '<mlt producer="t"><profile frame_rate_num="25" frame_rate_den="1"/><tractor id="t" out="9"><track producer="p"/>'
        '</tractor><playlist id="p"><entry producer="t" out="9"/></playlist></mlt>',
        encoding="utf-8",
    )
    assert read(path).clips == ()
