"""What the documents show in Python runs as it stands there."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from typer.main import get_command

from v2a_plugin.cli.app import app
from v2a_plugin.delivery.cut import HOW_TO
from v2a_plugin.delivery.protocol import CutRequest, StemSettings
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.cuts import MemoryTakes, small_cut

ROOT = Path(__file__).parents[2]
PAGES = sorted(page.relative_to(ROOT).as_posix() for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))


def blocks(page: str) -> list[str]:
    """The Python of a page, block by block."""
    return [part.partition("```")[0] for part in (ROOT / page).read_text(encoding="utf-8").split("```python\n")[1:]]


def block(page: str, part: str) -> str:
    """The one block that has some text."""
    [found] = [code for code in blocks(page) if part in code]
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)])
def test_what_the_pages_import_is_there(page: str) -> None:
    for code in blocks(page):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("v2a_"):
                module = importlib.import_module(node.module)
                assert [name.name for name in node.names if not hasattr(module, name.name)] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_modules_and_files_that_the_pages_name_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for dotted in set(re.findall(r"`(v2a_(?:plugin|hooks|resources)(?:\.\w+)+)", text)):
        assert pkgutil.resolve_name(dotted), dotted
    for path in set(re.findall(r"`((?:v2a_plugin|gui|hooks|resources|tests|benchmarks|docs)/[\w./-]+)`", text)):
        assert "NAME" in path or (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES)
def test_what_the_pages_link_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for part in text.split("](")[1:]:
        target = part.partition(")")[0].partition("#")[0]
        assert not target or "://" in target or (ROOT / page).parent.joinpath(target).exists(), target


def test_the_exporter_in_twenty_lines(make_delivery: Any, tmp_path: Path) -> None:
    module = ModuleType("cuelist")
    exec(block("ARCHITECTURE.md", "class CueList"), module.__dict__)
    plugins = load_plugins([module])
    assert plugins.failures == ()
    request = make_delivery(2)
    finish(plugins.deliver("cuelist", request, tmp_path)).verify()
    lines = (tmp_path / "cues.txt").read_text(encoding="utf-8").splitlines()
    assert lines == [f"{n}\t{n - 1}\t{0.5:.3f}" for n in (1, 2)]


def test_the_exporter_of_cuts(tmp_path: Path) -> None:
    module = ModuleType("mine")
    exec(block("docs/plugins.md", "def write_cut"), module.__dict__)
    plugins = load_plugins([module])
    assert plugins.failures == ()
    takes = MemoryTakes()
    request = CutRequest(small_cut(Fraction(25), "01:00:00:00", takes), (), takes, StemSettings())
    finish(plugins.export("mine", request, tmp_path)).verify()
    assert len((tmp_path / "cut.txt").read_text(encoding="utf-8").splitlines()) == 3
    assert "Open 'cut.txt'." in (tmp_path / HOW_TO).read_text(encoding="utf-8")


def test_a_project_from_python(v2a: Command, make_take: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    still = np.zeros((48, 64, 3), np.uint8)
    finish(write_clip(tmp_path / "clip.mp4", (still for _ in range(25)), Encoding()))
    assert v2a("project", "new", tmp_path / "clip.mp4", "--whole") == 0
    with open_project(tmp_path / "clip.v2a") as project:
        project.add_take(make_take(used=Span(Fraction(0), Fraction(1))), project.timeline.picture[0].region)
    monkeypatch.chdir(tmp_path)
    exec(block("docs/projects.md", "open_project"), {})
    with open_project(tmp_path / "clip.v2a") as project:
        assert project.can_redo
        assert not project.timeline.tracks[0].cues


def typed(page: str) -> list[str]:
    """The command lines of a page, without `v2a` and remarks: several may stand in one line."""
    found: list[str] = []
    fenced = False
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        fenced ^= line.startswith("```")
        if re.match(r" *v2a ", line) and (fenced or line.startswith("    ")):
            found += re.split(r"(?:^|\s{2,})v2a ", line.partition(" #")[0])[1:]
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if typed(page)])
def test_commands_of_the_pages_have_these_options(page: str) -> None:
    for line in typed(page):
        here: Any = get_command(app)
        words = [word.strip("[]…").partition("=")[0] for word in line.split()]
        options = {"--offline", "--version", "--help"}
        for word in words:
            if word in getattr(here, "commands", {}):
                here = here.commands[word]
                options |= {name for each in here.params for name in (*each.opts, *each.secondary_opts)}
        assert not hasattr(here, "commands") or words[-1] in ("--help", "--version"), line
        assert [word for word in words if word.startswith("--") and word not in options] == [], line
