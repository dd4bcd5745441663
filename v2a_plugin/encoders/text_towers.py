"""Whether a CLAP model and a generator's own text tower live in one space."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import AutoTokenizer, ClapTextModelWithProjection

from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, check_tokenizer_files, first_line, quiet_loading
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BundleError

__all__ = ["compare_text_towers"]

_TEXTS = (
    "",
    "A dog barks.",
    "footsteps on gravel",
    "rain on a tin roof, thunder far away",
    "a wooden door creaks open",
    "a crowd applauds in a hall",
)
_SAME_COSINE = 0.999


@dataclass(frozen=True, slots=True)
class TextTowerFinding:
    """How far two text towers agree.

    Attributes:
        projection_difference: Largest absolute difference of the projections' weights; inf when their shapes differ.
        lowest_cosine: Lowest cosine between both embeddings of one text, over `texts`; 0 when their widths differ.
        texts: What was embedded.
    """

    projection_difference: float
    lowest_cosine: float
    texts: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether vectors of one may be given to the other."""
        return self.lowest_cosine >= _SAME_COSINE

    def __str__(self) -> str:
        verdict = "is the CLAP model's" if self.same else "is not the CLAP model's"
        return (
            f"The generator's text tower {verdict}: projection weights differ by at most "
            f"{self.projection_difference:.2g}, embeddings of {len(self.texts)} texts have a cosine of at least "
            f"{self.lowest_cosine:.4f}."
        )


def compare_text_towers(clap: Path, text_encoder: Path) -> TextTowerFinding:
    """Compare the text tower of a CLAP model with the one that came with a generator.

    A mapper aims at the space of the CLAP model; the generator was trained with its own. Which CLAP checkpoint
    AudioLDM's parts were converted from is not documented beyond its size, so it is measured.

    Args:
        clap: Folder of a transformers ClapModel with its tokenizer.
        text_encoder: Folder `text_encoder` of a diffusers AudioLDM; its tokenizer is taken from `tokenizer` beside
            it, or, where there is none, from the CLAP model.

    Raises:
        BundleError: A folder cannot be loaded.
    """
    beside = text_encoder.parent / "tokenizer"
    first = _Tower.load(clap, clap)
    second = _Tower.load(text_encoder, beside if beside.is_dir() else clap)
    if [values.shape for values in first.projection] != [values.shape for values in second.projection]:
        return TextTowerFinding(float("inf"), 0.0, _TEXTS)
    difference = max(float(np.abs(a - b).max()) for a, b in zip(first.projection, second.projection, strict=True))
    cosines = np.sum(first.vectors * second.vectors, axis=1)
    return TextTowerFinding(difference, float(min(1.0, cosines.min())), _TEXTS)


@dataclass(frozen=True, slots=True, eq=False)
class _Tower:
    """What is compared of one tower: projection weights by name order, and a unit vector a text."""

    projection: list[np.ndarray]
    vectors: np.ndarray

    @classmethod
    def load(cls, folder: Path, tokenizer_folder: Path) -> _Tower:
        """Load, read and let go."""
        check_tokenizer_files(tokenizer_folder)
        try:
            with quiet_loading():
                model, info = ClapTextModelWithProjection.from_pretrained(
                    folder, local_files_only=True, use_safetensors=True, dtype=torch.float32, output_loading_info=True
                )
                tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder, local_files_only=True)
        except LOADING_ERRORS as error:
            raise BundleError(
                f"{folder} cannot be loaded as a CLAP text tower: {first_line(error)}.", "Pull the bundle again."
            ) from error
        missing = sorted({str(key) for key in (*info["missing_keys"], *info["mismatched_keys"])})
        if missing:
            raise BundleError(f"{folder} lacks weights of a CLAP text tower, the first {missing[0]}.")
        with torch.inference_mode():
            tokens = tokenizer(list(_TEXTS), padding=True, return_tensors="pt")
            vectors = model.eval()(
                input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]
            ).text_embeds.numpy()
        projection = [value.detach().numpy() for _, value in sorted(model.text_projection.named_parameters())]
        return cls(projection, unit(vectors))
