"""The parts of a Stable Audio, read from its diffusers folder, and what they make of words and seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import EDMDPMSolverMultistepScheduler
from jaxtyping import Float
from torch import Tensor
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, quiet_loading
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.sources.generators.parts import DTYPES, broken, by_library, expect

__all__ = ["StableParts", "Wanted", "load_stable_parts"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one row is asked for.

    Attributes:
        words: What should sound.
        unwanted: What should not; "" for nothing.
        start: Seconds at which it begins in the sound that it is a part of.
        end: Seconds at which that sound ends.
    """

    words: str
    unwanted: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class StableParts:
    """Everything that a Stable Audio runs.

    Attributes:
        transformer: Predicts; the only part that runs in the chosen precision.
        vae: Oobleck (Evans et al. 2024), between latents and samples, in fp32.
        tokenizer: Of the text encoder.
        text_encoder: T5, in fp32.
        projection: Brings words and seconds to the width of the transformer, in fp32.
        scheduler: Settings of the walk.
    """

    transformer: Any
    vae: Any
    tokenizer: PreTrainedTokenizerBase
    text_encoder: Any
    projection: Any
    scheduler: dict[str, Any]

    @property
    def window(self) -> int:
        """Latent frames the model was trained on."""
        return int(self.transformer.config.sample_size)

    @property
    def hop(self) -> int:
        """Samples a latent frame."""
        return int(self.vae.hop_length)

    def to(self, device: str) -> None:
        """Take the networks to a device."""
        for part in (self.transformer, self.vae, self.text_encoder, self.projection):
            part.to(device)

    def walk(self, steps: int) -> EDMDPMSolverMultistepScheduler:
        """A fresh walk of so many steps: DPM-Solver++ in the form of Karras et al. 2022, without noise on the way."""
        scheduler = EDMDPMSolverMultistepScheduler.from_config(self.scheduler)
        scheduler.set_timesteps(steps, device="cpu")
        return scheduler

    @torch.inference_mode()
    def states(
        self, wanted: Sequence[Wanted], guided: bool, device: str
    ) -> tuple[Float[Tensor, "row token width"], Float[Tensor, "row 1 global"]]:
        """What the transformer is given of each row; with guidance those to go away from, then those to go towards.

        Where nothing is unwanted, the row to go away from is all zeros, as the model was trained.
        """
        found = self.projection(
            start_seconds=torch.tensor([float(each.start) for each in wanted], device=device),
            end_seconds=torch.tensor([float(each.end) for each in wanted], device=device),
        )
        start, end = found.seconds_start_hidden_states, found.seconds_end_hidden_states
        states = torch.cat([self._read([each.words for each in wanted], device), start, end], dim=1)
        seconds = torch.cat([start, end], dim=2)
        if not guided:
            return states, seconds
        away = torch.zeros_like(states)
        unwanted = [row for row, each in enumerate(wanted) if each.unwanted]
        if unwanted:
            read = self._read([wanted[row].unwanted for row in unwanted], device, negative=True)
            away[unwanted] = torch.cat([read, start[unwanted], end[unwanted]], dim=1)
        return torch.cat([away, states]), torch.cat([seconds, seconds])

    def _read(self, texts: list[str], device: str, negative: bool = False) -> Float[Tensor, "row token width"]:
        """Texts as states; those of the padding are zeros."""
        found = self.tokenizer(
            texts,
            padding="max_length",
            max_length=self.tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        )
        mask = found["attention_mask"].to(device)
        states = self.text_encoder(found["input_ids"].to(device), attention_mask=mask)[0]
        if negative:
            states = torch.where(mask.to(torch.bool).unsqueeze(2), states, 0.0)
        projected = self.projection(text_hidden_states=states).text_hidden_states
        read: Tensor = projected * mask.unsqueeze(-1).to(projected.dtype)
        return read


def load_stable_parts(source: PartSource, runtime: Runtime) -> StableParts:
    """Read `transformer/`, `vae/`, `text_encoder/`, `tokenizer/`, `projection_model/` and `scheduler/`; no network.

    Raises:
        BundleError: A part is missing, corrupt, or does not fit the others.
    """
    folder = source.folder
    transformer = by_library("transformer", folder / "transformer", DTYPES[runtime.precision])
    vae = by_library("oobleck", folder / "vae", torch.float32)
    text_encoder = by_library("text_encoder", folder / "text_encoder", torch.float32)
    projection = by_library("projection_model", folder / "projection_model", torch.float32)
    scheduler = expect(folder / "scheduler", "scheduler_config.json")
    tokenizer = _tokenizer(folder / "tokenizer")
    config = transformer.config
    if (config.in_channels, config.cross_attention_input_dim, text_encoder.config.d_model) != (
        vae.config.decoder_input_channels, projection.config.conditioning_dim, projection.config.text_encoder_dim,
    ):  # fmt: skip
        raise BundleError(f"The parts in {folder} do not fit each other.", "Install the bundle again.")
    parts = StableParts(
        transformer.eval(), vae.eval(), tokenizer, text_encoder.eval(), projection.eval(), dict(scheduler)
    )
    try:
        parts.walk(2)
    except LOADING_ERRORS as error:
        raise broken(folder / "scheduler", error) from error
    return parts


def _tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    if not (folder / "tokenizer.json").is_file():
        raise BundleError(f"{folder} holds no tokenizer.json.", "Install the bundle again.")
    try:
        with quiet_loading():
            found: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except LOADING_ERRORS as error:
        raise broken(folder, error) from error
    return found
