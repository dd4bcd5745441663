"""File names that every disk, host and person can live with."""

from __future__ import annotations

import unicodedata

__all__ = ["FreeNames", "file_safe"]

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_KEPT = " -.,()+"
_LONGEST_BYTES = 120


def file_safe(text: str, fallback: str = "untitled", longest: int = 60) -> str:
    """A text as part of a file name.

    Letters and digits of any script stay; slashes, quotes, `&<>`, emoji, underscores (UCS keeps them as separators),
    control and direction characters become spaces. Never empty, never a name that Windows reserves, never with a
    dot or space at an end.

    Args:
        text: Whatever a person typed.
        fallback: What to use when nothing is left.
        longest: Characters at most; UTF-8 bytes are bounded too.
    """
    text = unicodedata.normalize("NFC", text)
    kept = "".join(letter if letter in _KEPT or unicodedata.category(letter)[0] in "LNM" else " " for letter in text)
    cut = " ".join(kept.split())[:longest]
    while len(cut.encode()) > _LONGEST_BYTES:
        cut = cut[:-1]
    cut = cut.strip(" .-")
    head, dot, tail = cut.partition(".")
    if head.strip().casefold() in _RESERVED:
        cut = f"{head} file{dot}{tail}"
    return cut or fallback


class FreeNames:
    """Gives each name once: a second "Steps" becomes "Steps-2". Names that differ only in case count as the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, stem: str, suffix: str = "") -> str:
        """The name with its suffix, or the next free one with a number."""
        name, number = f"{stem}{suffix}", 1
        while (key := unicodedata.normalize("NFKC", name).casefold()) in self._taken:
            number += 1
            name = f"{stem}-{number}{suffix}"
        self._taken.add(key)
        return name
