"""No exporter writes an odd rate: nothing can be ordered at one. Projects that have one open, and can be given another."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.delivery.protocol import CutRequest, DeliveryRequest
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.frame_rates import STANDARD
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Timecode
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.cuts import MemoryTakes, small_cut

ODD = [
    Fraction(499, 20),
    Fraction(6_400_000, 106_663),
    Fraction(12),
    Fraction(239, 10),
    Fraction(87_169_000, 2_905_633),
]


@pytest.mark.parametrize("rate", ODD, ids=str)
def test_an_odd_rate_is_refused_before_anything_is_written(rate: Fraction) -> None:
    takes = MemoryTakes()
    cut = small_cut(Fraction(25), "01:00:00:00", takes)
    with pytest.raises(BadInput, match="is no standard rate") as caught:
        CutRequest(replace(cut, rate=rate, start=Timecode(0, rate)), (), takes)
    assert "frame-rate 25" in caught.value.hint
    one = cut.takes[0].id
    with pytest.raises(BadInput, match="is no standard rate"):
        DeliveryRequest("Shot 3", (RenderedTake(takes.take(one), takes.sound(one)),), None, rate)


@pytest.mark.parametrize("rate", STANDARD, ids=str)
def test_standard_rates_are_taken(rate: Fraction) -> None:
    takes = MemoryTakes()
    assert CutRequest(small_cut(rate, "01:00:00:00", takes, at_frames=(10,)), (), takes).timeline.rate == rate


@pytest.mark.usefixtures("own_store")
def test_a_project_of_an_odd_rate_opens_refuses_and_is_conformed(tmp_path: Path, v2a: Command) -> None:
    rate = Fraction(499, 20)
    cut = small_cut(Fraction(25), "01:00:00:00", MemoryTakes())
    path = tmp_path / "old.v2a"
    create_project(path, replace(cut, rate=rate, start=Timecode(90_000, rate))).close()
    with open_project(path) as opened:
        assert opened.timeline.rate == rate
    names = [one.name for one in load_plugins().added(Kind.CUT_EXPORTER)]
    assert len(names) > 8
    for name in names:
        assert v2a("export", path, "--to", name, "--out", tmp_path / name) == 2
        assert "24.95 frames a second, which is no standard rate; next to it: 24 and 25" in v2a.err
        assert not (tmp_path / name).exists() or not list((tmp_path / name).iterdir())
    assert v2a("project", "edit", path, "frame-rate", "25") == 0
    with open_project(path) as opened:
        assert (opened.timeline.rate, opened.timeline.tracks) == (Fraction(25), cut.tracks)
