"""What reaches the terminal: text without control characters, and on standard output nothing but results."""

from __future__ import annotations

import io
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast

import typer

__all__ = ["guarded", "json_safe", "occupy", "put", "results_apart", "unguarded", "visible"]

PIPE_CLOSED = 141
"""Exit code when nobody reads the output any more: what a shell reports of a program that SIGPIPE ended."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that move the cursor, turn the direction of writing, break lines, or show nothing."""
_JOINERS = frozenset("\u200c\u200d")
"""Format characters that scripts and emoji are written with, and that change nothing but the shape of letters."""
_BEYOND_ASCII = re.compile("[^\x00-\x7e]")


def visible(text: str) -> str:
    r"""A text on one line; a character that hides, or ends a line, is written as its escape (`\x1b`, `\u202e`, `\n`)."""
    if text.isprintable():
        return text
    return "".join(_escape(letter) if _hides(letter) else letter for letter in text)


def json_safe(text: str) -> str:
    """JSON text in which characters that hide are written as JSON escapes; it says the same."""
    return _BEYOND_ASCII.sub(lambda found: _json_escape(found[0]) if _hides(found[0]) else found[0], text)


def put(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Write to standard output, or to standard error.

    Raises:
        typer.Exit: Nobody reads standard output any more (`| head`).
        OSError: Standard output is a file on a full disk.
    """
    stream = sys.stderr if err else _results or sys.stdout
    try:
        stream.write(text + end)
        stream.flush()
    except OSError as error:
        if err:  # nobody can be told
            return
        sys.stdout = _nowhere()  # or the interpreter tries to empty the old one when it ends, and complains
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(PIPE_CLOSED) from error
        raise


def occupy() -> None:
    """Give the numbers of standard streams that were closed (`>&-`) to nothing, or the next file gets them and the prints."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


@contextmanager
def guarded() -> Iterator[None]:
    """While it lasts, no text that anything prints with Python's own streams reaches them with control characters."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_guard(stream) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in before:
            _empty(stream)


def unguarded(stream: TextIO) -> TextIO:
    """What lies below a guarded stream: for a library that moves the cursor on purpose and is given clean text."""
    return cast("_Guarded", stream).below if isinstance(stream, _Guarded) else stream


@contextmanager
def results_apart() -> Iterator[None]:
    """While it lasts, only `put` reaches standard output; what else is printed there goes to standard error.

    Plugins and libraries print as they like, also from C, and `--json` must stay JSON. The program's own file
    descriptor 1 is never given back: C libraries empty their buffers when the process ends.
    """
    global _results
    before, outer = sys.stdout, _results
    _results, sys.stdout = _private(before), sys.stderr
    try:
        yield
    finally:
        sys.stdout = before
        if _results not in _program_output:
            _results = outer


_results: TextIO | None = None
_program_output: list[TextIO] = []
"""The process's standard output under a number that nothing else knows, once it was moved."""


def _private(stream: TextIO) -> TextIO:
    try:
        number = stream.fileno()
    except (AttributeError, OSError, ValueError):  # in memory, closed, or none
        return stream
    if number != 1:
        return stream
    if not _program_output:
        stream.flush()
        moved = os.dup(1)
        try:
            os.dup2(2, 1)
        except OSError:  # there is no standard error
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        encoding = getattr(stream, "encoding", None) or "utf-8"
        below = open(moved, "w", encoding=encoding, errors="backslashreplace")  # noqa: PTH123, SIM115 -- for good
        _program_output.append(_guard(below))
    return _program_output[0]


def _empty(stream: TextIO | None) -> None:
    """Write what a stream still holds, or, where nobody takes it, drop it: the interpreter would try once more and complain."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except ValueError:  # it was closed
        return


class _Guarded:
    """A text stream that writes escapes in the place of characters that hide; line ends and tabs pass."""

    def __init__(self, below: TextIO) -> None:
        self.below = below

    def write(self, text: str) -> int:
        if not text.isprintable():
            text = "".join(_escape(one) if one not in "\n\t" and _hides(one) else one for one in text)
        self.below.write(text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self.below, name)


def _guard(stream: TextIO | None) -> TextIO:
    if stream is None:  # closed, or a program without a console
        return _nowhere()
    if isinstance(stream, _Guarded):
        return stream
    if isinstance(stream, io.TextIOWrapper):
        with suppress(OSError):  # it was a file, and its number leads to a pipe by now
            stream.reconfigure(errors="backslashreplace")  # a name in any script prints on any terminal
    return cast("TextIO", _Guarded(stream))


def _hides(letter: str) -> bool:
    return letter not in _JOINERS and unicodedata.category(letter) in _HIDDEN


def _escape(letter: str) -> str:
    if "\udc80" <= letter <= "\udcff":  # a byte of a file name that is no UTF-8
        return f"\\x{ord(letter) - 0xDC00:02x}"
    return letter.encode("unicode_escape", "backslashreplace").decode("ascii")


def _json_escape(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 -- for the rest of the process
