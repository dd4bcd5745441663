"""Stable Audio in diffusers' layout with random weights: a tiny one for tests, one of full size to measure with.

torch and the model libraries are imported inside the functions.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["stable_audio_folder"]

_SCHEDULER = {
    "_class_name": "EDMDPMSolverMultistepScheduler", "solver_order": 2, "prediction_type": "v_prediction",
    "sigma_data": 1.0, "sigma_schedule": "exponential", "sigma_min": 0.3, "sigma_max": 500.0,
}  # fmt: skip


def stable_audio_folder(path: Path, *, seed: int = 0, full: bool = False) -> Path:
    """Save a Stable Audio with random weights in diffusers' layout.

    Args:
        path: Folder to make.
        seed: Of the random weights.
        full: The sizes of Stable Audio Open 1.0 (5 GB), with a tokenizer of few words; else 44.1 kHz, a latent frame of 64
            samples, a window of 640 of them.

    Returns:
        The same path.
    """
    import torch
    from diffusers import (
        AutoencoderOobleck,
        EDMDPMSolverMultistepScheduler,
        StableAudioDiTModel,
        StableAudioProjectionModel,
    )
    from transformers import T5Config, T5EncoderModel

    torch.manual_seed(seed)
    text: dict[str, Any] = {"vocab_size": 32128, "d_model": 768, "d_kv": 64, "d_ff": 2048, "num_layers": 12}
    vae: dict[str, Any] = {}
    transformer: dict[str, Any] = {}
    if not full:
        text |= {"d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2, "vocab_size": 100}
        vae = {
            "encoder_hidden_size": 6, "downsampling_ratios": [4, 16], "decoder_channels": 3, "decoder_input_channels": 4,
            "channel_multiples": [1, 2],
        }  # fmt: skip
        transformer = {
            "sample_size": 640, "in_channels": 4, "out_channels": 4, "num_layers": 1, "attention_head_dim": 8,
            "num_attention_heads": 2, "num_key_value_attention_heads": 1, "cross_attention_dim": 16,
            "time_proj_dim": 8, "global_states_input_dim": 32, "cross_attention_input_dim": 16,
        }  # fmt: skip
    parts: dict[str, Callable[[], Any]] = {
        "text_encoder": lambda: T5EncoderModel(T5Config(**{"num_heads": 12, **text})),
        "vae": lambda: AutoencoderOobleck(**vae),
        "transformer": lambda: StableAudioDiTModel(**transformer),
        "projection_model": lambda: StableAudioProjectionModel(text["d_model"], text["d_model"], 0, 512),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # how diffusers normalises weights is going out of use
        for name, make in parts.items():
            make().save_pretrained(path / name)
    EDMDPMSolverMultistepScheduler.from_config(_SCHEDULER).save_pretrained(path / "scheduler")
    _tokenizer(128 if full else 12).save_pretrained(path / "tokenizer")
    return path


def _tokenizer(longest: int) -> Any:
    """One that knows letters, as T5's marks the end and pads."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    padding, end, unknown = "<pad>", "</s>", "<unk>"
    words = [padding, end, unknown, *(chr(code) for code in range(32, 127))]
    inner = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token=unknown))
    inner.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    inner.post_processor = processors.TemplateProcessing(single=f"$A {end}", special_tokens=[(end, 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=inner, pad_token=padding, eos_token=end, unk_token=unknown, model_max_length=longest
    )
