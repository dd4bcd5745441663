"""Cuts as other programs write them, with what is not modelled: it must be reported, and the rest be right."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from v2a_plugin.formats import reading
from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins

READERS = load_plugins(disabled=["*"]).cut_readers()
NTSC = Fraction(24000, 1001)


def read_cut(path: Path, rate: Fraction | None = None, sequence: str = "") -> EditorsCut:
    return reading.read_cut(path, READERS, rate, sequence, apart=False)


def places(cut: EditorsCut) -> list[tuple[str, int, int, int]]:
    """Name, first record frame, length and first source frame of every clip."""
    rate = cut.rate
    found = []
    for clip in cut.clips:
        values = (clip.record.start * rate, clip.record.duration * rate, clip.source.start * rate)
        assert all(value.denominator == 1 for value in values)
        start, length, source = map(int, values)
        found.append((clip.name, start, length, source))
    return found


def at(value: float, rate: float = 24) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(value, rate)


def span(start: float, length: float, rate: float = 24) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(at(start, rate), at(length, rate))


def shot(name: str, start: float, length: float, rate: float = 24, **more: object) -> otio.schema.Clip:
    media = otio.schema.ExternalReference(f"/films/{name}.mov", span(0, 1000, rate))
    return otio.schema.Clip(name, media, span(start, length, rate), **more)


def save(timeline: otio.schema.Timeline, folder: Path) -> Path:
    path = folder / "cut.otio"
    otio.adapters.write_to_file(timeline, str(path))
    return path


def test_otio_of_a_rich_timeline(tmp_path: Path) -> None:
    timeline = otio.schema.Timeline("Reel 1", global_start_time=at(86400))
    low, high = otio.schema.Track("V1", kind="Video"), otio.schema.Track("V2", kind="Video")
    sound = otio.schema.Track("A1", kind="Audio")
    timeline.tracks.extend([low, high, sound])
    slow = shot("slow", 10, 20)
    slow.effects.append(otio.schema.LinearTimeWarp(time_scalar=0.5))
    graded = shot("graded", 0, 24)
    graded.effects.append(otio.schema.Effect("Look", "Film look"))
    off = shot("off", 0, 6)
    off.enabled = False
    title = otio.schema.Clip("Title", otio.schema.GeneratorReference("Text"), span(0, 10))
    dissolve = otio.schema.Transition("Mix", "SMPTE_Dissolve", at(4), at(4))
    nested = otio.schema.Stack("Nest", source_range=span(0, 12))
    low.extend([shot("one", 100, 48), dissolve, slow, graded, otio.schema.Gap(source_range=span(0, 12)), off, nested])
    high.extend([otio.schema.Gap(source_range=span(0, 40)), shot("over", 5, 16), title])
    sound.append(shot("wild", 0, 48))
    timeline.tracks.markers.append(otio.schema.Marker("Here", marked_range=span(30, 1)))
    graded.markers.append(otio.schema.Marker("In the shot", marked_range=span(6, 1)))
    cut = read_cut(save(timeline, tmp_path))
    assert (cut.name, cut.rate, str(cut.start)) == ("Reel 1", Fraction(24), "01:00:00:00")
    assert places(cut) == [("one", 0, 40, 100), ("over", 40, 16, 5), ("slow", 56, 12, 14), ("graded", 68, 24, 0)]
    assert [(mark.name, int(mark.at * 24)) for mark in cut.markers] == [("Here", 30), ("In the shot", 74)]
    assert set(cut.left_out) == {
        "1 transition is read as a cut.",
        "1 effect on the picture is left out.",
        "1 clip is switched off and left out.",
        "1 generator or title is left black.",
        "1 sound track is not read.",
        "2 clips are covered by others.",
    }


def test_otio_with_rounded_rates_and_timecode(tmp_path: Path) -> None:
    timeline = otio.schema.Timeline("A", global_start_time=at(86400, 23.976))
    track = otio.schema.Track("V1", kind="Video")
    timeline.tracks.append(track)
    media = otio.schema.ExternalReference("file:///films/A%20001.mov", span(90000, 500, 23.98))
    track.append(otio.schema.Clip("A 001", media, span(90100, 24, 23.976)))
    cut = read_cut(save(timeline, tmp_path))
    assert cut.rate == NTSC
    assert str(cut.start) == "01:00:00:00"
    [clip] = cut.clips
    assert clip.source == Span(90100 / NTSC, 90124 / NTSC)
    assert clip.source_start == 90000 / NTSC
    assert str(clip.source_timecode) == "01:02:34:04"


def test_otio_with_several_timelines_reads_the_first(tmp_path: Path) -> None:
    held = otio.schema.SerializableCollection("bin")
    for name in ("First", "Second"):
        timeline = otio.schema.Timeline(name, global_start_time=at(0))
        timeline.tracks.append(otio.schema.Track("V1", kind="Video"))
        timeline.tracks[0].append(shot(name, 0, 10))
        held.append(timeline)
    path = tmp_path / "bin.otio"
    otio.adapters.write_to_file(held, str(path))
    cut = read_cut(path)
    assert cut.name == "First"
    assert cut.left_out == ("The file holds 2 sequences; 'First' is read, not 'Second': choose with --sequence.",)
    assert read_cut(path, sequence="second").name == "Second"
    with pytest.raises(BadInput, match="holds no sequence 'Third'") as caught:
        read_cut(path, sequence="Third")
    assert caught.value.hint == "It holds First, Second."


@pytest.mark.parametrize(
    ("frame", "start"), [(107892, "01:00:00;00"), (108000, "01:00:00:00"), (0, "00:00:00:00"), (17, "00:00:00:17")]
)
def test_otio_says_when_drop_frame_is_unknown(frame: int, start: str, tmp_path: Path) -> None:
    rate = 30000 / 1001
    timeline = otio.schema.Timeline("A", global_start_time=at(frame, rate))
    timeline.tracks.append(otio.schema.Track("V1", kind="Video"))
    timeline.tracks[0].append(shot("one", 0, 10, rate))
    cut = read_cut(save(timeline, tmp_path))
    assert str(cut.start) == start
    assert any(f"begins at {start}." in sentence for sentence in cut.left_out)


FCP7 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="4"><sequence id="s1"><name>Akt 1</name><duration>200</duration>
<rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
<timecode><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate><string>01:00:00:00</string><frame>86400</frame>
<displayformat>NDF</displayformat></timecode>
<media><video>
 <track>
  <clipitem id="c1"><name>A001.mov</name><enabled>TRUE</enabled><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
   <start>0</start><end>-1</end><in>30</in><out>90</out>
   <file id="f1"><name>A001.mov</name><pathurl>file://localhost/Volumes/Rohmaterial/A%20001.mov</pathurl>
    <rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate><duration></duration>
    <timecode><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate><string>10:00:00:00</string><frame>864000</frame>
     <displayformat>NDF</displayformat></timecode><media><video/><audio/></media></file>
   <filter><effect><name>Time Remap</name><effectid>timeremap</effectid></effect></filter></clipitem>
  <transitionitem><start>44</start><end>60</end><alignment>center</alignment>
   <effect><name>Cross Dissolve</name><effectid>Cross Dissolve</effectid></effect></transitionitem>
  <clipitem id="c2"><name>B002.mov</name><enabled>TRUE</enabled><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
   <start>-1</start><end>100</end><in>10</in><out>66</out>
   <file id="f2"><name>B002.mov</name><pathurl>file://localhost/C%3a/Rohmaterial/B002.mov</pathurl>
    <rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate><duration>500</duration><media><video/></media></file></clipitem>
  <clipitem id="c3"><name>again</name><enabled>FALSE</enabled><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
   <start>100</start><end>120</end><in>0</in><out>20</out><file id="f1"/></clipitem>
  <clipitem id="c4"><name>again</name><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
   <start>130</start><end>150</end><in>0</in><out>20</out><file id="f1"/></clipitem>
 </track></video>
 <audio><track><clipitem id="c5"><name>A001.mov</name><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
  <start>0</start><end>52</end><in>30</in><out>82</out><file id="f1"/></clipitem></track><track/></audio></media>
<marker><name>Chapter</name><comment>two</comment><in>24</in><out>-1</out></marker>
</sequence></xmeml>
"""


def test_fcp7_as_premiere_and_resolve_write_it(tmp_path: Path) -> None:
    path = tmp_path / "akt.xml"
    path.write_text(FCP7, encoding="utf-8")
    cut = read_cut(path)
    assert (cut.name, cut.rate, str(cut.start), cut.start.drop) == ("Akt 1", NTSC, "01:00:00:00", False)
    assert places(cut) == [("A001.mov", 0, 52, 864030), ("B002.mov", 52, 48, 18), ("again", 130, 20, 864000)]
    assert cut.clips[0].source_start == 864000 / NTSC
    assert [clip.target for clip in cut.clips][:2] == [
        "file://localhost/Volumes/Rohmaterial/A%20001.mov", "file://localhost/C%3a/Rohmaterial/B002.mov",
    ]  # fmt: skip
    assert [(mark.name, int(mark.at * NTSC), mark.note) for mark in cut.markers] == [("Chapter", 24, "two")]
    assert set(cut.left_out) == {
        "2 sound tracks are not read.",
        "1 transition is read as a cut.",
        "1 clip is switched off and left out.",
    }


FCPXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11"><resources>
 <format id="r1" frameDuration="1001/24000s"/>
 <asset id="r2" name="A001" start="3600s" duration="100s" hasVideo="1" hasAudio="1" format="r1">
  <media-rep kind="original-media" src="file:///Volumes/Roh/A%20001.mov"/></asset>
 <asset id="r3" name="B002" start="0s" duration="100s" hasVideo="1" format="r1" src="file:///Volumes/Roh/B002.mov"/>
 <asset id="r4" name="music" start="0s" duration="100s" hasAudio="1"><media-rep src="file:///m.wav"/></asset>
 <effect id="r5" name="Basic Title" uid="x"/><media id="r6" name="Compound"/>
</resources><library><event name="e"><project name="Akt 2">
<sequence format="r1" tcStart="86486400/24000s" tcFormat="NDF"><spine>
 <asset-clip ref="r2" offset="86486400/24000s" name="A001" start="86534448/24000s" duration="48048/24000s">
  <asset-clip ref="r3" lane="1" offset="86546460/24000s" name="over" start="24024/24000s" duration="12012/24000s"/>
  <asset-clip ref="r4" lane="-1" offset="86534448/24000s" name="music" duration="48048/24000s"/>
  <spine lane="2" offset="86570484/24000s">
   <gap duration="6006/24000s"/><asset-clip ref="r3" name="second story" start="0s" duration="4004/24000s"/></spine>
  <marker start="86558472/24000s" duration="1001/24000s" value="Look" note="here"/></asset-clip>
 <transition name="Cross Dissolve" duration="8008/24000s"/>
 <clip name="old style" start="10010/24000s" duration="24024/24000s"><video ref="r3" offset="5005/24000s" start="2002/24000s"
  duration="96096/24000s"/><adjust-transform scale="2 2"/></clip>
 <gap name="Gap" duration="12012/24000s" start="86400s"><title ref="r5" lane="1" offset="86400s" duration="12012/24000s"/></gap>
 <asset-clip ref="r3" name="fast" start="0s" duration="24024/24000s"><timeMap><timept time="0s" value="0s"/></timeMap></asset-clip>
 <ref-clip ref="r6" name="Compound" duration="24024/24000s"/>
 <sync-clip name="synced" start="1001/24000s" duration="24024/24000s"><asset-clip ref="r2" offset="0s" start="3600s" duration="90s"/>
  <asset-clip ref="r4" lane="-1" offset="0s" duration="90s"/></sync-clip>
 <audition><asset-clip ref="r3" name="pick" start="0s" duration="1001/24000s"/><asset-clip ref="r2" name="other" duration="1001/24000s"/></audition>
 <asset-clip ref="r3" name="off" start="0s" duration="24024/24000s" enabled="0"/>
 <asset-clip ref="r2" name="from its start" duration="24024/24000s"/>
</spine></sequence></project><project name="Other"><sequence format="r1"><spine/></sequence></project></event></library></fcpxml>
"""


def test_fcpxml_as_final_cut_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "akt.fcpxml"
    path.write_text(FCPXML, encoding="utf-8")
    cut = read_cut(path)
    assert (cut.name, cut.rate) == ("Akt 2", NTSC)
    assert str(cut.start) == "01:00:00:00"
    hour = 3600 * NTSC  # the asset begins at 3600 s of real time, between two frames
    shown: list[object] = [
        (clip.name, clip.record.start * NTSC, clip.record.duration * NTSC, clip.source.start * NTSC)
        for clip in cut.clips
    ]
    first = Fraction(86534448, 24000) * NTSC
    assert shown == [
        ("A001", 0, 12, first),
        ("over", 12, 12, 24),
        ("A001", 24, 18, first + 24),
        ("second story", 42, 4, 0),
        ("A001", 46, 2, first + 46),
        ("old style", 48, 24, 7),
        ("fast", 84, 24, 0),
        ("synced", 132, 24, hour + 1),
        ("pick", 156, 1, 0),
        ("from its start", 181, 24, hour),
    ]
    assert cut.clips[0].source_start == 3600
    assert [clip.target for clip in cut.clips][:2] == [
        "file:///Volumes/Roh/A%20001.mov",
        "file:///Volumes/Roh/B002.mov",
    ]
    assert [(mark.name, int(mark.at * NTSC), mark.note) for mark in cut.markers] == [("Look", 24, "here")]
    assert set(cut.left_out) == {
        "The file holds 2 sequences; 'Akt 2' is read, not 'Other': choose with --sequence.",
        "1 transition is read as a cut.",
        "1 generator or title is left black.",
        "1 change of speed has no length and is read at normal speed.",
        "1 compound clip without contents is left black.",
        "1 audition is read as its pick.",
        "1 clip is switched off and left out.",
        "1 effect on the picture is left out.",
        "1 clip is covered by another.",
    }


def test_fcpxmld_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "akt.fcpxmld"
    folder.mkdir()
    (folder / "Info.fcpxml").write_text(FCPXML, encoding="utf-8")
    assert read_cut(folder).name == "Akt 2"


EDL = """TITLE:   REEL_1
FCM: NON-DROP FRAME

001  A001C003 V     C        10:00:01:00 10:00:03:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME:  A001C003.MOV
* LOC: 01:00:00:12 RED     Tür knallt
002  A001C003 V     C        10:00:03:00 10:00:03:00 01:00:02:00 01:00:02:00
002  B002     V     D    024 10:00:10:00 10:00:14:00 01:00:02:00 01:00:06:00
* FROM CLIP NAME:  A001C003.MOV
* TO CLIP NAME:  Gegenschuss
003  AX       AA/V  C        00:00:00:00 00:00:01:00 01:00:06:00 01:00:07:00
* FROM CLIP NAME:  Titel & Co
004  BL       V     C        00:00:00:00 00:00:01:00 01:00:07:00 01:00:08:00
005  C003     V     C        10:00:00:00 10:00:02:00 01:00:08:00 01:00:09:00
M2   C003       050.0                10:00:00:00
006  D004     A2    C        10:00:00:00 10:00:01:00 01:00:08:00 01:00:09:00
007  E005     V2    C        10:00:00:00 10:00:01:00 01:00:08:12 01:00:09:12
>>> SOURCE F006 weird line
008  G 007 X  V     C        10:00:00:00 10:00:01:00 01:00:10:00 01:00:11:00
"""


def test_edl_as_avid_and_resolve_write_it(tmp_path: Path) -> None:
    path = tmp_path / "reel.edl"
    path.write_text(EDL, encoding="utf-8")
    cut = read_cut(path, Fraction(25))
    assert (cut.name, str(cut.start)) == ("REEL_1", "01:00:00:00")
    ten = 10 * 3600 * 25
    assert places(cut) == [
        ("A001C003.MOV", 0, 50, ten + 25),
        ("Gegenschuss", 50, 100, ten + 250),
        ("Titel & Co", 150, 25, 0),
        ("", 200, 12, ten),
        ("", 212, 25, ten),
        ("", 250, 25, ten),
    ]
    assert [clip.reel for clip in cut.clips] == ["A001C003", "B002", "", "C003", "E005", "G 007 X"]
    assert [(mark.name, int(mark.at * 25)) for mark in cut.markers] == [("Tür knallt", 12)]
    assert set(cut.left_out) == {
        "1 sound event is not read.",
        "1 transition is read as a cut.",
        "1 clip is covered by another.",
    }


@pytest.mark.parametrize("separator", [";", ":", "."])
def test_edl_in_drop_frame(separator: str, tmp_path: Path) -> None:
    text = """TITLE: DF
FCM: DROP FRAME
001  A001     V     C        01:00:00;00 01:00:01;00 00:59:59;28 01:00:00;28
"""
    path = tmp_path / "df.edl"
    path.write_text(re.sub(r";(\d\d)", separator + r"\1", text), encoding="utf-8")
    cut = read_cut(path, Fraction(30000, 1001))
    assert str(cut.start) == "00:59:59;28"
    [clip] = cut.clips
    assert clip.source.start == 107892 * Fraction(1001, 30000)
    assert clip.record.duration == 30 * Fraction(1001, 30000)
    assert str(clip.source_timecode) == "01:00:00;00"


def test_fcp7_whose_clips_repeat_their_file_or_give_one_number_to_two(tmp_path: Path) -> None:
    rate = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"

    def clip(number: int, file: str) -> str:
        return (
            f"<clipitem><name>Shot {number}</name>{rate}<start>{25 * number}</start><end>{25 * number + 25}</end>"
            f"<in>{10 * number}</in><out>{10 * number + 25}</out><file id='f1'>{file}</file></clipitem>"
        )

    def described(name: str, code: str) -> str:
        code = f"<timecode>{rate}<string>{code}</string></timecode>"
        return f"<name>{name}</name><pathurl>file:///films/{name}</pathurl>{rate}{code}"

    files = [
        described("a.mov", "10:00:00:00"),
        described("a.mov", "10:00:00:00"),
        "",
        described("b.mov", "20:00:00:00"),
    ]
    track = "".join(clip(number, file) for number, file in enumerate(files))
    path = tmp_path / "cut.xml"
    media = f"<media><video><track>{track}</track></video></media>"
    path.write_text(f"<xmeml version='4'><sequence><name>Film</name>{rate}{media}</sequence></xmeml>", encoding="utf-8")
    clips = read_cut(path).clips
    assert [clip.name for clip in clips] == ["Shot 0", "Shot 1", "Shot 2", "Shot 3"]
    assert [Path(clip.target).name for clip in clips] == ["a.mov", "a.mov", "a.mov", "b.mov"]
    assert [str(clip.source_timecode) for clip in clips] == [
        "10:00:00:00", "10:00:00:10", "10:00:00:20", "20:00:01:05",
    ]  # fmt: skip
