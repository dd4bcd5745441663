from __future__ import annotations

import io
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import opentimelineio as otio
import pytest
import soundfile
from lxml import etree

from v2a_plugin.delivery.protocol import CutRequest, Delivery, StemSettings
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Timecode
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import film_of
from v2a_plugin.testing.exchange import CASES, RateCase, edges, long_cut, rich_cut

PLUGINS = load_plugins(disabled=["*"])
BY_RATE = pytest.mark.parametrize("case", CASES, ids=str)
ORIGIN = 12
"""Frames that the first cue of the rich cut begins before time 0."""

GRAMMAR = """
<!ELEMENT fcpxml (resources, library)>  <!ATTLIST fcpxml version CDATA #FIXED "1.11">
<!ELEMENT resources (asset | format)*>
<!ELEMENT format EMPTY>
<!ATTLIST format id ID #REQUIRED name CDATA #IMPLIED frameDuration CDATA #REQUIRED width CDATA #REQUIRED
                 height CDATA #REQUIRED>
<!ELEMENT asset (media-rep+)>
<!ATTLIST asset id ID #REQUIRED name CDATA #IMPLIED start CDATA #REQUIRED duration CDATA #REQUIRED
                hasVideo CDATA #IMPLIED videoSources CDATA #IMPLIED format IDREF #IMPLIED hasAudio CDATA #IMPLIED
                audioSources CDATA #IMPLIED audioChannels CDATA #IMPLIED audioRate CDATA #IMPLIED>
<!ELEMENT media-rep EMPTY>
<!ATTLIST media-rep kind (original-media | proxy-media) #REQUIRED src CDATA #REQUIRED>
<!ELEMENT library (event)>  <!ELEMENT event (project)>  <!ATTLIST event name CDATA #IMPLIED>
<!ELEMENT project (sequence)>  <!ATTLIST project name CDATA #IMPLIED>
<!ELEMENT sequence (spine)>
<!ATTLIST sequence format IDREF #REQUIRED duration CDATA #REQUIRED tcStart CDATA #REQUIRED tcFormat (DF | NDF) #REQUIRED
                   audioLayout (mono | stereo | surround) #REQUIRED audioRate (48k | 96k) #REQUIRED>
<!ELEMENT spine (asset-clip | gap)*>
<!ELEMENT gap (asset-clip*, marker*)>
<!ATTLIST gap name CDATA #IMPLIED offset CDATA #REQUIRED start CDATA #REQUIRED duration CDATA #REQUIRED>
<!ELEMENT asset-clip (note?, conform-rate?, adjust-volume?, asset-clip*, marker*, metadata?)>
<!ATTLIST asset-clip ref IDREF #REQUIRED lane CDATA #IMPLIED offset CDATA #REQUIRED name CDATA #REQUIRED
                     start CDATA #REQUIRED duration CDATA #REQUIRED enabled (0 | 1) #IMPLIED
                     srcEnable (all | audio | video) #IMPLIED format IDREF #IMPLIED tcFormat (DF | NDF) #REQUIRED
                     audioRole CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)>
<!ELEMENT conform-rate EMPTY>
<!ATTLIST conform-rate scaleEnabled (0 | 1) #REQUIRED
          srcFrameRate (23.98 | 24 | 25 | 29.97 | 30 | 60 | 47.95 | 48 | 50 | 59.94) #REQUIRED>
<!ELEMENT adjust-volume (param*)>  <!ATTLIST adjust-volume amount CDATA #IMPLIED>
<!ELEMENT param (fadeIn?, fadeOut?)>  <!ATTLIST param name CDATA #REQUIRED>
<!ELEMENT fadeIn EMPTY>
<!ATTLIST fadeIn type (linear | easeIn | easeOut | easeInOut) #REQUIRED duration CDATA #REQUIRED>
<!ELEMENT fadeOut EMPTY>
<!ATTLIST fadeOut type (linear | easeIn | easeOut | easeInOut) #REQUIRED duration CDATA #REQUIRED>
<!ELEMENT marker EMPTY>
<!ATTLIST marker start CDATA #REQUIRED duration CDATA #REQUIRED value CDATA #REQUIRED note CDATA #IMPLIED>
<!ELEMENT metadata (md*)>  <!ELEMENT md EMPTY>
<!ATTLIST md key CDATA #REQUIRED value CDATA #REQUIRED displayName CDATA #IMPLIED>
"""
"""What of the format the exporter may use: order of elements, attributes and their values, as its reference tells."""


def export(request: CutRequest, folder: Path) -> Delivery:
    return finish(PLUGINS.export("fcpxml", request, folder))


def text(folder: Path) -> str:
    [path] = folder.glob("*.fcpxml")
    return path.read_text(encoding="utf-8")


def root(folder: Path) -> ET.Element:
    return ET.fromstring(text(folder))


def seconds(value: str | None) -> Fraction:
    assert value is not None
    assert value.endswith("s")
    return Fraction(value[:-1])


@dataclass(frozen=True)
class Shown:
    """A clip as its file places it: on the sequence's clock, and on its source's."""

    element: ET.Element
    at: Fraction
    length: Fraction
    source: Fraction


def clips(folder: Path) -> tuple[list[Shown], list[Shown], list[tuple[str, Fraction]]]:
    """Storyline, connected clips, and markers with their time, all counted as the reference tells."""
    spine = root(folder).find(".//spine")
    assert spine is not None
    story, connected, markers = [], [], []
    expected = seconds(root(folder).find(".//sequence").get("tcStart"))  # type: ignore[union-attr]
    for item in spine:
        at, length, start = (seconds(item.get(name)) for name in ("offset", "duration", "start"))
        assert at == expected  # a storyline has no holes
        expected = at + length
        story.append(Shown(item, at, length, start))
        for child in item.findall("asset-clip"):
            inner = at + seconds(child.get("offset")) - start
            connected.append(Shown(child, inner, seconds(child.get("duration")), seconds(child.get("start"))))
        markers += [(mark.get("value", ""), at + seconds(mark.get("start")) - start) for mark in item.findall("marker")]
    return story, connected, markers


@BY_RATE
def test_it_follows_the_grammar(case: RateCase, tmp_path: Path) -> None:
    for number, settings in enumerate((StemSettings(), StemSettings(handle=Fraction(1, 5), channels=2, rate=96_000))):
        export(rich_cut(case, settings), tmp_path / str(number))
        tree = etree.fromstring(text(tmp_path / str(number)).encode())
        dtd = etree.DTD(io.StringIO(GRAMMAR))
        assert dtd.validate(tree), dtd.error_log


@BY_RATE
def test_every_clip_lies_on_its_frames(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    sequence = root(tmp_path).find(".//sequence")
    assert sequence is not None
    start = request.timeline.start.moved(-ORIGIN)
    assert seconds(sequence.get("tcStart")) == start.seconds
    assert sequence.get("tcFormat") == ("DF" if start.drop else "NDF")
    story, connected, _ = clips(tmp_path)

    def frames(shown: Shown) -> tuple[Fraction, Fraction]:
        first = (shown.at - start.seconds) * case.rate - ORIGIN
        return first, first + shown.length * case.rate

    picture = [frames(shown) for shown in story if shown.element.tag == "asset-clip"]
    assert picture == [(clip.span.start * case.rate, clip.span.end * case.rate) for clip in request.timeline.picture]
    assert sorted(map(frames, connected)) == sorted(
        (Fraction(first), Fraction(last)) for _, first, last in edges(request)
    )
    assert seconds(sequence.get("duration")) == sum(shown.length for shown in story)


@BY_RATE
def test_sources_count_from_their_timecode(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    document = root(tmp_path)
    assets = {asset.get("id"): asset for asset in document.iter("asset")}
    story, connected, _ = clips(tmp_path)
    code = request.media[0].timecode
    assert code is not None
    picture = [shown for shown in story if shown.element.tag == "asset-clip"]
    for shown, clip in zip(picture, request.timeline.picture, strict=True):
        begins = code.seconds if clip.region.media == "1-ab" else 0
        assert shown.source == begins + clip.region.span.start
        assert seconds(assets[shown.element.get("ref")].get("start")) == begins
    for shown in connected:
        asset = assets[shown.element.get("ref")]
        rep = asset.find("media-rep")
        assert rep is not None
        info = soundfile.info(unquote(urlsplit(rep.get("src", "")).path))
        assert (asset.get("audioRate"), asset.get("audioChannels")) == (str(info.samplerate), str(info.channels))
        assert abs(seconds(asset.get("duration")) * 48_000 - info.frames) < 1
        begins, ends = seconds(asset.get("start")), seconds(asset.get("start")) + seconds(asset.get("duration"))
        assert begins <= shown.source < shown.source + shown.length <= ends


@pytest.mark.parametrize("case", [case for case in CASES if case.rate.denominator == 1], ids=str)
def test_otio_reads_the_same_places(case: RateCase, tmp_path: Path) -> None:
    """Its adapter makes whole numbers of fractional rates, so whole rates are compared; it cuts floats off, so a
    clip may be read a frame off."""
    request = rich_cut(case)
    export(request, tmp_path)
    [timeline] = otio.adapters.read_from_string(text(tmp_path), adapter_name="fcpx_xml")
    first = request.timeline.start.moved(-ORIGIN).frame
    lanes = {track.name: [child.range_in_parent() for child in track.find_clips()] for track in timeline.tracks}
    assert set(lanes) == {"0", "-1", "-2", "-3"}
    assert [clip.start_time.value - first for clip in lanes["0"]] == [
        ORIGIN + clip.span.start * case.rate for clip in request.timeline.picture
    ]
    tracks = [track for track in request.timeline.tracks if track.cues]
    for number, track in enumerate(tracks, start=1):
        wanted = [(ORIGIN + a, b - a) for cue, a, b in edges(request) if cue in track.cues]
        read = [(clip.start_time.value - first, clip.duration.value) for clip in lanes[f"-{number}"]]
        assert len(read) == len(wanted)
        for (at, length), (expected, frames) in zip(read, wanted, strict=True):
            assert length == frames
            assert abs(at - expected) <= 1


def test_names_roles_notes_markers_and_mutes_survive(tmp_path: Path) -> None:
    export(rich_cut(CASES[2]), tmp_path)
    _, connected, markers = clips(tmp_path)
    named = {shown.element.get("name"): shown.element for shown in connected}
    assert {"Füße & <Kies> \"nah\" 'weit'", "צעדים על חצץ", "👣 🎬", "x" * 300, "tab new line"} <= set(named)
    assert {element.get("audioRole") for element in named.values()} == {"effects.foley"}
    assert {element.get("lane") for element in named.values()} == {"-1", "-2", "-3"}
    assert [element.findtext("note") for element in named.values() if element.get("enabled") == "0"] == [
        "too loud & <late>"
    ]
    assert {md.get("value") for element in named.values() for md in element.iter("md")} == {"FOLYFeet"}
    start = Timecode.parse(CASES[2].start, CASES[2].rate).seconds
    assert [(name, int((at - start) * 25)) for name, at in markers] == [
        ("Start", 0),
        ("Tür & <Angel>", 33),
        ("hit", 130),
    ]


def test_with_handles_fades_are_written_with_their_shape(tmp_path: Path) -> None:
    request = rich_cut(CASES[2], StemSettings(handle=Fraction(1, 5)))
    delivery = export(request, tmp_path)
    _, connected, _ = clips(tmp_path)
    [faded] = [shown.element for shown in connected if shown.element.find("adjust-volume") is not None]
    fades = [
        (fade.tag, fade.get("type"), seconds(fade.get("duration"))) for fade in faded.find("adjust-volume/param") or ()
    ]
    assert fades == [("fadeIn", "easeIn", Fraction(3, 25)), ("fadeOut", "linear", Fraction(2, 25))]
    assert faded.find("adjust-volume").get("amount") == "0"  # type: ignore[union-attr]
    assert not any("fade" in note for note in delivery.notes)


def test_without_handles_fades_are_in_the_sound(tmp_path: Path) -> None:
    export(rich_cut(CASES[2]), tmp_path)
    assert "adjust-volume" not in text(tmp_path)


def test_a_picture_of_another_rate_is_conformed_without_changing_speed(tmp_path: Path) -> None:
    request = rich_cut(CASES[2])
    film = film_of(Fraction(24000, 1001), Fraction(60), None, "/films/24p.mov")
    export(replace(request, media=(film, request.media[1])), tmp_path)
    document = root(tmp_path)
    conform = document.findall(".//asset-clip/conform-rate")
    assert [(element.get("scaleEnabled"), element.get("srcFrameRate")) for element in conform] == [("0", "23.98")] * 4
    assert {element.get("frameDuration") for element in document.iter("format")} == {"100/2500s", "1001/24000s"}


def test_unknown_media_become_gaps_and_are_reported(tmp_path: Path) -> None:
    request = rich_cut(CASES[2])
    delivery = export(replace(request, media=request.media[1:]), tmp_path)
    story, connected, _ = clips(tmp_path)
    assert [shown.element.tag for shown in story].count("asset-clip") == 1
    assert len(connected) == 7
    assert any("4 picture clips are unknown" in note for note in delivery.notes)


def test_known_sizes_get_the_hosts_own_format_name(tmp_path: Path) -> None:
    request = rich_cut(CASES[0])
    film = request.media[0]
    large = replace(film, pictures=(replace(film.picture, width=1920, height=1080),))
    export(replace(request, media=(large, request.media[1])), tmp_path)
    names = {element.get("name") for element in root(tmp_path).iter("format")}
    assert names == {"FFVideoFormat1080p2398", None}


def test_ten_hours_keep_the_frame(tmp_path: Path) -> None:
    request = long_cut(cues=20, tracks=2, hours=10, rate=Fraction(30000, 1001))
    export(request, tmp_path)
    _, connected, _ = clips(tmp_path)
    start = request.timeline.start.seconds
    placed = sorted((shown.at - start) * request.timeline.rate for shown in connected)
    assert placed == sorted(first for _, first, _ in edges(request))
