"""The commands of `v2a`, and how the program ends."""

from __future__ import annotations

import os
import signal
import sys

import typer

from v2a_plugin.cli.cut import cut
from v2a_plugin.cli.doctor import doctor
from v2a_plugin.cli.evaluate import evaluate
from v2a_plugin.cli.export import export
from v2a_plugin.cli.generate import generate
from v2a_plugin.cli.host import host, watch_files
from v2a_plugin.cli.interpolate import interpolate
from v2a_plugin.cli.listen import listen
from v2a_plugin.cli.models import models
from v2a_plugin.cli.panel import panel
from v2a_plugin.cli.plugins import plugins
from v2a_plugin.cli.probe import probe
from v2a_plugin.cli.project.app import project
from v2a_plugin.cli.shots import shots
from v2a_plugin.cli.study import study
from v2a_plugin.cli.train import train
from v2a_plugin.model.errors import V2AError

__all__ = ["app", "run"]

app = typer.Typer(
    name="v2a",
    help="Looks at a shot of video and proposes foley for it: several takes, each with its recipe.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(probe)
app.command()(shots)
app.command()(generate)
app.command()(evaluate)
app.command()(study)
app.command()(interpolate)
app.command()(listen)
app.add_typer(project, name="project")
app.add_typer(cut, name="cut")
app.add_typer(models, name="models")
app.add_typer(train, name="train")
app.command()(plugins)
app.command()(doctor)
app.command()(panel)
app.command()(export)
app.add_typer(host, name="host")
app.command("watch")(watch_files)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    offline: bool = typer.Option(False, "--offline", envvar="V2A_OFFLINE", help="Open no network connection at all."),
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    if version:
        from v2a_plugin import __version__

        typer.echo(__version__)
        raise typer.Exit
    if offline:  # the hub library reads this when it is imported, which no command has done yet
        os.environ["V2A_OFFLINE"] = os.environ["HF_HUB_OFFLINE"] = "1"
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: list[str] | None = None) -> None:
    """Run a command line and leave the process: 0 ok, 1 failed, 2 bad input, 130 cancelled."""
    sys.exit(_code(arguments))


def _code(arguments: list[str] | None) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: clean up as for Ctrl-C
    for stream in (sys.stdout, sys.stderr):  # a name in any script prints on any terminal
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(args=arguments, prog_name="v2a")
    except V2AError as error:
        typer.echo(str(error), err=True)
        return error.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0
