"""Tiny models of every kind of encoder on disk in the real formats, with random weights.

They tell nothing apart, but load, run in milliseconds and obey the same rules as the real ones. torch and the model
libraries are imported inside the functions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import ClapTextConfig, PreTrainedTokenizerBase

__all__ = ["tiny_clap_folder", "tiny_named_folder", "tiny_open_clip_folder", "tiny_yamnet_folder"]

_OPEN_CLIP_WEIGHTS = "open_clip_model.safetensors"


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
    from transformers import ClapAudioConfig, ClapConfig, ClapFeatureExtractor, ClapModel

    tokenizer = _byte_tokenizer()
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
        text_config=_text_config(len(tokenizer), width),
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


def tiny_yamnet_folder(path: Path, *, seed: int = 0, width: int = 32) -> Path:
    """Save YAMNet, which has one size, with random weights, a projection and a small text tower.

    Args:
        path: Folder to make.
        seed: Of the random weights.
        width: Components of the vectors; sounds use one less.

    Returns:
        The same path.
    """
    import torch

    from v2a_plugin.encoders.yamnet import YamnetTowers, save_yamnet_encoder

    tokenizer = _byte_tokenizer()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        towers = YamnetTowers(_text_config(len(tokenizer), width).to_dict(), width - 1)
        towers.turn.normal_()
    save_yamnet_encoder(towers, tokenizer, path)
    return path


def tiny_named_folder(path: Path, *, seed: int = 0, width: int = 32, names: int = 7) -> Path:
    """Save a small open_clip model with a timm trunk, its text tower of `tiny_open_clip_folder`, and names beside it.

    Args:
        path: Folder to make.
        seed: Of the random weights.
        width: Components of the vectors, a multiple of 16.
        names: How many names the trunk knows.

    Returns:
        The same path.
    """
    import torch
    from open_clip import CustomTextCLIP
    from safetensors.torch import save_file

    from v2a_plugin.encoders.named import Names, save_names

    tiny_open_clip_folder(path, seed=seed, width=width)
    described = json.loads((path / "open_clip_config.json").read_text(encoding="utf-8"))
    architecture = described["model_cfg"]
    architecture["vision_cfg"] = {
        "timm_model_name": "test_efficientnet",
        "timm_model_pretrained": False,
        "timm_pool": "avg",
        "timm_proj": "linear",
        "timm_proj_bias": True,
        "image_size": 64,
    }
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = CustomTextCLIP(**architecture)
        features = int(model.visual.trunk.num_features)
        with torch.no_grad():  # random features are nearly all alike: only how they differ passes
            middle = model.eval().visual.trunk(torch.rand(4, 3, 64, 64)).mean(0)
            model.visual.head.proj.bias.copy_(-model.visual.head.proj.weight @ middle)
        places = torch.nn.functional.normalize(torch.randn(names, width), dim=-1)
        save_names(Names(torch.randn(names, features), torch.randn(names), places, torch.tensor(0.5)), path)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, path / _OPEN_CLIP_WEIGHTS)
    described["model_cfg"] = architecture | {"custom_text": True}
    described["preprocess_cfg"]["size"] = 64
    (path / "open_clip_config.json").write_text(json.dumps(described, indent=2), encoding="utf-8")
    return path


def _byte_tokenizer() -> PreTrainedTokenizerBase:
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import RobertaTokenizer

    pieces = ["<s>", "<pad>", "</s>", "<unk>", *sorted(ByteLevel.alphabet()), "<mask>"]  # RoBERTa's order
    return RobertaTokenizer(vocab={piece: index for index, piece in enumerate(pieces)}, merges=[])


def _text_config(words: int, width: int) -> ClapTextConfig:
    from transformers import ClapTextConfig

    return ClapTextConfig(
        vocab_size=words,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=66,
        projection_dim=width,
    )
