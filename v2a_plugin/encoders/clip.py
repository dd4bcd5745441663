"""Pictures and words into one space: open_clip models (Radford et al. 2021, arXiv 2103.00020; open_clip 3)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import torch
from jaxtyping import Float32
from open_clip.tokenizer import DEFAULT_CONTEXT_LENGTH, HFTokenizer
from open_clip.transform import PreprocessCfg, image_transform_v2
from PIL import Image

from v2a_plugin.encoders.encoding_batches import in_batches
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, check_tokenizer_files, first_line, quiet_loading
from v2a_plugin.files import read_text
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import BundleError

__all__ = ["OpenClipEncoder", "load_open_clip"]

_CONFIG = "open_clip_config.json"
_LOCAL = "local-dir:"  # how open_clip names a folder
_WEIGHTS = ("open_clip_model.safetensors", "open_clip_pytorch_model.safetensors")  # the order open_clip prefers
_FRAMES_AT_ONCE = 16
_TEXTS_AT_ONCE = 64


@dataclass(frozen=True, slots=True, eq=False)
class OpenClipEncoder:
    """A loaded open_clip model; implements `VisualEncoder`.

    Attributes:
        model: Both towers, in evaluation mode.
        tokenizer: Texts to token ids (text, context).
        preprocess: The model's own inference preprocessing, used for frames of another size.
    """

    clip_space: str
    width: int
    image_size: int
    model: Any
    tokenizer: Callable[[list[str]], torch.Tensor]
    preprocess: PreprocessCfg
    device: torch.device

    @property
    def visual(self) -> Any:
        """The picture tower."""
        return self.model.visual

    def embed_frames(self, frames: FrameBatch) -> Float32[np.ndarray, "time visual"]:
        """One unit vector a frame.

        Frames of `image_size` are only normalised; others go through open_clip's own preprocessing
        (for most models: short side to `image_size`, antialiased bicubic, then centre crop).
        """
        return in_batches(list(frames.pixels), _FRAMES_AT_ONCE, self.width, self._encode_pixels, "The picture encoder")

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text visual"]:
        """One unit vector a text; longer texts are cut at the model's context."""
        return in_batches(texts, _TEXTS_AT_ONCE, self.width, self._encode_texts, "The text encoder")

    def _encode_pixels(self, pixels: Sequence[np.ndarray]) -> torch.Tensor:
        encoded: torch.Tensor = self.model.encode_image(self.prepared(np.asarray(pixels)).to(self.device))
        return encoded

    def _encode_texts(self, texts: Sequence[str]) -> torch.Tensor:
        encoded: torch.Tensor = self.model.encode_text(self.tokenizer(list(texts)).to(self.device))
        return encoded

    def prepared(self, pixels: np.ndarray) -> torch.Tensor:
        """Pixels (time, height, width, 3), 0 to 255, as the model takes them: (time, 3, size, size), normalised."""
        if pixels.shape[1:3] == (self.image_size, self.image_size):
            scaled = torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float() / 255
            mean, std = (torch.tensor(values).view(3, 1, 1) for values in (self.preprocess.mean, self.preprocess.std))
            return (scaled - mean) / std
        transform = image_transform_v2(self.preprocess, is_train=False)
        return torch.stack([transform(Image.fromarray(picture)) for picture in pixels])


def load_open_clip(source: PartSource, runtime: Runtime) -> OpenClipEncoder:
    """Load an open_clip model from its folder, touching nothing but that folder.

    The folder holds weights as safetensors and either `open_clip_config.json`, or `source.model` names one of
    open_clip's own architectures. The card's option `pretrained` names the weights ("openai").

    Raises:
        BundleError: A file is missing or damaged, or architecture and weights do not belong together.
    """
    folder = source.folder
    weights = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if weights is None:
        raise BundleError(f"{folder} holds no {_WEIGHTS[0]}.", "Pull the bundle again.")
    try:
        config = _model_config(source)
        _refuse_plain_gelu(source)
        with quiet_loading():
            model = _build(source, weights, quick_gelu=_wants_quick_gelu(source))
            tokenizer = _tokenizer(source, config)
    except BundleError:
        raise
    except LOADING_ERRORS as error:
        raise BundleError(
            f"{weights} cannot be loaded as an open_clip model: {first_line(error)}.",
            "The file is damaged or of another model: pull the bundle again.",
        ) from error
    preprocess = PreprocessCfg(**model.visual.preprocess_cfg)
    sides = {preprocess.size} if isinstance(preprocess.size, int) else set(preprocess.size)
    if len(sides) != 1:
        raise BundleError(f"The model in {folder} takes pictures of {preprocess.size}, which are not square.")
    device = torch.device(runtime.device)
    return OpenClipEncoder(
        clip_space=source.space_out,
        width=int(config["embed_dim"]),
        image_size=int(sides.pop()),
        model=model.eval().requires_grad_(False).to(device),
        tokenizer=tokenizer,
        preprocess=preprocess,
        device=device,
    )


def _name(source: PartSource) -> str:
    return f"{_LOCAL}{source.folder}" if (source.folder / _CONFIG).is_file() else source.model


def _known(model: str) -> dict[str, Any] | None:
    """One of open_clip's own architectures; its "hf-hub:" names would fetch."""
    found: dict[str, Any] | None = open_clip.get_model_config(model) if model in open_clip.list_models() else None
    return found


def _model_config(source: PartSource) -> dict[str, Any]:
    """open_clip's description of the architecture, which must not need the network."""
    name = _name(source)
    config: dict[str, Any] | None = open_clip.get_model_config(name) if name.startswith(_LOCAL) else _known(name)
    if config is None:
        raise BundleError(
            f"{source.folder} has no {_CONFIG}, and open_clip knows no model '{source.model}'.",
            "Name the model on the card, for example ViT-B-32-quickgelu.",
        )
    if "hf_model_name" in config["text_cfg"]:
        raise BundleError(
            f"The text tower of {source.folder} is loaded from the hub by name, which is not possible offline.",
            "Choose a model whose text tower is open_clip's own.",
        )
    return config


def _refuse_plain_gelu(source: PartSource) -> None:
    """OpenAI's weights were trained with QuickGELU; open_clip only warns and computes something else."""
    config, tag = _known(source.model), source.option("pretrained")
    if config is None or not tag or config.get("quick_gelu", False):
        return
    if open_clip.get_pretrained_cfg(source.model, tag).get("quick_gelu", False):
        raise BundleError(
            f"The card pairs {source.model} with weights '{tag}', which were trained with QuickGELU and would see "
            "worse with the plain GELU of that model.",
            f"Write {source.model}-quickgelu on the card.",
        )


def _wants_quick_gelu(source: PartSource) -> bool:
    """Whether the card, or the timm `config.json` beside the weights, says so or that OpenAI trained them."""
    if source.model.endswith("-quickgelu") or source.option("pretrained") == "openai":
        return True
    path = source.folder / "config.json"
    if not path.is_file():
        return False
    described = json.loads(read_text(path))
    return bool(described.get("pretrained_cfg", {}).get("tag") == "openai")


def _build(source: PartSource, weights: Path, *, quick_gelu: bool) -> Any:
    name = _name(source)
    return open_clip.create_model(
        name,
        pretrained=None if name.startswith(_LOCAL) else str(weights),
        precision="fp32",
        force_quick_gelu=quick_gelu,
        require_pretrained=True,
    )


def _tokenizer(source: PartSource, config: dict[str, Any]) -> Callable[[list[str]], torch.Tensor]:
    """The tokenizer of the folder where the architecture names one, otherwise open_clip's own."""
    text = config["text_cfg"]
    tokenizer: Any
    if text.get("hf_tokenizer_name"):
        check_tokenizer_files(source.folder)
        tokenizer = HFTokenizer(
            str(source.folder),
            context_length=text.get("context_length", DEFAULT_CONTEXT_LENGTH),
            tokenizer_mode=text.get("tokenizer_mode"),
            local_files_only=True,
            **text.get("tokenizer_kwargs", {}),
        )
        words = len(tokenizer.tokenizer)
    else:
        tokenizer = open_clip.get_tokenizer(_name(source))
        words = tokenizer.vocab_size
    if words > text.get("vocab_size", 49408):
        raise BundleError(
            f"The tokenizer for {source.folder} knows {words} words, its model fewer.",
            "Name the tokenizer in open_clip_config.json (hf_tokenizer_name) and put its files there.",
        )
    made: Callable[[list[str]], torch.Tensor] = tokenizer
    return made
