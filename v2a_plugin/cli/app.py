"""The program `v2a`: its options, how it runs and how it ends."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Any

import typer

import v2a_plugin
from v2a_plugin.cli.lazy import SETTINGS, LazyGroup
from v2a_plugin.cli.signals import CANCELLED
from v2a_plugin.cli.table import TABLE
from v2a_plugin.cli.terminal import guarded, occupy, put, visible
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.refusals import refusal

__all__ = ["program", "run"]


class _Root(LazyGroup):
    """`v2a` itself."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(line=TABLE, **rest)


app = typer.Typer(
    name=TABLE.name,
    help=TABLE.help,
    cls=_Root,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    offline: bool = typer.Option(False, "--offline", envvar="V2A_OFFLINE", help="Open no network connection at all."),
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    if version:
        put(v2a_plugin.__version__)
        raise typer.Exit
    _check_environment()
    if offline:  # the hub library reads this when it is imported, which no command has done yet
        os.environ["V2A_OFFLINE"] = os.environ["HF_HUB_OFFLINE"] = "1"
    if context.invoked_subcommand is None:
        put(context.get_help())


def _check_environment() -> None:
    """Refuse what the hub library would break off on when it is imported, which nearly every command does.

    Raises:
        BadInput: Names the variable.
    """
    for name in ("HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT"):
        value = os.environ.get(name, "")
        try:
            int(value or 0)
        except ValueError as error:
            raise BadInput(f"{name} is '{value}', which is no number.", "Unset it, or give whole seconds.") from error


def run(arguments: list[str] | None = None) -> None:
    """Run a command line and leave the process: 0 ok, 1 failed, 2 bad input, 130 cancelled, 141 nobody reads."""
    with guarded():
        sys.exit(_code(arguments))


def program() -> None:
    """Run the command line of this process. A fault of ours is a sentence too; V2A_TRACEBACK=1 shows where it is."""
    occupy()
    try:
        run()
    except Exception as fault:  # noqa: BLE001 -- the last place where it can be said
        from v2a_plugin.cli.console import Failure, show

        with guarded():
            if os.environ.get("V2A_TRACEBACK"):
                put(traceback.format_exc(), err=True)
            place = traceback.extract_tb(fault.__traceback__)[-1]
            text = f"{type(fault).__name__}: {fault}".splitlines()[0]
            message = f"v2a met a fault of its own: {text} (line {place.lineno} of {Path(place.filename).name})."
            hint = "Please report it; with V2A_TRACEBACK=1 it says where it happened."
            if "--json" in sys.argv:
                show(Failure("fault", message, hint), True, [])
            else:
                put(f"{message} {hint}", err=True)
        sys.exit(1)


def _code(arguments: list[str] | None) -> int:
    try:
        app(args=arguments, prog_name="v2a")
    except V2AError as error:
        put(visible(str(error)), err=True)
        return error.exit_code
    except OSError as error:  # the help, to a disk that is full
        put(str(refusal(error)), err=True)
        return refusal(error).exit_code
    except KeyboardInterrupt:
        return CANCELLED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
