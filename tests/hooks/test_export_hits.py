"""What is found in the picture arrives as a marker in every format that says it carries hits."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Feature, StemLayout, StemSettings
from v2a_plugin.guides.hits import Hit, HitKind, hit_changes
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut
from v2a_plugin.timeline.changes import apply

PLUGINS = load_plugins(disabled=["*"])
EXPORTERS: list[CutExporter] = [PLUGINS.cut_exporter(one.name) for one in PLUGINS.added(Kind.CUT_EXPORTER)]


def content(folder: Path) -> Iterator[bytes]:
    """Every file of a delivery, and what lies inside bundles."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as bundle:
                    yield from (bundle.read(name) for name in bundle.namelist())


def test_the_formats_of_the_hosts_carry_hits() -> None:
    carrying = {exporter.name for exporter in EXPORTERS if Feature.HITS in exporter.features}
    assert {"otio", "otioz", "fcp7", "fcpxml", "kdenlive", "mlt"} <= carrying


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_a_found_hit_arrives_or_its_loss_is_told(exporter: CutExporter, tmp_path: Path) -> None:
    rate = Fraction(25)
    takes = MemoryTakes()
    cut = small_cut(rate, "01:00:00:00", takes)
    found = (Hit(42 / rate, HitKind.IMPACT, 0.8), Hit(50 / rate, HitKind.FLASH, 0.5))
    cut = apply(hit_changes(cut, "region-1", found), cut)
    film = film_of(rate, cut.end, cut.start)
    layout = StemLayout.PER_TRACK if exporter.name == "bwf" else StemLayout.PER_CUE
    request = CutRequest(cut, (film,), takes, StemSettings(layout=layout))
    delivery = finish(PLUGINS.export(exporter.name, replace(request), tmp_path / "out"))
    if Feature.HITS not in exporter.features:
        assert any("2 hits are left out" in note for note in delivery.notes)
        return
    files = list(content(tmp_path / "out"))
    for name in ("Impact", "Flash"):
        assert any(name.encode() in file or name.encode("utf-16-le") in file for file in files), name
