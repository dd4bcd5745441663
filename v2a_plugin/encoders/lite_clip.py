"""An open_clip model with an EfficientNet-Lite for pictures, read without open_clip as long as no words are asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, Float32
from safetensors import safe_open
from torch import Tensor, nn

from v2a_hooks import Lazy
from v2a_plugin.encoders.efficientnet import EfficientNetLite
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS
from v2a_plugin.files import read_text
from v2a_plugin.model.config import PartSource, Runtime

__all__ = ["LiteClip", "read_lite"]

_TOWER = "visual."


class _Visual(nn.Module):
    """The picture tower, with open_clip's names of the weights."""

    def __init__(self, trunk: str, width: int) -> None:
        super().__init__()
        self.trunk = EfficientNetLite(trunk)
        self.head = nn.Sequential()
        self.head.add_module("proj", nn.Linear(self.trunk.num_features, width))


class LiteClip:
    """What `NamedEncoder` needs of an `OpenClipEncoder`.

    Attributes:
        clip_space: Id of the space.
        width: Components of a vector.
        image_size: Pixels of the square it takes.
        device: Where it runs.
        visual: Its picture tower.
    """

    def __init__(self, source: PartSource, runtime: Runtime, described: dict[str, Any], visual: _Visual) -> None:
        """Take the tower to a device.

        Args:
            source: Its folder.
            runtime: Where it runs.
            described: What `open_clip_config.json` says.
            visual: Loaded.
        """
        self._source, self._runtime = source, runtime
        self._preprocess: dict[str, Any] = described["preprocess_cfg"]
        self.clip_space = source.space_out
        self.width = int(described["model_cfg"]["embed_dim"])
        self.image_size = int(self._preprocess["size"])
        self.device = torch.device(runtime.device)
        self.visual = visual.eval().requires_grad_(False).to(self.device)

    @cached_property
    def _full(self) -> Any:
        """The same model as open_clip reads it."""
        return Lazy("v2a_plugin.encoders.clip:load_open_clip")(self._source, self._runtime)

    def prepared(self, pixels: np.ndarray) -> Float[Tensor, "time channel height width"]:
        """Pixels (time, height, width, 3), 0 to 255, as the tower takes them."""
        if pixels.shape[1:3] != (self.image_size, self.image_size):
            scaled: Tensor = self._full.prepared(pixels)
            return scaled
        shares = torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float() / 255
        mean, std = (torch.tensor(self._preprocess[name]).view(3, 1, 1) for name in ("mean", "std"))
        return (shares - mean) / std

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text visual"]:
        """One unit vector a text."""
        vectors: Float32[np.ndarray, "text visual"] = self._full.embed_text(texts)
        return vectors


def read_lite(source: PartSource, runtime: Runtime) -> LiteClip | None:
    """The picture tower of a folder; None where it is of another kind, or damaged, which open_clip then says."""
    try:
        described = json.loads(read_text(source.folder / "open_clip_config.json"))
        vision = described["model_cfg"]["vision_cfg"]
        if not EfficientNetLite.covers(vision["timm_model_name"]) or vision["timm_proj"] != "linear":
            return None
        with torch.device("meta"):
            visual = _Visual(vision["timm_model_name"], int(described["model_cfg"]["embed_dim"]))
        with safe_open(source.folder / "open_clip_model.safetensors", framework="pt") as file:
            names = [name for name in file.keys() if name.startswith(_TOWER)]  # noqa: SIM118 -- it is no mapping
            kept = {name.removeprefix(_TOWER): file.get_tensor(name) for name in names}
        weights = {name: value.float() if value.is_floating_point() else value for name, value in kept.items()}
        visual.load_state_dict(weights, assign=True)
        return LiteClip(source, runtime, described, visual)
    except LOADING_ERRORS:
        return None
