"""Sentences of the engine in the language of the panel.

The engine speaks English: stages of a job, names of edits, what a format leaves out. The catalogue has each of them, with
`{0}`, `{1}` for the names and numbers in it; what a person or a plugin wrote is in no catalogue and stays as it is.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PySide6.QtCore import QCoreApplication

from v2a_gui.language import ENGLISH, current_language
from v2a_plugin.model.errors import V2AError
from v2a_resources import languages_path

__all__ = ["in_panel_language", "sentence_of"]

CONTEXT = "Engine"
"""What the translations of the engine's sentences are filed under."""
_PLACE = re.compile(r"\{(\d)\}")


@cache
def catalogue() -> frozenset[str]:
    """Every sentence that has a translation, with places for what varies."""
    return frozenset((languages_path() / "engine.txt").read_text(encoding="utf-8").splitlines())


def in_panel_language(text: str) -> str:
    """A sentence of the engine in the language of the panel; as it is where no translation fits."""
    language = current_language()
    return text if language == ENGLISH or not text else _translated(text, language)


def sentence_of(error: V2AError) -> str:
    """What went wrong and what to do, in the language of the panel."""
    return f"{in_panel_language(error.message)} {in_panel_language(error.hint)}".strip()


@lru_cache(2048)
def _translated(text: str, language: str) -> str:
    if text in catalogue():
        return QCoreApplication.translate(CONTEXT, text)
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            parts = (_translated(part, language) for part in found.groups())
            return QCoreApplication.translate(CONTEXT, template).format(*parts)
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Sentences with places in them; those with the most words of their own first, for they say the most."""
    found = [template for template in catalogue() if _PLACE.search(template)]
    found.sort(key=lambda template: len(_PLACE.sub("", template)), reverse=True)
    return tuple((template, re.compile(_expression(template), re.DOTALL)) for template in found)


def _expression(template: str) -> str:
    return "".join("(.+?)" if number % 2 else re.escape(part) for number, part in enumerate(_PLACE.split(template)))
