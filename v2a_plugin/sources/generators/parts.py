"""The parts of an AudioLDM, read from its diffusers folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from v2a_hooks import Lazy
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, first_line
from v2a_plugin.files import read_text
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.recipe import Precision
from v2a_plugin.sources.generators.grid import Grid
from v2a_plugin.sources.generators.griffin_lim import GriffinLim
from v2a_plugin.sources.generators.noise_schedule import Schedule
from v2a_plugin.sources.generators.refiner import RefinedGriffinLim, load_refiner
from v2a_plugin.sources.generators.unet import Unet
from v2a_plugin.sources.generators.vae import Vae
from v2a_plugin.sources.generators.vocoder import HifiGan, Vocoder

__all__ = ["DTYPES", "Parts", "broken", "by_library", "expect", "load_parts"]

DTYPES = {Precision.FP32: torch.float32, Precision.BF16: torch.bfloat16, Precision.FP16: torch.float16}

_TRAINED_SECONDS = "10.24"  # AudioLDM, Liu et al. 2023
_LIBRARY = "v2a_plugin.sources.generators.library_parts"


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Everything that one generator runs.

    The networks and the scheduler are `Unet`, `Vae` and `Schedule`, or what they stand for in diffusers.

    Attributes:
        unet: Predicts noise; the only part that runs in the chosen precision, since it runs at every step.
        vae: Decodes latents to mel frames, in fp32.
        vocoder: Turns mel frames into samples, in fp32.
        scheduler: Carries the configuration that every sampler is made from.
        grid: Sizes of it all.
        width: Components of the conditioning vector.
    """

    unet: Any
    vae: Any
    vocoder: Vocoder
    scheduler: Any
    grid: Grid
    width: int


def load_parts(source: PartSource, runtime: Runtime) -> Parts:
    """Read `unet/`, `vae/`, `scheduler/` and `vocoder/` of a folder; safetensors only, no network.

    Options of the card: `vocoder` ("hifigan", "griffin-lim", or "refined-griffin-lim", which needs a `refiner/`),
    `window` (seconds the model was trained on, 10.24 by default); for Griffin-Lim also `mel_mean` and `mel_scale`
    (log-mel = decoded * scale + mean), `sample_rate`, `hop` and `mel_bands`.

    Raises:
        BundleError: A part is missing, corrupt, of another kind, or an option is no number.
    """
    folder = source.folder
    unet = _read(Unet, folder / "unet", DTYPES[runtime.precision])
    vae = _read(Vae, folder / "vae", torch.float32)
    scheduler = _read_scheduler(folder / "scheduler")
    vocoder = _vocoder(source)
    width = unet.config.projection_class_embeddings_input_dim
    if unet.config.class_embed_type != "simple_projection" or not width:
        raise BundleError(
            f"{folder / 'unet'} is no AudioLDM: it takes no conditioning vector.", "Choose an AudioLDM folder."
        )
    factor = 2 ** (len(vae.config.block_out_channels) - 1)
    if vocoder.bands % factor or unet.config.in_channels != vae.config.latent_channels:
        raise BundleError(
            f"The parts in {folder} do not fit each other: {vocoder.bands} mel bands, a decoder of {factor}×, "
            f"{vae.config.latent_channels} latent channels against {unet.config.in_channels}.",
            "Install the bundle again.",
        )
    grid = Grid(vocoder.sample_rate, vocoder.hop, vocoder.bands, factor, vae.config.latent_channels, window=1)
    seconds = Fraction(_number(source, "window", _TRAINED_SECONDS))
    if seconds <= 0:
        raise BundleError(f"The window of {folder} is {float(seconds)} s.", "Mend the bundle's card.")
    grid = Grid(grid.sample_rate, grid.hop, grid.bands, factor, grid.channels, grid.frames_of(seconds))
    return Parts(unet.eval(), vae.eval(), vocoder, scheduler, grid, int(width))


def _vocoder(source: PartSource) -> Vocoder:
    kind = source.option("vocoder", "hifigan")
    if kind == "hifigan":
        return HifiGan(by_library("hifigan", source.folder / "vocoder", torch.float32).eval())
    if kind not in ("griffin-lim", "refined-griffin-lim"):
        raise BundleError(
            f"The card of {source.folder} names an unknown vocoder, '{kind}'.",
            "Write hifigan, griffin-lim or refined-griffin-lim.",
        )
    phases = GriffinLim(
        sample_rate=int(_number(source, "sample_rate", "16000")),
        hop=int(_number(source, "hop", "160")),
        bands=int(_number(source, "mel_bands", "64")),
        mean=float(_number(source, "mel_mean", "0")),
        scale=float(_number(source, "mel_scale", "1")),
    )
    if kind == "griffin-lim":
        return phases
    refiner = load_refiner(source.folder / "refiner")
    if (refiner.sizes.bands, refiner.sizes.hop) != (phases.bands, phases.hop):
        raise BundleError(
            f"The refiner in {source.folder} is for {refiner.sizes.bands} mel bands and a hop of {refiner.sizes.hop}, "
            f"its card says {phases.bands} and {phases.hop}.",
            "Mend the card.",
        )
    return RefinedGriffinLim(phases, refiner)


def _number(source: PartSource, name: str, default: str) -> Fraction:
    text = source.option(name, default)
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise BundleError(f"The card's {name} for {source.folder} is '{text}', no number.", "Mend the card.") from error


def _read(kind: type[Unet | Vae], folder: Path, precision: torch.dtype) -> Any:
    """One network from its folder, with every weight present; by diffusers when it is of another form, or incomplete.

    Raises:
        BundleError: Files are missing, corrupt, incomplete or those of another model.
    """
    config = expect(folder, "config.json")
    files = list(folder.glob("*.safetensors"))
    if len(files) == 1 and kind.covers(config):
        try:
            with torch.device("meta"):
                model = kind(config)
            weights = {name: tensor.to(precision, copy=True) for name, tensor in load_file(files[0]).items()}
            if not model.load_state_dict(weights, strict=False, assign=True).missing_keys:
                return model
        except LOADING_ERRORS as error:
            raise broken(folder, error) from error
    return by_library(folder.name, folder, precision)


def by_library(name: str, folder: Path, precision: torch.dtype) -> Any:
    """One model as the library that wrote it reads it.

    Raises:
        BundleError: Files are missing, corrupt, incomplete or those of another model.
    """
    expect(folder, "config.json")
    if not list(folder.glob("*.safetensors")):
        raise BundleError(f"{folder} has no safetensors weights.", "Install the bundle again.")
    try:
        model, found = Lazy(f"{_LIBRARY}:read_model")(name, folder, precision)
    except LOADING_ERRORS as error:
        raise broken(folder, error) from error
    absent = sorted(found.get("missing_keys") or ())
    if absent or found.get("mismatched_keys"):
        what = f"{len(absent)} weights are missing" if absent else "some weights have another size"
        raise BundleError(f"{folder} is incomplete: {what}.", "Install the bundle again.")
    return model


def _read_scheduler(folder: Path) -> Any:
    schedule = Schedule.of(expect(folder, "scheduler_config.json"))
    try:
        return schedule or Lazy("v2a_plugin.sources.generators.diffusers_schedulers:read_scheduler")(folder)
    except Exception as error:
        raise broken(folder, error) from error


def broken(folder: Path, error: Exception) -> BundleError:
    """The sentence for a folder that a library cannot load."""
    return BundleError(f"{folder} cannot be loaded: {first_line(error)}.", "Install the bundle again.")


def expect(folder: Path, name: str) -> dict[str, Any]:
    """A configuration in a folder.

    Raises:
        BundleError: It is missing, or none.
    """
    path = folder / name
    try:
        content = json.loads(read_text(path))
    except FileNotFoundError as error:
        raise BundleError(f"{path} is missing.", "Install the bundle again.") from error
    except (OSError, ValueError) as error:
        raise BundleError(f"{path} cannot be read: {first_line(error)}.", "Install the bundle again.") from error
    if not isinstance(content, dict):
        raise BundleError(f"{path} holds no configuration.", "Install the bundle again.")
    return content
