"""Modules of the command line import at their top: the table imports them when they are called, and not before."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

CLI = Path(__file__).parents[2] / "v2a_plugin" / "cli"

LATE = {
    "v2a_plugin.cli.signals", "v2a_plugin.cli.waiting", "v2a_plugin.cli.app",  # by `main`, once Ctrl-C is answered
    "v2a_plugin.cli.command", "v2a_plugin.cli.console",  # not for the help of a group, which is there in no time
    "rich.console", "rich.progress",  # the bar, on a terminal only
    "v2a_plugin.cli.rendering", "v2a_plugin.evaluation.evaluate", "v2a_plugin.evaluation.figures",
    "v2a_plugin.evaluation.interpolation", "v2a_plugin.evaluation.making", "v2a_plugin.evaluation.pages", "v2a_plugin.evaluation.run_study",
    "v2a_plugin.farm.cluster", "v2a_plugin.farm.dispatch",  # Dask: an extra, half a second
    "v2a_plugin.generation.derived_takes", "v2a_plugin.generation.pipeline", "v2a_plugin.generation.side_by_side",
    "v2a_plugin.generation.together", "v2a_plugin.hosts.arriving", "v2a_plugin.hosts.watching",
    "v2a_plugin.hosts.working", "v2a_plugin.judges.joint", "v2a_plugin.judges.registry", "v2a_plugin.sources.generators.devices",
    "v2a_plugin.training.cache.build", "v2a_plugin.training.fit.advice", "v2a_plugin.training.fit.bridge_fit", "v2a_plugin.training.fit.fitting",
    "v2a_plugin.training.fit.hearing", "v2a_plugin.training.fit.pairs", "v2a_plugin.training.fit.settings",
}  # fmt: skip
"""What may be imported inside a function: it loads torch, which takes seconds, and a command's help needs none of it."""


def late_imports() -> set[tuple[str, str]]:
    found = set()
    for path in CLI.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.ImportFrom):
                        found.add((str(node.module), path.name))
                    elif isinstance(node, ast.Import):
                        found |= {(name.name, path.name) for name in node.names}
    return found


def test_only_what_loads_torch_is_imported_late() -> None:
    assert {(module, file) for module, file in late_imports() if module not in LATE} == set()


def test_no_module_of_a_command_loads_torch() -> None:
    modules = [".".join(path.relative_to(CLI.parents[1]).with_suffix("").parts) for path in CLI.rglob("*.py")]
    names = [name.removesuffix(".__init__") for name in modules if not name.endswith("cli.rendering")]
    program = f"import {', '.join(names)}, sys; print('torch' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout == "False\n"
    )


def test_the_list_names_nothing_that_is_gone() -> None:
    assert {module for module, _ in late_imports()} >= LATE


@pytest.mark.parametrize("policy", ["", "ACTIVE"])
def test_threads_that_wait_sleep_unless_the_environment_says_otherwise(policy: str) -> None:
    program = """
import os, sys
from v2a_plugin.cli import app, main
app.program = lambda: print(os.environ["OMP_WAIT_POLICY"], "GOMP_SPINCOUNT" in os.environ, "torch" in sys.modules)
main()
"""
    ours = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
    others = {name: value for name, value in os.environ.items() if name not in ours}
    environment = others | ({"OMP_WAIT_POLICY": policy} if policy else {})
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    assert done.stdout == f"{policy or 'PASSIVE'} {not policy} False\n"
