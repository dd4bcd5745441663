"""Numbers that are none: the stage that gave them is named, and a lower precision gives way to fp32."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.errors import NotFinite
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Precision, SamplerName, Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.audioldm import AudioLDM, load_audioldm
from v2a_plugin.sources.generators.griffin_lim import GriffinLim
from v2a_plugin.sources.generators.refiner import RefinedGriffinLim, Refiner, RefinerSizes
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder
from v2a_plugin.testing.towers import tiny_clap_folder

SPACE, WIDTH = "tiny-clap", 32
HOW = Settings(steps=4, guidance=2.5, scheduler=SamplerName.DDIM)
VALUES = pytest.mark.parametrize("value", [float("nan"), float("inf")])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_audioldm_folder(tmp_path_factory.mktemp("generator"), width=WIDTH)


def load(folder: Path, precision: Precision = Precision.FP32) -> AudioLDM:
    options = (("window", "2.56"),)
    return load_audioldm(PartSource("audioldm", folder, space_in=SPACE, options=options), Runtime(precision=precision))


def render(generator: AudioLDM) -> tuple[np.ndarray, list[str]]:
    vectors = unit(np.random.default_rng(3).standard_normal((2, WIDTH)))
    running: Steps[tuple[Sound, ...]] = generator.render(
        [Conditioning(vectors[0], vectors[1], SPACE)], [7], 16_000, HOW
    )
    notices: list[str] = []
    while True:
        try:
            notices += next(running).notices
        except StopIteration as end:
            return end.value[0].samples[0], notices


def spoiling(value: float, when: Callable[[torch.Tensor], bool] = lambda _: True) -> Callable[..., Any]:
    """A forward hook that puts one bad number into what a module gives."""

    def hook(_module: torch.nn.Module, _inputs: object, output: Any) -> Any:
        tensor = output[0] if isinstance(output, tuple) else output
        if when(tensor):
            tensor = tensor.clone()
            tensor.view(-1)[5] = value
        return (tensor, *output[1:]) if isinstance(output, tuple) else tensor

    return hook


@VALUES
@pytest.mark.parametrize("part", ["UNet, at denoising step 1 of 4", "decoder of the VAE", "vocoder"])
def test_each_stage_of_the_generator_is_named(folder: Path, part: str, value: float) -> None:
    generator = load(folder)
    modules = {"U": generator.parts.unet, "d": generator.parts.vae.decoder, "v": generator.parts.vocoder._model}  # type: ignore[attr-defined]
    with modules[part[0]].register_forward_hook(spoiling(value)), pytest.raises(NotFinite, match=f"The {part}") as told:
        render(generator)
    assert "encoder" not in told.value.message.replace("decoder", "")
    assert told.value.exit_code == 2


@VALUES
def test_a_step_in_the_middle_is_named(folder: Path, value: float) -> None:
    generator, calls = load(folder), 0

    def third(_: torch.Tensor) -> bool:
        nonlocal calls
        calls += 1
        return calls == 3

    with (
        generator.parts.unet.register_forward_hook(spoiling(value, third)),
        pytest.raises(NotFinite, match="step 3 of 4"),
    ):
        render(generator)


def test_a_lower_precision_gives_way_to_fp32_and_says_so(folder: Path) -> None:
    generator = load(folder, Precision.BF16)
    whole, _ = render(load(folder))
    narrow, silent = render(generator)
    with generator.parts.unet.register_forward_hook(spoiling(float("inf"), lambda t: t.dtype == torch.bfloat16)):
        wide, notices = render(generator)
        assert generator.parts.unet.dtype == torch.float32
        again, _ = render(generator)
    assert silent == []
    assert notices == ["The UNet left the range of bfloat16 at denoising step 1 of 4, and went on in float32."]
    np.testing.assert_array_equal(wide, again)
    assert np.isfinite(wide).all()
    assert np.abs(wide - whole).std() < 0.3 * whole.std()  # its weights were rounded to bf16 when it was loaded
    back, _ = render(generator)
    assert generator.parts.unet.dtype == torch.bfloat16
    np.testing.assert_array_equal(back, narrow)


@VALUES
def test_the_refiner_is_named_apart_from_griffin_lim(value: float) -> None:
    refiner = Refiner(RefinerSizes(width=8, blocks=1))
    vocoder = RefinedGriffinLim(GriffinLim(), refiner)
    mel = torch.full((1, 40, 64), -5.0)

    def run() -> None:
        for _ in vocoder.render(mel, [0]):
            pass

    with refiner.register_forward_hook(spoiling(value)), pytest.raises(NotFinite, match="The refiner"):
        run()
    mel[0, 3, 3] = value
    with pytest.raises(NotFinite, match="The vocoder"):
        run()


def test_the_mapper_is_named(tmp_path: Path) -> None:
    clap = load_clap(PartSource("clap", tiny_clap_folder(tmp_path), space_out=SPACE), Runtime())
    vector = np.full(WIDTH, np.nan, dtype=np.float32)
    with pytest.raises(NotFinite, match="The mapper diffusion"):
        condition(read_words(clap, Settings()), Mapped(vector), "diffusion")


@VALUES
def test_text_and_sound_are_named_apart(tmp_path: Path, value: float) -> None:
    clap = load_clap(PartSource("clap", tiny_clap_folder(tmp_path), space_out=SPACE), Runtime())
    good = np.zeros(4800, dtype=np.float32)
    with torch.no_grad():
        clap.model.text_projection.linear2.bias[0] = value
        clap.model.audio_projection.linear2.bias[0] = value
    with pytest.raises(NotFinite, match="The text encoder"):
        clap.embed_text(["a dog"])
    with pytest.raises(NotFinite, match="The sound encoder"):
        clap.embed_sounds([Sound.mono(good, 48_000)])
