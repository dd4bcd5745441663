"""What every command shares: talking to a person or a machine, watching long work, ending with the right code."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import NoReturn, Self, TypeVar

import typer

from v2a_plugin.cli.signals import interrupted
from v2a_plugin.cli.terminal import json_safe, put, unguarded, visible
from v2a_plugin.model.errors import Cancelled, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.serial import to_json

__all__ = ["Failure", "Json", "agree", "say", "say_json", "show", "show_rows", "stop", "warn", "watch"]

T = TypeVar("T")

Json = typer.Option(False, "--json", help="Print JSON for machines; progress and warnings go to standard error.")


@dataclass(frozen=True, slots=True)
class Failure:
    """Printed by any command that fails with `--json`."""

    error: str
    message: str
    hint: str


def say(*lines: str, err: bool = False) -> None:
    """Print lines for a person, on standard output; control characters in them are shown and do nothing."""
    put("\n".join(map(visible, lines)), err=err)


def say_json(text: str) -> None:
    """Print JSON for machines, on standard output."""
    put(json_safe(text), end="" if text.endswith("\n") else "\n")


def warn(text: str) -> None:
    """Print a line that a person should not miss, on standard error."""
    say(f"Note: {text}", err=True)


def show(result: object, as_json: bool, lines: list[str]) -> None:
    """Print a result: the dataclass as JSON, or lines for a person."""
    if as_json:
        say_json(to_json(result))
    else:
        say(*lines)


def show_rows(name: str, rows: Sequence[object], as_json: bool, lines: list[str]) -> None:
    """Print a list: as JSON an object with one list of that name, or lines for a person."""
    if as_json:
        text = to_json(tuple(rows)).rstrip().replace("\n", "\n  ")
        say_json(f'{{\n  "{name}": {text}\n}}')
    else:
        say(*lines)


def stop(error: V2AError, as_json: bool) -> NoReturn:
    """Print an error and leave with its code.

    Raises:
        typer.Exit: Always.
    """
    if as_json:
        say_json(to_json(Failure(error.code, error.message, error.hint)))
    else:
        say(str(error), err=True)
    raise typer.Exit(error.exit_code)


def agree(question: str) -> None:
    """Ask a person yes or no.

    Raises:
        Cancelled: The answer is no, or Ctrl-C.
    """
    try:
        agreed = typer.confirm(visible(question), err=True)
    except typer.Abort as error:
        raise Cancelled from error
    if not agreed:
        raise Cancelled


def watch(steps: Steps[T], quiet: bool = False) -> T:
    """Run long work to its end with a progress bar on standard error; Ctrl-C closes it first.

    Notices on the way are printed once each, after the bar is gone.

    Raises:
        Cancelled: The person pressed Ctrl-C, or the process was asked to end.
    """
    shown = _Silent() if quiet or not sys.stderr.isatty() else _Bar()
    notices: dict[str, None] = {}
    try:
        with shown:
            while True:
                if interrupted():
                    raise KeyboardInterrupt
                try:
                    progress = next(steps)
                    shown.update(progress)
                    notices.update(dict.fromkeys(progress.notices))
                except StopIteration as end:
                    result: T = end.value
                    return result
    except KeyboardInterrupt as error:
        raise Cancelled("Cancelled: nothing half-written is left.") from error
    finally:
        if isinstance(steps, Generator):
            steps.close()
        for notice in notices:
            warn(notice)


class _Silent:
    """No bar: for machines, pipes and logs."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def update(self, progress: Progress) -> None:
        """Drop it."""


class _Bar(_Silent):
    """One line that says what is being done, how far it is and how long it will take."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        words, note = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[note]}", markup=False)
        columns = (words, BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), note)
        self._bar = Bar(*columns, console=Console(file=unguarded(sys.stderr)), transient=True)
        self._stage = ""
        self._task = self._bar.add_task("", total=None, note="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def update(self, progress: Progress) -> None:
        """Show it; a new stage starts the clock anew."""
        if progress.stage != self._stage:
            self._bar.remove_task(self._task)
            self._task = self._bar.add_task(visible(progress.stage), total=None, note="")
            self._stage = progress.stage
        self._bar.update(self._task, completed=progress.done, total=progress.total or None, note=visible(progress.note))
