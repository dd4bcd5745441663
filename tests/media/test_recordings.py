"""Real files of recorders: copied between containers, with frames lost, cut off; the rate is the nominal one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest

from v2a_plugin.generation.recipes import read_recipe
from v2a_plugin.media.encode import Encoding
from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.model.frame_rates import STANDARD
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Timecode
from v2a_plugin.testing.command import Command

if TYPE_CHECKING:
    from tests.media.conftest import Bench

FAST = (("preset", "ultrafast"), ("bf", "2"))


def copied(path: Path, name: str, **options: str) -> Path:
    """The same packets in another container."""
    other = path.with_name(name)
    with av.open(str(path)) as source, av.open(str(other), "w", options=options) as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = copy
                target.mux(packet)
    return other


def recorded(bench: Bench, name: str, rate: Fraction, numbers: Sequence[int], tick: Fraction | None = None) -> Path:
    """A file that holds some frames of a recording, each at its own time."""
    path = bench.folder / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options=dict(FAST))
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.codec_context.time_base = tick or 1 / rate
        for number in numbers:
            frame = av.VideoFrame.from_ndarray(bench.frame(number % 256), format="rgb24")
            frame.pts, frame.time_base = round(number / rate / stream.codec_context.time_base), tick or 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("rate", STANDARD, ids=str)
def test_a_recording_of_obs_copied_to_mp4(bench: Bench, rate: Fraction) -> None:
    path = bench.clip("o.mkv", 400, options=FAST, rate=rate)
    for name, options in (("o.mp4", {}), ("o.ts", {}), ("o.flv", {}), ("coarse.mp4", {"video_track_timescale": "600"})):
        picture = probe(copied(path, name, **options)).picture
        assert (picture.rate, picture.variable_rate) == (rate, False), name
    assert probe(copied(copied(path, "a.ts"), "b.mp4")).rate == rate


@pytest.mark.parametrize("name", ["l.mp4", "l.mkv", "l.ts", "l.mov"])
@pytest.mark.parametrize("lost", [{100}, set(range(40, 46)), {7, 90, 91, 200, 201, 250}])
def test_frames_that_were_lost(bench: Bench, name: str, lost: set[int]) -> None:
    for rate in (Fraction(25), Fraction(60_000, 1001)):
        kept = [number for number in range(300) if number not in lost]
        media = probe(recorded(bench, name, rate, kept))
        assert (media.rate, media.picture.variable_rate, media.timeline_rate) == (rate, False, rate)
        asked = [number for number in kept if number % 7 == 0]
        got = finish(frames_at(media, [(number + Fraction(1, 2)) / rate for number in asked]))
        assert [bench.number(pixels) for pixels in got.pixels] == [number % 256 for number in asked]


@pytest.mark.parametrize("name", ["c.mkv", "c.ts", "c.flv"])
def test_a_recording_that_breaks_off(bench: Bench, name: str) -> None:
    path = bench.clip("whole.mkv", 600, options=FAST, rate=Fraction(60))
    path = path if name.endswith("mkv") else copied(path, name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    media = probe(path)
    assert (media.rate, media.picture.variable_rate) == (Fraction(60), False)
    assert probe(copied(path, "saved.mp4")).rate == 60


@pytest.mark.parametrize("name", ["v.mkv", "v.mp4", "v.ts"])
def test_a_variable_recording_is_named_and_keeps_its_times(bench: Bench, name: str, v2a: Command) -> None:
    steps = [Fraction(1, 30)] * 60 + [Fraction(1, 60)] * 70 + [Fraction(1, 15)] * 30
    times = list(itertools.accumulate(steps, initial=Fraction(0)))
    path = recorded(bench, name, Fraction(90_000), [round(time * 90_000) for time in times], Fraction(1, 90_000))
    media = probe(path)
    assert (media.rate, media.picture.variable_rate) == (Fraction(60), True)
    got = finish(frames_at(media, [time + Fraction(1, 200) for time in times[:-1]]))
    assert all(abs(time - told) <= Fraction(1, 1000) for time, told in zip(got.times, times[:-1], strict=True))
    assert v2a("probe", path) == 0
    assert "variable" in v2a.out


def test_the_densest_second_lies_where_the_head_does_not_reach(bench: Bench) -> None:
    steps = [Fraction(1, 15), Fraction(1, 30)] * 550 + [Fraction(1, 60)] * 70 + [Fraction(1, 15)] * 60
    times = list(itertools.accumulate(steps, initial=Fraction(0)))
    for name in ("d.mkv", "d.ts", "d.mp4"):
        media = probe(recorded(bench, name, Fraction(90_000), [round(t * 90_000) for t in times], Fraction(1, 90_000)))
        assert (media.rate, media.picture.variable_rate) == (Fraction(60), True), name


@pytest.mark.parametrize(
    ("rate", "timeline"), [("12", "24"), ("15", "30"), ("25/2", "25"), ("10", "30"), ("15000/1001", "30000/1001")]
)
@pytest.mark.parametrize("name", ["w.mp4", "w.mkv"])
def test_webcams_and_animation_go_to_a_multiple(bench: Bench, name: str, rate: str, timeline: str) -> None:
    media = probe(bench.clip(name, 100, options=FAST, rate=Fraction(rate)))
    assert (media.rate, media.timeline_rate) == (Fraction(rate), Fraction(timeline))


@pytest.mark.parametrize(
    ("written", "rate"),
    [("2997/100", "30000/1001"), ("239/10", "24000/1001"), ("5994/100", "60000/1001"), ("499/20", "25")],
)
@pytest.mark.parametrize("name", ["r.mp4", "r.mov", "r.mkv", "r.avi"])
def test_rates_that_headers_round(bench: Bench, name: str, written: str, rate: str) -> None:
    media = probe(bench.clip(name, 300, Encoding("mpeg4"), rate=Fraction(written)))
    assert (media.rate, media.picture.variable_rate) == (Fraction(rate), False)


def test_a_timecode_track_counts_at_its_own_rate(bench: Bench, atom: Callable[[bytes, bytes], int]) -> None:
    """50 pictures a second, and timecode at 25, as broadcast cameras write it."""
    path = bench.clip("p50.mov", 60, options=FAST, rate=Fraction(50), timecode="10:00:00:24")
    data = bytearray(path.read_bytes())
    assert str(probe(path).timecode) == "10:00:00:24"
    _count_at(data, 25, 1)
    path.write_bytes(data)
    code = probe(path).timecode
    assert code == Timecode.parse("20:00:00:24", Fraction(25))  # the same count, read at 25


@pytest.mark.parametrize(
    ("picture", "scale", "duration", "counted"),
    [
        ("60000/1001", 30_000, 1001, "30000/1001"),
        ("24000/1001", 24, 1, "24000/1001"),
        ("24000/1001", 30_000, 1001, "30000/1001"),
        ("50", 2500, 100, "25"),
        ("60000/1001", 2997, 100, "30000/1001"),
        ("25", 25, 0, "25"),
    ],
)
def test_what_a_timecode_track_counts(bench: Bench, picture: str, scale: int, duration: int, counted: str) -> None:
    path = bench.clip("t.mov", 30, options=FAST, rate=Fraction(picture), timecode="00:00:10:00")
    data = bytearray(path.read_bytes())
    _count_at(data, scale, duration)
    path.write_bytes(data)
    code = probe(path).timecode
    assert code is None or code.rate == Fraction(counted)
    assert duration == 0 or code is not None


def _count_at(data: bytearray, scale: int, duration: int) -> None:
    entry = data.find(b"tmcd", data.find(b"stsd", data.find(b"stsd") + 4))
    data[entry + 20 : entry + 28] = scale.to_bytes(4) + duration.to_bytes(4)
    data[entry + 28] = -(-scale // max(1, duration))


def test_past_midnight_on_the_command_line(bench: Bench, v2a: Command, own_store: None) -> None:
    path = bench.clip("late.mov", 250, options=FAST, timecode="23:59:56:00")
    assert v2a("shots", path, "--shortest", "1") == 0
    assert "24:" not in v2a.out
    assert "00:00:06:00" in v2a.out
    short = ("--bundle", "tiny", "--steps", "1", "--frames", "1", "--takes", "1", "--json")
    words = ("--from", "00:00:01:00", "--duration", "1", "--out", bench.folder / "out")
    assert v2a("generate", path, *words, *short) == 0
    [recipe] = (bench.folder / "out").rglob("*.recipe.json")
    assert read_recipe(recipe).used.start == 5


@pytest.mark.parametrize("rate", ["30000/1001", "60000/1001", "24000/1001", "25", "12"])
def test_a_file_without_timecode_begins_at_the_first_hour(
    bench: Bench, v2a: Command, own_store: None, rate: str
) -> None:
    path = bench.clip("plain.mp4", 30, options=FAST, rate=Fraction(rate))
    for number, start in enumerate(["", "01:00:00:00", "01:00:00;00"]):
        if ";" in start and rate not in ("30000/1001", "60000/1001"):
            continue
        words = ("--start", start) if start else ()
        made = v2a.json("project", "new", path, "--whole", "--out", bench.folder / f"p{number}", *words)
        assert made["exit"] == 0
        assert f'"start":{{"frame":{Timecode.parse(start or "01:00:00:00", probe(path).timeline_rate).frame}' in (
            (bench.folder / f"p{number}.v2a" / "ops.jsonl").read_text(encoding="utf-8")
        )
