"""Tiny models on disk in the real formats, for our tests and those of plugin authors.

Random weights: they sound like nothing, but every part loads, runs in milliseconds and obeys the same rules as the
real one. torch and the model libraries are imported inside the functions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from v2a_plugin.training.cache.records import Item

__all__ = [
    "full_audioldm_folder",
    "tiny_audioldm_folder",
    "tiny_bundle",
    "tiny_cache",
    "tiny_clap_folder",
    "tiny_clip",
    "tiny_items",
    "tiny_open_clip_folder",
]

_OPEN_CLIP_WEIGHTS = "open_clip_model.safetensors"

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
    import torch
    from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        UNet2DConditionModel(
            sample_size=64,
            in_channels=4,
            out_channels=4,
            block_out_channels=(32, 64),
            layers_per_block=1,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=(32, 64),
            class_embed_type="simple_projection",
            projection_class_embeddings_input_dim=width,
            class_embeddings_concat=True,
        ).save_pretrained(path / "unet")
        AutoencoderKL(
            sample_size=256,
            in_channels=1,
            out_channels=1,
            block_out_channels=(32, 32, 32),
            layers_per_block=1,
            down_block_types=("DownEncoderBlock2D",) * 3,
            up_block_types=("UpDecoderBlock2D",) * 3,
            latent_channels=4,
            scaling_factor=0.9,
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
        if vocoder:
            _save_vocoder(path / "vocoder", channels=32, kernels=(3, 7))
    _save_index(path, vocoder)
    return path


def full_audioldm_folder(path: Path, *, seed: int = 0) -> Path:
    """Save AudioLDM-S at its full size (185 M UNet) with random weights, as the public checkpoint is configured.

    Sizes as in `scripts/convert_original_audioldm_to_diffusers.py` of diffusers; about 1.1 GB on disk.
    """
    import torch
    from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        UNet2DConditionModel(
            sample_size=128,
            in_channels=8,
            out_channels=8,
            block_out_channels=(128, 256, 384, 640),
            layers_per_block=2,
            down_block_types=("DownBlock2D", *("CrossAttnDownBlock2D",) * 3),
            up_block_types=(*("CrossAttnUpBlock2D",) * 3, "UpBlock2D"),
            cross_attention_dim=(128, 256, 384, 640),
            class_embed_type="simple_projection",
            projection_class_embeddings_input_dim=512,
            class_embeddings_concat=True,
        ).save_pretrained(path / "unet")
        AutoencoderKL(
            sample_size=512,
            in_channels=1,
            out_channels=1,
            block_out_channels=(128, 256, 512),
            layers_per_block=2,
            down_block_types=("DownEncoderBlock2D",) * 3,
            up_block_types=("UpDecoderBlock2D",) * 3,
            latent_channels=8,
            scaling_factor=0.9227914214134216,
        ).save_pretrained(path / "vae")
        DDIMScheduler(
            beta_start=0.0015,
            beta_end=0.0195,
            beta_schedule="scaled_linear",
            clip_sample=False,
            set_alpha_to_one=False,
            steps_offset=1,
        ).save_pretrained(path / "scheduler")
        _save_vocoder(path / "vocoder", channels=1024, kernels=(3, 7, 11))
    _save_index(path, vocoder=True)
    return path


def _save_vocoder(path: Path, channels: int, kernels: tuple[int, ...]) -> None:
    """A HiFi-GAN of 160 samples a mel frame, made loud enough that its random noise is not silence."""
    import torch
    from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

    model = SpeechT5HifiGan(
        SpeechT5HifiGanConfig(
            model_in_dim=64,
            sampling_rate=16_000,
            upsample_initial_channel=channels,
            upsample_rates=[5, 4, 2, 2, 2],
            upsample_kernel_sizes=[16, 16, 8, 4, 4],
            resblock_kernel_sizes=list(kernels),
            resblock_dilation_sizes=[[1, 3, 5]] * len(kernels),
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


def _save_index(path: Path, vocoder: bool) -> None:
    parts = _MODEL_INDEX | ({"vocoder": ["transformers", "SpeechT5HifiGan"]} if vocoder else {})
    (path / "model_index.json").write_text(json.dumps(parts, indent=2), encoding="utf-8")


def tiny_open_clip_folder(path: Path, *, seed: int = 0, width: int = 32, image_size: int = 32) -> Path:
    """Save a small open_clip model (ViT and text transformer) with a tokenizer that reads byte by byte.

    Args:
        path: Folder to make.
        seed: Of the random weights.
        width: Components of the vectors, a multiple of 16.
        image_size: Pixels of its square, a multiple of 8.

    Returns:
        The same path.
    """
    import torch
    from open_clip import CLIP
    from safetensors.torch import save_file
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import CLIPTokenizer

    letters = sorted(ByteLevel.alphabet())
    pieces = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    tokenizer = CLIPTokenizer(vocab={piece: index for index, piece in enumerate(pieces)}, merges=[])
    tokenizer.save_pretrained(path)
    architecture = {
        "embed_dim": width,
        "quick_gelu": True,
        "vision_cfg": {"image_size": image_size, "layers": 2, "width": width, "head_width": 16, "patch_size": 8},
        "text_cfg": {
            "context_length": 32,
            "vocab_size": len(pieces),
            "width": width,
            "heads": 2,
            "layers": 2,
            "hf_tokenizer_name": "byte-level",
        },
    }
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = CLIP(**architecture)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, path / _OPEN_CLIP_WEIGHTS)
    described = {"model_cfg": architecture, "preprocess_cfg": {"interpolation": "bicubic", "resize_mode": "shortest"}}
    (path / "open_clip_config.json").write_text(json.dumps(described, indent=2), encoding="utf-8")
    return path


def tiny_clap_folder(path: Path, *, seed: int = 0, width: int = 32, fusion: bool = False) -> Path:
    """Save a small CLAP model in transformers' layout: 48 kHz, a window of 1 s, a byte-by-byte tokenizer.

    Args:
        path: Folder to make.
        seed: Of the random weights.
        width: Components of the vectors.
        fusion: Build LAION's fusion variant, whose input has four channels.

    Returns:
        The same path.
    """
    import torch
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import (
        ClapAudioConfig,
        ClapConfig,
        ClapFeatureExtractor,
        ClapModel,
        ClapTextConfig,
        RobertaTokenizer,
    )

    pieces = ["<s>", "<pad>", "</s>", "<unk>", *sorted(ByteLevel.alphabet()), "<mask>"]  # RoBERTa's order
    tokenizer = RobertaTokenizer(vocab={piece: index for index, piece in enumerate(pieces)}, merges=[])
    tokenizer.save_pretrained(path)
    ClapFeatureExtractor(
        feature_size=16,
        sampling_rate=48_000,
        max_length_s=1,
        frequency_min=50,
        truncation="fusion" if fusion else "rand_trunc",
    ).save_pretrained(path)
    config = ClapConfig(
        projection_dim=width,
        text_config=ClapTextConfig(
            vocab_size=len(pieces),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=66,
        ),
        audio_config=ClapAudioConfig(
            window_size=4,
            num_mel_bins=16,
            spec_size=64,
            patch_embeds_hidden_size=16,
            depths=[1, 1],
            num_attention_heads=[1, 2],
            num_hidden_layers=2,
            hidden_size=32,
            enable_fusion=fusion,
            fusion_type="aff_2d" if fusion else None,
        ),
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        ClapModel(config).save_pretrained(path)
    return path


_TINY_CARD = """\
name = "{name}"
title = "Tiny"
summary = "Random weights in the real formats."
clip_space = "tiny-clip"
clap_space = "tiny-clap"
clip_width = 32
clap_width = 32
labels = "labels.txt"
captions = "labels.txt"

[licence]
name = "CC0-1.0"
url = "https://creativecommons.org/publicdomain/zero/1.0/"
commercial = true

[defaults]
mapper = "diffusion"
steps = 2
guidance = 2.0
window = "2"

[visual]
kind = "open_clip"
folder = "visual"

[audio]
kind = "clap"
folder = "clap"

[generator]
kind = "audioldm"
folder = "generator"

[mappers.diffusion]
kind = "diffusion"
folder = "mappers/diffusion"

[mappers.regression]
kind = "regression"
folder = "mappers/regression"
"""


def tiny_bundle(path: Path, name: str = "tiny") -> Path:
    """Save a whole bundle of random weights, locked: all parts, a diffusion and a regression mapper.

    Put it at `ROOT/bundles/NAME` and set `V2A_MODELS=ROOT`, and `v2a generate --bundle NAME` uses it.

    Args:
        path: Folder to make.
        name: What people type.

    Returns:
        The same path.
    """
    import torch

    from v2a_plugin.mapper.diffusion import DiffusionMapper
    from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
    from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper
    from v2a_plugin.mapper.store import save_mapper
    from v2a_plugin.model.progress import finish
    from v2a_plugin.zoo.lock import lock_folder, write_lock

    tiny_open_clip_folder(path / "visual")
    tiny_clap_folder(path / "clap")
    tiny_audioldm_folder(path / "generator")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        sizes = PriorConfig(32, 32, width=32, depth=2, heads=2, head_width=16, learned_tokens=4, timesteps=100)
        prior, network = DiffusionPrior(sizes), Regression(RegressionConfig(32, 32))
    save_mapper(DiffusionMapper(prior, "tiny-clip", "tiny-clap"), path / "mappers" / "diffusion")
    save_mapper(RegressionMapper(network, "tiny-clip", "tiny-clap"), path / "mappers" / "regression")
    (path / "labels.txt").write_text("a dog barking\nrain on a roof\na door closing\n", encoding="utf-8")
    (path / "card.toml").write_text(_TINY_CARD.format(name=name), encoding="utf-8")
    write_lock(path, finish(lock_folder(path, name)))
    return path


def tiny_clip(path: Path, seconds: float = 2, *, level: float | None = 0.3, seed: int = 0, cut: bool = False) -> Path:
    """Save a video of 64 × 48 pixels at 10 frames a second with noise.

    Args:
        path: Where; the suffix picks the container.
        seconds: Length.
        level: Of the noise, 0 for digital silence; None for no sound at all.
        seed: Of the noise.
        cut: Two calm shots in place of flicker.

    Returns:
        The same path.
    """
    import numpy as np

    from v2a_plugin.media.encode import Encoding, write_clip
    from v2a_plugin.model.progress import finish
    from v2a_plugin.model.sound import Sound

    chance = np.random.default_rng(seed)
    count = int(seconds * 10)
    colours = [(200, 40, 40) if not cut or index < count // 2 else (20, 40, 220) for index in range(count)]
    frames = [np.full((48, 64, 3), colour, np.uint8) for colour in colours]
    if not cut:
        frames[::2] = [chance.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in frames[::2]]
    sound = None
    if level is not None:
        noise = level * chance.standard_normal(int(seconds * 48000))
        sound = Sound(noise.clip(-1, 1).astype(np.float32), 48000)
    codec = "pcm_s16le" if path.suffix == ".mov" else "aac"
    return finish(write_clip(path, frames, Encoding(rate=Fraction(10), sound_codec=codec), sound))


def tiny_items(count: int, split: str = "train", *, seed: int = 0, windows: int = 1) -> list[Item]:
    """Items of a cache of `tiny_bundle`: random pictures, and sounds that are the picture turned and a little noise.

    Args:
        count: How many.
        split: What they may be used for.
        seed: Of the pictures.
        windows: Items a source.
    """
    import hashlib

    import numpy as np

    from v2a_plugin.model.embeddings import unit
    from v2a_plugin.training.cache.records import Item, ItemNote, Split

    chance = np.random.default_rng(seed)
    turn = np.linalg.qr(np.random.default_rng(99).standard_normal((32, 32)))[0]
    made = []
    for number in range(count):
        picture = unit(chance.standard_normal(32).astype(np.float32))
        sound = unit((picture @ turn + 0.02 * chance.standard_normal(32)).astype(np.float32))
        source = f"clip-{seed}-{number // windows}"
        digest = hashlib.sha256(source.encode()).hexdigest()
        start = Fraction(10 * (number % windows))
        note = ItemNote(source, digest, start, Fraction(10), Split(split), "a label", "tiny-clip", "tiny-clap")
        made.append(Item(note, unit(np.stack((picture, picture))), sound))
    return made


def tiny_cache(folder: Path, items: Sequence[Item], number: int = 0) -> Path:
    """Save items of one split as a finished shard.

    Returns:
        The same folder.
    """
    from v2a_plugin.model.serial import to_json
    from v2a_plugin.training.cache.records import ShardNote
    from v2a_plugin.training.cache.shards import note_path, shard_path, write_shard

    folder.mkdir(parents=True, exist_ok=True)
    shard = shard_path(folder, items[0].note.split, number)
    note = ShardNote(write_shard(shard, items), len(items), 0, ())
    note_path(shard).write_text(to_json(note), encoding="utf-8")
    return folder
