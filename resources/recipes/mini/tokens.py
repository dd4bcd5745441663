"""A small byte-level BPE tokenizer for both text encoders, in the form transformers loads from a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

__all__ = ["BEGIN", "END", "LENGTH", "PAD", "learn"]

BEGIN, PAD, END, UNKNOWN, MASK = 0, 1, 2, 3, 4  # as in RoBERTa
LENGTH = 32  # tokens a text may have
_ROLES = ("cls_token", "sep_token", "bos_token", "pad_token", "eos_token", "unk_token", "mask_token")
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def learn(texts: Iterable[str], size: int, folder: Path) -> PreTrainedTokenizerFast:
    """Learn merges from `texts` (lower-cased) and leave the tokenizer's files in `folder`."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(_SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", END), ("<s>", BEGIN))
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=LENGTH,
        **dict(zip(_ROLES, _SPECIAL[:1] + _SPECIAL[2:3] + _SPECIAL, strict=True)),
    )
    wrapped.save_pretrained(folder)
    return wrapped
