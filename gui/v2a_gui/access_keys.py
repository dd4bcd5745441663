"""Access keys: the underlined letters by which menus are used without a mouse, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QMenu

__all__ = ["plain_text", "set_access_keys", "with_access_keys"]

_KEY = re.compile(r"(?<!&)&([^&\s])")


def with_access_keys(texts: Sequence[str]) -> tuple[str, ...]:
    """The same texts with an access key each, as Qt writes them: `&Open`. No two share a letter while there are letters.

    Args:
        texts: Of one menu, without access keys.
    """
    used: set[str] = set()
    return tuple(_with_key(text, used) for text in texts)


def set_access_keys(menu: QMenu) -> None:
    """Give the entries of a menu, and of the menus in it, access keys; those that have one keep it."""
    actions = [action for action in menu.actions() if not action.isSeparator()]
    used = {found[1].casefold() for action in actions if (found := _KEY.search(action.text()))}
    for action in actions:
        if not _KEY.search(action.text()):
            action.setText(_with_key(plain_text(action.text()), used))
        inner = action.menu()
        if isinstance(inner, QMenu):
            set_access_keys(inner)


def plain_text(text: str) -> str:
    """A text without the mark of its access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _with_key(text: str, used: set[str]) -> str:
    starts = [place for place, letter in enumerate(text) if letter.isalnum() and not text[place - 1 : place].isalnum()]
    others = [place for place, letter in enumerate(text) if letter.isalnum()]
    for place in (*starts, *others):
        if (letter := text[place].casefold()) not in used:
            used.add(letter)
            return f"{text[:place].replace('&', '&&')}&{text[place:].replace('&', '&&')}"
    return text.replace("&", "&&")
