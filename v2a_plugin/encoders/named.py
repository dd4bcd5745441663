"""Pictures by two ways at once: an open_clip model's own head, and the names its trunk was trained to give.

A small trunk knows a thousand names from 1.3 million pictures; a head fitted to a few thousand forgets most of them.
So the trunk's own classifier is kept: its odds of the names, as a mean of the names' places among the words
(ConSE, Norouzi et al. 2014, arXiv 1312.5650), is added to what the head says. The less sure the trunk is, the shorter
that mean, and the less it counts. Beside open_clip's files the folder holds `names.safetensors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from jaxtyping import Float, Float32
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from v2a_hooks import Lazy
from v2a_plugin.encoders.encoding_batches import in_batches
from v2a_plugin.encoders.lite_clip import LiteClip, read_lite
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, first_line
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch, unit
from v2a_plugin.model.errors import BundleError

if TYPE_CHECKING:
    from v2a_plugin.encoders.clip import OpenClipEncoder

__all__ = ["NamedEncoder", "Names", "load_named", "save_names"]

NAMES = "names.safetensors"
_FRAMES_AT_ONCE = 16
_PLAIN, _HARDLY = 1.0, 0.05
"""Spread of the values of every colour below which a frame is of one colour, of 255, and how much its vector counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """What the trunk was trained to say.

    Attributes:
        weight: Of the classifier, a row a name.
        bias: Likewise.
        places: Unit vectors of the names in the model's space.
        share: How much a name that is certain counts beside the head, 0 for nothing.
    """

    weight: Float[Tensor, "name feature"]
    bias: Float[Tensor, " name"]
    places: Float[Tensor, "name visual"]
    share: Float[Tensor, ""]

    def add(
        self, features: Float[Tensor, "picture feature"], head: Float[Tensor, "picture visual"]
    ) -> Float[Tensor, "picture visual"]:
        """The head's unit vectors with the names' mean added; not yet of length 1."""
        odds = torch.softmax(features @ self.weight.T + self.bias, dim=-1)
        return nn.functional.normalize(head, dim=-1) + self.share * (odds @ self.places)


@dataclass(frozen=True, slots=True, eq=False)
class NamedEncoder:
    """A loaded model with its names; implements `VisualEncoder`."""

    clip: OpenClipEncoder | LiteClip
    names: Names

    @property
    def clip_space(self) -> str:
        """Id of the space."""
        return self.clip.clip_space

    @property
    def width(self) -> int:
        """Components of a vector."""
        return self.clip.width

    @property
    def image_size(self) -> int:
        """Pixels of the square it takes."""
        return self.clip.image_size

    def embed_frames(self, frames: FrameBatch) -> Float32[np.ndarray, "time visual"]:
        """One unit vector a frame; a frame and its mirror image count alike."""
        return unit(self.weigh_frames(frames))

    def weigh_frames(self, frames: FrameBatch) -> Float32[np.ndarray, "time visual"]:
        """The same before it is brought to length 1: longer where head and names agree and the trunk is sure, and hardly
        anything for a frame of one colour, which shows nothing."""
        found = in_batches(list(frames.pixels), _FRAMES_AT_ONCE, self.width, self._encode_pixels, scaled=False)
        plain = frames.pixels.std(axis=(1, 2)).max(axis=-1) < _PLAIN
        return np.where(plain[:, None], np.float32(_HARDLY) * found, found)

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text visual"]:
        """One unit vector a text; longer texts are cut at the model's context."""
        return self.clip.embed_text(texts)

    def _encode_pixels(self, pixels: Sequence[np.ndarray]) -> Tensor:
        seen = self.clip.prepared(np.asarray(pixels)).to(self.clip.device)
        visual = self.clip.visual
        features: Tensor = (visual.trunk(seen) + visual.trunk(seen.flip(-1))) / 2
        return self.names.add(features, visual.head(features))


def save_names(names: Names, folder: Path) -> None:
    """Write them beside open_clip's files, in half precision."""
    tensors = {"weight": names.weight, "bias": names.bias, "places": names.places, "share": names.share}
    save_file({name: tensor.half().contiguous() for name, tensor in tensors.items()}, folder / NAMES)


def load_named(source: PartSource, runtime: Runtime) -> NamedEncoder:
    """Load an open_clip model with a timm trunk and its names from one folder.

    Raises:
        BundleError: A file is missing or damaged, or the names are of another trunk.
    """
    if not (source.folder / NAMES).is_file():
        raise BundleError(f"{source.folder} holds no {NAMES}.", "Pull the bundle again.")
    clip = read_lite(source, runtime) or Lazy("v2a_plugin.encoders.clip:load_open_clip")(source, runtime)
    try:
        tensors = load_file(source.folder / NAMES, device=runtime.device)
        names = Names(*(tensors[name].float() for name in ("weight", "bias", "places", "share")))
        features = int(clip.visual.trunk.num_features)
    except LOADING_ERRORS as error:
        raise BundleError(
            f"{source.folder / NAMES} cannot be read: {first_line(error)}.", "Pull the bundle again."
        ) from error
    if names.weight.shape[1] != features or names.places.shape != (len(names.weight), clip.width):
        raise BundleError(
            f"{source.folder / NAMES} has names of {tuple(names.weight.shape)} and places of "
            f"{tuple(names.places.shape)}; the trunk gives {features} features, the space is {clip.width} wide.",
            "A file is of another model: pull the bundle again.",
        )
    return NamedEncoder(clip, names)
