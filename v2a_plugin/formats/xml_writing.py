"""XML of our own as text: what is written thousands of times for a film needs no tree of elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

__all__ = ["Tree", "branch", "leaf", "leaves"]

Tree: TypeAlias = "str | Mapping[str, Tree]"
"""The content of an element: its text, or its elements by name."""

_SPECIAL = re.compile('[&<>"\r\n\t]').search
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_VALUE = _TEXT | str.maketrans({'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})


def leaf(tag: str, text: str = "", **attributes: str) -> str:
    """An element with text, or with nothing in it."""
    head = tag + _attributes(attributes)
    if not text:
        return f"<{head} />"
    return f"<{head}>{text.translate(_TEXT) if _SPECIAL(text) else text}</{tag}>"


def branch(tag: str, children: Iterable[str], **attributes: str) -> str:
    """An element with elements in it, each on lines of its own, two spaces further in.

    Args:
        tag: Its name.
        children: What `leaf` and `branch` gave.
        attributes: In their order.
    """
    head, inner = tag + _attributes(attributes), "\n".join(children).replace("\n", "\n  ")
    return f"<{head}>\n  {inner}\n</{tag}>" if inner else f"<{head} />"


def leaves(tag: str, content: Tree) -> str:
    """An element without attributes, and what is in it."""
    if isinstance(content, str):
        return leaf(tag, content)
    return branch(tag, (leaves(name, each) for name, each in content.items()))


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(
        [f' {name}="{value.translate(_VALUE) if _SPECIAL(value) else value}"' for name, value in values.items()]
    )
