"""What the probe says of streams, rates, rotation, offsets and timecode."""

from __future__ import annotations

import hashlib
import io
import itertools
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from PIL import Image

from v2a_plugin.media.encode import Encoding
from v2a_plugin.media.frames import frames_at, walk
from v2a_plugin.media.probe import digest, fingerprint, probe
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Timecode

if TYPE_CHECKING:
    from tests.media.conftest import Bench

FAST = (("preset", "ultrafast"), ("bf", "2"))


def mux(path: Path, times: list[Fraction], frames: list[np.ndarray], tick: int = 90000) -> Path:
    """A silent clip whose frames are shown at the times that are given."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, tick)
        for time, pixels in zip(times, frames, strict=True):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = round(time * tick), Fraction(1, tick)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "ts"])
@pytest.mark.parametrize(
    "rate", ["24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "12", "120000/1001"]
)
def test_rates_are_exact(bench: Bench, suffix: str, rate: str) -> None:
    media = probe(bench.clip(f"a.{suffix}", 50, options=FAST, rate=Fraction(rate)))
    assert media.rate == Fraction(rate)
    assert not media.picture.variable_rate
    assert media.picture.frames == 50


def test_one_frame(bench: Bench) -> None:
    media = probe(bench.clip("one.mp4", 1, options=FAST))
    assert (media.rate, media.duration, media.picture.frames) == (Fraction(25), Fraction(1, 25), 1)
    assert [bench.number(p) for p in finish(frames_at(media, [Fraction(0)])).pixels] == [0]


def test_long_clip_is_measured_from_stretches(bench: Bench) -> None:
    for suffix in ("mp4", "mkv", "ts", "avi", "mpg"):
        how = Encoding(options=(("preset", "ultrafast"),))
        if suffix == "mpg":  # as many slices on any machine: FFmpeg stamps some packets of unsliced ones a frame late
            how = Encoding("mpeg2video", options=(("threads", "2"),))
        media = probe(bench.clip(f"long.{suffix}", 2300, how, gop=50, rate=Fraction(30000, 1001)))
        assert media.rate == Fraction(30000, 1001)
        assert not media.picture.variable_rate
        assert abs(media.duration - 2300 / media.rate) <= Fraction(1, 1000), suffix
        last = finish(frames_at(media, [media.duration - Fraction(1, 100)]))
        assert bench.number(last.pixels[0]) == 2299 % 256


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "mov"])
def test_variable_rate(bench: Bench, suffix: str) -> None:
    steps = [Fraction(1, 25), Fraction(1, 50), Fraction(1, 10), Fraction(1, 25), Fraction(3, 25)] * 6
    times = list(itertools.accumulate(steps, initial=Fraction(0)))[: len(steps)]
    media = probe(mux(bench.folder / f"v.{suffix}", times, [bench.frame(n) for n in range(len(times))]))
    assert media.picture.variable_rate
    assert media.picture.frames == len(times)
    for number, (time, step) in enumerate(zip(times, steps, strict=True)):
        if number < len(times) - 1:
            late = finish(frames_at(media, [time + step * Fraction(9, 10)]))
            assert bench.number(late.pixels[0]) == number
            assert abs(late.times[0] - time) <= media.picture.time_base


def test_frames_lost_in_the_middle(bench: Bench) -> None:
    """A frame that stays for a second, far from the head: the rate is the nominal one, and no frame is shifted."""
    steps = [Fraction(1, 25)] * 1200 + [Fraction(1)] + [Fraction(1, 25)] * 1200
    times = list(itertools.accumulate(steps, initial=Fraction(0)))[: len(steps)]
    media = probe(mux(bench.folder / "m.mp4", times, [bench.frame(n % 256) for n in range(len(times))]))
    assert (media.rate, media.picture.variable_rate) == (Fraction(25), False)
    assert bench.number(finish(frames_at(media, [Fraction(48) + Fraction(99, 100)])).pixels[0]) == 1200 % 256
    assert bench.number(finish(frames_at(media, [Fraction(49)])).pixels[0]) == 1201 % 256


def test_uneven_where_no_index_tells(bench: Bench) -> None:
    """A transport stream has no index: frames chosen around a hidden gap are the right ones all the same."""
    steps = [Fraction(1, 25)] * 1100 + [Fraction(1)] + [Fraction(1, 25)] * 1300
    times = list(itertools.accumulate(steps, initial=Fraction(0)))[: len(steps)]
    media = probe(mux(bench.folder / "m.ts", times, [bench.frame(n % 256) for n in range(len(times))]))
    for time, number in [
        (Fraction(43), 1075),
        (44 + Fraction(9, 10), 1100),
        (45 + Fraction(1, 50), 1101),
        (Fraction(60), 1476),
    ]:
        assert bench.number(finish(frames_at(media, [time])).pixels[0]) == number % 256


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_time_zero_is_the_first_picture(bench: Bench, suffix: str) -> None:
    times = [Fraction(5, 2) + Fraction(n, 25) for n in range(20)]
    media = probe(mux(bench.folder / f"o.{suffix}", times, [bench.frame(n) for n in range(20)]))
    if suffix == "mkv":
        assert media.picture.start == Fraction(5, 2)
    batch = finish(frames_at(media, [Fraction(0), Fraction(1, 2)]))
    assert [bench.number(p) for p in batch.pixels] == [0, 12]
    assert batch.times[0] == 0
    assert abs(media.duration - Fraction(20, 25)) <= Fraction(1, 1000)


QUARTERS = np.zeros((64, 96, 3), np.uint8)
QUARTERS[:32, :48], QUARTERS[:32, 48:], QUARTERS[32:, :48] = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv"])
def test_rotation_stands_upright(bench: Bench, rotation: int, suffix: str) -> None:
    upright = QUARTERS if rotation in (0, 180) else np.ascontiguousarray(QUARTERS.transpose(1, 0, 2))
    stored = np.ascontiguousarray(np.rot90(upright, rotation // 90))
    path = bench.folder / f"r.{suffix}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "5", "preset": "ultrafast"})
        stream.height, stream.width = stored.shape[:2]
        stream.pix_fmt = "yuv444p"
        if rotation:
            stream.set_display_rotation(-rotation)
        for index in range(5):
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    media = probe(path)
    picture = media.picture
    assert picture.rotation == rotation
    assert (picture.height, picture.width) == upright.shape[:2]
    shown = finish(frames_at(media, [Fraction(1, 25)])).pixels[0]
    assert shown.shape == upright.shape
    assert np.abs(shown.astype(int) - upright).mean() < 12


def test_rotation_from_a_patched_track_header(bench: Bench, atom: Callable[[bytes, bytes], int]) -> None:
    """The matrix a phone writes: 90° clockwise in `tkhd` (ISO/IEC 14496-12, 8.3.2)."""
    path = bench.clip("phone.mp4", 10, options=FAST)
    data = bytearray(path.read_bytes())
    matrix = atom(bytes(data), b"tkhd") + 4 + 40
    data[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 64 << 16, 0, 1 << 30)
    path.write_bytes(data)
    media = probe(path)
    assert (media.picture.rotation, media.picture.width, media.picture.height) == (90, 64, 96)
    pixels = finish(frames_at(media, [Fraction(5, 25)])).pixels[0]
    assert bench.number(np.rot90(pixels)) == 5


@pytest.mark.parametrize(
    ("suffix", "rate", "label"),
    [
        ("mov", "25", "10:20:30:24"),
        ("mp4", "24000/1001", "01:00:00:00"),
        ("mov", "30000/1001", "00:59:58;02"),
        ("mov", "60000/1001", "01:00:00;04"),
        ("mxf", "25", "10:00:00:00"),
        ("mkv", "25", "09:08:07:06"),
    ],
)
def test_timecode_of_the_first_frame(bench: Bench, suffix: str, rate: str, label: str) -> None:
    codec = {"mxf": "mpeg2video"}.get(suffix, "libx264")
    media = probe(
        bench.clip(
            f"t.{suffix}",
            10,
            codec=codec,
            options=FAST if codec == "libx264" else (),
            rate=Fraction(rate),
            timecode=label,
        )
    )
    assert media.timecode == Timecode.parse(label, Fraction(rate))
    assert str(media.timecode) == label


def test_timecode_that_cannot_be_is_left_out(bench: Bench) -> None:
    media = probe(bench.clip("t.mkv", 10, options=FAST, timecode="01:00:00;00"))
    assert media.timecode is None
    assert any("timecode" in warning for warning in media.warnings)


def test_interlaced(bench: Bench) -> None:
    path = bench.folder / "i.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=25, options={"x264-params": "tff=1:interlaced=1", "preset": "ultrafast"}
        )
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(bench.frame(number), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    media = probe(path)
    assert media.picture.interlaced
    assert media.rate == 25
    assert [bench.number(p) for b in walk(media) for p in b.pixels] == list(range(10))


def test_alpha_is_flattened_on_white(bench: Bench) -> None:
    path = bench.folder / "alpha.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("prores_ks", rate=25, options={"profile": "4444"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuva444p10le"
        pixels = np.zeros((64, 96, 4), np.uint8)
        pixels[:, 48:] = (255, 0, 0, 255)
        frame = av.VideoFrame.from_ndarray(pixels, format="rgba")
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    media = probe(path)
    assert media.picture.alpha
    shown = finish(frames_at(media, [Fraction(0)])).pixels[0].astype(int)
    assert np.abs(shown[8:-8, 8:40] - 255).max() < 12
    assert np.abs(shown[8:-8, 56:-8] - (255, 0, 0)).max() < 25


def test_anamorphic_pixels_become_square(bench: Bench) -> None:
    media = probe(bench.clip("wide.mp4", 5, options=FAST, pixel_aspect=Fraction(3, 2)))
    assert (media.picture.width, media.picture.height, media.picture.pixel_aspect) == (96, 64, Fraction(3, 2))
    assert finish(frames_at(media, [Fraction(0)])).pixels.shape == (1, 64, 144, 3)


def test_several_picture_streams_and_cover_art(bench: Bench) -> None:
    path = bench.folder / "two.mkv"
    with av.open(str(path), "w") as container:
        small = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        small.width, small.height, small.pix_fmt = 48, 32, "yuv420p"
        large = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        large.width, large.height, large.pix_fmt = 96, 64, "yuv420p"
        poster = io.BytesIO()
        Image.new("RGB", (320, 320)).save(poster, "JPEG")
        container.add_attachment("cover.jpg", "image/jpeg", poster.getvalue())
        for number in range(10):
            for stream, width, height, value in ((small, 48, 32, 255), (large, 96, 64, number)):
                frame = av.VideoFrame.from_ndarray(bench.frame(value, width, height), format="rgb24")
                frame.pts = number
                container.mux(stream.encode(frame))
        for stream in (small, large):
            container.mux(stream.encode(None))
    media = probe(path)
    assert len(media.pictures) == 3
    assert [picture.cover_art for picture in media.pictures] == [False, False, True]
    assert (media.picture.width, media.picture.height) == (96, 64)
    assert [bench.number(p) for b in walk(media) for p in b.pixels] == list(range(10))


def test_sound_with_a_cover_is_not_a_picture(bench: Bench) -> None:
    path = bench.folder / "song.mp3"
    with av.open(str(path), "w") as container:
        voice = container.add_stream("libmp3lame", rate=44100, layout="stereo")
        cover = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        container.mux(cover.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        container.mux(cover.encode(None))
        block = av.AudioFrame.from_ndarray(np.zeros((2, 44100), np.float32), format="fltp", layout="stereo")
        block.sample_rate = 44100
        container.mux(voice.encode(block))
        container.mux(voice.encode(None))
    with pytest.raises(MediaError, match=r"song\.mp3 holds sound and no picture, only cover art"):
        probe(path)


def test_streams_beside_the_picture(bench: Bench) -> None:
    path = bench.folder / "s.mov"
    with av.open(str(path), "w") as container:
        container.metadata["timecode"] = "10:00:00:00"
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        surround = container.add_stream("pcm_s24le", rate=48000, layout="5.1")
        stereo = container.add_stream("pcm_s16le", rate=44100, layout="stereo")
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(bench.frame(number), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        for voice, channels, layout in ((surround, 6, "5.1"), (stereo, 2, "stereo")):
            block = av.AudioFrame.from_ndarray(np.zeros((channels, 9600), np.float32), format="fltp", layout=layout)
            block.sample_rate = voice.rate
            container.mux(voice.encode(block))
            container.mux(voice.encode(None))
        container.mux(stream.encode(None))
    media = probe(path)
    assert [(s.codec, s.sample_rate, s.channels, s.layout) for s in media.sounds] == [
        ("pcm_s24le", 48000, 6, "5.1"),
        ("pcm_s16le", 44100, 2, "stereo"),
    ]
    assert [other.kind for other in media.others] == ["data"]
    assert media.timecode is not None


def test_fingerprint_and_digest(bench: Bench) -> None:
    path = bench.folder / "x.bin"
    content = bytearray(np.random.default_rng(1).integers(0, 256, 700_000, np.uint8).tobytes())
    path.write_bytes(content)
    before = fingerprint(path)
    assert before.startswith("700000-")
    assert finish(digest(path)) == hashlib.sha256(content).hexdigest()
    for place in (10, 350_000, 699_990):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        assert fingerprint(path) != before
    path.write_bytes(content)
    assert fingerprint(path) == before


def test_paths_with_spaces_colons_and_accents(bench: Bench) -> None:
    path = bench.clip("é tage: 100% #1 片.mp4", 5, Encoding(options=FAST))
    assert probe(path).path == path
