"""Cards as TOML, one file each: read with the key that is wrong, written so that they read back equal."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from v2a_plugin.files import read_text
from v2a_plugin.model.errors import BadInput, BundleError
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.zoo.cards import Card

__all__ = ["card_to_toml", "read_card"]


def read_card(path: Path) -> Card:
    """Read a card.

    Raises:
        BundleError: No such file, not TOML, or a key that is missing, unknown or of the wrong kind.
    """
    try:
        text = read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise BundleError(f"The card {path} cannot be read: {reason.lower()}.", "Check the path.") from error
    return parse_card(text, source=str(path))


def parse_card(text: str, source: str) -> Card:
    """Build a card from TOML text; `source` is what errors call it.

    Raises:
        BundleError: As `read_card`.
    """
    hint = "Compare it with a card that ships."
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BundleError(f"The card {source} is not TOML: {error}.", hint) from error
    try:
        return from_json(Card, json.dumps(_tables_to_lists(plain), default=str), source=f"The card {source}")
    except BadInput as error:
        raise BundleError(error.message, hint) from error


def card_to_toml(card: Card) -> str:
    """TOML text from which `parse_card` builds an equal card."""
    plain: dict[str, Any] = json.loads(to_json(card))
    mappers = {mapper.pop("name"): mapper for mapper in plain.pop("mappers")}
    tables = {name: plain.pop(name) for name in ("licence", "defaults", "visual", "audio", "generator")}
    lines = _toml_lines(plain)
    for name, table in tables.items():
        options = dict(table.pop("options", []))
        lines += ["", f"[{name}]", *_toml_lines(table)]
        if options:
            lines += ["", f"[{name}.options]", *_toml_lines(options)]
    for name, mapper in mappers.items():
        key = json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines += ["", f"[mappers.{key}]", *_toml_lines(mapper)]
    return "\n".join(lines) + "\n"


def _toml_lines(table: dict[str, Any]) -> list[str]:
    # JSON's strings, numbers, booleans and lists are TOML's, but for DEL, which TOML wants escaped.
    return [
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for name, value in table.items()
    ]


def _tables_to_lists(plain: dict[str, Any]) -> dict[str, Any]:
    """TOML's free tables as the lists the types have: mappers by name, options by name."""
    plain = dict(plain)
    if isinstance(mappers := plain.get("mappers"), dict):
        plain["mappers"] = [
            {"name": name, **table} if isinstance(table, dict) else table for name, table in mappers.items()
        ]
    for part in ("visual", "audio", "generator"):
        table = plain.get(part)
        if isinstance(table, dict) and isinstance(options := table.get("options"), dict):
            plain[part] = {**table, "options": [[name, _option_text(value)] for name, value in options.items()]}
    return plain


def _option_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
