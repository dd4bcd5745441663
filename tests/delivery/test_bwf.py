"""Broadcast wave files, read again by readers that know nothing of ours: wavinfo, FFmpeg (PyAV and ffprobe), libsndfile
and SoX."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import numpy as np
import pytest
import soundfile
from wavinfo import WavInfoReader

from v2a_plugin.delivery.bwf import Broadcast, WaveFormat, WaveWriter
from v2a_plugin.delivery.cut import CutPackage
from v2a_plugin.delivery.ixml import Slate, ixml
from v2a_plugin.delivery.pcm import Stretch, dithered
from v2a_plugin.delivery.protocol import CutRequest, Delivery, Feature, StemDepth, StemLayout, StemSettings
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.stems import write_stems
from v2a_plugin.media.loudness import LoudnessMeter
from v2a_plugin.model.progress import Steps, finish
from v2a_plugin.model.sound import Loudness
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut

F = Fraction
COUNTS = [
    (F(24000, 1001), "01:00:00:00"), (F(24), "01:00:00:00"), (F(25), "10:00:00:00"),
    (F(30000, 1001), "01:00:00;00"), (F(30000, 1001), "01:00:00:00"), (F(30), "00:59:58:12"), (F(48), "01:00:00:00"),
    (F(50), "01:00:00:00"), (F(60000, 1001), "01:00:00;00"), (F(60000, 1001), "01:00:00:01"), (F(60), "01:00:00:00"),
]  # fmt: skip
"""Every rate, with drop-frame where it exists."""

SLATE = Slate("Film", "Shot 1", "take-1", "a note", "Steps", "FEET", "x.wav", F(25), False, 172_800_000, "{}")


@dataclass(frozen=True)
class Reading:
    """What every reader has to agree on."""

    frames: int
    rate: int
    channels: int
    bits: int


@dataclass(frozen=True)
class _Exporter:
    name: str = "test"
    title: str = "Test"
    features: frozenset[Feature] = frozenset(Feature)

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        raise AssertionError


def tool(name: str) -> str:
    """A program that `make test` installs; without it the test is left out, but not where changes are checked."""
    found = shutil.which(name)
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed")
    assert found, f"{name} is missing; `sh .ci/system-libraries tests` installs it"
    return found


def by_wavinfo(path: Path) -> Reading:
    info = WavInfoReader(str(path))
    return Reading(info.data.frame_count, info.fmt.sample_rate, info.fmt.channel_count, info.fmt.bits_per_sample)


def by_pyav(path: Path) -> Reading:
    with av.open(str(path)) as container:
        [stream] = container.streams.audio
        frames = sum(frame.samples for frame in container.decode(stream))
        assert stream.duration == frames
        bits = {"pcm_s24le": 24, "pcm_f32le": 32}[stream.codec_context.name]
        return Reading(frames, stream.codec_context.sample_rate, stream.codec_context.channels, bits)


def by_soundfile(path: Path) -> Reading:
    info = soundfile.info(str(path))
    return Reading(info.frames, info.samplerate, info.channels, {"PCM_24": 24, "FLOAT": 32}[info.subtype])


def by_sox(path: Path) -> Reading:
    def ask(option: str) -> int:
        done = subprocess.run([tool("sox"), "--i", option, str(path)], check=True, capture_output=True, text=True)
        assert "WARN" not in done.stderr, done.stderr
        return int(done.stdout)

    return Reading(ask("-s"), ask("-r"), ask("-c"), {24: 24, 25: 32, 32: 32}[ask("-b")])


def by_ffprobe(path: Path) -> Reading:
    [stream] = probed(path)["streams"]
    bits = {"pcm_s24le": 24, "pcm_f32le": 32}[stream["codec_name"]]
    return Reading(stream["duration_ts"], int(stream["sample_rate"]), stream["channels"], bits)


def probed(path: Path) -> Any:
    command = [tool("ffprobe"), "-v", "error", "-of", "json", "-show_streams", "-show_format", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return json.loads(done.stdout)


READERS = (by_wavinfo, by_pyav, by_soundfile, by_sox, by_ffprobe)


def deliver(folder: Path, rate: Fraction, start: str, settings: StemSettings) -> tuple[Stem, ...]:
    takes = MemoryTakes()
    request = CutRequest(small_cut(rate, start, takes), (film_of(rate, 240 / rate),), takes, settings)
    with CutPackage(_Exporter(), request, folder) as package:
        stems = finish(write_stems(request, package))
    package.delivery.verify()
    return stems


@pytest.mark.parametrize(("rate", "start"), COUNTS, ids=lambda value: str(value).replace("/", "over"))
@pytest.mark.parametrize("layout", StemLayout)
def test_five_readers_agree_on_every_field(
    tmp_path: Path, rate: Fraction, start: str, layout: StemLayout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    long = layout is not StemLayout.PER_CUE
    settings = StemSettings(
        layout,
        F(0) if long else F(1, 4),
        rate=96_000 if layout is StemLayout.MIX else 48_000,
        depth=StemDepth.FLOAT32 if layout is StemLayout.PER_TRACK else StemDepth.PCM24,
        channels=2 if long else 1,
        two_pop=long,
    )
    stems = deliver(tmp_path, rate, start, settings)
    zero = Timecode.parse(start, rate)
    assert len(stems) == {StemLayout.PER_CUE: 3, StemLayout.PER_TRACK: 2, StemLayout.MIX: 1}[layout]
    for stem in stems:
        path = tmp_path / stem.file
        bits = 24 if settings.depth is StemDepth.PCM24 else 32
        expected = Reading(stem.samples, settings.rate, settings.channels, bits)
        first = index_at(stem.span.start * rate, 1)
        assert stem.span.start == first / rate
        assert stem.samples == index_at(stem.span.end, stem.rate) - index_at(stem.span.start, stem.rate)
        assert stem.start == zero.moved(first)
        readers = READERS if stem is stems[0] else READERS[:3]
        assert [reader(path) for reader in readers] == [expected] * len(readers)

        reference = index_at(zero.seconds, stem.rate) + index_at(stem.span.start, stem.rate)
        assert abs(reference - stem.start.seconds * stem.rate) <= 1
        assert Timecode.at(F(reference, stem.rate), rate, zero.drop) == stem.start  # what a host makes of it
        wave = WavInfoReader(str(path))
        bext = wave.bext
        assert (bext.version, bext.time_reference, bext.umid) == (2, reference, bytes(64))
        assert (bext.originator_date, bext.originator_time) == ("2023-11-14", "22:13:20")
        assert bext.originator.startswith("v2a-plugin ")
        assert bext.coding_history.startswith(f"A=PCM,F={stem.rate},W={bits},M={'stereo' if long else 'mono'},T=")
        with av.open(str(path)) as container:
            assert int(container.metadata["time_reference"]) == reference
            assert container.metadata["encoded_by"] == bext.originator
            assert container.metadata["coding_history"] == bext.coding_history
        if stem is stems[0]:
            assert int(probed(path)["format"]["tags"]["time_reference"]) == reference

        facts = {element.tag: element.text or "" for element in ElementTree.fromstring(wave.ixml.source).iter()}
        assert facts["TIMECODE_RATE"] == f"{rate.numerator}/{rate.denominator}"
        assert facts["TIMECODE_FLAG"] == ("DF" if zero.drop else "NDF")
        high, low = (int(facts[f"TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_{half}"]) for half in ("HI", "LO"))
        assert high << 32 | low == reference
        assert facts["PROJECT"] == "Film"
        assert facts["TRACK_COUNT"] == str(settings.channels)
        assert len(list(wave.ixml.track_list)) == settings.channels
        if layout is StemLayout.PER_CUE:
            assert facts["SCENE"] == stem.name[:6]
            assert facts["TAKE"] == wave.bext.originator_ref
            recipe = next((tmp_path / "recipes").glob(f"{facts['TAKE']}.*")).read_text(encoding="utf-8")
            assert facts["USER"] == recipe
            assert f"recipes/{facts['TAKE']}.recipe.json" in bext.description
        else:
            assert all((tmp_path / name).is_file() for name in facts["USER"].split("\n"))


def write(path: Path, samples: np.ndarray, depth: StemDepth = StemDepth.PCM24, riff_limit: int = 0xFFFF_FFFF) -> None:
    form = WaveFormat(48_000, samples.shape[1], depth, len(samples))
    broadcast = Broadcast("d", "o", "r", "2026-01-01", "00:00:00", (5 << 32) + 7, "A=PCM\r\n")
    with WaveWriter(path, form, broadcast, ixml(SLATE, form), riff_limit) as wave:
        half = len(samples) // 2
        wave.write(samples[:half])
        wave.write(samples[half:])
        wave.describe(Loudness(-23.456, 4.5, -1.0, -18.25, None))


def test_24_bits_are_written_as_they_are(tmp_path: Path) -> None:
    values = np.array([[0, 1], [-1, 8_388_607], [-8_388_608, 256], [65_536, -65_537], [3, 4]], np.int32)
    write(tmp_path / "odd.wav", values)
    read, rate = soundfile.read(tmp_path / "odd.wav", dtype="int32")
    assert rate == 48_000
    assert np.array_equal(read >> 8, values)
    write(tmp_path / "mono.wav", values[:, :1])  # 15 bytes of data: padded to a whole word
    assert (tmp_path / "mono.wav").stat().st_size % 2 == 0
    assert np.array_equal(soundfile.read(tmp_path / "mono.wav", dtype="int32")[0] >> 8, values[:, 0])


def test_floats_keep_what_is_beyond_full_scale(tmp_path: Path) -> None:
    values = np.array([[1.5], [-3.25], [1e-30], [0.1]], np.float32)
    write(tmp_path / "float.wav", values, StemDepth.FLOAT32)
    assert np.array_equal(soundfile.read(tmp_path / "float.wav", dtype="float32", always_2d=True)[0], values)
    assert by_pyav(tmp_path / "float.wav") == by_sox(tmp_path / "float.wav") == Reading(4, 48_000, 1, 32)


def test_loudness_stands_in_the_header_and_the_time_reference_has_64_bits(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", np.zeros((10, 1), np.int32))
    bext = WavInfoReader(str(tmp_path / "a.wav")).bext
    assert bext.loudness_value == pytest.approx(-23.46)
    assert (bext.loudness_range, bext.max_true_peak, bext.max_momentary_loudness) == (4.5, -1.0, -18.25)
    assert bext.max_shortterm_loudness == pytest.approx(327.67)  # EBU Tech 3285: not measured
    assert bext.time_reference == (5 << 32) + 7


def test_names_of_any_script_stay_whole_in_ixml_and_become_ascii_in_bext(tmp_path: Path) -> None:
    name = 'Schritte „Küche“ & <Tür> "x" 🎬 \u202eabc\u202c مرحبا \x00\x07\ufffe'
    form = WaveFormat(48_000, 1, StemDepth.PCM24, 4)
    slate = Slate(name, name, "t", name, name, "FX", "x", F(25), False, 0, name)
    broadcast = Broadcast(name * 20, name, name, "2026-01-01", "00:00:00", 0, "")
    with WaveWriter(tmp_path / "n.wav", form, broadcast, ixml(slate, form)) as wave:
        wave.skip(4)
    info = WavInfoReader(str(tmp_path / "n.wav"))
    read = ElementTree.fromstring(info.ixml.source).findtext("PROJECT")
    assert read == name.replace("\x00", "").replace("\x07", "").replace("\ufffe", "")
    assert info.bext.description.startswith('Schritte ?Kuche? & <Tur> "x" ? ?abc?')
    assert info.bext.originator == info.bext.description[:32]
    assert soundfile.info(str(tmp_path / "n.wav")).frames == 4


@pytest.mark.parametrize("depth", StemDepth)
def test_a_long_file_becomes_rf64(tmp_path: Path, depth: StemDepth) -> None:
    kind = np.int32 if depth is StemDepth.PCM24 else np.float32
    values = np.arange(5001, dtype=kind)[:, None]
    write(tmp_path / "long.wav", values, depth, riff_limit=10_000)
    assert (tmp_path / "long.wav").read_bytes()[:4] == b"RF64"
    bits = 24 if depth is StemDepth.PCM24 else 32
    for reader in (by_wavinfo, by_pyav, by_soundfile, by_ffprobe):  # SoX 14.4 does not know RF64
        assert reader(tmp_path / "long.wav") == Reading(5001, 48_000, 1, bits)
    read = soundfile.read(tmp_path / "long.wav", dtype=kind, always_2d=True)[0]
    assert np.array_equal(read >> 8 if depth is StemDepth.PCM24 else read, values)
    assert WavInfoReader(str(tmp_path / "long.wav")).bext.time_reference == (5 << 32) + 7


def test_more_than_four_gigabytes(tmp_path: Path) -> None:
    """Ten hours of 24-bit mono, nearly all of it a hole in the file."""
    frames = 10 * 3600 * 48_000
    form = WaveFormat(48_000, 1, StemDepth.PCM24, frames)
    path = tmp_path / "ten hours.wav"
    with WaveWriter(path, form, Broadcast("d", "o", "r", "", "", 0, ""), ixml(SLATE, form)) as wave:
        wave.skip(frames - 3)
        wave.write(np.array([[1], [2], [3]], np.int32))
    assert path.stat().st_size > frames * 3
    assert path.stat().st_blocks * 512 < 1 << 20
    assert by_wavinfo(path) == by_soundfile(path) == by_ffprobe(path) == Reading(frames, 48_000, 1, 24)
    with soundfile.SoundFile(path) as file:
        file.seek(frames - 4)
        assert list(file.read(dtype="int32") >> 8) == [0, 1, 2, 3]


def test_the_announced_length_is_kept(tmp_path: Path) -> None:
    form = WaveFormat(48_000, 1, StemDepth.PCM24, 10)
    with (
        pytest.raises(ValueError, match="9 samples were written, and 10 announced"),
        WaveWriter(tmp_path / "a.wav", form, Broadcast("", "", "", "", "", 0, ""), "") as wave,
    ):
        wave.skip(9)


# Dither


def test_dither_is_triangular_and_leaves_silence_alone() -> None:
    """A level far below one step survives in the mean, the error is as loud whatever the level (that is its point)."""
    for level in (0.0, 0.3, 0.5, 0.9):
        block = np.full((1 << 16, 1), level / 2**23, np.float32)
        values = dithered(block, [Stretch(100, 60_000)], (1, 2))
        assert not values[:100].any()
        assert not values[60_000:].any()
        sounding = values[100:60_000]
        assert sounding.mean() == pytest.approx(level, abs=0.02)
        assert (sounding - level).var() == pytest.approx(1 / 6 + 1 / 12, rel=0.05)  # triangular plus rounding


def test_dither_is_the_same_for_a_seed_and_another_for_another() -> None:
    block = np.zeros((5000, 2), np.float32)
    one = dithered(block, [Stretch(0, 5000)], (1, 2))
    assert np.array_equal(one, dithered(block, [Stretch(0, 5000)], (1, 2)))
    assert not np.array_equal(one, dithered(block, [Stretch(0, 5000)], (1, 3)))
    assert abs(np.corrcoef(one[:, 0], one[:, 1])[0, 1]) < 0.05


def test_what_does_not_fit_is_cut_off_and_never_wraps() -> None:
    block = np.array([[1.0], [2.0], [-1.0], [-2.0], [0.9999999]], np.float32)
    values = dithered(block, [Stretch(0, 5)], (0, 0))[:, 0]
    assert values[1] == 2**23 - 1
    assert values[3] == -(2**23)
    assert values[0] >= 2**23 - 2
    assert values[2] <= -(2**23) + 1


# Loudness


def tone(seconds: float, decibels: float, hertz: float = 997.0, rate: int = 48_000) -> np.ndarray:
    wave = 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return wave.astype(np.float32)[:, None]


def measured(*parts: np.ndarray | int, rate: int = 48_000, channels: int = 1) -> Loudness:
    meter = LoudnessMeter(rate, channels)
    for part in parts:
        if isinstance(part, int):
            meter.skip(part)
        else:
            for start in range(0, len(part), 7777):
                meter.feed(part[start : start + 7777])
    return meter.result()


@pytest.mark.parametrize("rate", [48_000, 96_000])
def test_the_reference_tone_of_ebu_tech_3341(rate: int) -> None:
    """Case 1: a stereo sine of 1 kHz at -23 dBFS is -23 LUFS; one channel alone is 3 LU less."""
    stereo = np.repeat(tone(20, -23, 1000, rate), 2, axis=1)
    found = measured(stereo, rate=rate, channels=2)
    assert found.integrated == pytest.approx(-23, abs=0.1)
    assert found.momentary == pytest.approx(-23, abs=0.1)
    assert found.short_term == pytest.approx(-23, abs=0.1)
    assert found.true_peak == pytest.approx(-23, abs=0.1)
    assert measured(tone(20, -23, 1000, rate), rate=rate).integrated == pytest.approx(-26, abs=0.1)


def test_skipped_silence_measures_like_fed_silence() -> None:
    loud, soft = tone(4, -20), tone(5, -33)
    gap = 48_000 * 17 + 1234
    skipped = measured(gap, loud, gap, soft, gap)
    fed = measured(
        *(np.zeros((gap, 1), np.float32) if isinstance(part, int) else part for part in (gap, loud, gap, soft, gap))
    )
    for name in ("integrated", "range", "true_peak", "momentary", "short_term"):
        assert getattr(skipped, name) == pytest.approx(getattr(fed, name), abs=0.1), name


def test_true_peak_lies_between_the_samples() -> None:
    """Case 15 of EBU Tech 3341: a quarter of the sample rate, 45 degrees off, peaks 3 dB above its samples."""
    wave = 0.5 * np.sin(np.pi / 2 * np.arange(48_000) + np.pi / 4)
    wave *= np.hanning(48_000)
    found = measured(wave.astype(np.float32)[:, None])
    assert 20 * np.log10(np.abs(wave).max()) == pytest.approx(-9.03, abs=0.01)
    assert found.true_peak == pytest.approx(-6.0, abs=0.3)


def test_what_is_too_short_or_silent_has_no_loudness() -> None:
    assert measured(48_000) == Loudness()
    short = measured(tone(0.3, -20))
    assert (short.integrated, short.momentary, short.short_term, short.range) == (None, None, None, None)
    assert short.true_peak == pytest.approx(-20, abs=0.1)
    assert measured(tone(2, -20)).short_term is None
    assert measured(tone(2, -20)).integrated is not None


def test_the_same_request_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    settings = StemSettings(StemLayout.PER_TRACK, two_pop=True)
    contents = []
    for name in ("one", "two"):
        stems = deliver(tmp_path / name, F(25), "10:00:00:00", settings)
        contents.append([(tmp_path / name / stem.file).read_bytes() for stem in stems])
    assert contents[0] == contents[1]
