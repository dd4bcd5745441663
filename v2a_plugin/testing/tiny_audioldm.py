"""AudioLDM in diffusers' layout with random weights: a tiny one for tests, one of full size to measure with.

torch and the model libraries are imported inside the functions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["full_audioldm_folder", "tiny_audioldm_folder"]

_MODEL_INDEX = {
    "_class_name": "AudioLDMPipeline",
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
    "scheduler": ["diffusers", "DDIMScheduler"],
}


def tiny_audioldm_folder(
    path: Path, *, seed: int = 0, width: int = 32, vocoder: bool = True, prediction: str = "epsilon"
) -> Path:
    """Save a small AudioLDM in diffusers' layout: 16 kHz, 64 mel bands, a latent frame of 0.04 s.

    Args:
        path: Folder to make.
        seed: Of the random weights.
        width: Components of the conditioning vector.
        vocoder: Save a HiFi-GAN too; without one, load the folder with the option `vocoder` = "griffin-lim".
        prediction: What the UNet is said to predict: "epsilon", "v_prediction" or "sample".

    Returns:
        The same path.
    """
    unet = {
        "sample_size": 64,
        "in_channels": 4,
        "out_channels": 4,
        "block_out_channels": (8, 16),
        "norm_num_groups": 8,
        "attention_head_dim": 2,
        "layers_per_block": 1,
        "cross_attention_dim": (8, 16),
        "projection_class_embeddings_input_dim": width,
    }
    vae = {
        "sample_size": 256,
        "block_out_channels": (8, 8, 8),
        "norm_num_groups": 8,
        "layers_per_block": 1,
        "latent_channels": 4,
        "scaling_factor": 0.9,
    }
    _save_parts(path, seed, unet, vae, prediction, _Vocoder(32, (3, 7)) if vocoder else None)
    return path


def full_audioldm_folder(path: Path, *, seed: int = 0) -> Path:
    """Save AudioLDM-S at its full size (185 M UNet) with random weights, as the public checkpoint is configured.

    Sizes as in `scripts/convert_original_audioldm_to_diffusers.py` of diffusers; about 1.1 GB on disk.
    """
    unet = {
        "sample_size": 128,
        "in_channels": 8,
        "out_channels": 8,
        "block_out_channels": (128, 256, 384, 640),
        "layers_per_block": 2,
        "cross_attention_dim": (128, 256, 384, 640),
        "projection_class_embeddings_input_dim": 512,
    }
    vae = {
        "sample_size": 512,
        "block_out_channels": (128, 256, 512),
        "layers_per_block": 2,
        "latent_channels": 8,
        "scaling_factor": 0.9227914214134216,
    }
    _save_parts(path, seed, unet, vae, "epsilon", _Vocoder(1024, (3, 7, 11)))
    return path


@dataclass(frozen=True, slots=True)
class _Vocoder:
    """Sizes of a HiFi-GAN."""

    channels: int
    kernels: tuple[int, ...]


def _save_parts(
    path: Path, seed: int, unet: dict[str, Any], vae: dict[str, Any], prediction: str, vocoder: _Vocoder | None
) -> None:
    """All parts of the pipeline from given sizes; what AudioLDM of every size has in common is filled in."""
    import torch
    from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel

    deeper, scales = len(unet["block_out_channels"]) - 1, len(vae["block_out_channels"])
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        UNet2DConditionModel(
            down_block_types=("DownBlock2D", *("CrossAttnDownBlock2D",) * deeper),
            up_block_types=(*("CrossAttnUpBlock2D",) * deeper, "UpBlock2D"),
            class_embed_type="simple_projection",
            class_embeddings_concat=True,
            **unet,
        ).save_pretrained(path / "unet")
        AutoencoderKL(
            in_channels=1,
            out_channels=1,
            down_block_types=("DownEncoderBlock2D",) * scales,
            up_block_types=("UpDecoderBlock2D",) * scales,
            **vae,
        ).save_pretrained(path / "vae")
        DDIMScheduler(
            beta_start=0.0015,
            beta_end=0.0195,
            beta_schedule="scaled_linear",
            clip_sample=False,
            set_alpha_to_one=False,
            steps_offset=1,
            prediction_type=prediction,
        ).save_pretrained(path / "scheduler")
        if vocoder is not None:
            _save_vocoder(path / "vocoder", vocoder)
    parts = _MODEL_INDEX | ({"vocoder": ["transformers", "SpeechT5HifiGan"]} if vocoder else {})
    (path / "model_index.json").write_text(json.dumps(parts, indent=2), encoding="utf-8")


def _save_vocoder(path: Path, sizes: _Vocoder) -> None:
    """A HiFi-GAN of 160 samples a mel frame, made loud enough that its random noise is not silence."""
    import torch
    from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

    model = SpeechT5HifiGan(
        SpeechT5HifiGanConfig(
            model_in_dim=64,
            sampling_rate=16_000,
            upsample_initial_channel=sizes.channels,
            upsample_rates=[5, 4, 2, 2, 2],
            upsample_kernel_sizes=[16, 16, 8, 4, 4],
            resblock_kernel_sizes=list(sizes.kernels),
            resblock_dilation_sizes=[[1, 3, 5]] * len(sizes.kernels),
            normalize_before=False,
        )
    ).eval()
    with torch.inference_mode():
        for module in (model.conv_pre, *model.upsampler):  # the library starts them near zero
            torch.nn.init.kaiming_normal_(module.weight)
        hidden: list[torch.Tensor] = []
        hook = model.conv_post.register_forward_hook(lambda _, __, out: hidden.append(out))
        model(torch.randn(64, 64))
        hook.remove()
        model.conv_post.weight.mul_(0.2 / hidden[0].std())
        model.conv_post.bias.zero_()
    model.save_pretrained(path)
