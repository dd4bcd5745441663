"""What a text encoder understands of a prompt.

A text encoder answers to anything. Words that it never learned (of another script, emoji, misspelt ones) get vectors
that are nearly the same for all of them, and beside a known word they pull its vector towards that one; what is beyond
the encoder's length it leaves out. So a prompt is normalised, German words of sounds are put into English, and what is
not understood or does not fit is left out and named.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import AudioEncoder, SpellsWords
from v2a_resources import german_path

__all__ = ["ReadText", "read_text"]

_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "down",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "near",
        "no",
        "not",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "out",
        "over",
        "some",
        "than",
        "that",
        "the",
        "then",
        "this",
        "through",
        "to",
        "under",
        "up",
        "while",
        "with",
    ]
)
"""Words that mean something only beside others."""
_STRANGE = ("qzxv", "vrskpl", "犬", "дождь", "مطر", "🎬")
"""Words that no encoder of English captions has learned."""
_COMMON = ("dog", "water", "footsteps", "door", "glass", "bell", "engine")
"""Words that every one has."""
_TIGHT = 0.97
_SAME = 0.985


@dataclass(frozen=True, slots=True)
class ReadText:
    """A prompt as it goes to the encoder.

    Attributes:
        text: What is understood, normalised; "" for nothing.
        unknown: Words that the encoder does not know, each once.
        beyond: Words at the end that it has no room for.
        translated: Whether German words were put into English.
    """

    text: str = ""
    unknown: tuple[str, ...] = field(default=())
    beyond: tuple[str, ...] = field(default=())
    translated: bool = False


def normalised(text: str) -> str:
    """The words of a text in lower case with single spaces between.

    Letters and digits are those of NFKC; punctuation is space, but for the apostrophe inside a word. Symbols outside of
    ASCII, such as emoji, are words of their own.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower()).replace("\u2019", "'")
    return " ".join("".join(_kept(plain, place) for place in range(len(plain))).split())


def _kept(text: str, place: int) -> str:
    letter = text[place]
    kind = unicodedata.category(letter)
    if kind[0] in "LN":
        return letter
    if kind[0] == "M":
        return "" if "\ufe00" <= letter <= "\ufe0f" else letter  # variation selectors choose how an emoji is drawn
    if letter == "'" and 0 < place < len(text) - 1 and text[place - 1].isalpha() and text[place + 1].isalpha():
        return letter
    if kind[0] == "S" and not letter.isascii():
        return "" if kind == "Sk" else f" {letter} "
    return "" if kind == "Cf" else " "


def read_text(encoder: AudioEncoder, text: str) -> ReadText:
    """What an encoder understands of a text."""
    typed = normalised(text).split()
    words = in_english(typed)
    if not words:
        return ReadText()
    unknown = _unknown(encoder, words)
    known = [word for word in words if word not in unknown]
    if unknown and all(word in _SMALL for word in known):
        known = []
    kept = _fitting(encoder, known)
    left_out = tuple(word for word in dict.fromkeys(words) if word in unknown)
    return ReadText(" ".join(kept), left_out, tuple(known[len(kept) :]), words != typed)


def in_english(words: Sequence[str]) -> list[str]:
    """Normalised words with those of German sounds in English; small words only beside one of them."""
    table = _german()
    put = [table.get(word, word) for word in words]
    if all(word == each or each in _SMALL for word, each in zip(words, put, strict=True)):
        return list(words)
    return " ".join(put).split()


@lru_cache(maxsize=1)
def _german() -> dict[str, str]:
    lines = german_path().read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" = ") for line in lines if not line.startswith("#"))
    return {german: english for german, _, english in pairs}


def _unknown(encoder: AudioEncoder, words: Sequence[str]) -> frozenset[str]:
    """Those that the tokenizer cannot write, and those that an encoder with one vector for all of them does not know.

    A word that alone gets that vector may still say something beside others, as adjectives do: it is unknown if the
    whole text comes nearer to the vector with it than without it.
    """
    unknown = _unwritten(encoder, words)
    left = [word for word in words if word not in unknown]
    asked = [word for word in dict.fromkeys(left) if word not in _SMALL]
    strange, common, alone = np.split(
        encoder.embed_text([*_STRANGE, *_COMMON, *asked]), [len(_STRANGE), len(_STRANGE) + len(_COMMON)]
    )
    if not asked or not _answers_alike(strange, common):
        return unknown
    doubtful = [word for word, near in zip(asked, _nearness(alone, strange), strict=True) if near >= _SAME]
    if len(doubtful) == len(asked):
        return unknown.union(doubtful)
    texts = [left, *([each for each in left if each != word] for word in doubtful)]
    near, *without = _nearness(encoder.embed_text([" ".join(each) for each in texts]), strange)
    return unknown.union(word for word, farther in zip(doubtful, without, strict=True) if farther < near)


def _unwritten(encoder: AudioEncoder, words: Sequence[str]) -> frozenset[str]:
    """Those that the tokenizer has no piece for, or spells letter by letter."""
    if not isinstance(encoder, SpellsWords):
        return frozenset()
    always = any(each.pieces >= len(word) for word, each in zip(_COMMON, encoder.spell(_COMMON), strict=True))
    return frozenset(
        word
        for word, each in zip(words, encoder.spell(words), strict=True)
        if each.unknown or (not always and not word.isascii() and each.pieces >= max(2, len(word)))
    )


def _nearness(
    vectors: Float32[np.ndarray, "word audio"], strange: Float32[np.ndarray, "word audio"]
) -> Float32[np.ndarray, " word"]:
    """Cosine of each with the nearest strange word."""
    nearest: Float32[np.ndarray, " word"] = (vectors @ strange.T).max(axis=1, initial=-1)
    return nearest


def _answers_alike(strange: Float32[np.ndarray, "word audio"], common: Float32[np.ndarray, "word audio"]) -> bool:
    """Whether an encoder has one vector for all that it does not know, and others for what it does."""
    return bool((strange @ strange.T).min() >= _TIGHT and np.median(_nearness(common, strange)) < _TIGHT)


def _fitting(encoder: AudioEncoder, words: Sequence[str]) -> list[str]:
    """As many words as there is room for."""
    if not isinstance(encoder, SpellsWords):
        return list(words)
    kept: list[str] = []
    used = 0
    for word, each in zip(words, encoder.spell(words), strict=True):
        used += each.pieces
        if used > encoder.room:
            break
        kept.append(word)
    return kept
