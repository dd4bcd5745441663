"""The table of commands: what it says is true, and nothing is imported before it is called."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys

import pytest

from v2a_plugin.cli.table import TABLE, CommandLine, GroupLine
from v2a_plugin.testing.command import Command

HEAVY = {"torch", "av", "numpy", "PySide6", "rich", "transformers", "opentimelineio"}
LIMIT = 0.25
"""Seconds of the processor until the help is there; on a slow machine, four times what typer alone takes."""


def lines(group: GroupLine = TABLE, words: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], CommandLine]]:
    found = []
    for line in group.commands:
        here = (*words, line.name)
        found += [(here, line)] if isinstance(line, CommandLine) else lines(line, here)
    return found


def groups(group: GroupLine = TABLE, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [words]
    for line in group.commands:
        if isinstance(line, GroupLine):
            found += groups(line, (*words, line.name))
    return found


@pytest.mark.parametrize(
    ("words", "line"), lines(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_the_table_says_what_the_function_says(words: tuple[str, ...], line: CommandLine) -> None:
    module, _, name = line.target.partition(":")
    function = getattr(importlib.import_module(f"v2a_plugin.cli.{module}"), name)
    assert inspect.getdoc(function) == line.help
    assert name in importlib.import_module(f"v2a_plugin.cli.{module}").__all__


@pytest.mark.parametrize("words", groups(), ids=" ".join)
def test_the_help_of_a_group_is_quick_and_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    program = (
        "import sys; from v2a_plugin.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"import time; print(*sorted({HEAVY} & set(sys.modules)), time.process_time(), file=sys.stderr)\n"
        "commands = [name for name in sys.modules if name.startswith('v2a_plugin.cli.')]\n"
        "print(len(commands), file=sys.stderr)"
    )
    spent, bare = [], []
    for _ in range(3):
        command = [sys.executable, "-c", program, *words, "--help"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        loaded, modules = done.stderr.splitlines()
        spent.append(float(loaded))  # a word before the number is a heavy package
        assert int(modules) < 10
        alone = [sys.executable, "-c", "import typer, time; print(time.process_time())"]
        bare.append(float(subprocess.run(alone, check=True, capture_output=True, text=True).stdout))
    assert min(spent) < max(LIMIT, 4 * min(bare))
    for line in _at(words).commands:
        assert f"  {line.name} " in done.stdout


def test_a_command_loads_its_own_module_only(v2a: Command) -> None:
    program = (
        "import sys; from v2a_plugin.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*(name for name in sys.modules if name.startswith('v2a_plugin.cli.')), file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, "probe", "--help"]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stderr.split()
    assert "v2a_plugin.cli.probe" in loaded
    assert not {"v2a_plugin.cli.models", "v2a_plugin.cli.train", "v2a_plugin.cli.export"} & set(loaded)


def test_a_word_that_is_no_command_is_answered_with_one_that_is(v2a: Command) -> None:
    assert v2a("modls") == 2
    assert "Did you mean 'models'" in v2a.err
    assert v2a("project", "shots", "spilt") == 2
    assert "Did you mean 'split'" in v2a.err


def _at(words: tuple[str, ...]) -> GroupLine:
    found = TABLE
    for word in words:
        found = next(line for line in found.commands if isinstance(line, GroupLine) and line.name == word)
    return found
