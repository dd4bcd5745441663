"""Sounds and words into one space: YAMNet's mean embedding through a fixed projection, and a CLAP text tower beside it.

A folder holds `config.json`, `model.safetensors` and a tokenizer. The network heard two million clips of AudioSet, so
it knows sounds that no small training set holds; the projection turns what it knows into the bundle's space.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from jaxtyping import Float, Float32
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from v2a_plugin.encoders.clap_text import ClapText
from v2a_plugin.encoders.encoding_batches import in_batches
from v2a_plugin.encoders.file_tokenizer import load_tokenizer
from v2a_plugin.encoders.protocols import Spelling
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, check_tokenizer_files, first_line
from v2a_plugin.encoders.sound_windows import embed_by_windows
from v2a_plugin.encoders.spelling import spelled
from v2a_plugin.encoders.yamnet_network import RATE, YAMNet
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.sound import Sound

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

__all__ = ["YamnetTowers", "load_yamnet_encoder", "save_yamnet_encoder"]

CONFIG, WEIGHTS = "config.json", "model.safetensors"
_SECONDS = 10
_PEAK = 0.7
_TEXTS_AT_ONCE = 32


class YamnetTowers(nn.Module):
    """Both towers; everything that `model.safetensors` holds.

    Attributes:
        network: YAMNet.
        centre: Mean embedding of the sounds the space was fitted to (1024).
        turn: Projection (1024, axes); axes the space has beyond these stay 0 for every sound.
        text: Texts to vectors.
    """

    centre: Tensor
    turn: Tensor

    def __init__(self, text: Mapping[str, Any], axes: int) -> None:
        """Towers with weights that are still to be loaded.

        Args:
            text: Sizes of the text tower, as `ClapTextConfig` of transformers writes them; its `projection_dim` is the
                width of the space.
            axes: Components a sound uses.
        """
        super().__init__()
        self.network = YAMNet()
        self.register_buffer("centre", torch.zeros(1024))
        self.register_buffer("turn", torch.zeros(1024, axes))
        self.text = ClapText(text)

    def place(self, sound: Float[Tensor, " samples"]) -> Float[Tensor, " width"]:
        """Where 16 kHz sound lies, not yet of length 1; level does not count."""
        level = sound * (_PEAK / (sound.abs().max() + 1e-6))
        heard = self.network.embed(self.network.patches(level)).mean(0)
        placed = (heard - self.centre) @ self.turn
        return nn.functional.pad(placed, (0, int(self.text.config["projection_dim"]) - len(placed)))


@dataclass(frozen=True, slots=True, eq=False)
class YamnetEncoder:
    """Loaded towers; implements `AudioEncoder`.

    Attributes:
        towers: In evaluation mode.
        tokenizer: Texts to token ids.
        max_tokens: Longest text; the rest is cut off.
    """

    clap_space: str
    width: int
    towers: YamnetTowers
    tokenizer: Any
    max_tokens: int
    device: torch.device

    def embed_sounds(self, sounds: Sequence[Sound]) -> Float32[np.ndarray, "sound audio"]:
        """One unit vector a sound: of the whole up to 10 s, beyond that the renormalised mean of its windows'.

        Raises:
            BadInput: A sound has no samples.
        """
        return embed_by_windows(sounds, RATE, _SECONDS * RATE, self._embed_windows)

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text audio"]:
        """One unit vector a text; the empty text is the unconditional one."""
        return in_batches(texts, _TEXTS_AT_ONCE, self.width, self._encode_texts)

    @property
    def room(self) -> int:
        """Most tokens of a text, without those that begin and end every text."""
        return self.max_tokens - int(self.tokenizer.num_special_tokens_to_add())

    def spell(self, words: Sequence[str]) -> tuple[Spelling, ...]:
        """How each word is written where it follows another."""
        return spelled(self.tokenizer, words)

    def _embed_windows(self, windows: Sequence[np.ndarray]) -> Float32[np.ndarray, "window audio"]:
        return in_batches(windows, 1, self.width, self._encode_windows)  # each has a length of its own

    def _encode_windows(self, windows: Sequence[np.ndarray]) -> Tensor:
        return torch.stack([self.towers.place(torch.from_numpy(window).to(self.device)) for window in windows])

    def _encode_texts(self, texts: Sequence[str]) -> Tensor:
        tokens = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=self.max_tokens, return_tensors="pt"
        )
        encoded: Tensor = self.towers.text(
            tokens["input_ids"].to(self.device), tokens["attention_mask"].to(self.device)
        )
        return encoded


def save_yamnet_encoder(towers: YamnetTowers, tokenizer: PreTrainedTokenizerBase, folder: Path) -> None:
    """A folder that `load_yamnet_encoder` reads; weights in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save_pretrained(folder)
    described = {"format": "yamnet", "axes": towers.turn.shape[1], "text": towers.text.config}
    (folder / CONFIG).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    state = towers.state_dict()
    kept = {name: value.half() if value.is_floating_point() else value for name, value in state.items()}
    save_file({name: value.contiguous() for name, value in kept.items()}, folder / WEIGHTS)


def load_yamnet_encoder(source: PartSource, runtime: Runtime) -> YamnetEncoder:
    """Load both towers and the tokenizer from one folder, touching nothing else.

    Raises:
        BundleError: A file is missing or damaged, or the folder contradicts itself.
    """
    folder = source.folder
    for name in (CONFIG, WEIGHTS):
        if not (folder / name).is_file():
            raise BundleError(f"{folder} holds no {name}.", "Pull the bundle again.")
    check_tokenizer_files(folder)
    try:
        described: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        towers = YamnetTowers(described["text"], int(described["axes"]))
        towers.load_state_dict(load_file(folder / WEIGHTS))
        tokenizer = load_tokenizer(folder)
    except LOADING_ERRORS as error:
        raise BundleError(
            f"{folder} cannot be loaded as a YAMNet encoder: {first_line(error)}.",
            "A file is damaged or of another model: pull the bundle again.",
        ) from error
    text = towers.text.config
    if len(tokenizer) > text["vocab_size"]:
        raise BundleError(
            f"The tokenizer in {folder} knows {len(tokenizer)} words, its model only {text['vocab_size']}.",
            "A file is of another model: pull the bundle again.",
        )
    positions = int(text["max_position_embeddings"]) - int(text["pad_token_id"]) - 1  # RoBERTa counts from pad + 1
    device = torch.device(runtime.device)
    return YamnetEncoder(
        clap_space=source.space_out,
        width=int(text["projection_dim"]),
        towers=towers.eval().requires_grad_(False).to(device),
        tokenizer=tokenizer,
        max_tokens=min(positions, int(tokenizer.model_max_length)),
        device=device,
    )
