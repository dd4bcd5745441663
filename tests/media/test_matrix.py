"""Every codec in its containers: what the probe says, and that each time gives its own frame."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from v2a_plugin.media.encode import Encoding
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, walk
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish

if TYPE_CHECKING:
    from tests.media.conftest import Bench

COUNT = 40
FAST = (("preset", "ultrafast"), ("bf", "2"))
X265 = (("preset", "ultrafast"), ("x265-params", "log-level=none:bframes=2"))
VP9 = (("deadline", "realtime"), ("cpu-used", "8"), ("crf", "20"), ("b", "0"))
AV1 = (("preset", "12"), ("crf", "20"))
DNX = (("profile", "dnxhr_sq"),)
DNX10 = (("profile", "dnxhr_hqx"),)
SMALL, DNXHR_SIZE, ODD = (96, 64), (256, 128), (97, 65)

CASES = [
    # file, encoder, pixel format, options, sound codec, size, FFmpeg's name, bits
    ("h264.mp4", "libx264", "yuv420p", FAST, "aac", SMALL, "h264", 8),
    ("h264.mov", "libx264", "yuv420p", FAST, "pcm_s16le", SMALL, "h264", 8),
    ("h264.mkv", "libx264", "yuv422p10le", FAST, "flac", SMALL, "h264", 10),
    ("h264.avi", "libx264", "yuv420p", FAST, "pcm_s16le", SMALL, "h264", 8),
    ("h264.ts", "libx264", "yuv420p", FAST, "aac", SMALL, "h264", 8),
    ("h264-odd.mkv", "libx264", "yuv444p", FAST, "flac", ODD, "h264", 8),
    ("hevc.mp4", "libx265", "yuv420p10le", X265, "aac", SMALL, "hevc", 10),
    ("hevc.mkv", "libx265", "yuv420p", X265, "flac", SMALL, "hevc", 8),
    ("prores.mov", "prores_ks", "yuv422p10le", (), "pcm_s24le", SMALL, "prores", 10),
    ("prores-odd.mov", "prores_ks", "yuv444p10le", (), "pcm_s24le", ODD, "prores", 12),
    ("prores.mkv", "prores_ks", "yuv422p10le", (), "flac", SMALL, "prores", 10),
    ("dnxhr.mov", "dnxhd", "yuv422p", DNX, "pcm_s16le", DNXHR_SIZE, "dnxhd", 8),
    ("dnxhr.mxf", "dnxhd", "yuv422p", DNX, "pcm_s16le", DNXHR_SIZE, "dnxhd", 8),
    ("dnxhr10.mxf", "dnxhd", "yuv422p10le", DNX10, "pcm_s16le", DNXHR_SIZE, "dnxhd", 10),
    ("mpeg2.mpg", "mpeg2video", "yuv420p", (("bf", "2"),), "mp2", SMALL, "mpeg2video", 8),
    ("mpeg2.mxf", "mpeg2video", "yuv422p", (("bf", "2"),), "pcm_s16le", SMALL, "mpeg2video", 8),
    ("mpeg2.ts", "mpeg2video", "yuv420p", (("bf", "2"),), "mp2", SMALL, "mpeg2video", 8),
    ("mpeg4.avi", "mpeg4", "yuv420p", (), "pcm_s16le", SMALL, "mpeg4", 8),
    ("mpeg4-b.avi", "mpeg4", "yuv420p", (("bf", "2"),), "pcm_s16le", SMALL, "mpeg4", 8),
    ("mpeg4.mp4", "mpeg4", "yuv420p", (("bf", "2"),), "aac", SMALL, "mpeg4", 8),
    ("vp9.webm", "libvpx-vp9", "yuv420p", VP9, "libopus", SMALL, "vp9", 8),
    ("vp9-odd.webm", "libvpx-vp9", "yuv420p", VP9, "libopus", ODD, "vp9", 8),
    ("vp9.mkv", "libvpx-vp9", "yuv420p", VP9, "flac", SMALL, "vp9", 8),
    ("av1.webm", "libsvtav1", "yuv420p", AV1, "libopus", SMALL, "av1", 8),
    ("av1.mp4", "libsvtav1", "yuv420p10le", AV1, "aac", SMALL, "av1", 10),
    ("mjpeg.avi", "mjpeg", "yuvj420p", (), "pcm_s16le", ODD, "mjpeg", 8),
    ("mjpeg.mov", "mjpeg", "yuvj422p", (), "pcm_s16le", SMALL, "mjpeg", 8),
    ("ffv1.mkv", "ffv1", "yuv420p", (), "flac", ODD, "ffv1", 8),
    ("ffv1.avi", "ffv1", "yuv422p10le", (), "pcm_s16le", SMALL, "ffv1", 10),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
@pytest.mark.parametrize("rate", [Fraction(25), Fraction(24000, 1001)], ids=["25", "23.976"])
def test_each_time_gives_its_frame(bench: Bench, case: tuple[Any, ...], rate: Fraction) -> None:
    name, encoder, pixel_format, options, sound_codec, size, codec, bits = case
    encoding = Encoding(encoder, pixel_format, rate, 12, sound_codec, options)
    media = probe(bench.clip(name, COUNT, encoding, bench.tone(COUNT / rate + Fraction(1, 2)), size))

    picture = media.picture
    assert (picture.codec, picture.bit_depth, (picture.width, picture.height)) == (codec, bits, size)
    assert (picture.rate, picture.variable_rate, picture.interlaced, picture.rotation) == (rate, False, False, 0)
    assert abs(media.duration - COUNT / rate) <= max(2 * picture.time_base, Fraction(1, 10_000))
    assert len(media.sounds) == 1
    assert media.sounds[0].sample_rate == 48000
    assert media.sounds[0].channels == 1
    assert media.warnings == ()

    numbers = [0, 1, 2, 11, 12, 13, 20, 25, 37, COUNT - 1]
    wanted = [Fraction(2 * number + 1, 2) / rate for number in numbers]
    seen = finish(frames_at(media, wanted))
    got = [(time, bench.number(p)) for time, p in zip(seen.times, seen.pixels, strict=True)]
    assert [number for _, number in got] == numbers
    assert all(abs(time - number / rate) <= max(picture.time_base, Fraction(1, 5000)) for time, number in got)

    walked = [bench.number(p) for b in walk(media, fit=Fit.exactly(64, 32), batch=16) for p in b.pixels]
    assert walked == list(range(COUNT))
