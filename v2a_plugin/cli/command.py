"""How a command runs, and how it ends."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from v2a_plugin.cli.console import stop
from v2a_plugin.cli.signals import interruptible
from v2a_plugin.cli.terminal import results_apart
from v2a_plugin.files import no_empty_folders
from v2a_plugin.model.errors import Cancelled, OutOfMemory, V2AError
from v2a_plugin.model.refusals import refusal

__all__ = ["Command"]


class Command(TyperCommand):
    """A command that ends with a sentence whatever happens to it, or with a fault of ours."""

    def invoke(self, ctx: Any) -> Any:
        """Call the function; an error for a person is printed and becomes the exit code."""
        as_json = bool(ctx.params.get("as_json"))
        with interruptible(), results_apart():
            try:
                with no_empty_folders():
                    return super().invoke(ctx)
            except V2AError as error:
                stop(error, as_json)
            except KeyboardInterrupt:
                stop(Cancelled("Cancelled: nothing half-written is left."), as_json)
            except MemoryError:
                stop(OutOfMemory("There is not enough memory.", "Close other programs, or ask for less."), as_json)
            except OSError as error:
                stop(refusal(error), as_json)
