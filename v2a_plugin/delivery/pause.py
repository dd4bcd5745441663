"""A pause of the garbage collector."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

__all__ = ["no_collecting"]


@contextlib.contextmanager
def no_collecting() -> Iterator[None]:
    """While a large document is built: nothing of it is garbage, and looking for some takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
