"""The MLT and Kdenlive exporters, heard through melt: what the MLT framework itself makes of the documents."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import numpy as np
import psutil
import pytest
import soundfile
from jaxtyping import Float32

from v2a_plugin.delivery.cut import HOW_TO
from v2a_plugin.delivery.protocol import CutExporter, Delivery, StemLayout
from v2a_plugin.formats.linking import link
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import Marker, MarkerKind, PictureClip
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.plugins.facade import load_plugins

RATES = [
    (Fraction(24000, 1001), False), (Fraction(24), False), (Fraction(25), False), (Fraction(30000, 1001), True),
    (Fraction(30000, 1001), False), (Fraction(30), False), (Fraction(48), False), (Fraction(50), False),
    (Fraction(60000, 1001), True), (Fraction(60000, 1001), False), (Fraction(60), False),
]  # fmt: skip
PLUGINS = load_plugins(disabled=["*"])
EXPORTERS = [PLUGINS.cut_exporter("mlt"), PLUGINS.cut_exporter("kdenlive")]
Cut = Any
"""An `ImpulseCut` of conftest.py."""


@pytest.fixture(params=EXPORTERS, ids=lambda exporter: exporter.name)
def exporter(request: pytest.FixtureRequest) -> CutExporter:
    chosen: CutExporter = request.param
    return chosen


def document(delivery: Delivery) -> Path:
    [name] = [file.name for file in delivery.files if file.name.endswith((".mlt", ".kdenlive"))]
    return delivery.folder / name


def tree(delivery: Delivery) -> ElementTree.Element:
    return ElementTree.parse(document(delivery)).getroot()


def value(element: ElementTree.Element, name: str) -> str:
    found = element.find(f"property[@name='{name}']")
    assert found is not None
    return found.text or ""


def melt(home: Path, *arguments: str, out: Path | None = None) -> None:
    """Run melt to its end. It can miss its own start and then sleep for ever or write nothing, so it is asked again."""
    assert shutil.which("melt"), "melt is missing: .ci/system-libraries installs it"
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    command = ["melt", *arguments, "real_time=-1", "terminate_on_pause=1"]
    for _ in range(40):
        with (home / "melt.log").open("wb") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
            if fell_asleep(process):
                continue
        assert process.returncode == 0, (home / "melt.log").read_text()
        if out is None or out.stat().st_size > 1000:  # a head alone has fewer bytes
            return
    pytest.fail("melt fell asleep forty times")


def fell_asleep(process: subprocess.Popen[bytes], patience: float = 3.0) -> bool:
    """Wait for a process; whether it stopped working for some seconds, and was killed for it."""
    worked, since = -1.0, time.monotonic()
    while True:
        try:
            process.wait(0.05)
            return False
        except subprocess.TimeoutExpired:
            times = psutil.Process(process.pid).cpu_times()
        if times.user + times.system > worked + 0.05:
            worked, since = times.user + times.system, time.monotonic()
        elif time.monotonic() - since > patience:
            process.kill()
            process.wait()
            return True


def render(delivery: Delivery, tmp_path: Path) -> Float32[np.ndarray, "sample channel"]:
    """The mix as melt plays it."""
    out = tmp_path / "mix.wav"
    melt(
        tmp_path,
        str(document(delivery)),
        "-consumer",
        f"avformat:{out}",
        "vn=1",
        "acodec=pcm_f32le",
        "ar=48000",
        out=out,
    )
    mix: Float32[np.ndarray, "sample channel"]
    mix, rate = soundfile.read(out, dtype="float32", always_2d=True)
    assert rate == 48_000
    return mix


def impulses(mix: Float32[np.ndarray, "sample channel"]) -> list[int]:
    return [int(sample) for sample in np.flatnonzero(np.abs(mix).max(axis=1) > 0.01)]


@pytest.mark.parametrize(
    ("exporter", "rate", "drop"),
    [
        *((EXPORTERS[0], *each) for each in RATES),
        *((EXPORTERS[1], *each) for each in RATES[::3]),  # the same document with notes of Kdenlive's own
        *(pytest.param(EXPORTERS[1], *each, marks=pytest.mark.soak) for each in RATES if each not in RATES[::3]),
    ],
    ids=lambda given: getattr(given, "name", str(given)),
)
def test_every_impulse_is_heard_on_its_sample(
    rate: Fraction, drop: bool, exporter: CutExporter, impulse_cut: Cut, tmp_path: Path
) -> None:
    """Overlapping tracks, cues that touch, cues between frames, cues of one track that share a frame."""
    cut = impulse_cut(rate, drop)
    cut.add("Feet", 17 / rate, 1000)
    cut.add("Feet", 17 / rate + 2, 50_003)
    cut.add("Feet", 17 / rate + 4 + Fraction(1, 7), 7, Span(Fraction(0), Fraction(1, 3)))
    cut.add("Props", 40 / rate, 47_999)
    cut.add("Props", 40 / rate + 3, 30_000, Span(Fraction(1, 2), Fraction(5, 4)))
    cut.add("Ambience", Fraction(0), 0)
    delivery = finish(exporter.write_cut(cut.request(), tmp_path / "out"))
    assert impulses(render(delivery, tmp_path)) == sorted(cut.heard)
    assert len(set(cut.heard)) == 6


def test_the_right_side_of_a_take_is_heard_on_the_right(
    exporter: CutExporter, impulse_cut: Cut, tmp_path: Path
) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(17, 25), 1000, right=True)
    mix = render(finish(exporter.write_cut(cut.request(), tmp_path / "out")), tmp_path)
    assert np.argwhere(np.abs(mix) > 0.01).tolist() == [[cut.heard[0], 1]]


def test_a_cue_before_the_start_moves_everything_alike(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    """Even before 00:00:00:00, which these hosts cannot count to; a marker there moves along."""
    cut = impulse_cut(Fraction(25), start="00:00:00:00")
    cut.add("Feet", Fraction(-3, 2), 24_000)
    cut.add("Props", Fraction(1), 100)
    cut.change(markers=(Marker(Fraction(1), "Here"),))
    delivery = finish(exporter.write_cut(cut.request(), tmp_path / "out"))
    lead = index_at(Fraction(38, 25), 48_000)  # whole frames
    assert impulses(render(delivery, tmp_path)) == [sample + lead for sample in cut.heard]
    assert marks(tree(delivery)) == [(38 + 25, "Here")]
    assert "23:59:58:12" in (delivery.folder / HOW_TO).read_text(encoding="utf-8")


def marks(root: ElementTree.Element) -> list[tuple[int, str]]:
    """Frame and text of every marker, in either way of writing them."""
    profile = root.find("profile")
    assert profile is not None
    rate = Fraction(int(profile.attrib["frame_rate_num"]), int(profile.attrib["frame_rate_den"]))
    found = []
    for holder in root.iterfind(".//properties[@name='shotcut:markers']/properties"):
        hours, minutes, seconds = value(holder, "start").split(":")
        clock = int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)
        found.append((index_at(clock, rate), value(holder, "text")))
    for bin_ in root.iterfind("playlist[@id='main_bin']"):
        guides = json.loads(value(bin_, "kdenlive:docproperties.guides"))
        found += [(guide["pos"], guide["comment"]) for guide in guides]
    return found


@pytest.mark.parametrize(("rate", "drop"), RATES, ids=lambda given: str(given))
def test_markers_and_hits_are_on_their_frames(
    rate: Fraction, drop: bool, exporter: CutExporter, impulse_cut: Cut, tmp_path: Path
) -> None:
    cut = impulse_cut(rate, drop)
    cut.add("Feet", Fraction(0), 5)
    hit = Marker(1237 / rate, "Tür & <Schloss> 🚪", MarkerKind.HIT)
    cut.change(markers=(Marker(Fraction(0), "Anfang"), hit, Marker(1237 / rate, "Ton\x00aus")))
    root = tree(finish(exporter.write_cut(cut.request(), tmp_path)))
    assert marks(root) == [(0, "Anfang"), (1237, "Tür & <Schloss> 🚪 / Ton aus")]


def test_hits_have_a_category_of_their_own_in_kdenlive(impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(0), 5)
    cut.change(markers=(Marker(Fraction(1), "Mark"), Marker(Fraction(2), "Hit", MarkerKind.HIT)))
    [bin_] = tree(finish(PLUGINS.cut_exporter("kdenlive").write_cut(cut.request(), tmp_path))).iterfind(
        "playlist[@id='main_bin']"
    )
    categories = json.loads(value(bin_, "kdenlive:docproperties.guidesCategories"))
    names = {category["index"]: category["comment"] for category in categories}
    guides = json.loads(value(bin_, "kdenlive:docproperties.guides"))
    assert [names[guide["type"]] for guide in guides] == ["Markers", "Hits"]


def test_stereo_stems_keep_side_and_level(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    """16 bits are what MLT mixes in; a mono stem comes out 3 dB lower, as the note says."""
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(0), 1000)
    mono = render(finish(exporter.write_cut(cut.request(), tmp_path / "mono")), tmp_path)
    assert mono[1000] == pytest.approx([0.5 / 2**0.5] * 2, abs=1e-3)
    timeline = cut.request().timeline
    cut.change(tracks=(replace(timeline.tracks[0], pan=-1.0),))
    stereo = render(finish(exporter.write_cut(cut.request(channels=2), tmp_path / "stereo")), tmp_path)
    assert stereo[1000, 0] > 0.4
    assert abs(stereo[1000, 1]) < 1e-3


@pytest.mark.parametrize("layout", [StemLayout.PER_TRACK, StemLayout.MIX])
def test_long_stems_with_a_pop_land_as_well(
    layout: StemLayout, exporter: CutExporter, impulse_cut: Cut, tmp_path: Path
) -> None:
    rate = Fraction(30000, 1001)
    cut = impulse_cut(rate)
    cut.add("Feet", 3 / rate, 1000)
    cut.add("Props", Fraction(1), 2000)
    delivery = finish(exporter.write_cut(cut.request(layout=layout, two_pop=True), tmp_path / "out"))
    mix = render(delivery, tmp_path)
    lead = index_at(60 / rate, 48_000)
    assert [sample - lead for sample in impulses(mix) if sample >= lead] == sorted(cut.heard)
    pop = impulses(mix)[0]
    assert pop < index_at(1 / rate, 48_000)  # the first frame


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of white at 25 frames a second, with loud noise."""
    path = tmp_path_factory.mktemp("clip") / "weiß  & laut.mov"  # two spaces stay two
    noise = np.random.default_rng(1).uniform(-0.9, 0.9, 48_000).astype(np.float32)
    white = np.full((48, 64, 3), 255, np.uint8)
    finish(write_clip(path, [white] * 25, Encoding(), Sound.mono(noise, 48_000)))
    return path


def test_the_picture_is_seen_and_not_heard(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path, clip: Path) -> None:
    """Two clips of one file at their places, in frames of the cut; its sound is silent in the mix."""
    media = probe(clip)
    regions = [
        Region(Span(Fraction(1, 5), Fraction(1)), media.fingerprint, RegionKind.SHOT, f"Shot {n}") for n in (1, 2)
    ]
    clips = (PictureClip(regions[0], Fraction(0)), PictureClip(regions[1], Fraction(2)))
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(0), 1000)
    cut.change(picture=clips)
    delivery = finish(exporter.write_cut(cut.request((media,)), tmp_path / "out"))
    root = tree(delivery)
    playlists = {playlist.get("id"): playlist for playlist in root.iterfind("playlist")}
    picture = playlists.get("picture", playlists.get("picture-0"))
    assert picture is not None
    entries = [
        (entry.tag, entry.get("length"), entry.get("in"), entry.get("out"))
        for entry in picture
        if entry.tag != "property"
    ]
    assert entries == [("entry", None, "5", "24"), ("blank", "30", None, None), ("entry", None, "5", "24")]
    producer = picture[-1].get("producer")
    assert value(next(p for p in root.iter("producer") if p.get("id") == producer), "resource") == str(clip)
    profile = root.find("profile")
    assert profile is not None
    assert (profile.get("width"), profile.get("height")) == ("64", "48")
    assert impulses(render(delivery, tmp_path)) == cut.heard
    frame = tmp_path / "frame.png"
    melt(tmp_path, str(document(delivery)), "in=10", "out=10", "-consumer", f"avformat:{frame}", "an=1")
    assert seen(frame) == "white"


def seen(path: Path) -> str:
    from PIL import Image

    with Image.open(path) as image:
        level = np.asarray(image.convert("L")).mean()
    return "white" if level > 200 else "black" if level < 50 else "grey"


def test_a_clip_without_its_file_is_black_and_said(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(0), 1000)
    lost = Region(Span(Fraction(0), Fraction(1)), "gone", RegionKind.SHOT, "Shot 1")
    cut.change(picture=(PictureClip(lost, Fraction(0)),))
    delivery = finish(exporter.write_cut(cut.request(), tmp_path / "out"))
    assert any("without a known file" in note for note in delivery.notes)
    assert impulses(render(delivery, tmp_path)) == cut.heard


def test_handles_are_left_out_and_said(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(1), 24_000, Span(Fraction(1, 4), Fraction(1)))
    delivery = finish(exporter.write_cut(cut.request(handle=Fraction(1, 5)), tmp_path / "out"))
    assert any(note.startswith("Handles are left out") for note in delivery.notes)
    assert impulses(render(delivery, tmp_path)) == cut.heard


@pytest.mark.parametrize("name", ["../up", "Tür & <Schloss> \"x\" 'y' 🚪", "עברית", "CON", "x" * 300, "a\x00b"])
def test_odd_names_neither_break_the_document_nor_leave_the_folder(
    name: str, exporter: CutExporter, impulse_cut: Cut, tmp_path: Path
) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add(name, Fraction(1), 1000, name=name, note=name)
    cut.change(name=name, markers=(Marker(Fraction(1), name),))
    delivery = finish(exporter.write_cut(cut.request(), tmp_path / "out"))
    assert document(delivery).resolve().parent == (tmp_path / "out").resolve()
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    assert tree(delivery).tag == "mlt"
    if name.isascii() and len(name) < 20:
        assert impulses(render(delivery, tmp_path)) == cut.heard


def test_the_folder_can_be_moved(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    """Stems are found beside the document, wherever that is."""
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(1), 1000)
    delivery = finish(exporter.write_cut(cut.request(), tmp_path / "out"))
    moved = (tmp_path / "out").rename(tmp_path / "elsewhere – später")
    assert impulses(render(replace(delivery, folder=moved), tmp_path)) == cut.heard


def test_the_rate_is_exact(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(24000, 1001))
    cut.add("Feet", Fraction(1), 1000)
    profile = tree(finish(exporter.write_cut(cut.request(), tmp_path))).find("profile")
    assert profile is not None
    assert (profile.get("frame_rate_num"), profile.get("frame_rate_den")) == ("24000", "1001")


def test_ten_hours_of_cues_keep_their_frames(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    """Not rendered: a document of ten hours, its last cue on the frame that its time names."""
    rate = Fraction(60000, 1001)
    cut = impulse_cut(rate)
    cut.add("Feet", Fraction(0), 10, Span(Fraction(0), Fraction(1, 10)))
    last = 2_157_840  # ten hours of frames, nearly
    cut.add("Feet", last / rate, 10, Span(Fraction(0), Fraction(1, 10)))
    root = tree(finish(exporter.write_cut(cut.request(), tmp_path)))
    [row] = [playlist for playlist in root.iterfind("playlist") if playlist.find("blank") is not None]
    blank, entry = row.find("blank"), row.find("entry")
    assert blank is not None
    assert entry is not None
    assert int(blank.attrib["length"]) + int(entry.attrib["out"]) + 1 == last


def test_a_change_of_speed_is_seen_as_melt_plays_it(exporter: CutExporter, impulse_cut: Cut, tmp_path: Path) -> None:
    """A file that grows brighter, at four speeds, frozen, and ramped: each frame of the cut shows what it is to show."""
    film = tmp_path / "film.mov"
    pictures = [np.full((48, 64, 3), 20 + 2 * number, np.uint8) for number in range(100)]
    finish(write_clip(film, pictures, Encoding(), None))
    media, rate = probe(film), Fraction(25)
    clips, maps = [], []
    for number, speed in enumerate((Fraction(1), Fraction(1, 2), Fraction(2), Fraction(-1))):
        first = Fraction(3) if speed < 0 else Fraction(1)
        begin = first / speed if speed > 0 else Fraction(0)
        span = Span(begin, begin + 1)
        maps.append(None if speed == 1 else TimeMap.steady(span, first, speed))
        region = Region(span, media.fingerprint, RegionKind.SHOT, str(speed), f"r{number}", maps[-1])
        clips.append(PictureClip(region, Fraction(number)))
    span = Span(Fraction(0), Fraction(1))
    frozen = TimeMap.steady(span, Fraction(31, 25), Fraction(0))
    ramped = TimeMap.of([(Fraction(0), Fraction(1)), (Fraction(2, 5), Fraction(2)), (Fraction(1), Fraction(3, 2))])
    for name, time_map in (("frozen", frozen), ("ramped", ramped)):
        region = Region(span, media.fingerprint, RegionKind.SHOT, name, name, time_map)
        clips.append(PictureClip(region, Fraction(len(clips))))
    cut = impulse_cut(rate)
    cut.add("Feet", Fraction(0), 1000)
    cut.change(picture=tuple(clips))
    delivery = finish(exporter.write_cut(cut.request((media,)), tmp_path / "out"))
    assert not delivery.notes
    played = tmp_path / "played.mkv"
    consumer = ("-consumer", f"avformat:{played}", "an=1", "vcodec=ffv1", "f=matroska")
    melt(tmp_path, str(document(delivery)), *consumer, out=played)
    with av.open(str(played)) as container:
        levels = [float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]
    with av.open(str(film)) as container:
        own = [float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]
    for shown in clips:
        for number in range(25):
            at = shown.record + Fraction(number) / rate
            wanted = float(shown.source_at(at) * rate)
            nearest = min(range(100), key=lambda frame: abs(own[frame] - levels[index_at(at, rate)]))
            assert abs(nearest - wanted) <= 2, (shown.region.name, number)
    linked = link(read_cut(document(delivery), PLUGINS.cut_readers()), (media,))
    for old, new in zip(clips, linked.picture, strict=True):
        assert new.span == old.span
        for quarter in range(4):
            at = old.record + Fraction(quarter, 4)
            assert abs(new.source_at(at) - old.source_at(at)) <= 1 / rate
