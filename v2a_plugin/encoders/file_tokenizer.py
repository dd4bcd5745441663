"""A tokenizer from its `tokenizer.json` alone: the tokenizers library loads in no time, transformers in a second."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Int
from tokenizers import Tokenizer
from torch import Tensor

from v2a_hooks import Lazy

__all__ = ["load_tokenizer"]

_SELF_CONTAINED = ("TokenizersBackend", "PreTrainedTokenizerFast")
"""Classes of transformers that add nothing to what the file says."""


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer of a folder: a `FileTokenizer`, or the one of transformers where the class does more than the file.

    Raises:
        Whatever the libraries do for files that are damaged.
    """
    described = folder / "tokenizer_config.json"
    config = json.loads(described.read_text(encoding="utf-8")) if described.is_file() else {}
    if (folder / "tokenizer.json").is_file() and config.get("tokenizer_class") in _SELF_CONTAINED:
        return FileTokenizer(folder / "tokenizer.json", config)
    return Lazy("v2a_plugin.encoders.clap:auto_tokenizer")(folder)


class FileTokenizer:
    """Texts to token ids, called as a tokenizer of transformers is.

    Attributes:
        unk_token: Stands for what is unknown; None for nothing.
        model_max_length: Most tokens of a text.
    """

    def __init__(self, path: Path, config: dict[str, Any]) -> None:
        """Read the file.

        Args:
            path: `tokenizer.json`.
            config: What `tokenizer_config.json` says.
        """
        self._tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
        self._pad = str(config["pad_token"])
        self._pad_id = self._tokenizer.token_to_id(self._pad)
        self.unk_token: str | None = config.get("unk_token")
        self.model_max_length = int(config.get("model_max_length", 10**30))

    def __len__(self) -> int:
        return self._tokenizer.get_vocab_size()

    def __call__(self, texts: Sequence[str], *, max_length: int, **_: object) -> dict[str, Int[Tensor, "text token"]]:
        """Ids, and a mask that is 1 where one is no padding; texts are cut at `max_length`, and padded to the longest."""
        self._tokenizer.enable_truncation(max_length)
        self._tokenizer.enable_padding(pad_id=self._pad_id, pad_token=self._pad)
        encoded = self._tokenizer.encode_batch(list(texts))
        return {
            "input_ids": torch.tensor([each.ids for each in encoded]),
            "attention_mask": torch.tensor([each.attention_mask for each in encoded]),
        }

    def num_special_tokens_to_add(self) -> int:
        """Tokens that begin and end every text."""
        return self._tokenizer.num_special_tokens_to_add(False)

    def tokenize(self, text: str) -> list[str]:
        """The pieces of a text."""
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        return self._tokenizer.encode(text, add_special_tokens=False).tokens
