"""Recordings of several channels leave as they came: the right side on the right, on its sample, in every format."""

from __future__ import annotations

import json
import struct
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import aaf2  # type: ignore[import-untyped]
import av
import numpy as np
import pytest
import soundfile
from wavinfo import WavInfoReader

from v2a_plugin.delivery.protocol import CutRequest, Delivery, DeliveryRequest, StemDepth, StemLayout, StemSettings
from v2a_plugin.media.recordings import recording_facts, recording_part
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.media import SoundStream
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, KeptTake, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of

PLUGINS = load_plugins(disabled=["*"])
FORMATS = ("bwf", "otio", "otioz", "fcp7", "fcpxml", "mlt", "kdenlive", "rpp", "aaf", "edl")
RATE, AT, FPS = 48_000, 12_345, Fraction(25)
START, TRIM = 17 / FPS + Fraction(1, 7), Fraction(1, 10)
HEARD = index_at(START - TRIM, RATE) + AT
"""Sample of the timeline on which the impulse is heard."""


def recording(path: Path, channels: int, rate: int = RATE) -> Sound:
    """A file with one impulse in its second channel, as libsndfile writes it, read by the engine."""
    samples = np.zeros((2 * rate, channels), np.float32)
    samples[AT, 1] = 0.5
    soundfile.write(path, samples, rate, subtype="PCM_24")
    assert (recording_facts(path).channels, recording_facts(path).rate) == (channels, rate)
    return Sound(recording_part(path, 0, 2 * rate), rate)


def cut_of(takes: MemoryTakes, *kept: KeptTake, pan: float = 0.0) -> Timeline:
    """A track with one cue a take, three seconds apart."""
    trim = Span(TRIM, Fraction(3, 2))
    cues = [Cue(take.id, START + 3 * number, trim, take.length) for number, take in enumerate(kept)]
    track = Track(TrackKind.FX, "Feet", tuple(cues), pan=pan)
    return Timeline(FPS, Timecode.parse("01:00:00:00", FPS), tracks=(track,), takes=kept, name="Film")


def deliver(name: str, timeline: Timeline, takes: MemoryTakes, folder: Path, **settings: object) -> Delivery:
    stems = StemSettings(**{"depth": StemDepth.FLOAT32, **settings})  # type: ignore[arg-type]
    return finish(PLUGINS.export(name, CutRequest(timeline, (), takes, stems), folder))


def waves(folder: Path) -> list[Path]:
    for bundle in folder.glob("*.otioz"):
        with zipfile.ZipFile(bundle) as held:
            held.extractall(folder / "unpacked")
    return sorted(folder.rglob("*.wav"))


def impulses(path: Path) -> list[tuple[int, int]]:
    """Sample of the timeline and channel of everything that sounds in a file, by its own time stamp."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert rate == RATE
    begin = WavInfoReader(str(path)).bext.time_reference - 3600 * RATE
    return [(int(sample) + begin, int(channel)) for sample, channel in np.argwhere(samples)]


def layout_of(path: Path) -> str:
    """What FFmpeg takes a file for; one or two channels need no mask."""
    with av.open(str(path)) as container:
        name = container.streams.audio[0].layout.name
    return {"1 channels": "mono", "2 channels": "stereo"}.get(name, name)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("channels", [2, 6])
@pytest.mark.parametrize("layout", StemLayout)
def test_the_right_side_of_a_recording_comes_out_on_the_right(
    name: str, channels: int, layout: StemLayout, tmp_path: Path
) -> None:
    takes = MemoryTakes()
    kept = takes.add("one", recording(tmp_path / "in.wav", channels))
    deliver(name, cut_of(takes, kept), takes, tmp_path / "out", layout=layout)
    files = waves(tmp_path / "out")
    if name == "aaf":  # one mono file a channel
        assert [path.name.split(".")[-2] for path in files] == sorted(LAYOUTS[channels].places)
        sounding = {path.name.split(".")[-2]: impulses(path) for path in files if impulses(path)}
        assert sounding == {"R": [(HEARD, 0)]}
    else:
        [path] = files
        assert soundfile.info(path).channels == channels
        assert impulses(path) == [(HEARD, 1)]


@pytest.mark.parametrize("rate", [8_000, 96_000, 192_000])
def test_a_recording_of_another_rate_is_resampled_by_the_delivery_alone(rate: int, tmp_path: Path) -> None:
    takes = MemoryTakes()
    samples = np.zeros((2 * rate, 8), np.float32)
    at = rate // 2
    samples[at, 1] = 0.5
    soundfile.write(tmp_path / "in.wav", samples, rate, subtype="FLOAT")
    sound = Sound(recording_part(tmp_path / "in.wav", 0, 2 * rate), rate)
    assert np.argwhere(sound.samples).tolist() == [[1, at]]
    deliver("bwf", cut_of(takes, takes.add("one", sound)), takes, tmp_path / "out")
    [path] = waves(tmp_path / "out")
    got, delivered = soundfile.read(path, always_2d=True)
    assert (delivered, got.shape[1]) == (RATE, 8)
    begin = time_stamp(path) - 3600 * RATE
    peak, channel = np.unravel_index(np.abs(got).argmax(), got.shape)
    assert (int(peak) + begin, int(channel)) == (index_at(START - TRIM, RATE) + RATE // 2, 1)
    assert not np.delete(got, 1, axis=1).any()


def test_documents_say_how_many_channels_there_are(tmp_path: Path) -> None:
    takes = MemoryTakes()
    mono = takes.add("mono", Sound.mono(recording(tmp_path / "s.wav", 2).samples[1], RATE))
    cut = cut_of(takes, mono, takes.add("wide", recording(tmp_path / "w.wav", 6)))
    for name in FORMATS:
        deliver(name, cut, takes, tmp_path / name)

    def text(name: str, suffix: str) -> str:
        path = min((tmp_path / name).glob(f"*.{suffix}"))
        return path.read_text(encoding="utf-8")

    track = json.loads(text("otio", "otio"))["tracks"]["children"][1]
    assert track["metadata"]["PremierePro_OTIO"]["AudioChannels"] == {"ChannelType": "5.1", "NumberOfChannels": 6}
    clips = [child for child in track["children"] if child["OTIO_SCHEMA"].startswith("Clip")]
    assert [len(clip["metadata"]["Resolve_OTIO"]["Channels"]) for clip in clips] == [1, 6]
    xml = ElementTree.fromstring(text("fcp7", "xml"))
    assert xml.findtext(".//audio/numOutputChannels") == "6"
    assert [file.findtext(".//channelcount") for file in xml.iter("file") if len(file)][:2] == ["1", "6"]
    rows = xml.findall(".//audio/track")
    assert [row.findtext("outputchannelindex") for row in rows] == ["1", "2", "3", "4", "5", "6"]
    sources = [[item.findtext("sourcetrack/trackindex") for item in row.findall("clipitem")] for row in rows]
    assert sources == [["1", "1"], ["1", "2"], ["3"], ["4"], ["5"], ["6"]]
    named = {item.get("id") for item in xml.iter("clipitem")}
    assert len(named) == 8
    for link in xml.iter("link"):
        place = rows[int(link.findtext("trackindex", "0")) - 1].findall("clipitem")
        assert place[int(link.findtext("clipindex", "0")) - 1].get("id") == link.findtext("linkclipref")
    final = ElementTree.fromstring(text("fcpxml", "fcpxml"))
    assert [asset.get("audioChannels") for asset in final.iter("asset")] == ["1", "6"]
    sequence = final.find(".//sequence")
    assert sequence is not None
    assert sequence.get("audioLayout") == "surround"
    for name, key in (("mlt", "shotcut:projectAudioChannels"), ("kdenlive", "kdenlive:docproperties.audioChannels")):
        tree = ElementTree.fromstring(text(name, name))
        assert [each.text for each in tree.iterfind(".//*[@name='meta.media.0.codec.channels']")] == ["1", "6"]
        assert tree.findtext(f".//*[@name='{key}']") == "6"
    assert "NCHAN 6" in text("rpp", "rpp")
    [listed] = [path.read_text() for path in (tmp_path / "edl").glob("*A1*.edl")]
    assert [line.split()[2] for line in listed.splitlines() if line[:3].isdigit()] == ["A", "AA"]
    assert "* AUDIO CHANNELS: 6" in listed
    with aaf2.open(str(next((tmp_path / "aaf").glob("*.aaf")))) as file:
        [composition] = file.content.toplevel()
        slots = [slot.name for slot in composition.slots if slot.media_kind == "Sound"]
    assert slots == ["Feet", *(f"Feet {place}" for place in LAYOUTS[6].places)]


@pytest.mark.parametrize("channels", range(1, 9))
@pytest.mark.parametrize("depth", StemDepth)
def test_wave_files_name_and_mask_their_channels(channels: int, depth: StemDepth, tmp_path: Path) -> None:
    takes = MemoryTakes()
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, (channels, 2 * RATE)).astype(np.float32)
    kept = takes.add("one", Sound(samples, RATE))
    deliver("bwf", cut_of(takes, kept), takes, tmp_path, depth=depth)
    [path] = waves(tmp_path)
    places = LAYOUTS[channels].places
    tracks = ElementTree.fromstring(WavInfoReader(str(path)).ixml.source).findall(".//TRACK/NAME")
    names = [(track.text or "").split()[-1] for track in tracks]
    assert len(names) == channels
    assert channels == 1 or names == list(places)
    assert layout_of(path) == LAYOUTS[channels].name
    data = path.read_bytes()
    form = data.index(b"fmt ") + 8
    tag, count = struct.unpack_from("<HH", data, form)
    assert count == channels
    if channels > 2:
        valid, mask = struct.unpack_from("<HI", data, form + 18)
        assert (tag, valid) == (0xFFFE, 24 if depth is StemDepth.PCM24 else 32)
        assert mask.bit_count() == channels
    got, _ = soundfile.read(path, dtype="float32", always_2d=True)
    begin = index_at(START - TRIM, RATE) - index_at(Fraction(20, 25), RATE)
    middle = slice(10_000, 50_000)
    assert np.abs(got[middle] - samples.T[middle.start - begin : middle.stop - begin]).max() <= 2**-22


def test_a_delivery_folds_only_when_it_is_told_to(tmp_path: Path) -> None:
    """One channel keeps opposite phases; two take the centre and the surround in at -3 dB."""
    takes = MemoryTakes()
    noise = np.random.default_rng(2).uniform(-0.2, 0.2, 2 * RATE).astype(np.float32)
    opposite = takes.add("opposite", Sound(np.stack([noise, -noise]), RATE))
    deliver("bwf", cut_of(takes, opposite), takes, tmp_path / "mono", channels=1)
    [path] = waves(tmp_path / "mono")
    folded, _ = soundfile.read(path, always_2d=True)
    assert folded.shape[1] == 1
    assert np.std(folded[20_000:50_000]) > 0.9 * np.std(noise)
    loud = np.zeros((6, 2 * RATE), np.float32)
    loud[2] = noise
    wide = takes.add("wide", Sound(loud, RATE))
    deliver("bwf", cut_of(takes, wide), takes, tmp_path / "stereo", channels=2)
    [path] = waves(tmp_path / "stereo")
    folded, _ = soundfile.read(path, always_2d=True)
    assert np.std(folded[20_000:50_000], axis=0) == pytest.approx([np.std(noise) / 2**0.5] * 2, rel=0.02)


def test_stereo_has_a_balance_and_mono_a_pan_of_constant_power(tmp_path: Path) -> None:
    takes = MemoryTakes()
    ones = takes.add("stereo", Sound(np.ones((2, 2 * RATE), np.float32) / 4, RATE))
    one = takes.add("mono", Sound.mono(np.ones(2 * RATE, np.float32) / 4, RATE))
    for pan, sides in ((0.0, (1, 1)), (0.5, (0.5, 1)), (-1.0, (1, 0))):
        deliver("bwf", cut_of(takes, ones, one, pan=pan), takes, tmp_path / str(pan), channels=2)
        stereo, mono = (
            soundfile.read(path)[0][30_000] * 4 for path in sorted(waves(tmp_path / str(pan)), key=time_stamp)
        )
        assert stereo == pytest.approx(sides, abs=1e-6)
        assert float(np.sum(mono**2)) == pytest.approx(1, abs=1e-5)
        assert mono[0] == pytest.approx(np.cos((pan + 1) * np.pi / 4), abs=1e-6)


def time_stamp(path: Path) -> int:
    """Time stamp of a file: the order on the timeline."""
    return int(WavInfoReader(str(path)).bext.time_reference)


@pytest.mark.parametrize("channels", [2, 3, 6, 8])
def test_takes_leave_with_all_their_channels(channels: int, tmp_path: Path) -> None:
    takes = MemoryTakes()
    sound = recording(tmp_path / "in.wav", channels)
    takes.add("one", sound)
    rendered = RenderedTake(takes.take("one"), sound)
    request = DeliveryRequest("Shot", (rendered,), None, FPS)
    finish(PLUGINS.deliver("wav", request, tmp_path / "out"))
    [path] = waves(tmp_path / "out")
    samples, _ = soundfile.read(path)
    assert [tuple(each) for each in np.argwhere(samples)] == [(AT, 1)]
    assert layout_of(path) == LAYOUTS[channels].name


def test_production_sound_is_delivered_as_it_was(tmp_path: Path) -> None:
    """The track that is marked, with all its channels; what plays it is the picture's own file."""
    streams = (
        SoundStream(1, "aac", 44_100, 2, "stereo", Fraction(0), Fraction(10)),
        SoundStream(2, "ac3", 48_000, 6, "5.1", Fraction(0), Fraction(10), default=True),
    )
    film = replace(film_of(FPS, Fraction(10)), sounds=streams)
    takes = MemoryTakes()
    cut = cut_of(takes, takes.add("one", recording(tmp_path / "in.wav", 2)))
    region = Region(Span(Fraction(0), Fraction(2)), film.fingerprint, RegionKind.SHOT, "Shot", id="shot")
    cut = replace(cut, picture=(PictureClip(region, Fraction(0)),))
    for name in ("fcp7", "fcpxml", "mlt"):
        finish(PLUGINS.export(name, CutRequest(cut, (film,), takes, StemSettings()), tmp_path / name))
    final = ElementTree.parse(next((tmp_path / "fcpxml").glob("*.fcpxml")))
    [asset] = [asset for asset in final.iter("asset") if asset.get("hasVideo")]
    assert (asset.get("audioChannels"), asset.get("audioRate")) == ("6", "48000")
    seven = ElementTree.parse(next((tmp_path / "fcp7").glob("*.xml")))
    assert seven.findtext(".//video/track/clipitem/file/media/audio/channelcount") == "6"
    melt = ElementTree.parse(next((tmp_path / "mlt").glob("*.mlt")))
    assert melt.findtext(".//producer[@id='clip0']/property[@name='audio_index']") == "2"
