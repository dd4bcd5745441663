"""Names: none of the house words, one file of a name in a package tree, and `__all__` as others need it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = {
    "v2a_plugin": ROOT, "v2a_gui": ROOT / "gui", "v2a_hooks": ROOT / "hooks", "v2a_resources": ROOT / "resources",
}  # fmt: skip
"""What ships."""
BANNED = frozenset(
    [
        "asked",
        "asking",
        "crowd",
        "desk",
        "desks",
        "ears",
        "keeping",
        "looking",
        "made",
        "remembering",
        "rubbish",
        "studio",
        "told",
        "ways",
        "whole",
        "wish",
        "wishes",
    ]
)
"""Words of a private dialect; DESIGN's *Words* has the terms of the field."""
TWICE = frozenset(["catalogue", "cut", "protocol", "read", "reading", "regions", "report", "sound", "write"])
"""Base names that stand more than once in a package tree and say enough with their folder, each looked at."""
COMMANDS = "v2a_plugin.cli."
"""A command's module has the name of its command."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name; a package by its own."""
    found = {}
    for package, folder in PLACES.items():
        for path in sorted((folder / package).rglob("*.py")):
            dotted = ".".join(path.relative_to(folder).with_suffix("").parts)
            found[dotted.removesuffix(".__init__")] = path
    assert len(found) > 300
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# House words


def words(name: str) -> set[str]:
    """`loadAudioLDM_folder` as load, audio, ldm and folder."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")) - {""}


def names_in(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Names of classes, functions, arguments and attributes, each with its line."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name, node.lineno
            for child in node.body:
                targets = child.targets if isinstance(child, ast.Assign) else [getattr(child, "target", None)]
                yield from ((target.id, child.lineno) for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def test_the_words_of_a_name_are_found() -> None:
    """The test can fail: in whatever way a name is written, and wherever it stands."""
    source = "class BigWish:\n    toldAll: int\n    def keep(self, was_asked): self._whole = 1\n"
    found = {word for name, _ in names_in(ast.parse(source)) for word in words(name)}
    assert found & BANNED == {"wish", "told", "asked", "whole"}
    assert words("loadAudioLDM_folder") == {"load", "audio", "ldm", "folder"}
    assert not words("unwhole_asking_price") & {"whole"}


@pytest.mark.parametrize("package", PLACES)
def test_no_name_is_a_house_word(package: str) -> None:
    found = []
    for dotted, path in modules().items():
        if dotted.split(".")[0] == package:
            if words(dotted.split(".")[-1]) & BANNED:
                found.append(f"{path.relative_to(ROOT)}: the module")
            found += [
                f"{path.relative_to(ROOT)}:{line}: {name}"
                for name, line in names_in(tree(path))
                if words(name) & BANNED
            ]
    assert found == []


# Files


@pytest.mark.parametrize("package", PLACES)
def test_a_base_name_stands_once_or_says_enough_with_its_folder(package: str) -> None:
    by_name = defaultdict[str, list[str]](list)
    for dotted in modules():
        if dotted.split(".")[0] == package and not dotted.startswith(COMMANDS):
            by_name[dotted.split(".")[-1]].append(dotted)
    folders = {dotted.rsplit(".", 1)[0] for dotted in modules()}
    twice = {name: found for name, found in by_name.items() if len([one for one in found if one not in folders]) > 1}
    assert {name: found for name, found in twice.items() if name not in TWICE} == {}


def test_no_exception_is_left_over() -> None:
    names = [dotted.split(".")[-1] for dotted in modules() if not dotted.startswith(COMMANDS)]
    assert {name for name in TWICE if names.count(name) < 2} == set()
