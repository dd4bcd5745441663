"""How tokenizers of transformers write a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_plugin.encoders.protocols import Spelling

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

__all__ = ["spelled"]


def spelled(tokenizer: PreTrainedTokenizerBase, words: Sequence[str]) -> tuple[Spelling, ...]:
    """How each word is written where it follows another."""
    unknown = tokenizer.unk_token
    written = [tokenizer.tokenize(f" {word}") for word in words]
    return tuple(Spelling(len(pieces), unknown in pieces) for pieces in written)
