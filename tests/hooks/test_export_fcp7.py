from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import opentimelineio as otio
import pytest
import soundfile

from v2a_plugin.delivery.protocol import CutRequest, Delivery, StemDepth, StemSettings
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.exchange import CASES, RateCase, edges, long_cut, rich_cut

PLUGINS = load_plugins(disabled=["*"])
KEPT: list[otio.schema.Timeline] = []
"""OTIO empties the tracks of a timeline that nobody holds."""
BY_RATE = pytest.mark.parametrize("case", CASES, ids=str)
ORIGIN = 12
"""Frames that the first cue of the rich cut begins before time 0."""


def export(request: CutRequest, folder: Path) -> Delivery:
    return finish(PLUGINS.export("fcp7", request, folder))


def xml(folder: Path) -> ET.Element:
    [path] = folder.glob("*.xml")
    return ET.parse(path).getroot()


def read(folder: Path) -> otio.schema.Timeline:
    """What OTIO's own adapter makes of it."""
    [path] = folder.glob("*.xml")
    timeline = otio.adapters.read_from_file(str(path), adapter_name="fcp_xml")
    assert isinstance(timeline, otio.schema.Timeline)
    KEPT.append(timeline)
    return timeline


def place(clip: otio.schema.Clip) -> tuple[float, float]:
    held = clip.range_in_parent()
    return held.start_time.value, held.end_time_exclusive().value


def touching(request: CutRequest) -> Fraction:
    """Where the cue begins that touches the one before it between two frames."""
    return next(cue.start for track in request.timeline.tracks for cue in track.cues if cue.id == "cue-6")


@BY_RATE
def test_otio_reads_every_clip_on_its_frames(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    timeline = read(tmp_path)
    start = request.timeline.start.moved(-ORIGIN)
    assert timeline.name == request.timeline.name
    assert timeline.global_start_time is not None
    assert timeline.global_start_time.value == start.frame
    assert timeline.global_start_time.rate == pytest.approx(float(case.rate), rel=1e-9)
    assert timeline.metadata["fcp_xml"]["timecode"]["displayformat"] == ("DF" if start.drop else "NDF")
    picture, *sound = timeline.tracks
    assert [place(clip) for clip in picture.find_clips()] == [
        (ORIGIN + round(clip.span.start * case.rate), ORIGIN + round(clip.span.end * case.rate))
        for clip in request.timeline.picture
    ]
    expected = [(ORIGIN + first, ORIGIN + last) for _, first, last in edges(request)]
    assert [place(clip) for track in sound for clip in track.find_clips()] == expected


@BY_RATE
def test_otio_reads_the_source_of_every_clip(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    code = request.media[0].timecode
    assert code is not None
    picture, *sound = read(tmp_path).tracks
    source = [clip.source_range.start_time.value for clip in picture.find_clips()]
    assert source == [code.frame + 20, code.frame + 100, 0, code.frame + 20, code.frame + 399]
    for clip in (clip for track in sound for clip in track.find_clips()):
        available = clip.media_reference.available_range
        late = {cue.name: first for cue, first, _ in edges(request) if cue.id == "cue-6"}
        into = clip.source_range.start_time.value - available.start_time.value
        assert into == (clip.name == "tab new line") * (late["tab\tnew\nline\x07"] - int(touching(request) * case.rate))
        path = Path(unquote(urlsplit(clip.media_reference.target_url).path))
        assert path.parent == tmp_path / "audio"
        samples = soundfile.info(path).frames
        assert abs(samples - Fraction(int(available.duration.value)) / case.rate * 48_000) < 1


@BY_RATE
def test_timecode_strings_are_those_of_the_stems(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    delivery = export(request, tmp_path)
    assert delivery.manifest.is_file()
    root = xml(tmp_path)
    start = request.timeline.start
    sequence = root.find("./project/children/sequence/timecode")
    assert sequence is not None
    assert sequence.findtext("string") == str(start.moved(-ORIGIN))
    files = [file for file in root.iter("file") if (file.findtext("name") or "").endswith(".wav")]
    cues = [cue for track in request.timeline.tracks for cue in track.cues]
    assert [file.findtext("timecode/string") for file in files] == [
        str(start.moved(math.floor(cue.start * case.rate))) for cue in cues
    ]


def test_hosts_get_what_the_adapter_leaves_out(tmp_path: Path) -> None:
    export(rich_cut(CASES[0], StemSettings(rate=96_000, depth=StemDepth.FLOAT32)), tmp_path)
    root = xml(tmp_path)
    audio = root.find("./project/children/sequence/media/audio")
    assert audio is not None
    assert audio.findtext("numOutputChannels") == "2"
    assert audio.findtext("format/samplecharacteristics/samplerate") == "96000"
    assert audio.findtext("format/samplecharacteristics/depth") == "32"
    video = root.find("./project/children/sequence/media/video/format/samplecharacteristics")
    assert video is not None
    assert (video.findtext("width"), video.findtext("height"), video.findtext("rate/ntsc")) == ("640", "360", "TRUE")
    identifiers = Counter(item.get("id") for item in root.iter("clipitem"))
    assert set(identifiers.values()) == {1}
    for item in root.iter("clipitem"):
        assert len(item.findall("rate")) == 1
        assert item.find("start") is not None  # no clip is only a reference to one like it
        assert int(item.findtext("out", "")) - int(item.findtext("in", "")) <= int(item.findtext("duration", ""))
    defined: dict[str | None, set[str]] = {}
    for file in (file for file in root.iter("file") if len(file)):
        said = ET.canonicalize(ET.tostring(file, encoding="unicode"), strip_text=True)
        defined.setdefault(file.get("id"), set()).add(said)
    assert all(len(descriptions) == 1 for descriptions in defined.values())  # wherever it is described, it is the same
    assert {file.get("id") for file in root.iter("file")} == set(defined)
    for address in root.iter("pathurl"):
        assert (address.text or "").startswith("file://localhost/")
    for item in audio.iter("clipitem"):
        assert item.findtext("sourcetrack/mediatype") == "audio"
        assert item.findtext("file/media/audio/samplecharacteristics/samplerate") == "96000"
        assert item.findtext("file/media/audio/channelcount") == "1"


def test_mono_is_one_track_and_not_half_of_a_stereo_pair(tmp_path: Path) -> None:
    export(rich_cut(CASES[2]), tmp_path)
    tracks = xml(tmp_path).findall("./project/children/sequence/media/audio/track")
    assert len(tracks) == 3
    for track in tracks:
        assert (track.get("premiereTrackType"), track.get("totalExplodedTrackCount")) == ("Mono", "1")
        assert {item.findtext("sourcetrack/trackindex") for item in track.iter("clipitem")} == {"1"}
        assert not list(track.iter("link"))


def test_stereo_is_two_exploded_tracks_whose_clips_are_linked(tmp_path: Path) -> None:
    request = rich_cut(CASES[2], StemSettings(channels=2))
    export(request, tmp_path)
    root = xml(tmp_path)
    tracks = root.findall("./project/children/sequence/media/audio/track")
    assert [track.get("currentExplodedTrackIndex") for track in tracks] == ["0", "1"] * 3
    identifiers = {item.get("id"): item for item in root.iter("clipitem")}
    assert len(identifiers) == 5 + 2 * 7
    for number, track in enumerate(tracks, start=1):
        assert (track.get("premiereTrackType"), track.get("totalExplodedTrackCount")) == ("Stereo", "2")
        for index, item in enumerate(track.findall("clipitem"), start=1):
            assert item.findtext("sourcetrack/trackindex") == str((number - 1) % 2 + 1)
            links = item.findall("link")
            assert item.get("id") in {link.findtext("linkclipref") for link in links}
            for link in links:
                other = identifiers[link.findtext("linkclipref")]
                assert other.findtext("start") == item.findtext("start")
                assert link.findtext("clipindex") == str(index)
                assert other in list(tracks[int(link.findtext("trackindex", "")) - 1])
    sound = [track for track in read(tmp_path).tracks if track.kind == "Audio"]
    expected = [(ORIGIN + first, ORIGIN + last) for _, first, last in edges(request)]
    assert [place(clip) for track in sound for clip in track.find_clips()] == expected  # a pair is read as one track


def test_names_markers_and_mutes_survive(tmp_path: Path) -> None:
    export(rich_cut(CASES[2]), tmp_path)
    timeline = read(tmp_path)
    clips = [clip for track in timeline.tracks[1:] for clip in track.find_clips()]
    assert [clip.name for clip in clips][:3] == ["Füße & <Kies> \"nah\" 'weit'", "צעדים על חצץ", "tab new line"]
    assert [clip.metadata["fcp_xml"]["enabled"] for clip in clips].count("FALSE") == 1
    assert [(mark.name, mark.marked_range.start_time.value) for mark in timeline.tracks.markers] == [
        ("Start", 12), ("Tür & <Angel>", 45), ("hit", 142),
    ]  # fmt: skip
    assert timeline.tracks.markers[1].metadata["fcp_xml"]["comment"] == 'say "more"'


def test_with_handles_fades_become_cross_fades_from_black(tmp_path: Path) -> None:
    request = rich_cut(CASES[2], StemSettings(handle=Fraction(1, 5)))
    export(request, tmp_path)
    fades = list(xml(tmp_path).iter("transitionitem"))
    assert [(fade.findtext("alignment"), fade.findtext("effect/effectid")) for fade in fades] == [
        ("start-black", "KGAudioTransCrossFade3dB"), ("end-black", "KGAudioTransCrossFade0dB"),
    ]  # fmt: skip
    [(_, first, last)] = [edge for edge in edges(request) if edge[0].id == "cue-4"]
    assert [(int(fade.findtext("start", "")), int(fade.findtext("end", ""))) for fade in fades] == [
        (ORIGIN + first, ORIGIN + first + 3), (ORIGIN + last - 2, ORIGIN + last),
    ]  # fmt: skip
    sound = read(tmp_path).tracks[1:]
    expected = [(ORIGIN + first, ORIGIN + last) for _, first, last in edges(request)]
    assert [place(clip) for track in sound for clip in track.find_clips()] == expected
    handled = [clip for track in sound for clip in track.find_clips()][6]
    assert handled.source_range.start_time.value - handled.media_reference.available_range.start_time.value >= 5


def test_ten_hours_keep_the_frame(tmp_path: Path) -> None:
    request = long_cut(cues=20, tracks=2, hours=10, rate=Fraction(24000, 1001))
    export(request, tmp_path)
    placed = [place(clip) for track in read(tmp_path).tracks[1:] for clip in track.find_clips()]
    assert placed == [(first, last) for _, first, last in edges(request)]


def test_every_track_says_that_it_is_enabled_and_every_clip_what_its_file_is(tmp_path: Path) -> None:
    request = rich_cut(CASES[2])
    [first, *others] = request.timeline.picture
    again = replace(first, record=others[-1].span.end if others else first.span.end)
    export(replace(request, timeline=replace(request.timeline, picture=(first, *others, again))), tmp_path)
    root = xml(tmp_path)
    tracks = [*root.iterfind(".//video/track"), *root.iterfind(".//audio/track")]
    assert tracks
    assert all((track.findtext("enabled"), track.findtext("locked")) == ("TRUE", "FALSE") for track in tracks)
    items = root.findall(".//video/track/clipitem")
    assert len(items) == len(request.timeline.picture) + 1
    assert all(item.findtext("file/pathurl") or item.findtext("file/name") for item in items)
    assert len({item.find("file").get("id") for item in items}) < len(items)  # type: ignore[union-attr]
