"""Plugins that do what no plugin should: nothing but themselves is affected, and they are named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from v2a_hooks import Entry, Lazy, hookimpl
from v2a_plugin.model.errors import PluginError
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import Plugins, load_plugins
from v2a_plugin.plugins.report import PluginState

HOOKS = "from v2a_hooks import Entry, hookimpl\n"
RUN = [sys.executable, "-c", "from v2a_plugin.cli import main; main()"]


class Strange(BaseException):
    """No Exception, as `asyncio.CancelledError` is none."""


class Mute(Exception):
    """Cannot say what it is."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


RAISED = [Strange("s"), SystemExit(3), SystemExit(), GeneratorExit("g"), StopIteration("i"), Mute(), MemoryError("m")]


def plugin(**hooks: Callable[..., object]) -> ModuleType:
    module = ModuleType("mine")
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    return module


def failures(plugins: Plugins) -> list[str]:
    return [str(failure.stage) for failure in plugins.failures if failure.name == "mine"]


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Writes an installed package with one plugin; gives the environment of a process that finds it."""

    def write(name: str, code: str, metadata: str = "", entry: str = "") -> dict[str, str]:
        (tmp_path / f"{name}_plugin.py").write_text(code, encoding="utf-8")
        folder = tmp_path / f"dist_{name}-0.1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: dist-{name}\nVersion: 0.1\n{metadata}")
        (folder / "entry_points.txt").write_text(f"[v2a]\n{name} = {entry or name + '_plugin'}\n")
        found = {key: value for key, value in os.environ.items() if not key.startswith("V2A_")}
        return found | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}

    return write


def listed(environment: dict[str, str], *options: str) -> tuple[Any, str, int]:
    """`v2a plugins --json`: plugins by name, what was printed beside, and the exit code."""
    command = [*RUN, "plugins", "--json", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=120)
    return {each["name"]: each for each in json.loads(done.stdout)["plugins"]}, done.stderr, done.returncode


# Whatever it raises


@pytest.mark.parametrize("raised", RAISED, ids=lambda error: type(error).__name__)
def test_what_a_plugin_raises_ends_nothing_else(raised: BaseException, tmp_path: Path, make_delivery: Any) -> None:
    def fail(*_: object) -> Any:
        raise raised

    class Exporter:
        name = title = "mine"
        carries = ()

        def write(self, request: object, folder: Path) -> Any:
            yield Progress("one", 0, 1)
            fail()

    class Eager(Exporter):
        name = "eager"

        def write(self, request: object, folder: Path) -> Any:
            fail()

    assert failures(load_plugins([plugin(register_mappers=lambda: fail())])) == ["register"]
    plugins = load_plugins(
        [
            plugin(
                register_mappers=lambda: [Entry("mine", "Mine", fail)],
                register_exporters=lambda: [Exporter(), Eager()],
                before_generate=lambda request: fail(),
                delivery_written=lambda delivery: fail(),
            )
        ]
    )
    assert failures(plugins) == []
    with pytest.raises(PluginError, match="mine"):
        plugins.mapper("mine")(None, None)  # type: ignore[arg-type]
    request = GenerateRequest(
        "Words", None, Span(Fraction(0), Fraction(2)), Fraction(25), Settings(prompt="rain"), seed=1
    )
    assert plugins.before_generate(request) is request
    for name in ("mine", "eager"):
        if not (name == "mine" and isinstance(raised, StopIteration)):  # Python makes that a RuntimeError itself
            with pytest.raises(PluginError, match="mine"):
                finish(plugins.deliver(name, make_delivery(), tmp_path / name))
    finish(plugins.deliver("wav", make_delivery(), tmp_path / "wav"))  # and mine is told of it
    assert set(failures(plugins)) == {"run"}


def test_ctrl_c_is_no_fault_of_a_plugin() -> None:
    def interrupted() -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_plugins([plugin(register_mappers=interrupted)])


def test_closing_a_delivery_midway_is_no_fault_of_its_exporter(tmp_path: Path, make_delivery: Any) -> None:
    closed = []

    class Exporter:
        name = title = "mine"
        carries = ()

        def write(self, request: object, folder: Path) -> Any:
            try:
                yield Progress("one", 0, 2)
            except GeneratorExit:
                closed.append(True)
                raise

    plugins = load_plugins([plugin(register_exporters=lambda: [Exporter()])])
    steps: Any = plugins.deliver("mine", make_delivery(), tmp_path)
    next(steps)
    steps.close()
    assert closed == [True]
    assert plugins.failures == ()


@pytest.mark.parametrize(
    "code", ["raise SystemExit(1)", "raise GeneratorExit", "class E(BaseException): pass\nraise E('x')"]
)
def test_no_command_ends_with_a_plugin_that_ends(put: Callable[..., dict[str, str]], code: str) -> None:
    found, said, code_ = listed(put("mine", code))
    assert found["mine"]["state"] == PluginState.FAILED
    assert found["formats"]["state"] == PluginState.WORKING
    assert (code_, "Traceback" in said) == (1, False)


# Whatever it prints


def test_what_a_plugin_prints_spoils_no_json(put: Callable[..., dict[str, str]]) -> None:
    code = (
        f"{HOOKS}import atexit, ctypes, os, sys\n"
        "libc = ctypes.CDLL(None)\n"
        "def shout(where):\n"
        "    print('python', where)\n"
        "    sys.__stdout__.write(f'original {where}')\n"
        "    os.write(1, f'system {where}'.encode())\n"
        "    libc.printf(f'C {where}'.encode())\n"
        "    os.system(f'echo child {where}')\n"
        "shout('import')\n"
        "atexit.register(shout, 'end')\n"
        "@hookimpl\ndef register_mappers():\n    shout('hook')\n    return [Entry('loud', 'Loud', print)]\n"
    )
    found, said, code_ = listed(put("mine", code))
    assert code_ == 0
    assert found["mine"]["adds"][0]["name"] == "loud"
    for kind in ("python", "original", "system", "C", "child"):
        for where in ("import", "hook"):
            assert f"{kind} {where}" in said


# What it demands


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ("Requires-Dist: v2a-plugin>=99\n", "it needs v2a-plugin>=99, and this is v2a-plugin "),
        ("Requires-Dist: V2A_Plugin[panel] (>=99)\n", "it needs V2A_Plugin>=99, and this is "),
        ("Requires-Python: >=4\n", "it needs Python >=4, and this is 3."),
        ("Requires-Dist: numpy<1\n", "it needs numpy<1, and this is numpy "),
        (
            "Requires-Dist: a-package-that-is-not-there\n",
            "it needs a-package-that-is-not-there, which is not installed.",
        ),
        ("Requires-Dist: v2a-plugin>=0.0.1\n", ""),
        ('Requires-Dist: nothing-here; extra == "more"\n', ""),
        ('Requires-Dist: nothing-here; python_version < "3"\n', ""),
        ("Requires-Dist: not a demand at all!!\n", ""),
        ("Requires-Python: soon\n", ""),
    ],
)
def test_what_a_package_demands_is_there_or_it_is_not_imported(
    put: Callable[..., dict[str, str]], metadata: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("mine", f"{HOOKS}@hookimpl\ndef register_mappers(): return []", metadata)
    monkeypatch.syspath_prepend(tmp_path)
    plugins = load_plugins()
    sys.modules.pop("mine_plugin", None)
    info = next(each for each in plugins.report() if each.name == "mine")
    assert info.state is (PluginState.FAILED if reason else PluginState.WORKING)
    assert [each.reason.startswith(reason) for each in info.failures] == ([True] if reason else [])


def test_packages_that_are_broken_hide_no_other(
    put: Callable[..., dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("mine", f"{HOOKS}@hookimpl\ndef register_mappers(): return []", entry="!! not: valid")
    put("fine", f"{HOOKS}@hookimpl\ndef register_mappers(): return []")
    broken = tmp_path / "broken-1.dist-info"
    broken.mkdir()
    (broken / "entry_points.txt").write_bytes(b"[v2a]\nx = \xff\xfe\n")
    monkeypatch.syspath_prepend(tmp_path)
    plugins = load_plugins()
    sys.modules.pop("fine_plugin", None)
    states = {each.name: each.state for each in plugins.report()}
    assert states["fine"] is PluginState.WORKING
    assert states["mine"] is PluginState.FAILED


# How its calls are watched


def test_every_call_of_a_hook_is_traced(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def change(request: GenerateRequest) -> None:
        if request.seed:
            raise ValueError("not\nthis one")

    plugins = load_plugins([plugin(before_generate=change, register_mappers=lambda: [Entry("m", "M" * 900, print)])])
    request = GenerateRequest(
        "W" * 5000, None, Span(Fraction(0), Fraction(2)), Fraction(25), Settings(prompt="p"), seed=1
    )
    plugins.before_generate(request)
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("V2A_TRACE_PLUGINS", "1")
    plugins.before_generate(request)
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("trace: mine: before_generate(request=GenerateRequest(name='WWW")
    assert "!! ValueError('not\\nthis one')" in line
    assert len(line) < 1000
    load_plugins([plugin(register_mappers=lambda: [Entry("m", "M" * 900, print)])])
    lines = capsys.readouterr().err.splitlines()
    assert any(line.startswith("trace: formats: register_exporters() -> [_TakeWriter(name='wav'") for line in lines)
    assert any(line.startswith("trace: mine: register_mappers() -> [Entry(name='m', title='MMM") for line in lines)


def test_a_lazy_function_is_imported_when_it_is_called() -> None:
    sys.modules.pop("colorsys", None)
    lazy = Lazy("colorsys:rgb_to_hsv")
    assert "colorsys" not in sys.modules
    assert lazy(1, 1, 1) == (0.0, 0.0, 1)
