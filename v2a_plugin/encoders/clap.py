"""Sounds and words into one space: transformers' ClapModel (Wu et al. 2023, arXiv 2211.06687)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32
from transformers import AutoTokenizer, ClapFeatureExtractor, ClapModel, PreTrainedTokenizerBase

from v2a_plugin.encoders.encoding_batches import in_batches
from v2a_plugin.encoders.protocols import Spelling
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, check_tokenizer_files, first_line, quiet_loading
from v2a_plugin.encoders.sound_windows import embed_by_windows
from v2a_plugin.encoders.spelling import spelled
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.sound import Sound

__all__ = ["auto_tokenizer", "load_clap"]

_WINDOWS_AT_ONCE = 4
_TEXTS_AT_ONCE = 32
_FEATURE_FILES = ("preprocessor_config.json", "processor_config.json")


@dataclass(frozen=True, slots=True, eq=False)
class ClapEncoder:
    """A loaded CLAP model; implements `AudioEncoder`.

    Attributes:
        model: Both towers, in evaluation mode.
        features: Waveform to log-mel, with the settings of the model's own folder.
        tokenizer: Texts to token ids.
        max_tokens: Longest text; the rest is cut off.
    """

    clap_space: str
    width: int
    model: ClapModel
    features: ClapFeatureExtractor
    tokenizer: PreTrainedTokenizerBase
    max_tokens: int
    device: torch.device

    def embed_sounds(self, sounds: Sequence[Sound]) -> Float32[np.ndarray, "sound audio"]:
        """One unit vector a sound, whatever its rate and length; nothing is left to chance.

        Sounds are resampled to the model's rate. Shorter ones are repeated into the model's window (10 s in
        LAION's models); longer ones are the renormalised mean of their windows' vectors.

        Raises:
            BadInput: A sound has no samples.
        """
        return embed_by_windows(sounds, self.features.sampling_rate, self.features.nb_max_samples, self._embed_windows)

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text audio"]:
        """One unit vector a text; the empty text is the unconditional one."""
        return in_batches(texts, _TEXTS_AT_ONCE, self.width, self._encode_texts, "The text encoder")

    @property
    def room(self) -> int:
        """Most tokens of a text, without those that begin and end every text."""
        return self.max_tokens - int(self.tokenizer.num_special_tokens_to_add())

    def spell(self, words: Sequence[str]) -> tuple[Spelling, ...]:
        """How each word is written where it follows another."""
        return spelled(self.tokenizer, words)

    def _embed_windows(self, windows: Sequence[np.ndarray]) -> Float32[np.ndarray, "window audio"]:
        return in_batches(windows, _WINDOWS_AT_ONCE, self.width, self._encode_windows, "The sound encoder")

    def _encode_windows(self, windows: Sequence[np.ndarray]) -> torch.Tensor:
        made = self.features(list(windows), sampling_rate=self.features.sampling_rate, return_tensors="pt")
        # A fusion model's extractor marks a random sound of the batch as longer; none is, they are windows.
        longer = torch.zeros((len(windows), 1), dtype=torch.bool, device=self.device)
        mel = made["input_features"].to(self.device, torch.float32)
        encoded: torch.Tensor = self.model.get_audio_features(input_features=mel, is_longer=longer).pooler_output
        return encoded

    def _encode_texts(self, texts: Sequence[str]) -> torch.Tensor:
        tokens = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=self.max_tokens, return_tensors="pt"
        ).to(self.device)
        encoded: torch.Tensor = self.model.get_text_features(
            input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]
        ).pooler_output
        return encoded


def load_clap(source: PartSource, runtime: Runtime) -> ClapEncoder:
    """Load a CLAP model, its feature extractor and its tokenizer from one folder, touching nothing else.

    Raises:
        BundleError: A file is missing or damaged, or the folder contradicts itself.
    """
    folder = source.folder
    for names in (("config.json",), ("model.safetensors", "model.safetensors.index.json"), _FEATURE_FILES):
        if not any((folder / name).is_file() for name in names):
            raise BundleError(f"{folder} holds no {names[0]}.", "Pull the bundle again.")
    check_tokenizer_files(folder)
    try:
        with quiet_loading():
            model = _model(folder)
            features = ClapFeatureExtractor.from_pretrained(folder, local_files_only=True)
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except BundleError:
        raise
    except LOADING_ERRORS as error:
        raise BundleError(
            f"{folder} cannot be loaded as a CLAP model: {first_line(error)}.",
            "A file is damaged or of another model: pull the bundle again.",
        ) from error
    fuses = bool(model.config.audio_config.enable_fusion)
    if fuses != (features.truncation == "fusion"):
        raise BundleError(
            f"{folder} contradicts itself: the model is {'' if fuses else 'not '}a fusion model, but its "
            f"preprocessor cuts sounds by '{features.truncation}'.",
            f"Its preprocessor_config.json should say {'fusion' if fuses else 'rand_trunc'}.",
        )
    text = model.config.text_config
    if len(tokenizer) > text.vocab_size:
        raise BundleError(
            f"The tokenizer in {folder} knows {len(tokenizer)} words, its model only {text.vocab_size}.",
            "A file is of another model: pull the bundle again.",
        )
    positions = int(text.max_position_embeddings) - int(text.pad_token_id or 0) - 1  # RoBERTa counts from pad + 1
    device = torch.device(runtime.device)
    return ClapEncoder(
        clap_space=source.space_out,
        width=int(model.config.projection_dim),
        model=model.eval().requires_grad_(False).to(device),
        features=features,
        tokenizer=tokenizer,
        max_tokens=min(positions, int(tokenizer.model_max_length)),
        device=device,
    )


def auto_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer of a folder, of whatever class it names."""
    with quiet_loading():
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        return tokenizer


def _model(folder: Path) -> ClapModel:
    """The weights in fp32; transformers only warns about missing ones and makes them up."""
    model, info = ClapModel.from_pretrained(
        folder, local_files_only=True, use_safetensors=True, dtype=torch.float32, output_loading_info=True
    )
    made_up = sorted({str(key) for key in (*info["missing_keys"], *info["mismatched_keys"])})
    if made_up:
        raise BundleError(
            f"{folder} lacks {len(made_up)} weights of its model, the first {made_up[0]}.", "Pull the bundle again."
        )
    return model
