"""LAION's own CLAP checkpoints (`.pt`) through the package `laion_clap`, without its downloads.

`import laion_clap` asks the hub for three tokenizers before anything was requested. Its model code, the subpackage
`clap_module`, does not: this adapter loads that subpackage alone, under a private name, and gives it the RoBERTa
configuration of the user's folder where it would fetch one. No name of another package is replaced, and nothing is
appended to `sys.path`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float32
from transformers import ClapFeatureExtractor, PreTrainedTokenizerBase, RobertaConfig, RobertaModel, RobertaTokenizer

from v2a_plugin.encoders.encoding_batches import in_batches
from v2a_plugin.encoders.laion_parts import model_code, read_weights
from v2a_plugin.encoders.protocols import Spelling
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, check_tokenizer_files, first_line, quiet_loading
from v2a_plugin.encoders.sound_windows import embed_by_windows
from v2a_plugin.encoders.spelling import spelled
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.sound import Sound

__all__ = ["load_laion"]

_ROBERTA = "roberta-base"
_MAX_TOKENS = 77  # laion_clap.CLAP_Module.tokenizer
_WINDOWS_AT_ONCE = 4
_TEXTS_AT_ONCE = 32


@dataclass(frozen=True, slots=True, eq=False)
class LaionEncoder:
    """A loaded LAION checkpoint; implements `AudioEncoder`.

    Attributes:
        model: laion_clap's CLAP, in evaluation mode.
        features: Waveform to log-mel for the fusion variant; None where the model computes its own.
        tokenizer: Texts to token ids.
        rate: Samples a second it hears.
        window: Samples it hears at once.
    """

    clap_space: str
    width: int
    model: Any
    features: ClapFeatureExtractor | None
    tokenizer: PreTrainedTokenizerBase
    rate: int
    window: int
    device: torch.device

    def embed_sounds(self, sounds: Sequence[Sound]) -> Float32[np.ndarray, "sound audio"]:
        """One unit vector a sound; windows as in `ClapEncoder`, samples rounded to 16 bits as the package does.

        Raises:
            BadInput: A sound has no samples.
        """
        return embed_by_windows(sounds, self.rate, self.window, self._embed_windows)

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text audio"]:
        """One unit vector a text; the empty text is the unconditional one."""
        return in_batches(texts, _TEXTS_AT_ONCE, self.width, self._encode_texts, "The text encoder")

    @property
    def room(self) -> int:
        """Most tokens of a text, without those that begin and end every text."""
        return _MAX_TOKENS - int(self.tokenizer.num_special_tokens_to_add())

    def spell(self, words: Sequence[str]) -> tuple[Spelling, ...]:
        """How each word is written where it follows another."""
        return spelled(self.tokenizer, words)

    def _embed_windows(self, windows: Sequence[np.ndarray]) -> Float32[np.ndarray, "window audio"]:
        return in_batches(windows, _WINDOWS_AT_ONCE, self.width, self._encode_windows, "The sound encoder")

    def _encode_windows(self, windows: Sequence[np.ndarray]) -> torch.Tensor:
        filled = np.stack([_repeat_padded(_as_16_bit(samples), self.window) for samples in windows])
        longer = torch.zeros((len(filled), 1), dtype=torch.bool)
        data: dict[str, torch.Tensor] = {"waveform": torch.from_numpy(filled)}
        if self.features is not None:
            made = self.features(list(filled), sampling_rate=self.rate, return_tensors="pt")
            data["mel_fusion"] = made["input_features"].float()
        rows = [{name: values[i] for name, values in data.items()} | {"longer": longer[i]} for i in range(len(filled))]
        encoded: torch.Tensor = self.model.get_audio_embedding(rows)
        return encoded

    def _encode_texts(self, texts: Sequence[str]) -> torch.Tensor:
        tokens = self.tokenizer(
            list(texts), padding="max_length", truncation=True, max_length=_MAX_TOKENS, return_tensors="pt"
        )
        encoded: torch.Tensor = self.model.get_text_embedding(dict(tokens))
        return encoded


def load_laion(source: PartSource, runtime: Runtime) -> LaionEncoder:
    """Load a LAION `.pt` checkpoint from its folder, reading weights only and touching nothing but that folder.

    The folder holds one `.pt` (or the one that the option `checkpoint` names) and a folder `roberta-base` with that
    model's `config.json` and tokenizer (`vocab.json` and `merges.txt`, or `tokenizer.json`); its weights are not
    needed. `source.model` is the audio tower, "HTSAT-tiny" (default) or "HTSAT-base"; the option `fusion` = "true"
    builds the fusion variant.

    Raises:
        MissingDependency: `laion_clap` or a package it needs is not installed.
        BundleError: A file is missing, damaged, unsafe or of another architecture.
    """
    checkpoint, roberta = _files(source)
    code = model_code()
    fusion = source.option("fusion", "false").lower() == "true"
    tower = source.model or "HTSAT-tiny"
    if tower not in code.list_models() or not tower.startswith("HTSAT"):
        raise BundleError(f"laion_clap has no audio tower '{tower}'.", "Write HTSAT-tiny or HTSAT-base on the card.")
    weights = read_weights(checkpoint)
    try:
        with quiet_loading(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old calls of torch in laion_clap
            config = RobertaConfig.from_pretrained(roberta, local_files_only=True)
            tokenizer = RobertaTokenizer.from_pretrained(roberta, local_files_only=True)
            code.model.RobertaModel = _LocalRoberta(config)
            model, settings = code.create_model(
                tower, "roberta", precision="fp32", enable_fusion=fusion, fusion_type="aff_2d" if fusion else "None"
            )
        model.load_state_dict(weights)
    except LOADING_ERRORS as error:
        raise BundleError(
            f"{checkpoint} does not fit {tower}{' with fusion' if fusion else ''} and {roberta}: {first_line(error)}.",
            "Name the checkpoint's audio tower on the card, and set fusion = true for a fusion checkpoint.",
        ) from error
    audio = settings["audio_cfg"]
    features = ClapFeatureExtractor(  # equals laion_clap.training.data.get_mel, which needs torchaudio
        feature_size=audio["mel_bins"],
        sampling_rate=audio["sample_rate"],
        hop_length=audio["hop_size"],
        fft_window_size=audio["window_size"],
        frequency_min=audio["fmin"],
        frequency_max=audio["fmax"],
        truncation="fusion",
    )
    device = torch.device(runtime.device)
    return LaionEncoder(
        clap_space=source.space_out,
        width=int(model.joint_embed_shape),
        model=model.eval().requires_grad_(False).to(device),
        features=features if fusion else None,
        tokenizer=tokenizer,
        rate=int(audio["sample_rate"]),
        window=int(audio["clip_samples"]),
        device=device,
    )


@dataclass(frozen=True, slots=True)
class _LocalRoberta:
    """Stands where the package expects `RobertaModel`: builds it from a configuration, without weights."""

    config: RobertaConfig

    def from_pretrained(self, _name: str) -> RobertaModel:
        """An uninitialised model; the checkpoint brings every weight."""
        return RobertaModel(self.config)


def _files(source: PartSource) -> tuple[Path, Path]:
    """The checkpoint and the RoBERTa folder of a part."""
    folder, named = source.folder, source.option("checkpoint")
    found = [folder / named] if named else sorted(folder.glob("*.pt"))
    if not found or not found[0].is_file():
        raise BundleError(f"{folder} holds no {named or 'LAION checkpoint (.pt)'}.", "Put the checkpoint there.")
    if len(found) > 1:
        raise BundleError(
            f"{folder} holds {len(found)} checkpoints, {found[0].name} and others.",
            "Name one on the card with the option checkpoint.",
        )
    roberta = folder / _ROBERTA
    if not (roberta / "config.json").is_file():
        raise BundleError(
            f"{roberta} lacks the configuration of RoBERTa, which LAION's checkpoints do not carry.",
            "Put config.json, vocab.json and merges.txt of roberta-base there.",
        )
    check_tokenizer_files(roberta)
    return found[0], roberta


def _as_16_bit(samples: np.ndarray) -> np.ndarray:
    """Clipped to full scale and rounded towards zero to 16 bits, as `laion_clap` does with arrays and files."""
    rounded: np.ndarray = (np.clip(samples, -1, 1) * 32767).astype(np.int16).astype(np.float32) / np.float32(32767)
    return rounded


def _repeat_padded(samples: np.ndarray, length: int) -> np.ndarray:
    """Whole repetitions as fit, then silence ("repeatpad")."""
    repeated = np.tile(samples, max(1, length // len(samples)))
    return np.pad(repeated, (0, length - len(repeated)))
