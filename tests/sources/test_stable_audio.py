"""Stable Audio: the walk of diffusers' own pipeline, with seeds, words, windows and a place to stop."""

from __future__ import annotations

import resource
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.errors import BadInput, BundleError, NotFinite
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import SamplerName, Settings
from v2a_plugin.sources.generators.stable_audio import load_stable_audio
from v2a_plugin.sources.generators.windows import Plan
from v2a_plugin.testing.tiny_stable_audio import stable_audio_folder

RATE = 44_100
KNOBS = Settings(steps=4, guidance=3.0, scheduler=SamplerName.DPMPP)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stable_audio_folder(tmp_path_factory.mktemp("stable"))


@pytest.fixture(scope="module")
def generator(folder: Path) -> Any:
    return load_stable_audio(PartSource("stable_audio", folder, space_in="sounds"), Runtime())


def asked(words: str, unwanted: str = "") -> Conditioning:
    vector = unit(np.ones(8))
    return Conditioning(vector, vector, "sounds", words=words, unwanted=unwanted)


@pytest.mark.parametrize(("unwanted", "guidance"), [("", 3.0), ("music", 7.0), ("", 1.0)])
def test_it_equals_the_pipeline_of_diffusers(folder: Path, generator: Any, unwanted: str, guidance: float) -> None:
    from diffusers import StableAudioPipeline

    parts = generator.parts
    pipeline = StableAudioPipeline(
        parts.vae, parts.text_encoder, parts.projection, parts.tokenizer, parts.transformer, parts.walk(4)
    )
    pipeline.set_progress_bar_config(disable=True)
    noise = torch.randn((2, 4, 640), generator=torch.Generator().manual_seed(7))
    words = ["a dog", "rain"]
    theirs = pipeline(
        words, audio_end_in_s=0.5, num_inference_steps=4, guidance_scale=guidance, negative_prompt=[unwanted] * 2 if unwanted else None, latents=noise,
        output_type="pt",
    ).audios.numpy()  # fmt: skip
    ours = finish(
        generator.render(
            [asked(each, unwanted) for each in words], [1, 2], RATE // 2, replace(KNOBS, guidance=guidance), noise
        )
    )
    scale = max(1.0, float(np.abs(theirs).max()))
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.channels == 2
        np.testing.assert_allclose(mine.samples, other, rtol=0, atol=1e-4 * scale)


def test_words_and_unwanted_words_change_the_sound(generator: Any) -> None:
    sounds = [
        finish(generator.render([each], [3], 4000, KNOBS))[0].samples
        for each in (asked("a dog"), asked("rain"), asked("rain", "a dog"))
    ]
    assert np.abs(sounds[0] - sounds[1]).max() > 1e-3
    assert np.abs(sounds[1] - sounds[2]).max() > 1e-3


def test_long_sounds_are_made_of_windows_that_know_their_second(generator: Any) -> None:
    window = 640 * 64
    [long] = finish(generator.render([asked("rain")], [3], 2 * window, KNOBS))
    assert len(long) == 2 * window
    total = 0
    steps = generator.render([asked("rain")], [3], 2 * window, KNOBS)
    for progress in steps:
        total = progress.total if progress.stage == "sampling" else total
    assert total == 4 * 3


def test_decoding_in_pieces_is_decoding_at_once(generator: Any) -> None:
    samples = 640 * 64
    [sound] = finish(generator.render([asked("rain")], [3], samples, KNOBS))
    latents = finish(
        generator._denoised([asked("rain")], generator._noise([3], 640), samples, KNOBS, Plan(640, 640, 0))
    )
    with torch.inference_mode():
        whole = generator.parts.vae.decode(latents).sample[0].numpy()
    np.testing.assert_allclose(sound.samples, whole, rtol=0, atol=1e-4 * max(1.0, float(np.abs(whole).max())))


def test_another_scheduler_is_refused(generator: Any) -> None:
    with pytest.raises(BadInput, match="one scheduler"):
        finish(generator.render([asked("rain")], [1], 100, replace(KNOBS, scheduler=SamplerName.DDIM)))


def test_numbers_that_are_none_are_named(generator: Any) -> None:
    noise = torch.full((1, 4, 640), float("nan"))
    with pytest.raises(NotFinite, match="transformer, at denoising step 1 of 4"):
        finish(generator.render([asked("rain")], [1], 100, KNOBS, noise))


@pytest.mark.parametrize(
    "gone", ["transformer/config.json", "tokenizer/tokenizer.json", "scheduler/scheduler_config.json"]
)
def test_a_missing_part_is_named(folder: Path, gone: str) -> None:
    path = folder / gone
    aside = path.rename(path.with_suffix(".aside"))
    try:
        with pytest.raises(BundleError, match=Path(gone).name):
            load_stable_audio(PartSource("stable_audio", folder, space_in="sounds"), Runtime())
    finally:
        aside.rename(path)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_full_size_renders(tmp_path: Path) -> None:
    folder = stable_audio_folder(tmp_path, full=True)
    began = time.monotonic()
    generator = load_stable_audio(PartSource("stable_audio", folder, space_in="sounds"), Runtime())
    loaded, took = time.monotonic(), []
    steps = generator.render([asked("rain on a tin roof")], [1], 5 * RATE, replace(KNOBS, steps=2))
    try:
        while True:
            at = time.monotonic()
            progress = next(steps)
            took.append((progress.stage, time.monotonic() - at))
    except StopIteration as end:
        [sound] = end.value
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"loaded in {loaded - began:.0f} s, {memory:.1f} GB at most, seconds a pass: {took}")
    assert sound.samples.shape == (2, 5 * RATE)
    assert np.isfinite(sound.samples).all()
