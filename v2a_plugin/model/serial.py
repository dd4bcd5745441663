"""Frozen dataclasses to JSON and back, equal.

One rule a type: fractions are "24000/1001", paths and enums are strings, tuples are lists, dataclasses are
objects with their fields' names. What is read back is checked against the type hints, so a file edited by
hand gives a sentence that names the place, never a half-built object.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
import typing
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from v2a_plugin.model.errors import BadInput, V2AError

__all__ = ["from_json", "to_json"]

T = TypeVar("T")


def to_json(value: object) -> str:
    """JSON text of a dataclass, indented and stable, with a newline at its end."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(kind: type[T], text: str, source: str = "the text") -> T:
    """Build a dataclass from JSON text.

    Args:
        kind: Class to build.
        text: What `to_json` wrote. Unknown keys are refused; missing ones take their default.
        source: What to call the text in an error: the file's name.

    Raises:
        BadInput: Not JSON, or not of this shape.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{source} is not JSON: {error}.", "Use the file as it was written.") from error
    try:
        built: T = _build(kind, plain, kind.__name__)
    except _ShapeError as error:
        raise BadInput(f"{source} is not a {kind.__name__}: {error}.", "Use the file as it was written.") from error
    except V2AError as error:
        raise BadInput(f"{source} holds a bad value: {error.message}", error.hint) from error
    return built


class _ShapeError(ValueError):
    """The JSON does not fit the type."""


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no infinity: digital silence has a level of "-inf"
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(hint: Any, plain: Any, place: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        if plain is None and type(None) in arguments:
            return None
        [hint] = [argument for argument in arguments if argument is not type(None)]
        return _build(hint, plain, place)
    if origin is tuple:
        return _build_tuple(arguments, plain, place)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _build_dataclass(hint, plain, place)
    return _build_leaf(hint, plain, place)


def _build_tuple(arguments: tuple[Any, ...], plain: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise _ShapeError(f"{place} is no list")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_build(arguments[0], item, f"{place}[{i}]") for i, item in enumerate(plain))
    if len(plain) != len(arguments):
        raise _ShapeError(f"{place} has {len(plain)} items, not {len(arguments)}")
    pairs = zip(arguments, plain, strict=True)
    return tuple(_build(argument, item, f"{place}[{i}]") for i, (argument, item) in enumerate(pairs))


def _build_dataclass(kind: type, plain: Any, place: str) -> Any:
    if not isinstance(plain, dict):
        raise _ShapeError(f"{place} is no object")
    hints = _hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    if unknown := sorted(plain.keys() - fields.keys()):
        raise _ShapeError(f"{place} has an unknown entry '{unknown[0]}'")
    required = {
        name
        for name, field in fields.items()
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    if missing := sorted(required - plain.keys()):
        raise _ShapeError(f"{place} lacks '{missing[0]}'")
    values = {name: _build(hints[name], item, f"{place}.{name}") for name, item in plain.items()}
    try:
        return kind(**values)
    except V2AError:
        raise
    except (TypeError, ValueError) as error:
        raise _ShapeError(f"{place}: {error}") from error


def _build_leaf(hint: Any, plain: Any, place: str) -> Any:
    if hint is float:
        if isinstance(plain, str) and plain in ("inf", "-inf", "nan"):
            return float(plain)
        if isinstance(plain, (int, float)) and not isinstance(plain, bool):
            return float(plain)
    elif hint is bool or hint is str:
        if isinstance(plain, hint):
            return plain
    elif hint is int:
        if isinstance(plain, int) and not isinstance(plain, bool):
            return plain
    elif isinstance(plain, str):
        try:
            return hint(plain)
        except (TypeError, ValueError, ZeroDivisionError) as error:
            raise _ShapeError(f"{place} cannot be '{plain}'") from error
    raise _ShapeError(f"{place} cannot be {json.dumps(plain)[:40]}")
