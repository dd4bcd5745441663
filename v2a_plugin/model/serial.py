"""Frozen dataclasses to JSON and back, equal.

One rule a type: fractions are "24000/1001", paths and enums are strings, tuples are lists, dataclasses are
objects with their fields' names. What is read back is checked against the type hints, so a file edited by
hand gives a sentence that names the place, never a half-built object.
"""

from __future__ import annotations

import dataclasses
import json
import math
import operator
import re
import types
import typing
from collections.abc import Callable, Iterable
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from v2a_plugin.model.errors import BadInput, V2AError

__all__ = ["ABSENT", "build", "from_json", "one_line", "parse", "plain", "to_json"]

T = TypeVar("T")

ABSENT = "absent"
"""Key of a dataclass field's metadata: its value in files that were written before the field existed, where that is
another than its default."""

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no UTF-8 file can hold."""
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""The same, and what some programs take for the end of a line."""
_QUOTED = json.encoder.encode_basestring
_PLAIN = frozenset({str, int, bool, types.NoneType})
"""Types whose values JSON holds as they are."""


def to_json(value: object) -> str:
    """JSON text of a dataclass, indented and stable, with a newline at its end; any UTF-8 file can hold it.

    But for escapes in the place of halves of characters the same text as `json.dumps(plain(value), indent=2, ensure_ascii=False)`, which a delivery of a film with its
    thousands of recipes would wait for.
    """
    return _escaped(_HALVES, _text(value, "\n") + "\n")


def one_line(value: object) -> str:
    """JSON text of a plain value on one line without a newline, for files with one value a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _escaped(_BREAKS, text)


def _escaped(letters: re.Pattern[str], text: str) -> str:
    return letters.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def from_json(kind: type[T], text: str, source: str = "the text") -> T:
    """Build a dataclass from JSON text.

    Args:
        kind: Class to build.
        text: What `to_json` wrote. Unknown keys are refused; missing ones take their default, or what the field's
            metadata names under `ABSENT`.
        source: What to call the text in an error: the file's name.

    Raises:
        BadInput: Not JSON, or not of this shape.
    """
    return build(kind, parse(text, source), source)


def parse(text: str, source: str = "the text") -> Any:
    """The plain values of a JSON text.

    Raises:
        BadInput: Not JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{source} is not JSON: {error}.", "Use the file as it was written.") from error


def build(kind: type[T], value: Any, source: str = "the text") -> T:
    """Build a dataclass from the plain values of its JSON.

    Raises:
        BadInput: Not of this shape.
    """
    try:
        built: T = _dataclass(kind, value)
    except _ShapeError as error:
        told = f"{kind.__name__}{error.place}{error.says}"
        raise BadInput(f"{source} is not a {kind.__name__}: {told}.", "Use the file as it was written.") from error
    except V2AError as error:
        raise BadInput(f"{source} holds a bad value: {error.message}", error.hint) from error
    return built


def plain(value: object, terse: bool = False) -> Any:
    """What JSON can hold of a value.

    Args:
        value: A dataclass, or what a field of one may hold.
        terse: Leave out fields that have the value their absence stands for: most often their default.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (Fraction, Path)):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no infinity: digital silence has a level of "-inf"
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (tuple, list)):
        return [plain(item, terse) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        items = ((name, getattr(value, name), default) for name, default in _defaults(type(value)))
        return {
            name: plain(item, terse)
            for name, item, default in items
            if not (terse and (item is default or item == default))
        }
    raise TypeError(f"{type(value).__name__} has no JSON form")


_Writer = Callable[[Any, str], str]
"""Gives the text of a value; the string is the line break and indent of the line it stands on."""


def _writer(kind: type) -> _Writer:
    """How values of a type are written: what `plain` makes of them, as text."""
    if issubclass(kind, Enum):
        return lambda value, line: _text(value.value, line)
    if issubclass(kind, (Fraction, Path)):
        return lambda value, _line: _QUOTED(str(value))
    if issubclass(kind, str):
        return lambda value, _line: _QUOTED(value)
    if issubclass(kind, bool):
        return lambda value, _line: "true" if value else "false"
    if issubclass(kind, int):
        return lambda value, _line: int.__repr__(value)
    if issubclass(kind, float):
        return lambda value, _line: float.__repr__(value) if math.isfinite(value) else f'"{value}"'
    if kind is types.NoneType:
        return lambda _value, _line: "null"
    if issubclass(kind, (tuple, list)):
        return _list_text
    if dataclasses.is_dataclass(kind):
        return _fields_writer(kind)
    raise TypeError(f"{kind.__name__} has no JSON form")


class _Writers(dict[type, _Writer]):
    """The writers of the types met so far."""

    def __missing__(self, kind: type) -> _Writer:
        return self.setdefault(kind, _writer(kind))


_WRITERS = _Writers()


def _text(value: Any, line: str) -> str:
    return _WRITERS[type(value)](value, line)


def _list_text(value: Iterable[Any], line: str) -> str:
    inner = line + "  "
    items = f",{inner}".join([_text(item, inner) for item in value])
    return f"[{inner}{items}{line}]" if items else "[]"


def _fields_writer(kind: type) -> _Writer:
    names = [field.name for field in dataclasses.fields(kind)]
    if not names:
        return lambda _value, _line: "{}"
    keys = [f"{_QUOTED(name)}: " for name in names]
    values = operator.attrgetter(*names, "__class__")  # with one name it would give a bare value

    def written(value: Any, line: str) -> str:
        inner, pairs = line + "  ", zip(keys, values(value), strict=False)
        items = f",{inner}".join([key + _WRITERS[type(item)](item, inner) for key, item in pairs])
        return f"{{{inner}{items}{line}}}"

    return written


class _ShapeError(ValueError):
    """The JSON does not fit the type.

    Attributes:
        says: What is wrong, after the name of the place.
        place: Where, from the outermost value inwards: ".files[0].size"; grows while the error rises.
    """

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says
        self.place = ""


_Builder = Callable[[Any], Any]


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """How the fields of a dataclass are built, and which of them must be there."""

    builders: dict[str, _Builder]
    required: frozenset[str]
    absent: dict[str, Any]


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """Names of a dataclass's fields with what their absence stands for; what is no constant counts as none."""
    return tuple((field.name, field.metadata.get(ABSENT, field.default)) for field in dataclasses.fields(kind))


@cache
def _shape(kind: type) -> _Shape:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    missing = dataclasses.MISSING
    return _Shape(
        {field.name: _builder(hints[field.name]) for field in fields},
        frozenset(f.name for f in fields if f.default is missing and f.default_factory is missing),
        {field.name: field.metadata[ABSENT] for field in fields if ABSENT in field.metadata},
    )


def _builder(hint: Any) -> _Builder:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        [inner] = [_builder(argument) for argument in arguments if argument is not type(None)]
        return lambda value: None if value is None else inner(value)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _builder(arguments[0])
        return lambda value: tuple(_item(item, i, one) for i, one in enumerate(_list(value)))
    if origin is tuple:
        return _fixed_tuple([_builder(argument) for argument in arguments])
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return lambda value: _dataclass(hint, value)
    return _LEAVES.get(hint) or _named(hint)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _ShapeError(" is no list")
    return value


def _item(builder: _Builder, index: int, value: Any) -> Any:
    try:
        return builder(value)
    except _ShapeError as error:
        error.place = f"[{index}]{error.place}"
        raise


def _fixed_tuple(builders: list[_Builder]) -> _Builder:
    def built(value: Any) -> tuple[Any, ...]:
        if len(_list(value)) != len(builders):
            raise _ShapeError(f" has {len(value)} items, not {len(builders)}")
        pairs = zip(builders, value, strict=True)
        return tuple(_item(builder, i, one) for i, (builder, one) in enumerate(pairs))

    return built


def _dataclass(kind: type, value: Any) -> Any:
    if not isinstance(value, dict):
        raise _ShapeError(" is no object")
    shape = _shape(kind)
    if unknown := sorted(value.keys() - shape.builders.keys()):
        raise _ShapeError(f" has an unknown entry '{unknown[0]}'")
    if missing := sorted(shape.required - value.keys()):
        raise _ShapeError(f" lacks '{missing[0]}'")
    values = dict(shape.absent)
    for name, item in value.items():
        try:
            values[name] = shape.builders[name](item)
        except _ShapeError as error:
            error.place = f".{name}{error.place}"
            raise
    try:
        return kind(**values)
    except V2AError:
        raise
    except (TypeError, ValueError) as error:
        raise _ShapeError(f": {error}") from error


def _cannot_be(value: Any) -> _ShapeError:
    shown = f"'{value[:40]}'" if isinstance(value, str) else json.dumps(value)[:40]
    return _ShapeError(f" cannot be {shown}")


def _float(value: Any) -> float:
    if isinstance(value, str) and value in ("inf", "-inf", "nan"):
        return float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError as error:
            raise _cannot_be(value) from error
    raise _cannot_be(value)


def _exactly(kind: type) -> _Builder:
    def built(value: Any) -> Any:
        if type(value) is kind:
            return value
        raise _cannot_be(value)

    return built


@lru_cache(maxsize=1 << 14)
def _fraction_of(text: str) -> Fraction:
    if "e" in text.lower():
        raise ValueError(text)  # "1e999999999" is a few bytes here and a gigabyte in memory
    return Fraction(text)


def _fraction(value: Any) -> Fraction:
    if isinstance(value, str):
        try:
            return _fraction_of(value)
        except (ValueError, ZeroDivisionError) as error:
            raise _cannot_be(value) from error
    raise _cannot_be(value)


def _named(kind: Any) -> _Builder:
    def built(value: Any) -> Any:
        if isinstance(value, str):
            try:
                return kind(value)
            except (TypeError, ValueError) as error:
                raise _cannot_be(value) from error
        raise _cannot_be(value)

    return built


_LEAVES: dict[Any, _Builder] = {
    float: _float,
    bool: _exactly(bool),
    str: _exactly(str),
    int: _exactly(int),
    Fraction: _fraction,
}
