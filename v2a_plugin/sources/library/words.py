"""Words of file names and queries, as the index holds them."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from v2a_plugin.timeline.ucs_list import cat_ids, list_path

__all__ = ["answered", "match_all", "match_any", "name_parts", "shown_path", "spread_words", "telling", "terms"]

_SEAMS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_BREAKS = re.compile(r"[\s_\-.,;:()\[\]{}+&#]+")
_TERM = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "being",
        "by",
        "for",
        "from",
        "his",
        "her",
        "in",
        "into",
        "is",
        "its",
        "of",
        "off",
        "on",
        "or",
        "over",
        "the",
        "to",
        "with",
    ]
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a file name of the Universal Category System says: `CatID[-UserCategory]_FXName_CreatorID_SourceID`.

    Attributes:
        category: CatID of the list.
        title: FXName.
        designer: CreatorID.
        library: SourceID.
    """

    category: str
    title: str
    designer: str
    library: str


def shown_path(path: str) -> str:
    """A path as text: bytes that are no UTF-8 become the replacement character."""
    return os.fsencode(path).decode("utf-8", "replace")


def spread_words(text: str) -> str:
    """Text with its words apart: "DoorCreak_03b" becomes "Door Creak 03 b"; combined letters are one."""
    apart = _SEAMS.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join(part for part in _BREAKS.split(apart) if part)


def name_parts(stem: str) -> NameParts | None:
    """What a name says when it follows the Universal Category System; None when it does not.

    Args:
        stem: File name without its suffix.
    """
    fields = [part.strip() for part in stem.split("_")]
    if len(fields) < 2:
        return None
    category = cat_ids(list_path()).get(fields[0].split("-")[0].casefold())
    if category is None:
        return None
    _, title, *rest = fields
    designer, library = (*rest, "", "")[:2]
    return NameParts(category, title, designer, library)


def terms(text: str) -> tuple[str, ...]:
    """The words of a query, in order, each once."""
    apart = _TERM.findall(spread_words(text))
    return tuple(dict.fromkeys(word.casefold() for word in apart))


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """Those words that say what sounds: without articles and the like, unless there is nothing else."""
    return tuple(word for word in words if word not in _FUNCTION_WORDS) or tuple(words)


def answered(words: Sequence[str], text: str) -> tuple[str, ...]:
    """Those words that stand in a text, in one number or the other."""
    there = set(terms(text))
    return tuple(word for word in words if there.intersection(_numbers(word)))


def match_all(words: Sequence[str]) -> str:
    """The FTS5 query for what has words that begin with each of these."""
    return " AND ".join(f'"{word}"*' for word in words)


def match_any(words: Sequence[str]) -> str:
    """The FTS5 query for what has one of these words, in the singular or the plural."""
    return " OR ".join(f'"{form}"' for word in words for form in _numbers(word))


def _numbers(word: str) -> tuple[str, ...]:
    """A word with and without the s of its plural."""
    return (word, word[:-1]) if len(word) > 3 and word.endswith("s") else (word, f"{word}s")
