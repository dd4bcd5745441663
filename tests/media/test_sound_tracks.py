"""Sound of several tracks, channels and rates: the marked track, no cancelled sides, no silence where the rate changes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import av
import numpy as np
import pytest
from av.audio.codeccontext import AudioCodecContext
from av.stream import Disposition

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span
from v2a_plugin.testing.command import Command

if TYPE_CHECKING:
    from tests.media.conftest import Bench

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1", 16: "hexadecagonal"}


def sine(seconds: float, hertz: float, rate: int = 48_000, level: float = 0.5) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def tracks(
    bench: Bench,
    name: str,
    sounds: Sequence[np.ndarray],
    default: int | None = None,
    codec: Literal["pcm_s16le", "aac"] = "pcm_s16le",
) -> Path:
    """A silent picture of two seconds with tracks of sound, each (channel, sample) at 48 kHz."""
    path = bench.folder / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        voices = [container.add_stream(codec, rate=48_000, layout=LAYOUTS[len(sound)]) for sound in sounds]
        for number, voice in enumerate(voices):
            if default is not None:
                voice.disposition = Disposition.default if number == default else Disposition(0)
        for number in range(50):
            frame = av.VideoFrame.from_ndarray(bench.frame(number), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        for voice, sound in zip(voices, sounds, strict=True):
            for start in range(0, sound.shape[1], 1024):
                block = np.ascontiguousarray(sound[:, start : start + 1024])
                flat = np.ascontiguousarray(block.T).reshape(1, -1)
                audio = av.AudioFrame.from_ndarray(flat, format="flt", layout=LAYOUTS[len(sound)])
                audio.sample_rate, audio.pts, audio.time_base = 48_000, start, Fraction(1, 48_000)
                container.mux(voice.encode(audio))
            container.mux(voice.encode(None))
    return path


def loudness(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def pitch(samples: np.ndarray, rate: int = 48_000) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax() * rate / len(samples))


@pytest.mark.parametrize(("default", "hertz"), [(None, 440), (0, 440), (1, 1000), (2, 2000)])
def test_the_marked_track_is_heard(bench: Bench, v2a: Command, default: int | None, hertz: float) -> None:
    sounds = [sine(2, pitch)[None] for pitch in (440, 1000, 2000)]
    path = tracks(bench, "t.mkv", sounds, default)
    media = probe(path)
    assert pitch(finish(sound_of(media, media.span)).folded()) == pytest.approx(hertz, abs=2)
    assert pitch(finish(sound_of(media, media.span, stream=1)).folded()) == pytest.approx(1000, abs=2)
    assert v2a("probe", path) == 0
    assert [" (used)" in line for line in v2a.out.splitlines() if "sound" in line].index(True) == (default or 0)


@pytest.mark.parametrize("sides", [(1, -1), (1, -1, 0, 0, 0, 0), (0, 0, 1, 1, 0, -1)])
def test_inverted_sides_do_not_cancel(bench: Bench, sides: tuple[int, ...]) -> None:
    tone = sine(2, 440)
    media = probe(tracks(bench, "a.mkv", [np.stack([side * tone for side in sides])]))
    heard = finish(sound_of(media, media.span)).folded()
    assert loudness(heard[4800:-4800]) == pytest.approx(loudness(tone), rel=0.6)
    assert pitch(heard) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("channels", [2, 6, 8])
def test_channels_are_kept_apart_and_spans_join(bench: Bench, channels: int) -> None:
    written = np.stack([sine(2, 300 + 100 * channel) for channel in range(channels)])
    media = probe(tracks(bench, "h.mkv", [written]))
    heard = finish(sound_of(media, media.span)).samples
    assert np.abs(heard - written).max() < 1e-4
    parts = [finish(sound_of(media, Span(Fraction(n, 7), Fraction(n + 1, 7)))).samples for n in range(14)]
    assert np.abs(np.concatenate(parts, axis=1) - heard).max() < 1e-6


def test_more_channels_than_eight_are_added_up(bench: Bench) -> None:
    written = np.zeros((16, 96_000), np.float32)
    written[11] = sine(2, 440)
    media = probe(tracks(bench, "m.mkv", [written]))
    heard = finish(sound_of(media, media.span))
    assert np.abs(heard.samples[3] - written[11]).max() < 1e-4
    assert loudness(heard.folded()) > 0.5 * loudness(written[11])


@pytest.mark.parametrize("channels", range(1, 9))
@pytest.mark.parametrize("codec", ["pcm_s24le", "flac"])
def test_a_clip_is_written_with_all_channels(bench: Bench, channels: int, codec: str) -> None:
    written = Sound(np.stack([sine(1, 300 + 100 * channel) for channel in range(channels)]), 48_000)
    frames = (bench.frame(number) for number in range(25))
    media = probe(finish(write_clip(bench.folder / "w.mkv", frames, Encoding(sound_codec=codec), written)))
    heard = finish(sound_of(media, media.span))
    assert np.abs(heard.samples - written.samples).max() < 1e-4


@pytest.mark.parametrize("channels", [6, 8])
def test_a_codec_whose_channels_lie_apart_is_read(bench: Bench, channels: int) -> None:
    written = np.stack([sine(2, 60 if channel == 3 else 300 + 100 * channel) for channel in range(channels)])
    media = probe(tracks(bench, "a.mkv", [written], codec="aac"))
    heard = finish(sound_of(media, media.span)).samples
    assert [round(pitch(each), -1) for each in heard] == [round(pitch(each), -1) for each in written]


@pytest.mark.parametrize("gain", [1.0, 0.5, 0.0, -0.3])
def test_ordinary_stereo_is_the_mean(bench: Bench, gain: float) -> None:
    one = sine(2, 440)
    media = probe(tracks(bench, "o.mkv", [np.stack([one, gain * one])]))
    assert np.abs(finish(sound_of(media, media.span)).folded() - one * (1 + gain) / 2).max() < 1e-3


@pytest.mark.parametrize("rates", [(48_000, 44_100), (44_100, 48_000), (48_000, 32_000, 48_000)])
@pytest.mark.parametrize("channels", [(1, 1, 1), (2, 2, 2), (2, 1, 2)])
@pytest.mark.parametrize("name", ["c.ts", "c.mkv"])
def test_sound_goes_on_where_its_rate_changes(
    bench: Bench, name: str, rates: tuple[int, ...], channels: tuple[int, ...]
) -> None:
    """As of a recording that is put together from parts: each second has its own rate, and a tone goes through."""
    path = bench.folder / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        voice = container.add_stream("mp2", rate=rates[0], layout=LAYOUTS[channels[0]])
        packets = []
        for number in range(25 * len(rates)):
            frame = av.VideoFrame.from_ndarray(bench.frame(number), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        for number, (rate, count) in enumerate(zip(rates, channels, strict=False)):
            context = AudioCodecContext.create("mp2", "w")
            assert isinstance(context, AudioCodecContext)
            context.sample_rate, context.layout, context.format = rate, LAYOUTS[count], "s16"
            context.time_base = Fraction(1, rate)
            tone = np.stack([sine(1, 440, rate)] * count)
            flat = np.ascontiguousarray(np.rint(tone.T * 32767).astype(np.int16).reshape(1, -1))
            frames: list[av.AudioFrame | None] = []
            for start in range(0, rate - 1151, 1152):
                audio = av.AudioFrame.from_ndarray(
                    flat[:, start * count : (start + 1152) * count], format="s16", layout=LAYOUTS[count]
                )
                audio.sample_rate, audio.pts, audio.time_base = rate, start, Fraction(1, rate)
                frames.append(audio)
            for each in (*frames, None):
                for packet in context.encode(each):
                    assert packet.pts is not None
                    packet.pts = packet.dts = round((number + packet.pts * packet.time_base) * 90_000)
                    packet.time_base = Fraction(1, 90_000)
                    packets.append(packet)
        for packet in packets:
            packet.stream = voice
            container.mux(packet)
    media = probe(path)
    heard = finish(sound_of(media, Span(Fraction(0), Fraction(len(rates))))).folded()
    for second in range(len(rates)):
        middle = heard[48_000 * second + 8000 : 48_000 * second + 40_000]
        assert loudness(middle) == pytest.approx(0.5 / 2**0.5, rel=0.05), second
        assert pitch(middle) == pytest.approx(440, abs=2), second
    later = finish(sound_of(media, Span(Fraction(5, 4), Fraction(7, 4)))).folded()
    assert np.abs(later - heard[60_000:84_000]).max() < 0.01
