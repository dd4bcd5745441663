"""Parts that the libraries they come from read: HiFi-GAN, and networks of other forms than AudioLDM's own."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderOobleck,
    StableAudioDiTModel,
    StableAudioProjectionModel,
    UNet2DConditionModel,
)
from diffusers.utils import logging as diffusers_logging
from transformers import SpeechT5HifiGan, T5EncoderModel

from v2a_plugin.encoders.quiet_loading import quiet_loading

__all__: list[str] = []

_DIFFUSERS = {
    "unet": UNet2DConditionModel,
    "vae": AutoencoderKL,
    "oobleck": AutoencoderOobleck,
    "transformer": StableAudioDiTModel,
    "projection_model": StableAudioProjectionModel,
}
_TRANSFORMERS = {"hifigan": SpeechT5HifiGan, "text_encoder": T5EncoderModel}


def read_model(name: str, folder: Path, precision: torch.dtype) -> tuple[Any, dict[str, Any]]:
    """A model, and which of its weights were missing; no progress bars and advice on the terminal.

    Args:
        name: "unet", "vae", "hifigan"; of Stable Audio "oobleck", "transformer", "projection_model", "text_encoder".
        folder: With its configuration and weights, and nothing else is touched.
        precision: Of its weights.
    """
    verbosity, bars = diffusers_logging.get_verbosity(), diffusers_logging.is_progress_bar_enabled()
    diffusers_logging.set_verbosity_error()
    diffusers_logging.disable_progress_bar()
    how: dict[str, Any] = {"local_files_only": True, "use_safetensors": True, "output_loading_info": True}
    try:
        with quiet_loading(), warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # how diffusers normalises weights is going out of use
            if name in _TRANSFORMERS:
                return _TRANSFORMERS[name].from_pretrained(folder, dtype=precision, **how)  # type: ignore[no-any-return]
            return _DIFFUSERS[name].from_pretrained(folder, torch_dtype=precision, low_cpu_mem_usage=False, **how)  # type: ignore[no-any-return]
    finally:
        diffusers_logging.set_verbosity(verbosity)
        if bars:
            diffusers_logging.enable_progress_bar()
