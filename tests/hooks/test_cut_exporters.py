"""Exporters of cuts come through the same hook as exporters of takes, and fail alone."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from v2a_hooks import hookimpl
from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
from v2a_plugin.delivery.package import Package
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, DeliveryRequest, Exporter, Feature
from v2a_plugin.delivery.stems import write_stems
from v2a_plugin.model.errors import BadInput, PluginError
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.plugins.facade import Kind, PluginState, load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut


class ListExporter:
    """Writes the names of the stems; of one region's takes, how many."""

    name = "list"
    title = "A list"
    carries = ("nothing",)
    features = frozenset({Feature.NAMES})

    def write(self, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
        yield Progress("counting", 0, 1)
        with Package(self.name, request, folder) as package:
            package.write("count.txt", str(len(request.takes)))
        return package.delivery

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        with CutPackage(self, request, folder) as package:
            stems = yield from write_stems(request, package)
            package.write("list.txt", "\n".join(stem.name for stem in stems))
            package.write(
                HOW_TO,
                what_to_click("A list", HostSteps("any editor", ("Open it.", "Read it.")), notes=("It is short.",)),
            )
        return package.delivery


class BrokenExporter(ListExporter):
    name = "broken"

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        with CutPackage(self, request, folder) as package:
            yield from write_stems(request, package)
            raise ZeroDivisionError("oops")
        return package.delivery


def plugin(name: str, *exporters: object) -> ModuleType:
    module = ModuleType(name)

    def register_exporters() -> list[object]:
        return list(exporters)

    module.register_exporters = hookimpl(register_exporters)  # type: ignore[attr-defined]
    return module


def a_cut() -> CutRequest:
    takes = MemoryTakes()
    return CutRequest(small_cut(Fraction(25), "01:00:00:00", takes), (film_of(Fraction(25), Fraction(10)),), takes)


def test_one_object_may_export_takes_and_cuts(tmp_path: Path) -> None:
    told: list[Delivery] = []
    mine = plugin("mine", ListExporter())
    mine.delivery_written = hookimpl(lambda delivery: told.append(delivery))  # type: ignore[attr-defined]
    plugins = load_plugins([mine])
    assert isinstance(ListExporter(), CutExporter)
    assert isinstance(ListExporter(), Exporter)
    [info] = [info for info in plugins.report() if info.name == "mine"]
    assert [(added.kind, added.name) for added in info.adds] == [(Kind.EXPORTER, "list"), (Kind.CUT_EXPORTER, "list")]
    assert plugins.cut_exporter("list").features == {Feature.NAMES}
    delivery = finish(plugins.export("list", a_cut(), tmp_path))
    delivery.verify()
    assert told == [delivery]
    assert (tmp_path / "list.txt").read_text(encoding="utf-8").count("footsteps") == 3
    assert delivery.notes == ("The 2 tracks are not kept apart.",)
    assert (tmp_path / HOW_TO).read_text(encoding="utf-8") == (
        "A list\n\nIn any editor:\n  1. Open it.\n  2. Read it.\n\nGood to know:\n  - It is short.\n"
    )


def test_a_cut_exporter_that_fails_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    plugins = load_plugins([plugin("mine", BrokenExporter(), ListExporter())])
    with pytest.raises(PluginError, match="Plugin mine failed to run: ZeroDivisionError: oops"):
        finish(plugins.export("broken", a_cut(), tmp_path))
    assert list(tmp_path.iterdir()) == []
    [info] = [info for info in plugins.report() if info.name == "mine"]
    assert info.state is PluginState.IMPAIRED
    finish(plugins.export("list", a_cut(), tmp_path)).verify()
    finish(plugins.export("csv", a_cut(), tmp_path / "csv")).verify()


def test_one_that_lacks_a_part_or_takes_a_name_is_reported(tmp_path: Path) -> None:
    half = SimpleNamespace(name="half", title="Half", write_cut=lambda request, folder: None)
    second = SimpleNamespace(name="bwf", title="Mine", features=frozenset(), write_cut=lambda request, folder: None)
    plugins = load_plugins([plugin("mine", half, second)])
    reasons = [failure.reason for failure in plugins.failures]
    assert reasons == [
        "register_exporters gave a SimpleNamespace without features.",
        "there is already a cut exporter called 'bwf', from formats.",
    ]
    with pytest.raises(BadInput, match="There is no cut exporter called 'half'"):
        plugins.cut_exporter("half")
    assert plugins.cut_exporter("bwf").title != "Mine"
    with pytest.raises(BadInput, match="no cut exporter called 'wav'"):
        finish(plugins.export("wav", a_cut(), tmp_path))
    with pytest.raises(BadInput, match="no exporter called 'bwf'"):
        plugins.exporter("bwf")
