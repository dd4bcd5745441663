"""Groups of commands that are imported when they are called."""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperGroup

from v2a_plugin.cli.table import CommandLine, GroupLine

__all__ = ["SETTINGS", "LazyGroup", "command_of"]

SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class LazyGroup(TyperGroup):
    """A group of the table; its help comes from the table alone."""

    def __init__(self, *, line: GroupLine, **rest: Any) -> None:
        super().__init__(**rest | {"rich_markup_mode": None, "commands": None})
        self._lines = line.commands
        self.commands = _Commands(line)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands as the table has them, without importing one."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(line.name, line.help) for line in self._lines])


class _Commands(dict[str, Any]):
    """The commands of a group by name, each imported when it is first looked up."""

    def __init__(self, group: GroupLine) -> None:
        super().__init__((line.name, line) for line in group.commands)

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if isinstance(found, GroupLine):
            found = LazyGroup(line=found, name=name, help=found.help, no_args_is_help=True, context_settings=SETTINGS)
        elif isinstance(found, CommandLine):
            found = command_of(found)
        self[name] = found
        return found

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default

    def items(self) -> Any:
        return [(name, self[name]) for name in self]

    def values(self) -> Any:
        return [self[name] for name in self]


def command_of(line: CommandLine) -> Any:
    """The command of a line of the table, its module imported."""
    from v2a_plugin.cli.command import Command

    module, _, name = line.target.partition(":")
    function = getattr(importlib.import_module(f"v2a_plugin.cli.{module}"), name)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = SETTINGS | {"ignore_unknown_options": True} if line.any_option else SETTINGS
    alone.command(line.name, cls=Command, help=line.help, context_settings=settings)(function)
    return typer.main.get_command(alone)
