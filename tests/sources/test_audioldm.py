"""AudioLDM: equal to diffusers' pipeline, independent takes, any length, errors in one sentence."""

from __future__ import annotations

import dataclasses
import gc
import inspect
import json
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.errors import BadInput, BundleError, OutOfMemory, SpaceMismatch
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import Precision, SamplerName, Settings, Spacing
from v2a_plugin.sources.generators.audioldm import AudioLDM, load_audioldm
from v2a_plugin.sources.generators.library_parts import read_model
from v2a_plugin.sources.generators.memory import Workplace
from v2a_plugin.sources.generators.sampler import denoise
from v2a_plugin.sources.generators.schedulers import make_sampler
from v2a_plugin.sources.generators.unet import Unet
from v2a_plugin.sources.protocol import SoundGenerator
from v2a_plugin.testing.tiny_audioldm import full_audioldm_folder, tiny_audioldm_folder

SPACE = "tiny-clap"
WIDTH = 32
SECOND = 16_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_audioldm_folder(tmp_path_factory.mktemp("generator Ünïcode") / "tiny audioldm", width=WIDTH)


@pytest.fixture(scope="module")
def generator(folder: Path) -> AudioLDM:
    return load(folder, window="2.56")


def load(folder: Path, precision: Precision = Precision.FP32, **options: str) -> AudioLDM:
    return load_audioldm(
        PartSource("audioldm", folder, space_in=SPACE, options=tuple(options.items())), Runtime(precision=precision)
    )


def asked(seed: int, width: int = WIDTH, space: str = SPACE) -> Conditioning:
    random = np.random.default_rng(seed)
    return Conditioning(unit(random.standard_normal(width)), unit(random.standard_normal(width)), space)


def settings(steps: int = 3, guidance: float = 2.5, scheduler: SamplerName = SamplerName.DDIM) -> Settings:
    return Settings(steps=steps, guidance=guidance, scheduler=scheduler)


def waves(generator: AudioLDM, takes: int, samples: int, how: Settings, seeds: list[int] | None = None) -> np.ndarray:
    seeds = list(range(takes)) if seeds is None else seeds
    sounds = finish(generator.render([asked(seed) for seed in seeds], seeds, samples, how))
    return np.stack([sound.samples[0] for sound in sounds])


def theirs(
    generator: AudioLDM, folder: Path, noise: torch.Tensor, seconds: float, how: Settings, width: int
) -> np.ndarray:
    """The same rendering by diffusers' own pipeline, from the same folder."""
    from diffusers import AudioLDMPipeline, AutoencoderKL, DDIMScheduler, UNet2DConditionModel
    from transformers import ClapTextConfig, ClapTextModelWithProjection, SpeechT5HifiGan

    words = ClapTextConfig(
        hidden_size=32, intermediate_size=32, num_attention_heads=2, num_hidden_layers=1, vocab_size=99
    )
    pipeline = AudioLDMPipeline(
        vae=AutoencoderKL.from_pretrained(folder / "vae"),
        text_encoder=ClapTextModelWithProjection(words),
        tokenizer=None,
        unet=UNet2DConditionModel.from_pretrained(folder / "unet"),
        scheduler=DDIMScheduler.from_pretrained(folder / "scheduler"),
        vocoder=SpeechT5HifiGan.from_pretrained(folder / "vocoder"),
    )
    pipeline.set_progress_bar_config(disable=True)
    each = [asked(seed, width) for seed in range(len(noise))]
    sound: np.ndarray = pipeline(
        audio_length_in_s=seconds,
        num_inference_steps=how.steps,
        guidance_scale=how.guidance,
        latents=noise,
        prompt_embeds=torch.from_numpy(np.stack([one.positive for one in each])),
        negative_prompt_embeds=torch.from_numpy(np.stack([one.negative for one in each])),
    ).audios
    return sound


def test_keeps_the_protocol(generator: AudioLDM) -> None:
    assert isinstance(generator, SoundGenerator)
    assert generator.clap_space == SPACE
    assert generator.sample_rate == SECOND


@pytest.mark.parametrize("guidance", [2.5, 1.0])
@pytest.mark.parametrize(("frames", "seconds"), [(64, 2.56), (50, 2.0), (53, 2.12)])
def test_equals_the_pipeline_of_diffusers(
    generator: AudioLDM, folder: Path, guidance: float, frames: int, seconds: float
) -> None:
    noise = torch.randn(3, 4, frames, 16, generator=torch.Generator().manual_seed(5))
    how = dataclasses.replace(settings(steps=6, guidance=guidance), spacing=Spacing.LEADING)
    ours = finish(
        generator.render([asked(seed) for seed in range(3)], [0, 1, 2], round(seconds * SECOND), how, noise=noise)
    )
    expected = theirs(generator, folder, noise, seconds, how, WIDTH)
    assert expected.std() > 0.01
    np.testing.assert_allclose(np.stack([sound.samples[0] for sound in ours]), expected, atol=1e-4)


@pytest.mark.parametrize("frames", [64, 53])
def test_the_networks_are_those_of_diffusers_to_the_bit(generator: AudioLDM, folder: Path, frames: int) -> None:
    parts = generator.parts
    assert isinstance(parts.unet, Unet)
    latents = torch.randn(2, 4, frames, 16, generator=torch.Generator().manual_seed(5))
    known = {"class_labels": torch.from_numpy(np.stack([asked(seed).positive for seed in (0, 1)]))}
    calls: tuple[tuple[str, Callable[[Any], torch.Tensor]], ...] = (
        (
            "unet",
            lambda model: model(latents, torch.tensor(501), encoder_hidden_states=None, return_dict=False, **known)[0],
        ),
        ("vae", lambda model: model.decode(latents, return_dict=False)[0]),
        ("vae", lambda model: model.encode(latents[:, :1]).latent_dist.mode()),
    )
    for part, call in calls:
        other, _ = read_model(part, folder / part, torch.float32)
        with torch.inference_mode():
            assert torch.equal(call(getattr(parts, part)), call(other.eval()))


def test_a_network_of_another_form_is_left_to_diffusers(folder: Path) -> None:
    described = json.loads((folder / "unet" / "config.json").read_text())
    assert Unet.covers(described)
    assert not Unet.covers(described | {"dual_cross_attention": True})


@pytest.mark.soak
def test_equals_the_pipeline_at_full_size(tmp_path: Path) -> None:
    folder = full_audioldm_folder(tmp_path / "full")
    generator = load(folder)
    noise = torch.randn(1, 8, 64, 16, generator=torch.Generator().manual_seed(5))
    how = dataclasses.replace(settings(steps=3), spacing=Spacing.LEADING)
    ours = finish(generator.render([asked(0, 512)], [0], round(2.56 * SECOND), how, noise=noise))
    expected = theirs(generator, folder, noise, 2.56, how, 512)
    np.testing.assert_allclose(ours[0].samples[0][None], expected, atol=1e-4)


@pytest.mark.parametrize("seconds", [2.5, pytest.param(7.0, marks=pytest.mark.soak)])
def test_a_take_alone_is_the_same_as_among_four(generator: AudioLDM, seconds: float) -> None:
    samples = round(seconds * SECOND)
    together = waves(generator, 4, samples, settings())
    for take in range(4):
        alone = waves(generator, 1, samples, settings(), [take])
        np.testing.assert_allclose(alone[0], together[take], atol=1e-3)
    assert np.abs(together[0] - together[1]).max() > 0.05


@pytest.mark.parametrize("scheduler", list(SamplerName))
def test_the_same_seed_gives_the_same_bits(generator: AudioLDM, scheduler: SamplerName) -> None:
    how = settings(scheduler=scheduler)
    assert np.array_equal(waves(generator, 2, 40_000, how), waves(generator, 2, 40_000, how))


def test_a_filled_batch_gives_the_same_bits_as_neighbours(generator: AudioLDM) -> None:
    together = waves(generator, 4, 40_000, settings())
    for take in range(4):
        filled = waves(generator, 4, 40_000, settings(), [take] * 4)
        assert np.array_equal(filled[0], together[take])


@pytest.mark.parametrize("samples", [1, 3_200, 3_201, 31_999, 40_960, 40_961, 81_921, 160_001])
def test_lengths_are_exact(generator: AudioLDM, samples: int) -> None:
    wave = waves(generator, 1, samples, settings(steps=1))
    assert wave.shape == (1, samples)
    assert np.isfinite(wave).all()


def test_a_short_sound_is_the_beginning_of_a_longer_one(generator: AudioLDM) -> None:
    short, longer = (waves(generator, 1, samples, settings())[0] for samples in (3_200, 16_000))
    np.testing.assert_allclose(short, longer[:3_200], atol=1e-4)


def test_conditioning_guidance_and_steps_matter(generator: AudioLDM) -> None:
    base = waves(generator, 1, 40_000, settings())[0]
    others = [
        finish(generator.render([asked(9)], [0], 40_000, settings()))[0].samples[0],
        waves(generator, 1, 40_000, settings(guidance=6.0))[0],
        waves(generator, 1, 40_000, settings(guidance=1.0))[0],
        waves(generator, 1, 40_000, settings(steps=4))[0],
        waves(generator, 1, 40_000, settings(scheduler=SamplerName.UNIPC))[0],
    ]
    for other in others:
        assert np.abs(base - other).max() > 1e-4


def test_the_negative_vector_is_ignored_at_guidance_one(generator: AudioLDM) -> None:
    one, two = asked(1), asked(2)
    mixed = Conditioning(one.positive, two.negative, SPACE)
    at_one, at_two = (
        [finish(generator.render([each], [0], 32_000, settings(guidance=guidance)))[0] for each in (one, mixed)]
        for guidance in (1.0, 2.0)
    )
    assert np.array_equal(at_one[0].samples[0], at_one[1].samples[0])
    assert np.abs(at_two[0].samples[0] - at_two[1].samples[0]).max() > 1e-4


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_the_prediction_type_of_the_folder_is_respected(
    folder: Path, tmp_path: Path, generator: AudioLDM, prediction: str
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    path = copy / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"prediction_type": prediction}))
    noise = torch.randn(1, 4, 64, 16, generator=torch.Generator().manual_seed(5))
    other = load(copy, window="2.56")
    how = dataclasses.replace(settings(), spacing=Spacing.LEADING)  # as the folder's own configuration walks
    ours = finish(other.render([asked(0)], [0], 40_960, how, noise=noise))[0].samples[0]
    np.testing.assert_allclose(ours, theirs(other, copy, noise, 2.56, how, WIDTH)[0], atol=1e-4)


def test_progress_rises_at_every_step_and_cancelling_leaves_nothing(generator: AudioLDM) -> None:
    running = generator.render([asked(0), asked(1)], [0, 1], 3 * 40_960, settings(steps=4))
    seen: list[Progress] = []
    for step in running:
        seen.append(step)
        if step.stage == "decoding":
            break
    sampling = [step for step in seen if step.stage == "sampling"]
    assert len({step.done for step in sampling}) == len(sampling) >= 4
    assert all(step.total == sampling[0].total for step in sampling)
    assert sampling[0].done == 0
    assert gc.isenabled()
    frame = inspect.getgeneratorlocals(running)
    latents = weakref.ref(frame["latents"])
    del frame
    running.close()
    gc.collect()
    assert latents() is None
    assert waves(generator, 1, 40_000, settings()).any()


def test_gradients_and_inference_mode_do_not_leak_to_the_caller(generator: AudioLDM) -> None:
    running = generator.render([asked(0)], [0], 40_000, settings())
    for _ in running:
        assert not torch.is_inference_mode_enabled()
        assert torch.is_grad_enabled()


def test_bf16_sounds_nearly_the_same(folder: Path, generator: AudioLDM) -> None:
    half = load(folder, Precision.BF16, window="2.56")
    assert half.parts.unet.dtype == torch.bfloat16
    one, two = (waves(each, 1, 40_000, settings())[0] for each in (generator, half))
    assert not np.array_equal(one, two)
    assert np.abs(one - two).std() < 0.3 * one.std()


def test_griffin_lim_stands_in_for_a_vocoder(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    shutil.rmtree(copy / "vocoder")
    generator = load(copy, vocoder="griffin-lim", mel_mean="-5", mel_scale="2", window="2.56")
    together = waves(generator, 2, 50_000, settings(steps=2))
    alone = waves(generator, 1, 50_000, settings(steps=2), [1])
    assert together.shape == (2, 50_000)
    assert together.std() > 1e-4
    np.testing.assert_allclose(alone[0], together[1], atol=1e-3)


class _Leaning(torch.nn.Module):
    """Predicts -1 at the start of whatever window it sees, +1 at its end: neighbours contradict each other most."""

    dtype = torch.float32

    def __init__(self) -> None:
        super().__init__()
        self.unused = torch.nn.Parameter(torch.zeros(1))

    def forward(self, sample: torch.Tensor, *args: object, **kwargs: object) -> tuple[torch.Tensor]:
        lean = torch.linspace(-1, 1, sample.shape[2])[:, None]
        return (lean.expand(sample.shape).clone(),)


def test_windows_that_contradict_each_other_pass_over_smoothly(generator: AudioLDM) -> None:
    parts = dataclasses.replace(generator.parts, unet=_Leaning())
    sampler = make_sampler(SamplerName.DDIM, parts.scheduler, 10)
    plan = parts.grid.plan(300)
    vectors = torch.zeros(1, WIDTH)
    start = torch.zeros(1, 4, 300, 16)
    latents = finish(denoise(Workplace(parts, "cpu"), sampler, start, vectors, vectors, 1.0, plan))[0, 0, :, 0]
    height = float(latents.max() - latents.min())
    assert len(plan.windows) > 4
    assert float(latents.diff().abs().max()) < 0.2 * height  # a hard cut jumps by almost half of it


# --- what is refused


def test_refuses_other_spaces_and_widths(generator: AudioLDM) -> None:
    with pytest.raises(SpaceMismatch, match="'elsewhere'"):
        finish(generator.render([asked(0, space="elsewhere")], [0], 16_000, settings()))
    with pytest.raises(SpaceMismatch, match="64 wide"):
        finish(generator.render([asked(0, width=64)], [0], 16_000, settings()))


def test_refuses_nothing_and_too_many_steps(generator: AudioLDM) -> None:
    with pytest.raises(BadInput, match="0 takes"):
        finish(generator.render([], [], 16_000, settings()))
    with pytest.raises(BadInput, match="0 samples"):
        finish(generator.render([asked(0)], [0], 0, settings()))
    with pytest.raises(BadInput, match="1000"):
        finish(generator.render([asked(0)], [0], 16_000, settings(steps=1001)))


def spoil(folder: Path, how: str) -> str:
    """Damage a folder; returns what the sentence must name."""
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    match how:
        case "missing part":
            shutil.rmtree(folder / "vae")
            return "vae"
        case "missing weights":
            weights.unlink()
            return "safetensors"
        case "cut weights":
            weights.write_bytes(weights.read_bytes()[:-1000])
            return "unet"
        case "noise for weights":
            (folder / "vocoder" / "model.safetensors").write_bytes(b"\xff" * 5000)
            return "vocoder"
        case "weights left out":
            from safetensors.torch import load_file, save_file

            tensors = load_file(weights)
            del tensors["conv_out.weight"]
            save_file(tensors, weights)
            return "missing"
        case "broken config":
            (folder / "vae" / "config.json").write_text("{")
            return "config.json"
        case "list for a config":
            (folder / "scheduler" / "scheduler_config.json").write_text("[]")
            return "scheduler_config.json"
        case "settings of another kind":
            path = folder / "scheduler" / "scheduler_config.json"
            path.write_text(json.dumps(json.loads(path.read_text()) | {"timestep_spacing": []}))
            return "scheduler"
        case "another unet":
            path = folder / "unet" / "config.json"
            path.write_text(json.dumps(json.loads(path.read_text()) | {"block_out_channels": [32, 96]}))
            return "unet"
        case "parts that do not fit":
            shutil.rmtree(folder / "vae")
            shutil.copytree(folder.parent / "other vae", folder / "vae")
            return "fit"
    raise AssertionError(how)


DAMAGE = (
    "missing part",
    "missing weights",
    "cut weights",
    "noise for weights",
    "weights left out",
    "broken config",
    "list for a config",
    "settings of another kind",
    "another unet",
    "parts that do not fit",
)


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_folders_get_one_sentence(folder: Path, tmp_path: Path, how: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    if how == "parts that do not fit":
        from diffusers import AutoencoderKL

        AutoencoderKL(latent_channels=6).save_pretrained(tmp_path / "other vae")
    named = spoil(copy, how)
    with pytest.raises(BundleError) as caught:
        load(copy)
    assert named in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "options", [{"vocoder": "wavenet"}, {"window": "long"}, {"window": "0"}, {"window": "1/0"}], ids=str
)
def test_cards_with_nonsense_are_refused(folder: Path, options: dict[str, str]) -> None:
    with pytest.raises(BundleError):
        load(folder, Precision.FP32, **options)


def test_a_unet_without_conditioning_is_refused(folder: Path, tmp_path: Path) -> None:
    from diffusers import UNet2DConditionModel

    copy = shutil.copytree(folder, tmp_path / "copy")
    shutil.rmtree(copy / "unet")
    UNet2DConditionModel(
        in_channels=4,
        out_channels=4,
        block_out_channels=(32,),
        down_block_types=("DownBlock2D",),
        up_block_types=("UpBlock2D",),
    ).save_pretrained(copy / "unet")
    with pytest.raises(BundleError, match="no AudioLDM"):
        load(copy)


# --- memory


def test_a_request_that_cannot_fit_is_refused_before_it_starts(folder: Path) -> None:
    generator = load(folder, window="2.56")
    generator.place = Workplace(generator.parts, "cpu", free=lambda device: 300 * 2**20)
    with pytest.raises(OutOfMemory, match=r"4 takes of 10:00.000 would need about .* GB, and cpu has 0.3 GB"):
        next(generator.render([asked(0)] * 4, [0, 1, 2, 3], 600 * SECOND, settings()))


def test_little_memory_means_fewer_rows_and_the_same_sound(folder: Path, generator: AudioLDM) -> None:
    small = load(folder, window="2.56")
    small.place = Workplace(small.parts, "cpu", free=lambda device: 280 * 2**20)
    ours, expected = (waves(each, 4, 80_000, settings()) for each in (small, generator))
    assert small.place.rows < generator.place.rows
    np.testing.assert_allclose(ours, expected, atol=1e-3)


def starve(monkeypatch: pytest.MonkeyPatch, generator: AudioLDM, most_rows: int) -> None:
    """Make the UNet run out of memory above some rows, as a small GPU would; there is none here."""
    forward = generator.parts.unet.forward

    def starved(sample: torch.Tensor, *args: object, **kwargs: object) -> object:
        if len(sample) > most_rows:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")
        return forward(sample, *args, **kwargs)

    monkeypatch.setattr(generator.parts.unet, "forward", starved)


def test_running_out_midway_halves_the_batch_and_says_so(
    monkeypatch: pytest.MonkeyPatch, folder: Path, generator: AudioLDM
) -> None:
    small = load(folder, window="2.56")
    starve(monkeypatch, small, most_rows=3)
    running = small.render([asked(seed) for seed in range(4)], [0, 1, 2, 3], 40_000, settings())
    notes = []
    try:
        while True:
            notes.append(next(running).note)
    except StopIteration as stop:
        sounds = stop.value
    said = [note for note in notes if note]
    assert "caches" in said[0]
    assert "2 windows go together" in said[-1]
    expected = waves(generator, 4, 40_000, settings())
    np.testing.assert_allclose(np.stack([sound.samples[0] for sound in sounds]), expected, atol=1e-3)


def test_nothing_left_to_give_up_is_one_sentence(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    small = load(folder, window="2.56")
    starve(monkeypatch, small, most_rows=0)
    with pytest.raises(OutOfMemory, match="even one window"):
        waves(small, 2, 40_000, settings())


def test_other_errors_are_not_taken_for_memory(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    broken = load(folder, window="2.56")

    def fail(*args: object, **kwargs: object) -> object:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(broken.parts.unet, "forward", fail)
    with pytest.raises(RuntimeError, match="mat1"):
        waves(broken, 1, 40_000, settings())
