"""`V2A_TRACE_PLUGINS=1`: every call of a hook on standard error, with its arguments and what it gave."""

from __future__ import annotations

import dataclasses
import os
import reprlib
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

__all__ = ["traced"]


@dataclasses.dataclass(slots=True)
class Answer:
    """What a hook gave; set inside the block of `traced`."""

    value: Any = None


@contextmanager
def traced(hook: str, plugin: str, arguments: Mapping[str, object]) -> Iterator[Answer]:
    """Around one call: a line `trace: PLUGIN: HOOK(ARGUMENTS) -> RESULT (MILLISECONDS)`, or `!! ERROR` in place of `->`."""
    answer = Answer()
    if os.environ.get("V2A_TRACE_PLUGINS", "0") in ("", "0"):
        yield answer
        return
    given = ", ".join(f"{name}={_shortened(value)}" for name, value in arguments.items())
    begun, ended = time.perf_counter(), "!! nothing"
    try:
        yield answer
        ended = f"-> {_shortened(answer.value)}"
    except BaseException as error:
        ended = f"!! {_shortened(error)}"
        raise
    finally:
        spent = 1000 * (time.perf_counter() - begun)
        print(f"trace: {plugin}: {hook}({given}) {ended} ({spent:.1f} ms)", file=sys.stderr)


class _Short(reprlib.Repr):
    """Representations of bounded length: a few items of each collection, arrays by their shape."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 100

    def repr_instance(self, x: Any, level: int) -> str:
        if type(x).__name__ == "ndarray":
            return f"<{x.dtype} {x.shape}>"
        if not dataclasses.is_dataclass(x):
            return " ".join(super().repr_instance(x, level).split())
        name = type(x).__name__
        if level <= 0:
            return f"{name}(...)"
        shown = [
            f"{field.name}={self.repr1(getattr(x, field.name, None), level - 1)}" for field in dataclasses.fields(x)
        ]
        more = ["..."] if len(shown) > self.maxlist else []
        return f"{name}({', '.join([*shown[: self.maxlist], *more])})"


def _shortened(value: object) -> str:
    short = _Short()
    short.maxlevel = 3
    return short.repr(value)
