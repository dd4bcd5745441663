"""What every exporter of cuts keeps. A format that a hook registers is tested here without a line of yours."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.delivery.cut import HOW_TO, left_out
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Feature
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut
from v2a_plugin.testing.exchange import CASES, rich_cut

PLUGINS = load_plugins()
EXPORTERS = [added.name for added in PLUGINS.added(Kind.CUT_EXPORTER)]
"""Add yours by registering it."""


@pytest.fixture(params=EXPORTERS)
def exporter(request: pytest.FixtureRequest) -> CutExporter:
    return PLUGINS.cut_exporter(request.param)


def a_cut() -> CutRequest:
    takes = MemoryTakes()
    return CutRequest(small_cut(Fraction(25), "01:00:00:00", takes), (film_of(Fraction(25), Fraction(10)),), takes)


def test_it_says_what_it_is_and_what_it_carries(exporter: CutExporter) -> None:
    assert isinstance(exporter, CutExporter)
    assert exporter.name == exporter.name.lower().strip()
    assert len(exporter.title) < 80
    assert exporter.features <= frozenset(Feature)


def test_a_delivery_is_whole_and_one_that_was_cancelled_leaves_nothing(exporter: CutExporter, tmp_path: Path) -> None:
    out = tmp_path / "out"
    steps = exporter.write_cut(a_cut(), out)
    assert isinstance(next(steps), Progress)
    steps.close()
    assert not out.exists() or list(out.iterdir()) == []
    delivery = finish(exporter.write_cut(a_cut(), out))
    assert delivery.exporter == exporter.name
    delivery.verify()
    assert (out / HOW_TO).read_text(encoding="utf-8").count("\n  1. ") >= 1
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == {
        *(file.name for file in delivery.files),
        delivery.manifest.name,
    }


def test_what_the_format_cannot_carry_is_said(exporter: CutExporter, tmp_path: Path) -> None:
    request = rich_cut(CASES[4])
    delivery = finish(exporter.write_cut(request, tmp_path / "out"))
    assert set(left_out(request, exporter.features)) <= set(delivery.notes)


def test_the_same_cut_gives_the_same_document(
    exporter: CutExporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    written = [finish(exporter.write_cut(a_cut(), tmp_path / "out")) for _ in range(2)]
    changed = {".aaf", ".pdf", ".otioz"}  # containers that hold the time or an id of their writing
    digests = [
        {file.name: file.sha256 for file in delivery.files if Path(file.name).suffix not in changed}
        for delivery in written
    ]
    assert digests[0] == digests[1]
