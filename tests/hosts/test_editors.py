"""What editors keep of a delivery: Kdenlive and Shotcut open it on a display of its own, save it, and what they saved is
read; Ardour is asked where each file belongs; GStreamer's editor plays an OTIO.

Run by `make hosts`, which installs them. Each is compared with what was delivered: the picture clip by clip, markers, and
the mix as melt plays it. The results stand in docs/deliveries.md.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from jaxtyping import Float32
from wavinfo import WavInfoReader

from v2a_plugin.delivery.protocol import CutRequest, StemSettings
from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, small_cut
from v2a_plugin.testing.exchange import CASES, RateCase, rich_cut

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(400)]

PLUGINS = load_plugins(disabled=["*"])
F = Fraction

KDENLIVE = """
kdenlive "$1" & editor=$!
bus() { dbus-send --session --print-reply --dest=$1 $2 $3 ${4:+"$4"} 2>/dev/null; }
for _ in $(seq 60); do
  sleep 1; name=$(bus org.freedesktop.DBus / org.freedesktop.DBus.ListNames | grep -o 'org.kde.kdenlive[^"]*')
  [ -n "$name" ] && xdotool search --name "$(basename "$1" .kdenlive)" >/dev/null && break
done
sleep 8
for _ in $(seq 20); do
  bus $name /kdenlive/MainWindow_1 org.kde.KMainWindow.activateAction string:file_save >/dev/null; sleep 2
  cmp -s "$1" "$3" || break
done
cp "$1" "$2"; kill -9 $editor
"""
SHOTCUT = """
shotcut --noupgrade "$1" & editor=$!
for _ in $(seq 60); do sleep 1; xdotool search --onlyvisible --name "$(basename "$1" .mlt).*Shotcut" >/dev/null && break; done
sleep 6
for _ in $(seq 5); do
  xdotool key ctrl+shift+s; sleep 4; xdotool type --delay 10 "$2"; xdotool key Return; sleep 4; [ -s "$2" ] && break
done
kill -9 $editor
"""
ARDOUR_NEW = """
AudioEngine:set_backend("None (Dummy)", "", "")
create_session(arg[1], "session", 48000):save_state("")
close_session() quit()
"""
ARDOUR_READ = """
AudioEngine:set_backend("None (Dummy)", "", "")
local session = load_session(arg[1], "session")
for id = 9001, 9000 + tonumber(arg[2]) do
  local source = session:source_by_id(PBD.ID(tostring(id)))
  print(string.format("SOURCE %d %d", source:natural_position():samples(), source:length():samples()))
end
close_session() quit()
"""
EDITORS = {"kdenlive": KDENLIVE, "mlt": SHOTCUT}

Kept = Callable[[CutRequest, str], tuple[Path, Path]]


def needs(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: make hosts")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Deliver, have the editor open and save it: the document before and after."""

    def kept(request: CutRequest, name: str) -> tuple[Path, Path]:
        needs("shotcut" if name == "mlt" else name, "xvfb-run", "dbus-run-session", "xdotool", "melt")
        finish(PLUGINS.export(name, request, tmp_path / "out"))
        [document] = (tmp_path / "out").glob(f"*.{name}")
        ours = document.with_name(f"ours.{name}")
        shutil.copyfile(document, ours)
        saved = document.with_name(f"saved.{name}")
        (tmp_path / "home").mkdir()
        display = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
        command = [*display, "bash", "-c", EDITORS[name], "x", *map(str, (document, saved, ours))]
        environment = {**os.environ, "HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "xcb"}
        with (tmp_path / "said.txt").open("wb") as said:  # no pipe: what the editor starts may outlive it
            editor = subprocess.Popen(command, stdout=said, stderr=said, env=environment, start_new_session=True)
            with contextlib.suppress(subprocess.TimeoutExpired):
                editor.wait(150)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(editor.pid, signal.SIGKILL)
        assert saved.is_file(), (tmp_path / "said.txt").read_text(errors="replace")[-2000:]
        assert saved.read_bytes() != ours.read_bytes()
        return ours, saved

    return kept


def read(path: Path) -> EditorsCut:
    return read_cut(path, PLUGINS.cut_readers())


def mix(document: Path) -> Float32[np.ndarray, "sample channel"]:
    out = document.with_suffix(".wav")
    coding = ("vn=1", "acodec=pcm_f32le", "ar=48000", "real_time=-1", "terminate_on_pause=1")
    command = ["melt", str(document), "-consumer", f"avformat:{out}", *coding]
    subprocess.run(command, check=True, capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
    heard: Float32[np.ndarray, "sample channel"] = soundfile.read(out, dtype="float32", always_2d=True)[0]
    return heard


def film(path: Path, frames: int, rate: Fraction) -> None:
    path.parent.mkdir(exist_ok=True)
    finish(write_clip(path, (np.zeros((36, 64, 3), np.uint8) for _ in range(frames)), Encoding(rate=rate)))


def shown(cut: EditorsCut) -> list[tuple[object, ...]]:
    return [(clip.record, clip.source.start) for clip in cut.clips]


@pytest.mark.parametrize("name", EDITORS)
@pytest.mark.parametrize("case", [CASES[0], CASES[2], CASES[6]], ids=str)
def test_an_editor_keeps_picture_markers_and_every_sample(
    name: str, case: RateCase, kept: Kept, tmp_path: Path
) -> None:
    request = rich_cut(case, path=str(tmp_path / "films" / "Küche.mov"))
    for media, length in zip(request.media, (400, 200), strict=True):
        film(media.path, length, case.rate)
    ours, theirs = kept(request, name)
    before, after = read(ours), read(theirs)
    assert after.rate == before.rate == case.rate
    assert shown(after) == shown(before)
    assert [(mark.at, mark.name, mark.kind) for mark in after.markers] == [
        (mark.at, mark.name, mark.kind) for mark in before.markers
    ]
    heard, wanted = mix(theirs), mix(ours)
    assert np.abs(wanted).max() > 0.1
    np.testing.assert_allclose(heard[: len(wanted)], wanted, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", EDITORS)
def test_an_editor_keeps_changes_of_speed(name: str, kept: Kept, tmp_path: Path) -> None:
    film(tmp_path / "films" / "film.mov", 200, F(25))
    media, span = probe(tmp_path / "films" / "film.mov"), Span(F(2), F(4))
    ramp = TimeMap.of([(F(2), F(1)), (F(3), F(2)), (F(4), F(5, 2))])
    maps = [TimeMap.steady(span, F(3), speed) for speed in (F(1, 2), F(2), F(-1), F(0))]
    regions = [
        Region(span, media.fingerprint, RegionKind.SHOT, f"c{n}", f"r{n}", one) for n, one in enumerate([*maps, ramp])
    ]
    takes = MemoryTakes()
    picture = tuple(PictureClip(region, F(2 * number)) for number, region in enumerate(regions))
    cut = replace(small_cut(F(25), "01:00:00:00", takes), picture=picture)
    ours, theirs = kept(CutRequest(cut, (media,), takes), name)
    for old, new in zip(read(ours).clips, read(theirs).clips, strict=True):
        assert new.record == old.record
        for quarter in range(4):
            at = old.record.start + F(quarter, 2)
            assert abs(new.shown().source(at) - old.shown().source(at)) <= F(1, 25), (old.name, quarter)


@pytest.mark.parametrize("case", [CASES[0], CASES[4]], ids=str)
def test_ardour_finds_every_file_at_its_timestamp(case: RateCase, tmp_path: Path) -> None:
    """The natural position of a source is where Ardour puts a file that is imported at its timestamp."""
    needs("ardour7-lua")
    finish(PLUGINS.export("bwf", rich_cut(case), tmp_path / "out"))
    waves = sorted((tmp_path / "out").rglob("*.wav"))

    def ardour(script: str, *arguments: str) -> str:
        path = tmp_path / "script.lua"
        path.write_text(script, encoding="utf-8")
        command = ["ardour7-lua", str(path), str(tmp_path / "session"), *arguments]
        environment = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120, env=environment, stdin=subprocess.DEVNULL
        ).stdout

    ardour(ARDOUR_NEW)
    document = tmp_path / "session" / "session.ardour"
    sources = "".join(
        f'<Source name={quoteattr(str(path))} type="audio" flags="" id="{9001 + number}" channel="0" origin=""/>'
        for number, path in enumerate(waves)
    )
    text = document.read_text(encoding="utf-8")
    assert "<Sources/>" in text
    document.write_text(text.replace("<Sources/>", f"<Sources>{sources}</Sources>"), encoding="utf-8")
    said = ardour(ARDOUR_READ, str(len(waves)))
    found = [tuple(map(int, line.split()[1:])) for line in said.splitlines() if line.startswith("SOURCE")]
    assert found == [(WavInfoReader(str(path)).bext.time_reference, soundfile.info(path).frames) for path in waves], (
        said
    )
    assert len({position for position, _ in found}) > 3


def test_gstreamers_editor_plays_an_otio_with_handles_and_fades(tmp_path: Path) -> None:
    """A click lies on the sample that its cue says; one lies before its clip, which begins on a frame."""
    needs("ges-launch-1.0", "ffmpeg")
    pytest.importorskip("otio_xges_adapter")
    request = rich_cut(CASES[2], StemSettings(handle=F(1, 5)), str(tmp_path / "films" / "Film.mov"))
    for media, length in zip(request.media, (400, 200), strict=True):
        film(media.path, length, F(25))
    finish(PLUGINS.export("otio", request, tmp_path / "out"))
    [document] = (tmp_path / "out").glob("*(GStreamer).otio")
    otio.adapters.write_to_file(otio.adapters.read_from_file(str(document)), str(tmp_path / "cut.xges"), "xges")
    played, sound = tmp_path / "played.mkv", tmp_path / "played.wav"
    form = ("--format", "video/x-matroska:video/x-raw:audio/x-raw")
    for command in (
        ("ges-launch-1.0", "--load", tmp_path / "cut.xges", "-o", played, *form),
        ("ffmpeg", "-v", "error", "-i", played, "-vn", "-c:a", "pcm_f32le", "-ar", "48000", sound),
    ):
        subprocess.run(
            [str(word) for word in command], check=True, capture_output=True, timeout=120, stdin=subprocess.DEVNULL
        )
    heard = np.abs(soundfile.read(sound, always_2d=True)[0]).max(axis=1)
    early = F(12, 25)  # the first cue begins before the cut
    clicks = [round((early + cue.start) * 48_000) for track in request.timeline.tracks for cue in track.cues
              if not cue.mute and cue.id != "cue-6"]  # fmt: skip
    assert [click for click in clicks if heard[max(0, click - 3) : click + 3].max() < 0.05] == []
    assert len(heard) >= round(F(397 + 12, 25) * 48_000)
