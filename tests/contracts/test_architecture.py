"""The house stands as ARCHITECTURE.md says: what is loaded when, what is documented, how tests lie."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pluggy
import pytest

from v2a_hooks import PROJECT, specs
from v2a_plugin.plugins.loading import BUILT_IN

ROOT = Path(__file__).parents[2]
PACKAGES = ("v2a_plugin", "gui/v2a_gui", "hooks/v2a_hooks", "resources/v2a_resources")
HEAVY = ("torch", "av", "PySide6")


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def hooks() -> dict[str, Callable[..., object]]:
    """Every specification that pluggy sees, by name."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(specs)
    found = {name: getattr(specs, name) for name in vars(manager.hook) if not name.startswith("_")}
    assert len(found) >= 11
    return found


# What is loaded when


@pytest.mark.parametrize(
    "statement",
    [
        "import v2a_plugin",
        "import v2a_plugin.cli",
        "import v2a_plugin.cli.app",
        "import v2a_plugin.plugins.facade",
        "import v2a_plugin.plugins.facade; v2a_plugin.plugins.facade.load_plugins(disabled=['*'])",
        "import v2a_plugin.model.takes, v2a_plugin.model.serial, v2a_plugin.delivery.package",
        *(f"import {module}" for module in BUILT_IN),
    ],
)
def test_it_starts_without_the_heavy_packages(statement: str) -> None:
    program = f"{statement}\nimport sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_a_room_is_entered_without_work() -> None:
    """An `__init__.py` of a room imports nothing, so that one module of it can be had without the others."""
    for path in sources():
        if path.name == "__init__.py" and path.parent.parent == ROOT / "v2a_plugin":
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
                assert future or not isinstance(node, ast.Import | ast.ImportFrom), path


# What is documented and tested


@pytest.mark.parametrize("hook", sorted(hooks()))
def test_hook_is_documented_with_its_arguments(hook: str) -> None:
    arguments = ", ".join(inspect.signature(hooks()[hook]).parameters)
    guide = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert f"\n### `{hook}({arguments})`\n" in guide
    assert len(inspect.getdoc(hooks()[hook]) or "") > 80


def test_the_guide_describes_no_hook_that_is_gone() -> None:
    guide = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(\w+)\(", guide, re.MULTILINE)) == hooks().keys()


@pytest.mark.parametrize("hook", sorted(hooks()))
def test_hook_has_a_test(hook: str) -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "hooks").glob("test_*.py"))
    assert f"\ndef test_hook_{hook}(" in tests


CONSUMERS = {
    "register_visual_encoders": ".visual_encoder(",
    "register_audio_encoders": ".audio_encoder(",
    "register_mappers": ".mapper(",
    "register_generators": ".generator(",
    "register_shot_detectors": ".shot_detector(",
    "register_exporters": ".deliver(",
    "register_hosts": ".host(",
    "register_processors": "plugins.process",
    "before_generate": ".before_generate(",
    "take_rendered": ".take_rendered(",
    "cue_placed": "plugins.cue_placed(",
    "delivery_written": ".deliver(",
    "job_failed": "plugins.job(",
}
"""Hook to what the engine says when it uses it."""


@pytest.mark.parametrize("hook", sorted(CONSUMERS))
def test_hook_is_used_by_the_engine(hook: str) -> None:
    """A hook that nobody asks is a promise that is not kept."""
    facade = ROOT / "v2a_plugin" / "plugins" / "facade.py"
    users = [path for path in sources() if path != facade and "v2a_plugin" in path.parts]
    assert any(CONSUMERS[hook] in path.read_text(encoding="utf-8") for path in users)


def test_the_list_of_what_is_built_in_is_complete() -> None:
    modules = {f"v2a_hooks.builtin.{path.stem}" for path in (ROOT / "hooks/v2a_hooks/builtin").glob("[!_]*.py")}
    assert set(BUILT_IN) == modules


# How tests lie


def test_tests_lie_in_folders_of_rooms_without_packages() -> None:
    rooms = {path.name for path in (ROOT / "v2a_plugin").iterdir() if path.is_dir()}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - rooms <= {"contracts", "golden", "gui", "hooks", "recipes"}
    assert list((ROOT / "tests").glob("*/__init__.py")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()
