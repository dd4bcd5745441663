"""What every loader shares: a library kept quiet while it loads, and what it says when it fails."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from safetensors import SafetensorError

from v2a_plugin.model.errors import BundleError

__all__ = ["LOADING_ERRORS", "check_tokenizer_files", "first_line", "quiet_loading"]

LOADING_ERRORS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RuntimeError,
    StopIteration,
    SafetensorError,
)
"""What model libraries raise for a folder that is damaged or of another model."""


def first_line(error: BaseException) -> str:
    """The first line of what a library said, without its full stop, to stand inside a sentence."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].strip()[:300].rstrip(".:")


def check_tokenizer_files(folder: Path) -> None:
    """Without these files transformers makes up a tokenizer that knows no words, and says nothing.

    Raises:
        BundleError: There is neither `tokenizer.json` nor the pair `vocab.json` and `merges.txt`.
    """
    if not (folder / "tokenizer.json").is_file():
        for name in ("vocab.json", "merges.txt"):
            if not (folder / name).is_file():
                raise BundleError(f"{folder} holds neither tokenizer.json nor {name}.", "Pull the bundle again.")


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
