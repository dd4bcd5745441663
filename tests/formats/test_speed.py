"""Changes of speed, and containers that lie in each other, as other programs write them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.formats import reading
from v2a_plugin.formats.cut import CutClip, EditorsCut
from v2a_plugin.formats.nesting import seen_through, shown_from
from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.plugins.facade import load_plugins

READERS = load_plugins(disabled=["*"]).cut_readers()
F = Fraction


def read(text: str, path: Path, rate: Fraction | None = None) -> EditorsCut:
    path.write_text(text, encoding="utf-8")
    return reading.read_cut(path, READERS, rate, apart=False)


def shows(cut: EditorsCut) -> list[tuple[Any, ...]]:
    """Name, record, and the source at the first and at the last moment of every clip, seconds."""
    return [
        (
            clip.name,
            clip.record.start,
            clip.record.end,
            clip.shown().source(clip.record.start),
            clip.shown().source(clip.record.end),
        )
        for clip in cut.clips
    ]


# The map


@st.composite
def maps(draw: st.DrawFn) -> TimeMap:
    ats = draw(st.lists(st.fractions(-20, 20, max_denominator=50), min_size=2, max_size=6, unique=True))
    sources = draw(st.lists(st.fractions(-20, 20, max_denominator=50), min_size=len(ats), max_size=len(ats)))
    return TimeMap.of(zip(sorted(ats), sources, strict=True))


@given(maps(), maps(), st.fractions(-20, 20, max_denominator=60))
def test_one_map_after_another_is_both(outer: TimeMap, inner: TimeMap, at: Fraction) -> None:
    at = min(max(at, outer.points[0].at), outer.points[-1].at)
    assert outer.then(inner).source(at) == inner.source(outer.source(at))


@given(maps(), st.fractions(-5, 5, max_denominator=20), st.fractions(-5, 5, max_denominator=20))
def test_a_moved_map_shows_the_same(one: TimeMap, by: Fraction, source: Fraction) -> None:
    span = Span(one.points[0].at, one.points[-1].at)
    middle = (span.start + span.end) / 2
    assert one.shifted(by, source).source(middle + by) == one.source(middle) + source
    part = Span(span.start, middle)
    assert one.within(part).source(part.end) == one.source(middle)
    low, high = one.extent(span)
    assert all(low <= point.source <= high for point in one.points)


def test_a_map_without_length_is_refused() -> None:
    with pytest.raises(SpanError, match="begins and ends"):
        TimeMap.of([(F(1), F(0))])
    with pytest.raises(SpanError):
        TimeMap.of([(F(1), F(0)), (F(1), F(2))])


# Containers


def clip(name: str, start: int, end: int, source: int = 0) -> CutClip:
    return CutClip(name, Span(F(start), F(end)), Span(F(source), F(source + end - start)), F(0), F(25))


@given(maps())
def test_what_is_seen_through_a_map_is_what_the_map_says(through: TimeMap) -> None:
    clips = [clip("a", -15, -4, 100), clip("b", -4, 3, 300), clip("c", 5, 12, 200)]
    record = Span(through.points[0].at, through.points[-1].at)
    seen = seen_through(clips, record, through)
    assert all(one.record.end <= other.record.start for one, other in pairwise(seen))
    for number in range(41):
        at = record.start + record.duration * F(2 * number + 1, 82)
        inner = through.source(at)
        wanted = next((one for one in clips if inner in one.record), None)
        shown = next((one for one in seen if at in one.record), None)
        if inner in {edge for one in clips for edge in (one.record.start, one.record.end)}:
            continue  # backwards, a clip begins after its last moment
        assert (shown and shown.name) == (wanted and wanted.name)
        if shown and wanted:
            assert shown.shown().source(at) == wanted.source.start + inner - wanted.record.start


def test_a_container_trims_what_it_holds() -> None:
    clips = [clip("a", 0, 4, 100), clip("b", 4, 10, 200)]
    seen = shown_from(clips, Span(F(20), F(23)), F(3))
    assert [(one.name, one.record, one.source) for one in seen] == [
        ("a", Span(F(20), F(21)), Span(F(103), F(104))),
        ("b", Span(F(21), F(23)), Span(F(200), F(202))),
    ]


# FCPXML


def fcpxml(spine: str, resources: str = "", format_: str = '<format id="r1" frameDuration="100/2500s"/>') -> str:
    return f"""<fcpxml version="1.11"><resources>{format_}
<asset id="r2" name="NOTC" start="0s" duration="8s" hasVideo="1" format="r1" src="file:///f/NOTC.mov"/>
<asset id="r3" name="A001" start="36000s" duration="8s" hasVideo="1" format="r1" src="file:///f/A001.mov"/>{resources}
</resources><project name="P"><sequence format="r1" tcStart="3600s"><spine>{spine}</spine></sequence></project></fcpxml>"""


@pytest.mark.parametrize(
    ("points", "first", "last"),
    [
        ([(0, 0), (16, 8)], 2, 3),  # half speed: `start` is on the slow clock
        ([(0, 0), (4, 8)], 8, 12),
        ([(0, 8), (8, 0)], 4, 2),  # backwards
        ([(0, 3), (8, 3)], 3, 3),  # frozen
        ([(0, 0), (5, 5), (7, 6)], 4, F(11, 2)),  # a ramp
    ],
)
def test_fcpxml_time_maps(points: list[tuple[int, int]], first: Fraction, last: Fraction, tmp_path: Path) -> None:
    told = "".join(f'<timept time="{time}s" value="{value}s"/>' for time, value in points)
    spine = f'<asset-clip ref="r2" offset="3600s" start="4s" duration="2s"><timeMap>{told}</timeMap></asset-clip>'
    spine += '<asset-clip ref="r3" offset="3602s" start="36001s" duration="1s"/>'
    cut = read(fcpxml(spine), tmp_path / "cut.fcpxml")
    assert shows(cut) == [("NOTC", 0, 2, first, last), ("A001", 2, 3, 36001, 36002)]
    assert not cut.left_out


def test_fcpxml_frames_of_another_rate_one_by_one(tmp_path: Path) -> None:
    spine = """<asset-clip ref="r4" start="0s" duration="4s"><conform-rate srcFrameRate="24"/></asset-clip>
<asset-clip ref="r4" start="0s" duration="4s"><conform-rate srcFrameRate="24" scaleEnabled="0"/></asset-clip>"""
    more = """<format id="r9" frameDuration="1/24s"/>
<asset id="r4" name="F" duration="50s" hasVideo="1" format="r9" src="file:///f/F.mov"/>"""
    cut = read(fcpxml(spine, more), tmp_path / "cut.fcpxml")
    assert [one[3:] for one in shows(cut)] == [(0, F(25 * 4, 24)), (0, 4)]


def test_fcpxml_a_storyline_in_a_clip_is_on_its_own_clock(tmp_path: Path) -> None:
    inner = """<spine><gap offset="0s" start="3600s" duration="4s"/>
<asset-clip ref="r3" offset="4s" start="36001s" duration="7s"/></spine>"""
    spine = f"""<asset-clip ref="r2" offset="3600s" start="0s" duration="2s"/>
<sync-clip offset="3602s" start="5s" duration="2s">{inner}</sync-clip>
<clip name="old" offset="3604s" start="3s" duration="2s">{inner}</clip>
<asset-clip ref="r2" offset="3606s" start="1s" duration="2s"/>"""
    cut = read(fcpxml(spine), tmp_path / "cut.fcpxml")
    assert shows(cut) == [
        ("NOTC", 0, 2, 0, 2),
        ("A001", 2, 4, 36002, 36004),
        ("old", 5, 6, 36001, 36002),
        ("NOTC", 6, 8, 1, 3),
    ]


COMPOUND = """<media id="m1" name="C"><sequence format="r1" tcStart="100s"><spine>
<asset-clip ref="r2" start="1s" duration="3s"/><asset-clip ref="r3" start="36000s" duration="3s">
<asset-clip ref="r2" lane="1" offset="36001s" start="7s" duration="1s"/></asset-clip></spine></sequence></media>
<media id="m2" name="M"><multicam format="r1" tcStart="10s">
<mc-angle name="A" angleID="a"><asset-clip ref="r2" duration="8s"/></mc-angle>
<mc-angle name="B" angleID="b"><gap duration="1s"/><asset-clip ref="r3" duration="8s"/></mc-angle></multicam></media>
<media id="m3" name="itself"><sequence format="r1"><spine><ref-clip ref="m3" duration="5s"/></spine></sequence></media>"""


def test_fcpxml_compound_and_multicam_clips_are_read_through(tmp_path: Path) -> None:
    spine = """<ref-clip ref="m1" start="102s" duration="4s"/>
<mc-clip ref="m2" start="12s" duration="2s"><mc-source angleID="a" srcEnable="audio"/><mc-source angleID="b" srcEnable="video"/>
</mc-clip><mc-clip ref="m2" start="12s" duration="1s"><mc-source angleID="a" srcEnable="all"/></mc-clip>
<ref-clip ref="m1" start="100s" duration="2s"><timeMap><timept time="100s" value="100s"/><timept time="102s" value="104s"/></timeMap>
</ref-clip><ref-clip ref="m3" duration="1s"/><asset-clip ref="r2" duration="1s"/>"""
    cut = read(fcpxml(spine, COMPOUND), tmp_path / "cut.fcpxml")
    assert shows(cut) == [
        ("NOTC", 0, 1, 3, 4),
        ("A001", 1, 2, 36000, 36001),
        ("NOTC", 2, 3, 7, 8),
        ("A001", 3, 4, 36002, 36003),
        ("A001", 4, 6, 36001, 36003),
        ("NOTC", 6, 7, 2, 3),
        ("NOTC", 7, F(17, 2), 1, 4),
        ("A001", F(17, 2), 9, 36000, 36001),
        ("NOTC", 10, 11, 0, 1),
    ]


def test_fcpxml_a_clip_deep_in_others_is_said(tmp_path: Path) -> None:
    deep = '<asset-clip ref="r2" duration="1s"/>'
    for _ in range(60):
        deep = f'<clip duration="1s">{deep}</clip>'
    cut = read(fcpxml(deep + '<asset-clip ref="r2" duration="1s"/>'), tmp_path / "cut.fcpxml")
    assert shows(cut)[-1][3:] == (0, 1)
    assert any("deeper" in one for one in cut.left_out)


def test_fcpxml_a_clip_of_unknown_length_is_left_out_and_said(tmp_path: Path) -> None:
    more = '<asset id="r4" name="F" hasVideo="1" format="r1" src="file:///f/F.mov"/>'
    cut = read(fcpxml('<asset-clip ref="r4"/><asset-clip ref="r2" duration="1s"/>', more), tmp_path / "cut.fcpxml")
    assert shows(cut) == [("NOTC", 0, 1, 0, 1)]
    assert cut.left_out == ("The clip F is left out: nothing says how long it is.",)


def test_fcpxml_defaults_are_those_of_the_dtd(tmp_path: Path) -> None:
    spine = """<asset-clip ref="r2" offset="3600s"/><asset-clip ref="r3"/>
<video ref="r3" duration="1s"/><clip duration="2s"><video ref="r3" duration="2s"/></clip><ref-clip ref="m1"/>"""
    more = """<media id="m1"><sequence format="r1" duration="3s"><spine><asset-clip ref="r2" duration="3s"/></spine>
</sequence></media>"""
    cut = read(fcpxml(spine, more), tmp_path / "cut.fcpxml")
    assert shows(cut) == [
        ("NOTC", 0, 8, 0, 8),
        ("A001", 8, 16, 36000, 36008),
        ("A001", 16, 17, 0, 1),
        ("A001", 17, 19, 0, 2),
        ("NOTC", 19, 22, 0, 3),
    ]


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("FFVideoFormat1080p25", F(25)), ("FFVideoFormat1080p2398", F(24000, 1001)), ("FFVideoFormat720p5994", F(60000, 1001)),
        ("FFVideoFormat3840x2160p24", F(24)), ("FFVideoFormat4096x2160p30", F(30)), ("FFVideoFormat1080i50", F(25)),
        ("FFVideoFormatDV720x480i5994_16x9", F(30000, 1001)), ("FFVideoFormat2048x1080p60", F(60)), ("FFVideoFormat1080p2997", F(30000, 1001)),
    ],
)  # fmt: skip
def test_fcpxml_formats_are_known_by_their_name(name: str, rate: Fraction, tmp_path: Path) -> None:
    text = fcpxml('<asset-clip ref="r2" duration="2s"/>', format_=f'<format id="r1" name="{name}"/>')
    assert read(text, tmp_path / "cut.fcpxml").rate == rate


def test_fcpxml_one_bad_clip_is_left_out_and_said(tmp_path: Path) -> None:
    spine = """<asset-clip ref="r2" duration="2s"/><asset-clip ref="r2" name="bad" duration="x/0s"/>
<asset-clip ref="gone" duration="1s"/><asset-clip ref="r2" start="3s" duration="1s"/>"""
    cut = read(fcpxml(spine), tmp_path / "cut.fcpxml")
    assert [one[3:] for one in shows(cut)] == [(0, 2), (3, 4)]
    assert "The asset-clip bad is left out: 'x/0s' is no time." in cut.left_out
    path = tmp_path / "no rate.fcpxml"
    with pytest.raises(BadInput, match="does not say its frame rate"):
        read(fcpxml("", format_='<format id="r0"/>'), path)
    assert read(fcpxml("", format_='<format id="r0"/>'), path, F(25)).rate == 25


# EDL


@pytest.mark.parametrize(
    ("times", "motion", "first", "last"),
    [
        ("10:00:06:00 10:00:08:00 01:00:00:00 01:00:04:00", "M2   A001   012.5   10:00:06:00", 6, 8),
        ("10:00:06:00 10:00:10:00 01:00:00:00 01:00:02:00", "M2   A001   050.0   10:00:06:00", 6, 10),
        ("10:00:06:00 10:00:08:00 01:00:00:00 01:00:02:00", "M2   A001   -025.0  10:00:06:00", 8, 6),
        ("10:00:06:00 10:00:06:01 01:00:00:00 01:00:02:00", "M2   A001   000.0   10:00:06:00", 6, 6),
        ("10:00:06:00 10:00:10:00 01:00:00:00 01:00:02:00", "", 6, 10),
    ],
)
def test_edl_motion(times: str, motion: str, first: int, last: int, tmp_path: Path) -> None:
    cut = read(f"001  A001 V C {times}\n{motion}\n", tmp_path / "cut.edl", F(25))
    [(_, start, _, begin, end)] = shows(cut)
    assert (start, begin, end) == (0, 36000 + first, 36000 + last)
    assert not cut.left_out


@pytest.mark.parametrize("motion", ["024.0", "023.9", "024"])
def test_edl_normal_speed_may_be_rounded(motion: str, tmp_path: Path) -> None:
    text = f"001  A001 V C 10:00:06:00 10:00:08:00 01:00:00:00 01:00:02:00\nM2   A001   {motion}   10:00:06:00\n"
    assert read(text, tmp_path / "cut.edl", F(24000, 1001)).clips[0].time_map is None


def test_edl_timecodes_count_by_their_own_mark(tmp_path: Path) -> None:
    rate = F(30000, 1001)
    text = "FCM: NON-DROP FRAME\n001 DF001 V C 01:00:10;00 01:00:20;00 01:00:55:00 01:01:05:00\n"
    cut = read(text, tmp_path / "cut.edl", rate)
    [clip_] = cut.clips
    assert (str(cut.start), cut.start.drop, str(clip_.source_timecode)) == ("01:00:55:00", False, "01:00:10;00")
    assert clip_.record.duration * rate == 300
    assert clip_.time_map is None
    assert not cut.left_out
    text = "FCM: DROP FRAME\n001 X V C 01:00:10:00 01:00:20:00 01:00:55;00 01:01:05;02\n"
    cut = read(text, tmp_path / "cut.edl", rate)
    assert (str(cut.start), str(cut.clips[0].source_timecode)) == ("01:00:55;00", "01:00:10:00")
    assert cut.clips[0].time_map is None


# OTIO


def test_otio_time_warps_and_nested_stacks(tmp_path: Path) -> None:
    def at(value: float) -> otio.opentime.RationalTime:
        return otio.opentime.RationalTime(value, 25)

    def span(start: float, length: float) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(at(start), at(length))

    def shot(name: str, start: float, length: float, effect: otio.schema.Effect | None = None) -> otio.schema.Clip:
        media = otio.schema.ExternalReference(f"/f/{name}.mov", span(0, 1000))
        return otio.schema.Clip(name, media, span(start, length), effects=[effect] if effect else [])

    timeline = otio.schema.Timeline("T", global_start_time=at(0))
    track = otio.schema.Track("V1", kind="Video")
    timeline.tracks.append(track)
    inner = otio.schema.Track("inner", kind="Video")
    inner.extend([shot("a", 100, 50), shot("b", 200, 50)])
    nested = otio.schema.Stack("N", source_range=span(25, 50))
    nested.append(inner)
    nested.append(otio.schema.Track("sound", kind="Audio"))
    track.extend(
        [
            shot("slow", 50, 50, otio.schema.LinearTimeWarp(time_scalar=0.5)),
            shot("back", 50, 50, otio.schema.LinearTimeWarp(time_scalar=-1.0)),
            shot("held", 75, 50, otio.schema.FreezeFrame()),
            nested,
            shot("plain", 25, 25),
        ]
    )
    path = tmp_path / "cut.otio"
    otio.adapters.write_to_file(timeline, str(path))
    cut = reading.read_cut(path, READERS)
    assert shows(cut) == [
        ("slow", 0, 2, 2, 3),
        ("back", 2, 4, 4, 2),
        ("held", 4, 6, 3, 3),
        ("a", 6, 7, 5, 6),
        ("b", 7, 8, 8, 9),
        ("plain", 8, 9, 1, 2),
    ]


# FCP7

ITEM = """<clipitem id="{name}"><name>{name}</name><rate><timebase>25</timebase></rate><start>{start}</start><end>{end}</end>
<in>{into}</in><out>{out}</out>{more}</clipitem>"""
FILE = """<file id="f1"><name>A.mov</name><pathurl>file:///f/A%231.mov</pathurl><rate><timebase>25</timebase></rate>
<duration>250</duration></file>"""


def xmeml(track: str, audio: str = "", more: str = "") -> str:
    return f"""<xmeml version="4"><sequence id="s1"><name>S</name><rate><timebase>25</timebase></rate>
<media><video><track>{track}</track></video><audio><track>{audio}</track></audio></media></sequence>{more}</xmeml>"""


def item(name: str, start: object, end: object, into: object, out: object, more: str = '<file id="f1"/>') -> str:
    return ITEM.format(name=name, start=start, end=end, into=into, out=out, more=more)


def remap(*parameters: tuple[str, object]) -> str:
    told = "".join(
        f"<parameter><parameterid>{name}</parameterid><value>{value}</value></parameter>" for name, value in parameters
    )
    return f"<filter><effect><effectid>timeremap</effectid>{told}</effect></filter>"


def test_fcp7_as_programs_really_write_it(tmp_path: Path) -> None:
    track = (
        item("a", "0.0", "71.00000000000001", "0.0", "71.0")
        + item("bad", 71, 80, 0, 9).replace("<timebase>25", "<timebase>0")
        + item("worse", "x", 80, 0, 9)
        + item("b", 100, 125, 25, 50)
    )
    cut = read(xmeml(track, item("sound", 0, 71, 0, 71, FILE)), tmp_path / "cut.xml")
    assert [(one[0], one[1] * 25, one[2] * 25, one[3] * 25) for one in shows(cut)] == [
        ("a", 0, 71, 0),
        ("b", 100, 125, 25),
    ]
    assert {clip_.target for clip_ in cut.clips} == {"file:///f/A%231.mov"}
    assert "The clip bad is left out: its frame rate is 0." in cut.left_out
    assert "The clip worse is left out: 'x' is no number of frames." in cut.left_out


def test_fcp7_changes_of_speed(tmp_path: Path) -> None:
    graph = """<filter><effect><effectid>timeremap</effectid><parameter><parameterid>variablespeed</parameterid><value>1</value>
</parameter><parameter><parameterid>graphdict</parameterid><keyframe><when>0</when><value>0</value></keyframe>
<keyframe><when>50</when><value>50</value></keyframe><keyframe><when>100</when><value>75</value></keyframe></parameter>
</effect></filter>"""
    track = (
        item("slow", 0, 50, 100, 150, FILE + remap(("speed", 50)))
        + item("back", 50, 100, 0, 50, '<file id="f1"/>' + remap(("speed", 100), ("reverse", "TRUE")))
        + item("ramp", 100, 150, 25, 75, '<file id="f1"/>' + graph)
        + item("same", 150, 200, 25, 75, '<file id="f1"/>' + remap(("speed", 100)))
    )
    cut = read(xmeml(track), tmp_path / "cut.xml")
    assert shows(cut) == [
        ("slow", 0, 2, 2, 3),
        ("back", 2, 4, 10, 8),
        ("ramp", 4, 6, 1, F(5, 2)),
        ("same", 6, 8, 1, 3),
    ]
    assert not cut.left_out or set(cut.left_out) == {"1 sound track is not read."}


def test_fcp7_nested_sequences_and_several(tmp_path: Path) -> None:
    inner = f"""<sequence id="s2"><name>Inner</name><rate><timebase>25</timebase></rate><media><video><track>
{item("a", 0, 50, 0, 50, FILE)}{item("b", 50, 100, 100, 150)}</track></video></media></sequence>"""
    nested = item("nest", 10, 60, 25, 75, '<sequence id="s2"/>')
    cut = read(xmeml(nested, more=inner), tmp_path / "cut.xml")
    assert [(one[0], one[1] * 25, one[2] * 25, one[3] * 25) for one in shows(cut)] == [
        ("a", 10, 35, 25),
        ("b", 35, 60, 100),
    ]
    assert cut.sequences == ("S", "Inner")
    assert reading.read_cut(tmp_path / "cut.xml", READERS, sequence="inner").name == "Inner"
