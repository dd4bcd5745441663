"""Vocoders in chunks, and joins that nobody hears."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig
from transformers.audio_utils import mel_filter_bank

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.sources.generators import griffin_lim, vocoder
from v2a_plugin.sources.generators.audioldm import AudioLDM, load_audioldm
from v2a_plugin.sources.generators.griffin_lim import GriffinLim
from v2a_plugin.sources.generators.mel_analysis import mel_filters
from v2a_plugin.sources.generators.vocoder import HifiGan
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder
from v2a_plugin.zoo.bundle import open_folder

RATE = 16_000
MINI = Path(__file__).parents[2] / "resources/v2a_resources/bundles/mini"


def log_mel(wave: np.ndarray) -> np.ndarray:
    """AudioLDM's log-mel, computed here on its own: (frame, band)."""
    filters = mel_filter_bank(513, 64, 0.0, 8000.0, RATE, norm="slaney", mel_scale="slaney")
    padded = np.pad(wave.astype(np.float64), 432)
    frames = np.lib.stride_tricks.sliding_window_view(padded, 1024)[::160]
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(1025)[:-1], axis=1))
    mel: np.ndarray = np.log(np.maximum(spectrum @ filters, 1e-5))
    return mel


@pytest.mark.parametrize(("rate", "bands"), [(RATE, 64), (48_000, 80)])
def test_the_bands_are_those_of_transformers(rate: int, bands: int) -> None:
    theirs = mel_filter_bank(513, bands, 0.0, rate / 2, rate, norm="slaney", mel_scale="slaney")
    np.testing.assert_array_equal(mel_filters(rate, bands).numpy(), theirs.astype(np.float32))


def steps_and_tones(seconds: float) -> np.ndarray:
    """Knocks, a gliding tone and a hiss."""
    random = np.random.default_rng(3)
    time = np.arange(round(seconds * RATE)) / RATE
    wave = 0.2 * np.sin(2 * np.pi * (300 + 100 * time) * time) + 0.02 * random.standard_normal(len(time))
    for knock in np.arange(0.3, seconds, 0.7):
        since = time - knock
        wave += np.where(since >= 0, np.exp(-30 * np.maximum(since, 0)) * np.sin(2 * np.pi * 180 * since), 0)
    return wave.astype(np.float32)


@pytest.mark.parametrize(
    "sizes", [([5, 4, 2, 2, 2], [16, 16, 8, 4, 4], [3, 7, 11]), ([4, 4], [8, 8], [3]), ([8, 8, 2], [16, 16, 4], [5])]
)
def test_hifigan_in_chunks_equals_the_whole(
    sizes: tuple[list[int], list[int], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    up, kernels, blocks = sizes
    torch.manual_seed(1)
    model = SpeechT5HifiGan(
        SpeechT5HifiGanConfig(
            model_in_dim=16,
            upsample_initial_channel=32,
            upsample_rates=up,
            upsample_kernel_sizes=kernels,
            resblock_kernel_sizes=blocks,
            resblock_dilation_sizes=[[1, 3, 5]] * len(blocks),
            normalize_before=True,
        )
    ).eval()
    with torch.no_grad():
        for module in (model.conv_pre, *model.upsampler, model.conv_post):
            torch.nn.init.kaiming_normal_(module.weight)
        model.mean.fill_(-4.0)
        model.scale.fill_(2.0)
        mel = torch.randn(2, 150, 16) * 2 - 4
        whole = model(mel)[:, : 150 * int(np.prod(up))].numpy()
    monkeypatch.setattr(vocoder, "_CHUNK", 40)
    chunked = finish(HifiGan(model).render(mel, [0, 1]))
    assert whole.std() > 0.01
    np.testing.assert_allclose(chunked, whole, atol=2e-6)


def test_griffin_lim_gives_back_the_mel() -> None:
    mel = log_mel(steps_and_tones(3.0))
    stretched = torch.from_numpy((mel + 5) / 4).float()[None]
    sound = finish(GriffinLim(mean=-5.0, scale=4.0).render(stretched, [0]))[0]
    again = log_mel(sound)
    loud = mel > mel.max() - 7
    assert sound.shape == (len(mel) * 160,)
    assert np.abs(again - mel)[loud].mean() < 0.35
    assert abs((again - mel)[loud].mean()) < 0.1


def test_griffin_lim_keeps_onsets_in_place() -> None:
    wave = np.zeros(RATE, dtype=np.float32)
    wave[8_000:8_400] = np.random.default_rng(0).standard_normal(400) * 0.3
    sound = finish(GriffinLim().render(torch.from_numpy(log_mel(wave)).float()[None], [0]))[0]
    power = sound.astype(np.float64) ** 2
    assert abs((power * np.arange(len(power))).sum() / power.sum() - 8_200) < 120


def test_griffin_lim_depends_on_its_seed_only() -> None:
    mel = torch.from_numpy(log_mel(steps_and_tones(1.0))).float()
    one, two = (finish(GriffinLim().render(mel[None], [seed]))[0] for seed in (1, 2))
    both = finish(GriffinLim().render(torch.stack([mel, mel]), [1, 2]))
    np.testing.assert_allclose(both, np.stack([one, two]), atol=1e-4)
    assert np.abs(one - two).max() > 0.01
    assert np.array_equal(one, finish(GriffinLim().render(mel[None], [1]))[0])


def test_griffin_lim_in_blocks_equals_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    mel = torch.from_numpy(log_mel(steps_and_tones(3.0))).float()[None]
    whole = finish(GriffinLim().render(mel, [0]))
    monkeypatch.setattr(griffin_lim, "_BLOCK", 37)
    np.testing.assert_allclose(finish(GriffinLim().render(mel, [0])), whole, atol=1e-3)


def test_griffin_lim_holds_a_tone() -> None:
    wave = (0.3 * np.sin(2 * np.pi * 500 * np.arange(2 * RATE) / RATE)).astype(np.float32)
    sound = finish(GriffinLim().render(torch.from_numpy(log_mel(wave)).float()[None], [0]))[0]
    level = np.sqrt((sound.reshape(-1, 1600).astype(np.float64) ** 2).mean(axis=1))[1:-1]
    assert level.min() > 0.85 * np.median(level)


def jumps(wave: np.ndarray, at: list[int], rate: int) -> tuple[np.ndarray, np.ndarray]:
    """Level jump (dB) and spectral jump (mean dB a band) between the 50 ms before and after each place."""
    size = rate // 20
    levels, spectra = [], []
    for place in at:
        before, after = wave[place - size : place], wave[place : place + size]
        levels.append(abs(10 * np.log10((np.mean(after**2) + 1e-9) / (np.mean(before**2) + 1e-9))))
        bands = [
            np.log10(np.array_split(np.abs(np.fft.rfft(part * np.hanning(size))) ** 2, 32)[band].mean() + 1e-9)
            for part in (before, after)
            for band in range(32)
        ]
        spectra.append(10 * np.abs(np.subtract(bands[:32], bands[32:])).mean())
    return np.array(levels), np.array(spectra)


def assert_no_seam(generator: AudioLDM, seconds: int, width: int, space: str, how: Settings, takes: int) -> None:
    """Jumps at the joins lie within the jumps elsewhere: no larger in the median, none beyond the largest."""
    random = np.random.default_rng(11)
    asked = [Conditioning(unit(random.standard_normal(width)), unit(random.standard_normal(width)), space)] * takes
    grid = generator.parts.grid
    samples = seconds * grid.sample_rate
    frames = grid.latent_frames(samples)
    shared = pairwise(grid.plan(frames).windows)  # a seam would show in the middle of what neighbours share
    joins = [(one.stop + other.start) // 2 * grid.latent_hop for one, other in shared]
    assert len(joins) >= 4
    away = [
        place
        for place in range(4_000, samples - 4_000, 1_600)
        if min(abs(place - join) for join in joins) > grid.sample_rate // 4
    ]
    at_joins, elsewhere = [], []
    for sound in finish(generator.render(asked, range(takes), samples, how)):
        wave = sound.samples[0].astype(np.float64)
        at_joins.append(jumps(wave, joins, grid.sample_rate))
        elsewhere.append(jumps(wave, away, grid.sample_rate))
    for kind in range(2):  # level, spectrum
        here = np.concatenate([each[kind] for each in at_joins])
        there = np.concatenate([each[kind] for each in elsewhere])
        assert np.median(here) <= np.percentile(there, 75)
        assert here.max() <= there.max()


def test_no_seam_where_windows_meet(tmp_path: Path) -> None:
    folder = tiny_audioldm_folder(tmp_path / "tiny")
    generator = load_audioldm(PartSource("audioldm", folder, space_in="tiny", options=(("window", "2.56"),)), Runtime())
    assert_no_seam(generator, 12, 32, "tiny", Settings(steps=4, guidance=2.0), takes=2)


@pytest.mark.skipif(not (MINI / "generator").is_dir(), reason="the mini bundle is not in place")
@pytest.mark.parametrize(("steps", "takes"), [(4, 1), pytest.param(8, 2, marks=pytest.mark.soak)])
def test_no_seam_with_trained_weights(steps: int, takes: int) -> None:
    source = open_folder(MINI).generator
    generator = load_audioldm(source, Runtime())
    how = Settings(steps=steps, guidance=3.0)
    assert_no_seam(generator, 21, generator.parts.width, source.space_in, how, takes)


@pytest.mark.soak
def test_ten_minutes_in_bounded_memory(tmp_path: Path) -> None:
    import psutil

    folder = tiny_audioldm_folder(tmp_path / "tiny")
    generator = load_audioldm(PartSource("audioldm", folder, space_in="tiny"), Runtime())
    asked = [Conditioning(unit(np.ones(32, np.float32)), unit(np.ones(32, np.float32)), "tiny")]
    before, most = psutil.Process().memory_info().rss, 0
    running = generator.render(asked, [0], 600 * RATE, Settings(steps=2, guidance=1.0))
    try:
        while True:
            next(running)
            most = max(most, psutil.Process().memory_info().rss)
    except StopIteration as stop:
        sounds = stop.value
    assert len(sounds[0]) == 600 * RATE
    assert most - before < 700 * 2**20
