"""Who imports whom: each contract of `.importlinter` is kept, and each can break."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import Contract

ROOT = Path(__file__).parents[2]
KINDS: dict[str, type[Contract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}
CONFIGURATION = read_configuration(str(ROOT / ".importlinter"))
CONTRACTS: dict[str, dict[str, Any]] = {each["name"]: each for each in CONFIGURATION["contracts_options"]}
ROOTS: list[str] = CONFIGURATION["session_options"]["root_packages"]
OFFENCES: dict[str, list[tuple[str, str]]] = {
    "Imports point one way": [
        ("v2a_plugin.files", "v2a_gui.app"),
        ("v2a_plugin.files", "v2a_hooks.builtin.formats"),
        ("v2a_hooks.specs", "v2a_plugin.files"),
        ("v2a_plugin.training.cache.build", "mini.mel"),
    ],
    "Resources are a leaf": [("v2a_resources", "v2a_plugin.files"), ("v2a_resources", "v2a_gui.app")],
    "The model is the lowest room of the engine": [("v2a_plugin.model.sound", "v2a_plugin.files")],
    "The rooms of the engine stand on floors": [
        ("v2a_plugin.judges.protocol", "v2a_plugin.generation.engine"),
        ("v2a_plugin.training.fit.loop", "v2a_plugin.evaluation.study"),
        ("v2a_plugin.evaluation.study", "v2a_plugin.training.fit.loop"),
        ("v2a_plugin.model.sound", "v2a_plugin.media.levels"),
        ("v2a_plugin.project.project", "v2a_plugin.cli.app"),
        ("v2a_plugin.plugins.facade", "v2a_plugin.testing.clips"),
    ],
    "There is no circle": [
        ("v2a_plugin.judges.protocol", "v2a_plugin.judges.registry"),
        ("v2a_plugin.training.cache.shard_records", "v2a_plugin.training.fit.fitting"),
        ("v2a_gui.theme", "v2a_gui.app"),
    ],
    "Nothing in the timeline decodes media": [
        ("v2a_plugin.timeline.mix", "v2a_plugin.media.sound"),
        ("v2a_plugin.timeline.snapping", "cv2"),
        ("v2a_plugin.timeline.edits", "v2a_plugin.formats.cut"),
    ],
    "The panel is built from above: a presenter takes parts, never the window": [
        ("v2a_gui.presenters.docks", "v2a_gui.main_window"),
        ("v2a_gui.views.takes", "v2a_gui.presenters.display"),
        ("v2a_gui.dialogs.export", "v2a_gui.main_window"),
        ("v2a_gui.models.session", "v2a_gui.views.queue"),
        ("v2a_gui.playback.player", "v2a_gui.models.session"),
        ("v2a_gui.views.takes", "v2a_gui.dialogs.palette"),
    ],
    "Only the start of the panel knows the window": [("v2a_gui.faults", "v2a_gui.main_window")],
    "Qt stays in the panel": [("v2a_plugin.jobs", "PySide6"), ("v2a_hooks.builtin.formats", "PySide6")],
    "PyAV stays in media": [("v2a_plugin.guides.onsets", "av"), ("v2a_gui.playback.player", "av")],
    "torch stays in its rooms": [("v2a_plugin.project.project", "torch"), ("v2a_gui.app", "transformers")],
}
"""An import or more that each contract must refuse, every one by itself."""


def built(packages: Sequence[str]) -> grimp.ImportGraph:
    return grimp.build_graph(
        packages[0], *packages[1:], include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return built(ROOTS)


def kept(name: str, graph: grimp.ImportGraph) -> bool:
    options = CONTRACTS[name]
    contract = KINDS[options["type"]](name, CONFIGURATION["session_options"], options)
    return contract.check(deepcopy(graph), verbose=False).kept


@pytest.mark.parametrize("name", CONTRACTS)
def test_contract_is_kept(name: str, graph: grimp.ImportGraph) -> None:
    assert kept(name, graph), f"`lint-imports` says which import breaks '{name}'"


def test_every_contract_has_an_offence() -> None:
    assert OFFENCES.keys() >= CONTRACTS.keys()


@pytest.mark.parametrize(
    ("name", "importer", "imported"), [(name, *pair) for name in CONTRACTS for pair in OFFENCES.get(name, [])]
)
def test_contract_can_break(name: str, importer: str, imported: str, graph: grimp.ImportGraph) -> None:
    """A contract that cannot fail holds nothing; one import more is enough to break each."""
    assert importer in graph.modules, f"{importer} is gone: name another module here"
    other = deepcopy(graph)
    if imported not in other.modules:
        other.add_module(imported, is_squashed=True)
    other.add_import(importer=importer, imported=imported)
    assert not kept(name, other)


def in_a_circle(graph: grimp.ImportGraph) -> set[str]:
    """Modules that import themselves by way of others, and those between: what is left when all others are taken away."""
    left = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    while free := {name for name, imports in left.items() if not imports & left.keys()}:
        left = {name: imports for name, imports in left.items() if name not in free}
    return set(left)


def test_no_file_imports_itself_by_way_of_others(graph: grimp.ImportGraph) -> None:
    assert in_a_circle(graph) == set()
    other = deepcopy(graph)
    other.add_import(importer="v2a_plugin.judges.protocol", imported="v2a_plugin.judges.panns")
    assert {"v2a_plugin.judges.protocol", "v2a_plugin.judges.panns"} <= in_a_circle(other)


def test_the_files_are_read_and_not_only_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a package in a folder of its own, so that the graph is proved to follow what is written in files."""
    package = tmp_path / "two_files"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "one.py").write_text("def late():\n    import two_files.other\n")
    (package / "other.py").write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import two_files.one\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert in_a_circle(built(["two_files"])) == set()
    (package / "other.py").write_text("import two_files.one\n")
    assert in_a_circle(built(["two_files"])) == {"two_files.one", "two_files.other"}
