"""Sentences of the engine in the language of the panel.

The engine speaks English: its errors, stages of a job, names of edits, what a format leaves out. The catalogue has each
of them, with `{0}`, `{1}` for the names and numbers in it; what a person or a plugin wrote is in no catalogue and stays as
it is. `gui/update_languages.py` finds them in the source.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache

from PySide6.QtCore import QCoreApplication

from v2a_gui.language import ENGLISH, current_language
from v2a_plugin.model.errors import V2AError
from v2a_resources import languages_path

__all__ = ["in_panel_language", "page_in_panel_language", "sentence_of"]

CONTEXT = "Engine"
"""What the translations of the engine's sentences are filed under."""
_PLACE = re.compile(r"\{(\d+)\}")
_END = re.compile(r"(?<=[.?!]) (?=\S)|, ")
_FILE = re.compile(r"[^:]*\.\w+: ")
"""The name of a file before a sentence about what is in it."""
_LONGEST = 1000
"""Characters of a text that is looked up."""
_MOST = 12
"""Ends of sentences, and commas, at which a text is taken apart: to try all ways with more takes too long."""
_SHORT = 16
_PROSE = re.compile(r"[a-z]+( [a-z',-]+)+")
"""What is English words and nothing else: a name, a number or a path in a place is no such thing."""
_LINE = re.compile(r"^([ ]*(?:\d+\. |- )?)(.+)$", re.MULTILINE)
_WORD = re.compile(r"(?<![\w{}])\w+(?![\w{}])")
_QUOTES = ("'", "“", "`")


@cache
def catalogue() -> frozenset[str]:
    """Every sentence that has a translation, with places for what varies."""
    return frozenset((languages_path() / "engine.txt").read_text(encoding="utf-8").splitlines())


def in_panel_language(text: str) -> str:
    """A sentence of the engine in the language of the panel; as it is where no translation fits."""
    language = current_language()
    return text if language == ENGLISH or not 0 < len(text) <= _LONGEST else _translated(text, language)


def page_in_panel_language(text: str) -> str:
    """A text of many lines in the language of the panel: each line by itself, its number or dash kept."""
    return _LINE.sub(lambda line: line[1] + in_panel_language(line[2]), text)


def sentence_of(error: V2AError) -> str:
    """What went wrong and what to do, in the language of the panel."""
    return f"{in_panel_language(error.message)} {in_panel_language(error.hint)}".strip()


@lru_cache(2048)
def _translated(text: str, language: str) -> str:
    """A sentence, or what is put into one: a part of a sentence, or a sentence without its capital and full stop."""
    written = [(text, ""), (text[:1].upper() + text[1:], "")]
    if text[-1:] not in ".?!":
        written += [(f"{one}.", ".") for one, _ in written]
    found = [(*_found(one, language), stop) for one, stop in written]
    best, said, stop = max(found, key=lambda each: each[0])
    return said.removesuffix(stop) if best else text


def _found(text: str, language: str, known: dict[str, tuple[int, str]] | None = None) -> tuple[int, str]:
    """How many characters of one or more sentences, or of a list, are known, and their translation.

    Args:
        text: The sentences.
        language: What they are translated to.
        known: The same of what has been met at their end.

    Returns:
        (0, "") where one has none.
    """
    known = {} if known is None else known
    if text in known:
        return known[text]
    best = _one_found(text, language)
    for mark in marks if len(marks := list(_END.finditer(text))) <= _MOST else ():
        one = _one_found(text[: mark.start()], language)
        if one[0] and (rest := _found(text[mark.end() :], language, known))[0]:
            best = max(best, (one[0] + rest[0], one[1] + mark[0] + rest[1]), key=lambda each: each[0])
    if (file := _FILE.match(text)) and (said := _found(text[file.end() :], language, known))[0] > best[0]:
        best = said[0], file[0] + said[1]
    known[text] = best
    return best


def _one_found(text: str, language: str) -> tuple[int, str]:
    if text in catalogue():
        return len(text), QCoreApplication.translate(CONTEXT, text)
    if " " not in text:
        return 0, ""
    found = (template.found(text, language) for template in _templates_for(text))
    return next((each for each in found if each[0]), (0, ""))


def _templates_for(text: str) -> list[_Template]:
    """Sentences with places that a text may be; those with the most words of their own first, for they say the most."""
    index = _index()
    found = {template for word in (*_WORD.findall(text), "") for template in index.get(word, ())}
    return sorted(found, key=lambda template: (-template.size, template.text))


@cache
def _index() -> dict[str, list[_Template]]:
    """Sentences with places, by their longest word."""
    index: dict[str, list[_Template]] = {}
    for template in (_Template(text) for text in catalogue() if _PLACE.search(text)):
        index.setdefault(max(_WORD.findall(template.text), key=len, default=""), []).append(template)
    return index


class _Template:
    """A sentence with places.

    Attributes:
        text: It, with `{0}`, `{1}` for what varies, in this order.
        own: What stands before, between and after the places.
        size: Characters of that.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.own = _PLACE.split(text)[::2]
        self.size = len("".join(self.own))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("(.*?)".join(map(re.escape, self.own)), re.DOTALL)

    def found(self, text: str, language: str) -> tuple[int, str]:
        """What a text is in the language, as `_found` says it; its parts are translated but for names in quotes."""
        own = self.own
        if not (text.startswith(own[0]) and text.endswith(own[-1])) or not (found := self._pattern.fullmatch(text)):
            return 0, ""
        if not own[-1] and text.endswith(".") and not own[-2].endswith(": "):
            return 0, ""  # a part of a sentence is none
        parts = [
            part if before[-1:] in _QUOTES else _translated(part, language)
            for part, before in zip(found.groups(), own, strict=False)
        ]
        if self.size < _SHORT and any(map(_PROSE.fullmatch, set(parts).intersection(found.groups()))):
            return 0, ""  # "There is nothing to redo." is no "There is {0}."
        said = QCoreApplication.translate(CONTEXT, self.text)
        return self.size, _PLACE.sub(lambda place: parts[int(place[1])], said)
