"""A stranger's file is read in a process of its own, so that what it does to the reader it does not do to the program.

Readers are partly native code, and a file can be made to crash them or to fill the memory. The parent sends the reader and
the path to the child's standard input; the child answers with JSON, never with objects that could run code.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import pickle
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from v2a_hooks.entries import CutReader
from v2a_plugin.formats.cut import EditorsCut, ReadOptions
from v2a_plugin.model.errors import BadInput, MissingDependency, NoSuchFile, V2AError
from v2a_plugin.model.serial import build, one_line, parse, plain

__all__ = ["read_apart", "read_here"]

_MEMORY = 4 * 1024**3
"""Bytes of address space of a child."""
_CPU = 60
"""Seconds of computing of a child."""
_WALL = 180
"""Seconds that the parent waits."""
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.stdin.buffer.readline()); "
    "from v2a_plugin.formats.child import main; main()"
)
_HINT = "Export the cut again from the editor."
_STRANGE = 3
"""Exit status of a child that cannot import the reader."""

_KINDS: dict[str, type[V2AError]] = {kind.__name__: kind for kind in (NoSuchFile, MissingDependency)}
"""Errors that are not the file's fault, by name; all others are."""

logger = logging.getLogger("v2a_plugin.formats")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a child says: a cut, or why there is none."""

    cut: EditorsCut | None = None
    message: str = ""
    hint: str = ""
    kind: str = ""


def read_here(path: Path, reader: CutReader, options: ReadOptions) -> EditorsCut:
    """Read a file in this process. Whatever the reader raises becomes a sentence.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is broken.
    """
    try:
        return reader.call(path, options)
    except V2AError:
        raise
    except RecursionError as error:
        raise BadInput(f"{path.name} is nested deeper than any cut; it was not read.", _HINT) from error
    except MemoryError as error:
        raise BadInput(f"{path.name} needs more memory than any cut; it was not read.", _HINT) from error
    except Exception as error:
        logger.debug("Where %s failed", path.name, exc_info=error)
        raise BadInput(
            f"{path.name} cannot be read as {reader.title}: a part of it is not as it should be.", _HINT
        ) from error


def read_apart(path: Path, reader: CutReader, options: ReadOptions) -> EditorsCut:
    """Read a file in a child process with limits; in this one where no other can import the reader.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is broken, or ended the child: by a crash, its memory or its time.
    """
    try:
        asked = pickle.dumps((reader, path.absolute(), options))
    except (pickle.PicklingError, AttributeError, TypeError):
        return read_here(path, reader, options)  # a function that only this process has
    if getattr(sys, "frozen", False) or not sys.executable:
        return read_here(path, reader, options)
    places = json.dumps([place or str(Path.cwd()) for place in sys.path]).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _START],
            input=places + b"\n" + asked,
            capture_output=True,
            timeout=_WALL,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BadInput(f"Reading {path.name} takes longer than any cut does; it was stopped.", _HINT) from error
    if done.returncode == _STRANGE:
        return read_here(path, reader, options)
    if done.returncode:
        logger.debug(
            "The reader of %s ended with %s:\n%s", path.name, done.returncode, done.stderr.decode(errors="replace")
        )
        raise BadInput(f"{path.name} {_end(done.returncode)}; it was not read.", _HINT)
    answer = build(_Answer, parse(done.stdout.decode(), path.name), path.name)
    if answer.cut is None:
        raise _KINDS.get(answer.kind, BadInput)(answer.message, answer.hint)
    return answer.cut


def _end(status: int) -> str:
    """How a file ended its reader."""
    number = -status
    if number in (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGKILL", 0)):
        return "takes more time or memory than any cut"
    if number > 0:
        with contextlib.suppress(ValueError):
            return f"crashes its reader ({signal.Signals(number).name})"
    return "ends its reader"


def main() -> None:
    """The child: reads what it is asked for from standard input and answers on standard output."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a reader prints is no answer
    try:
        reader, path, options = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from our own parent
    except (ImportError, AttributeError, pickle.UnpicklingError):
        sys.exit(_STRANGE)
    _limit()
    gc.disable()  # nothing here lives long, and looking through a large file's elements takes a tenth of the time
    try:
        answer = _Answer(read_here(path, reader, options))
    except V2AError as error:
        answer = _Answer(None, error.message, error.hint, type(error).__name__)
    answers.write(one_line(plain(answer)).encode())
    answers.flush()


def _limit() -> None:
    """Bound this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _CPU), (resource.RLIMIT_CORE, 0))
    for kind, most in limits:
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
