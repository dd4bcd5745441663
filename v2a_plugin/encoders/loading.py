"""What every loader shares: a library kept quiet while it loads, and what it says when it fails."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from safetensors import SafetensorError

__all__ = ["LOADING_ERRORS", "first_line", "quiet_loading"]

LOADING_ERRORS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RuntimeError,
    SafetensorError,
)
"""What model libraries raise for a folder that is damaged or of another model."""


def first_line(error: BaseException) -> str:
    """The first line of what a library said, without its full stop, to stand inside a sentence."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].strip()[:300].rstrip(".:")


@contextlib.contextmanager
def quiet_loading() -> Iterator[None]:
    """Keeps libraries from installing a root log handler or drawing progress bars of their own while they load.

    open_clip logs through `logging.info`, which configures the root logger of the whole process when nobody has.
    """
    from transformers.utils import logging as transformers_logging

    root, silent = logging.getLogger(), logging.NullHandler()
    bars = transformers_logging.is_progress_bar_enabled()
    root.addHandler(silent)
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        root.removeHandler(silent)
        if bars:
            transformers_logging.enable_progress_bar()
