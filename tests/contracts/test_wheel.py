"""The wheel holds the four packages with all that they need, and nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "v2a_plugin": ROOT,
    "v2a_gui": ROOT / "gui",
    "v2a_hooks": ROOT / "hooks",
    "v2a_resources": ROOT / "resources",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names in a wheel that is built from this tree."""
    [built] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_nothing_but_the_packages_is_in_it(wheel: set[str]) -> None:
    about = {name for name in wheel if name.split("/")[0].endswith(".dist-info")}
    assert {name.split("/")[0] for name in wheel - about} == set(PACKAGES)
    assert any(name.endswith("licenses/LICENSE") for name in about)


def test_neither_recipes_nor_tests_nor_what_machines_leave_is_in_it(wheel: set[str]) -> None:
    for name in wheel:
        parts = set(name.split("/"))
        assert not parts & {"recipes", "tests", "benchmarks", "__pycache__", ".venv", ".git"}, name
        assert not name.startswith("mini/"), name
        assert not name.split("/")[-1].startswith("test_"), name
        assert not name.endswith((".pyc", ".so", ".orig", ".partial")), name
    recipes = {path.name for path in (ROOT / "resources" / "recipes").rglob("*.py")} - {"__init__.py", "__main__.py"}
    assert recipes
    assert not {name for name in wheel if "recipe" in name and name.split("/")[-1] in recipes}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_of_a_package_is_in_it(package: str, wheel: set[str]) -> None:
    folder = PACKAGES[package]
    modules = {path.relative_to(folder).as_posix() for path in (folder / package).rglob("*.py")}
    assert modules
    assert modules <= wheel
    assert f"{package}/py.typed" in wheel


def test_what_ships_with_the_program_is_in_it(wheel: set[str]) -> None:
    for name in ("bundles/mini/card.toml", "bundles/mini/lock.json", "guide.md"):
        assert any(each.endswith(name) for each in wheel), name
    folder = ROOT / "resources" / "v2a_resources"
    data = {
        f"v2a_resources/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert data <= wheel
