"""`__all__` names what other modules use, and nothing else."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = {
    "v2a_plugin": ROOT, "v2a_gui": ROOT / "gui", "v2a_hooks": ROOT / "hooks", "v2a_resources": ROOT / "resources",
    "mini": ROOT / "resources" / "recipes",
}  # fmt: skip
FOR_PLUGINS: dict[str, tuple[str, ...]] = {
    "v2a_hooks.specs": ("Processor",),
    "v2a_plugin.delivery.manifest": ("read_delivery",),
    "v2a_plugin.delivery.protocol": ("TakeSource",),
    "v2a_plugin.timeline.mix": ("mix",),
    "v2a_resources": ("bundle_path", "card_paths"),
}
"""What plugins may use beside what `docs/` and the example plugin import."""
Names = set[tuple[str, str]]


@cache
def modules() -> dict[str, Path]:
    found = {}
    for package, folder in PLACES.items():
        for path in (folder / package).rglob("*.py"):
            dotted = ".".join(path.relative_to(folder).with_suffix("").parts)
            found[dotted.removesuffix(".__init__")] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def taken_by(path: Path) -> Names:
    """Pairs of module and name: imported, reached through an imported module, or named in a table as `module:name`."""
    found: Names = set()
    known: dict[str, str] = {}
    nodes = list(ast.walk(tree(path)))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                found.add((node.module, each.name))
                known[each.asname or each.name] = f"{node.module}.{each.name}"
        elif isinstance(node, ast.Import):
            known.update((each.asname or each.name, each.name) for each in node.names)
    for node in nodes:
        if isinstance(node, ast.Attribute):
            parts = list[str]()
            here: ast.expr = node
            while isinstance(here, ast.Attribute):
                parts.append(here.attr)
                here = here.value
            if isinstance(here, ast.Name) and here.id in known:
                found.add((".".join((known[here.id], *reversed(parts[1:]))), parts[0]))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(re.findall(r"\b((?:v2a_\w+|mini)[\w.]*):(\w+)", node.value))
    return found


@cache
def used() -> dict[str, set[str]]:
    """What other modules of the product take, what plugin authors are shown, and for `testing` what tests take."""
    found = {pair for dotted, path in modules().items() for pair in taken_by(path) if pair[0] != dotted}
    found.update((module, name) for module, names in FOR_PLUGINS.items() for name in names)
    table = (ROOT / "v2a_plugin" / "cli" / "table.py").read_text(encoding="utf-8")
    found.update((f"v2a_plugin.cli.{module}", name) for module, name in re.findall(r'"([\w.]+):(\w+)"', table))
    writers = (ROOT / "hooks" / "v2a_hooks" / "builtin" / "formats.py").read_text(encoding="utf-8")
    for module, function in re.findall(r'"((?:formats|delivery)\.[\w.]+)"(?:, "(\w+)")?', writers):
        found.update((f"v2a_plugin.{module}", name) for name in ("FEATURES", function or "write"))
    for path in (ROOT / "tests" / "hooks" / "example_plugin").rglob("*.py"):
        found |= taken_by(path)
    found.update(re.findall(r'"(v2a_[\w.]+):(\w+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    for path in (*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for module, names in re.findall(r"from (v2a_[\w.]+) import \(?([\w,\s]+)", text):
            found.update((module, name) for name in re.findall(r"\w+", names))
        for dotted in re.findall(r"`(v2a_[\w.]+)\b", text):
            module, _, name = dotted.rpartition(".")
            found.add((module, name))
    for path in chain((ROOT / "tests").rglob("*.py"), (ROOT / "benchmarks").rglob("*.py")):
        found |= {pair for pair in taken_by(path) if pair[0].startswith("v2a_plugin.testing")}
    by_module = defaultdict[str, set[str]](set)
    for module, name in found:
        by_module[module].add(name)
    return by_module


def exported(module: ast.Module) -> set[str] | None:
    """What `__all__` lists; None without one."""
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return None


def own(module: ast.Module) -> set[str]:
    """Public names that a module defines."""
    found: set[str] = set()
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update(each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
    return {name for name in found if not name.startswith("_")}


def hooks(module: ast.Module) -> set[str]:
    """Functions that pluggy calls by their name, and what it calls them for."""
    return {
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef) and any("hook" in ast.unparse(each) for each in node.decorator_list)
    }


@pytest.mark.parametrize("package", [package for package in PLACES if package != "mini"])
def test_all_is_what_others_use(package: str) -> None:
    wrong = []
    for dotted, path in sorted(modules().items()):
        if dotted.split(".")[0] != package:
            continue
        listed, needed = exported(tree(path)), own(tree(path)) & used()[dotted]
        if spare := (listed or set()) - used()[dotted] - hooks(tree(path)):
            wrong.append(f"{dotted} exports {', '.join(sorted(spare))}, which no other module uses")
        if lost := needed - (listed or set()):
            wrong.append(f"{dotted} does not list {', '.join(sorted(lost))}, which another module uses")
    assert wrong == []


def test_what_is_taken_is_found(tmp_path: Path) -> None:
    """In every way that it can be taken."""
    path = tmp_path / "taking.py"
    path.write_text(
        "from v2a_plugin.model.time import Span\nfrom v2a_plugin.timeline import edits\nimport v2a_plugin.media.probe as p\n"
        "import v2a_resources\nTABLE = ('v2a_plugin.cli.probe:probe',)\nedits.gain, p.probe, v2a_resources.sample_path\n"
    )
    assert taken_by(path) >= {
        ("v2a_plugin.model.time", "Span"), ("v2a_plugin.timeline.edits", "gain"), ("v2a_plugin.media.probe", "probe"),
        ("v2a_resources", "sample_path"), ("v2a_plugin.cli.probe", "probe"),
    }  # fmt: skip
    assert ("v2a_plugin.model.time", "Timecode") not in taken_by(path)
