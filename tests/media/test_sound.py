"""Sound comes out in step with the picture, exact to the sample, silent where there is none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at

if TYPE_CHECKING:
    from tests.media.conftest import Bench

FAST = (("preset", "ultrafast"),)


def clicks(seconds: float, rate: int, at: list[float]) -> Sound:
    """Silence with short bursts that start at some times."""
    samples = np.zeros(round(seconds * rate), np.float32)
    burst = (0.9 * np.hanning(64)).astype(np.float32)
    for time in at:
        start = round(time * rate)
        samples[start : start + 64] += burst
    return Sound.mono(samples, rate)


def heard(sound: Sound) -> list[float]:
    """Times at which bursts peak, in seconds, the burst's own half length taken off."""
    loud = np.abs(sound.samples[0]) > 0.4
    edges = np.flatnonzero(np.diff(loud.astype(int)) == 1)
    return [float(np.argmax(np.abs(sound.samples[0][edge : edge + 200])) + edge) / sound.rate for edge in edges]


@pytest.mark.parametrize(
    ("name", "codec", "sound_codec", "options"),
    [
        ("a.mov", "libx264", "pcm_s16le", FAST),
        ("a.mp4", "libx264", "aac", FAST),
        ("a.mkv", "libx264", "flac", FAST),
        ("a.webm", "libvpx-vp9", "libopus", (("deadline", "realtime"), ("cpu-used", "8"))),
        ("a.avi", "mpeg4", "pcm_s16le", ()),
        ("a.mxf", "mpeg2video", "pcm_s24le", ()),
        ("a.mpg", "mpeg2video", "mp2", ()),
        ("a.mkv", "ffv1", "libmp3lame", ()),
    ],
)
def test_bursts_are_heard_when_they_were_written(
    bench: Bench, name: str, codec: str, sound_codec: str, options: tuple[tuple[str, str], ...]
) -> None:
    at = [0.5, 1.25, 2.5]
    pixel_format = "yuv422p" if name.endswith("mxf") else "yuv420p"
    path = bench.clip(
        name,
        75,
        codec=codec,
        options=options,
        sound_codec=sound_codec,
        sound=clicks(3, 48000, at),
        pixel_format=pixel_format,
    )
    media = probe(path)
    whole = finish(sound_of(media, media.span, 48000))
    assert len(whole) == media.span.samples(48000)
    tolerance = 0.0015 if sound_codec in ("pcm_s16le", "pcm_s24le", "flac") else 0.004
    assert heard(whole) == pytest.approx([time + 32 / 48000 for time in at], abs=tolerance)
    middle = finish(sound_of(media, Span(Fraction(1), Fraction(2)), 16000))
    assert len(middle) == 16000
    assert heard(middle) == pytest.approx([0.25 + 32 / 48000], abs=tolerance)


def test_lossless_sound_is_the_same_samples(bench: Bench) -> None:
    noise = (np.random.default_rng(5).normal(0, 0.2, 96000)).astype(np.float32)
    written = Sound.mono((np.rint(noise * 32767) / 32768).astype(np.float32), 48000)
    media = probe(bench.clip("n.mov", 50, options=FAST, sound_codec="pcm_s16le", sound=written))
    got = finish(sound_of(media, Span(Fraction(1, 3), Fraction(5, 3)), 48000))
    assert np.abs(got.samples[0] - written.samples[0][16000:80000]).max() <= 1 / 32768


@pytest.fixture(scope="module")
def long(shared_bench: Bench) -> tuple[MediaFile, Sound]:
    """A clip with lossless noise at 44.1 kHz."""
    written = Sound.mono(np.random.default_rng(7).normal(0, 0.1, 44100 * 8).astype(np.float32), 44100)
    return probe(shared_bench.clip("l.mkv", 200, options=FAST, sound_codec="flac", sound=written)), written


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.fractions(-1, 7, max_denominator=1001),
    first=st.fractions(Fraction(1, 100), 2, max_denominator=1001),
    second=st.fractions(Fraction(1, 100), 1, max_denominator=1001),
    rate=st.sampled_from([44100, 48000, 16000]),
)
def test_adjoining_spans_join(
    long: tuple[MediaFile, Sound], start: Fraction, first: Fraction, second: Fraction, rate: int
) -> None:
    media, _ = long
    middle, end = start + first, start + first + second
    left = finish(sound_of(media, Span(start, middle), rate)).samples[0]
    right = finish(sound_of(media, Span(middle, end), rate)).samples[0]
    whole = finish(sound_of(media, Span(start, end), rate)).samples[0]
    assert len(left) == index_at(middle, rate) - index_at(start, rate)
    assert len(left) + len(right) == len(whole)
    assert np.abs(np.concatenate([left, right]) - whole).max(initial=0) < 2e-3


def test_native_rate_is_untouched(long: tuple[MediaFile, Sound]) -> None:
    media, written = long
    got = finish(sound_of(media, Span(Fraction(3), Fraction(4)), 44100))
    assert np.abs(got.samples[0] - written.samples[0][3 * 44100 : 4 * 44100]).max() < 1e-4


def test_silence_without_a_sound_stream(bench: Bench) -> None:
    media = probe(bench.clip("mute.mp4", 25, options=FAST))
    assert media.sounds == ()
    sound = finish(sound_of(media, media.span, 48000))
    assert len(sound) == 48000
    assert not sound.samples[0].any()


def test_silence_outside_the_sound(bench: Bench) -> None:
    media = probe(bench.clip("short.mov", 50, options=FAST, sound_codec="pcm_s16le", sound=bench.tone(1)))
    around = finish(sound_of(media, Span(Fraction(-1), Fraction(3)), 48000)).samples[0]
    assert len(around) == 4 * 48000
    assert not around[:48000].any()
    assert np.abs(around[48000:96000]).max() > 0.4
    assert not around[96000:].any()


def layered(path: Path, bench: Bench, picture_from: Fraction, sound_from: Fraction, channels: int = 1) -> Path:
    """A clip whose picture and sound start at different times; a burst sounds half a second into the sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
        voice = container.add_stream("pcm_s16le" if path.suffix != ".ts" else "mp2", rate=48000, layout=layout)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(50):
            frame = av.VideoFrame.from_ndarray(bench.frame(number), format="rgb24")
            frame.pts, frame.time_base = round((picture_from + Fraction(number, 25)) * 90000), Fraction(1, 90000)
            container.mux(stream.encode(frame))
        burst = clicks(2, 48000, [0.5]).samples[0]
        data = np.stack([burst * (1 if channel == 0 else 0.5) for channel in range(channels)])
        for start in range(0, data.shape[1], 1024):
            block = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(data[:, start : start + 1024]), format="fltp", layout=layout
            )
            block.sample_rate, block.time_base = 48000, Fraction(1, 48000)
            block.pts = start + round(sound_from * 48000)
            container.mux(voice.encode(block))
        container.mux(voice.encode(None))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("suffix", ["mov", "mkv", "ts"])
@pytest.mark.parametrize(("picture", "sound"), [(0, 1), (1, 0), (Fraction(8, 5), 1), (10, Fraction(51, 5))])
def test_offsets_of_the_streams_are_kept(bench: Bench, suffix: str, picture: Fraction, sound: Fraction) -> None:
    media = probe(layered(bench.folder / f"o.{suffix}", bench, Fraction(picture), Fraction(sound)))
    got = finish(sound_of(media, Span(Fraction(-2), Fraction(3)), 48000))
    expected = 2 + float(sound - picture) + 0.5 + 32 / 48000
    assert heard(got) == pytest.approx([expected], abs=0.012 if suffix == "ts" else 0.0015)


def test_channels(bench: Bench) -> None:
    media = probe(layered(bench.folder / "c.mov", bench, Fraction(0), Fraction(0), channels=6))
    assert media.sounds[0].channels == 6

    sound = finish(sound_of(media, media.span, 48000))
    assert np.abs(sound.samples).max(axis=1) == pytest.approx([0.9, *[0.45] * 5], abs=0.01)
    assert np.abs(sound.folded()).max() == pytest.approx((0.9 + 4 * 0.45) / 5, abs=0.01), "the LFE is left out"
    with pytest.raises(BadInput, match=r"c\.mov holds no sample"):
        finish(sound_of(media, Span(Fraction(0), Fraction(1, 10**6))))
    with pytest.raises(BadInput, match=r"c\.mov has no sound stream 1"):
        finish(sound_of(media, media.span, 48000, stream=1))


def test_progress_reaches_the_end_and_can_be_cancelled(long: tuple[MediaFile, Sound]) -> None:
    media, _ = long
    shares = [step.fraction for step in sound_of(media, Span(Fraction(0), Fraction(4)), 48000)]
    assert len(shares) > 10
    assert all(share is not None for share in shares)
    steps = sound_of(media, media.span, 48000)
    next(steps)
    steps.close()
