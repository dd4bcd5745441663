"""Every error of the engine, in one tree.

A message is one sentence that names the file or value and the reason; `hint` names the remedy.
The command line prints both and exits with `exit_code`; the panel shows them in a dialog.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "NOT_THE_FILES_FAULT",
    "BadInput",
    "BundleError",
    "Cancelled",
    "HubError",
    "MediaError",
    "MissingDependency",
    "NoPicture",
    "NoSuchFile",
    "NotFinite",
    "OutOfMemory",
    "OutputError",
    "PluginError",
    "SpaceMismatch",
    "SpanError",
    "TimecodeError",
    "V2AError",
]


class V2AError(Exception):
    """Base of all errors that are meant for a person.

    Attributes:
        message: One sentence: what, where, why.
        hint: One sentence: what to do next. May be empty.
        code: Stable kebab-case name of the kind of failure, for machines.
        exit_code: What the command line exits with (1 failed, 2 bad input, 130 cancelled).
    """

    code: ClassVar[str] = "failed"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInput(V2AError, ValueError):
    """What was asked for cannot be done as asked: the asker can mend it."""

    code = "bad-input"
    exit_code = 2


class NoSuchFile(BadInput, FileNotFoundError):
    """A path that is missing, is a folder, or may not be read."""

    code = "no-such-file"

    def __init__(self, message: str, hint: str = "") -> None:
        BadInput.__init__(self, message, hint)


class MediaError(BadInput):
    """A file that opens but cannot be used as picture or sound."""

    code = "unusable-media"


class NoPicture(MediaError):
    """A file that opens and holds no picture."""

    code = "no-picture"


class SpanError(BadInput):
    """A span of time that is empty, reversed or outside its media."""

    code = "bad-span"


class TimecodeError(BadInput):
    """A timecode that does not exist at its rate."""

    code = "bad-timecode"


class BundleError(BadInput):
    """A model bundle that is unknown, incomplete, changed or corrupt."""

    code = "bad-bundle"


class HubError(V2AError, ConnectionError):
    """The hub that models are pulled from cannot be reached, broke off, or refuses.

    Attributes:
        transient: Whether trying again soon may help.
    """

    code = "hub-failed"

    def __init__(self, message: str, hint: str = "", transient: bool = False) -> None:
        V2AError.__init__(self, message, hint)
        self.transient = transient


class SpaceMismatch(BundleError):
    """Vectors or weights of one embedding space met a part that lives in another."""

    code = "space-mismatch"


class OutOfMemory(BadInput, MemoryError):
    """The request does not fit the memory of the device."""

    code = "out-of-memory"

    def __init__(self, message: str, hint: str = "") -> None:
        BadInput.__init__(self, message, hint)


class NotFinite(BadInput, ArithmeticError):
    """A stage of the work gave numbers that are infinite or none."""

    code = "not-finite"

    def __init__(self, message: str, hint: str = "") -> None:
        BadInput.__init__(self, message, hint)


class OutputError(BadInput, OSError):
    """A folder that cannot be written, or a disk that is full."""

    code = "cannot-write"

    def __init__(self, message: str, hint: str = "") -> None:
        BadInput.__init__(self, message, hint)


class MissingDependency(V2AError, ImportError):
    """An optional package or a system library that is not installed."""

    code = "missing-dependency"

    def __init__(self, message: str, hint: str = "") -> None:
        V2AError.__init__(self, message, hint)


class PluginError(V2AError):
    """A plugin that failed while it was asked to work."""

    code = "plugin-failed"


class Cancelled(V2AError):
    """The person stopped the work; nothing was left half-written."""

    code = "cancelled"
    exit_code = 130

    def __init__(self, message: str = "Cancelled.", hint: str = "") -> None:
        super().__init__(message, hint)


NOT_THE_FILES_FAULT = (OutputError, BundleError, MissingDependency, PluginError, Cancelled)
"""What ends a run over many files: the next file would meet it too. Anything else leaves out the file."""
