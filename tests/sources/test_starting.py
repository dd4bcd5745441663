"""Rendering from a sound: its copy at 0, nothing of it at 1, and what is kept stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, DDIMScheduler
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import SpeechT5HifiGan

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import SamplerName, Settings, Spacing
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.audioldm import AudioLDM, load_audioldm
from v2a_plugin.sources.generators.mel_analysis import log_mel
from v2a_plugin.sources.generators.sampler import Held, denoise
from v2a_plugin.sources.generators.schedulers import make_sampler
from v2a_plugin.sources.protocol import StartsFromSound, StartSound
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder

WIDTH, RATE, SAMPLES = 32, 16_000, 16_000 * 2
KNOBS = Settings(steps=3, guidance=2.0, scheduler=SamplerName.DDIM)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_audioldm_folder(tmp_path_factory.mktemp("start ü") / "tiny", width=WIDTH)


@pytest.fixture(scope="module")
def generator(folder: Path) -> AudioLDM:
    return load_audioldm(PartSource("audioldm", folder, space_in="s", options=(("window", "2.56"),)), Runtime())


def asked(seed: int) -> Conditioning:
    random = np.random.default_rng(seed)
    return Conditioning(unit(random.standard_normal(WIDTH)), unit(random.standard_normal(WIDTH)), "s")


def sound(seed: int = 0, samples: int = SAMPLES) -> Sound:
    return Sound.mono(np.random.default_rng(seed).uniform(-0.3, 0.3, samples).astype(np.float32), RATE)


def varied(
    generator: AudioLDM, strength: float, how: Settings = KNOBS, start: Sound | None = None, seed: int = 5
) -> np.ndarray:
    [one] = finish(generator.render_from([asked(1)], [seed], [StartSound(start or sound(), strength)], how))
    samples: np.ndarray = one.samples[0]
    return samples


def test_at_strength_0_it_is_the_copy_of_the_autoencoder(generator: AudioLDM, folder: Path) -> None:
    assert isinstance(generator, StartsFromSound)
    vae = AutoencoderKL.from_pretrained(folder / "vae")
    vocoder = SpeechT5HifiGan.from_pretrained(folder / "vocoder")
    wave = torch.from_numpy(sound().samples[0])
    mel = log_mel(wave, RATE, 160, 64)
    with torch.inference_mode():
        copy = vae.decode(vae.encode(mel[None, None]).latent_dist.mode()).sample[0, 0]
        expected = vocoder(copy).numpy()[:SAMPLES]
    assert len(mel) == SAMPLES // 160
    assert expected.std() > 0.01
    np.testing.assert_allclose(varied(generator, 0.0), expected, atol=1e-3)


def test_the_mel_is_that_of_audioldm() -> None:
    """A tone at full scale: its band is the loudest, and silence lies on the floor."""
    tone = torch.sin(2 * torch.pi * 1000 * torch.arange(SAMPLES) / RATE)
    mel = log_mel(tone, RATE, 160, 64)
    centre = 15 * 1000 / 1000  # Slaney's scale is linear up to 1 kHz: 3 mel every 200 Hz
    top = 15 + np.log(8) / (np.log(6.4) / 27)  # of 8 kHz
    assert abs(int(mel.mean(0).argmax()) - (centre / top * 65 - 1)) <= 1
    assert torch.all(log_mel(torch.zeros(SAMPLES), RATE, 160, 64) == torch.tensor(1e-5).log())


@pytest.mark.parametrize("scheduler", SamplerName)
def test_at_strength_1_nothing_of_it_is_left(generator: AudioLDM, scheduler: SamplerName) -> None:
    how = replace(KNOBS, scheduler=scheduler)
    [plain] = finish(generator.render([asked(1)], [5], SAMPLES, how))
    np.testing.assert_allclose(varied(generator, 1.0, how), plain.samples[0], atol=1e-3)


@pytest.mark.parametrize("scheduler", SamplerName)
@settings(max_examples=15)
@given(strength=st.floats(1e-6, 1), steps=st.integers(1, 1000))
def test_a_walk_begins_at_its_strength_and_leads_back(scheduler: SamplerName, strength: float, steps: int) -> None:
    """A denoiser that knows the noise leads back to the sound, from wherever the walk begins."""
    schedule = DDIMScheduler(beta_start=0.0015, beta_end=0.0195, beta_schedule="scaled_linear", clip_sample=False)
    sampler = make_sampler(scheduler, schedule, steps, strength=strength)
    clean = torch.tensor([[[[0.4, -1.1]]]])
    held = Held(clean, torch.tensor([[[[0.7, 0.2]]]]), torch.zeros(1, 1, 1, 1))
    assert abs((int(sampler.timesteps[0]) + 1) - 1000 * strength) <= 1
    assert abs(len(sampler.timesteps) - steps * strength) <= 1
    assert len(sampler.kept) == len(sampler.timesteps) + 1
    latents = held.noised(sampler.kept[0])
    for timestep, kept in zip(sampler.timesteps[:8], sampler.kept, strict=False):
        torch.testing.assert_close(latents, held.noised(kept), atol=2e-3, rtol=0)
        latents = sampler.step((latents - kept**0.5 * clean) / (1 - kept) ** 0.5, timestep, latents)


def test_two_sounds_do_not_touch_each_other_and_a_long_one_takes_windows(generator: AudioLDM) -> None:
    long = [sound(seed, RATE * 7 // 2) for seed in (0, 1)]
    starts = [StartSound(one, 0.4) for one in long]
    both = finish(generator.render_from([asked(1), asked(2)], [5, 6], starts, KNOBS))
    [alone] = finish(generator.render_from([asked(2)], [6], starts[1:], KNOBS))
    assert len(both[0]) == RATE * 7 // 2
    np.testing.assert_allclose(both[1].samples[0], alone.samples[0], atol=5e-3)


def test_what_is_kept_stays_and_the_rest_is_new(generator: AudioLDM) -> None:
    noise, clean = torch.randn(2, 1, 4, 50, 16, generator=torch.Generator().manual_seed(3)).unbind()
    mask = torch.zeros(1, 1, 50, 1)
    mask[:, :, 10:30] = 1
    sampler, vectors = make_sampler(SamplerName.DPMPP, generator.parts.scheduler, 3), torch.ones(1, WIDTH)
    steps = denoise(
        generator.place, sampler, noise, vectors, vectors, 1.0, generator.parts.grid.plan(50), Held(clean, noise, mask)
    )
    latents = finish(steps)
    assert torch.equal(latents[:, :, 10:30], clean[:, :, 10:30])
    assert float((latents - clean)[:, :, 30:].abs().mean()) > 0.1
    whole, none = StartSound(sound(), 1.0, kept=((0, SAMPLES),)), StartSound(sound(), 1.0, kept=((3, 700),))
    [copy], [new] = (finish(generator.render_from([asked(1)], [5], [start], KNOBS)) for start in (whole, none))
    np.testing.assert_allclose(copy.samples[0], varied(generator, 0.0), atol=1e-3)
    np.testing.assert_allclose(new.samples[0], varied(generator, 1.0), atol=1e-3)  # less than a latent frame is none


def test_a_bundle_that_walks_leading_begins_in_the_middle_too(generator: AudioLDM) -> None:
    leading = replace(KNOBS, spacing=Spacing.LEADING)
    assert np.array_equal(varied(generator, 0.5, leading), varied(generator, 0.5))
