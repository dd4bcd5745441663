"""`v2a` run inside this process, so that a test reads what it printed and meets its errors in the debugger."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

__all__ = ["Command"]


class Command:
    """Runs `v2a` and keeps what it printed: `v2a("shots", clip) == 0`, then look at `v2a.out`.

    Attributes:
        out: What the last run printed on standard output.
        err: What it printed on standard error.
    """

    def __init__(self, *words: object) -> None:
        """With words that come before every run's own, as in `Command("project")`."""
        self._words = words
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        """Run it, each argument as its text; gives the exit code: 0 ok, 1 failed, 2 bad input, 130 cancelled."""
        from v2a_plugin.cli.app import run

        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
        ended: int | str | None = None
        with redirect_stdout(out), redirect_stderr(err):
            try:
                run([str(argument) for argument in (*self._words, *arguments)])
            except SystemExit as end:
                ended = end.code
        self.out, self.err = (_text_of(stream) for stream in (out, err))
        return int(ended or 0)

    def json(self, *arguments: object) -> Any:
        """Run it with `--json`; gives the object it printed, and its exit code as `exit`."""
        code = self(*arguments, "--json")
        return json.loads(self.out) | {"exit": code}


def _text_of(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
